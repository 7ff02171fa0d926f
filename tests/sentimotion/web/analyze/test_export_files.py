"""A result to take along: the files say what the page says, and hold nothing that could run."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.i18n.messages import LANGUAGES, label_name, say
from sentimotion.labels import HEADS
from sentimotion.tables.formula_guard import restore
from sentimotion.web.analyze.export_files import (
    render_export_buttons,
    report_csv,
    report_html,
    report_json,
)
from sentimotion.web.session.analysis import analyze
from tests.sentimotion.web import Shown, explanation_of

NASTY = 'মনটা "ভালো", <script>alert(1)</script>\n=১+২ 👩\u200d👩\u200d👧 র\u200d্যাব'
THRESHOLDS = {"sentiment": 0.55, "emotion": 0.6}


@pytest.fixture(scope="module")
def result(bert_model):
    return analyze(bert_model, NASTY), bert_model.explain_heads(NASTY)


def test_json_is_the_contracts(result):
    analysis, explanations = result
    values = json.loads(report_json(analysis, explanations))
    assert values["text"] == NASTY
    assert values["prediction"] == analysis.prediction.to_dict()
    assert values["explanations"] == {head: explanations[head].to_dict() for head in HEADS}


def test_csv_has_every_word_of_every_head(result):
    _, explanations = result
    rows = list(csv.DictReader(io.StringIO(report_csv(explanations), newline="")))
    assert [(row["head"], row["word"], float(row["attribution"])) for row in rows] == [
        (head, word.text, word.attribution) for head in HEADS for word in explanations[head].words
    ]


@given(st.text("=+-@\t\r\n\"',;ক a", min_size=1, max_size=6))
def test_no_cell_is_a_formula(text):
    explanation = explanation_of("ক", [1.0])
    (word,) = explanation.words
    odd = type(word)(text, 0, 1, 1.0)
    (row,) = csv.DictReader(
        io.StringIO(report_csv({"sentiment": replace(explanation, words=(odd,))}), newline="")
    )
    assert not row["word"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["word"] in (text, "'" + text)
    assert restore(row["word"]) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_version_of_the_checkpoint_goes_along(result, language):
    analysis, explanations = result
    version = "v1 <b>&amp;</b>"
    prediction = replace(analysis.prediction, checkpoint="embedded", checkpoint_version=version)
    versioned = replace(analysis, prediction=prediction)
    assert json.loads(report_json(versioned, explanations))["prediction"]["checkpoint_version"] == version
    html = report_html(versioned, explanations, THRESHOLDS, language)
    body = html[html.index("<body>") + 6 : html.index("</body>")]
    assert "<b>&amp;" not in body
    assert f"embedded, {version}" in Shown(body).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_its_own(result, language):
    analysis, explanations = result
    html = report_html(analysis, explanations, THRESHOLDS, language)
    assert "<script" not in html
    # Font and style are in the file: nothing is fetched.
    assert "data:font/woff2;base64," in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    body = Shown(html[html.index("<body>") : html.index("</html>")])
    for head in HEADS:
        decision = analysis.prediction.decision(head)
        assert label_name(decision.label, language) in body.text
    assert len(body.texts_of("sentence")) == len(HEADS)
    assert all("<script>alert(1)</script>" in sentence for sentence in body.texts_of("sentence"))
    assert say("report_caution", language) in body.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_browser_has_to_say_stands_on_the_buttons(language):
    shown = Shown(render_export_buttons('<b ">', language))
    (link,) = shown.with_attribute("data-copy-link")
    assert link["data-text"] == '<b ">'
    (present,) = shown.with_attribute("data-present")
    assert (present["data-present"], present["lang"]) == ("analysis", language)
    for name in ("next", "previous", "close"):
        assert present[f"data-{name}"] == say(f"present_{name}", language)
    assert [button["data-file"] for button in shown.with_attribute("data-file")] == ["html", "json", "csv"]
    (link,) = shown.with_attribute("data-copy-link")
    assert link["data-copied"] == say("link_copied", language)
