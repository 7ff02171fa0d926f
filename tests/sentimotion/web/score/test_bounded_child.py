"""The child process: results and errors come back, limits on memory and time are kept."""

import logging
import operator
import os
import pickle
import resource
import subprocess
import sys
import threading
import time

import pytest

from sentimotion import errors
from sentimotion.errors import (
    ColumnError,
    DataError,
    FileTooLarge,
    InvalidText,
    MemoryLimitExceeded,
    ProcessCrashed,
    ServerFault,
    TextTooLong,
    TimeLimitExceeded,
    TooManyRows,
)
from sentimotion.web.score.bounded_child import CallCanceled, run_bounded

RAISE = "from sentimotion.errors import *; raise"


def run(function, *args, memory_bytes=64 * 1024**2, cpu_seconds=20, wall_seconds=60):
    limits = {"memory_bytes": memory_bytes, "cpu_seconds": cpu_seconds, "wall_seconds": wall_seconds}
    return run_bounded(function, *args, **limits)


@pytest.mark.parametrize(
    ("function", "args", "result"),
    [
        (operator.add, (1, 2), 3),
        (sorted, (["খ", "ক"],), ["ক", "খ"]),
        (bytes.swapcase, (b"a" * 5_000_000,), b"A" * 5_000_000),
        (print, ("printed text is no part of the result",), None),
        (os.write, (1, b"neither is this"), 15),
        (eval, ("__import__('sys').stdin.read()",), ""),
        (TooManyRows, ("too many",), TooManyRows("too many")),
    ],
    ids=["sum", "list", "5 MB", "print", "write", "stdin", "an error as a result"],
)
def test_result(function, args, result):
    returned = run(function, *args)
    assert (type(returned), str(returned)) == (type(result), str(result))


@pytest.mark.parametrize(
    ("code", "kind", "message", "details"),
    [
        ("DataError('bad')", DataError, "bad", {}),
        ("ColumnError('কলাম নেই')", ColumnError, "কলাম নেই", {}),
        ("TooManyRows('many', rows=3000, limit=2000)", TooManyRows, "many", {"rows": 3000, "limit": 2000}),
        ("FileTooLarge('large', size=6, limit=5)", FileTooLarge, "large", {"size": 6, "limit": 5}),
        (
            "TextTooLong('long', length=9, limit=5).at(3)",
            TextTooLong,
            "text 3: long",
            {"length": 9, "limit": 5},
        ),
        ("InvalidText('a').at(0) from KeyError('b')", InvalidText, "text 0: a", {}),
    ],
)
def test_errors_keep_their_class_and_details(code, kind, message, details):
    with pytest.raises(kind) as raised:
        run(exec, f"{RAISE} {code}")
    assert (type(raised.value), str(raised.value), raised.value.details) == (kind, message, details)


def test_every_error_class_can_be_pickled():
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    assert len(classes) > 20
    for kind in classes:
        error = pickle.loads(pickle.dumps(kind("a", n=1).at(2)))
        assert (type(error), str(error), error.details) == (kind, "text 2: a", {"n": 1})


@pytest.mark.parametrize(
    ("code", "megabytes"),
    [
        ("bytearray(1 << 30)", 64),
        ("[0] * (1 << 27)", 64),
        ("'ক' * (1 << 26)", 64),
        ("list(range(10**8))", 64),
        ("{number: [number] for number in range(10**8)}", 64),
        ("import mmap; mmap.mmap(-1, 1 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)", 64),
        ("import pyarrow; pyarrow.allocate_buffer(1 << 30)", 128),
        (f"try: bytearray(1 << 30)\nexcept MemoryError as error: {RAISE} DataError('a') from error", 64),
    ],
)
def test_memory(code, megabytes):
    with pytest.raises(MemoryLimitExceeded) as raised:
        run(exec, code, memory_bytes=megabytes * 1024**2)
    assert (raised.value.code, raised.value.details) == ("memory_limit", {"megabytes": megabytes})


