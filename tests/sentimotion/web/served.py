"""Pages as they are served, within the process of the tests."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from sentimotion.web.http.access import Access
from sentimotion.web.launch import launch
from tests.browser.driver.server import reserve_port


@contextmanager
def served(blocks: gr.Blocks, access: Access | None = None) -> Iterator[str]:
    """Serve pages on a port of this machine; yields the address without a slash at its end."""
    port, lock = reserve_port()
    options = {"prevent_thread_lock": True, "quiet": True, "server_name": "127.0.0.1", "server_port": port}

    async def serve() -> Any:
        return launch(blocks, access, **options)

    _, url, _ = asyncio.run(serve())
    try:
        yield url.rstrip("/")
    finally:
        blocks.close(verbose=False)
        lock.close()
