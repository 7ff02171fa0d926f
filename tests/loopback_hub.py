"""A small Hugging Face hub on 127.0.0.1: enough of its API for the real client, and faults on request."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Fault:
    """What happens to requests whose method and path match: a status, or something done to the answer.

    ``status`` answers so; ``sent`` breaks the connection off after that share of the body; ``wait_s`` answers
    late. ``times`` bounds how often; ``headers`` go along.
    """

    pattern: str
    status: int | None = None
    sent: float | None = None
    wait_s: float = 0.0
    times: int = 10**9
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Repository:
    """Files by name; private ones ask for a token."""

    files: Mapping[str, bytes]
    token: str | None = None
    branches: tuple[str, ...] = ("main",)

    @property
    def commit(self) -> str:
        digest = hashlib.sha1(usedforsecurity=False)
        for name, content in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + hashlib.sha1(content, usedforsecurity=False).digest())
        return digest.hexdigest()


@dataclass
class Request:
    """One request as it came, and how it was answered."""

    method: str
    path: str
    range: str | None
    authorization: str | None
    status: int = 0
    n_bytes: int = 0


class LoopbackHub:
    """The hub: repositories, faults, and what was asked of it."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.resumes = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.hub = self

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["LoopbackHub"]:
        thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join(timeout=5)

    def reset(self) -> None:
        """Forget repositories, faults and requests."""
        self.repositories.clear()
        self.faults.clear()
        self.requests.clear()
        self.resumes = True

    def add(self, repo_id: str, folder: Path, **options) -> Repository:
        """A repository with the files of a folder."""
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        self.repositories[repo_id] = Repository(files, **options)
        return self.repositories[repo_id]

    def bytes_of(self, name: str) -> int:
        """How many bytes of a file were sent, over all requests."""
        return sum(request.n_bytes for request in self.requests if request.path.endswith("/" + name))

    def gets(self, name: str) -> list[Request]:
        return [r for r in self.requests if r.method == "GET" and r.path.endswith("/" + name)]

    def take_fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and re.search(fault.pattern, f"{method} {path}"):
                fault.times -= 1
                return fault
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    @property
    def hub(self) -> LoopbackHub:
        return self.server.hub

    def log_message(self, *_arguments) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.request_ = Request(
            self.command, path, self.headers.get("Range"), self.headers.get("Authorization")
        )
        self.hub.requests.append(self.request_)
        self.fault = self.hub.take_fault(self.command, path)
        if self.fault is not None:
            time.sleep(self.fault.wait_s)
            if self.fault.status is not None:
                self._send(self.fault.status, b"{}", **self.fault.headers)
                return
        if match := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/(revision|tree)/([^/]+))?", path):
            self._send_listing(*match.groups())
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._send_file(*match.groups())
        else:
            self._send(404, b"{}")

    def _repository(self, repo_id: str, revision: str) -> Repository | None:
        repository = self.hub.repositories.get(repo_id)
        if repository is None or (
            repository.token and self.headers.get("Authorization") != f"Bearer {repository.token}"
        ):
            # As the real one: who is not known learns nothing about what there is.
            known = self.headers.get("Authorization") is not None
            self._send(404 if known else 401, b"{}", **{"X-Error-Code": "RepoNotFound"})
            return None
        if revision not in (*repository.branches, repository.commit):
            self._send(404, b"{}", **{"X-Error-Code": "RevisionNotFound"})
            return None
        return repository

    def _send_listing(self, repo_id: str, kind: str | None, revision: str | None) -> None:
        repository = self._repository(repo_id, revision or "main")
        if repository is None:
            return
        files = repository.files
        if kind == "tree":
            entries = [
                {"type": "file", "path": name, "size": len(content), "oid": _etag(content)}
                for name, content in files.items()
            ]
            self._send(200, json.dumps(entries).encode())
            return
        siblings = [{"rfilename": name} for name in files]
        body = {
            "id": repo_id,
            "sha": repository.commit,
            "siblings": siblings,
            "private": False,
            "tags": [],
        }
        self._send(200, json.dumps(body).encode())

    def _send_file(self, repo_id: str, revision: str, name: str) -> None:
        repository = self._repository(repo_id, revision)
        if repository is None:
            return
        commit = {"X-Repo-Commit": repository.commit}
        if name not in repository.files:
            self._send(404, b"{}", **commit, **{"X-Error-Code": "EntryNotFound"})
            return
        content = repository.files[name]
        headers = {**commit, "ETag": f'"{_etag(content)}"', "Accept-Ranges": "bytes"}
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        if wanted and self.hub.resumes:
            first, last = int(wanted[1]), min(int(wanted[2] or len(content)), len(content) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
            self._send(206, content[first : last + 1], **headers)
        else:
            self._send(200, content, **headers)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.request_.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.fault is not None and self.fault.sent is not None:
            body = body[: int(self.fault.sent * len(body))]
            self.close_connection = True
        self.request_.n_bytes = len(body)
        try:
            self.wfile.write(body)
        except OSError:  # the client has gone
            self.close_connection = True


def _etag(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
