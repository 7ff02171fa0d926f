"""``python app.py`` as a process: it starts from anywhere, shows what is broken, and takes little to load."""

import os
import subprocess
import sys

import pytest
from gradio_client import Client
from playwright.sync_api import expect

from sentimotion.i18n.messages import say
from tests.benchmarks.phone import STEPS, visit
from tests.browser.conftest import CHECKPOINT, assert_quiet
from tests.browser.driver.server import Server
from tests.browser.driver.visitor import PHONE, SENTENCE, Visitor
from tests.browser.driver.windows import open_window

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


# As zero/client.py of spaces 0.51 raises it.
SPACES = """
import gradio as gr

def GPU(duration):
    def decorate(function):
        def call(*arguments):
            message = "You have exceeded your ZeroGPU quota (12s requested vs. 0s left)."
            raise gr.Error(message, title="ZeroGPU quota exceeded", print_exception=False)
        return call
    return decorate
"""


def test_on_zero_gpu_spent_minutes_and_the_embedded_model(browser, elsewhere, tmp_path):
    (tmp_path / "spaces.py").write_text(SPACES, encoding="utf-8")
    server = Server(
        elsewhere,
        PYTHONPATH=str(tmp_path),
        SPACES_ZERO_GPU="true",
        SENTIMOTION_MODEL=CHECKPOINT,
        SENTIMOTION_DEVICE="cpu",
    )
    window = open_window(browser, viewport={"width": 1160, "height": 900})
    try:
        visitor = Visitor(window, server.url, "bn")
        visitor.text.fill(SENTENCE)
        visitor.page.locator("#analyze").click()
        error = visitor.page.locator("[data-error=gpu_minutes_spent]").first
        expect(error).to_contain_text(say("error_gpu_minutes_spent", "bn"))
        visitor.page.screenshot(path="tests/browser/shots/gpu-minutes-spent.png")
        error.get_by_role("link", name=say("embedded_instead", "bn")).click()
        # The sentence comes along, and is answered.
        expect(visitor.page.locator("[data-checkpoint=embedded]")).to_be_visible()
        expect(visitor.text).to_have_value(SENTENCE)
        visitor.wait_for_words(SENTENCE)
        assert visitor.page.evaluate("document.documentElement.lang") == "bn"
        # The other language is that of the same model.
        visitor.page.locator("#language a[data-language=en]").click()
        visitor.page.wait_for_url("**/en-embedded*")
        visitor.wait_for_page("en")
        visitor.wait_for_words(SENTENCE)
        visitor.page.screenshot(path="tests/browser/shots/embedded-instead.png")
    finally:
        window.context.close()
        server.stop()
    assert_quiet(server.log)
