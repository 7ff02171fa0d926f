"""Other methods asked about the same words."""

from dataclasses import replace
from threading import Event

import pytest

from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.labels import HEADS
from sentimotion.web.analyze.stability import check, render_stability, stability_of, top_words
from tests.sentimotion.web import Shown, explanation_of

TEXT = "আজ মনটা খুব ভালো"


@pytest.fixture(scope="module")
def shown(bert_model):
    return bert_model.explain_heads(TEXT, labels={"emotion": "fear"}, contrasts={"emotion": "happy"})


def asked(checks):
    return [(e.method, e.baseline) for _, e in checks["emotion"]]


def test_each_method_answers_the_same_question(bert_model, shown):
    *shares, checks = check(bert_model, bert_model.encode(TEXT), shown, Event())
    assert shares == sorted(shares)
    for head in HEADS:
        names = [name for name, _ in checks[head]]
        assert len(names) == len(set(names)) == 4
        for _, explanation in checks[head]:
            assert (explanation.label, explanation.contrast) == (shown[head].label, shown[head].contrast)
    # The checkpoint's own baseline is mask: it is compared with the others.
    assert {explanation.baseline for explanation in shown.values()} == {"mask"}
    assert asked(checks) == [
        ("integrated_gradients", "pad"),
        ("integrated_gradients", "zero"),
        ("leave_one_out", "mask"),
        ("gradient_x_input", "mask"),
    ]


def test_a_checkpoint_that_starts_from_padding_is_compared_with_mask(electra_model):
    *_, checks = check(electra_model, electra_model.encode(TEXT), electra_model.explain_heads(TEXT), Event())
    assert asked(checks) == [
        ("integrated_gradients", "mask"),
        ("integrated_gradients", "zero"),
        ("leave_one_out", "pad"),
        ("gradient_x_input", "pad"),
    ]


def test_a_baseline_that_the_tokenizer_lacks_is_left_out(electra_model, monkeypatch):
    shown = electra_model.explain_heads(TEXT)
    monkeypatch.setitem(electra_model.explained_model.fill_ids, "mask", None)
    *_, checks = check(electra_model, electra_model.encode(TEXT), shown, Event())
    assert [name for name, _ in checks["sentiment"]] == [
        "method_zero",
        "method_leave_one_out",
        "method_gradient_x_input",
    ]


def test_canceled(bert_model, shown):
    canceled = Event()
    events = check(bert_model, bert_model.encode(TEXT), shown, canceled)
    next(events)
    canceled.set()
    assert list(events) == []


def of(*attributions):
    return explanation_of(TEXT, attributions)


def test_the_strongest_words_whatever_their_sign():
    assert top_words(of(0.1, -3.0, 0.2, 1.0)) == [1, 3, 2]
    assert top_words(explanation_of("।")) == []


def test_verdicts():
    same, other = ("method_zero", of(0.0, 2.0, 0.0, 1.0)), ("method_mask", of(5.0, 2.0, 0.0, 1.0))
    stable = stability_of(of(0.0, 3.0, 0.0, 1.0), (same, same, other))
    assert (stable.word, stable.count, stable.all, stable.is_stable) == ("মনটা", 3, 4, True)
    assert not stability_of(of(0.0, 3.0, 0.0, 1.0), (same, other, other)).is_stable
    assert stability_of(explanation_of("।"), (same,)) is None


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
    checks = {"sentiment": tuple(("method_zero", of(1.0, value)) for value in others)}
    for language, sentence in said.items():
        assert sentence in Shown(render_stability({"sentiment": of(1.0, 3.0)}, checks, language)).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("baseline", ["pad", "mask"])
def test_what_is_shown(language, baseline):
    explanation = replace(of(0.0, 3.0, 0.0, 1.0), label="negative", baseline=baseline)
    checks = {
        "sentiment": (("method_zero", of(0.0, -3.0, 0.0, 1.0)), ("method_mask", of(1.0, 0.9, 0.8, 0.1)))
    }
    html = Shown(render_stability({"sentiment": explanation}, checks, language))
    assert (
        say(
            "unstable",
            language,
            word="“মনটা”",
            count="২" if language == "bn" else "2",
            all="৩" if language == "bn" else "3",
        )
        in html.text
    )
    assert "মনটা, ভালো, আজ" in html.text
    name = say(f"method_{baseline}", language)
    assert say("method_shown", language, method=name) in html.text
