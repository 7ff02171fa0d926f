"""Guarded cells are no formulas, are restored exactly, and only in files that we exported."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sentimotion.review.exchange.export_rows import COLUMNS
from sentimotion.review.exchange.exporting import export
from sentimotion.review.exchange.files import FileRow, ImportOptions, read_file
from sentimotion.review.store.records import Item, Project, ProjectContents, ReviewSettings
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.score_file import score_file
from sentimotion.tables import formula_guard
from sentimotion.tables.chunks import checked
from sentimotion.tables.formula_guard import guard, is_guarded, restore
from sentimotion.web.analyze.export_files import report_csv
from tests.sentimotion.review.stub import SEEN
from tests.sentimotion.scoring.stub_engine import open_stub
from tests.sentimotion.web import explanation_of

NASTY = (
    "-৫০ টাকা গচ্চা",
    "'-৫০ টাকা",
    "=দারুণ",
    "'আহা' বলল সে",
    "@বন্ধু শোনো",
    "＋পূর্ণ প্রস্থ",
    "\tট্যাব",
    "\rফেরা",
    "''",
    'সে বলল, "না";\nতাই',
)
texts = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
)
readable = texts.filter(lambda text: checked(text)[0] is not None)


@given(texts)
@example("'=১")
@example("")
def test_a_cell_is_no_formula_and_comes_back(text):
    cell = guard(text)
    assert restore(cell) == text
    assert not re.match(r"[=+\-@＝＋－＠\t\r\n]", cell)
    assert cell in (text, "'" + text)


def words_csv(words):
    explanation = explanation_of(" ".join(words), [1.0] * len(words))
    return report_csv({"sentiment": explanation})


def test_our_exports_are_known_by_the_beginning_of_their_headers():
    header = next(csv.reader(io.StringIO(words_csv(["ক"]), newline="")))
    n_words, n_review = len(formula_guard._WORDS_EXPORT), len(formula_guard._REVIEW_EXPORT)
    assert tuple(header[:n_words]) == formula_guard._WORDS_EXPORT
    assert tuple(COLUMNS)[:n_review] == formula_guard._REVIEW_EXPORT
    assert is_guarded(header)
    assert is_guarded([*COLUMNS, "model_sentiment_2"])
    assert not is_guarded(["text"])
    assert not is_guarded(["project", "item"])


def contents_of(given):
    """A project with these texts, nothing decided."""
    items = [
        Item(place, 1, place, place + 2, None, text, None, None, *PROBABILITIES, False, True, SEEN)
        for place, text in enumerate(given)
    ]
    return ProjectContents(
        Project(1, "ক", ReviewSettings(), SEEN, MADE, len(items), 0), tuple(items), (), frozenset()
    )


PROBABILITIES = ((0.2, 0.2, 0.6), (0.5, 0.1, 0.1, 0.1, 0.1, 0.1))
MADE = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("again", ["jsonl", "csv"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(given_texts=st.lists(readable, min_size=1, max_size=4))
@example(given_texts=list(NASTY))
def test_texts_of_a_review_export_come_back_unchanged(tmp_path, again, given_texts):
    path = tmp_path / "export.csv"
    export(contents_of(given_texts), path, overwrite=True)
    rows = read_file(path, ImportOptions(id="item"))
    assert [(row.text, row.id, row.problem) for row in rows] == [
        (text, str(place), None) for place, text in enumerate(given_texts)
    ]
    output = tmp_path / f"out.{again}"
    score_file(path, output, ScoreOptions(prefix="again_"), open_stub, checkpoint={}, overwrite=True)
    # The scored copy of an export is read like the export itself.
    assert [row.text for row in read_file(output, ImportOptions())] == given_texts


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.lists(readable.filter(lambda text: text == text.strip()), min_size=1, max_size=4))
def test_words_of_the_page_come_back_unchanged(tmp_path, words):
    path = tmp_path / "words.csv"
    explanation = explanation_of("ক", [1.0])
    (word,) = explanation.words
    odd = tuple(replace(word, text=text) for text in words)
    path.write_text(report_csv({"emotion": replace(explanation, words=odd)}), encoding="utf-8", newline="")
    assert [row.text for row in read_file(path, ImportOptions("word"))] == words


def test_an_apostrophe_in_the_file_of_somebody_else_stays(tmp_path):
    path = tmp_path / "theirs.csv"
    path.write_text("id,text\n1,'-৫০ টাকা\n2,-৫০ টাকা\n", encoding="utf-8")
    assert read_file(path, ImportOptions()) == [FileRow(2, "'-৫০ টাকা"), FileRow(3, "-৫০ টাকা")]
