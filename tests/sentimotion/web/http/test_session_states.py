"""A new session costs next to nothing, and has its own values."""

import asyncio

import gradio as gr
import httpx
import pytest
from gradio.blocks import BlocksConfig
from gradio_client import Client

from sentimotion.web.http.access import Access
from sentimotion.web.http.session_states import SessionStates
from tests.sentimotion.web.served import served


@pytest.fixture
def blocks():
    async def build():
        with gr.Blocks() as blocks:
            text, state = gr.Textbox(), gr.State([0])
            text.change(lambda value: value, text, state)
        blocks.state_session_capacity = 2
        return blocks

    return asyncio.run(build())


@pytest.fixture
def copied(monkeypatch):
    """The components whose config was made."""
    numbers, config_for_block = [], BlocksConfig.config_for_block

    def noted(number, *arguments):
        numbers.append(number)
        return config_for_block(number, *arguments)

    monkeypatch.setattr(BlocksConfig, "config_for_block", staticmethod(noted))
    return numbers


def test_a_new_session_copies_no_config(blocks, copied):
    states = SessionStates(blocks)
    text, state = blocks.fns[0].inputs[0]._id, blocks.fns[0].outputs[0]._id
    states["a"]._update_value_in_config(text, "গোপন")
    assert copied == []
    assert [*states["a"].components] == []
    # The beginning is each session's own.
    states["a"][state].append(1)
    assert states["a"][state] == [0, 1]
    assert states["b"][state] == [0]
    states["a"][state] = "changed"
    assert (states["a"][state], states["b"][state]) == ("changed", [0])
    assert states["a"][text] is blocks.blocks[text]


def test_the_session_that_was_away_longest_goes(blocks):
    states = SessionStates(blocks)
    for session in ("a", "b", "a", "c"):
        states[session]
    assert [*states.session_data] == ["a", "c"]
    assert blocks.state_holder is states


def test_the_page_answers_a_new_session_without_a_copy(build_site, copied):
    site = build_site()
    with served(site.blocks, Access()) as url:
        httpx.get(f"{url}/bn").raise_for_status()
        copied.clear()
        client = Client(url, verbose=False)
        copied.clear()
        assert client.predict("ভালো", api_name="/predict")["sentiment"] in ("negative", "neutral", "positive")
        client.close()
    # gr.State has no value that is shown.
    assert len(copied) == 0
    assert len(site.blocks.state_holder.session_data) == 1
