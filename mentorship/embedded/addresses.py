"""Where the embedded servers keep their data and listen: Unix sockets, one folder per checkout.

A server refuses to run as root, so for root it runs as `nobody`, who must be able to reach the
folder. Where that is impossible (a checkout below a closed home), a folder below the system's
place for lasting temporary files takes its part.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

from mentorship.embedded.secrets import kept_secret

LASTING = "/var/tmp"  # noqa: S108  survives a restart; our folder in it is closed to others
LONGEST_SOCKET_PATH = 103  # bytes, of macOS; Linux allows 107
DATABASE_USER = "mentorship"
DATABASE_NAME = "mentorship"


def server_user() -> pwd.struct_passwd | None:
    """Whom the servers run as: `nobody` when we are root, else ourselves (None)."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def is_reachable(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` may pass through every existing folder from the root down to `folder`."""
    for place in [folder, *folder.parents]:
        if not place.exists():
            continue
        status = place.stat()
        if status.st_uid == user.pw_uid:
            needed = stat.S_IXUSR
        elif status.st_gid == user.pw_gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not status.st_mode & needed:
            return False
    return True


def _elsewhere(parent: str, local_dir: Path) -> Path:
    """A folder in `parent` whose name only this `local_dir` knows.

    A checkout that was deleted and made anew in the same place must not find the old one's data,
    to which it has no password.
    """
    name = kept_secret(local_dir, "folder-elsewhere")
    return Path(parent) / f"mentorship-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def server_dir(local_dir: Path) -> Path:
    """The folder of both servers' data: below `local_dir`, or elsewhere if that is out of reach."""
    folder = local_dir.resolve() / "servers"
    user = server_user()
    if user is None or is_reachable(folder, user):
        return folder
    return _elsewhere(LASTING, local_dir)


def socket_dir(local_dir: Path) -> Path:
    """The folder of both sockets: beside the data, or a short one where that path is too long."""
    folder = server_dir(local_dir) / "run"
    fits = len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH
    return folder if fits else _elsewhere(tempfile.gettempdir(), local_dir)


def database_url(local_dir: Path, name: str = DATABASE_NAME) -> str:
    password = kept_secret(local_dir, "database-password")
    host = quote(str(socket_dir(local_dir)), safe="")
    return f"postgres://{DATABASE_USER}:{password}@{host}/{name}"


def valkey_socket(local_dir: Path) -> Path:
    return socket_dir(local_dir) / "valkey.sock"


def redis_url(local_dir: Path) -> str:
    return f"unix://{valkey_socket(local_dir)}"


def beside(redis_url: str, step: int) -> str:
    """The address of the database `step` numbers after that of `redis_url`, on the same server."""
    if redis_url.startswith("unix://"):
        path, _, number = redis_url.partition("?db=")
        return f"{path}?db={int(number or 0) + step}"
    server, _, last = redis_url.rpartition("/")
    if last.isdigit():
        return f"{server}/{int(last) + step}"
    return f"{redis_url.rstrip('/')}/{step}"


def broker_url(redis_url: str) -> str:
    """The same address in the words of Celery, which names a Unix socket and its database so."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, number = redis_url.removeprefix("unix://").partition("?db=")
    return f"redis+socket://{path}?virtual_host={number or 0}"
