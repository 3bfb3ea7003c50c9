"""Child processes that end with us, however we end.

On Linux the kernel tells a child that its parent died (PR_SET_PDEATHSIG; it holds for the thread
that forked, so children are started from the main thread). Elsewhere a small guard process waits
for our end of a pipe to close, which the kernel does for any dead process, and then tells them.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1

GUARD = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
while os.read(0, 1): pass
try: os.kill(int(sys.argv[1]), int(sys.argv[2]))
except ProcessLookupError: sys.exit(0)
"""


@dataclass
class Child:
    """A running child, and the signal that asks it to finish."""

    name: str
    process: subprocess.Popen[bytes]
    farewell: signal.Signals
    guard: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, *, patience: float) -> None:
        """Ask it to finish, wait `patience` seconds, then end it."""
        if self.is_running:
            self.process.send_signal(self.farewell)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        if self.guard:
            self.guard.kill()
            self.guard.wait()


def _born_as(user: pwd.struct_passwd | None, farewell: signal.Signals) -> Callable[[], None]:
    """What the child does between fork and exec: give up root, then ask to be told of our death."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        if user:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, int(farewell))
            if os.getppid() != parent:  # died meanwhile: nobody would ever tell us
                os._exit(1)

    return prepare


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    farewell: signal.Signals = signal.SIGTERM,
    user: pwd.struct_passwd | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    guarded: bool = sys.platform != "linux",
) -> Child:
    """Start a child in a session of its own, its output appended to `log`.

    Raises RuntimeError outside of the main thread, where Linux would end the child with the thread.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(f"{name} must be started from the main thread.")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  our own commands
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_born_as(user, farewell),  # noqa: PLW1509  one thread, see above
            env=None if env is None else dict(env),
            cwd=cwd,
        )
    child = Child(name, process, farewell)
    if guarded:
        child.guard = _guard(process.pid, farewell)
    return child


def _guard(pid: int, farewell: signal.Signals) -> subprocess.Popen[bytes]:
    """A process that holds the far end of a pipe and signals `pid` when our end has closed."""
    far, ours = os.pipe()
    os.set_inheritable(ours, False)
    guard = subprocess.Popen(  # noqa: S603  our own words
        [sys.executable, "-c", GUARD, str(pid), str(int(farewell))],
        stdin=far,
        start_new_session=True,
    )
    os.close(far)
    return guard  # `ours` stays open as long as we live
