"""Whatever is typed: no crash, nothing that takes long, and nothing of it becomes markup.

Each text goes through what is done with a text: words, issues, encoding, prediction, highlighting, exports.
"""

import csv
import io
import json
import time
from html.parser import HTMLParser

import pytest

from sentimotion.errors import SentimotionError, TextTooLong
from sentimotion.report.snippets import shorten, shorten_name, word_keys
from sentimotion.tables.formula_guard import guard, restore
from sentimotion.text.quality import find_quality_issues
from sentimotion.text.words import grapheme_spans, has_bangla, script_shares, word_spans
from sentimotion.web.analyze.export_files import report_csv, report_html, report_json
from sentimotion.web.analyze.tokenization_view import render_trace
from sentimotion.web.components.explanation import render_explanation, render_unexplained
from sentimotion.web.components.highlight import render_highlight, render_plain
from sentimotion.web.components.text_quality_view import render_quality
from sentimotion.web.components.waterfall import render_waterfall
from sentimotion.web.session.analysis import analyze
from tests.hostile_texts import LONG_UNITS, N_ROWS, block_texts, hostile_texts
from tests.sentimotion.web import explanation_of

# Seconds of processor time for all that is done with one text: of a page's length, and of a megabyte.
LONGEST_S, LONGEST_MEGABYTE_S = 2.0, 30.0
THRESHOLDS = {"sentiment": 0.55, "emotion": 0.6}


class Tags(HTMLParser):
    """The elements and attributes that a browser would make of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def markup_of(text, explanation, language):
    """What is drawn of a text, and what is saved."""
    yield render_plain(text)
    yield render_highlight(explanation, language)
    yield render_explanation(explanation, language)
    yield render_unexplained(text, language, 0.5)
    yield render_waterfall(explanation, language)
    yield render_quality(text, language)


def elements(model, text, language):
    """All elements and attributes that a text leads to, by way of the model where it takes the text."""
    drawn = list(markup_of(text, explanation_of(text, [1.0, -1.0, 0.5]), language))
    try:
        analysis = analyze(model, text)
    except SentimotionError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - texts are refused or drawn, one after the other
    else:
        explanations = {head: explanation_of(text, [1.0], head=head, label="neutral") for head in THRESHOLDS}
        drawn.append(render_trace(analysis.encoded, language, analysis.known_forms))
        drawn.append(report_html(analysis, explanations, THRESHOLDS, language))
        assert json.loads(report_json(analysis, explanations))["text"] == text
        rows = list(csv.DictReader(io.StringIO(report_csv(explanations), newline="")))
        assert [restore(row["word"]) for row in rows] == [
            word.text for one in explanations.values() for word in one.words
        ]
    found = [Tags(html) for html in drawn]
    return set().union(*(one.tags for one in found)), set().union(*(one.attributes for one in found))


def read(text):
    """What is done with a text of any length."""
    spans = word_spans(text)
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))
    assert "".join(text[start:end] for start, end in grapheme_spans(text)) == text
    script_shares(text)
    has_bangla(text)
    report = find_quality_issues(text)
    for issue in report.issues:
        assert all(0 <= start < end <= len(text) for start, end in issue.places)
    for shortened, most in ((shorten(text, 80), 80), (shorten_name(text, 40), 40)):
        assert shortened == text or len(shortened) <= 16 * most + 1
    word_keys(text)
    assert restore(guard(text)) == text


@pytest.fixture(scope="module")
def usual(bert_model):
    """Elements and attributes that texts lead to which hold no markup."""
    texts = ("ভালো লাগছে, খারাপ না।", "দু:খ ৷ bhalo lage এক\u200bদুই", "আমার " * 300, "à¦†à¦®à¦¿", "ক &lt; খ", "Avwg")
    found = [elements(bert_model, text, language) for text in texts for language in ("bn", "en")]
    return set().union(*(tags for tags, _ in found)), set().union(*(names for _, names in found))


@pytest.mark.parametrize("number", [250, pytest.param(10_000, marks=pytest.mark.slow)])
def test_texts_of_every_kind(bert_model, usual, number):
    texts = hostile_texts(number)
    assert len(texts) == number
    slow = {}
    for place, text in enumerate(texts):
        start = time.process_time()
        read(text)
        tags, attributes = elements(bert_model, text, ("bn", "en")[place % 2])
        if (took := time.process_time() - start) > LONGEST_S:
            slow[text[:60]] = took
        assert tags <= usual[0], (text, tags - usual[0])
        assert attributes <= usual[1], (text, attributes - usual[1])
    assert slow == {}


def test_every_block_is_among_them():
    """Each character of a multiple of four: every block has some, as it begins at a multiple of 16."""
    found = {ord(character) for text in block_texts() for character in text}
    assert found >= set(range(0, 0x110000, 4))
    assert N_ROWS == 4352


@pytest.mark.parametrize(
    "unit",
    [pytest.param(unit, marks=[pytest.mark.slow] if place else []) for place, unit in enumerate(LONG_UNITS)],
)
def test_a_megabyte_of_the_same(bert_model, unit):
    text = "ভালো " + unit * (2**20 // len(unit.encode()))
    start = time.process_time()
    read(text)
    with pytest.raises(TextTooLong):
        analyze(bert_model, text)
    bert_model.predict(text)
    # Of what the model has read: more is colored nowhere.
    list(markup_of(text, bert_model.explain(text), "bn"))
    assert time.process_time() - start < LONGEST_MEGABYTE_S
