"""python -m sentimotion review: in this process, on the tiny model."""

import json
import re
import sys
from pathlib import Path

import pytest

from sentimotion.checkpoints import sources
from sentimotion.cli import main
from sentimotion.review.exchange.exporting import read_export
from sentimotion.review.store.records import CheckpointName
from sentimotion.review.store.store import Store
from tests.checkpoints import SENTENCES
from tests.sentimotion.scoring.classifiers import write_classifier

ROOT = Path(__file__).parents[3]

CSV = "id,comment,mood\n" + "".join(
    f"{number},{sentence},{mood}\n"
    for number, (sentence, mood) in enumerate(
        zip(SENTENCES, ["positive", "negative", "", "", "", "x", ""], strict=True)
    )
    if "," not in sentence
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, with one file of texts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SENTIMOTION_REVIEW", raising=False)
    (tmp_path / "texts.csv").write_text(CSV, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder, capsys):
    """Run a command of review and return its output."""
    assert Path.cwd() == folder

    def run(*arguments):
        assert main(["review", *map(str, arguments)]) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


@pytest.fixture
def fail(folder, capsys):
    """Run a command that fails and return its one line on stderr."""
    assert Path.cwd() == folder

    def fail(*arguments):
        try:
            code = main(["review", *map(str, arguments)])
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        assert (code, printed.out) == (2, "")
        assert re.fullmatch(r"error: [^\n]+\n", printed.err)
        return printed.err

    return fail


def columns():
    return ("--text-column", "comment", "--id-column", "id", "--sentiment-column", "mood")


def test_from_a_file_to_figures_and_back_to_a_file(run, folder, bert_folder):
    model = ("--model", bert_folder)
    printed = run(
        "import", "texts.csv", "--project", "মতামত", *columns(), *model, "--order", "conflict, margin"
    )
    assert "1 unknown gold label, left empty:" in printed
    assert "sentiment 'x' in 1 row, the first is" in printed
    assert "--label-map sentiment:x=LABEL" in printed
    n_items = int(re.search(r"project মতামত: (\d+) items to check", printed)[1])

    store = Store.open(folder / "sentimotion-review.db", create=False)
    project = store.project("মতামত")
    assert project.settings.order == ("conflict", "margin")
    task = store.take(store.join(project.id, "রহিমা").id)
    store.decide(task.assignment_id, "negative", "fear", checkpoint=CheckpointName("x"), note="=১")
    store.close()

    listed = run("list")
    assert listed.startswith(f"মতামত: 1 of {n_items} items done")
    (of_json,) = json.loads(run("list", "--json"))
    assert (of_json["items"], of_json["checkpoint"]) == (n_items, str(bert_folder))
    assert of_json["checkpoint_version"] is None
    figures = json.loads(run("figures", "--project", "মতামত", "--json", "--precision", "0.5"))
    assert figures["n_verdicts"] == 1
    assert figures["heads"]["sentiment"]["curve"]["wanted"] == 0.5
    cells = [cell for row in figures["heads"]["sentiment"]["confusion"]["rows"] for cell in row]
    assert [cell["items"] for cell in cells if cell["n"]] == [[task.item.id]]
    assert "| রহিমা | 1 | 0 | 1 |" in run("figures", "--project", "মতামত")
    assert "decisions before the explanation" in run("figures", "--project", "মতামত", "--before-explanation")

    assert (
        run("export", "--project", "মতামত", "-o", "out.csv")
        == f"out.csv: {n_items} items, 1 decisions and skips\n"
    )
    assert [row["note"] for row in read_export(folder / "out.csv") if row["annotator"]] == ["=১"]
    run("export", "--project", "মতামত", "-o", "out.csv", "--format", "label-studio", "--overwrite")
    assert len(json.loads((folder / "out.csv").read_text(encoding="utf-8"))) == n_items
    user = "রহিমা=01234567-89ab-cdef-0123-456789abcdef"
    run("export", "--project", "মতামত", "-o", "out.jsonl", "--format", "argilla", "--argilla-user", user)
    records = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert records[0]["responses"]["emotion"][0]["value"] == "fear"


def test_settings_of_an_import(run, folder, bert_folder, monkeypatch):
    monkeypatch.setenv("SENTIMOTION_REVIEW", str(folder / "elsewhere.db"))
    options = [
        "--random-share",
        "0.5",
        "--overlap",
        "2",
        "--lease",
        "1.5",
        "--seed",
        "7",
        "--sent-threshold",
        "0",
    ]
    printed = run(
        "import", "texts.csv", "--project", "x", *columns(), "--model", bert_folder, *options, "--json"
    )
    (unknown,) = json.loads(printed)["unknown_labels"]
    assert (unknown["head"], unknown["value"], unknown["count"]) == ("sentiment", "x", 1)
    assert unknown["row"] > 1
    settings = json.loads(run("list", "--json"))[0]["settings"]
    assert (settings["random_share"], settings["overlap"], settings["lease"], settings["seed"]) == (
        0.5,
        2,
        90,
        7,
    )
    assert (settings["sentiment_threshold"], settings["emotion_threshold"]) == (0.0, 0.6)
    assert not (folder / "sentimotion-review.db").exists()
    # The option is stronger than the setting.
    assert "no such database" not in run("list", "--database", folder / "elsewhere.db")


def argilla_users(*names):
    """Options that give each name another id."""
    ids = [f"{number:08}-89ab-cdef-0123-456789abcdef" for number in range(len(names))]
    return [
        part for name, one in zip(names, ids, strict=True) for part in ("--argilla-user", f"{name}={one}")
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("import", "none.csv", "--project", "x"), "none.csv: cannot be read"),
        (("import", "texts.csv", "--project", "x"), "no column text; its columns are id, comment, mood"),
        (
            ("import", "texts.csv", "--project", "x", "--order", "best"),
            "the order is 'best', expected some of",
        ),
        (
            ("import", "texts.csv", "--project", "x", "--label-map", "1"),
            "--label-map is '1', expected VALUE=",
        ),
        (("import", "texts.csv", "--project", "x", "--label-map", "1=good"), "'good' is no label"),
        (("import", "texts.csv", "--project", "x", "--delimiter", ";;"), "the delimiter is ';;'"),
        (("import", "texts.csv", "--project", "x", "--overlap", "0"), "the overlap is 0"),
        (("import", "texts.csv", "--project", "x", "--lease", "nan"), "the lease is nan minutes"),
        (("import", "texts.csv", "--project", "x", "--lease", "inf"), "the lease is inf minutes"),
        (("import", "texts.csv", "--project", "x", "--lease", "1e308"), "the lease is 1e+308 minutes"),
        (("import", "texts.csv", "--project", "x", "--random-share", "2"), "the random share is 2.0"),
        (("import", "texts.csv", "--project", "x", "--sent-threshold", "2"), "sentiment threshold"),
        (("import", "texts.csv", "--project", "x", *columns(), "--model", "nowhere"), "nowhere"),
        (("figures", "--project", "x"), "sentimotion-review.db: no such database"),
        (("list", "--database", "mysql://x/y"), "mysql://x/y: expected a file or one of"),
        (("export", "--project", "x", "-o", "o.csv", "--argilla-user", "রহিমা"), "expected NAME=ID"),
        (
            ("export", "--project", "x", "-o", "o.csv", *argilla_users("Rahima", "rahima.")),
            "--argilla-user gives 'rahima' two ids",
        ),
        (("export", "--project", "x", "-o", "o.csv", "--format", "excel"), "invalid choice: 'excel'"),
        ((), "COMMAND"),
    ],
)
def test_errors_are_one_line_and_leave_no_file(fail, folder, arguments, message):
    assert message in fail(*arguments)
    assert [path.name for path in folder.iterdir()] == ["texts.csv"]


