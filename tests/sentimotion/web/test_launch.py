"""The page as it is served: its limits, its headers, and what is closed to strangers."""

import asyncio
import json
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock, current_thread
from time import sleep

import httpx
import pytest
from gradio_client import Client

from sentimotion.i18n.messages import LANGUAGES
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template
from sentimotion.web.frontend import redirect_script
from sentimotion.web.http.access import Access
from sentimotion.web.launch import launch
from sentimotion.web.page import build_page
from tests.sentimotion.web import Shown
from tests.sentimotion.web.served import served

TEXT = "আজ মনটা খুব ভালো"


class Watched(SentimotionModel):
    """Notes how many calls run at once, each of which takes a while."""

    def __init__(self, model):
        super().__init__(model.checkpoint)
        self._lock, self._now, self.most, self.threads = Lock(), {}, {}, {}

    def _watch(self, name, answer):
        self.threads[name] = current_thread().name
        with self._lock:
            self._now[name] = self._now.get(name, 0) + 1
            self.most[name] = max(self.most.get(name, 0), self._now[name])
        sleep(0.3)
        with self._lock:
            self._now[name] -= 1
        return answer()

    def predict(self, *arguments, **options):
        return self._watch("predict", lambda: super(Watched, self).predict(*arguments, **options))

    def explain(self, *arguments, **options):
        return self._watch("explain", lambda: super(Watched, self).explain(*arguments, **options))


@pytest.fixture(scope="module")
def model(bert_model):
    return Watched(bert_model)


@pytest.fixture(scope="module")
def blocks(model):
    async def build():
        return build_page(model)

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


@pytest.fixture(scope="module")
def url(blocks):
    # Of four at once, the fourth may come before the first runs.
    with served(blocks, Access(waiting_per_session=4)) as url:
        yield url


@pytest.fixture(scope="module")
def client(url):
    client = Client(url, verbose=False)
    yield client
    client.close()


class Recorder:
    """Takes what a gr.Blocks is asked for."""

    def queue(self, **options):
        self.queued = options
        return self

    def launch(self, **options):
        self.launched = options


def test_what_gradio_is_asked_for(monkeypatch):
    monkeypatch.setattr("sentimotion.web.launch.use_fair_queue", lambda *_: None)
    recorder = Recorder()
    launch(recorder, server_port=1)
    assert recorder.queued["default_concurrency_limit"] == 8
    assert recorder.queued["api_open"] is False
    assert recorder.launched["state_session_capacity"] == 600
    assert recorder.launched["enable_monitoring"] is False
    assert recorder.launched["server_port"] == 1


def test_two_predictions_and_one_explanation_at_a_time(blocks):
    """Each event of the page and each endpoint by itself: where two differ, Gradio takes the lower limit."""
    limits = {}
    for function in blocks.fns.values():
        limits.setdefault(function.concurrency_id, set()).add(function.concurrency_limit)
    shared = {name: limits[name] for name in ("predict", "explain", "score")}
    assert shared == {"predict": {2}, "explain": {1}, "score": {1}}


@pytest.mark.parametrize(("endpoint", "most"), [("predict", 2), ("explain", 1)])
def test_endpoints_wait_for_each_other(client, model, endpoint, most):
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: client.predict(TEXT, api_name=f"/{endpoint}"), range(4)))
    assert len(answers) == 4
    assert model.most[endpoint] == most


