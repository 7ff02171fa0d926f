"""``python app.py`` as a process of its own."""

import fcntl
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Condition, Thread
from typing import IO

APP = Path(__file__).resolve().parents[3] / "app.py"
# Seconds that anything may take on a machine that is busy with something else.
PATIENCE = 180


def environment(**variables: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if key != "SENTIMOTION_MODEL"}
    return own | {"PYTHONUNBUFFERED": "1", "NO_COLOR": "1"} | variables


# Below those that systems give to connections of their own accord.
_PORTS = range(20_000, 30_000)


def reserve_port(ports: Iterable[int] = _PORTS) -> tuple[int, IO[str]]:
    """A port that no other test has, and its lock: the port is free again when that is closed.

    The demo binds its port itself, after this: without the lock a second test could be told the same one.
    """
    for port in ports:
        path = Path(tempfile.gettempdir(), f"sentimotion-test-port-{port}")
        lock = path.open("w", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as free:
                # As servers do: the connections of one that has just ended are no hindrance.
                free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                free.bind(("127.0.0.1", port))
        except OSError:
            lock.close()
        else:
            return port, lock
    raise AssertionError("no port is free")


class Server:
    """The demo, started in a folder that is not its own, with all that it prints.

    :param folder: Where it is started.
    :param python: What runs it.
    :param command: What is run instead, if anything.
    :param port: Where it listens; by default on a port that is free.
    :param variables: Its environment, beside the tests' own.
    """

    def __init__(
        self,
        folder: Path,
        python: str = sys.executable,
        command: Sequence[str] | None = None,
        port: int | None = None,
        **variables: str,
    ) -> None:
        self.port, self._port_lock = reserve_port(_PORTS if port is None else [port])
        self.url = f"http://127.0.0.1:{self.port}"
        self._lines: list[str] = []
        self._news = Condition()
        self._process = subprocess.Popen(
            [python, str(APP)] if command is None else command,
            cwd=folder,
            env=environment(GRADIO_SERVER_PORT=str(self.port), **variables),
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

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def stop(self) -> None:
        self._process.terminate()
        self.exit_code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()
        self._port_lock.close()
