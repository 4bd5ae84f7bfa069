"""Settings: every value from the environment enters here, through config/env.py.

Two profiles, chosen by the environment alone: without DATABASE_URL and REDIS_URL one process does
everything on SQLite (`python3 run.py`); with them the same code runs as web, worker and beat.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages

from config import env, site_address
from config.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where things live -------------------------------------------------------------------------
DATA_DIR = env.folder("BANGVANG_DATA_DIR", BASE_DIR / "data")
DATABASE_URL = env.url("DATABASE_URL", "", ("postgres", "postgresql"))
REDIS_URL = env.url("REDIS_URL", "", ("redis", "rediss", "unix"))
SERVICES = bool(DATABASE_URL and REDIS_URL)
# The address people type: links in messages, allowed host, trusted origin and HTTPS follow from it.
SITE_URL = env.url("BANGVANG_URL", "", ("http", "https")).rstrip("/")
SITE_URL_GIVEN = bool(SITE_URL)
SITE_URL = SITE_URL or site_address.last_served(DATA_DIR)
HTTPS = SITE_URL.startswith("https://")
SITE_HOST = SITE_URL.partition("://")[2].partition("/")[0]

# --- Core --------------------------------------------------------------------------------------
SECRET_KEY, SECRET_KEY_GIVEN = env.secret_key("SECRET_KEY", DATA_DIR)
# Signs the dossier packages of this installation; its public half is what others compare.
PACKAGE_KEY, PACKAGE_KEY_GIVEN = env.package_key("PACKAGE_KEY", DATA_DIR)
# Test signatures of no legal value, for the demonstration: on where its accounts were made.
DEMO_SIGNER = env.flag("DEMO_SIGNER", default=(DATA_DIR / "demo_logins.json").exists())
# A service that signs papers from afar (Cloud Signature Consortium API); off without an address.
REMOTE_SIGNING_URL = env.service("REMOTE_SIGNING_URL")
REMOTE_SIGNING_CREDENTIAL = env.text("REMOTE_SIGNING_CREDENTIAL")
REMOTE_SIGNING_TOKEN = env.text("REMOTE_SIGNING_TOKEN")
# Below gunicorn's.
REMOTE_SIGNING_SECONDS = env.number("REMOTE_SIGNING_SECONDS", 30, minimum=1, maximum=50)
DEBUG = env.flag("BANGVANG_DEBUG", default=False)
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    SITE_HOST.rpartition(":")[0] if SITE_HOST.rpartition(":")[2].isdigit() else SITE_HOST,
    *env.names("BANGVANG_ALLOWED_HOSTS"),
]
# Django's own pages of tables, to look at only (config/administration.py).
DJANGO_ADMIN = env.flag("DJANGO_ADMIN", default=False)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "guardian",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_filters",
    "config",
    "notifications",
    "workflow",
    "nominations",
    "nominations.web",
    "nominations.importing",
    "nominations.people",
    "nominations.paper_numbers",
    "nominations.records",
    "nominations.law",
    "nominations.documents",
    "nominations.issued_papers",
    "nominations.model_examples",
    "nominations.print_runs",
    "nominations.awards",
    "nominations.eligibility",
    "nominations.dossiers",
    "nominations.council",
    "nominations.consultation",
    "nominations.decisions",
    "nominations.movements",
    "nominations.packages",
    "nominations.statistics",
    "nominations.period_reports",
    "nominations.administration",
]
MIDDLEWARE = [
    "config.proxies.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sessions.PrivatePagesMiddleware",
    "config.sessions.SessionEndMiddleware",
    "nominations.people.middleware.RolesOncePerRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nominations.web.middleware.ButtonAddressMiddleware",
    "nominations.web.middleware.OnePressMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "nominations" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nominations.web.frame.frame",
            ]
        },
    }
]
MESSAGE_TAGS = {messages.DEBUG: "secondary", messages.ERROR: "danger"}

# --- Database and cache ------------------------------------------------------------------------
POOL_SIZE = env.number("DATABASE_POOL_SIZE", 16, minimum=2, maximum=500)  # connections per process
DATABASES: dict[str, dict[str, Any]]
if DATABASE_URL:
    DATABASES = {
        "default": {
            **dj_database_url.parse(DATABASE_URL),
            "CONN_MAX_AGE": 0,  # the pool keeps the connections; Django refuses both at once
            "CONN_HEALTH_CHECKS": True,
        }
    }
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "pool": {
                "min_size": 1,
                "max_size": POOL_SIZE,
                "timeout": 10,
            },
            # Parameters bound and statements prepared by the server: half the server's time on
            # the short statements of the engine.
            "server_side_binding": True,
            "prepare_threshold": 5,
        }
    )
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "bangvang.sqlite3",
            "OPTIONS": {
                # A transaction takes the write lock when it begins: reading first and writing
                # later fails at once under SQLite's default, whatever the timeout.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
                ),
            },
        }
    }
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "bangvang",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "bangvang",
        # Beyond it entries are dropped at random: a guesser must not push out what limits know.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- Accounts ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ANONYMOUS_USER_NAME = None  # guardian: no database user stands for visitors
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"nominations.people.forms.accounts.{form}"
    for name, form in (
        ("login", "AccountLoginForm"),
        ("change_password", "AccountPasswordChangeForm"),
        ("set_password", "AccountPasswordSetForm"),
        ("reset_password", "AccountPasswordResetForm"),
        ("reset_password_from_key", "AccountPasswordKeyForm"),
        ("reauthenticate", "AccountReauthenticateForm"),
    )
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_SESSION_REMEMBER = True  # the life of a session is IdleSessionMiddleware's business
ACCOUNT_PREVENT_ENUMERATION = True
# "key" is the account tried from one address, then the account, then the address: see
# config/login_limits.py. Several spans make a waiting time that grows with the number of mistakes.
ACCOUNT_RATE_LIMITS = {
    "login": "240/m/ip",  # a whole department logs in behind one address on Monday morning
    "login_failed": "5/m/key,10/15m/key,20/h/key",
    "login_failed_account": "60/h/key",
    "login_failed_address": "100/h/key",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
}
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 240, minimum=5, maximum=1440)
SESSION_COOKIE_AGE = SESSION_IDLE_MINUTES * 60
SESSION_HOURS = env.number("SESSION_HOURS", 12, minimum=1, maximum=72)  # then one logs in again
# A browser takes "__Host-" over HTTPS only, for this host alone and never from a neighbour.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}bangvang"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if REDIS_URL else 'db'}"

# --- Security ----------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_SSL_REDIRECT = HTTPS
# Front servers whose X-Forwarded-* headers are believed; those of everybody else are dropped.
TRUSTED_PROXIES_GIVEN = bool(env.names("TRUSTED_PROXIES"))
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", ("127.0.0.0/8", "::1/128"))
# The front server ends TLS and says so in this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # probes come over plain HTTP from inside
HSTS_SECONDS = env.number("BANGVANG_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its check marks as data: images
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Uploads -----------------------------------------------------------------------------------
MEDIA_ROOT = DATA_DIR / "files"  # no MEDIA_URL: files are handed out by views that check rights
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MEGABYTES", 10, minimum=1, maximum=500) * 1024 * 1024
UPLOAD_MAX_BYTES_TOGETHER = UPLOAD_MAX_BYTES * 5  # several files in one go
PACKAGE_MAX_BYTES = UPLOAD_MAX_BYTES_TOGETHER  # on the screen; a larger one by the command
REQUEST_MAX_BYTES = UPLOAD_MAX_BYTES_TOGETHER + 6 * 1024 * 1024  # and the form around them
# A daemon of ClamAV that is asked about every file; without it nothing comes in while it is down.
CLAMAV_URL = env.url("CLAMAV_URL", "", ("tcp", "unix"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # the form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # bulk screens carry a few fields per nomination
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Language, dates, numbers ------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = False  # years and paper numbers are numbers too: |vn_number where wanted

# --- Static files ------------------------------------------------------------------------------
STATIC_URL = "static/"
# Set in the image, where collectstatic has run: hashed names, compressed, cached for ever. Unset:
# files are found in the packages, so that nothing has to be collected before the first start.
STATIC_DIR = env.text("BANGVANG_STATIC_DIR")
STATIC_ROOT = Path(STATIC_DIR) if STATIC_DIR else None
WHITENOISE_USE_FINDERS = not STATIC_DIR
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_DIR
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- E-mail ------------------------------------------------------------------------------------
globals().update(env.email("EMAIL_URL", DATA_DIR / "mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "Bảng Vàng <bang-vang@localhost>")

# Dates in notices follow the engine's clock; a setting, since notifications knows no layer above.
NOTIFICATIONS_CLOCK = "workflow.clock.now"

# --- Background work ---------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {
        "visibility_timeout": 1800,
        # Redelivery after a killed worker within 11 s instead of 101 s.
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        # Without these a broker that hangs would hang the web requests that talk to it.
        "socket_timeout": 10,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "global_keyprefix": "bangvang:",
    }
    if REDIS_URL
    else {"polling_interval": 0.1}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300  # below the visibility timeout, or the broker would deliver twice
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_BEAT_SCHEDULER = "config.schedule.Scheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5

# --- Logging -----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "config.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("LOG_FORMAT", ("text", "json")),
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", ("WARNING", "DEBUG", "INFO", "ERROR")),
    },
    # Django mails server errors to ADMINS and prints 404s; one console is enough.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}

# --- Command line only: read by the start scripts, named here so that they are known ------------
WEB_THREADS = env.number("BANGVANG_WEB_THREADS", 8, minimum=1, maximum=64)

env.refuse_unknown()
