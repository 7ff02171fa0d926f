"""The ``score`` command: options, progress on stderr, summary line."""

import argparse
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sentimotion.errors import ScoringError
from sentimotion.labels import DEFAULT_THRESHOLDS
from sentimotion.scoring.options import ScoreOptions
from sentimotion.tables.options import add_table_options
from sentimotion.text.limits import DEFAULT_LENGTH

if TYPE_CHECKING:
    from sentimotion.scoring.score_file import ScoredFile

# Heavy modules are imported on use, so that --help does not wait for torch.

# Seconds between progress lines if stderr is not a terminal.
_LOG_EVERY_S: Final = 30


def add_score_options(command: argparse.ArgumentParser) -> None:
    """Declare the options of ``score``, except those shared by all commands with a model."""
    command.add_argument("source", metavar="IN", type=Path, help=".csv, .tsv, .xlsx, .jsonl or .parquet")
    command.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help=".csv, .tsv, .jsonl or .parquet"
    )
    add_table_options(command)
    command.add_argument("--prefix", default="", metavar="P", help="goes before each added column's name")
    command.add_argument(
        "--bom",
        action=argparse.BooleanOptionalAction,
        help="a byte order mark in a CSV output, for spreadsheets; default: as IN if that is CSV, else yes",
    )
    command.add_argument("--sent-threshold", type=float, default=DEFAULT_THRESHOLDS["sentiment"], metavar="X")
    command.add_argument("--emo-threshold", type=float, default=DEFAULT_THRESHOLDS["emotion"], metavar="Y")
    command.add_argument("--max-length", type=int, default=DEFAULT_LENGTH, metavar="N", help="tokens, 8-512")
    command.add_argument(
        "--second", metavar="SRC", help="a text-classification checkpoint that adds its label, folder or id"
    )
    command.add_argument(
        "--repair",
        action="store_true",
        help="score the corrected text where the correction is certain; adds the column repaired_text",
    )
    command.add_argument("--engine", choices=("local", "ray"), default="local")
    command.add_argument("--workers", type=int, metavar="N", help="of Ray; default: one a GPU or machine")
    command.add_argument("--restart", action="store_true", help="throw an unfinished run for OUT away")
    command.add_argument("--overwrite", action="store_true", help="replace OUT")


def run_score(arguments: argparse.Namespace, load_model: Callable[[argparse.Namespace], Any]) -> str:
    """Run the ``score`` command.

    :param arguments: Options of :func:`add_score_options` and those shared by all commands with a model.
    :param load_model: Opens the model named by the arguments.
    :returns: A one-line summary.
    :raises SentimotionError: If scoring fails; no partial output is left.
    :raises KeyboardInterrupt: If interrupted; the same command resumes the run.
    """
    options = ScoreOptions(
        text_column=arguments.text_column,
        sent_threshold=arguments.sent_threshold,
        emo_threshold=arguments.emo_threshold,
        max_length=arguments.max_length,
        prefix=arguments.prefix,
        delimiter=arguments.delimiter,
        header=not arguments.no_header,
        sheet=arguments.sheet,
        mark=arguments.bom,
        repair=arguments.repair,
    )
    if arguments.workers is not None and (arguments.engine != "ray" or arguments.workers < 1):
        raise ScoringError(f"--workers {arguments.workers}: goes with --engine ray, and is 1 or more")
    from sentimotion.scoring.score_file import check_paths, score_file

    # Before the checkpoint, which may have to be downloaded.
    check_paths(arguments.source, arguments.output)
    with _Progress() as progress:
        done = score_file(
            arguments.source,
            arguments.output,
            options,
            lambda: _engine(arguments, options, load_model),
            **_identities(arguments),
            overwrite=arguments.overwrite,
            restart=arguments.restart,
            on_progress=progress,
        )
    if done is None:
        return f"{arguments.output}: an earlier run had written it; nothing was left to do"
    resumed = f", {done.n_resumed} of them by an earlier run" if done.n_resumed else ""
    before = f"; {done.n_before} lines above the header left out" if done.n_before else ""
    summary = (
        f"{done.path}: {done.n_rows} rows{resumed}, {done.n_failed} with an error{before}{_warnings(done)}"
    )
    if options.repair:
        summary += f"; {done.n_repaired} text{'s' * (done.n_repaired != 1)} repaired"
    return summary


def _warnings(done: "ScoredFile") -> str:
    if not done.n_warned:
        return ""
    texts = "1 text looks" if done.n_warned == 1 else f"{done.n_warned} texts look"
    kinds = ", ".join(f"{kind} {count}" for kind, count in done.warnings.items())
    return f"; {texts} garbled or misread: {kinds}"


def _identities(arguments: argparse.Namespace) -> Mapping[str, Any]:
    from sentimotion.scoring.checkpoint_identity import identity_of, identity_of_second_classifier

    identity = identity_of(arguments.model, arguments.revision, arguments.layout)
    return {
        "checkpoint": identity | {"device": arguments.device, "dtype": arguments.dtype},
        "second": None if arguments.second is None else identity_of_second_classifier(arguments.second),
    }


def _engine(
    arguments: argparse.Namespace, options: ScoreOptions, load_model: Callable[[argparse.Namespace], Any]
) -> Any:
    from sentimotion.scoring.ray_engine import ModelSource, ray_engine
    from sentimotion.scoring.scorer import local_engine
    from sentimotion.scoring.second_classifier import load_second_classifier

    if arguments.engine == "ray":
        source = ModelSource(
            model=arguments.model,
            revision=arguments.revision,
            layout=arguments.layout,
            device=arguments.device,
            dtype=arguments.dtype,
            second=arguments.second,
        )
        return ray_engine(source, options, arguments.workers)
    second = arguments.second
    classifier = None if second is None else load_second_classifier(second, device=arguments.device)
    return local_engine(load_model(arguments), options, classifier)


class _Progress:
    """Show rows, rows per second and the remaining time; in a log only every half minute."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self._show

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _show(self, done: int, total: int) -> None:
        if self._bar is None:
            from tqdm import tqdm

            watched = sys.stderr.isatty()
            self._bar = tqdm(
                total=total,
                initial=done,
                unit="row",
                file=sys.stderr,
                # A terminal in a container may report a width of 0 and would show nothing.
                ncols=shutil.get_terminal_size().columns,
                mininterval=0.2 if watched else _LOG_EVERY_S,
                delay=0 if watched else _LOG_EVERY_S,
            )
        self._bar.update(done - self._bar.n)
