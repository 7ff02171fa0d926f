"""ZeroGPU by a stand-in of the package ``spaces``: what is lent a GPU travels to another process and back."""

import pickle
import sys
from types import ModuleType

import gradio as gr
import pytest

from explain import Canceled
from sentimotion.errors import GpuMinutesSpent
from sentimotion.explanations.results import Request
from sentimotion.web.zero_gpu import ZeroGPUModel

TEXT = "আজ মনটা ভালো"


@pytest.fixture
def calls(monkeypatch):
    """The calls that were lent a GPU; arguments and results are pickled, as between processes."""
    seen = []

    def lend(duration):
        def decorate(function):
            def run(*arguments):
                arguments = pickle.loads(pickle.dumps(arguments))
                seen.append((arguments[0], duration(*arguments)))
                return pickle.loads(pickle.dumps(function(*arguments)))

            return run

        return decorate

    spaces = ModuleType("spaces")
    spaces.GPU = lend
    monkeypatch.setitem(sys.modules, "spaces", spaces)
    return seen


def test_every_call_that_runs_the_network_is_lent_a_gpu(bert_model, calls):
    lent = ZeroGPUModel(bert_model)
    assert lent.predict(TEXT) == bert_model.predict(TEXT)
    assert lent.predict_batch([TEXT]) == bert_model.predict_batch([TEXT])
    explanation = bert_model.explain(TEXT, n_steps=4)
    assert lent.explain(TEXT, n_steps=4) == explanation
    assert lent.delete_words(TEXT, [0], {"sentiment": explanation}) == bert_model.delete_words(
        TEXT, [0], {"sentiment": explanation}
    )
    assert lent.walk(TEXT).scores == bert_model.walk(TEXT).scores
    assert [name for name, _ in calls] == [
        "_predict",
        "_predict",
        "_explain",
        "_delete_words",
        "_walk",
    ]
    assert {seconds for _, seconds in calls} == {10}


def test_the_limit_of_a_call_grows_with_the_text(bert_model, calls):
    lent = ZeroGPUModel(bert_model)
    for n_words in (1, 200):
        lent.predict("আজ " * n_words)
    lent.predict_batch([TEXT] * 100)
    # 128 tokens are the most that is read of a text.
    assert [seconds for _, seconds in calls] == [10, 26, 30]


# Titles in zero/client.py of spaces 0.51.
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ZeroGPU quota exceeded", GpuMinutesSpent),
        ("ZeroGPU pending credits exceeded", GpuMinutesSpent),
        ("ZeroGPU queue timeout", gr.Error),
    ],
)
def test_spent_minutes_are_an_error_of_their_own(bert_model, monkeypatch, title, expected):
    def refuse(*_):
        raise gr.Error("You have exceeded your ZeroGPU quota (11s requested vs. 2s left).", title=title)

    spaces = ModuleType("spaces")
    spaces.GPU = lambda **_: lambda _: refuse
    monkeypatch.setitem(sys.modules, "spaces", spaces)
    lent = ZeroGPUModel(bert_model)
    for call in (lent.predict, lent.explain):
        with pytest.raises(expected) as raised:
            call(TEXT)
        assert (raised.type is GpuMinutesSpent) == ("exceeded" in title)


def test_a_comparison_with_chance_is_one_call(bert_model, calls):
    lent, encoded = ZeroGPUModel(bert_model), bert_model.encode(TEXT)
    shown = bert_model.explain_heads(encoded, n_steps=4)
    (ranks,) = lent.chance_ranks(encoded, shown)
    (curve,) = lent.deletion_curves(encoded, shown["emotion"], "cut")
    assert ranks == [*bert_model.chance_ranks(encoded, shown)][-1]
    assert curve == [*bert_model.deletion_curves(encoded, shown["emotion"], "cut")][-1]
    assert [name for name, _ in calls] == ["chance_ranks", "deletion_curves"]
    # Whose minutes it would take, asks for it.
    assert lent.is_on_loan


def test_words_together_and_what_would_change_are_one_call_each(bert_model, calls):
    lent, encoded = ZeroGPUModel(bert_model), bert_model.encode(TEXT)
    requests = {"emotion": Request("emotion", "fear")}
    (pairs,) = lent.pair_interactions(encoded, requests)
    assert pairs == [*bert_model.pair_interactions(encoded, requests)][-1]
    assert lent.counterfactual(TEXT, "emotion") == bert_model.counterfactual(TEXT, "emotion")
    assert [name for name, _ in calls] == ["pair_interactions", "counterfactuals"]


def test_progress_is_told_at_both_ends(bert_model, calls):
    told = []
    ZeroGPUModel(bert_model).explain(TEXT, n_steps=4, on_progress=lambda *done: told.append(done))
    assert told == [(0, 1), (1, 1)]
    assert len(calls) == 1


def test_who_canceled_before_costs_no_gpu(bert_model, calls):
    def canceled(_done, _total):
        raise Canceled("no longer waited for")

    with pytest.raises(Canceled):
        ZeroGPUModel(bert_model).explain(TEXT, on_progress=canceled)
    assert calls == []
