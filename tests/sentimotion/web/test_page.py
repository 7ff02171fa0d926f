"""What the page answers when its events overtake each other, without a browser."""

import asyncio
from types import SimpleNamespace

import pytest

from sentimotion.labels import HEADS, LABELS
from sentimotion.web import page as page_module
from sentimotion.web.analysis import analyze
from sentimotion.web.page import Page

OLD, NEW = "আজ সকালে বৃষ্টি ছিল।", "কাল রোদ উঠবে।"
VISITOR = SimpleNamespace(session_hash="one")


@pytest.fixture(scope="module")
def page(bert_model):
    async def build():
        return Page(bert_model)

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build())


def explain_old(page):
    list(page._explain(VISITOR, "en", analyze(page.model, OLD), {}, *[None] * len(HEADS)))


def translate(page):
    page._translate(VISITOR, "bn", None, None, *[0.5] * len(HEADS), *[None] * len(HEADS))


def choose(page):
    page._chooser("emotion")(VISITOR, {}, LABELS["emotion"][-1])


@pytest.mark.parametrize("meanwhile", [explain_old, translate, choose])
def test_a_prediction_survives_what_arrives_meanwhile(page, monkeypatch, meanwhile):
    """The explanation of the text before may begin after the next text was asked for."""

    def analyze_slowly(model, text):
        meanwhile(page)
        return analyze(model, text)

    monkeypatch.setattr(page_module, "analyze", analyze_slowly)
    analysis, error, chosen, *_ = page._predict(VISITOR, NEW)
    assert (analysis.prediction.text, error, chosen) == (NEW, None, {})


def test_the_second_of_two_texts_asked_for_at_once_counts(page, monkeypatch):
    answers = []

    def analyze_slowly(model, text):
        if text == OLD:
            answers.append(page._predict(VISITOR, NEW))
        return analyze(model, text)

    monkeypatch.setattr(page_module, "analyze", analyze_slowly)
    superseded = page._predict(VISITOR, OLD)
    assert answers[0][0].prediction.text == NEW
    assert all(value == page_module.gr.skip() for value in superseded)


@pytest.mark.parametrize("begun", ["before", "meanwhile"])
def test_a_new_prediction_ends_the_explanation_of_the_old_text(page, monkeypatch, begun):
    old = page._explain(VISITOR, "en", analyze(page.model, OLD), {}, *[None] * len(HEADS))
    if begun == "before":
        next(old)

    def analyze_slowly(model, text):
        if begun == "meanwhile":
            next(old)
        return analyze(model, text)

    monkeypatch.setattr(page_module, "analyze", analyze_slowly)
    page._predict(VISITOR, NEW)
    assert list(old) == []
