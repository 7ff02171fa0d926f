"""Other methods asked about the same words, side by side."""

from dataclasses import replace

import pytest

from explain import ChanceRank
from sentimotion.errors import InvalidRequest
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.labels import HEADS
from sentimotion.web.analyze import stability as module
from sentimotion.web.analyze.stability import (
    Comparison,
    MethodRow,
    compare_methods,
    render_comparison,
    stability_of,
)
from tests.sentimotion.web import Shown, explanation_of

TEXT = "আজ মনটা খুব ভালো"
METHODS = [
    ("decomposition", "biases"),
    ("leave_one_out", "mask"),
    ("gradient_x_input", "mask"),
    ("integrated_gradients", "pad"),
    ("integrated_gradients", "zero"),
    ("expected_gradients", "neutral"),
    ("shapley_sampling", "mask"),
]


def never():
    return False


@pytest.fixture(scope="module")
def shown(bert_model):
    return bert_model.explain_heads(TEXT, labels={"emotion": "fear"}, contrasts={"emotion": "happy"})


@pytest.fixture(scope="module")
def steps(bert_model, shown):
    return list(compare_methods(bert_model, bert_model.encode(TEXT), shown, never))


def asked(comparison, head="emotion"):
    return [(row.explanation.method, row.explanation.baseline) for row in comparison.rows[head][1:]]


def test_each_method_answers_the_same_question(shown, steps):
    shares, comparisons = zip(*steps, strict=True)
    assert list(shares) == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    for head in HEADS:
        first, *others = comparisons[-1].rows[head]
        assert first.explanation is shown[head]
        assert len({row.name for row in others}) == len(others) == len(METHODS)
        for row in others:
            explanation = row.explanation
            assert (explanation.label, explanation.contrast) == (shown[head].label, shown[head].contrast)
            assert explanation.score == pytest.approx(shown[head].score, abs=1e-4)
    # The checkpoint's own baseline is mask: it is compared with the others.
    assert asked(comparisons[-1]) == METHODS
    assert comparisons[-1].left_out == ()


def test_rows_come_one_by_one_and_then_their_ranks(bert_model, shown, steps):
    numbers = [len(comparison.rows["emotion"]) for _, comparison in steps]
    assert numbers[: len(METHODS) + 1] == list(range(1, len(METHODS) + 2))
    *_, ranks = bert_model.chance_ranks(bert_model.encode(TEXT), shown)
    for head in HEADS:
        rows = steps[-1][1].rows[head]
        # The same rank as above the colors.
        of_head = replace(ranks[head], drop=pytest.approx(ranks[head].drop, abs=1e-4))
        assert rows[0].rank == of_head
        assert all(row.rank is not None for row in rows)


def test_a_checkpoint_that_starts_from_padding_is_compared_with_mask(electra_model):
    *_, (_, found) = compare_methods(
        electra_model, electra_model.encode(TEXT), electra_model.explain_heads(TEXT), never
    )
    own = [baseline for method, baseline in asked(found) if method == "integrated_gradients"]
    assert own == ["mask", "zero"]


def test_a_baseline_that_the_tokenizer_lacks_is_left_out(electra_model, monkeypatch):
    shown = electra_model.explain_heads(TEXT)
    monkeypatch.setitem(electra_model.explained_model.fill_ids, "mask", None)
    *_, (_, found) = compare_methods(electra_model, electra_model.encode(TEXT), shown, never)
    assert [row.name for row in found.rows["sentiment"][1:]] == [
        *("method_decomposition", "method_leave_one_out", "method_gradient_x_input"),
        *("method_zero", "method_expected_gradients", "method_shapley_sampling"),
    ]


def test_a_longer_text_goes_without_shapley_values(bert_model):
    text = "আজ " * 13
    *_, (_, found) = compare_methods(
        bert_model, bert_model.encode(text), bert_model.explain_heads(text), never
    )
    assert asked(found) == METHODS[:-1]


def test_it_stops_in_the_middle_of_a_method(bert_model, shown):
    stops = []
    seen = list(
        compare_methods(bert_model, bert_model.encode(TEXT), shown, lambda: len(stops) > 4 or stops.append(1))
    )
    assert 1 < len(seen) < len(METHODS)
    assert seen[-1][1].left_out == ()


def test_what_takes_too_long_is_left_out_and_the_rest_is_ranked(bert_model, shown, monkeypatch):
    monkeypatch.setattr(module, "_MOST_SECONDS", -1.0)
    *_, (share, found) = compare_methods(bert_model, bert_model.encode(TEXT), shown, never)
    assert share == pytest.approx(1.0)
    assert len(found.left_out) == len(METHODS)
    (row,) = found.rows["emotion"]
    assert row.rank is not None
    html = Shown(render_comparison(found, "en"))
    assert "would take too long: decomposition through the layers; each word left out in turn;" in html.text


