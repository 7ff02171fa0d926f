"""On ZeroGPU, by a stand-in of the package ``spaces``: a visitor with no minutes asks the embedded model."""

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import say
from tests.browser.conftest import CHECKPOINT, assert_quiet
from tests.browser.driver.server import Server
from tests.browser.driver.visitor import SENTENCE, Visitor
from tests.browser.driver.windows import open_window

pytestmark = pytest.mark.browser

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


def test_spent_minutes_and_the_embedded_model(browser, elsewhere, tmp_path):
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
        visitor.wait_for_words(SENTENCE)
        visitor.page.screenshot(path="tests/browser/shots/embedded-instead.png")
    finally:
        window.context.close()
        server.stop()
    assert_quiet(server.log)
