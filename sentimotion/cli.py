"""The command line: ``python -m sentimotion COMMAND``."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sentimotion.errors import CheckpointError, DataError, InvalidRequest, SentimotionError
from sentimotion.extras import how_to_install
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, Head
from sentimotion.settings import Settings, unknown_variables
from sentimotion.text.limits import DEFAULT_LENGTH

if TYPE_CHECKING:
    from sentimotion.model import SentimotionModel

# The model is imported inside the commands: --help and a mistyped option should not wait for torch.


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every other error of the command line does."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message} (see {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    :param arguments: Words of the command line; None takes those of the process.
    :returns: Exit code: 0, or 2 for an error, which is one line on stderr.
    """
    for stream in (sys.stdout, sys.stderr):
        # Bangla, whatever the terminal's or a pipe's encoding is thought to be.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        options.command(options)
        sys.stdout.flush()
    except SentimotionError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads has seen enough (| head). Nothing is left for Python to write at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130  # as shells say of Ctrl+C
    return 0


def _parser() -> argparse.ArgumentParser:
    from sentimotion.review.arguments import add_review_commands
    from sentimotion.scoring.command import add_score_options

    parser = _Parser(prog="python -m sentimotion", description="Joint Bangla sentiment and emotion.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    predict = _command(commands, "predict", "both heads' probabilities and decisions, as JSON")
    predict.set_defaults(command=_predict)
    predict.add_argument("text", metavar="TEXT")
    _add_threshold_options(predict)

    explain = _command(commands, "explain", "the words behind a score, as JSON")
    explain.set_defaults(command=_explain)
    explain.add_argument("text", metavar="TEXT")
    explain.add_argument("--head", choices=[*HEADS, "both"], default="both")
    explain.add_argument("--label", help="default: the most probable; goes with one head")
    for command in (predict, explain):
        command.add_argument(
            "--max-length", type=int, default=DEFAULT_LENGTH, metavar="N", help="tokens, 8-512"
        )

    evaluate = _command(commands, "evaluate", "the model card's tables for a labelled CSV file")
    evaluate.set_defaults(command=_evaluate)
    evaluate.add_argument("csv", metavar="CSV", type=Path, help="columns text, sentiment, emotion")
    evaluate.add_argument("--json", action="store_true", help="as JSON")
    evaluate.add_argument(
        "--thresholds",
        action="store_true",
        help="judge decisions under the default thresholds, not top labels",
    )
    evaluate.add_argument(
        "--tfidf",
        type=Path,
        metavar="DIR",
        help="beside it TF-IDF with logistic regression, trained on the data in DIR (see train)",
    )

    score = _command(commands, "score", "a file of texts with both heads' predictions added")
    score.set_defaults(command=_score)
    add_score_options(score)

    report = _command(commands, "report", "an opinion report from a scored file, as one HTML file")
    report.set_defaults(command=_report)
    report.add_argument("scored", metavar="SCORED", type=Path, help="what score wrote: CSV, JSONL or Parquet")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.html")
    report.add_argument("--text-column", default="text", metavar="T")
    report.add_argument("--date-column", metavar="D", help="shares over time: 2026-03-31, or day first")
    report.add_argument("--group-column", metavar="G", help="shares by group")
    report.add_argument("--prefix", default="", metavar="P", help="that the file was scored with, if any")
    _add_threshold_options(report, "that the file was scored with")
    report.add_argument("--delimiter", metavar="C", help="of a CSV file; default: detected")
    report.add_argument("--language", choices=("en", "bn"), default="en")
    report.add_argument(
        "--explain", type=int, default=100, metavar="N", help="texts whose words are weighed (100); 0: none"
    )

    review = commands.add_parser("review", help="annotator spot checks: import, figures, export, list")
    review.set_defaults(command=_review)
    add_review_commands(review, _add_model_options)

    serve = _command(commands, "serve", "the page, on GRADIO_SERVER_NAME and GRADIO_SERVER_PORT")
    serve.set_defaults(command=_serve)

    inspect = commands.add_parser("inspect", help="what a checkpoint holds, without loading its weights")
    inspect.set_defaults(command=_inspect)
    inspect.add_argument("source", metavar="SRC", help="embedded, a folder, or a hub id")
    _add_checkpoint_options(inspect)

    probe = _command(commands, "probe", "linear probes of the frozen encoder on the public sets' own labels")
    probe.set_defaults(command=_probe)
    probe.add_argument("--data", type=Path, required=True, metavar="DIR", help="as train takes it")
    probe.add_argument("--tests", action="store_true", help="report on DIR/test too, when all is chosen")

    train = commands.add_parser("train", help="the embedded checkpoint again, from public data")
    train.set_defaults(command=_train)
    train.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="holds train/, dev/ and unlabelled/"
    )
    train.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    train.add_argument("--tests", action="store_true", help="report on DIR/test too, when all is chosen")
    train.add_argument("--seed", type=int, metavar="N", help="another run of the same recipe")
    train.add_argument("--start", metavar="SRC", help="a checkpoint to go on from, not the starting encoder")
    train.add_argument("--device", help="cpu, cuda, mps; default: an accelerator where there is one")
    train.add_argument(
        "--version-name", default="unnamed", metavar="NAME", help="of the new checkpoint; the date is added"
    )
    return parser


