"""Run a function in a child process with limits on memory and time. Does not import gradio or torch.

This bounds what hostile input can cost. It is not a sandbox: the child has the rights of the server.
"""

import errno
import logging
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from typing import IO, Any, Final, TypeVar, cast

from sentimotion.errors import (
    MemoryLimitExceeded,
    ProcessCrashed,
    SentimotionError,
    ServerFault,
    TimeLimitExceeded,
)

T = TypeVar("T")
_LOGGER: Final = logging.getLogger(__name__)
# Seconds between checks whether the call is still wanted.
_CHECK_EVERY_S: Final = 0.1
# multiprocessing's "spawn" would import the server's main module, and with it torch and gradio.
# -P: before sys.path is that of the server, nothing is imported from the current folder.
_COMMAND: Final = (
    "-P",
    "-c",
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from sentimotion.web.score.bounded_child import serve_request; serve_request()",
)
# The stacks of idle threads and the reserves of memory pools would count toward the memory limit.
_ENVIRONMENT: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


class CallCanceled(Exception):
    """The caller no longer wants the result; the child was killed."""


def run_bounded(
    function: Callable[..., T],
    *args: Any,
    memory_bytes: int,
    cpu_seconds: int,
    wall_seconds: float,
    canceled: Event | None = None,
) -> T:
    """Call a function in a new process and return its result.

    The memory limit counts all private memory of the child, its imports included (``RLIMIT_DATA``). It needs
    Linux (:func:`unenforced_limits`). On Windows only ``wall_seconds`` applies.

    :param function: A function of a module; it, its arguments and its result must be picklable.
    :param memory_bytes: Maximum memory of the child in bytes.
    :param cpu_seconds: Maximum CPU time of the child in seconds.
    :param wall_seconds: Seconds after which the child is killed.
    :param canceled: Setting it from any thread kills the child.
    :raises CallCanceled: If ``canceled`` was set before the child ended.
    :raises TimeLimitExceeded: If a time limit was reached.
    :raises MemoryLimitExceeded: If the memory limit was reached.
    :raises ProcessCrashed: If the function raised anything but a SentimotionError, or the child died.
    :raises ServerFault: If the child could not be started.
    :raises SentimotionError: Any that the function raised, without its cause.
    """
    try:
        # A file, since only half of the communication with a pipe can be interrupted and resumed.
        with TemporaryFile() as request:
            for part in (sys.path, (memory_bytes, cpu_seconds), (function, args)):
                pickle.dump(part, request)
            request.seek(0)
            child = subprocess.Popen(  # noqa: S603 - the command is fixed
                [sys.executable, *_COMMAND],
                stdin=request,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # may quote what a visitor's file holds
                env=os.environ | _ENVIRONMENT,
            )
    except OSError as problem:
        _LOGGER.exception("a process that reads an upload cannot be started")
        raise ServerFault(f"no process to read the file can be started: {problem.strerror}") from problem
    with child:
        try:
            response = _response(child, wall_seconds, canceled or Event())
        except BaseException:
            child.kill()
            raise
    if sys.platform != "win32" and child.returncode == -signal.SIGXCPU:
        raise _time_limit(cpu_seconds)
    if child.returncode != 0:
        raise _crashed(f"ended with exit code {child.returncode}")
    # The child has the rights of the server already.
    result, error, crash = pickle.loads(response)  # noqa: S301
    if crash is not None:
        raise _crashed(crash)
    if error is not None:
        raise error
    return cast(T, result)


def _response(child: "subprocess.Popen[bytes]", seconds: float, canceled: Event) -> bytes:
    """What the child writes until it ends; raises as :func:`run_bounded` if the wait ends first."""
    end = time.monotonic() + seconds
    while not canceled.is_set():
        left = end - time.monotonic()
        if left <= 0:
            raise _time_limit(round(seconds))
        with suppress(subprocess.TimeoutExpired):
            return child.communicate(timeout=min(left, _CHECK_EVERY_S))[0]
    raise CallCanceled


def _crashed(problem: str) -> ProcessCrashed:
    error = ProcessCrashed(f"the process that reads the file {problem}")
    _LOGGER.error("%s", error)
    return error


def _time_limit(seconds: int) -> TimeLimitExceeded:
    return TimeLimitExceeded(f"reading the file takes more than {seconds} seconds; split it", seconds=seconds)


def unenforced_limits(platform: str = sys.platform) -> str | None:
    """A warning about the limits that the operating system does not enforce, or None.

    :param platform: As ``sys.platform``.
    """
    if platform == "linux":
        return None
    kinds = "memory or CPU time" if platform == "win32" else "memory"
    return (
        f"warning: on this system uploads are read without a limit on {kinds}, only within a limit on time;"
        " serve strangers from Linux"
    )


def serve_request() -> None:
    """Answer the request on standard input. For the child only."""
    request = sys.stdin.buffer
    response = os.fdopen(os.dup(1), "wb")
    # What the function prints must not mix with the response.
    os.dup2(2, 1)
    memory_bytes, cpu_seconds = pickle.load(request)  # noqa: S301 - written by run_bounded
    _set_limits(memory_bytes, cpu_seconds)
    with response:
        response.write(_answer(request, memory_bytes))


def _set_limits(memory_bytes: int, cpu_seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # At the soft limit of CPU time comes SIGXCPU, which tells the cause; at the hard one SIGKILL.
    for kind, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_DATA, memory_bytes, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
    ):
        _, allowed = resource.getrlimit(kind)
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        resource.setrlimit(kind, (soft, hard))


def _answer(request: IO[bytes], memory_bytes: int) -> bytes:
    """The pickled result of the requested call, its SentimotionError, or the description of another error."""
    error: SentimotionError | None = None
    crash = None
    try:
        function, args = pickle.load(request)  # noqa: S301 - written by run_bounded
        return pickle.dumps((function(*args), None, None))
    except Exception as raised:  # noqa: BLE001 - reported as ProcessCrashed
        if _is_out_of_memory(raised):
            megabytes = memory_bytes // 1024**2
            error = MemoryLimitExceeded(
                f"reading the file takes more than {megabytes} MB of memory; split it", megabytes=megabytes
            )
        elif isinstance(raised, SentimotionError):
            error = raised
        else:
            # Without its message, which may quote what a visitor's file holds.
            frame = traceback.extract_tb(raised.__traceback__)[-1]
            place = f"{Path(frame.filename).name}, line {frame.lineno}"
            crash = f"raised {type(raised).__name__} in {place}"
    return pickle.dumps((None, error, crash))


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether the error, or one that it was raised from, says that memory ran out."""
    while error is not None:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        error = error.__cause__ or error.__context__
    return False
