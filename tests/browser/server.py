"""``python app.py`` as a process of its own."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Condition, Thread

APP = Path(__file__).resolve().parent.parent.parent / "app.py"
# Seconds that anything may take on a machine that is busy with something else.
PATIENCE = 180


def environment(**variables: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if key != "SENTIMOTION_MODEL"}
    return own | {"PYTHONUNBUFFERED": "1", "NO_COLOR": "1"} | variables


class Server:
    """The demo, started in a folder that is not its own, with all that it prints."""

    def __init__(self, folder: Path, **variables: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._lines: list[str] = []
        self._news = Condition()
        self._process = subprocess.Popen(
            [sys.executable, str(APP)],
            cwd=folder,
            env=environment(GRADIO_SERVER_PORT=str(port), **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="backslashreplace",
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        with self._news:
            self._news.wait_for(lambda: self.url in self.log or not self._reader.is_alive(), PATIENCE)
        assert self.url in self.log, f"the demo did not start: {self.log}"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self._lines.append(line)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    @property
    def log(self) -> str:
        """All that was printed so far, stdout and stderr."""
        return "".join(self._lines)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()
