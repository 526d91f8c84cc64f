"""Every setting of an installation; values come from the environment through `env.py`."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from okzest import env, secretfile
from okzest.account_settings import *  # noqa: F403 (settings of their own subject, found by name)
from okzest.file_settings import files
from okzest.logs import logging_config
from okzest.outgoing_settings import *  # noqa: F403 (who else, beyond the public web, may be asked)

# Where the code lies, and where everything that an installation makes is kept.
BASE_DIR = Path(__file__).resolve().parent.parent
DATA = env.folder("OKZEST_DATA", str(BASE_DIR / "var"))

# Production asks for every secret by name; the embedded default makes its own.
PRODUCTION = env.flag("OKZEST_PRODUCTION", default=False)
# Django's error pages with source code. Never where strangers can reach it.
DEBUG = env.flag("OKZEST_DEBUG", default=False)

# True while the project's own tests run: the editor then lets them look inside.
TESTING = env.flag("OKZEST_TESTING", default=False)

# --- Secrets ---
_kept = {} if PRODUCTION else secretfile.kept(DATA)


def _secret(name: str) -> str:
    variable = f"OKZEST_{name}"
    return _kept[name] if name in _kept and not env.text(variable) else env.secret(variable)


# Sessions and password links.
SECRET_KEY = _secret("SECRET_KEY")
# Every workspace's signing keys are derived from it. Changing it kills all addresses already sent.
SIGNING_SECRET = _secret("SIGNING_SECRET")
# Fernet keys for secrets at rest, newest first, parted by commas; older ones still open what they closed.
ENCRYPTION_KEYS = [key for key in _secret("ENCRYPTION_KEYS").split(",") if key]

# --- Addresses ---
# Where people find the application, without a slash at the end.
PORT = env.whole("PORT", 8000, least=1, most=65535)
# The network address that `manage.py run` listens on; 0.0.0.0 for all.
BIND = env.text("OKZEST_BIND", "127.0.0.1")
PUBLIC_URL = env.text("OKZEST_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
# A host of its own for pictures (advised), such as img.example.com; it serves nothing else. Empty: the same host.
IMAGE_HOST = env.text("OKZEST_IMAGE_HOST")
# What picture addresses begin with.
IMAGE_URL = f"{urlsplit(PUBLIC_URL).scheme}://{IMAGE_HOST}" if IMAGE_HOST else PUBLIC_URL
IMAGE_ORIGINS = [IMAGE_URL] if IMAGE_HOST else []
# An open link's complete address, without its query, that visitors of the front page may try with a name. Empty: none.
FRONT_PICTURE = env.text("OKZEST_FRONT_PICTURE")
_own_hosts = ",".join(filter(None, [urlsplit(PUBLIC_URL).hostname, IMAGE_HOST.split(":")[0]]))
_local_hosts = "" if PRODUCTION else ",localhost,127.0.0.1,[::1],0.0.0.0,.localhost"
# Host names this installation answers to.
ALLOWED_HOSTS = env.words("OKZEST_HOSTS", _own_hosts + _local_hosts)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# True when a proxy in front ends TLS and sets X-Forwarded-Proto.
BEHIND_PROXY = env.flag("OKZEST_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# --- Parts ---
INSTALLED_APPS = [
    "okzest",
    "workspaces",
    "audiences",
    "renderer",
    "designer",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *SOCIAL_APPS,  # noqa: F405
    "rest_framework",
    "drf_spectacular",
    "django_celery_beat",
]
MIDDLEWARE = [
    # First, so that a picture's address passes none of the others: no session, no cookie, no query.
    "renderer.serving.lane.PictureLane",
    "django.middleware.security.SecurityMiddleware",
    "okzest.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "workspaces.middleware.ProblemPages",
]
ROOT_URLCONF = "okzest.urls"
WSGI_APPLICATION = "okzest.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "okzest" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workspaces.shell.shell",
            ],
        },
    }
]

# --- Database ---
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA / 'okzest.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Tests use a file too: connections to a database in memory share it under other locks than these.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "tests.sqlite3")}
    # IMMEDIATE: a writer waits for its turn at the start, instead of failing in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Shared cache, locks, broker ---
# Redis or Valkey; the embedded default listens on a socket in the data folder.
VALKEY_URL = env.text("VALKEY_URL", env.text("REDIS_URL", f"unix://{env.unix_socket(DATA / 'valkey.sock')}"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VALKEY_URL}}
CELERY_BROKER_URL = env.text("OKZEST_BROKER_URL", VALKEY_URL.replace("unix://", "redis+socket://", 1))
# A killed worker's tasks come back after this many seconds; far more than any task may take.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_IMPORTS = ["renderer.prewarm.tasks"]
# Workers draw the gallery's pictures once they are ready; tests with workers of their own would wait for it.
PREPARE_GALLERY = env.flag("OKZEST_PREPARE_GALLERY", default=not TESTING)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# What starts by itself, in seconds; one that waited in vain for a worker is dropped, the next does its work.
CELERY_BEAT_SCHEDULE = {
    "publish-due": {"task": "designer.tasks.publish_due", "schedule": 5.0, "options": {"expires": 5.0}},
    "tidy-audiences": {"task": "audiences.tasks.tidy", "schedule": 300.0, "options": {"expires": 300.0}},
    "webhooks": {"task": "workspaces.tasks.send_what_is_due", "schedule": 5.0, "options": {"expires": 5.0}},
    "webhook-log": {"task": "workspaces.tasks.forget_old_deliveries", "schedule": 3600.0},
    "tidy-sources": {"task": "renderer.tasks.tidy_sources", "schedule": 600.0, "options": {"expires": 600.0}},
    "tidy-storage": {"task": "renderer.tasks.tidy_storage", "schedule": 3600.0},
    "prewarm": {"task": "renderer.prewarm.tasks.reconcile_prewarm", "schedule": 10.0, "options": {"expires": 10.0}},
}

# --- Files ---
# Hashed names let browsers keep files for ever; they need `collectstatic` first.
HASHED_STATIC = env.flag("OKZEST_HASHED_STATIC", default=PRODUCTION)
STORAGES = {
    # Finished pictures and assets.
    "default": files(DATA),
    "staticfiles": {
        "BACKEND": "okzest.staticfiles.HashedModules"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "okzest.interface_font.InterfaceFontFinder",
]
# Forms that look right by themselves.
FORM_RENDERER = "okzest.form_renderer.FormRenderer"
# Without hashed names, static files are served from where they are written.
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = not HASHED_STATIC
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- People ---
EMAIL_FILE_PATH = DATA / "mail"

# --- Cookies and headers ---
_https = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION and _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# --- The API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "workspaces.api_authentication.BearerKey",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["workspaces.json_bodies.Json"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workspaces.api_problems.handle",
    "DEFAULT_THROTTLE_CLASSES": ["workspaces.api_limits.PerCaller"],
}
# Calls that one API key or person may make; more get 429 until the next minute.
API_CALLS_PER_MINUTE = env.whole("OKZEST_API_CALLS_PER_MINUTE", 6000, least=1)
SPECTACULAR_SETTINGS = {
    "TITLE": "OKZest",
    "DESCRIPTION": "Personal pictures by address: render a template, sign addresses, keep audiences.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "FormatEnum": "renderer.models.FORMATS",
        "RoleEnum": "workspaces.api.shapes.ROLE_NAMES",
        "OrganizationRoleEnum": "workspaces.api.shapes.ORGANIZATION_ROLE_NAMES",
        "AnyRoleEnum": "workspaces.models.memberships.ANY_ROLES",
        "TemplateStateEnum": "designer.models.templates.Template.State",
        "CdnKindEnum": "workspaces.models.CdnKind",
        "DataSourceKindEnum": "renderer.models.sources.DataSource.Kind",
        "ReviewStateEnum": "designer.models.reviews.Review.State",
    },
}

# Whoever shows it as a bearer token may read /metrics; without one, only this machine may.
METRICS_TOKEN = env.text("OKZEST_METRICS_TOKEN")

# --- Rendering (renderer/limits.py turns these into one frozen value) ---
# Seconds for a whole answer, and for all remote pictures of it together.
RENDER_DEADLINE = env.number("OKZEST_RENDER_DEADLINE", 3, least=0.1, most=30)
FETCH_DEADLINE = env.number("OKZEST_FETCH_DEADLINE", 1.5, least=0.1, most=10)
# Pictures drawn at once in one process; more wait a moment, then get a stored or fallback picture.
RENDERS_AT_ONCE = env.whole("OKZEST_RENDERS_AT_ONCE", 2, least=1, most=64)
# Workers that draw for one pre-warm run at the same time, over all machines.
PREWARM_WORKERS = env.whole("OKZEST_PREWARM_WORKERS", os.cpu_count() or 1, least=1, most=1024)
# Megabytes of finished pictures kept in the memory of each process.
MEMORY_FOR_PICTURES = env.whole("OKZEST_MEMORY_FOR_PICTURES", 128, least=1, most=16384)
# Megabytes of releases made ready for drawing (what no value changes, painted and encoded).
MEMORY_FOR_PLATES = env.whole("OKZEST_MEMORY_FOR_PLATES", 192, least=1, most=16384)

# --- Language, time, logs ---
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
LOGGING = logging_config(env.text("OKZEST_LOG_LEVEL", "INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR")))
