"""The training data: files, class weights, and batches bucketed by length."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from sentimotion.errors import DataError
from sentimotion.labels import LABELS, Head
from sentimotion.rows import NO_LABEL, Row, read_folder, read_rows
from sentimotion.training.known_texts import drop_known, known_texts
from sentimotion.training.recipe import UNLABELLED

# MUBASE's train file is not to be had, so its dev file is trained on; blp2023, of the same domain, is its
# dev set.
DEV_SETS_TRAINED_ON = frozenset({"mubase"})


def read_training_data(
    folder: Path, report: Callable[[str], object] = print
) -> tuple[list[Row], dict[str, list[Row]]]:
    """Training rows and dev sets of a folder with ``train/*.csv`` and ``dev/*.csv``; dev sets may be missing.

    Rows whose text is in what a model is measured by are left out.

    :param report: Told in a line how many of them there were, by place.
    :raises DataError: There are no training rows, or a file cannot be read.
    """
    training = read_folder(folder / "train")
    development = read_sets(folder / "dev")
    for name in sorted(DEV_SETS_TRAINED_ON & development.keys()):
        training += development.pop(name)
    kept = _without_known(training, folder, "training rows", report)
    if not kept:
        raise DataError(f"{folder / 'train'}: no row with a text that is not in what a model is measured by")
    return kept, development


def read_sets(folder: Path) -> dict[str, list[Row]]:
    """Rows of a folder's CSV files by the name of their set; empty where there is no such folder.

    :raises DataError: A file cannot be read.
    """
    return {path.stem: read_rows(path) for path in sorted(folder.glob("*.csv"))}


def read_unlabelled(folder: Path, report: Callable[[str], object] = print) -> list[Row]:
    """Texts of a folder with ``unlabelled/*.txt``, one a line; none where there is no such folder.

    As of the training rows, those that a model is measured by are left out.

    :param report: Told in a line how many of them there were, by place; not where there is no text at all.
    :raises DataError: A file that a model is measured by cannot be read.
    """
    lines = [
        line.strip()
        for path in sorted((folder / "unlabelled").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    rows = [Row(line, None, None, UNLABELLED) for line in lines if line]
    return _without_known(rows, folder, "unlabelled texts", report) if rows else []


def _without_known(rows: list[Row], folder: Path, what: str, report: Callable[[str], object]) -> list[Row]:
    kept, dropped = drop_known(rows, known_texts(folder, DEV_SETS_TRAINED_ON))
    places = ", ".join(f"{place} {count}" for place, count in dropped.items())
    report(f"{what} dropped, their text being in: {places}; {len(kept)} kept")
    return kept


def fingerprint(rows: Iterable[Row]) -> str:
    """SHA-256 of all texts, labels and sources in their order: the same data, or not."""
    digest = sha256()
    for row in rows:
        digest.update(
            repr((row.text, row.sentiment, row.emotion, row.source)).encode("utf-8", "surrogatepass")
        )
    return digest.hexdigest()


def with_neutral_emotion(rows: Iterable[Row], sources: Container[str]) -> list[Row]:
    """Take rows of neutral sentiment and no emotion for neutral emotion, in these sources; others stay."""
    return [
        replace(row, emotion="neutral")
        if row.source in sources and row.sentiment == "neutral" and row.emotion is None
        else row
        for row in rows
    ]


def label_counts(rows: Iterable[Row], head: Head) -> np.ndarray:
    """Rows of each label of a head, (labels,)."""
    indexes = [index for row in rows if (index := row.label_index(head)) != NO_LABEL]
    return np.bincount(indexes, minlength=len(LABELS[head]))


def class_weights(counts: np.ndarray, power: float) -> np.ndarray:
    """Weights of the labels in the loss: count to the power of -power, the mean over the rows being 1.

    :param counts: (labels,) rows a label; a label without rows gets weight 0.
    :param power: 0 leaves the classes as frequent as they are, 1 makes them count the same.
    """
    weights = np.zeros(len(counts))
    present = counts > 0
    weights[present] = counts[present].astype(float) ** -power
    return weights * counts.sum() / max((weights * counts).sum(), 1e-12)  # 0 where no row has a label


def sample_rows(rows: Sequence[Row], source_weights: Mapping[str, float], seed: int) -> list[int]:
    """Indexes of the rows of one epoch, each source taken as often as its weight says.

    :param rows: All rows.
    :param source_weights: 2 takes a source's rows twice, 0.5 every second one by chance; 1 where it has none.
    :param seed: Of that chance.
    """
    chance = np.random.default_rng(seed).random(len(rows))
    weights = np.array([source_weights.get(row.source, 1.0) for row in rows])
    return np.repeat(np.arange(len(rows)), np.floor(weights + chance).astype(int)).tolist()


def bucketed_batches(lengths: Sequence[int], batch_size: int, seed: int) -> list[list[int]]:
    """Shuffle, then batch texts of similar length together.

    Within a window of 50 batches texts are sorted by length, so that little is padding while the batches of
    an epoch still differ from those of the next.

    :param lengths: Tokens a text.
    :returns: Batches of indexes into lengths, each index once, in random order.
    """
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(lengths))
    window = batch_size * 50
    batches = []
    for start in range(0, len(order), window):
        part = sorted(order[start : start + window], key=lambda index: lengths[index])
        batches += [
            [int(index) for index in part[i : i + batch_size]] for i in range(0, len(part), batch_size)
        ]
    return [batches[index] for index in generator.permutation(len(batches))]
