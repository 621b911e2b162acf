"""Logging in, and asking for a new password."""

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.outbox import send_later
from accounts.throttle import take


class DeskLoginForm(AdminAuthenticationForm):
    """Counts the attempt before the password is checked."""

    def clean(self):
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is None or not password:
            return super().clean()
        attempt = take(self.request, "login", name)
        cleaned = super().clean()
        attempt.succeeded()
        return cleaned


class NewPasswordForm(PasswordResetForm):
    """Does the same work whether or not an account has the address, so that the time of the answer tells nothing."""

    def get_users(self, email):
        """Accounts of the desk; where there is none, an account without an address, whose letter reaches nobody."""
        return [user for user in super().get_users(email) if user.is_staff] or [get_user_model()()]

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, **_unused):
        subject = " ".join(render_to_string(subject_template_name, context).split())
        letter = EmailMessage(subject, render_to_string(email_template_name, context), from_email, [to_email])
        send_later(letter)
