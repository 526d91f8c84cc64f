"""Forms of accounts in our words: sign-up by invitation, a new passkey."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms

from workspaces.models import User

NAME = forms.CharField(
    label="Your name",
    max_length=120,
    help_text="As colleagues will see it.",
    widget=forms.TextInput(attrs={"autocomplete": "name"}),
)


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """E-mail (given by the invitation), name, password."""

    name = NAME
    field_order = ["email", "name", "password1"]

    def __init__(self, *args: Any, **options: Any):
        from workspaces.accounts import remembered_invitation

        super().__init__(*args, **options)
        invitation = remembered_invitation(context.request)
        if invitation is not None:
            email = self.fields["email"]
            email.initial, email.disabled = invitation.email, True
            email.help_text = "The address that was invited."

    def clean_name(self) -> str:
        return _on_one_line(self.cleaned_data["name"])


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What others see of a person."""

    class Meta:
        model = User
        fields = ["name"]
        labels = {"name": "Your name"}
        help_texts = {"name": "As colleagues see it in reviews, comments and the audit log."}

    def clean_name(self) -> str:
        return _on_one_line(self.cleaned_data["name"])


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """The same in our words."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        alone = self.fields["passwordless"]
        alone.label = "Sign in with it alone, without a password"
        alone.help_text = "The device then asks for your fingerprint, face or PIN each time."
        self.fields["name"].help_text = "So that you know it again, such as “Work laptop”."


def _on_one_line(name: object) -> str:
    return " ".join(str(name).split())
