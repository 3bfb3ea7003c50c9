"""A mail server that takes every mail and keeps none (aiosmtpd); tells its port in one line."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Taking:
    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:
        return "250 taken"


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taking()), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
