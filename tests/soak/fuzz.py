"""Readers of rows and functions on texts with damaged input: ``python -m tests.soak.fuzz [--long]``.

Files are small valid ones in every format and encoding, with bytes replaced, inserted, repeated and cut. A
reader answers with rows or with one SentimotionError, within seconds; what it counts is what it gives, and
what is written with scores is read back with as many rows. Functions on texts take any string.
"""

import argparse
import codecs
import csv
import io
import json
import signal
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import hypothesis
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from openpyxl import Workbook

from sentimotion.errors import SentimotionError
from sentimotion.tables.columns import Column, added_columns, failed
from sentimotion.tables.formats import reader_of, writer_of
from sentimotion.tables.options import TableOptions
from sentimotion.text.quality import find_quality_issues
from sentimotion.text.words import grapheme_spans, has_bangla, script_shares, word_spans

SECONDS = 300
LONG_SECONDS = 3600
# A single small file or text that takes more hangs. Processor time, as the run may be paused.
LONGEST_S = 10
N_EXAMPLES = 200

ROWS = [
    {"id": 1, "text": "সেবা খুব ভালো, আবার আসব", "day": "2024-03-12"},
    {"id": 2, "text": 'তিনি বললেন "না"\nচলে গেলেন', "day": "12/03/2024"},
    {"id": 3, "text": "nan", "day": ""},
    {"id": 4, "text": "দু:খ ৷ ভ�লো <br> 😊", "day": "১২ মার্চ"},
]
TOKENS = [
    *(
        sign.encode()
        for sign in ('"', '""', ",", ";", "\t", "\r", "\n", "\r\n", "\0", "sep=;\n", "{", "}", "[")
    ),
    *(
        sign.encode()
        for sign in ("\ufeff", "\u2028", "\u200d", "৷", "\\ud800", "NaN", "1e999", "&quot;", "#NAME?")
    ),
    b"\xff",
    b"\xe0\xa6",
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF32_BE,
]


def seeds() -> list[tuple[str, bytes]]:
    """Name and content of valid files."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(ROWS[0]))
    writer.writeheader()
    writer.writerows(ROWS)
    table = text.getvalue()
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    book, workbook, parquet = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(list(ROWS[0]))
    for row in ROWS:
        book.active.append(list(row.values()))
    book.save(workbook)
    pq.write_table(pa.Table.from_pylist(ROWS), parquet)
    return [
        *(("in.csv", table.encode(name)) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32")),
        ("in.csv", ("Survey\n\n" + table).encode()),
        ("in.csv", table.replace(",", ";").encode()),
        ("in.tsv", table.replace(",", "\t").encode()),
        ("in.jsonl", lines.encode()),
        ("in.jsonl", lines.encode("utf-16")),
        ("in.xlsx", workbook.getvalue()),
        ("in.parquet", parquet.getvalue()),
    ]


@st.composite
def damaged_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A seed with some damage, or any bytes under any name."""
    name, content = draw(st.sampled_from(SEEDS))
    if draw(st.integers(0, 9)) == 0:
        return name, draw(st.binary(max_size=200))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        piece = draw(st.sampled_from(TOKENS) | st.binary(max_size=8) | st.just(content[start:end] * 3))
        content = content[:start] + piece + content[end:]
    return name, content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


SEEDS = seeds()
OPTIONS = st.builds(
    TableOptions,
    text_column=st.sampled_from(["text", "text", "column_1", None]),
    header=st.booleans(),
    delimiter=st.sampled_from([None, None, ",", ";"]),
)


@given(damaged_files(), OPTIONS, st.sampled_from(["out.csv", "out.jsonl", "out.parquet"]))
def fuzz_reader(file: tuple[str, bytes], options: TableOptions, output_name: str) -> None:
    name, content = file
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder, name), Path(folder, output_name)
        path.write_bytes(content)
        try:
            reader = reader_of(path, options)
            survey = reader.survey()
            chunks = list(reader.chunks())
            rows = [row for chunk in chunks for row in chunk.rows()]
        except SentimotionError as error:
            if "\n" in str(error):
                raise AssertionError("the error is not one line") from error
            COUNTS[f"{path.suffix}: refused"] += 1
            return
        texts = [pair for chunk in chunks for pair in zip(chunk.texts, chunk.problems, strict=True)]
        assert len(texts) == len(rows) == survey.n_rows
        if options.text_column is not None:
            assert all((text is None) == (problem is not None) for text, problem in texts)
        added = [Column(f"new_{column.name}", column.kind) for column in added_columns()]
        if {column.name for column in survey.columns} & {column.name for column in added}:
            return
        writer = writer_of(path, output, survey, added, TableOptions(prefix="new_"))
        parts = [writer.part(chunk, [failed("=no")] * len(chunk.texts)) for chunk in chunks]
        with output.open("wb") as written:
            writer.join(iter(parts), written.write)
        again = reader_of(output, TableOptions(text_column="new_error", delimiter=survey.delimiter))
        assert again.survey().n_rows == survey.n_rows or not rows
        COUNTS[f"{path.suffix}: read"] += 1


@given(
    st.text(max_size=300)
    | st.text(st.sampled_from("ক্ার্য়\u200c\u200d৷:।<>&;#'\"|aZv†‡©🇧🏽à¦§\ufffd 3১"), max_size=300)
)
def fuzz_text(text: str) -> None:
    spans = word_spans(text)
    assert all(start < end for start, end in spans)
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))
    assert "".join(text[start:end] for start, end in grapheme_spans(text)) == text
    script_shares(text)
    has_bangla(text)
    report = find_quality_issues(text)
    for issue in report.issues:
        assert all(0 <= start < end <= len(text) for start, end in issue.places)
    if report.suggestion is not None:
        assert report.suggestion != text
        find_quality_issues(report.suggestion)
    COUNTS["texts"] += 1


COUNTS: Counter[str] = Counter()


def _too_slow(*_: object) -> None:
    raise AssertionError(f"a single input takes more than {LONGEST_S} s of processor time")


def _timed(test: Callable[..., None]) -> Callable[..., None]:
    """The inner function of a test with a limit of processor time."""
    inner = test.hypothesis.inner_test

    def timed(*arguments: object, **named: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
        try:
            inner(*arguments, **named)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    test.hypothesis.inner_test = timed
    return test


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help=f"{LONG_SECONDS} s instead of {SECONDS}")
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    seconds = options.seconds or (LONG_SECONDS if options.long else SECONDS)
    signal.signal(signal.SIGPROF, _too_slow)
    settings = hypothesis.settings(
        max_examples=N_EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    tests = [settings(_timed(test)) for test in (fuzz_reader, fuzz_text)]
    start, seed = perf_counter(), options.seed
    while perf_counter() - start < seconds:
        for test in tests:
            hypothesis.seed(seed)(test)()
        seed += 1
    counts = ", ".join(f"{name} {count}" for name, count in sorted(COUNTS.items()))
    print(f"fuzz: seeds {options.seed} to {seed - 1}, {counts}; no traceback, no hang")


if __name__ == "__main__":
    main()
