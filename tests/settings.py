"""Settings of the tests: the real ones, quicker and with nothing left behind."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

# Also in a shell that asks Python for no `__pycache__`: rewriting the assertions of all files costs
# six seconds of processor time in every worker, and each program of a test compiles the project.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

if "TESTS_DATA_DIR" not in os.environ:  # the workers of a parallel run share their parent's folder
    os.environ["TESTS_DATA_DIR"] = tempfile.mkdtemp(prefix="bangvang-tests-")
    atexit.register(shutil.rmtree, os.environ["TESTS_DATA_DIR"], ignore_errors=True)
os.environ["BANGVANG_DATA_DIR"] = os.environ["TESTS_DATA_DIR"]
# A developer's own environment must not decide what the tests see.
for name in ("BANGVANG_URL", "BANGVANG_STATIC_DIR", "BANGVANG_DEBUG", "EMAIL_URL", "SECRET_KEY"):
    os.environ.pop(name, None)

from config import catalogues  # noqa: E402
from config.settings import *  # noqa: E402, F403
from config.settings import (  # noqa: E402
    ALLOWED_HOSTS,
    BASE_DIR,
    CACHES,
    DATABASE_URL,
    DATABASES,
    INSTALLED_APPS,
)

# The tests read Vietnamese: Django loads the catalogues once, as soon as it is set up.
catalogues.compile_stale(BASE_DIR / "locale")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
if (BASE_DIR / "tests" / "workflow" / "toy").is_dir():
    INSTALLED_APPS = [*INSTALLED_APPS, "tests.workflow.toy"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of logins
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASE_URL:
    # Sixteen rival threads and the test's own connection at once.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 40, "timeout": 20}
# Parallel runs on one Redis must not see each other's keys.
CACHES["default"]["KEY_PREFIX"] = f"bangvang-tests-{os.getpid()}"
# Login limits are tested where a test asks for them; the cast of one test logs in a lot.
ACCOUNT_RATE_LIMITS = False
# Every new client would scan all static files; the pages under test do not load them.
WHITENOISE_USE_FINDERS = False
