"""Both servers together, and the lock that keeps a checkout from starting them twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mentorship.embedded import postgres, valkey
from mentorship.embedded.children import Child
from mentorship.embedded.errors import ServerError

STOP_PATIENCE = 20.0  # seconds


@contextmanager
def running(
    local_dir: Path, *, database: bool = True, broker: bool = True, for_tests: bool = False
) -> Iterator[list[Child]]:
    """Start the servers asked for, and stop them on leaving: the broker first, then PostgreSQL.

    Raises ServerError if this checkout's servers run already, or one does not start.
    """
    with ExitStack() as stack:
        stack.enter_context(_only_once(local_dir))
        started = []
        if database:
            started.append(postgres.start(local_dir, for_tests=for_tests))
            stack.callback(started[-1].stop, patience=STOP_PATIENCE)
        if broker:
            started.append(valkey.start(local_dir))
            stack.callback(started[-1].stop, patience=STOP_PATIENCE)
        yield started


@contextmanager
def _only_once(local_dir: Path) -> Iterator[None]:
    local_dir.mkdir(parents=True, exist_ok=True)
    with (local_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerError(
                f"The servers of {local_dir} are running already. Stop the other `make run` "
                "(Ctrl-C in its window) first, or use it."
            ) from None
        yield
