"""What an event that fails says: a sentence in the page's language, and nothing of what was sent."""

import asyncio

import gradio as gr
import pytest

from sentimotion.web.page_blocks import PageBlocks

SECRET = "গোপনকথা"
ON_A_PAGE = {
    "en": "The server could not respond. What you typed is still here; try again, or reload the page.",
    "bn": "সার্ভার সাড়া দিতে পারেনি। আপনার লেখা এখানেই আছে; আবার চেষ্টা করুন, বা পাতাটি নতুন করে খুলুন।",
}


def fail(value):
    raise ValueError(value)


def same(value):
    return value


def ask(page, function, value):
    """The answer of an event on a page, "" for the root."""

    def add():
        menu = gr.Dropdown([SECRET])
        menu.change(function, menu, menu)

    async def answer():
        with PageBlocks(analytics_enabled=False) as blocks:
            if page == "":
                add()
        if page:
            with blocks.route(page, page):
                add()
        (number,) = blocks.fns
        return await blocks.process_api(blocks.fns[number], [value])

    return asyncio.run(answer())


@pytest.mark.parametrize("page", ["en", "bn", "en-embedded", "bn-embedded"])
@pytest.mark.parametrize(("function", "value"), [(fail, SECRET), (same, "no such choice")])
def test_a_page_says_it_in_its_language(page, function, value, capsys, caplog):
    with pytest.raises(gr.Error) as failed:
        ask(page, function, value)
    assert failed.value.message == ON_A_PAGE[page[:2]]
    assert not failed.value.print_exception
    assert SECRET not in "".join(capsys.readouterr()) + caplog.text


@pytest.mark.parametrize(
    ("function", "value", "said"),
    [
        (fail, SECRET, "the server could not answer; try again"),
        (same, "no such choice", "this event does not take such values"),
    ],
)
def test_an_endpoint_says_it_in_english(function, value, said):
    with pytest.raises(gr.Error) as failed:
        ask("", function, value)
    assert failed.value.message == said
