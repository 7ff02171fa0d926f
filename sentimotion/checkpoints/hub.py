"""Download files from the Hugging Face hub; report failures in one line.

The client caches downloads in ``HF_HOME``, needs no network for cached files (``HF_HUB_OFFLINE``), and sends
``HF_TOKEN`` for private repositories. It resumes an interrupted transfer, but does not retry if the hub
answers that it is overloaded or has failed. Such requests are retried here a few times.
"""

import logging
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from huggingface_hub import HfApi, constants, snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.utils import logging as hub_logging
from huggingface_hub.utils.tqdm import tqdm

from sentimotion.errors import CheckpointError

T = TypeVar("T")

TRIES: Final = 3
# The client's own retries take about 20 seconds; another round after that does not help.
_PATIENCE_S: Final = 20.0
_LONGEST_WAIT_S: Final = 30.0
_TRANSIENT_STATUS: Final = frozenset({408, 429, 500, 502, 503, 504})
_INCOMPLETE: Final = "Consistency check failed"
_MOST_RESTARTS: Final = 5


class _NeverWholeError(Exception):
    """A transfer that was restarted too often."""


class _Progress(tqdm):
    """The client's progress bar, which also stops a transfer that is restarted too often.

    If a hub cannot resume, the client restarts the transfer after each interruption, without limit. The bar
    is disabled if stderr is not a terminal, so that an error is one line.
    """

    restarts = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["disable"] = not sys.stderr.isatty()
        super().__init__(*arguments, **options)  # type: ignore[no-untyped-call]  # tqdm has no types

    def update(self, n: float | None = 1) -> bool | None:
        if n is not None and n < 0:
            self.restarts += 1
            if self.restarts > _MOST_RESTARTS:
                raise _NeverWholeError("the download was interrupted and cannot be resumed")
        updated: bool | None = super().update(n)
        return updated


def fetch(repo_id: str, revision: str | None, patterns: Sequence[str]) -> Path:
    """Download files of a repository, or find them in the cache.

    :param repo_id: ``owner/name``.
    :param revision: Branch, tag or commit.
    :param patterns: Names of the files, with wildcards.
    :returns: The folder that holds them; its name is the commit. It does not exist if no file matches.
    :raises CheckpointError: If they cannot be downloaded.
    """

    def download() -> Path:
        return Path(
            snapshot_download(repo_id, revision=revision, allow_patterns=[*patterns], tqdm_class=_Progress)
        )

    return _with_retries(download, repo_id, revision)


def list_files(repo_id: str, commit: str) -> dict[str, int]:
    """The sizes of a repository's files, by name.

    :raises CheckpointError: The request fails.
    """

    def listed() -> dict[str, int]:
        entries = HfApi().list_repo_tree(repo_id, revision=commit)
        return {entry.path: entry.size for entry in entries if isinstance(entry, RepoFile)}

    return _with_retries(listed, repo_id, commit)


def read_remote_header(repo_id: str, commit: str, file: str) -> dict[str, tuple[tuple[int, ...], str]]:
    """Shape and type of each tensor of a safetensors file; only its first kilobytes are downloaded.

    :raises CheckpointError: If it cannot be downloaded or is not a safetensors file.
    """

    def read() -> dict[str, tuple[tuple[int, ...], str]]:
        header = HfApi().parse_safetensors_file_metadata(repo_id, file, revision=commit)
        return {name: (tuple(info.shape), str(info.dtype)) for name, info in header.tensors.items()}

    return _with_retries(read, repo_id, commit)


def _with_retries(request: Callable[[], T], repo_id: str, revision: str | None) -> T:
    begin = time.monotonic()
    wait_s: float | None
    for n_tries in range(1, TRIES + 1):
        try:
            with _quiet():
                return request()
        except Exception as error:  # of the client, its HTTP library or the disk: no common base
            wait_s = _wait_s(error, n_tries, time.monotonic() - begin)
            if wait_s is None or n_tries == TRIES:
                raise CheckpointError(
                    f"{repo_id}: cannot be downloaded from the hub ({_cause(error, revision)}, or use the"
                    " embedded checkpoint"
                ) from error
        time.sleep(wait_s)
    raise AssertionError("the last try returns or raises")


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress the client's warnings about each try; the result is reported in one line."""
    verbosity = hub_logging.get_verbosity()
    hub_logging.set_verbosity(logging.ERROR)
    try:
        yield
    finally:
        hub_logging.set_verbosity(verbosity)


def _wait_s(error: Exception, n_tries: int, spent_s: float) -> float | None:
    """Seconds to wait before the next try; None if a retry would not help."""
    if isinstance(error, _NeverWholeError):
        return None
    wait_s = 2.0 ** (n_tries - 1)
    for one in _chain(error):
        if isinstance(one, HfHubHTTPError):
            retry_after = one.response.headers.get("Retry-After", "")
            wait_s = float(retry_after) if re.fullmatch(r"\d{1,6}", retry_after) else wait_s
            is_transient = one.response.status_code in _TRANSIENT_STATUS and spent_s < _PATIENCE_S
            return wait_s if is_transient and wait_s <= _LONGEST_WAIT_S else None
        if _is_a(one, "ConnectError", "TimeoutException"):
            return wait_s if spent_s < _PATIENCE_S else None
        if _is_a(one, "TransportError", "XetDownloadError") or _INCOMPLETE in str(one):
            return wait_s  # a long transfer that was interrupted
    return None


def _cause(error: Exception, revision: str | None) -> str:
    """The cause, a closing parenthesis, and what to do."""
    chain = list(_chain(error))
    response = next((one.response for one in chain if isinstance(one, HfHubHTTPError)), None)
    if constants.is_offline_mode() or _has(chain, OfflineModeIsEnabled):
        return "HF_HUB_OFFLINE is set, and the cache holds no whole copy); unset it to download"
    if _has(chain, GatedRepoError):
        return "it is gated); accept its terms on its page and set HF_TOKEN to your token"
    if _has(chain, RevisionNotFoundError):
        return f"it has no revision {revision}); check the revision"
    if response is not None:
        return _cause_by_status(response.status_code, _has(chain, RepositoryNotFoundError))
    if any(_is_a(one, "TimeoutException") for one in chain):
        return "it does not answer in time); check the network or try again later"
    if any(_is_a(one, "ConnectError") for one in chain):
        return f"{constants.ENDPOINT} cannot be reached); check the network"
    if any(_INCOMPLETE in str(one) or _is_a(one, "TransportError") for one in chain):
        return f"a file comes incomplete every time: {first_line(error)}); try again later"
    return f"{first_line(error)}); check the id, the revision and the network"


def _cause_by_status(status: int, is_repository: bool) -> str:
    if is_repository or status in (401, 404):
        return (
            f"there is no such repository or file, or it is private; status {status}); check the id, and for"
            " a private repository set HF_TOKEN"
        )
    if status == 403:
        return "access is refused, status 403); check HF_TOKEN"
    if status == 429:
        return "too many requests, status 429); wait some minutes, or set HF_TOKEN for a higher limit"
    if status >= 500:
        return f"the hub is out of order, status {status}); try again later"
    return f"status {status}); check the id, the revision and the network"


def _has(chain: Sequence[BaseException], kind: type[BaseException]) -> bool:
    return any(isinstance(one, kind) for one in chain)


def _is_a(error: BaseException, *names: str) -> bool:
    """Whether an error is of a class of that name; the client's HTTP library need not be imported."""
    return any(kind.__name__ in names for kind in type(error).__mro__)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and its causes; the client wraps the hub's answer in its own errors."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def first_line(error: Any) -> str:
    """The first line of an error's message, or the name of its class."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