@pytest.mark.parametrize(
    "code", ["while True: pass", "sum(range(10**12))", "import re; re.match('(a*)*b', 'a' * 40)"]
)
def test_processor_time(code):
    start = time.monotonic()
    with pytest.raises(TimeLimitExceeded) as raised:
        run(exec, code, cpu_seconds=1)
    assert (raised.value.code, raised.value.details) == ("time_limit", {"seconds": 1})
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    "ignores",
    [
        pytest.param("", marks=pytest.mark.slow),
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);",
    ],
)
def test_wall_clock_time(tmp_path, ignores):
    path = tmp_path / "pid"
    code = f"{ignores}import os, time; open({str(path)!r}, 'w').write(str(os.getpid())); time.sleep(300)"
    with pytest.raises(TimeLimitExceeded) as raised:
        run(exec, code, wall_seconds=3)
    assert raised.value.details == {"seconds": 3}
    # The process is gone.
    with pytest.raises(ProcessLookupError):
        os.kill(int(path.read_text()), 0)


@pytest.mark.parametrize(
    "code",
    [
        "time.sleep(300)",
        "while True: pass",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(300)",
        "os.write(1, bytes(10**7)); time.sleep(300)",
        "sys.stdin.close(); time.sleep(300)",
    ],
)
def test_a_canceled_call_ends_its_process(tmp_path, code):
    path, canceled = tmp_path / "pid", threading.Event()
    begun = f"import os, signal, sys, time; open({str(path)!r}, 'w').write(str(os.getpid()) + '.');"

    def cancel():
        while not (path.exists() and path.read_text().endswith(".")):
            time.sleep(0.01)
        canceled.set()

    threading.Thread(target=cancel, daemon=True).start()
    start = time.monotonic()
    with pytest.raises(CallCanceled):
        run_bounded(
            exec,
            begun + "\n" + code,
            memory_bytes=64 * 1024**2,
            cpu_seconds=100,
            wall_seconds=100,
            canceled=canceled,
        )
    assert time.monotonic() - start < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(path.read_text()[:-1]), 0)


def test_what_is_canceled_before_it_begins():
    canceled = threading.Event()
    canceled.set()
    with pytest.raises(CallCanceled):
        run_bounded(time.sleep, 300, memory_bytes=2**26, cpu_seconds=9, wall_seconds=100, canceled=canceled)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os.abort()", "ended with exit code -6"),
        ("import os; os._exit(3)", "ended with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "ended with exit code -9"),
        ("import ctypes; ctypes.string_at(0)", "ended with exit code -11"),
        ("raise KeyError('গোপন')", "raised KeyError in <string>, line 1"),
        ("(lambda f: f(f))(lambda f: f(f))", "raised RecursionError in <string>, line 1"),
        ("\n'গোপন' / 2", "raised TypeError in <string>, line 2"),
    ],
)
def test_crash(caplog, code, message):
    with caplog.at_level(logging.ERROR), pytest.raises(ProcessCrashed) as raised:
        run(exec, code)
    assert str(raised.value) == f"the process that reads the file {message}"
    # What the operator of the server sees does not quote the file.
    assert caplog.messages == [str(raised.value)]


def test_no_process_can_be_started(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(ServerFault, match="can be started: No such file or directory"):
        run(operator.add, 1, 2)


def test_no_core_file():
    assert run(resource.getrlimit, resource.RLIMIT_CORE) == (0, 0)


def test_lower_limits_of_the_system_stay():
    code = (
        "import operator, resource; from sentimotion.web.score.bounded_child import run_bounded;"
        "resource.setrlimit(resource.RLIMIT_CPU, (7, 8));"
        "print(run_bounded(resource.getrlimit, resource.RLIMIT_CPU,"
        " memory_bytes=2**26, cpu_seconds=20, wall_seconds=60))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(8, 8)\n"


def test_the_child_imports_little():
    code = (
        "import sys; import sentimotion.web.score.upload;"
        "assert not {'torch', 'gradio', 'numpy', 'pyarrow', 'openpyxl', 'sentimotion.model'} & {*sys.modules}"
    )
    run(exec, code)
