"""What Windows does otherwise, simulated here, and what breaks there, looked for in the sources.

``tests/run.sh --all`` checks the types with the standard library of Windows as well.
"""

import ast
import errno
import operator
import os
import signal
import sys
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from sentimotion.cli import main
from sentimotion.scoring.resumable_output import WorkFolder
from sentimotion.web.score import bounded_child

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "app.py", *(ROOT / "sentimotion").rglob("*.py"), *(ROOT / "explain").rglob("*.py")]
ABSENT = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


@pytest.fixture
def windows(monkeypatch):
    """No resource, no SIGXCPU, and folders that cannot be opened."""
    open_file = os.open

    def open_no_folder(path, *arguments, **options):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return open_file(path, *arguments, **options)

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.delattr(signal, "SIGXCPU")
    monkeypatch.setattr(os, "open", open_no_folder)


@pytest.mark.usefixtures("windows")
def test_a_child_process_without_limits():
    bounded_child._set_limits(1, 1)
    answer = bounded_child.run_bounded(
        operator.add, 1, 2, memory_bytes=2**26, cpu_seconds=20, wall_seconds=60
    )
    assert answer == 3


@pytest.mark.usefixtures("windows")
def test_a_work_folder_whose_lock_cannot_be_removed_while_it_is_held(tmp_path, monkeypatch):
    unlink = Path.unlink

    def unlink_what_is_free(path, missing_ok=False):
        if path.name == "lock" and folder._lock.is_locked:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink_what_is_free)
    with WorkFolder(tmp_path / "out.csv") as folder:
        folder.begin({"input": 1})
        folder.add(b"a\n", {})
        folder.finish(lambda parts, write: [write(part) for part in parts])
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_bytes() == b"a\n"


class ClosedPipe(TextIOWrapper):
    def write(self, _):
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_reader_that_closed_the_pipe(bert_folder, monkeypatch, tmp_path, capsys):
    with ClosedPipe((tmp_path / "pipe").open("wb")) as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        monkeypatch.setattr(sys, "platform", "win32")
        assert main(["inspect", str(bert_folder)]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("platform", "error"),
    [
        ("linux", OSError(errno.EINVAL, "Invalid argument")),
        ("darwin", OSError(errno.EINVAL, "Invalid argument")),
        ("win32", OSError(errno.EINVAL, "Invalid argument", "a<b.csv")),  # a name that is not allowed there
        ("win32", OSError(errno.ENOSPC, "No space left on device")),
        ("win32", PermissionError(errno.EACCES, "Permission denied")),
    ],
)
def test_another_error_is_not_taken_for_a_closed_pipe(platform, error, monkeypatch):
    def fail(_):
        raise error

    monkeypatch.setattr("sentimotion.commands.inspect", fail)
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(BytesIO()))
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(type(error)) as raised:
        main(["inspect", "embedded"])
    assert raised.value is error


def lines_with_the_systems_encoding(source: str) -> Iterator[str]:
    """Calls that read or write text in an encoding that they do not name: on Windows it is not UTF-8."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or any(keyword.arg == "encoding" for keyword in node.keywords):
            continue
        owner, _, name = ast.unparse(node.func).rpartition(".")
        values = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
        modes = [value.value for value in values if isinstance(value, ast.Constant)]
        binary = any(isinstance(mode, str) and "b" in mode and len(mode) <= 3 for mode in modes)
        if (
            (name == "read_text" and not node.args)
            or (name == "write_text" and len(node.args) == 1)
            or (name == "TextIOWrapper" and len(node.args) == 1)
            or (name == "open" and owner not in {"os", "Store"} and not binary)
        ):
            yield ast.unparse(node)


def imports_at_the_top(source: str) -> set[str]:
    """Modules that are imported as soon as the module is."""
    names = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return names


@pytest.mark.parametrize(
    "source",
    [
        "path.read_text()",
        "Path('a').write_text(text)",
        "path.write_text(text, newline='')",
        "open('a')",
        "open('a', 'w')",
        "path.open()",
        "path.open('a', newline='')",
        "path.open(mode='r+')",
        "TextIOWrapper(file)",
    ],
)
def test_a_call_without_an_encoding_is_seen(source):
    assert len(list(lines_with_the_systems_encoding(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "path.read_text('utf-8')",
        "path.write_text(text, encoding='utf-8')",
        "open('a', encoding=name)",
        "open('a', 'rb')",
        "path.open('rb+')",
        "path.open(mode='wb')",
        "os.open(path, os.O_RDONLY)",
        "TextIOWrapper(file, name, newline='')",
    ],
)
def test_bytes_and_named_encodings_are_fine(source):
    assert list(lines_with_the_systems_encoding(source)) == []


def test_sources():
    sources = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in SOURCES}
    calls = {name: list(lines_with_the_systems_encoding(source)) for name, source in sources.items()}
    assert {name: found for name, found in calls.items() if found} == {}
    assert {name for name, source in sources.items() if imports_at_the_top(source) & ABSENT} == set()