def test_a_method_that_does_not_apply_is_left_out(bert_model, shown, monkeypatch):
    explain_heads = bert_model.explain_heads

    def refuse(encoded, **options):
        if options.get("method") == "decomposition":
            raise InvalidRequest("the method 'decomposition' does not apply")
        return explain_heads(encoded, **options)

    monkeypatch.setattr(bert_model, "explain_heads", refuse)
    *_, (_, found) = compare_methods(bert_model, bert_model.encode(TEXT), shown, never)
    assert found.left_out == ("method_decomposition",)
    assert asked(found) == METHODS[1:]


def test_a_text_without_words_has_no_ranks(bert_model):
    text = "।"
    *_, (_, found) = compare_methods(
        bert_model, bert_model.encode(text), bert_model.explain_heads(text), never
    )
    assert {row.rank for row in found.rows["sentiment"]} == {None}
    assert "No order to compare." in Shown(render_comparison(found, "en")).text


def row(name, *attributions, rank=None, **values):
    return MethodRow(name, replace(explanation_of(TEXT, attributions), **values), rank)


def test_verdicts():
    first = row("method_pad", 0.0, -3.0, 0.0, 1.0)
    same, other = row("method_zero", 0.0, 2.0, 0.0, 1.0), row("method_mask", 5.0, 2.0, 0.0, 1.0)
    stable = stability_of((first, same, same, other))
    assert (stable.word, stable.count, stable.all, stable.is_stable) == ("মনটা", 3, 4, True)
    assert not stability_of((first, same, other, other)).is_stable
    assert stability_of((MethodRow("method_pad", explanation_of("।")),)) is None


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (
            (3.0, 3.0, 3.0),
            {
                "en": "Stable: “মনটা” is the strongest word in 4 of 4.",
                "bn": "স্থিতিশীল: ৪টির মধ্যে ৪টিতেই “মনটা” সবচেয়ে প্রভাবশালী শব্দ।",
            },
        ),
        (
            (3.0, 0.5, 0.5),
            {
                "en": "Not stable: “মনটা” is the strongest word in only 2 of 4.",
                "bn": "স্থিতিশীল নয়: ৪টির মধ্যে মাত্র ২টিতে “মনটা” সবচেয়ে প্রভাবশালী শব্দ।",
            },
        ),
    ],
)
def test_the_verdict_is_said_as_it_is(others, said):
    rows = (row("method_pad", 1.0, 3.0), *(row("method_zero", 1.0, value) for value in others))
    for language, sentence in said.items():
        comparison = Comparison({"sentiment": rows})
        assert sentence in Shown(render_comparison(comparison, language)).text
        # Not before all methods have been asked.
        assert sentence not in Shown(render_comparison(comparison, language, is_growing=True)).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_of_a_row(language):
    better, weak = ChanceRank((1,), 1.0, 199, 200, 200), ChanceRank((1,), 1.0, 120, 200, 200)
    rows = (
        row("method_pad", 0.0, 3.0, 0.0, 1.0, rank=better),
        row("method_decomposition", 0.0, -3.0, 0.0, 1.0, rank=weak, baseline="biases"),
        row("method_expected_gradients", 0.0, 3.0, 0.0, 1.0, baseline="neutral"),
        row("method_leave_one_out", 1.0, 2.0, 0.0, 1.0, converged=False),
    )
    html = Shown(render_comparison(Comparison({"sentiment": rows}), language))
    name = say("method_pad", language)
    assert say("method_shown", language, method=name) in html.text
    digits = {"en": "199 200 120 −0.50 3.75 1.00", "bn": "১৯৯ ২০০ ১২০ −০.৫০ ৩.৭৫ ১.০০"}[language].split()
    beaten, sets, few, blank, total, score = digits
    assert say("row_rank", language, beaten=beaten, sets=sets) in html.text
    assert say("row_rank_weak", language, beaten=few, sets=sets) in html.text
    parts = {"blank": blank, "score": score}
    words, other = {"en": ("+ 4.00", "+ 0.25"), "bn": ("+ ৪.০০", "+ ০.২৫")}[language]
    parts |= {"words": words, "other": other, "total": total}
    assert say("row_sum", language, start=say("receipt_blank", language), **parts) in html.text
    assert say("row_sum", language, start=say("row_start_neutral", language), **parts) in html.text
    assert say("row_start_biases", language) in html.text
    assert say("row_sum_off", language, start=say("receipt_blank", language), **parts) in html.text
    tau = {"en": "1.00", "bn": "১.০০"}[language]
    assert say("row_order", language, order=say("order_same", language), tau=tau) in html.text
    # One tab stop a row.
    stops = [word["tabindex"] for word in html.with_attribute("data-word")]
    assert stops == ["0", "-1", "-1", "-1"] * 4


def test_a_contrast_is_in_the_title():
    first = replace(explanation_of(TEXT, (1.0,)), contrast="negative")
    html = Shown(render_comparison(Comparison({"sentiment": (MethodRow("method_pad", first),)}), "en"))
    assert "“positive” and not “negative”: methods side by side" in html.text
