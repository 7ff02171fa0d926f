"""The ``faithfulness`` command: options, texts of a file, progress on stderr, tables on stdout."""

import argparse
import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentimotion.errors import DataError, SentimotionError
from sentimotion.tables.options import TableOptions, add_table_options

if TYPE_CHECKING:
    from sentimotion.model import SentimotionModel
    from sentimotion.text.encoding import EncodedText


def add_faithfulness_options(command: argparse.ArgumentParser) -> None:
    """Declare the options of ``faithfulness``, except those shared by commands with a model."""
    command.add_argument("model", metavar="SRC", help="embedded, a folder, or a hub id")
    command.add_argument(
        "--texts", type=Path, required=True, metavar="FILE", help=".csv, .tsv, .xlsx, .jsonl or .parquet"
    )
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="RECORDS.jsonl",
        help="finished texts, without the texts themselves; the same command goes on from there",
    )  # fmt: skip
    command.add_argument(
        "--n",
        type=int,
        default=300,
        metavar="N",
        help="texts drawn from FILE (300); more of them later go on from there",
    )
    command.add_argument(
        "--n-short", type=int, default=100, metavar="N",
        help="of them, texts of at most ten words for the normalized score (100)",
    )  # fmt: skip
    command.add_argument("--seed", type=int, default=0, metavar="N", help="draws texts and random orders")
    add_table_options(command)


def run_faithfulness(
    arguments: argparse.Namespace,
    load_model: Callable[[argparse.Namespace], "SentimotionModel"],
    on_progress: Callable[[int, int], None] | None = None,
) -> str:
    """Run the ``faithfulness`` command.

    :param arguments: Options of :func:`add_faithfulness_options` and those shared by commands with a model.
    :param load_model: Opens the model named by the arguments.
    :param on_progress: Called with (done, total) after each text.
    :returns: The tables, as Markdown.
    :raises SentimotionError: If the texts cannot be read, none has two words, or the records are of
        another run.
    """
    from sentimotion.faithfulness.measurement import fits_all_subsets, measure_text
    from sentimotion.faithfulness.record_file import RecordFile
    from sentimotion.faithfulness.table import render_tables
    from sentimotion.scoring.fingerprint import fingerprint_of_file

    run = {
        "texts": fingerprint_of_file(arguments.texts),
        "options": {name: getattr(arguments, name) for name in ("n_short", "seed", "text_column")},
    }
    model = load_model(arguments)
    run["checkpoint"] = _identity(model)
    texts = _drawn(arguments, model)
    short = [row for row, encoded in texts.items() if fits_all_subsets(encoded)][: arguments.n_short]
    records = RecordFile(arguments.output, run)
    for n_done, (row, encoded) in enumerate(texts.items()):
        if row not in records.trials:
            trials = measure_text(model, encoded, is_short=row in short, seed=arguments.seed)
            records.add(row, trials)
        if on_progress is not None:
            on_progress(n_done + 1, len(texts))
    measured = [records.trials[row] for row in texts if records.trials[row]]
    if not measured:
        raise DataError(f"{arguments.texts}: no text has two words or more")
    return render_tables(measured, model.default_baseline)


def _identity(model: "SentimotionModel") -> dict[str, Any]:
    described = model.describe()
    return {name: described[name] for name in ("source", "checkpoint_version", "n_parameters")}


def _drawn(arguments: argparse.Namespace, model: "SentimotionModel") -> dict[int, "EncodedText"]:
    """Texts by their row, in the order in which they were drawn; each text once."""
    from sentimotion.tables.checked_rows import read_checked

    options = TableOptions(
        arguments.text_column,
        delimiter=arguments.delimiter,
        header=not arguments.no_header,
        sheet=arguments.sheet,
    )
    rows: dict[str, int] = {}
    for row in read_checked(arguments.texts, options, only=()):
        if row.text is not None:
            rows.setdefault(row.text, row.number)
    drawn: dict[int, EncodedText] = {}
    shuffled = random.Random(arguments.seed).sample(sorted(rows), len(rows))  # noqa: S311 - a sample, no secret
    for text in shuffled:
        if len(drawn) == arguments.n:
            break
        try:
            drawn[rows[text]] = model.encode(text)
        except SentimotionError:
            continue  # the tokenizer reads nothing of it
    return drawn
