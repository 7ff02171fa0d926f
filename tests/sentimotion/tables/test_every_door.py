"""score, review import, evaluate, report and the page read the same texts and bad rows from the same file.

The kinds of files are the lines of the table in sentimotion/tables/README.md.
"""

import json

import pytest

from sentimotion.errors import SentimotionError
from sentimotion.report.files import scored_records
from sentimotion.report.scored_rows import SCORED_COLUMNS, ReportColumns, ScoredRow, read_scored
from sentimotion.review.exchange.files import ImportOptions, read_file
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.score_file import score_file
from sentimotion.tables.jsonl_table import nested_value
from sentimotion.tables.labeled_rows import read_labeled
from sentimotion.tables.options import TableOptions
from sentimotion.web.score.upload import read_upload
from tests.sentimotion.scoring.stub_engine import open_stub, stub_scores
from tests.sentimotion.tables.file_kinds import KINDS, REFUSED

# The texts of each file, with their gold labels: good ones, and ones that are no texts.
TEXTS = ["ভালো লাগল, খুব", "দাম আবার বাড়ল", "na", "'আহা' বলল সে"]
LABELS = [["positive", "Happy"], ["NEGATIVE", ""], ["nan", "None"], ["নিরপেক্ষ", " neutral "]]
NOT_TEXTS = ["nan", "#NAME?", " "]


@pytest.fixture(params=KINDS)
def kind(request):
    return KINDS[request.param]


@pytest.fixture
def labeled(kind, tmp_path):
    """The file with gold labels."""
    rows = [[text, *labels] for text, labels in zip(TEXTS, LABELS, strict=True)]
    rows += [[text, "positive", "happy"] for text in NOT_TEXTS]
    path = tmp_path / kind.name
    path.write_bytes(kind.write([["text", "sentiment", "emotion"], *rows]))
    return path


def columns_of(kind):
    """Names of the columns of text, sentiment and emotion."""
    return [kind.text, "sentiment", "emotion"] if kind.header else ["column_1", "column_2", "column_3"]


def expected_bad(kind):
    return len(NOT_TEXTS) + kind.n_bad


def test_score(kind, labeled, tmp_path):
    text, *_ = columns_of(kind)
    options = ScoreOptions(text_column=text, header=kind.header, prefix="model_")
    output = tmp_path / "out.jsonl"
    done = score_file(labeled, output, options, open_stub, checkpoint={})
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n")[:-1]]
    good = [row for row in rows if row["model_error"] is None]
    assert [nested_value(row, text) for row in good] == TEXTS
    assert [row["model_sentiment_confidence"] for row in good] == [
        stub_scores(text)["sentiment_confidence"] for text in TEXTS
    ]
    assert (done.n_failed, len(rows) - len(good)) == (expected_bad(kind), expected_bad(kind))


def test_review_import_and_evaluate(kind, labeled):
    text, sentiment, emotion = columns_of(kind)
    reviewed = read_file(labeled, ImportOptions(text, None, sentiment, emotion, header=kind.header))
    good = [row for row in reviewed if row.problem is None]
    assert [row.text for row in good] == TEXTS
    assert [(row.sentiment, row.emotion) for row in good] == [
        ("positive", "happy"),
        ("negative", None),
        (None, None),
        ("neutral", "neutral"),
    ]
    assert [row.row for row in reviewed] == list(range(kind.first_row, kind.first_row + len(reviewed)))
    evaluated = read_labeled(
        labeled, TableOptions(text, header=kind.header), {"sentiment": sentiment, "emotion": emotion}
    )
    assert [(row.text, row.sentiment, row.emotion) for row in evaluated.rows] == [
        (row.text, row.sentiment, row.emotion) for row in good
    ]
    bad = [(row.row, row.problem) for row in reviewed if row.problem is not None]
    assert [(one.row, one.reason) for one in evaluated.left_out] == bad
    assert len(bad) == expected_bad(kind)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.header])
def test_report(kind, tmp_path):
    """Also where an older program scored a marker of a missing value as if it were a text."""
    columns = ["text", *SCORED_COLUMNS]
    scored = [{"text": text, **stub_scores(text)} for text in [*TEXTS, *NOT_TEXTS]]
    cells = [["" if row[column] is None else str(row[column]) for column in columns] for row in scored]
    path = tmp_path / kind.name
    path.write_bytes(kind.write([columns, *cells]))
    names = ReportColumns(text=kind.text)
    rows = [read_scored(record, names) for record in scored_records(path, names)]
    assert [row.text for row in rows if isinstance(row, ScoredRow)] == TEXTS
    assert len(rows) - len(TEXTS) == expected_bad(kind)


def test_upload(kind, labeled):
    """The page counts the rows and finds the column; it scores them by the function that `score` has."""
    content = labeled.read_bytes()
    read = read_upload(kind.name, content, None if kind.header else False)
    assert (read.text_column, read.header) == (columns_of(kind)[0], kind.header)
    assert read.n_rows == len(TEXTS) + expected_bad(kind)


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_refused(refused, tmp_path):
    """Every reader says the same, and nothing is written."""
    path, output = tmp_path / refused.name, tmp_path / "out.jsonl"
    path.write_bytes(refused.content)
    for read in (
        lambda: score_file(path, output, ScoreOptions(), open_stub, checkpoint={}),
        lambda: read_file(path, ImportOptions()),
        lambda: read_labeled(path, TableOptions(), {"sentiment": "sentiment", "emotion": "emotion"}),
        lambda: list(scored_records(path, ReportColumns())),
        lambda: read_upload(refused.name, refused.content),
    ):
        with pytest.raises(SentimotionError, match=refused.problem) as raised:
            read()
        assert "\n" not in str(raised.value)
    assert [one.name for one in tmp_path.iterdir()] == [refused.name]
