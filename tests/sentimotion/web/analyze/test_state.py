"""What of a state has to be computed, and what is shown on."""

from dataclasses import replace

import pytest

from sentimotion.labels import HEADS, LABELS
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.session.analysis import Question, analyze, question_of
from tests.sentimotion.web import explanation_of

TEXT = "আজ সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।"


@pytest.fixture(scope="module")
def analysis(bert_model):
    return analyze(bert_model, TEXT)


@pytest.fixture
def state(analysis):
    return AnalyzeState(analysis=analysis)


@pytest.fixture
def top(analysis):
    return {head: question_of(analysis, {}, head) for head in HEADS}


def test_nothing_explained_yet(state, analysis, top):
    assert top["emotion"].label == analysis.prediction.decision("emotion").top_label
    assert state.unexplained() == top
    chosen = {"emotion": Question("fear", "happy")}
    assert replace(state, questions=chosen).unexplained() == top | chosen


def test_nothing_is_missing_where_nothing_was_analyzed():
    assert AnalyzeState().unexplained() == {}


def test_an_explanation_is_shown_only_if_it_answers_the_question_about_this_text(state, top):
    other = {head: next(label for label in LABELS[head] if label != top[head].label) for head in HEADS}
    found = {head: explanation_of(TEXT, head=head, label=top[head].label) for head in HEADS}
    assert state.explained(found).unexplained() == {}
    assert state.explained(found).complete_explanations() == found
    for question in (Question(other["sentiment"]), Question(top["sentiment"].label, other["sentiment"])):
        asked = state.asked("sentiment", question)
        assert asked.explained(found).unexplained() == {"sentiment": question}
        assert asked.explained(found).complete_explanations() is None
    of_other_text = explanation_of("অন্য লেখা", label=top["sentiment"].label)
    assert list(state.explained({"sentiment": of_other_text}).explanations) == []
    # Explained for the label of the text before: not what the menu said then counts.
    of_old_label = explanation_of(TEXT, head="emotion", label=other["emotion"])
    assert list(state.explained({"emotion": of_old_label}).explanations) == []


def test_another_question_drops_the_explanation_of_its_head_alone(state, top):
    found = {head: explanation_of(TEXT, head=head, label=top[head].label) for head in HEADS}
    asked = state.explained(found).asked("emotion", Question("fear"))
    assert list(asked.explanations) == ["sentiment"]
    assert asked.question("emotion") == Question("fear")
    assert asked.question("sentiment") == top["sentiment"]


def test_explanations_are_in_the_order_of_the_heads(state, top):
    for head in reversed(HEADS):
        state = state.explained({head: explanation_of(TEXT, head=head, label=top[head].label)})
    assert list(state.explanations) == list(HEADS)
