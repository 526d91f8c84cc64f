"""Settings of people's accounts: log-in by e-mail, passwords, second steps, sessions, mail, log-in elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from okzest import env

AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- allauth ---
# Behind a proxy every request comes from its address; limits on log-in count who stands before it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("OKZEST_PROXIES", int(env.flag("OKZEST_BEHIND_PROXY", default=False)), most=9)
ACCOUNT_ADAPTER = "workspaces.accounts.Accounts"
ACCOUNT_FORMS = {"signup": "workspaces.account_forms.SignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = env.text(
    "OKZEST_EMAIL_VERIFICATION", "optional", choices=("optional", "mandatory", "none")
)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = None
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
USERSESSIONS_TRACK_ACTIVITY = True
MFA_ADAPTER = "workspaces.accounts.SecondSteps"
MFA_FORMS = {"add_webauthn": "workspaces.account_forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "OKZest"
# Browsers allow passkeys without TLS on the same machine only; this lets the server agree.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.text("OKZEST_URL", "http://").startswith("https://")

# --- Mail ---
# Without a mail server, mails are written into the data folder; OKZEST_MAIL=console prints them.
EMAIL_HOST = env.text("OKZEST_SMTP_HOST")
_way = env.text("OKZEST_MAIL", "smtp" if EMAIL_HOST else "filebased", choices=("smtp", "filebased", "console"))
EMAIL_BACKEND = f"django.core.mail.backends.{_way}.EmailBackend"
EMAIL_PORT = env.whole("OKZEST_SMTP_PORT", 587, most=65535)
EMAIL_HOST_USER = env.text("OKZEST_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("OKZEST_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("OKZEST_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("OKZEST_FROM", "OKZest <no-reply@localhost>")

# --- Log-in through another service ---
# Any OpenID Connect provider (Google, Microsoft, Okta, Keycloak, …): its address, client and secret.
OIDC_SERVER = env.text("OKZEST_OIDC_SERVER")
SOCIALACCOUNT_ADAPTER = "workspaces.accounts.OtherServices"
# An address that the provider calls verified is proof enough, for whoever runs this installation chose the provider;
# one that it does not call so connects nothing.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env.text("OKZEST_OIDC_NAME", urlsplit(OIDC_SERVER).hostname or "your company"),
                    "client_id": env.text("OKZEST_OIDC_CLIENT"),
                    "secret": env.text("OKZEST_OIDC_SECRET"),
                    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    if OIDC_SERVER
    else {}
)
SOCIAL_APPS = ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if OIDC_SERVER else []
# Where forms may lead besides here: the other service's log-in page.
FORM_ORIGINS = [f"{urlsplit(OIDC_SERVER).scheme}://{urlsplit(OIDC_SERVER).netloc}"] if OIDC_SERVER else []
