"""All settings, from environment variables; a bare checkout runs without any.

With no DATABASE_URL the servers that `manage.py up` starts are used and the demo is on.
The table of variables is in README.md; bad combinations are named by `mentorship/checks.py`.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from mentorship import mailing
from mentorship.embedded import addresses
from mentorship.embedded.secrets import kept_secret

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where it runs ---------------------------------------------------------------------

LOCAL_DIR = Path(env.str("LOCAL_DIR", str(BASE_DIR / ".local")))
EMBEDDED_DATABASE = not env.str("DATABASE_URL", "")
EMBEDDED_BROKER = not env.str("REDIS_URL", "")
DEMO = env.bool("DEMO", EMBEDDED_DATABASE)
DEMO_STAGE = env.str("DEMO_STAGE", "running")
DEBUG = env.bool("DEBUG", False)

SECRET_KEY = env.str("SECRET_KEY", "") or (kept_secret(LOCAL_DIR, "secret-key") if DEMO else "")
CONTENT_KEYS = env.list("CONTENT_KEYS", []) or (
    [kept_secret(LOCAL_DIR, "content-key")] if DEMO else []
)  # newest first; seals what a pair writes

PUBLIC_URL = env.str("PUBLIC_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
COMPANY_NAME = env.str("COMPANY_NAME", "Northwind Labs" if DEMO else "")

# --- Applications, in the order of the ladder (docs/architecture.md) ----------------------

INSTALLED_APPS = [
    "mentorship",
    "reports",
    "notices",
    "goals",
    "milestones",
    "pairings",
    "matching",
    "participants",
    "programs",
    "people",
    "history",
    "kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.LocalTimeMiddleware",
    "people.middleware.NoTracesMiddleware",
]

ROOT_URLCONF = "mentorship.urls"
WSGI_APPLICATION = "mentorship.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorship.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kit.templatetags.ui",
                "template_partials.templatetags.partials",
            ],
        },
    }
]
FORM_RENDERER = "kit.forms.Renderer"

# --- Database, cache, background work ----------------------------------------------------

_database_url = env.str("DATABASE_URL", "") or addresses.database_url(LOCAL_DIR)
redis_url = env.str("REDIS_URL", "") or addresses.redis_url(LOCAL_DIR)

DATABASES = {"default": Env(eager=True).dj_db_url("", default=_database_url)}
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60),
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": addresses.beside(redis_url, 1),
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

CELERY_BROKER_URL = addresses.broker_url(redis_url)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "visibility_timeout": 3600,  # longer than any task may take: none is begun twice for that
}
CELERY_TASK_TIME_LIMIT = 3000  # then its process is killed, as if the machine had failed
CELERY_TASK_IGNORE_RESULT = True  # and no result backend: what came of it stands in its rows
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = (
    False  # what kills its worker would kill the next one; beat asks
)
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 70.0  # longer than a sender's round and its last mail
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = (
    False  # nothing waits in a worker: no ETA, no countdown
)
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "plan-notices": {"task": "notices.tasks.plan_notices", "schedule": 60.0},
    "send-notices": {"task": "notices.tasks.send_notices", "schedule": 30.0},
    "wake-imports": {"task": "people.tasks.wake_imports", "schedule": 60.0},
    "settle-choosing": {"task": "mentorship.tasks.settle_choosing", "schedule": 60.0},
    "close-accounts": {"task": "people.tasks.close_accounts", "schedule": 3600.0},
}

# --- People and sign-in --------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique in lower case: person_email_unique
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "people.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the company's own directory
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that belong to nobody here
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whose password or second factor changes is told
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "people.account_forms.SignIn",
    "reset_password": "people.account_forms.AskForReset",
    "reset_password_from_key": "people.account_forms.ChooseNew",
    "set_password": "people.account_forms.SetFirst",
    "change_password": "people.account_forms.Change",
    "reauthenticate": "people.account_forms.Confirm",
}
MFA_FORMS = {
    "authenticate": "people.account_forms.EnterCode",
    "reauthenticate": "people.account_forms.ConfirmByCode",
    "activate_totp": "people.account_forms.ActivateApp",
    "add_webauthn": "people.account_forms.AddPasskey",
    "edit_webauthn": "people.account_forms.RenamePasskey",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the company's own directory
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_URL.split(":", 1)[0]
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Mentorship"

# --- Mail -------------------------------------------------------------------------------------

_mail_url = env.str("EMAIL_URL", "")
EMAIL_TIMEOUT = 10  # seconds for the sign-in, and for each mail
os.environ.setdefault("RES_OPTIONS", "timeout:3 attempts:2")  # to find a name: resolv.conf(5)
MAIL_IS_KEPT = not _mail_url  # no mail server: the outbox is where mail is read
MAIL_PROVIDER = mailing.provider_of(_mail_url)
MAIL_EVENTS_SECRET = env.str("MAIL_EVENTS_SECRET", "")
ANYMAIL: dict[str, object] = {"REQUESTS_TIMEOUT": EMAIL_TIMEOUT}
if MAIL_PROVIDER:
    EMAIL_BACKEND = MAIL_PROVIDER.backend
    ANYMAIL |= mailing.keys_of(_mail_url, MAIL_PROVIDER)
    ANYMAIL["WEBHOOK_SECRET"] = MAIL_EVENTS_SECRET
elif _mail_url:
    _mail = env.dj_email_url("EMAIL_URL")
    EMAIL_BACKEND = _mail.get("EMAIL_BACKEND", "").replace(
        "django.core.mail.backends.smtp.EmailBackend", "notices.sending.backends.SMTPBackend"
    )  # the same, with an end to every talk
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
else:
    EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Mentorship <mentorship@example.com>")

MAIL_BUDGET = env.int("MAIL_BUDGET", 7)  # mails a week to somebody; what is more goes in a digest
MAIL_PACE: dict[str, int] = env.dict("MAIL_PACE", {}, subcast_values=int)  # mails a minute
WEBHOOK_HOSTS = {  # and what lies below them
    "slack": ["hooks.slack.com"],
    "teams": ["logic.azure.com", "api.powerplatform.com", "webhook.office.com"],
}
WEBHOOK_PLAIN_HOSTS: list[str] = []  # without TLS: for tests alone
METRICS_TOKEN = env.str("METRICS_TOKEN", "")

# --- Language, time, files ------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_ZONE = env.str("DEFAULT_ZONE", "Europe/Berlin")  # of people whose own is not known

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

# --- Safety --------------------------------------------------------------------------------------

SECURE_HTTPS = env.bool("SECURE_HTTPS", not DEMO)
SECURE_SSL_REDIRECT = SECURE_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^metrics/$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HTTPS
SECURE_HSTS_PRELOAD = SECURE_HTTPS
SESSION_COOKIE_SECURE = SECURE_HTTPS
CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.int("TRUSTED_PROXY_COUNT", 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
