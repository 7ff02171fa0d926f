"""python -m sentimotion report: from a scored file to one HTML file, or to one line on stderr."""

import csv
import re
from datetime import date

import pytest

from sentimotion.cli import main
from tests.checkpoints import SENTENCES


@pytest.fixture(scope="module")
def scored(bert_folder, tmp_path_factory):
    """A file that score wrote, of a few rows with days and groups, one without a text."""
    folder = tmp_path_factory.mktemp("scored")
    source = folder / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "day", "district"])
        for index, text in enumerate([*SENTENCES, *SENTENCES, " "]):
            writer.writerow([text, f"2026-01-{1 + index:02}", ("ঢাকা", "সিলেট")[index % 2]])
    output = folder / "out.csv"
    assert main(["score", str(source), "-o", str(output), "--model", str(bert_folder)]) == 0
    return output


def report(*arguments):
    return main(["report", *map(str, arguments)])


def counts(path):
    html = path.read_text(encoding="utf-8")
    return dict(re.findall(r'data-count="opinion_(\w+)"><td class="number">([^<]+)<', html))


def test_a_report(scored, bert_folder, tmp_path, capsys):
    target = tmp_path / "report.html"
    columns = ["--date-column", "day", "--group-column", "district"]
    assert report(scored, "-o", target, *columns, "--model", bert_folder, "--explain", 5) == 0
    assert capsys.readouterr() == ("", "")
    html = target.read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert {"time", "groups", "words", "examples"} <= set(re.findall(r'<section class="(\w+)"', html))
    found = counts(target)
    assert (found.pop("read"), found.pop("counted"), found.pop("errors")) == ("15", "14", "1")
    assert found == dict.fromkeys(("unreadable", "truncated", "undated", "ungrouped"), "0")
    assert "Integrated gradients on " in html
    assert list(tmp_path.iterdir()) == [target]


def test_in_bangla_without_words_and_without_a_model(scored, bert_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("sentimotion.model.load", lambda *_, **__: pytest.fail("no model is needed"))
    target = tmp_path / "report.html"
    assert report(scored, "-o", target, "--language", "bn", "--explain", 0, "--model", bert_folder) == 0
    assert '<html lang="bn">' in target.read_text(encoding="utf-8")
    assert counts(target)["read"] == "১৫"


def test_a_report_is_replaced_and_the_same_again(scored, bert_folder, tmp_path, monkeypatch):
    class Today(date):
        @classmethod
        def today(cls):
            return cls(2026, 2, 21)

    # The day is printed, and may end between the two.
    monkeypatch.setattr("sentimotion.report.build.date", Today)
    target = tmp_path / "report.html"
    target.write_text("before")
    found = []
    for _ in range(2):
        assert report(scored, "-o", target, "--explain", 3, "--model", bert_folder) == 0
        found.append(target.read_text(encoding="utf-8"))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "report.txt"], "ends in .html"),
        (["-o", "no/report.html"], "folder does not exist"),
        (["-o", "x.html", "--date-column", "when"], "no column when"),
        (["-o", "x.html", "--text-column", "body"], "no column body"),
        (["-o", "x.html", "--prefix", "m_"], "score the file first"),
        (["-o", "x.html", "--sent-threshold", "1.5"], "sentiment threshold is 1.5"),
        (["-o", "x.html", "--explain", "-1"], "0 (none) to 1000"),
        (["-o", "x.html", "--explain", "many"], "--explain"),
        (["-o", "x.html", "--language", "de"], "--language"),
        (["-o", "x.html", "--model", "no/such/folder"], "no/such/folder"),
        ([], "required"),
    ],
)
def test_what_is_wrong_is_one_line(scored, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    try:
        code = report(scored, *arguments)
    except SystemExit as error:
        code = error.code
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert re.fullmatch(r"error: [^\n]+\n", printed.err)
    assert message in printed.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["none.csv", "text.txt", "empty.csv"])
def test_a_file_that_is_none(tmp_path, capsys, name):
    (tmp_path / "empty.csv").touch()
    assert report(tmp_path / name, "-o", tmp_path / "x.html") == 2
    assert re.fullmatch(r"error: [^\n]+\n", capsys.readouterr().err)
    assert not (tmp_path / "x.html").exists()


def test_a_report_that_cannot_be_written_leaves_nothing(scored, tmp_path, capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sentimotion.report.files.os.replace", full)
    assert report(scored, "-o", tmp_path / "x.html", "--explain", 0) == 2
    assert "No space left" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
