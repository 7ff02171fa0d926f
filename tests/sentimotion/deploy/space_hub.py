"""A hub on 127.0.0.1 that keeps Spaces: enough of its API for huggingface_hub to create and update one."""

import base64
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

TOKEN = "hf_secretsecretsecret"


@dataclass
class SpaceHub:
    """The Spaces with their files and settings; ``failing`` is a path that is answered with 500."""

    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    settings: dict[str, dict] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: str | None = None
    endpoint: str = ""

    @contextmanager
    def running(self):
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        server.hub = self
        self.endpoint = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    def log_message(self, *_arguments) -> None:
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        hub, path = self.server.hub, urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        hub.asked.append(f"{self.command} {path}")
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._send(401, {"error": "Invalid username or password."})
        elif hub.failing and re.search(hub.failing, path):
            self._send(500, {"error": "Internal Error"})
        elif path == "/api/validate-yaml":
            self._send(200, {"errors": [], "warnings": []})
        elif path == "/api/whoami-v2":
            self._send(200, {"name": "me", "orgs": []})
        elif path == "/api/repos/create":
            self._create(json.loads(body))
        elif match := re.fullmatch(r"/api/spaces/([^/]+/[^/]+)/(.+)", path):
            self._of_space(*match.groups(), body)
        else:
            self._send(404, {"error": f"no {path}"})

    def _create(self, wanted) -> None:
        name = f"{wanted.get('organization') or 'me'}/{wanted['name']}"
        url = {"url": f"{self.server.hub.endpoint}/spaces/{name}"}
        if name in self.server.hub.files:
            self._send(409, {"error": "You already created this space repo", **url})
            return
        self.server.hub.files[name] = {".gitattributes": b"*.safetensors filter=lfs"}
        self.server.hub.settings[name] = {
            "sdk": wanted["sdk"],
            "hardware": wanted["hardware"],
            "variables": {},
        }
        self._send(200, url)

    def _of_space(self, name, what, body) -> None:
        hub = self.server.hub
        files = hub.files.get(name)
        if files is None:
            self._send(404, {"error": "Repository not found"})
        elif what == "tree/main":
            entries = [
                {"type": "file", "path": path, "size": len(content), "oid": "0"}
                for path, content in files.items()
            ]
            self._send(200, entries)
        elif what == "preupload/main":
            wanted = json.loads(body)["files"]
            modes = [{"path": one["path"], "uploadMode": "regular", "shouldIgnore": False} for one in wanted]
            self._send(200, {"files": modes})
        elif what == "commit/main":
            for line in map(json.loads, body.splitlines()):
                if line["key"] == "file":
                    files[line["value"]["path"]] = base64.b64decode(line["value"]["content"])
                elif line["key"] == "deletedFile":
                    del files[line["value"]["path"]]
            self._send(200, {"commitUrl": f"{hub.endpoint}/spaces/{name}/commit/1", "commitOid": "1"})
        elif what == "variables":
            given = json.loads(body)
            hub.settings[name]["variables"][given["key"]] = given["value"]
            self._send(200, {})
        elif what == "hardware":
            hub.settings[name]["hardware"] = json.loads(body)["flavor"]
            self._send(200, {"stage": "BUILDING", "hardware": {"current": None, "requested": None}})
        else:
            self._send(404, {"error": f"no {what}"})

    def _send(self, status, values) -> None:
        body = json.dumps(values).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
