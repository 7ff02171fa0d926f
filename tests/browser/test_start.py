"""``python app.py`` as a process: it starts from anywhere, shows what is broken, and takes little to load."""

import os
import subprocess
import sys

import pytest
from gradio_client import Client

from tests.benchmarks.phone import STEPS, visit
from tests.browser.driver.server import Server
from tests.browser.driver.visitor import PHONE, SENTENCE

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_what_is_broken_is_seen(tmp_path, browser):
    server = Server(tmp_path, SENTIMOTION_MODEL="no-such/<b>folder</b>/here")
    context = browser.new_context(**PHONE)
    try:
        page = context.new_page()
        page.goto(server.url)
        page.locator("[data-error]").wait_for()
        assert "<b>folder</b>" in page.locator(".what-is-broken").inner_text()
        width = page.evaluate("() => [document.documentElement.scrollWidth, window.innerWidth]")
        assert width == [390, 390]
        page.screenshot(path=tmp_path / "broken.png")
    finally:
        context.close()
        server.stop()
    (line,) = [line for line in server.log.splitlines() if "rror" in line]
    assert line.startswith("error: no-such/<b>folder</b>/here")
    assert "Traceback" not in server.log


@pytest.mark.slow
def test_the_requirements_of_the_demo_are_all_it_needs(tmp_path):
    """The README's first command in an environment of its own, with the embedded checkpoint."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    requirements = os.path.join(os.path.dirname(__file__), "..", "..", "requirements.txt")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
    server = Server(tmp_path, python)
    try:
        client = Client(server.url, verbose=False)
        answer = client.predict(SENTENCE, api_name="/predict")
        client.close()
    finally:
        server.stop()
    assert answer["checkpoint"] == "embedded"
    assert "Traceback" not in server.log


def test_the_first_view_takes_little(browser, server):
    """On a phone; ``python -m tests.benchmarks.phone`` has the seconds, beside those of an empty page."""
    (first_view, *_) = visit(browser, f"{server.url}/bn", STEPS["/bn"][:1])
    assert first_view.kilobytes < 450
    assert first_view.n_requests < 85