def _command(
    commands: "argparse._SubParsersAction[_Parser]", name: str, summary: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=summary)
    _add_model_options(command)
    return command


def _add_threshold_options(command: argparse.ArgumentParser, summary: str | None = None) -> None:
    sentiment, emotion = DEFAULT_THRESHOLDS["sentiment"], DEFAULT_THRESHOLDS["emotion"]
    command.add_argument("--sent-threshold", type=float, default=sentiment, metavar="X", help=summary)
    command.add_argument("--emo-threshold", type=float, default=emotion, metavar="Y", help=summary)


def _add_model_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", metavar="SRC", help="embedded (default), a folder, or a hub id")
    command.add_argument("--device", help="cpu, cuda, mps; default: an accelerator where there is one")
    command.add_argument(
        "--dtype", help="precision of predictions: float32, bfloat16, float16; default: what is fast there"
    )
    _add_checkpoint_options(command)


def _add_checkpoint_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--revision", help="branch, tag or commit of a hub id")
    command.add_argument(
        "--layout", metavar="SETTINGS", help='what a weights file cannot tell, as "head_activation=gelu"'
    )


def _load(options: argparse.Namespace) -> "SentimotionModel":
    from sentimotion.model import load

    return load(
        options.model,
        revision=options.revision,
        device=options.device,
        dtype=options.dtype,
        layout=options.layout,
    )


def _predict(options: argparse.Namespace) -> None:
    prediction = _load(options).predict(
        options.text, options.sent_threshold, options.emo_threshold, options.max_length
    )
    _print_json(prediction.to_dict())


def _explain(options: argparse.Namespace) -> None:
    heads: tuple[Head, ...] = HEADS if options.head == "both" else (options.head,)
    if options.label is not None and len(heads) > 1:
        raise InvalidRequest("--label goes with one head; add --head sentiment or --head emotion")
    labels = dict.fromkeys(heads, options.label)
    explanations = _load(options).explain_heads(
        options.text, heads=heads, labels=labels, max_length=options.max_length
    )
    values = {head: explanation.to_dict() for head, explanation in explanations.items()}
    _print_json(values if options.head == "both" else values[options.head])


def _evaluate(options: argparse.Namespace) -> None:
    from sentimotion.evaluation.metrics import evaluate, render
    from sentimotion.tables.labelled_rows import read_rows

    rows = read_rows(options.csv)
    predictions = _load(options).predict_batch([row.text for row in rows])
    evaluations = []
    for head in HEADS:
        pairs = [
            (truth, decision.label if options.thresholds else decision.top_label)
            for row, decision in zip(rows, (p.decision(head) for p in predictions), strict=True)
            if (truth := row.label(head)) is not None
        ]
        if pairs:
            evaluations.append(evaluate(head, *zip(*pairs, strict=True)))
    if not evaluations:
        raise DataError(f"{options.csv}: no row has a label; fill in the column sentiment or emotion")
    tfidf = []
    if options.tfidf is not None:
        from sentimotion.training.report.tfidf_baseline import evaluate_tfidf

        tfidf = evaluate_tfidf(rows, options.tfidf)
    if options.json:
        values = {evaluation.head: evaluation.to_dict() for evaluation in evaluations}
        for evaluation in tfidf:
            values[evaluation.head]["tfidf"] = evaluation.to_dict()
        _print_json(values)
    else:
        tables = [render(evaluation) for evaluation in evaluations]
        tables += [render(evaluation, ", TF-IDF") for evaluation in tfidf]
        print("\n\n".join(tables))


