"""The style guide: every component in each state, for staff and for the tests that look at it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HOURS = [f"{hour:02}:00" for hour in range(24)]
REQUESTS = [820, 640, 510, 430, 460, 700, 1450, 3900, 7600, 9400, 8800, 7100, 6200, 5400, None, None, 4800, 4300]
REQUESTS += [3900, 3400, 2800, 2100, 1600, 1100]
P95 = [31, 30, 29, 29, 30, 32, 36, 41, 52, 58, 55, 49, 45, 43, None, None, 41, 40, 39, 38, 36, 35, 33, 32]
STATES = ("", "hover", "focus-visible", "active")
WRONG = {"wrong-email": "maria@", "wrong-size": "email", "wrong-when_empty": "hide"}
BUTTONS = (
    ("primary", "Primary"),
    ("", "Default"),
    ("ghost", "Ghost"),
    ("danger", "Danger"),
    ("danger primary", "Danger, sure"),
    ("small", "Small"),
)


class SampleForm(forms.Form):
    """Every plain kind of field."""

    name = forms.CharField(label="Template name", max_length=60, help_text="Campaign – audience – brand")
    email = forms.EmailField(label="Send the proof to")
    size = forms.ChoiceField(label="Size", choices=[("email", "Email 600 × 300"), ("share", "Share 1200 × 630")])
    notes = forms.CharField(label="Notes for the approver", widget=forms.Textarea, required=False)
    when_empty = forms.ChoiceField(
        label="When empty",
        widget=forms.RadioSelect,
        choices=[("text", "Use text"), ("hide", "Hide layers that use it"), ("blank", "Leave blank")],
        initial="text",
    )
    clean_up = forms.MultipleChoiceField(
        label="Clean-up",
        widget=forms.CheckboxSelectMultiple,
        choices=[("trim", "Trim"), ("line", "One line"), ("emoji", "Remove emoji")],
        required=False,
        initial=["trim"],
    )
    start = forms.DateField(label="Publish on", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    sheet = forms.FileField(label="Sheet", required=False)
    agree = forms.BooleanField(
        label="Tell the approver by mail", help_text="With the complete and the longest picture."
    )


@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """The page itself; 403 for people who are not staff."""
    if not request.user.is_staff:
        raise PermissionDenied("The style guide is for staff.")
    return render(request, "styleguide/index.html", _samples())


def _samples() -> dict[str, Any]:
    return {
        "form": SampleForm(),
        "form_with_errors": SampleForm(WRONG, prefix="wrong"),
        "page": Paginator(range(312), 25).page(2),
        "states": STATES,
        "button_kinds": BUTTONS,
        "hours": HOURS,
        "requests": REQUESTS,
        "p95": P95,
        "publishings": [(13, "13:00 v7 published")],
    }
