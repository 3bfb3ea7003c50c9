"""A web server that keeps what it is sent, and answers as it is told to.

with WebSink(status=404, says="no_service") as sink:
    channel.address = sink.address
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

SILENT = "never answers"
TRICKLE = "one byte of the answer at a time"


class WebSink(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, status: int = 200, says: str = "ok", *, manner: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.status, self.says, self.manner = status, says, manner
        self.headers: dict[str, str] = {}  # of the answer
        self.got: list[bytes] = []  # the bodies, in their order
        self.asked: list[Any] = []  # with which headers
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/T0/B0/secret-wxyz"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is no news."""


class _Talk(BaseHTTPRequestHandler):
    server: WebSink

    def do_POST(self) -> None:
        self.server.got.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(self.headers)
        if self.server.manner == SILENT:
            self.server.over.wait()
        elif self.server.manner == TRICKLE:
            self._trickle()
        else:
            self._answer()

    def _answer(self) -> None:
        body = self.server.says.encode()
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _trickle(self) -> None:
        while not self.server.over.wait(0.05):
            try:
                self.wfile.write(b"H")
            except OSError:
                return

    def log_message(self, *_: Any) -> None:
        pass
