"""What a stranger may ask the served pages for, and what not."""

import json
import re
from base64 import b64encode
from uuid import uuid4

import httpx
import pytest
from gradio_client import Client

from sentimotion.web.http.access import Access
from sentimotion.web.http.event_bodies import MAX_BYTES, MAX_FILE_BYTES
from tests.sentimotion.web.http.conftest import PROJECT
from tests.sentimotion.web.served import served

TEXT = "আজ মনটা খুব ভালো"
EVIL = "https://evil.example"
SCHOOL = "https://school.example"


@pytest.fixture(scope="module")
def site(build_site):
    return build_site()


@pytest.fixture(scope="module")
def url(site):
    with served(site.blocks, Access(embedding_hosts=("school.example",))) as url:
        yield url


@pytest.fixture(scope="module")
def lan_site(build_site):
    return build_site()


@pytest.fixture(scope="module")
def lan(lan_site):
    """The same, as if the server listened on a local network."""
    with served(lan_site.blocks, Access(is_loopback=False, review_open=True)) as url:
        yield url


def event(number, *data, session=None, **rest):
    return {"data": data, "fn_index": number, "session_hash": session or uuid4().hex, **rest}


def join(url, body, **headers):
    return httpx.post(f"{url}/gradio_api/queue/join", json=body, headers=headers, timeout=60)


def run(url, body, **headers):
    return httpx.post(f"{url}/gradio_api/run/predict", json=body, headers=headers, timeout=60)


# Routes


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/gradio_api/deep_link?session_hash=a"),
        *(("GET", f"/{path}") for path in ("monitoring", "monitoring/summary", "monitoring/key")),
        ("GET", "/gradio_api/file=https://evil.example/x"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://a.hf.space/x"),
        *(("GET", f"/gradio_api/{path}") for path in ("upload_progress?upload_id=a", "dev/reload", "token")),
        *(("GET", f"/gradio_api/{path}") for path in ("runs", "run-history/records", "vibe-code", "user")),
        *(("POST", f"/gradio_api/{path}") for path in ("upload", "component_server", "process_recording")),
        *(("POST", f"/gradio_api/{path}") for path in ("vibe-edit", "stream/a", "run-history/connect")),
        *(
            ("POST", path)
            for path in ("/", "/login", "/en", "/gradio_api/queue/data", "//gradio_api/queue/join")
        ),
        *((method, "/en") for method in ("PUT", "DELETE", "PATCH", "TRACE")),
    ],
)
def test_what_the_page_does_not_need_is_closed(url, method, path, gradio_folder):
    before = set(gradio_folder.rglob("*"))
    answer = httpx.request(method, url + path, content=b"x" * 1000 if method == "POST" else None)
    assert answer.status_code in {404, 405}, answer.text
    assert set(gradio_folder.rglob("*")) == before


def test_the_font_is_the_only_file(url):
    (font,) = {*re.findall(r"/?(gradio_api/file=[^\"\\]+\.woff2)", httpx.get(f"{url}/en").text)}
    assert httpx.get(f"{url}/{font}").headers["content-type"] == "font/woff2"
    assert httpx.get(f"{url}/{font.replace('NotoSansBengali-wght.woff2', 'README.md')}").status_code == 404


# Sizes


def test_an_event_with_a_file_may_be_large_and_no_other(url, site):
    (of_file,) = {
        number
        for number, function in site.blocks.fns.items()
        for target, name in function.targets
        if name == "file" and site.blocks.blocks[target].page == "en"
    }
    content = b64encode(b"text\n" + f"{TEXT}\n".encode() * 30_000).decode()
    sent = event(of_file, None, "", event_data={"name": "a.csv", "content": content})
    assert len(json.dumps(sent)) > 20 * MAX_BYTES
    assert join(url, sent).status_code == 200
    for number in (site.number_of("analyze", "click"), site.number_of("score-run", "click")):
        assert join(url, sent | {"fn_index": number}).status_code == 413
        assert run(url, sent | {"fn_index": number}).status_code == 413
    call = httpx.post(f"{url}/gradio_api/call/predict", json={"data": ["a" * MAX_BYTES, 0.5, 0.5]})
    assert call.status_code == 413


