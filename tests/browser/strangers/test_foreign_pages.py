"""Pages of other sites: who may show the page in a frame, and what they may read."""

import json
from contextlib import contextmanager

import pytest

from tests.browser.conftest import CHECKPOINT
from tests.browser.driver.server import Server
from tests.browser.driver.windows import open_window

pytestmark = pytest.mark.browser

REFUSED = {"detail": "other sites may not ask for this"}
FOREIGN = "http://school.localhost:8123"
HUB = "https://huggingface.co"
_ASK = """async ([url, body]) => {
  try {
    const answer = await fetch(url, body && {
      method: "POST", body: JSON.stringify(body), headers: {"Content-Type": "application/json"}});
    return [answer.status, await answer.text()];
  } catch (error) {
    return [0, String(error)];
  }
}"""


@pytest.fixture(scope="module", params=["nobody", "school", "space"])
def framed(request, elsewhere):
    """The demo, and the sites that may show it."""
    settings = {
        "nobody": ({}, ()),
        "school": ({"SENTIMOTION_EMBEDDING_HOSTS": "school.localhost:8123"}, (FOREIGN,)),
        "space": ({"SPACE_ID": "owner/name", "SPACE_HOST": "owner-name.hf.space"}, (HUB,)),
    }
    variables, sites = settings[request.param]
    server = Server(elsewhere, SENTIMOTION_MODEL=CHECKPOINT, **variables)
    yield server, sites
    server.stop()


@contextmanager
def foreign_page(browser, site, html):
    """A page of another site, whose server is this function."""
    page = open_window(browser)
    # Else Chromium itself keeps a public site's page from this machine.
    page.context.grant_permissions(["local-network-access"])
    page.route(f"{site}/**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{site}/page")
    try:
        yield page
    finally:
        page.context.close()


@pytest.mark.parametrize("site", [FOREIGN, HUB])
def test_only_a_named_site_shows_the_page_in_a_frame(browser, framed, site):
    server, sites = framed
    frame = f'<!doctype html><iframe src="{server.url}/en" width=900 height=600></iframe>'
    with foreign_page(browser, site, frame) as page:
        inner = page.locator("iframe").content_frame
        if site in sites:
            inner.locator("#tabs").wait_for()
        else:
            page.wait_for_function("() => document.querySelector('iframe').contentDocument === null")
            page.wait_for_load_state("networkidle")
            assert inner.locator("#tabs").count() == 0
            assert [one.url for one in page.frames[1:]] == ["chrome-error://chromewebdata/"]


def test_a_foreign_page_reads_no_event_of_the_page(browser, server):
    with foreign_page(browser, FOREIGN, "<!doctype html>") as page:

        def ask(path, body=None):
            return page.evaluate(_ASK, [server.url + path, body])

        status, config = ask("/config")
        assert status == 200, config
        events = json.loads(config)["dependencies"]
        private = [one for one in events if one["api_visibility"] == "private" and one["backend_fn"]]
        assert len(private) > 20
        for event in private:
            body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": "evil"}
            for path in ("/gradio_api/queue/join", "/gradio_api/run/predict"):
                status, answer = ask(path, body)
                assert (status, json.loads(answer)) == (403, REFUSED), event["api_name"]
        for path in ("/en", "/", "/theme.css"):
            assert ask(path)[0] == 0
        # The endpoints are for all.
        status, asked = ask("/gradio_api/call/predict", {"data": ["ভালো", 0.5, 0.5]})
        assert status == 200
        status, answer = ask(f"/gradio_api/call/predict/{json.loads(asked)['event_id']}")
        assert (status, "event: complete" in answer) == (200, True)
