"""score, review import, evaluate and report read the same texts and the same bad rows from the same file."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from openpyxl import Workbook

from sentimotion.report.files import scored_records
from sentimotion.report.scored_rows import SCORED_COLUMNS, ReportColumns, ScoredRow, read_scored
from sentimotion.review.exchange.files import ImportOptions, read_file
from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.score_file import score_file
from sentimotion.tables.labeled_rows import read_labeled
from sentimotion.tables.options import TableOptions
from tests.sentimotion.scoring.stub_engine import open_stub, stub_scores

# The texts of each file, with their gold labels: good ones, and ones that are no texts.
TEXTS = ["ভালো লাগল, খুব", "দাম আবার বাড়ল", "na", "'আহা' বলল সে"]
LABELS = [["positive", "Happy"], ["NEGATIVE", ""], ["nan", "None"], ["নিরপেক্ষ", " neutral "]]
NOT_TEXTS = ["nan", "#NAME?", " "]


def as_csv(lines, delimiter=",", encoding="utf-8"):
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=delimiter).writerows(lines)
    return content.getvalue().encode(encoding)


def as_xlsx(lines):
    book, content = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(content)
    return content.getvalue()


def as_jsonl(lines):
    header, *rows = lines
    objects = [dict(zip(header, row, strict=True)) | {"likes": float("nan")} for row in rows]
    return "\n".join(map(json.dumps, [*objects, objects[0] | {"text": float("nan")}])).encode()


def with_stray_quote(lines):
    """The quotes of the fourth line end before its field does."""
    broken = '"অসাধারণ" একটা নাটক' + "," * (len(lines[0]) - 1) + "\r\n"
    return as_csv(lines[:3]) + broken.encode() + as_csv(lines[3:])


def with_empty_headers(lines):
    return as_csv([[*line, "", ""] for line in lines])


@dataclass(frozen=True)
class Kind:
    """A way to write a table: the file's name, its bytes, and how many more rows than given are bad."""

    name: str
    write: Callable[[list[list[str]]], bytes]
    n_bad: int = 0
    first_row: int = 2
    header: bool = True


KINDS = {
    "UTF-16 with a mark": Kind("a.csv", lambda lines: as_csv(lines, encoding="utf-16")),
    "UTF-16 without a mark": Kind("a.csv", lambda lines: as_csv(lines, "\t", "utf-16-le")),
    "sep=;": Kind("a.csv", lambda lines: b"sep=;\r\n" + as_csv(lines, ";"), first_row=3),
    "titles above the header": Kind(
        "a.csv", lambda lines: "জরিপ ২০২৬\n# মন্তব্য\n\n".encode() + as_csv(lines), first_row=5
    ),
    "a stray quote": Kind("a.csv", with_stray_quote, n_bad=1),
    "missing markers": Kind("a.csv", as_csv),
    "tab-separated": Kind("a.tsv", lambda lines: as_csv(lines, "\t")),
    "a workbook": Kind("a.xlsx", as_xlsx),
    "JSON Lines with NaN": Kind("a.jsonl", as_jsonl, n_bad=1, first_row=1),
    "no header": Kind("a.csv", lambda lines: as_csv(lines[1:]), first_row=1, header=False),
    "empty trailing headers": Kind("a.csv", with_empty_headers),
    "a byte order mark and old line ends": Kind(
        "a.csv", lambda lines: b"\xef\xbb\xbf" + as_csv(lines).replace(b"\r\n", b"\r")
    ),
}


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
    return ["text", "sentiment", "emotion"] if kind.header else ["column_1", "column_2", "column_3"]


def expected_bad(kind):
    return len(NOT_TEXTS) + kind.n_bad


def test_score(kind, labeled, tmp_path):
    text, *_ = columns_of(kind)
    options = ScoreOptions(text_column=text, header=kind.header, prefix="model_")
    output = tmp_path / "out.jsonl"
    done = score_file(labeled, output, options, open_stub, checkpoint={})
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n")[:-1]]
    good = [row for row in rows if row["model_error"] is None]
    assert [row[text] for row in good] == TEXTS
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
    rows = [read_scored(record, ReportColumns()) for record in scored_records(path, ReportColumns())]
    assert [row.text for row in rows if isinstance(row, ScoredRow)] == TEXTS
    assert len(rows) - len(TEXTS) == expected_bad(kind)
