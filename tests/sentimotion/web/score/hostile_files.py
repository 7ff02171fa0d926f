"""Small files that are expensive to read, if nothing bounds it."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook


def parquet(table, **options):
    """A table as the content of a Parquet file, in one row group."""
    sink = io.BytesIO()
    pq.write_table(table, sink, row_group_size=10_000_000, **options)
    return sink.getvalue()


def with_stated_rows(content, actual, stated):
    """Change the number of rows that a Parquet file's footer states; its row groups keep theirs."""
    patched = _patched(content, lambda footer: footer.replace(_integer(actual), _integer(stated), 1))
    with pq.ParquetFile(io.BytesIO(patched)) as file:
        assert file.metadata.num_rows == stated
        assert file.metadata.row_group(0).num_rows == actual
    return patched


def with_stated_bytes(content, stated):
    """Change the uncompressed size that the footer states for the only row group of one column."""
    with pq.ParquetFile(io.BytesIO(content)) as file:
        actual = file.metadata.row_group(0).total_byte_size
    patched = _patched(content, lambda footer: _integer(stated).join(footer.rsplit(_integer(actual), 1)))
    with pq.ParquetFile(io.BytesIO(patched)) as file:
        assert file.metadata.row_group(0).total_byte_size == stated
    return patched


def _patched(content, change):
    length = int.from_bytes(content[-8:-4], "little")
    footer = change(content[-8 - length : -8])
    return content[: -8 - length] + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def _integer(value):
    """A field of type i64 that follows the field before it, in Thrift's compact protocol."""
    zigzag, encoded = value << 1, bytearray([0x16])
    while zigzag > 0x7F:
        encoded.append(zigzag & 0x7F | 0x80)
        zigzag >>= 7
    return bytes([*encoded, zigzag])


def long_texts(n_rows, n_characters, **options):
    """A Parquet file of equal texts."""
    return parquet(pa.table({"text": ["a" * n_characters] * n_rows}), **options)


def nulls(n_rows):
    """A Parquet file of missing texts in one column, in row groups of at most a million."""
    sink = io.BytesIO()
    schema = pa.schema({"text": pa.string()})
    with pq.ParquetWriter(sink, schema) as writer:
        while n_rows > 0:
            n_next = min(n_rows, 1_000_000)
            writer.write_table(pa.table([pa.nulls(n_next, pa.string())], schema), row_group_size=n_next)
            n_rows -= n_next
    return sink.getvalue()


def workbook(rows_xml):
    """A workbook whose sheet has these rows."""
    whole, content = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active.append(["text"])
    book.save(whole)
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData>'
        b"</worksheet>" % rows_xml
    )
    with ZipFile(whole) as source, ZipFile(content, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return content.getvalue()


def cells(*texts):
    """A row of a workbook."""
    inside = b"".join(b'<c t="inlineStr"><is><t>%b</t></is></c>' % text for text in texts)
    return b"<row>%b</row>" % inside
