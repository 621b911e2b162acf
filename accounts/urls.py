"""The names are those that Django's own templates link to."""

from django.urls import path

from accounts.views import AskForPassword, PasswordAsked, PasswordSet, SetPassword

urlpatterns = [
    path("password_reset/", AskForPassword.as_view(), name="admin_password_reset"),
    path("password_reset/done/", PasswordAsked.as_view(), name="password_reset_done"),
    path("reset/<uidb64>/<token>/", SetPassword.as_view(), name="password_reset_confirm"),
    path("reset/done/", PasswordSet.as_view(), name="password_reset_complete"),
]