def test_a_taken_name_is_refused_before_any_work(run, fail, bert_folder, monkeypatch):
    run("import", "texts.csv", "--project", "x", *columns(), "--model", bert_folder)
    monkeypatch.setattr("sentimotion.review.exchange.scoring.score_items", None)
    assert "a project 'x' already exists" in fail("import", "texts.csv", "--project", "x", *columns())
    assert "no project is called 'y'; there are x" in fail("figures", "--project", "y")


def test_names_are_found_in_other_spellings(run, fail, folder, bert_folder):
    """The letter yya as one code point; it is kept as two."""
    one, two = "সম\u09df\u200b", "সম\u09df"
    run("import", "texts.csv", "--project", one, *columns(), "--model", bert_folder)
    store = Store.open(folder / "sentimotion-review.db", create=False)
    project = store.projects()[0]
    assert project.name == "সম\u09af\u09bc"
    for name in (one, two, f"  {two}\u200c "):
        assert store.project(name) == project
    task = store.take(store.join(project.id, "জ\u09df").id)
    store.decide(task.assignment_id, "negative", "fear", checkpoint=CheckpointName("x"))
    store.join(project.id, "রহিমা")
    store.close()
    assert run("figures", "--project", one).startswith(f"# {project.name}\n")
    export = ("export", "--project", two, "-o", "out.jsonl", "--format", "argilla", "--argilla-user")
    user = "01234567-89ab-cdef-0123-456789abcdef"
    assert "names 'করিম', who is no annotator of the project; there are জ\u09af\u09bc, রহিমা" in fail(
        *export, f"করিম={user}"
    )
    assert not (folder / "out.jsonl").exists()
    run(*export, f"জ\u09df={user}")
    record = json.loads((folder / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert record["responses"]["emotion"][0]["user_id"] == user


def test_a_missing_package_is_named(fail, monkeypatch):
    def not_there(_options):
        raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")

    monkeypatch.setattr("sentimotion.review.command._open", not_there)
    assert "sqlalchemy: pip install -r sentimotion/review/requirements.txt" in fail("list")


def test_progress_on_a_terminal(monkeypatch, capsys):
    from sentimotion.review.command import _show_progress

    _show_progress(1, 2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _show_progress(1, 2)
    _show_progress(2, 2)
    assert capsys.readouterr().err == "\rscored 1 of 2\rscored 2 of 2\n"


def test_a_second_classifier(run, folder, bert_folder, capsys):
    write_classifier(folder / "abuse")
    capsys.readouterr()  # transformers shows how it writes
    run("import", "texts.csv", "--project", "x", *columns(), "--model", bert_folder, "--second", "abuse")
    run("export", "--project", "x", "-o", "out.jsonl")
    for row in read_export(folder / "out.jsonl"):
        assert row["second_label"]
        assert 0 < row["second_score"] <= 1
    assert json.loads(run("list", "--json"))[0]["settings"]["second"] == "abuse"


def test_the_example_of_the_readme_runs(folder, bert_folder, monkeypatch):
    readme = (ROOT / "sentimotion" / "review" / "README.md").read_text(encoding="utf-8")
    example = re.search(r"## In Python\n\n```python\n(.+?)```", readme, re.DOTALL)[1]
    (folder / "texts.csv").write_text("text\n" + "\n".join(SENTENCES[2:5]), encoding="utf-8")
    monkeypatch.setattr(sources, "EMBEDDED_FOLDER", bert_folder)
    names = {}
    exec(compile(example, "README.md", "exec"), names)
    assert names["task"].last == names["verdict"]
    assert len(names["items"]) <= 1
    names["store"].close()
