"""Security headers of every page that people see. Pictures carry their own (renderer/api.py)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """A Content-Security-Policy without unsafe-inline, and no powers that the product does not use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        images = " ".join(["'self'", "data:", "blob:", *settings.IMAGE_ORIGINS])
        self.policy = "; ".join(
            [
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                f"img-src {images}",
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                " ".join(["form-action 'self'", *settings.FORM_ORIGINS]),
                "frame-src 'self'",
                "frame-ancestors 'self'",
                "base-uri 'none'",
            ]
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
