"""The texts that have been measured, one JSON line each, so that an interrupted run goes on.

The first line says which run it is. A line holds a row's number and its trials, nothing of the text.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from sentimotion.errors import DataError
from sentimotion.faithfulness.trial import Trial


class RecordFile:
    """The trials of a run, by row of the file of texts.

    :param path: The file; it is made if it is not there.
    :param run: What the run measures, in JSON types.
    :raises DataError: If the file cannot be read or written, or is of another run.
    """

    def __init__(self, path: Path, run: Mapping[str, Any]) -> None:
        self._path = path
        self.trials: dict[int, list[Trial]] = {}
        try:
            lines = list(_whole_lines(path)) if path.exists() else []
            if not lines:
                path.write_text(_line(dict(run)), encoding="utf-8")
            elif lines[0] != json.loads(json.dumps(run)):
                raise DataError(
                    f"{path}: holds another run: other texts, another checkpoint or other options; name"
                    " another file"
                )
            else:
                # Without the line in which an earlier run was killed.
                path.write_text("".join(map(_line, lines)), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise DataError(f"{path}: cannot be used as the file of records: {error}") from error
        for line in lines[1:]:
            self.trials[line["row"]] = [Trial(*values) for values in line["trials"]]

    def add(self, row: int, trials: list[Trial]) -> None:
        """Keep the trials of a row.

        :raises DataError: If they cannot be written.
        """
        self.trials[row] = trials
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line({"row": row, "trials": [astuple(trial) for trial in trials]}))
        except OSError as error:
            raise DataError(f"{self._path}: cannot be written: {error.strerror or error}") from error


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield json.loads(line)
