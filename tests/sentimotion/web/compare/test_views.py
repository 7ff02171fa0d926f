"""What the comparisons say, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.explanations.counterfactuals import Alternatives
from sentimotion.i18n.messages import LANGUAGES, STRINGS, count, head_name, label_name, percent
from sentimotion.inference.decisions import decide
from sentimotion.inference.predictor import Prediction, Probabilities
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from sentimotion.text.encoding import EncodedText, Token
from sentimotion.text.words import Span, grapheme_spans, word_spans
from sentimotion.web.compare.comparison import SetResult, Swapped, label_spreads
from sentimotion.web.compare.swap_views import show_chosen, show_words
from sentimotion.web.compare.tables import render_ranges, render_set
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.compare.views import (
    render_difference,
    render_running,
    render_section,
    render_swap_summary,
)
from sentimotion.web.compare.wording import points, shorten_word, shown_points, skipped_lines
from sentimotion.web.components.explanation import render_unexplained
from sentimotion.web.session.analysis import Analysis
from tests.sentimotion.web import Shown

EMOTION = (0.1, 0.5, 0.1, 0.1, 0.1, 0.1)
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} ${1} &amp; \"'"


def encoded(text, truncated_at=None):
    return EncodedText(text, (Token(9, "x", Span(0, 1)),), truncated_at)


def analysis(sentiment, emotion=EMOTION, text="ভালো"):
    probabilities = Probabilities(tuple(sentiment), tuple(emotion))
    decisions = [decide(head, probabilities.of(head), DEFAULT_THRESHOLDS[head]) for head in HEADS]
    return Analysis(encoded(text), Prediction(text, probabilities, *decisions, None, "embedded"))


def difference(one, other, language="en"):
    html = render_difference("sentiment", (analysis(one), analysis(other)), language)
    shown = Shown(html)
    return shown.text, shown.with_attribute("data-changed")[0]["data-changed"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "Sentiment The answer changes from “negative” to “positive”. "
            "Changed most: “negative” falls by 72 percentage points, from 83% to 11%.",
        ),
        (
            "bn",
            "মনোভাব উত্তর “নেতিবাচক” থেকে বদলে “ইতিবাচক” হয়েছে। "
            "সবচেয়ে বেশি বদলেছে “নেতিবাচক”: ৭২ শতাংশ পয়েন্ট কমেছে, ৮৩% থেকে ১১%।",
        ),
    ],
)
def test_a_decision_that_changes(language, said):
    assert difference((0.834, 0.1, 0.066), (0.106, 0.124, 0.77), language) == (said, "true")


def test_a_decision_that_stays():
    said, changed = difference((0.8, 0.1, 0.1), (0.9, 0.05, 0.05))
    assert said.endswith(
        "The answer stays “negative”. "
        "Changed most: “negative” rises by 10 percentage points, from 80% to 90%."
    )
    assert changed == "false"


def test_the_decision_counts_not_the_most_probable_label():
    """Below the default threshold the head says neutral, on either side."""
    said, changed = difference((0.5, 0.1, 0.4), (0.3, 0.2, 0.5))
    assert "stays “neutral”" in said
    assert changed == "false"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_twice(language):
    said, _ = difference((0.8, 0.1, 0.1), (0.8, 0.1, 0.1), language)
    assert said.endswith(STRINGS["pair_still"][language])


def test_one_point_is_no_points():
    assert "by 1 percentage point," in difference((0.8, 0.1, 0.1), (0.81, 0.1, 0.09))[0]
    assert points(1, "bn") == "১ শতাংশ পয়েন্ট"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_move_fits_the_percentages_beside_it(one, other):
    shown = [int(percent(share, "en").removesuffix("%")) for share in (one, other)]
    assert shown_points(one, other) == shown[1] - shown[0]


@given(st.text(max_size=80))
def test_a_word_is_named_in_one_line_cut_between_characters(word):
    named = shorten_word(word)
    line = " ".join(word.split())
    assert len(grapheme_spans(named.removesuffix("…"))) <= 24 or named == line
    assert named == line or (named.endswith("…") and line.startswith(named[:-1]))
    assert named == line or len(named) - 1 in {span.end for span in grapheme_spans(line)}


def test_a_long_bangla_word_is_cut_at_a_whole_character():
    assert shorten_word("ক্ষি" * 30) == "ক্ষি" * 24 + "…"


SENTENCE = "কাল রহিম আসবে না!"


def test_words_as_buttons_and_all_else_as_typed():
    shown = Shown(show_words("en", encoded(SENTENCE), 1))
    buttons = [attributes for tag, attributes in shown.elements if tag == "button"]
    assert shown.text == SENTENCE
    assert shown.texts_of("swap-word") == ["কাল", "রহিম", "আসবে", "না"]
    assert [button["aria-pressed"] for button in buttons] == ["false", "true", "false", "false"]
    assert [button["tabindex"] for button in buttons] == ["-1", "0", "-1", "-1"]
    assert [button["data-swap"] for button in buttons] == ["0", "1", "2", "3"]
    assert all(button["type"] == "button" for button in buttons)


def test_something_is_reached_by_the_tab_key_before_a_word_is_chosen():
    shown = Shown(show_words("en", encoded(SENTENCE), None))
    stops = [attributes["tabindex"] for tag, attributes in shown.elements if tag == "button"]
    assert stops == ["0", "-1", "-1", "-1"]


@given(st.text(st.sampled_from("কি্\u200d ০।<>/!?&\"'{}$\n😢"), max_size=40))
def test_any_sentence_stays_as_typed(text):
    shown = Shown(show_words("en", encoded(text), None))
    words = [text[slice(*span)] for span in word_spans(text)]
    assert shown.texts_of("swap-word") == words
    assert shown.text == (text if words else STRINGS["swap_no_words"]["en"])


def test_words_that_are_not_read_are_no_buttons():
    shown = Shown(show_words("en", encoded(SENTENCE, truncated_at=8), None))
    assert shown.texts_of("swap-word") == ["কাল", "রহিম"]
    assert shown.text == SENTENCE


@pytest.mark.parametrize("language", LANGUAGES)
def test_which_word_is_chosen(language):
    assert STRINGS["swap_choose"][language] == Shown(show_chosen(language, encoded(SENTENCE), None)).text
    assert "“রহিম”" in Shown(show_chosen(language, encoded(SENTENCE), 1)).text
    assert show_chosen(language, encoded("।!"), None) == show_chosen(language, None, None) == ""


def swapped(text=SENTENCE, word=1, words=("সীতা", "জন"), n_truncated=0, **left_out):
    shares = [(0.1 + 0.3 * at, 0.5 - 0.2 * at, 0.4 - 0.1 * at) for at in range(len(words) + 1)]
    return Swapped(
        text,
        word_spans(text)[word],
        Alternatives(tuple(words), **left_out),
        tuple(Probabilities(sentiment, EMOTION) for sentiment in shares),
        n_truncated,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_left_out_of_the_list_is_said(language):
    long = "দীর্ঘ" * 20
    alternatives = Alternatives(("ক",), 2, ("খ",), (long,), tuple("গঘঙচ"), has_original=True)
    lines = skipped_lines(alternatives, "রহিম", language)
    digits = {"en": "{2} {60} {30} {1}", "bn": "{২} {৬০} {৩০} {১}"}[language]
    for line, parts in zip(
        lines,
        [["“রহিম”"], [digits[1]], ["“খ”"], [digits[5:7], "…"], [digits[10:12], "“গ”", "“ঙ”", digits[-2]]],
        strict=True,
    ):
        assert all(part in line for part in parts), line
    assert "“চ”" not in lines[-1]
    assert skipped_lines(Alternatives(("ক",)), "রহিম", language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_names_the_word_and_shows_its_place(language):
    shown = Shown(render_swap_summary(swapped(n_blank=2), language))
    assert "“রহিম”" in shown.texts_of("compare-title")[0]
    assert shown.texts_of("sentence") == [SENTENCE]
    assert shown.texts_of("swap-slot") == ["রহিম"]
    assert len(shown.texts_of("notice")) == 1
    assert STRINGS["swap_key"][language] in shown.text
    assert "“সীতা”" in Shown(render_swap_summary(swapped(words=["সীতা"]), language)).text
    assert len(Shown(render_swap_summary(swapped(n_truncated=3), language)).texts_of("notice")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_list_says_what_is_missing_and_why(language):
    empty = Swapped(SENTENCE, word_spans(SENTENCE)[1], Alternatives((), 2, has_original=True), (), 0)
    notices = Shown(render_swap_summary(empty, language)).texts_of("notice")
    assert notices[0] == STRINGS["swap_nothing"][language]
    assert len(notices) == 3


def test_the_ranges_name_both_ends():
    shown = Shown(render_ranges("sentiment", swapped(), "en"))
    rows = [attributes["data-label"] for attributes in shown.with_attribute("data-label")]
    assert rows == list(LABELS["sentiment"])
    text = shown.text.replace("\n", "")
    assert "negative10% রহিম (original)70% জন60" in text
    assert "neutral10% জন50% রহিম (original)40" in text
    # Every number, a row a word, the original first.
    assert "রহিম (original)10%50%40%সীতা40%30%30%জন70%10%20%" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("head", HEADS)
def test_tables_can_be_read_out(head, language):
    shown = Shown(render_ranges(head, swapped(), language))
    tags = [tag for tag, _ in shown.elements]
    assert tags.count("caption") == tags.count("table") == 2
    heads = [attributes["scope"] for tag, attributes in shown.elements if tag == "th"]
    assert heads.count("row") == len(LABELS[head]) + 3
    assert heads.count("col") == 4 + 1 + len(LABELS[head])
    assert all(attributes["tabindex"] == "0" for attributes in shown.with_attribute("role"))
    assert [attributes["lang"] for attributes in shown.with_attribute("lang") if attributes["lang"] == "bn"]


def test_hostile_words_are_escaped_everywhere():
    text = f"{HOSTILE} কাল {HOSTILE}"
    word = [text[slice(*span)] for span in word_spans(text)].index("কাল")
    listed = {"repeated": (HOSTILE,), "too_long": (HOSTILE,), "beyond": (HOSTILE,)}
    result = swapped(text, word, ["জন", HOSTILE], **listed)
    for html, quoted in (
        (show_words("en", encoded(text), word), text),
        (show_chosen("en", encoded(text), word), "কাল"),
        (render_swap_summary(result, "en"), text),
        (render_swap_summary(swapped(text, word, [HOSTILE]), "en"), shorten_word(HOSTILE)),
        # The last one's probability is the farthest from the original's.
        (render_ranges("sentiment", result, "en"), f"with “{shorten_word(HOSTILE)}”"),
        (render_unexplained(text, "en", 0.5), text),
    ):
        assert not {"img", "script"} & {tag for tag, _ in Shown(html).elements}
        assert "onerror" not in {name for _, attributes in Shown(html).elements for name in attributes}
        assert quoted in Shown(html).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("index", range(len(read_templates().sets)))
def test_the_result_of_a_set(index, language):
    template_set = read_templates().sets[index]
    n_names = len(template_set.names)
    texts = [
        [Probabilities((0.1 + 0.5 * at / n_names, 0.2, 0.3), EMOTION) for at in range(n_names)]
        for _ in template_set.templates
    ]
    result = SetResult(index, tuple(label_spreads(texts)))
    html = render_set(result, template_set, language)
    shown = Shown(html)
    labels = [attributes["data-label"] for attributes in shown.with_attribute("data-label")]
    assert labels == [label for head in HEADS for label in LABELS[head]]
    for key in ("set_means", "set_means_not"):
        assert STRINGS[key][language] in shown.text
    row = html.split('data-label="negative"')[1].split("</tr>")[0]
    width = round(100 * 0.5 * (n_names - 1) / n_names)
    assert (
        Shown(f"<p>{row[1:]}</p>")
        .text.replace("\n", "")
        .startswith(
            label_name("negative", language) + 2 * count(width, language) + template_set.names[0].text
        )
    )
    assert template_set.names[-1].text in row
    assert all(template.replace("{}", "…") in shown.text for template in template_set.templates)


@pytest.mark.parametrize("language", LANGUAGES)
def test_work_on_its_way(language):
    share = {"en": "42", "bn": "৪২"}[language]
    running, weighing = (
        Shown(html)
        for html in (
            render_running("set", 0.42, language),
            render_unexplained("<b>ভালো</b>", language, 0.42),
        )
    )
    assert share in running.texts_of("meter")[0]
    assert share in weighing.texts_of("meter")[0]
    assert weighing.texts_of("sentence") == ["<b>ভালো</b>"]
    assert running.with_attribute("aria-busy")
    assert weighing.with_attribute("aria-busy")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_thresholds_are_told(language):
    text = Shown(render_section("pair", language)).text
    assert all(percent(threshold, language) in text for threshold in DEFAULT_THRESHOLDS.values())
    assert head_name("emotion", language) in render_ranges("emotion", swapped(), language)
