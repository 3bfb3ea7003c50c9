"""Secrets that a bare checkout makes for itself, once, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def kept_secret(folder: Path, name: str) -> str:
    """The secret called `name` kept in `folder`; made on first use, mode 0600."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # whoever links first wins; the other reads the winner's
        except FileExistsError:
            pass  # made meanwhile by another process, which is as good
        finally:
            draft.unlink()
    return path.read_text()
