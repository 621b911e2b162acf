"""A new password by e-mail: Django's own views in the frame of the desk."""

from django.contrib import admin
from django.contrib.auth import views

from accounts.forms import NewPasswordForm
from accounts.throttle import take


class DeskFrame:
    def get_context_data(self, **kwargs):
        frame = {"site_header": admin.site.site_header, "site_title": admin.site.site_title}
        return super().get_context_data(**frame, **kwargs)


class AskForPassword(DeskFrame, views.PasswordResetView):
    form_class = NewPasswordForm

    def form_valid(self, form):
        take(self.request, "new password", form.cleaned_data["email"])
        return super().form_valid(form)


class PasswordAsked(DeskFrame, views.PasswordResetDoneView):
    pass


class SetPassword(DeskFrame, views.PasswordResetConfirmView):
    pass


class PasswordSet(DeskFrame, views.PasswordResetCompleteView):
    pass
