"""``python app.py`` with a checkpoint that cannot be opened: one clear line, and a page that says it."""

import json
import shutil
from html import escape
from urllib.request import urlopen

import pytest
from safetensors.torch import load_file, save_file

from sentimotion.web.strings import say
from tests.browser.server import PATIENCE, Server
from tests.browser.visitor import PHONE


def wrong_folder(folder, _):
    return folder / "nothing-here"


def truncated(folder, checkpoint):
    shutil.copytree(checkpoint, folder / "truncated")
    weights = folder / "truncated" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    return folder / "truncated"


def pickle_only(folder, checkpoint):
    shutil.copytree(checkpoint, folder / "pickle")
    (folder / "pickle" / "model.safetensors").rename(folder / "pickle" / "pytorch_model.bin")
    return folder / "pickle"


def no_numbers(folder, checkpoint):
    shutil.copytree(checkpoint, folder / "nan")
    weights = folder / "nan" / "model.safetensors"
    state = load_file(weights)
    state["sentiment_head.weight"][:] = float("nan")
    save_file(state, weights)
    return folder / "nan"


CASES = [
    (no_numbers, "not finite"),
    (wrong_folder, "no such folder"),
    (truncated, "model.safetensors"),
    (pickle_only, "pytorch_model.bin: pickled weights are refused"),
]


@pytest.mark.parametrize(("make", "said"), CASES)
def test_one_line_and_a_page_that_says_it(tmp_path, bert_folder, make, said):
    server = Server(tmp_path, SENTIMOTION_MODEL=str(make(tmp_path, bert_folder)))
    try:
        with urlopen(f"{server.url}/config", timeout=PATIENCE) as answer:
            config = json.load(answer)
    finally:
        server.stop()
    (line,) = [line for line in server.log.splitlines() if "rror" in line]
    assert line.startswith("error: ")
    assert said in line
    assert "Traceback" not in server.log
    # Nothing of a model: no box to type in, no endpoint to ask.
    assert [part["type"] for part in config["components"]] == ["html"]
    assert config["dependencies"] == []
    (page,) = (part["props"]["value"] for part in config["components"])
    assert escape(line.removeprefix("error: ")) in page
    assert say("broken", "bn") in page
    assert escape(say("broken", "en")) in page


@pytest.mark.browser
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
