from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mentorship.embedded import children
from tests.mentorship.test_embedded import await_end

PARENT = """
import sys, time
from pathlib import Path
from mentorship.embedded import children
child = children.start(
    "sleeper", ["sleep", "60"], log=Path(sys.argv[1]) / "log", guarded=sys.argv[2] == "guarded"
)
print(child.process.pid, child.guard.pid if child.guard else "", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    "how",
    [
        "guarded",
        pytest.param(
            "by the kernel",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells"),
        ),
    ],
)
def test_a_child_ends_with_its_killed_parent(tmp_path: Path, how: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), how], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == (2 if how == "guarded" else 1)
        parent.kill()
        parent.wait()
        assert await_end(pids, seconds=5) == []


def test_a_child_that_will_not_finish_is_ended(tmp_path: Path) -> None:
    child = children.start(
        "deaf",
        ["sh", "-c", "trap '' TERM; echo ready; sleep 60 & wait; wait"],
        log=tmp_path / "log",
    )
    while "ready" not in (tmp_path / "log").read_text():
        pass
    child.stop(patience=0.2)
    assert not child.is_running


def test_a_child_is_not_started_from_a_side_thread(tmp_path: Path) -> None:
    said: list[str] = []

    def try_it() -> None:
        try:
            children.start("sleeper", ["sleep", "60"], log=tmp_path / "log")
        except RuntimeError as error:
            said.append(str(error))

    thread = threading.Thread(target=try_it)
    thread.start()
    thread.join()
    assert said == ["sleeper must be started from the main thread."]
