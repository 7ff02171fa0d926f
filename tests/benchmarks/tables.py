"""Reading and writing tables: ``python -m tests.benchmarks.tables [--rows N]``.

Prints CPU seconds of ``score`` with a stub in place of the model, and beside them those of the plain library
(csv, json, pyarrow) that reads the same rows and writes them with the same columns, in the same run: only the
ratio holds on another machine. Of each the best of three.
"""

import argparse
import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import process_time

import pyarrow as pa
import pyarrow.parquet as pq

from sentimotion.scoring.options import ScoreOptions
from sentimotion.scoring.score_file import score_file
from tests.sentimotion.scoring.stub_engine import stub_scores

# The columns that scoring adds; the plain ways write the same for every row.
SCORES = stub_scores("খুব ভালো")


def open_stub() -> Callable[[Iterable[Sequence[str | None]]], Iterator[list[dict[str, object] | None]]]:
    """An engine that gives every text the same scores; computing some, as the tests' does, takes seconds."""
    return lambda chunks: ([None if text is None else dict(SCORES) for text in texts] for texts in chunks)


def plain_csv(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8", newline="") as read, target.open("w", encoding="utf-8") as written:
        rows = csv.DictReader(read)
        writer = csv.DictWriter(written, [*(rows.fieldnames or ()), *SCORES])
        writer.writeheader()
        writer.writerows(row | SCORES for row in rows)


def plain_jsonl(source: Path, target: Path) -> None:
    with source.open(encoding="utf-8") as read, target.open("w", encoding="utf-8") as written:
        for line in read:
            written.write(json.dumps(json.loads(line) | SCORES, ensure_ascii=False) + "\n")


def plain_parquet(source: Path, target: Path) -> None:
    rows = pq.read_table(source).to_pylist()
    pq.write_table(pa.Table.from_pylist([row | SCORES for row in rows]), target)


PLAIN = {"csv": plain_csv, "jsonl": plain_jsonl, "parquet": plain_parquet}


def write_rows(path: Path, n_rows: int) -> None:
    """Write comments with an identifier, a day and a number of likes, in the format of the path's ending."""
    rows = [
        {"id": str(row), "text": f"সেবা খুব ভালো লাগল, আবার আসব {row}", "day": "2024-03-12", "likes": str(row % 7)}
        for row in range(n_rows)
    ]
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            if path.suffix == ".csv":
                writer = csv.DictWriter(file, [*rows[0]])
                writer.writeheader()
                writer.writerows(rows)
            else:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def best_of_three(work: Callable[[Path], object], target: Path) -> float:
    """CPU seconds of the fastest of three runs; what a run has written is deleted."""
    seconds = []
    for _ in range(3):
        start = process_time()
        work(target)
        seconds.append(process_time() - start)
        target.unlink()
    return min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    n_rows = parser.parse_args().rows
    print(f"CPU seconds for {n_rows} rows\n")
    print("| format | score, stub model | plain library | ratio |\n|---|---|---|---|")
    for name, plain in PLAIN.items():
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, f"in.{name}"), Path(folder, f"out.{name}")
            write_rows(source, n_rows)
            ours = best_of_three(
                lambda path, source=source: score_file(
                    source, path, ScoreOptions(), open_stub, checkpoint={}
                ),
                target,
            )
            theirs = best_of_three(lambda path, source=source, plain=plain: plain(source, path), target)
        print(f"| {name} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.1f} |")


if __name__ == "__main__":
    main()
