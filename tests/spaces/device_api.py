"""A stand-in on 127.0.0.1 for ZeroGPU's scheduler, as ``spaces`` asks it: no minutes are left."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class DeviceApi:
    """What was asked, as paths with their parameters."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []

    @contextmanager
    def running(self):
        """Serve; yields the address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        server.asked = self.asked
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_arguments) -> None:
        pass

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        parameters = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.server.asked.append((url.path, parameters))
        is_spent = url.path == "/schedule"
        body = json.dumps({"left": 0, "wait": 3600} if is_spent else {}).encode()
        self.send_response(429 if is_spent else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
