"""What is measured of a text is what the model says."""

import pytest

from explain.faithfulness.chance import n_strongest
from explain.faithfulness.metrics import SHARES
from sentimotion.faithfulness.measurement import fits_all_subsets, measure_text
from sentimotion.faithfulness.trial import RANDOM
from sentimotion.labels import HEADS, LABELS
from tests.checkpoints import SENTENCES

TEXT = SENTENCES[0]


@pytest.fixture(scope="module")
def trials(bert_model):
    return measure_text(bert_model, TEXT, is_short=True)


def test_every_method_and_baseline_under_every_eraser(bert_model, trials):
    baselines = ("pad", "mask", "zero", "expected")
    methods = [("integrated_gradients", name) for name in baselines]
    methods += [("expected_gradients", "neutral"), ("decomposition", "biases")]
    methods += [("leave_one_out", name) for name in baselines]
    methods += [("gradient_x_input", "mask"), ("shapley_sampling", "mask"), (RANDOM, "")]
    found = [(one.eraser, one.head, one.method, one.baseline) for one in trials]
    assert found == [
        (eraser, head, *method) for eraser in ("mask", "pad", "cut") for head in HEADS for method in methods
    ]
    # The longer ones without what takes many passes.
    assert {one.method for one in measure_text(bert_model, TEXT)} == {
        "integrated_gradients", "expected_gradients", "decomposition", "leave_one_out", "gradient_x_input",
        RANDOM,
    }  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("baseline", ["mask", "pad"])
def test_the_figures_are_those_of_words_taken_out(bert_model, trials, head, baseline):
    (trial,) = (
        one
        for one in trials
        if (one.head, one.method, one.baseline, one.eraser)
        == (head, "integrated_gradients", baseline, baseline)
    )
    shown = bert_model.explain(TEXT, head, baseline=baseline)
    order = sorted(range(len(shown.words)), key=lambda word: -shown.words[word].attribution)

    def probability(removed):
        deletion = bert_model.delete_words(TEXT, removed, baseline=baseline)
        return deletion.probabilities.of(head)[LABELS[head].index(shown.label)]

    whole = probability([])
    cuts = [n_strongest(len(order), share) for share in SHARES]
    assert trial.comprehensiveness == pytest.approx(
        sum(whole - probability(order[:cut]) for cut in cuts) / len(cuts), abs=1e-5
    )
    assert trial.sufficiency == pytest.approx(
        sum(whole - probability(order[cut:]) for cut in cuts) / len(cuts), abs=1e-5
    )
    assert trial.falls == (probability(order[:1]) < whole)


def test_the_normalized_score_is_measured_with_the_default_eraser_only(trials):
    scores = {one.eraser: [] for one in trials}
    for one in trials:
        scores[one.eraser].append(one.normalized_aopc)
    assert all(0 <= score <= 1 for score in scores["mask"])
    assert {*scores["pad"], *scores["cut"]} == {None}


def test_a_text_of_one_word_says_nothing(bert_model):
    assert measure_text(bert_model, "ভালো") == []
    assert measure_text(bert_model, "ভালো!") == []


@pytest.mark.parametrize(("n_words", "fits"), [(1, False), (2, True), (10, True), (11, False)])
def test_which_texts_are_short(bert_model, n_words, fits):
    assert fits_all_subsets(bert_model.encode(" ".join(["ভালো"] * n_words) + "!")) is fits
