"""Where the embedded servers listen: Unix sockets in one short folder per checkout."""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

from mentorship.embedded.secrets import kept_secret

LONGEST_SOCKET_PATH = 107  # bytes; sun_path of Linux less its closing zero (macOS: 103)
DATABASE_USER = "mentorship"
DATABASE_NAME = "mentorship"


def socket_dir(local_dir: Path) -> Path:
    """The folder for both sockets: under `local_dir`, or a short one where that is too long."""
    folder = local_dir.resolve() / "run"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH - 4:
        return folder
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"mentorship-{mark}"


def database_url(local_dir: Path, name: str = DATABASE_NAME) -> str:
    password = kept_secret(local_dir, "database-password")
    host = quote(str(socket_dir(local_dir)), safe="")
    return f"postgres://{DATABASE_USER}:{password}@{host}/{name}"


def redis_url(local_dir: Path) -> str:
    return f"unix://{socket_dir(local_dir)}/valkey.sock"


def broker_url(redis_url: str) -> str:
    """The same server in the words of Celery (kombu says `redis+socket` for a Unix socket)."""
    return redis_url.replace("unix://", "redis+socket://", 1)


def cache_url(redis_url: str) -> str:
    """The same server, database 1, so that a flushed cache leaves the queue alone."""
    if redis_url.startswith("unix://"):
        joint = "&" if "?" in redis_url else "?"
        return f"{redis_url}{joint}db=1"
    head, _, last = redis_url.rpartition("/")
    return f"{head}/1" if last.isdigit() else f"{redis_url.rstrip('/')}/1"
