"""Small files that are expensive to read are refused, or read within the limits on memory and time.

Most are large before they are compressed: functions make them, when their test runs.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

import pyarrow as pa
import pytest

from sentimotion.web.score.upload import MAX_BYTES
from tests.sentimotion.web.score.hostile_files import (
    cells,
    long_texts,
    nulls,
    parquet,
    with_stated_bytes,
    with_stated_rows,
    workbook,
)

READ = r"""
import json, re, resource, sys
from pathlib import Path
from sentimotion.errors import SentimotionError
from sentimotion.web.score import upload
# The machine that runs the tests may be busy.
upload.MAX_SECONDS = 100
try:
    outcome = upload.read_upload(sys.argv[1], sys.stdin.buffer.read()).n_rows
except SentimotionError as error:
    outcome = error.code
child = resource.getrusage(resource.RUSAGE_CHILDREN)
# ru_maxrss of this process would include the process of the tests, which started it.
server_kb = int(re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[1])
print(json.dumps([outcome, server_kb, child.ru_maxrss, child.ru_utime + child.ru_stime]))
"""


@dataclass
class Reading:
    """Number of rows read, or code of the error; cost of the process of the server and of its child."""

    outcome: int | str
    server_kb: int
    child_kb: int
    cpu_seconds: float


def read(name, content):
    """Read an upload in a process whose memory is not that of the other tests."""
    assert len(content) <= MAX_BYTES
    done = subprocess.run([sys.executable, "-c", READ, name], input=content, capture_output=True, check=True)
    reading = Reading(*json.loads(done.stdout))
    assert reading.server_kb < 100 * 1024
    assert reading.child_kb < 300 * 1024
    assert reading.cpu_seconds < 6
    return reading


@pytest.mark.parametrize(
    "content",
    [
        b'x","\n' * 50_000,
        b"text\n" + b'x","\n' * 50_000,
        b"text,id\n" + b'a,"b\n' * 100_000,
        b'"\n' * 100_000,
        b'text\n"' + b'a"b\n' * 100_000,
        b"text\n" + b'"' * (MAX_BYTES - 10),
    ],
    # pytest puts a test's name into the environment, which has no room for the contents.
    ids=["no_header", "header", "two_columns", "lone_quotes", "quotes_in_words", "only_quotes"],
)
def test_csv_quotes(content):
    reading = read("a.csv", content)
    assert reading.outcome in ("data", "columns", "too_many_rows") or reading.outcome < 2000
    assert reading.cpu_seconds < 2


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["gzip", "zstd", "brotli", "snappy", "lz4"])
def test_parquet_page_that_decompresses_to_too_much(codec):
    # Snappy makes it 21 times smaller, the others at least 200 times.
    n_characters = 90_000_000 if codec == "snappy" else 150_000_000
    content = long_texts(1, n_characters, use_dictionary=False, write_statistics=False, compression=codec)
    assert read("a.parquet", content).outcome in ("memory_limit", "content_too_large")


@pytest.mark.parametrize("stated", [1, 2**40])
def test_parquet_footer_that_states_another_size(stated):
    content = long_texts(1000, 300_000, use_dictionary=False, write_statistics=False, compression="zstd")
    assert len(content) < 100_000
    reading = read("a.parquet", with_stated_bytes(content, stated))
    assert reading.outcome in ("memory_limit", "content_too_large")


@pytest.mark.parametrize("stated", [1, 1999])
@pytest.mark.parametrize("actual", [2001, 1_234_567])
def test_parquet_footer_that_states_fewer_rows(stated, actual):
    content = with_stated_rows(parquet(pa.table({"text": pa.nulls(actual, pa.string())})), actual, stated)
    assert len(content) < 10_000
    reading = read("a.parquet", content)
    assert reading.outcome == "data"
    assert reading.cpu_seconds < 2


@pytest.mark.parametrize(("stated", "outcome"), [(6, "data"), (2000, "data"), (10**12, "too_many_rows")])
def test_parquet_footer_that_states_more_rows(stated, outcome):
    content = parquet(pa.table({"text": ["a", "b", "c", "d", "e"]}))
    assert read("a.parquet", with_stated_rows(content, 5, stated)).outcome == outcome


def test_parquet_many_rows():
    reading = read("a.parquet", nulls(50_000_000))
    assert reading.outcome == "too_many_rows"
    assert reading.cpu_seconds < 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "outcomes"),
    [
        (
            lambda: {"text": ["ক"] * 400} | {f"c{n}": [["a", "b"]] * 400 for n in range(1999)},
            (400, "memory_limit"),
        ),
        (lambda: {"text": ["ক"] * 400} | {f"c{n}": [["a", "b"]] * 400 for n in range(200)}, (400,)),
        (lambda: {f"c{n}": ["a"] for n in range(4097)}, ("columns",)),
        (
            lambda: {"text": ["ক"] * 2000, "image": [b"x" * 200_000] * 2000},
            ("memory_limit", "content_too_large"),
        ),
        (
            lambda: {"text": ["ক"] * 500, "list": [["ক" * 70_000]] * 500},
            ("memory_limit", "content_too_large"),
        ),
        (lambda: {"text": ["ক" * 20_000] * 1999}, ("memory_limit", "content_too_large")),
        (lambda: {"text": pa.array(["a" * 1_000_000] * 1000).dictionary_encode()}, ("memory_limit",)),
    ],
    ids=["2000 list columns", "200 list columns", "5000 columns", "bytes", "lists", "texts", "dictionary"],
)
def test_parquet_values(table, outcomes):
    assert read("a.parquet", parquet(pa.table(table()), compression="zstd")).outcome in outcomes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "outcomes"),
    [
        (lambda: b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", ("columns",)),
        (lambda: b'{"text": "a"}\n' + b'{"text": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, (2,)),
        (lambda: (b'{"text": "a", "b": ' + b"[" * 900 + b"]" * 900 + b"}\n") * 1000, (1000, "data")),
        (lambda: b'{"text": "' + b"\\u0000" * 870_000 + b'"}', (1,)),
        (lambda: b'{"text": ' + b"9" * 5_000_000 + b"}", ("columns",)),
        (lambda: b"{%b}" % b",".join(b'"k%d":1' % n for n in range(300_000)), ("columns",)),
        (lambda: b'{"text": "a"}\n' * 50_000, ("too_many_rows",)),
    ],
    ids=["lists", "objects", "900 levels", "null characters", "a long number", "keys", "rows"],
)
def test_jsonl(content, outcomes):
    assert read("a.jsonl", content()).outcome in outcomes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "outcomes"),
    [
        (lambda: b"text\n" + b"x" * (MAX_BYTES - 10), (1,)),
        (lambda: b"text\n" + b"x\n" * 300_000, ("too_many_rows",)),
        (lambda: b",".join(b"c%d" % n for n in range(1000)) + b"\n" + (b"," * 999 + b"a\n") * 800, (800,)),
        (lambda: b"," * 1_000_000 + b"\n", ("columns", "time_limit")),
        (lambda: b"text\n" + b"\r" * 500_000, ("data",)),
    ],
    ids=["a long cell", "rows", "columns", "commas", "line ends"],
)
def test_csv(content, outcomes):
    assert read("a.csv", content()).outcome in outcomes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        (lambda: cells(b"text") + cells(b"a" * 80_000_000), ("memory_limit",)),
        (lambda: cells(b"text") + cells(b"a") * 1_000_000, ("too_many_rows", "time_limit")),
        (lambda: cells(b"text", *[b"a"] * 50_000), ("columns", "time_limit", "memory_limit")),
        (lambda: b"<row><a>" + b"<a>" * 300_000, ("data", "time_limit", "memory_limit")),
    ],
    ids=["a long cell", "rows", "cells", "nesting"],
)
def test_workbook(rows, outcomes):
    assert read("a.xlsx", workbook(rows())).outcome in outcomes
