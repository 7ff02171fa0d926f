"""The answer with which the page begins."""

import asyncio

import pytest

from sentimotion.i18n.messages import LANGUAGES, head_name, label_name
from sentimotion.labels import HEADS
from sentimotion.web.analyze.examples import read_examples
from sentimotion.web.analyze.first_answer import first_answer
from sentimotion.web.analyze.state import FIRST_TURN, AnalyzeState
from sentimotion.web.page import build_page
from tests.sentimotion.web import Shown


@pytest.fixture(scope="module")
def first(bert_model):
    return first_answer(bert_model)


def test_it_is_one_of_the_examples_with_both_explanations(first, bert_model):
    (text,) = (example["text"] for example in read_examples() if example.get("begins"))
    prediction, explanations = bert_model.predict(text), bert_model.explain_heads(text)
    assert first.turn == FIRST_TURN == "first"
    assert first.analysis.encoded.text == text
    assert first.analysis.prediction == prediction
    assert first.complete_explanations() == explanations
    assert first.unexplained() == {}


def build(model, *first):
    async def build_it():
        return build_page(model, **dict(zip(["first"], first, strict=False)))

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build_it()).get_config_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_on_the_page_as_it_comes(first, bert_model, language):
    config = build(bert_model, first)
    here = {*config["page"][language]["components"]}
    parts = [part for part in config["components"] if part["id"] in here]
    values = {part["props"].get("elem_id"): part["props"].get("value") for part in parts}
    assert values["text"] == first.analysis.encoded.text
    html = [part["props"]["value"] for part in parts if part["props"]["name"] == "html"]
    shown = [Shown(value) for value in html if "data-decision" in value or "data-attribution" in value]
    for head in HEADS:
        decision = first.analysis.prediction.decision(head)
        (card,) = (
            one
            for one in shown
            if one.with_attribute("data-decision") and head_name(head, language) in one.text
        )
        assert card.with_attribute("data-decision")[0]["data-decision"] == decision.label
        assert label_name(decision.label, language) in card.text
        assert values[f"label-{head}"]["value"] == decision.top_label
    words = [one for one in shown if one.with_attribute("data-attribution")]
    assert [len(one.with_attribute("data-word")) for one in words] == [
        len(first.explanations[head].words) for head in HEADS
    ]
    assert any(
        part["props"].get("visible") is True
        for part in parts
        if part["props"].get("elem_id") == "check-stability"
    )


def test_without_it_the_page_waits(bert_model):
    config = build(bert_model)
    assert "data-decision" not in str(config["components"])
    assert AnalyzeState().turn == ""
