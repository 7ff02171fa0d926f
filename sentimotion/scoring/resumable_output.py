"""Storage for the finished parts of an interrupted run: ``OUT.partial`` beside the output.

    new               exists until there is a manifest: the run has done nothing yet
    manifest.json     the fingerprint of the run
    part-00000000     a line with counts of a chunk's rows, then the chunk; written beside it, then renamed
    joined            the whole output, written the same way and then renamed to be the output
    finished          the rename is the next step or has been done
    lock              held while a process works here; released by the system when the process dies

If a run is killed at any moment, each part, and the output, is complete or absent.
"""

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import count, takewhile
from pathlib import Path
from typing import Any, Final, Self

from filelock import FileLock, Timeout

from sentimotion.errors import ScoringError

_OURS: Final = re.compile(r"(manifest\.json|part-\d{8}(-\d+)?|joined|finished)(\.new)?|lock|new")
Join = Callable[[Iterator[bytes], Callable[[bytes], object]], None]


class WorkFolder:
    """The work folder of one output; a context manager that holds its lock.

    :param output: The output file.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self.path = output.with_name(output.name + ".partial")
        self._lock = FileLock(self.path / "lock", blocking=False, thread_local=False)
        self._parts: list[Path] = []
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        if self.path.exists() and not self.path.is_dir():
            raise ScoringError(f"{self.path}: is a file, but a folder is needed; move it away")
        try:
            is_new = not self.path.exists()
            self.path.mkdir(exist_ok=True)
            if is_new:
                # Otherwise an older output could be mistaken for the one of a finished run.
                (self.path / "new").touch()
        except OSError as error:
            raise ScoringError(
                f"{self.path}: cannot be created ({error.strerror}); name another output"
            ) from error
        strange = sorted(name for name in self._names() if not _OURS.fullmatch(name))
        if strange:
            raise ScoringError(
                f"{self.path}: holds {strange[0]}, which was not created by score; move the folder away"
            )
        try:
            self._lock.acquire()
        except Timeout:
            raise ScoringError(
                f"{self._output}: another process is writing it; wait for it, or name another output"
            ) from None
        except OSError as error:
            raise ScoringError(
                f"{self.path}: cannot be locked ({error.strerror}); name another output"
            ) from error
        return self

    def __exit__(self, *_: object) -> None:
        try:
            # A run that failed before it did anything leaves nothing behind.
            if self.path.is_dir() and self._names() <= {"lock", "new", "manifest.json"}:
                self.remove()
        finally:
            self._lock.release()

    @property
    def n_parts(self) -> int:
        """Number of consecutive parts, from the first."""
        return len(self._parts)

    @property
    def counts(self) -> Mapping[str, int]:
        """Sums of the counts of the parts."""
        return dict(self._counts)

    def begin(self, pinned: Mapping[str, Any]) -> None:
        """Start a run, or resume the same one.

        :param pinned: The fingerprint of the run, as plain values by topic; a different value is a different
            run.
        :raises ScoringError: If there is an unfinished run with another fingerprint.
        """
        pinned = json.loads(json.dumps(pinned))
        manifest = self.path / "manifest.json"
        before = self._manifest(manifest)
        if before is None:
            self.clear()
            # A path in it may hold bytes that are not UTF-8; JSON escapes restore them.
            text = json.dumps(pinned, ensure_ascii=False, indent=1)
            self._write(manifest, [text.encode("utf-8", "backslashreplace")])
        elif before != pinned:
            topics = [topic for topic in {**before, **pinned} if before.get(topic) != pinned.get(topic)]
            raise ScoringError(
                f"{self.path}: an unfinished run with another {' and another '.join(topics)} exists; repeat"
                " its command to finish it, or use --restart to discard it"
            )
        for name in ("finished", "new"):
            (self.path / name).unlink(missing_ok=True)
        found = {int(path.name[5:13]): path for path in self.path.glob("part-*[0-9]")}
        self._parts = [found[index] for index in takewhile(found.__contains__, count())]
        self._counts = Counter()
        for part in self._parts:
            with part.open("rb") as file:
                self._counts.update(json.loads(file.readline()))

    def add(self, content: bytes, counts: Mapping[str, int]) -> None:
        """Store the next part.

        :param content: The part.
        :param counts: Numbers of its rows, by name, such as of those with an error.
        """
        path = self.path / f"part-{len(self._parts):08}"
        self._write(path, [json.dumps(counts).encode(), b"\n", content])
        self._parts.append(path)
        self._counts.update(counts)

    def finish(self, join: Join) -> None:
        """Join the parts and move the result to the output.

        :param join: Writes the output from the parts.
        """
        joined = self.path / "joined"
        new = joined.with_name("joined.new")
        with new.open("wb") as file:
            join((part.read_bytes().partition(b"\n")[2] for part in self._parts), file.write)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, joined)
        self._write(self.path / "finished", [])
        os.replace(joined, self._output)
        _sync_folder(self._output.parent)
        self.remove()

    def was_finished(self) -> bool:
        """Whether a run completed the output but died before removing its folder."""
        left = self._names() - {"lock"}
        return self._output.exists() and (not left or ("finished" in left and "joined" not in left))

    def clear(self) -> None:
        """Discard the parts of the run."""
        (self.path / "finished").unlink(missing_ok=True)
        for name in self._names() - {"lock"}:
            (self.path / name).unlink()
        self._parts, self._counts = [], Counter()

    def remove(self) -> None:
        """Remove the folder."""
        # What says that the run is finished goes last: the process may die here too.
        for name in sorted(self._names() - {"lock"}, key="finished".__eq__):
            (self.path / name).unlink()
        if sys.platform == "win32":  # where a file that is held cannot be removed
            self._lock.release()
        # Another process may have come just now; the folder is then its own.
        with suppress(OSError):
            (self.path / "lock").unlink(missing_ok=True)
            self.path.rmdir()

    def _names(self) -> set[str]:
        return {path.name for path in self.path.iterdir()} if self.path.is_dir() else set()

    def _manifest(self, path: Path) -> dict[str, Any] | None:
        if not path.exists():
            return None
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise ScoringError(f"{path}: is damaged; use --restart to discard the unfinished run")
        return values

    def _write(self, path: Path, contents: list[bytes]) -> None:
        new = path.with_name(path.name + ".new")
        with new.open("wb") as file:
            file.writelines(contents)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
        _sync_folder(self.path)


def _sync_folder(path: Path) -> None:
    """Sync a folder, so that a rename survives a power failure."""
    if sys.platform == "win32":  # where folders cannot be opened
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
