"""The command line: ``python -m sentimotion COMMAND``; the commands are in ``commands.py``."""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from sentimotion import commands
from sentimotion.errors import SentimotionError
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS
from sentimotion.text.limits import DEFAULT_LENGTH


class _Parser(argparse.ArgumentParser):
    """Prints an error in one line, like all other errors of the command line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    :param arguments: Command-line arguments; None uses those of the process.
    :returns: Exit code: 0; 2 after an error, which is one line on stderr; 130 after Ctrl+C.
    """
    for stream in (sys.stdout, sys.stderr):
        # UTF-8 for Bangla, whatever the encoding of the terminal or pipe. Arguments and names of files may
        # hold bytes that are not UTF-8.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        options.command(options)
        sys.stdout.flush()
    except SentimotionError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        if not _is_closed_pipe(error):
            raise
        # The reader closed it (| head). Python must not write to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return commands.INTERRUPTED
    return 0


def _is_closed_pipe(error: OSError) -> bool:
    # Windows calls it an invalid argument; an invalid name of a file has that name in the error.
    is_invalid = error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and is_invalid)


def _parser() -> argparse.ArgumentParser:
    from sentimotion.deploy.command import add_deploy_options
    from sentimotion.faithfulness.command import add_faithfulness_options
    from sentimotion.review.arguments import add_review_commands
    from sentimotion.scoring.command import add_score_options
    from sentimotion.tables.gold_labels import add_label_option
    from sentimotion.tables.options import add_table_options

    parser = _Parser(prog="python -m sentimotion", description="Joint Bangla sentiment and emotion.")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    predict = _add_command(subparsers, "predict", "both heads' probabilities and decisions, as JSON")
    predict.set_defaults(command=commands.predict)
    predict.add_argument("text", metavar="TEXT")
    _add_threshold_options(predict)

    explain = _add_command(subparsers, "explain", "the words behind a score, as JSON")
    explain.set_defaults(command=commands.explain)
    explain.add_argument("text", metavar="TEXT")
    explain.add_argument("--head", choices=[*HEADS, "both"], default="both")
    explain.add_argument("--label", help="default: the most probable; requires one --head")
    explain.add_argument(
        "--method",
        default="integrated_gradients",
        metavar="M",
        help="integrated_gradients (default), captum_integrated_gradients, expected_gradients, decomposition,"
        " leave_one_out, shapley_sampling or gradient_x_input",
    )
    for command in (predict, explain):
        command.add_argument(
            "--max-length", type=int, default=DEFAULT_LENGTH, metavar="N", help="tokens, 8-512"
        )
        command.add_argument(
            "--repair", action="store_true", help="read the corrected text where the correction is certain"
        )

    evaluate = _add_command(subparsers, "evaluate", "the model card's tables for a file with labels")
    evaluate.set_defaults(command=commands.evaluate)
    evaluate.add_argument(
        "file", metavar="FILE", type=Path, help=".csv, .tsv, .xlsx, .jsonl or .parquet with the true labels"
    )
    add_table_options(evaluate)
    for head in HEADS:
        evaluate.add_argument(
            f"--{head}-column", default=head, metavar="NAME", help=f"true labels; default: {head}"
        )
    add_label_option(evaluate)
    evaluate.add_argument("--json", action="store_true", help="as JSON")
    evaluate.add_argument(
        "--thresholds",
        action="store_true",
        help="evaluate decisions with the default thresholds instead of top labels",
    )
    evaluate.add_argument(
        "--tfidf",
        type=Path,
        metavar="DIR",
        help="also evaluate TF-IDF with logistic regression, trained on the data in DIR (see train)",
    )

    score = _add_command(subparsers, "score", "a file of texts with both heads' predictions added")
    score.set_defaults(command=commands.score)
    add_score_options(score)

    report = _add_command(
        subparsers, "report", "a sentiment and emotion report from a scored file, as one HTML file"
    )
    report.set_defaults(command=commands.report)
    report.add_argument("scored", metavar="SCORED", type=Path, help="output of score: CSV, JSONL or Parquet")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.html")
    report.add_argument("--text-column", default="text", metavar="T")
    report.add_argument("--date-column", metavar="D", help="shares over time, by the dates in this column")
    report.add_argument("--group-column", metavar="G", help="shares by group")
    report.add_argument("--prefix", default="", metavar="P", help="that the file was scored with, if any")
    _add_threshold_options(report, "that the file was scored with")
    report.add_argument("--delimiter", metavar="C", help="of a CSV file; default: detected")
    report.add_argument("--language", choices=("en", "bn"), default="en")
    report.add_argument(
        "--explain", type=int, default=100, metavar="N", help="number of texts to explain (100); 0: none"
    )

    summary = "which baseline, eraser and method name the words that a checkpoint depends on"
    faithfulness = subparsers.add_parser("faithfulness", help=summary, description=summary)
    faithfulness.set_defaults(command=commands.faithfulness)
    add_faithfulness_options(faithfulness)
    _add_device_options(faithfulness)

    review = subparsers.add_parser("review", help="annotator spot checks: import, figures, export, list")
    review.set_defaults(command=commands.review)
    add_review_commands(review, _add_model_options)

    serve = _add_command(subparsers, "serve", "the page, on GRADIO_SERVER_NAME and GRADIO_SERVER_PORT")
    serve.set_defaults(command=commands.serve)

    summary = "put the page online as a Hugging Face Space"
    deploy = subparsers.add_parser("deploy", help=summary, description=summary)
    deploy.set_defaults(command=commands.deploy)
    add_deploy_options(deploy)

    inspect = subparsers.add_parser("inspect", help="contents of a checkpoint, without loading its weights")
    inspect.set_defaults(command=commands.inspect)
    inspect.add_argument("source", metavar="SRC", help="embedded, a folder, or a hub id")
    _add_checkpoint_options(inspect)

    probe = _add_command(subparsers, "probe", "linear probes of the frozen encoder on labels of public sets")
    probe.set_defaults(command=commands.probe)
    probe.add_argument("--data", type=Path, required=True, metavar="DIR", help="as for train")
    probe.add_argument("--tests", action="store_true", help="also report on DIR/test; for the final run")

    train = subparsers.add_parser("train", help="train the embedded checkpoint from public data")
    train.set_defaults(command=commands.train)
    train.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="contains train/, dev/ and unlabelled/"
    )
    train.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    train.add_argument("--tests", action="store_true", help="also report on DIR/test; for the final run")
    train.add_argument("--seed", type=int, metavar="N", help="another run of the same recipe")
    train.add_argument("--start", metavar="SRC", help="continue from a checkpoint, not from the base encoder")
    train.add_argument("--device", help="cpu, cuda, mps; default: an accelerator if there is one")
    train.add_argument(
        "--version-name", default="unnamed", metavar="NAME", help="of the new checkpoint; the date is added"
    )
    return parser


def _add_command(
    subparsers: "argparse._SubParsersAction[_Parser]", name: str, summary: str
) -> argparse.ArgumentParser:
    command = subparsers.add_parser(name, help=summary, description=summary)
    _add_model_options(command)
    return command


def _add_threshold_options(command: argparse.ArgumentParser, summary: str | None = None) -> None:
    sentiment, emotion = DEFAULT_THRESHOLDS["sentiment"], DEFAULT_THRESHOLDS["emotion"]
    command.add_argument("--sent-threshold", type=float, default=sentiment, metavar="X", help=summary)
    command.add_argument("--emo-threshold", type=float, default=emotion, metavar="Y", help=summary)


def _add_model_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", metavar="SRC", help="embedded (default), a folder, or a hub id")
    _add_device_options(command)


def _add_device_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--device", help="cpu, cuda, mps; default: an accelerator if there is one")
    command.add_argument(
        "--dtype", help="precision of predictions: float32, bfloat16, float16; default: the fastest suitable"
    )
    _add_checkpoint_options(command)


def _add_checkpoint_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--revision", help="branch, tag or commit of a hub id")
    command.add_argument(
        "--layout",
        metavar="SETTINGS",
        help='settings that a weights file does not contain, such as "head_activation=gelu"',
    )