def test_the_root_leads_to_the_pages(url):
    """By the script, or by the links."""
    answer = httpx.get(url + "/?a=1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f"<script>{redirect_script()}</script>" in answer.text
    # Shown expects end tags, which these elements do not have.
    shown = Shown(re.sub("<!doctype html>|<meta [^>]*>|<script>.*</script>", "", answer.text, flags=re.S))
    links = [(link["href"], link["lang"]) for link in shown.with_attribute("href")]
    assert links == [(language, language) for language in LANGUAGES]
    assert all(name in shown.text for name in LANGUAGES.values())
    assert httpx.head(url).status_code == 200


def test_the_root_takes_nothing_from_elsewhere(url):
    text = httpx.get(url).text
    assert re.findall(r"https?:|//[a-z0-9.-]+\.[a-z]|\bsrc=|<link|@import|url\(", text.replace(url, "")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_served_at_the_name_of_its_language(url, language):
    answer = httpx.get(f"{url}/{language}")
    assert answer.status_code == 200
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", answer.text, re.S)
    config = json.loads(found[1])
    assert config["current_page"] == language
    values = [part["props"].get("value") for part in config["components"]]
    (other,) = {*LANGUAGES} - {language}
    headers = [str(render_template("web/header.html", language=each)) for each in (language, other)]
    assert [header in values for header in headers] == [True, False]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_sent_compressed_to_who_can_read_it(url, language):
    with httpx.stream("GET", f"{url}/{language}", headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    plain = httpx.get(f"{url}/{language}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert len(sent) < 120_000 < 400_000 < len(plain.content)


def test_a_stream_of_events_is_not_held_back_to_compress_it(url):
    headers = {"Accept-Encoding": "gzip"}
    asked = httpx.post(f"{url}/gradio_api/call/predict", json={"data": [TEXT, 0.5, 0.5]}).json()
    with httpx.stream("GET", f"{url}/gradio_api/call/predict/{asked['event_id']}", headers=headers) as answer:
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/de", "/bn/en"])
def test_there_are_no_other_pages(url, path):
    assert httpx.get(url + path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/bn", "/en", "/config", "/gradio_api/info", "/gradio_api/upload", "/nothing-here", "/theme.css"],
)
def test_every_response_has_the_headers(url, path):
    headers = httpx.get(url + path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/upload/", "/upload"])
def test_nothing_is_taken_in_by_upload(url, path):
    folder = Path(tempfile.gettempdir(), "gradio")
    before = set(folder.rglob("*"))
    answer = httpx.post(url + path, files={"files": ("a.bin", b"x" * 100_000)})
    assert answer.status_code == 404
    assert set(folder.rglob("*")) == before


@pytest.mark.parametrize("path", ["run/explain", "api/explain", "run/predict", "api/predict"])
def test_nobody_passes_the_queue(url, path):
    answer = httpx.post(f"{url}/gradio_api/{path}", json={"data": [TEXT, "sentiment", None]}, timeout=60)
    assert answer.status_code == 404
    assert "sentiment" not in answer.text


def test_an_event_of_the_page_cannot_be_asked_for_past_the_queue(url, blocks):
    (index,) = (index for index, function in blocks.fns.items() if function.api_name == "explain")
    body = {"data": [TEXT, "sentiment", None], "fn_index": index, "session_hash": "x"}
    assert httpx.post(f"{url}/gradio_api/run/predict", json=body, timeout=60).status_code == 404


def test_monitoring_is_closed(url):
    for path in ("monitoring", "monitoring/summary", "monitoring/key"):
        assert httpx.get(f"{url}/{path}").status_code == 404, path


def test_gradio_client_gets_its_answers(client, bert_model, model):
    answer = client.predict(TEXT, 0.5, 0.5, api_name="/predict")
    assert answer["sentiment"] == bert_model.predict(TEXT, 0.5, 0.5).sentiment.label
    answer = client.predict(TEXT, "emotion", None, api_name="/explain")
    assert [word["text"] for word in answer["words"]] == ["আজ", "মনটা", "খুব", "ভালো"]
    # Only the explanation where long work has a lower priority.
    assert [model.threads[name].startswith("explain_") for name in ("predict", "explain")] == [False, True]


# Gradio's own, about pandas: as errors, which pytest makes of them, they are printed with the answer before.
@pytest.mark.filterwarnings("ignore")
def test_nothing_of_a_text_is_printed(client, capfd):
    """Of a text that is answered, nor of one that is refused."""
    capfd.readouterr()
    secret = "গোপন কথা"
    for endpoint in ("/predict", "/explain"):
        client.predict(secret, api_name=endpoint)
        for arguments in ((secret * 1000,), (secret, secret), (secret, "emotion", secret), (" ",), (None,)):
            with pytest.raises(Exception, match=r".+"):
                client.predict(*arguments, api_name=endpoint)
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""


@pytest.mark.parametrize(
    ("endpoint", "data"), [("predict", [TEXT, 0.5, 0.5]), ("explain", [TEXT, "emotion", None])]
)
def test_plain_http_gets_its_answers(url, endpoint, data):
    asked = httpx.post(f"{url}/gradio_api/call/{endpoint}", json={"data": data})
    answer = httpx.get(f"{url}/gradio_api/call/{endpoint}/{asked.json()['event_id']}", timeout=60).text
    event, _, rest = answer.partition("\n")
    assert event == "event: complete"
    (result,) = json.loads(rest.strip().removeprefix("data: "))
    assert "emotion" in (result.get("head"), *result)
