"""Files of rows in every format, scored with the stub."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq

from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.score_file import score_file
from tests.sentimotion.scoring.stub_engine import open_stub

TEXTS = [
    "খুব ভালো",
    "=1+1",
    'এক,\r\n"দুই"\r;তিন',
    "",
    "র\u200d্য ক্\u200cষ 😊",
    "\u200d",
    " \t",
    "a\0b",
    "+৮৮০",
]


def score(source, output, options=None, engine=open_stub, **arguments):
    return score_file(
        source, output, options or ScoreOptions(), engine, **({"checkpoint": {"source": "stub"}} | arguments)
    )


def write(path, rows):
    names = ["id", "text"]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([names, *rows])
    elif path.suffix == ".jsonl":
        lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in rows)
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    else:
        ids, texts = zip(*rows, strict=True)
        pq.write_table(pa.table({"id": ids, "text": texts}), path)
    return path


def read(path):
    """Rows of any format as Python values; empty fields of a CSV as None."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{key: value or None for key, value in row.items()} for row in csv.DictReader(file)]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with pq.ParquetFile(path) as file:
        return file.read().to_pylist()