def _score(options: argparse.Namespace) -> None:
    from sentimotion.scoring.command import run_score

    try:
        print(run_score(options, _load), file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped; run the same command again to resume", file=sys.stderr)
        raise SystemExit(130) from None  # as shells say of Ctrl+C


def _report(options: argparse.Namespace) -> None:
    from sentimotion.checkpoints.opening import inspect
    from sentimotion.inference.decisions import check_threshold
    from sentimotion.report.build import ReportOptions, make_report
    from sentimotion.report.files import check_report_path, write_report
    from sentimotion.report.scored_rows import ReportColumns

    thresholds: dict[Head, float] = {
        "sentiment": check_threshold(options.sent_threshold, "sentiment"),
        "emotion": check_threshold(options.emo_threshold, "emotion"),
    }
    columns = ReportColumns(
        options.text_column, options.date_column, options.group_column, options.prefix, thresholds
    )
    how = ReportOptions(columns, options.language, options.explain, options.delimiter)
    check_report_path(options.output, options.scored)
    checkpoint = inspect(options.model, revision=options.revision, layout=options.layout)
    html = make_report(
        options.scored, checkpoint, lambda: _load(options), how, on_progress=_progress("weighing words")
    )
    write_report(options.output, html)


def _review(options: argparse.Namespace) -> None:
    from sentimotion.review.arguments import DEFAULT_DATABASE
    from sentimotion.review.command import run_review

    said = unknown_variables(os.environ)
    if said is not None:
        print(said, file=sys.stderr)
    if not options.database:
        options.database = Settings.from_environ(os.environ).review or DEFAULT_DATABASE
    print(run_review(options, _load))


def _progress(name: str) -> Callable[[int, int], None] | None:
    """A line that tells a person at a terminal how far work has come; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def report(done: int, total: int) -> None:
        print(f"\r{name}: {done / total:.0%}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return report


def _serve(options: argparse.Namespace) -> None:
    from sentimotion.web.serve import serve

    asked = {name: getattr(options, name) for name in ("model", "revision", "device", "dtype", "layout")}
    given = {name: value for name, value in asked.items() if value is not None}
    serve(replace(Settings.from_environ(os.environ), **given))


def _inspect(options: argparse.Namespace) -> None:
    from sentimotion.checkpoints.opening import inspect

    info = inspect(options.source, revision=options.revision, layout=options.layout)
    _print_json(info.to_dict())
    if info.problem is not None:
        raise CheckpointError(info.problem)


def _probe(options: argparse.Namespace) -> None:
    from sentimotion.text.encoding import Encoder
    from sentimotion.training.fit.stages import fast_dtype
    from sentimotion.training.report.card_tables import score_table
    from sentimotion.training.report.linear_probe import ClsStates, probe_folder

    model = _load(options)
    encoder = Encoder(model.tokenizer, model.network.config.max_position_embeddings)
    states = ClsStates(model.network, encoder, DEFAULT_LENGTH, fast_dtype(model.network))
    dev, tests = probe_folder(options.data, states, options.tests)
    if not dev and not tests:
        raise DataError(
            f"{options.data}: no set has train rows and enough dev rows; expected train/*.csv and dev/*.csv"
        )
    print(score_table([*dev, *tests]))


def _train(options: argparse.Namespace) -> None:
    try:
        from sentimotion.inference.device import chosen_device
        from sentimotion.training.fit.recipe import RECIPE
        from sentimotion.training.pipeline import train
    except ModuleNotFoundError as error:
        raise InvalidRequest(f"training needs {error.name}: {how_to_install('train')}") from error
    try:
        train(
            options.data,
            options.output,
            RECIPE if options.seed is None else replace(RECIPE, seed=options.seed),
            device=chosen_device(options.device),
            with_tests=options.tests,
            start=options.start,
            version_name=options.version_name,
        )
    except OSError as error:
        raise DataError(f"training stopped: {error}") from error


def _print_json(values: object) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False))
