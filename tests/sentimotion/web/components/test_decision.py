"""What is said about results, in both languages."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sentimotion.checkpoints.layout import LayoutDecision
from sentimotion.errors import BlankText, CheckpointError, ExplanationError, InvalidText, TextTooLong
from sentimotion.i18n.messages import LANGUAGES, STRINGS, head_name, label_name, percent
from sentimotion.inference.decisions import decide
from sentimotion.labels import HEADS, LABELS
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText, Token
from sentimotion.text.words import Span
from sentimotion.web.components.decision import (
    render_checkpoint,
    render_decision,
    render_error,
    render_notices,
    render_waiting,
)
from sentimotion.web.components.explanation import render_explanation, render_unexplained
from tests.sentimotion.web import Shown, explanation_of

SENTIMENT = (0.8, 0.15, 0.05)


def decision_shown(probabilities, threshold, language="en", head="sentiment"):
    decision = decide(head, probabilities, threshold)
    return decision, Shown(render_decision(head, decision, probabilities, language))


def detail(shown):
    (text,) = shown.texts_of("detail")
    return text


@pytest.mark.parametrize(
    ("language", "verdict", "said"),
    [
        ("en", "negative 80%", "Reaches the threshold of 55%."),
        ("bn", "নেতিবাচক ৮০%", "৫৫% সীমা ছুঁয়েছে বা পার হয়েছে।"),
    ],
)
def test_a_label_that_reached_its_threshold(language, verdict, said):
    _, shown = decision_shown(SENTIMENT, 0.55, language)
    assert shown.texts_of("verdict") == [verdict]
    assert detail(shown) == said
    assert shown.with_attribute("data-decision")[0]["data-fell-back"] == "false"


@pytest.mark.parametrize(
    ("language", "verdict", "said"),
    [
        ("en", "neutral", "Neutral only because nothing reached 90%. Closest: negative, 80%."),
        (
            "bn",
            "নিরপেক্ষ",
            "কোনোটিই ৯০% সীমায় পৌঁছায়নি, তাই নিরপেক্ষ ধরা হয়েছে। সবচেয়ে কাছে: নেতিবাচক, ৮০%।",
        ),
    ],
)
def test_neutral_for_want_of_better_says_so(language, verdict, said):
    _, shown = decision_shown(SENTIMENT, 0.9, language)
    assert shown.texts_of("verdict") == [verdict], "the probability of neutral would read as an answer's"
    assert detail(shown) == said
    (attributes,) = shown.with_attribute("data-decision")
    assert (attributes["data-decision"], attributes["data-fell-back"]) == ("neutral", "true")


def test_neutral_on_its_own_merit_is_like_any_label():
    _, shown = decision_shown((0.1, 0.8, 0.1), 0.55)
    assert shown.texts_of("verdict") == ["neutral 80%"]
    assert detail(shown) == "Reaches the threshold of 55%."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_the_decision_stands_in_the_attribute_in_english(head, language):
    probabilities = [0.0] * len(LABELS[head])
    probabilities[-1] = 1.0
    _, shown = decision_shown(probabilities, 0.5, language, head)
    assert shown.with_attribute("data-decision")[0]["data-decision"] == LABELS[head][-1]
    assert label_name(LABELS[head][-1], language) in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_stands_in_words_for_who_cannot_see_it(language):
    _, shown = decision_shown(SENTIMENT, 0.55, language)
    (values,) = shown.texts_of("visually-hidden")
    assert all(
        f"{label_name(label, language)} {percent(share, language)}" in values
        for label, share in zip(LABELS["sentiment"], SENTIMENT, strict=True)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.floats(0.34, 1), st.floats(0, 0.02))
def test_just_below_the_threshold_never_looks_like_the_threshold(language, threshold, gap):
    top = threshold - gap
    assume(top < threshold)
    decision, shown = decision_shown((top, (1 - top) / 2, (1 - top) / 2), threshold, language)
    assume(decision.fell_back and decision.top_label != "neutral")
    closest = shown.texts_of("detail")[0].split(label_name(decision.top_label, language) + ", ")[1]
    assert closest.rstrip(".।") != percent(threshold, language)


def test_neutral_on_top_below_its_threshold_is_not_for_want_of_better():
    decision, shown = decision_shown((0.3, 0.45, 0.25), 0.55)
    assert (decision.label, decision.top_label, decision.fell_back) == ("neutral", "neutral", True)
    assert detail(shown) == "Most probable, though below the threshold of 55%."
    assert "45%" in shown.texts_of("verdict")[0]
    assert "< 55%" in decision_shown((0.25, 0.5499, 0.2001), 0.55)[1].texts_of("verdict")[0]


def test_just_below_the_threshold():
    assert detail(decision_shown((0.5999, 0.2, 0.2001), 0.6)[1]).endswith("Closest: negative, < 60%.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_certainty_at_threshold_one(language):
    assert decision_shown((1.0, 0.0, 0.0), 1.0, language)[0].label == "negative"
    decision, shown = decision_shown((0.99999, 0.00001, 0.0), 1.0, language)
    assert decision.fell_back
    assert percent(1.0, language) not in shown.texts_of("detail")[0].split(",")[-1]


def encoded(text, truncated_at=None, n_tokens=128):
    return EncodedText(text, tuple(Token(9, "x", Span(0, 1)) for _ in range(n_tokens)), truncated_at)


def notices(text, language="en", **options):
    return Shown(render_notices(encoded(text, **options), language)).texts_of("notice")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_say_about_a_plain_bangla_text(language):
    assert render_notices(encoded("আজ ভালো।"), language) == ""


@pytest.mark.parametrize(("language", "tokens"), [("en", "128"), ("bn", "১২৮")])
def test_a_text_that_was_cut_off_names_the_first_unread_word(language, tokens):
    (notice,) = notices("এক দুই তিন চার", language, truncated_at=7)
    assert "তিন" in notice
    assert "চার" not in notice
    assert tokens in notice


def test_a_cut_in_the_last_word_or_in_punctuation():
    assert "the end of the text" in notices("এক দুইটি।", truncated_at=5)[0]
    assert "the end of the text" in notices("এক দুইটি !!!", truncated_at=9)[0]


def test_an_unread_word_is_escaped():
    text = "এক <script>alert(1)</script>"
    shown = Shown(render_notices(encoded(text, truncated_at=2), "en"))
    assert {tag for tag, _ in shown.elements} == {"p"}


@pytest.mark.parametrize("text", ["bhai ajke match", "123"])
def test_what_a_text_looks_like_is_said_elsewhere(text):
    assert notices(text) == []
    assert len(notices(text, truncated_at=1)) == 1


ERRORS = [
    (BlankText("x"), "blank_text"),
    (InvalidText("x"), "invalid_text"),
    (TextTooLong("x", length=5001, limit=5000), "text_too_long"),
    (ExplanationError("x"), "explanation"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("error", "code"), ERRORS, ids=[code for _, code in ERRORS])
def test_errors(error, code, language):
    shown = Shown(render_error(error, language))
    (attributes,) = shown.with_attribute("data-error")
    assert (attributes["data-error"], attributes["role"], attributes["lang"]) == (code, "alert", language)
    assert shown.text == STRINGS[f"error_{code}"][language].format(
        length="5,001" if language == "en" else "৫,০০১", limit="5,000" if language == "en" else "৫,০০০"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_without_a_text_of_its_own_tells_nothing_of_the_inside(language):
    shown = Shown(render_error(CheckpointError("/srv/secret is broken"), language))
    assert shown.text == STRINGS["error_other"][language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embedded_checkpoint_is_not_taken_for_the_published_one(bert_model, language):
    shown = Shown(render_checkpoint(replace(bert_model.info, source="embedded"), language))
    assert [tag for tag, _ in shown.elements] == ["div", "p"]
    assert ("not the published Sentimotion" if language == "en" else "প্রকাশিত Sentimotion নয়") in shown.text
    assert ("see About." if language == "en" else "“পরিচিতি” পাতা দেখুন") in shown.text
    assert shown.with_attribute("data-checkpoint")[0]["data-checkpoint"] == "embedded"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "source", ["arafatfahim/sentimotion", '/tmp/"><script>alert(1)</script>', "{command} {0} & <b>", "'"]
)
def test_another_checkpoint_is_named(bert_model, source, language):
    info = replace(bert_model.info, source=source, n_parameters=335_000_000)
    shown = Shown(render_checkpoint(info, language))
    assert source in shown.text
    assert [tag for tag, _ in shown.elements][:2] == ["div", "p"]
    assert not [tag for tag, _ in shown.elements if tag in ("script", "b")]
    assert shown.with_attribute("data-checkpoint")[0]["data-checkpoint"] == source


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("source", "marked"), [("আমার মডেল", 1), ("models/মডেল-২", 1), ("owner/name", 0), ("C:\\m", 0), ("é", 0)]
)
def test_a_bangla_name_of_a_checkpoint_is_read_out_as_bangla(bert_model, source, marked, language):
    info = replace(bert_model.info, source=source, decisions=())
    drawn = render_checkpoint(info, language)
    assert drawn.count(f'<span lang="bn">{source}</span>') == marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_foreign_file_did_not_say_is_told(bert_model, language):
    decisions = (
        LayoutDecision("emotion_head.activation", "gelu", "setting"),
        LayoutDecision("sentiment_head", "<b>head.0</b>", "card"),
        LayoutDecision("encoder", "bert.", "names"),
    )
    info = replace(bert_model.info, source="owner/name", commit="0123456789abcdef", decisions=decisions)
    shown = Shown(render_checkpoint(info, language))
    assert "owner/name@01234567" in shown.text
    items = [text for (tag, _), text in zip(shown.elements, shown.texts, strict=True) if tag == "li"]
    assert items[0].startswith("emotion_head.activation = gelu (")
    assert "<b>head.0</b>" in items[1]
    assert len(items) == 2  # what the names say needs no telling


@pytest.mark.parametrize(
    ("language", "receipt", "unit"),
    [
        (
            "en",
            "−0.50 (a blank text) + 1.30 (the words) − 0.25 (punctuation) = 0.55; the model’s score: 1.00",
            "in log-odds of “positive”; 32 steps",
        ),
        (
            "bn",
            "−০.৫০ (ফাঁকা লেখা) + ১.৩০ (শব্দগুলো) − ০.২৫ (যতিচিহ্ন) = ০.৫৫; মডেলের স্কোর: ১.০০",
            "“ইতিবাচক”-এর লগ-অডসে মাপা; ৩২ ধাপে",
        ),
    ],
)
def test_the_receipt_adds_up(language, receipt, unit):
    explanation = explanation_of("খুব ভালো।", [0.1, 1.2], other=-0.25)
    shown = Shown(render_explanation(explanation, language))
    assert shown.texts_of("receipt") == [receipt + unit]
    assert shown.texts_of("warning") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_that_does_not_add_up_warns(language):
    shown = Shown(render_explanation(explanation_of("ভালো", converged=False), language))
    assert shown.texts_of("warning") == [STRINGS["not_converged"][language]]
    assert shown.with_attribute("data-converged")[0]["data-converged"] == "false"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_names_the_label(language):
    explanation = explanation_of("ভয়", head="emotion", label="anger_disgust")
    shown = Shown(render_explanation(explanation, language))
    assert f"“{label_name('anger_disgust', language)}”" in shown.texts_of("toward")[0]
    assert shown.with_attribute("data-label")[0]["data-label"] == "anger_disgust"


@pytest.mark.parametrize(("language", "share"), [("en", "42"), ("bn", "৪২")])
def test_the_place_of_an_explanation_that_is_on_its_way(language, share):
    shown = Shown(render_unexplained("<b>ভালো</b>", language, 0.42))
    assert shown.texts_of("sentence") == ["<b>ভালো</b>"]
    assert share in shown.texts_of("meter")[0]
    assert shown.with_attribute("aria-busy")[0]["aria-busy"] == "true"
    assert shown.with_attribute("max")[0]["value"] == "0.420"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_a_card_that_waits(head, language):
    shown = Shown(render_waiting(head, language))
    assert head_name(head, language) in shown.text
    assert not shown.with_attribute("data-decision")


@pytest.mark.parametrize("language", LANGUAGES)
def test_header_and_colors(language):
    assert STRINGS["tagline"][language] in Shown(render_template("web/header.html", language=language)).text
    assert (
        STRINGS["about_colors_text"][language]
        in Shown(render_template("web/analyze/colors.html", language=language)).text
    )
