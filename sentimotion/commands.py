"""The commands of the command line: from parsed options to printed results.

The model and torch are imported within the commands, so that ``--help`` and errors in options are fast.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sentimotion.errors import CheckpointError, DataError, InvalidRequest
from sentimotion.extras import how_to_install
from sentimotion.labels import HEADS, Head
from sentimotion.settings import Settings, unknown_variables
from sentimotion.text.limits import DEFAULT_LENGTH

if TYPE_CHECKING:
    from sentimotion.model import SentimotionModel

INTERRUPTED: Final = 130
"""Exit code after Ctrl+C, as in shells."""


def predict(options: argparse.Namespace) -> None:
    """Print the prediction for a text."""
    prediction = _load(options).predict(
        options.text,
        options.sent_threshold,
        options.emo_threshold,
        options.max_length,
        repair=options.repair,
    )
    _print_json(prediction.to_dict())


def explain(options: argparse.Namespace) -> None:
    """Print the explanation of one head, or of both by head."""
    heads: tuple[Head, ...] = HEADS if options.head == "both" else (options.head,)
    if options.label is not None and len(heads) > 1:
        raise InvalidRequest("--label goes with one head; add --head sentiment or --head emotion")
    labels = dict.fromkeys(heads, options.label)
    explanations = _load(options).explain_heads(
        options.text,
        heads=heads,
        labels=labels,
        method=options.method,
        max_length=options.max_length,
        repair=options.repair,
    )
    values = {head: explanation.to_dict() for head, explanation in explanations.items()}
    _print_json(values if options.head == "both" else values[options.head])


def evaluate(options: argparse.Namespace) -> None:
    """Print the metrics of each head that has labels, optionally also those of TF-IDF."""
    from sentimotion.evaluation import metrics
    from sentimotion.tables.checked_rows import left_out
    from sentimotion.tables.gold_labels import parse_label_map
    from sentimotion.tables.labeled_rows import read_labeled
    from sentimotion.tables.options import TableOptions

    table = TableOptions(
        options.text_column, delimiter=options.delimiter, header=not options.no_header, sheet=options.sheet
    )
    columns: dict[Head, str] = {"sentiment": options.sentiment_column, "emotion": options.emotion_column}
    labeled = read_labeled(options.file, table, columns, parse_label_map(options.label_map))
    model = _load(options)
    labeled = labeled.readable(model.encode)
    rows = labeled.rows
    predictions = model.predict_batch([row.text for row in rows])
    evaluations = []
    for head in HEADS:
        pairs = [
            (truth, decision.label if options.thresholds else decision.top_label)
            for row, decision in zip(rows, (p.decision(head) for p in predictions), strict=True)
            if (truth := row.label(head)) is not None
        ]
        if pairs:
            evaluations.append(metrics.evaluate(head, *zip(*pairs, strict=True)))
    if not evaluations:
        names = " or ".join(columns.values())
        raise DataError(f"{options.file}: no row has a text and a label; fill in the column {names}")
    for head in labeled.missing:
        print(f"no column {head}: this head is not evaluated; --{head}-column names another", file=sys.stderr)
    if labeled.left_out:
        print(left_out(labeled.left_out), file=sys.stderr)
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
        tables = [metrics.render(evaluation) for evaluation in evaluations]
        tables += [metrics.render(evaluation, ", TF-IDF") for evaluation in tfidf]
        print("\n\n".join(tables))


def score(options: argparse.Namespace) -> None:
    """Score a file; print a summary to stderr."""
    from sentimotion.scoring.command import run_score

    try:
        print(run_score(options, _load), file=sys.stderr)
    except KeyboardInterrupt:
        print("stopped; run the same command again to resume", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None


def report(options: argparse.Namespace) -> None:
    """Write the opinion report of a scored file."""
    from sentimotion.checkpoints import opening
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
    report_options = ReportOptions(columns, options.language, options.explain, options.delimiter)
    check_report_path(options.output, options.scored)
    checkpoint = opening.inspect(options.model, revision=options.revision, layout=options.layout)
    html = make_report(
        options.scored,
        checkpoint,
        lambda: _load(options),
        report_options,
        on_progress=_progress_line("explaining"),
    )
    write_report(options.output, html)


def deploy(options: argparse.Namespace) -> None:
    """Upload the page as a Hugging Face Space; print its address."""
    from sentimotion.deploy.command import run_deploy

    print(run_deploy(options))


def faithfulness(options: argparse.Namespace) -> None:
    """Print which baseline, eraser and method name the words that a checkpoint depends on."""
    from sentimotion.faithfulness.command import run_faithfulness

    print(run_faithfulness(options, _load, on_progress=_progress_line("measuring")))


def review(options: argparse.Namespace) -> None:
    """Run a subcommand of review, on the database of the options or the settings."""
    from sentimotion.review.arguments import DEFAULT_DATABASE
    from sentimotion.review.command import run_review

    warning = unknown_variables(os.environ)
    if warning is not None:
        print(warning, file=sys.stderr)
    if not options.database:
        options.database = Settings.from_environ(os.environ).review or DEFAULT_DATABASE
    print(run_review(options, _load))


def serve(options: argparse.Namespace) -> None:
    """Serve the page; options override the settings of the environment."""
    from sentimotion.web import serve as web

    names = ("model", "revision", "device", "dtype", "layout")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    web.serve(replace(Settings.from_environ(os.environ), **given))


def inspect(options: argparse.Namespace) -> None:
    """Print the contents of a checkpoint, then fail if it cannot be opened."""
    from sentimotion.checkpoints import opening

    info = opening.inspect(options.source, revision=options.revision, layout=options.layout)
    _print_json(info.to_dict())
    if info.problem is not None:
        raise CheckpointError(info.problem)


def probe(options: argparse.Namespace) -> None:
    """Print the scores of linear probes on the public sets of a folder."""
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


def train(options: argparse.Namespace) -> None:
    """Train a checkpoint."""
    try:
        from sentimotion.inference.device import chosen_device
        from sentimotion.training.fit.recipe import RECIPE
        from sentimotion.training.pipeline import train as run_training
    except ModuleNotFoundError as error:
        raise InvalidRequest(f"training needs {error.name}: {how_to_install('train')}") from error
    try:
        run_training(
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


def _load(options: argparse.Namespace) -> "SentimotionModel":
    from sentimotion.model import load

    return load(
        options.model,
        revision=options.revision,
        device=options.device,
        dtype=options.dtype,
        layout=options.layout,
    )


def _progress_line(name: str) -> Callable[[int, int], None] | None:
    """Callback that prints the progress to stderr; None if stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None

    def report_progress(done: int, total: int) -> None:
        print(f"\r{name}: {done / total:.0%}", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return report_progress


def _print_json(values: object) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False))
