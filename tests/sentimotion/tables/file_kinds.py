"""Ways to write a table, and files that are refused: the lines of sentimotion/tables/README.md."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from zipfile import ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.parquet
from openpyxl import Workbook


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


def as_parquet(lines):
    header, *rows = lines
    content = io.BytesIO()
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    pyarrow.parquet.write_table(pa.table(columns), content)
    return content.getvalue()


def as_nested(lines):
    header, *rows = lines
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    return "\n".join(json.dumps({"snippet": {"text": one.pop("text")}} | one) for one in objects).encode()


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
    text: str = "text"


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
    "UTF-32": Kind("a.csv", lambda lines: as_csv(lines, encoding="utf-32")),
    "bytes that are no UTF-8": Kind(
        "a.csv",
        lambda lines: as_csv(lines) + as_csv([["caf\xe9", *[""] * (len(lines[0]) - 1)]], encoding="latin-1"),
        n_bad=1,
    ),
    "semicolons": Kind("a.csv", lambda lines: as_csv(lines, ";")),
    "tabs in a .csv": Kind("a.csv", lambda lines: as_csv(lines, "\t")),
    "vertical bars": Kind("a.csv", lambda lines: as_csv(lines, "|")),
    "blank lines": Kind(
        "a.csv",
        lambda lines: as_csv(lines[:1]) + b"\r\n" + as_csv(lines[1:]) + b"\r\n\r\n",
        first_row=3,
    ),
    "signs around the names": Kind(
        "a.csv", lambda lines: as_csv([[f" \u200b{name}\u00a0" for name in lines[0]], *lines[1:]])
    ),
    "a row too long": Kind("a.csv", lambda lines: as_csv([*lines, ["ভালো", *["x"] * len(lines[0])]]), n_bad=1),
    "a row too short": Kind("a.csv", lambda lines: as_csv([*lines, ["ভালো"]]), n_bad=1),
    "an open quote": Kind(
        "a.csv", lambda lines: as_csv(lines) + '"ভালো'.encode() + b"," * (len(lines[0]) - 1) + b"\r\n", n_bad=1
    ),
    "Parquet": Kind("a.parquet", as_parquet, first_row=1),
    "one key twice": Kind(
        "a.jsonl", lambda lines: as_jsonl(lines) + b'\n{"text": "a", "text": "b"}', n_bad=2, first_row=1
    ),
    "nested keys": Kind("a.jsonl", as_nested, first_row=1, text="snippet.text"),
    "empty trailing headers": Kind("a.csv", with_empty_headers),
    "a byte order mark and old line ends": Kind(
        "a.csv", lambda lines: b"\xef\xbb\xbf" + as_csv(lines).replace(b"\r\n", b"\r")
    ),
}


@dataclass(frozen=True)
class Refused:
    """A file that no reader takes, and a part of what they say."""

    name: str
    content: bytes
    problem: str


def zipped(*names):
    content = io.BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(ZipInfo(name), "x")
    return content.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TABLE = [["text", "sentiment", "emotion"], ["ভালো লাগল", "positive", "happy"]]
REFUSED = {
    "two columns of one name": Refused("a.csv", as_csv([["text", "text"], ["ক", "খ"]]), "text"),
    "5,000 columns": Refused(
        "a.csv", as_csv([["text", *map(str, range(5_000))], ["ক"] * 5_001]), "5001 columns; at most 4096"
    ),
    "a JSON array": Refused("a.jsonl", json.dumps([{"text": "ক"}]).encode(), "JSON"),
    "an object over several lines": Refused("a.jsonl", json.dumps({"text": "ক"}, indent=1).encode(), "JSON"),
    ".json": Refused("a.json", b"{}", r"expected a name that ends in \.csv"),
    "a workbook named .csv": Refused("a.csv", zipped("xl/workbook.xml"), r"name it a\.xlsx|\.xlsx"),
    "HTML": Refused("a.csv", b"<!DOCTYPE html><html><table>", "an HTML page"),
    "gzip": Refused("a.csv", gzip.compress(b"text\nx\n", mtime=0), "compressed by gzip"),
    "a formula without a value": Refused(
        "a.xlsx", as_xlsx([["text", "n"], ["ভালো", "=1+1"]]), "no saved value"
    ),
    "macros": Refused("a.xlsx", zipped("xl/vbaProject.bin"), "macros"),
    "a password": Refused("a.xlsx", OLD_OFFICE, "password"),
    ".xls": Refused("a.xls", OLD_OFFICE, r"expected a name that ends in \.csv"),
    ".xls named .csv": Refused("a.csv", OLD_OFFICE, r"save it as \.xlsx without a password"),
    ".ods": Refused("a.ods", zipped("content.xml"), r"expected a name that ends in \.csv"),
    "nothing": Refused("a.csv", b"", "empty|no header"),
}