@pytest.mark.parametrize("path", ["queue/join", "run/predict", "call/predict", "cancel", "reset"])
def test_nothing_larger_is_read(url, path):
    def chunks():
        for _ in range(MAX_FILE_BYTES // 65_536 + 2):
            yield b"x" * 65_536

    for content in (chunks(), b"x" * (MAX_FILE_BYTES + 1)):
        try:
            answer = httpx.post(f"{url}/gradio_api/{path}", content=content, timeout=60)
        except httpx.WriteError:  # the server has answered and closed the connection before all was sent
            continue
        assert answer.status_code == 413


def test_the_longest_texts_are_small_enough(url):
    """Those that the page accepts, from a program that writes each character as twelve bytes."""
    text = "😍" * 5000
    body = json.dumps({"data": [text, 0.5, 0.5]})
    assert 60_000 < len(body) < MAX_BYTES
    assert httpx.post(f"{url}/gradio_api/call/predict", content=body).status_code != 413


def test_what_is_no_event_is_refused_in_one_line(url):
    for body in (b"", b"[]", b"{", b"[" * 50_000, b'{"fn_index": "3", "data": []}', b'{"fn_index": 99999}'):
        for path in ("queue/join", "run/predict"):
            answer = httpx.post(f"{url}/gradio_api/{path}", content=body)
            assert answer.status_code in {400, 404}
            assert len(answer.json()["detail"].splitlines()) == 1


# Other sites


@pytest.mark.parametrize("origin", [EVIL, "null", "http://127.0.0.1:1"])
def test_other_sites_may_ask_the_endpoints(url, site, origin):
    (number,) = (number for number, one in site.blocks.fns.items() if one.api_name == "predict")
    asked = httpx.post(
        f"{url}/gradio_api/call/predict", json={"data": [TEXT, 0.5, 0.5]}, headers={"Origin": origin}
    )
    assert asked.headers["access-control-allow-origin"] == origin
    path = f"{url}/gradio_api/call/predict/{asked.json()['event_id']}"
    answer = httpx.get(path, headers={"Origin": origin}, timeout=60)
    assert "event: complete" in answer.text
    assert answer.headers["access-control-allow-origin"] == origin
    assert "Origin" in answer.headers["vary"]
    # The way of gradio_client in a browser.
    assert join(url, event(number, TEXT, 0.5, 0.5), Origin=origin).status_code == 200
    assert httpx.get(f"{url}/config", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "192.168.1.20"])
@pytest.mark.parametrize(
    ("elem_id", "name"),
    [("analyze", "click"), ("score-run", "click"), ("review-begin", "click"), ("review-refresh", "click")],
)
def test_other_sites_may_not_ask_the_page(lan, lan_site, host, elem_id, name):
    for ask in (join, run):
        answer = ask(lan, event(lan_site.number_of(elem_id, name)), Origin=EVIL, Host=host)
        assert answer.status_code == 403
        assert "data" not in answer.json()
        assert "event_id" not in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", path) for path in ("/", "/en", "/theme.css", "/gradio_api/startup-events")),
        *(("POST", f"/gradio_api/{path}") for path in ("cancel", "reset")),
        ("OPTIONS", "/gradio_api/cancel"),
    ],
)
def test_other_sites_read_nothing_of_the_page(lan, method, path):
    headers = {"Origin": EVIL, "Host": "192.168.1.20"}
    answer = httpx.request(method, lan + path, headers=headers)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_review_does_not_answer_by_name_to_other_sites(lan, lan_site):
    names = {
        str(function.api_name)
        for function in lan_site.blocks.fns.values()
        if function.api_visibility == "private"
    }
    assert len(names) > 20
    # One client: each makes an SSL context of its own, 0.05 s.
    with httpx.Client(base_url=lan, headers={"Origin": EVIL}) as client:
        for name in sorted(names):
            for kind in ("call", "run", "api"):
                answer = client.post(f"/gradio_api/{kind}/{name}", json={"data": []})
                assert answer.status_code == 403, (kind, name)


