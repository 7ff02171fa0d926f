"""Command-line options of ``python -m sentimotion review``. Imports no heavy dependencies."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sentimotion.tables.gold_labels import add_label_option
from sentimotion.tables.options import add_table_options

DEFAULT_DATABASE: Final = "sentimotion-review.db"
"""Where neither an option nor the environment names one: a file in the current folder."""


def add_review_commands(
    parser: argparse.ArgumentParser, add_model_options: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add ``import``, ``figures``, ``export`` and ``list``; the chosen one is in ``review_command``.

    :param parser: The parser of ``review``.
    :param add_model_options: Adds the options for opening a model.
    """
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=type(parser))

    importing = _command(commands, "import", "make a project from a file of texts")
    importing.set_defaults(review_command="import")
    importing.add_argument("file", metavar="FILE", type=Path, help=".csv, .tsv, .xlsx, .jsonl or .parquet")
    importing.add_argument("--project", required=True, metavar="NAME")
    add_table_options(importing)
    importing.add_argument("--id-column", metavar="NAME")
    importing.add_argument("--sentiment-column", metavar="NAME", help="gold labels, if there are any")
    importing.add_argument("--emotion-column", metavar="NAME", help="gold labels, if there are any")
    add_label_option(importing)
    importing.add_argument(
        "--order",
        metavar="LIST",
        help="disagreement (with gold), conflict (of the heads), margin, random; several with commas, the "
        "first first (default: disagreement,conflict,margin)",
    )
    importing.add_argument(
        "--random-share", type=float, default=0.2, metavar="X", help="of items drawn at random (default 0.2)"
    )
    importing.add_argument(
        "--overlap", type=int, default=1, metavar="N", help="annotators per item (default 1)"
    )
    importing.add_argument(
        "--lease",
        type=float,
        default=30,
        metavar="MIN",
        help="until an abandoned item comes back (default 30)",
    )
    importing.add_argument("--seed", type=int, default=0, metavar="N", help="of all random choices")
    importing.add_argument("--sent-threshold", type=float, metavar="X")
    importing.add_argument("--emo-threshold", type=float, metavar="Y")
    importing.add_argument(
        "--second", metavar="SRC", help="a text-classification checkpoint whose label is shown beside"
    )
    importing.add_argument("--json", action="store_true", help="what became of each row, as JSON")
    add_model_options(importing)

    figures = _command(commands, "figures", "progress, agreement, confusion, thresholds")
    figures.set_defaults(review_command="figures")
    figures.add_argument("--project", required=True, metavar="NAME")
    figures.add_argument("--json", action="store_true", help="as JSON, with the items of each cell")
    figures.add_argument(
        "--before-explanation",
        action="store_true",
        help="from the decisions before the explanation was shown, not those that hold",
    )
    figures.add_argument("--precision", type=float, default=0.9, metavar="X", help="wanted (default 0.9)")

    exporting = _command(commands, "export", "all decisions into a file")
    exporting.set_defaults(review_command="export")
    exporting.add_argument("--project", required=True, metavar="NAME")
    exporting.add_argument("-o", "--output", type=Path, required=True, metavar="OUT")
    exporting.add_argument(
        "--format",
        choices=["csv", "jsonl", "parquet", "label-studio", "argilla"],
        help="default: by the extension; .json is Label Studio's",
    )
    exporting.add_argument("--overwrite", action="store_true", help="replace OUT if it is there")
    exporting.add_argument(
        "--argilla-user",
        action="append",
        default=[],
        metavar="NAME=ID",
        help="an annotator's user on the Argilla server",
    )

    listing = _command(commands, "list", "the projects of a database")
    listing.set_defaults(review_command="list")
    listing.add_argument("--json", action="store_true")


def _command(commands: Any, name: str, summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.add_argument(
        "--database",
        metavar="DB",
        help=f"a file, or postgresql://...; default: SENTIMOTION_REVIEW, else {DEFAULT_DATABASE} here",
    )
    return command
