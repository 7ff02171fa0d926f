"""Whole files with a stub for the model, from every format to every other."""

import pytest

from sentimotion.errors import ColumnError, DataError, InvalidThreshold, ScoringError
from sentimotion.scoring.options import ScoreOptions
from sentimotion.tables.columns import added_columns
from tests.sentimotion.scoring.files import TEXTS, read, score, write
from tests.sentimotion.scoring.stub_engine import stub_engine, stub_scores

ADDED = [column.name for column in added_columns()]


@pytest.mark.parametrize("to", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("form", [".csv", ".jsonl", ".parquet"])
@pytest.mark.usefixtures("small_chunks")
def test_every_row_and_every_column_in_any_format(tmp_path, form, to):
    rows = [(f"{index:02}", text) for index, text in enumerate(TEXTS)]
    source = write(tmp_path / f"in{form}", rows)
    seen = []
    done = score(source, tmp_path / f"out{to}", on_progress=lambda *state: seen.append(state))
    out = read(done.path)
    assert (done.n_rows, done.n_failed, done.n_resumed) == (9, 2, 0)
    assert seen == [(0, 9), (2, 9), (4, 9), (6, 9), (8, 9), (9, 9)]
    assert list(out[0]) == ["id", "text", *ADDED]
    assert [(row["id"], row["text"] or "") for row in out] == rows
    for row in out:
        if row["text"] is None or not row["text"].strip():
            assert row["error"] == "the text is empty; give at least one word"
            assert {row[name] for name in ADDED if name != "error"} == {None}
        else:
            expected = stub_scores(row["text"])
            assert row["error"] is None
            assert row["sentiment"] == expected["sentiment"]
            for name in ("sentiment_confidence", "emotion_fear"):
                assert float(row[name]) == expected[name]
            assert row["checkpoint_version"] == "stub-1"
            assert row["truncated"] in (expected["truncated"], str(expected["truncated"]).lower())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({source.name, done.path.name})


@pytest.mark.parametrize("to", [".csv", ".jsonl", ".parquet"])
@pytest.mark.usefixtures("small_chunks")
def test_warnings_are_columns_and_counts(tmp_path, to):
    texts = ["ক !mojibake", "খ", "গ !mojibake !markup", "ঘ !bijoy", ""]
    done = score(write(tmp_path / "in.csv", list(enumerate(texts))), tmp_path / f"out{to}")
    assert [row["text_warnings"] or "" for row in read(done.path)] == [
        *("mojibake", "", "mojibake markup", "bijoy"),
        "",
    ]
    assert (done.n_rows, done.n_failed, done.n_warned) == (5, 1, 3)
    assert list(done.warnings.items()) == [("mojibake", 2), ("markup", 1), ("bijoy", 1)]


@pytest.mark.parametrize("to", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("form", [".csv", ".jsonl"])
def test_lines_that_are_no_rows_stay(tmp_path, form, to):
    source = tmp_path / f"in{form}"
    broken = '3,"খোলা' if form == ".csv" else '{"id": "3", "text'
    whole = write(source, [("1", "ক"), ("2", "খ")]).read_text(encoding="utf-8")
    source.write_text(whole + broken, encoding="utf-8")
    out = read(score(source, tmp_path / f"out{to}").path)
    assert [row.get("id") for row in out] == ["1", "2", None]
    assert out[2]["raw"] == broken
    assert "not valid" in out[2]["error"]
    assert out[0].get("raw") is None


@pytest.mark.parametrize("to", [".csv", ".jsonl", ".parquet"])
def test_a_column_of_that_name_does_not_stand_in_the_way_of_a_broken_line(tmp_path, to):
    source = tmp_path / "in.csv"
    source.write_text('text,raw\nক,x\n"খ"খ,y\n', encoding="utf-8")
    with pytest.raises(ColumnError, match=r"the column raw already.*--prefix"):
        score(source, tmp_path / f"out{to}")
    out = read(score(source, tmp_path / f"out{to}", ScoreOptions(prefix="model_")).path)
    assert (out[0]["raw"], out[0].get("model_raw") or None) == ("x", None)
    assert out[1]["model_raw"] == '"খ"খ,y'


def test_types_of_json_columns_in_parquet(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(
        '{"text": "ক", "n": 1, "x": 1, "mixed": 1, "deep": {"a": [1]}}\n'
        '{"text": "খ", "flag": true, "x": 0.5, "mixed": "দুই", "n": 2, "half": "\\ud83d"}\n',
        encoding="utf-8",
    )
    out = read(score(source, tmp_path / "out.parquet").path)
    keys = ("n", "x", "flag", "mixed", "deep", "half")
    assert [out[0][key] for key in keys] == [1, 1.0, None, "1", '{"a": [1]}', None]
    assert [out[1][key] for key in keys] == [2, 0.5, True, "দুই", None, "\\ud83d"]


def test_a_column_that_would_be_added_is_refused_before_any_work(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("text,emotion,error\nক,x,y\n", encoding="utf-8")

    def never():
        raise AssertionError("the model is loaded for nothing")

    with pytest.raises(ColumnError, match=r"the column emotion, error already.*--prefix"):
        score(source, tmp_path / "out.csv", engine=never)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
    out = read(score(source, tmp_path / "out.csv", ScoreOptions(prefix="model_")).path)
    assert list(out[0]) == ["text", "emotion", "error", *("model_" + name for name in ADDED)]
    assert out[0]["emotion"] == "x"


def test_only_headers(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("text,id\n", encoding="utf-8")
    for to in (".csv", ".jsonl", ".parquet"):
        done = score(source, tmp_path / f"out{to}")
        assert done.n_rows == 0
        assert read(done.path) == []
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("text,id,sentiment,")


def test_what_is_in_the_way(tmp_path):
    source = write(tmp_path / "in.csv", [("1", "ক")])
    output = tmp_path / "out.csv"
    for path, message in [
        (tmp_path / "out.xlsx", ".xlsx is not written; name the output .csv"),
        (tmp_path / "none" / "out.csv", "there is no folder"),
        (source, "is the input itself"),
    ]:
        with pytest.raises(ScoringError, match=message):
            score(source, path, overwrite=True)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ScoringError, match="is a folder"):
        score(source, tmp_path / "folder.csv")
    with pytest.raises(DataError, match="no such file"):
        score(tmp_path / "nothing.csv", output)
    output.write_text("precious", encoding="utf-8")
    with pytest.raises(ScoringError, match="already exists"):
        score(source, output)
    assert output.read_text(encoding="utf-8") == "precious"
    assert score(source, output, overwrite=True).n_rows == 1
    assert "precious" not in output.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "values", [{"sent_threshold": 2}, {"emo_threshold": float("nan")}, {"max_length": 3}, {"delimiter": ";;"}]
)
def test_options_are_checked(values):
    with pytest.raises((InvalidThreshold, ValueError)):
        ScoreOptions(**values)


@pytest.mark.usefixtures("small_chunks")
def test_the_engine_may_take_chunks_ahead(tmp_path):
    source = write(tmp_path / "in.csv", [(str(index), text) for index, text in enumerate(TEXTS)])
    score(source, tmp_path / "whole.csv")
    score(source, tmp_path / "ahead.csv", engine=lambda: lambda chunks: stub_engine(list(chunks)))
    assert (tmp_path / "ahead.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


@pytest.mark.usefixtures("small_chunks")
def test_no_chunk_of_the_input_is_held(tmp_path):
    """Memory is flat: a chunk is read when the one before is scored."""
    source = write(tmp_path / "in.csv", [(str(index), "ক") for index in range(100)])
    alive, most = set(), 0

    def watched(chunks):
        nonlocal most
        for texts in chunks:
            alive.add(id(texts))
            most = max(most, len(alive))
            yield next(stub_engine([texts]))
            alive.discard(id(texts))

    assert score(source, tmp_path / "out.csv", engine=lambda: watched).n_rows == 100
    assert most == 1