def test_no_project_is_named_in_what_a_page_begins_with(url, site):
    for path in ("/config", "/en"):
        sent = httpx.get(url + path).text
        assert "review-project" in sent
        assert PROJECT not in sent
    menus = [one for one in site.blocks.blocks.values() if getattr(one, "elem_id", "") == "review-project"]
    assert [menu.choices for menu in menus] == [[], []]


def test_an_embedding_site_has_the_page_but_not_score_and_review(url, site):
    assert httpx.get(f"{url}/en", headers={"Origin": SCHOOL}).status_code == 200
    analyzed = join(url, event(site.number_of("analyze", "click"), None, "", TEXT, 0.5, 0.5), Origin=SCHOOL)
    assert (analyzed.status_code, analyzed.headers["access-control-allow-origin"]) == (200, SCHOOL)
    for elem_id in ("score-run", "score-save", "review-begin"):
        assert run(url, event(site.number_of(elem_id, "click")), Origin=SCHOOL).status_code == 403


@pytest.mark.parametrize(("origin", "status"), [(EVIL, 200), (SCHOOL, 200)])
def test_a_browser_is_told_what_it_may_send(url, origin, status):
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = httpx.options(f"{url}/gradio_api/call/predict", headers={"Origin": origin, **asked})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-headers"] == "content-type"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.20", ""])
def test_another_name_for_this_machine_is_not_answered(url, host):
    """DNS rebinding: a site's own name leads here, and its pages are of the same origin then."""
    headers = {"Host": host, "Origin": f"http://{host}"}
    for path in ("/en", "/config", "/gradio_api/queue/data?session_hash=a"):
        assert httpx.get(url + path, headers=headers).status_code == 400
    body = {"data": [TEXT, 0.5, 0.5]}
    assert httpx.post(f"{url}/gradio_api/call/predict", json=body, headers=headers).status_code == 400


# Review


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "CF-Connecting-IP"])
def test_review_does_not_answer_through_a_proxy(url, site, header):
    body = event(site.number_of("review-begin", "click"))
    assert run(url, body, **{header: "192.0.2.1"}).status_code == 403
    analyzed = event(site.number_of("analyze", "click"), None, "", TEXT, 0.5, 0.5)
    assert join(url, analyzed, **{header: "192.0.2.1"}).status_code == 200


# Headers


@pytest.mark.parametrize("path", ["/", "/en", "/config", "/theme.css", "/nothing-here", "/gradio_api/upload"])
def test_every_response_says_what_a_page_may_load_and_who_may_frame_it(url, path):
    policy = httpx.get(url + path).headers["content-security-policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["frame-ancestors"] == "'self' school.example"
    assert (parts["default-src"], parts["object-src"], parts["form-action"]) == ("'self'", "'none'", "'none'")
    assert not re.search(r"https?:|\*", policy)


@pytest.mark.parametrize(("proxies", "n_let_in"), [("", 2), ("127.0.0.1", 5)])
def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(build_site, proxies, n_let_in):
    """Behind one, each visitor has a limit of its own; else all of them share that of the connection."""
    site = build_site()
    number = site.number_of("analyze", "click")
    with served(site.blocks, Access(trusted_proxies=proxies, sessions_per_minute=2)) as url:
        answers = [
            join(
                url,
                event(number, None, "", TEXT, 0.5, 0.5),
                **{"X-Forwarded-For": f"203.0.113.9, 192.0.2.{n}"},
            ).status_code
            for n in range(5)
        ]
    assert answers == [200] * n_let_in + [429] * (5 - n_let_in)


def test_gradio_client_still_works(url):
    client = Client(url, verbose=False)
    assert client.predict(TEXT, 0.5, 0.5, api_name="/predict")["sentiment"]
    client.close()
