"""Reader of Excel workbooks (.xlsx): the values of one sheet, a row at a time."""

import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from sentimotion.errors import ColumnError, DataError, SentimotionError
from sentimotion.tables.chunks import Chunk, Row, Survey, chunked
from sentimotion.tables.columns import Column
from sentimotion.tables.header import MOST_BEFORE, Header, read_header
from sentimotion.tables.options import TableOptions
from sentimotion.tables.plain_values import as_text, column_kind, kind_of

# The limit of a sheet; a file may claim more. With a limit on columns, openpyxl would pad every row to it.
_MOST_ROWS: Final = 1_048_576


class XlsxReader:
    """Rows of a workbook's sheet. Formulas are read as the values saved with them.

    :param path: The file.
    :param options: Text column, sheet (None for the first), whether there is a header.
    """

    def __init__(self, path: Path, options: TableOptions) -> None:
        self._path = path
        self._options = options

    def survey(self) -> Survey:
        """See :class:`Reader`.

        :raises DataError: Also if a formula has no saved value.
        """
        self._check_formulas()
        header = self._header
        kinds: list[set[str]] = [set() for _ in header.names]
        n_rows = 0
        for row in self._rows():
            n_rows += 1
            for found, value in zip(kinds, row.values.values(), strict=False):
                if (kind := kind_of(value)) is not None:
                    found.add(kind)
        columns = tuple(
            Column(name, column_kind(found)) for name, found in zip(header.names, kinds, strict=True)
        )
        return Survey(
            columns,
            n_rows,
            n_before=header.n_before,
            text_columns=header.named,
            looks_headerless=header.looks_like_values,
        )

    def chunks(self) -> Generator[Chunk]:
        """See :class:`Reader`."""
        return chunked(self._rows())

    @cached_property
    def _header(self) -> Header:
        first = [list(map(as_text, cells)) for _, cells in islice(self._cells(), MOST_BEFORE)]
        if not first:
            raise DataError(f"{self._path}: the sheet is empty; expected a header row")
        with self._workbook(data_only=True) as workbook:
            titles = _titles(workbook)
        hint = f"; the workbook's sheets are {', '.join(titles)} (--sheet)" if len(titles) > 1 else ""
        return read_header(first, self._options, str(self._path), hint)

    def _rows(self) -> Iterator[Row]:
        header, text_column = self._header, self._options.text_column
        for number, cells in islice(self._cells(), header.n_rows, None):
            values = dict.fromkeys(header.names) | dict(zip(header.names, cells, strict=False))
            if len(cells) > len(header.names):
                problem = f"the row has {len(cells)} cells, the header {len(header.names)}"
                yield Row(values, problem=problem, number=number)
                continue
            text = None if text_column is None else values[text_column]
            # A text such as 100 is a number to a spreadsheet, but not to its author.
            yield Row(values, None if text is None else as_text(text), number=number)

    def _cells(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield the number and the cells of each row that is not blank, without blank cells at its end."""
        with self._workbook(data_only=True) as workbook:
            sheet = self._sheet(workbook)
            rows = sheet.iter_rows(max_row=_MOST_ROWS, values_only=True)
            for number, row in enumerate(rows, start=1):
                cells = [unescape(cell) if isinstance(cell, str) and "_x" in cell else cell for cell in row]
                while cells and (cells[-1] is None or cells[-1] == ""):
                    cells.pop()
                if cells:
                    yield number, cells

    def _check_formulas(self) -> None:
        with self._workbook(data_only=True) as values, self._workbook(data_only=False) as formulas:
            sheets = [self._sheet(values), self._sheet(formulas)]
            ranges = [sheet.iter_rows(max_row=_MOST_ROWS) for sheet in sheets]
            for row, as_formulas in zip(*ranges, strict=True):
                for cell, formula in zip(row, as_formulas, strict=True):
                    if formula.data_type == "f" and cell.value is None:
                        raise DataError(
                            f"{self._path}: the formula in {formula.coordinate} has no saved value; open the"
                            " file in a spreadsheet program, save it and try again"
                        )

    def _sheet(self, workbook: Workbook) -> Any:
        wanted = self._options.sheet
        titles = _titles(workbook)
        if not titles:
            raise DataError(f"{self._path}: the workbook has no sheet with cells")
        if wanted is not None and wanted not in titles:
            raise ColumnError(f"{self._path}: no sheet {wanted}; its sheets are {', '.join(titles)}")
        sheet: Any = workbook.worksheets[0 if wanted is None else titles.index(wanted)]
        # The size that a file states may be wrong.
        sheet.reset_dimensions()
        return sheet

    @contextmanager
    def _workbook(self, data_only: bool) -> Iterator[Workbook]:
        if not zipfile.is_zipfile(self._path):
            raise DataError(
                f"{self._path}: not a workbook that can be read; if it is protected by a password or an old"
                " .xls, save it as .xlsx without a password"
            )
        # The file is opened here: openpyxl leaves its own open where a row is refused or cannot be read.
        with _read_errors(self._path), self._path.open("rb") as file:
            with zipfile.ZipFile(file) as archive:
                if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
                    raise DataError(f"{self._path}: the workbook holds macros; save it as .xlsx")
            workbook = load_workbook(file, read_only=True, data_only=data_only)
            try:
                yield workbook
            finally:
                workbook.close()


def _titles(workbook: Workbook) -> list[str]:
    return [str(sheet.title) for sheet in workbook.worksheets]


@contextmanager
def _read_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (SentimotionError, MemoryError):
        raise
    except (
        Exception
    ) as error:  # of a damaged file: zipfile, zlib, the XML parser, openpyxl each raise their own
        raise DataError(f"{path}: cannot be read as an .xlsx file: {str(error)[:200]}") from error
