"""Headers that no browser sends, over all open routes: never a fault of the server, nor a traceback."""

import re

import httpx
import pytest

from sentimotion.web.http.access import Access
from tests.sentimotion.web.served import served

HOSTS = [
    *(b"", b"[::1", b"[", b"::1%eth0%", b"256.256.256.256", b"a b", b"x:99999999", b"xn--\xff", b"a" * 5000),
    *(b"\xe2\x80\xae", b"http://[::1", b"a=\xff;b", b",", b"http://a:b:c", b"a/b?c#d", b"\xb2"),
]
ADDRESSES = [*HOSTS, b"null", b"javascript:1", b"https://xn--\xff", b"https://[", b"https://a:b", b"file://"]
TABLE = {
    "Host": HOSTS,
    "X-Forwarded-Host": [*HOSTS, b"a.example, [::1", b"[::1, a.example"],
    "X-Forwarded-Proto": [b"", b"javascript", b"https, http", b"\xff", b"https" * 1000],
    "X-Forwarded-For": [b"", b"[::1", b"::1%eth0%", b"1.2.3.4:99999", b"\xff", b"," * 1000, b"unknown, a b"],
    "X-Forwarded-Prefix": [b"[::1", b"//evil.example", b"\xff"],
    "X-Gradio-Server": ADDRESSES,
    "Forwarded": [b"for=[::1", b"host=\xff;;;", b"="],
    "Origin": ADDRESSES,
    "Referer": ADDRESSES,
    "Accept-Language": [b"bn;q=" + b"9" * 400, b"bn" + b" " * 20_000 + b"x", b"\xff", b";;;,,,", b"-"],
    "Accept-Encoding": [b"gzip;q=x", b"\xff", b"," * 1000, b"br;q=-1"],
    "Range": [
        *(b"bytes=", b"bytes=-", b"bytes=a-b", b"bytes=\xb2-\xb2", b"bytes=0-0,1-1", b"bytes=1-0", b"\xff"),
        *(b"bytes=0-" + b"9" * 400, b"bytes=" + b"9" * 5000 + b"-1", b"bytes=999999999-9999999999"),
    ],
    "If-Range": [b"\xff", b'"'],
    "If-None-Match": [b"\xff", b'"', b"W/", b"," * 1000],
    "If-Modified-Since": [b"\xff", b"Thu, 99 Foo 9999 99:99:99 GMT", b"0"],
    "Cookie": [
        b"=;=;;",
        b"a=\xff;b",
        b'a="\\' * 100,
        b"access-token=\xff; access-token-unsecure=x",
        b"a" * 9000,
    ],
    "Authorization": [b"Basic !!!!", b"Basic /w==", b"Bearer \xff", b""],
    "Content-Type": [
        b"",
        b"application/json; charset=\xff",
        b"application/json; charset=no",
        b"multipart/form-data",
    ],
    "Access-Control-Request-Headers": [b"\xff", b"," * 1000],
}
ROUTES = [
    *("/", "/en", "/bn", "/config", "/healthz", "/operator", "/theme.css", "/robots.txt", "/manifest.json"),
    *("/pwa_icon", "/static/img/logo.svg", "/gradio_api/info", "/gradio_api/openapi.json"),
    *("/gradio_api/app_id", "/gradio_api/startup-events", "/gradio_api/queue/data?session_hash=x"),
    *("/gradio_api/heartbeat/x", "/gradio_api/call/predict/x"),
]
# What Gradio makes of the headers shows there: the address of the page, and a file.
_READ = re.compile(r"/config|/gradio_api/(file=.+|queue/join)")
EVENT = {"data": ["ভালো", 0.5, 0.5], "fn_index": 0, "session_hash": "stranger"}
BODIES = {
    **dict.fromkeys(("queue/join", "run/predict", "call/predict"), EVENT),
    "call/v2/predict": {"text": "ভালো"},
    "cancel": {"session_hash": "stranger", "fn_index": 0, "event_id": "x"},
    "reset": {"event_id": "x"},
}


@pytest.fixture(scope="module")
def site(build_site):
    return build_site()


@pytest.fixture(scope="module")
def url(site):
    """Any name of the server is answered, as on a Space: nothing is refused before Gradio reads it."""
    with served(site.blocks, Access(is_loopback=False, trusted_proxies="127.0.0.1")) as url:
        yield url


@pytest.fixture(scope="module")
def requests(url):
    """Every open route, with a body where one is read."""
    page = httpx.get(f"{url}/en").text
    (font,) = {*re.findall(r"/?(gradio_api/file=[^\"\\]+\.woff2)", page)}
    (script,) = {*re.findall(r"/?(assets/index-[^\"\\]+\.js)", page)}
    with httpx.Client(base_url=url, timeout=60) as client:
        built = [client.build_request("GET", path) for path in (*ROUTES, f"/{font}", f"/{script}")]
        for path, body in BODIES.items():
            built.append(client.build_request("POST", f"/gradio_api/{path}", json=body))
        built.append(client.build_request("OPTIONS", "/gradio_api/queue/join"))
        yield client, built


def ask(client, request, name, value):
    """Send a request with one header more; what came back, in short."""
    kept = [pair for pair in request.headers.raw if pair[0].lower() != name.lower().encode()]
    headers = [*kept, (name.encode(), value)]
    asked = httpx.Request(request.method, request.url, headers=headers, content=request.content)
    # The body of a stream has no end.
    answer = client.send(asked, stream=True)
    answer.close()
    return answer.status_code, request.method, request.url.path, value[:40]


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("is_all", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_malformed_headers_are_no_fault(requests, caplog, name, is_all):
    """All values where Gradio reads headers, and one in turn on every other route; then all on all."""
    client, built = requests
    values = TABLE[name]
    found = [
        ask(client, request, name, value)
        for place, request in enumerate(built)
        for value in (
            values if is_all or _READ.fullmatch(request.url.path) else [values[place % len(values)]]
        )
    ]
    assert len(found) >= len(built) > 20
    assert [one for one in found if one[0] >= 500] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    # Nor a failure, but that of a stream of a session that is not there.
    failures = [record.getMessage() for record in caplog.records if "failed" in record.getMessage()]
    assert [line for line in failures if "RuntimeError in _exception_handler" not in line] == []
    assert client.get("/healthz").status_code == 200


def root_of(url, **headers):
    return httpx.get(f"{url}/config", headers=headers).json()["root"]


def test_a_proxy_says_by_which_name_it_is_reached(url):
    for host in ("demo.example", "demo.example:8443", "[::1]:7860", "demo.example, inner.example"):
        said = root_of(url, **{"X-Forwarded-Host": host, "X-Forwarded-Proto": "https"})
        assert said == f"https://{host.split(',')[0]}"
    for host in ("my_service:7860", "localhost:7860"):
        assert root_of(url, Host=host) == f"http://{host}"
    assert root_of(url, **{"X-Gradio-Server": "https://evil.example"}) == url


def test_another_name_than_the_servers_own_is_not_believed(build_site):
    site = build_site()
    with served(site.blocks, Access(hosts=("demo.example",))) as url:
        assert root_of(url, **{"X-Forwarded-Host": "demo.example:8443"}) == "http://demo.example:8443"
        assert root_of(url, **{"X-Forwarded-Host": "evil.example"}) == url
        assert root_of(url, **{"X-Forwarded-Host": "demo.example.evil.example"}) == url
