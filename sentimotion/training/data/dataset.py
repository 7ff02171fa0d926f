"""Load the training data and form batches bucketed by length."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentimotion.errors import DataError
from sentimotion.labels import LABELS, Head
from sentimotion.tables.labeled_rows import NO_LABEL, LabeledRow, read_folder, read_rows
from sentimotion.training.data.comment_labels import with_labels
from sentimotion.training.data.comparison_key import comparison_key
from sentimotion.training.data.known_texts import drop_known, known_texts

WRITTEN_FILE: Final = Path(__file__).resolve().parent / "written.csv"
"""Sentences written for this project, labeled by the guideline."""
DEV_WRITTEN_FILE: Final = WRITTEN_FILE.with_name("dev_written.csv")

# The train file of MUBASE is not available, so its dev file is used for training; blp2023 is the dev set of
# the same domain.
DEV_SETS_TRAINED_ON = frozenset({"mubase"})


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Training and development data of a run."""

    labeled: tuple[LabeledRow, ...]
    """Training rows, labeled by the guideline for both heads."""
    others: tuple[str, ...]
    """Texts of the public sets and unlabeled comments; labels of the public sets are not used."""
    development: Mapping[str, list[LabeledRow]]
    """Dev sets labeled by the guideline, by name."""
    public: Mapping[str, list[LabeledRow]]
    """Dev sets of the public sets, by name, each with its own labeling scheme."""


def read_training_data(folder: Path, report: Callable[[str], object] = print) -> TrainingData:
    """Read the public sets of a folder, their labels by the guideline, and the written sentences.

    Evaluation texts and duplicates are removed from the training data.

    :param folder: Contains ``train/*.csv``, ``dev/*.csv`` and ``unlabelled/*.txt``. Labeled comments come
        from its ``guideline/train_*.csv`` and ``guideline/dev_*.csv`` if they exist, otherwise from the
        public texts that have labels in ``comment_labels.csv``.
    :param report: Called with lines that state how many texts were dropped.
    :raises DataError: If there are no labeled rows, or a file cannot be read.
    """
    public = read_sets(folder / "dev")
    trained_on = [public.pop(name) for name in sorted(DEV_SETS_TRAINED_ON & public.keys())]
    texts = [
        *read_folder(folder / "train"),
        *(row for rows in trained_on for row in rows),
        *(LabeledRow(line, None, None, "unlabelled") for line in read_unlabeled(folder)),
    ]
    guideline = read_sets(folder / "guideline") or {
        "train_comments": with_labels((row.text for row in texts), "train"),
        "dev_comments": with_labels((row.text for rows in public.values() for row in rows), "dev"),
        "dev_written": read_rows(DEV_WRITTEN_FILE),
    }
    development = {name: guideline.pop(name) for name in sorted(guideline) if name.startswith("dev_")}
    rows = [*read_rows(WRITTEN_FILE), *(row for name in sorted(guideline) for row in guideline[name])]
    known = known_texts(folder, DEV_SETS_TRAINED_ON)
    known["dev"] += [row.text for rows in development.values() for row in rows]
    labeled = _without_duplicates(_without_known(rows, known, "labeled rows", report))
    if not labeled:
        raise DataError(f"{folder}: no labeled row is left after removing evaluation texts")
    others = _without_duplicates(_without_known(texts, known, "other texts", report), labeled)
    return TrainingData(tuple(labeled), tuple(row.text for row in others), development, public)


def read_sets(folder: Path) -> dict[str, list[LabeledRow]]:
    """Read the CSV files of a folder, by name; empty if there is no such folder.

    :raises DataError: If a file cannot be read.
    """
    return {path.stem: read_rows(path) for path in sorted(folder.glob("*.csv"))}


def read_unlabeled(folder: Path) -> list[str]:
    """Read the texts in ``unlabelled/*.txt`` of a folder, one per line; blank lines are skipped."""
    lines = [
        line.strip()
        for path in sorted((folder / "unlabelled").glob("*.txt"))
        # str.splitlines would also split at characters within a text, such as U+2028.
        for line in path.read_text(encoding="utf-8").split("\n")
    ]
    return [line for line in lines if line]


def _without_known(
    rows: Sequence[LabeledRow], known: Mapping[str, Sequence[str]], what: str, report: Callable[[str], object]
) -> list[LabeledRow]:
    kept, dropped = drop_known(rows, known)
    origins = ", ".join(f"{origin} {count}" for origin, count in dropped.items())
    report(f"{what} dropped because their text occurs in: {origins}; {len(kept)} kept")
    return kept


def _without_duplicates(rows: Iterable[LabeledRow], others: Iterable[LabeledRow] = ()) -> list[LabeledRow]:
    """The first row of each text, by its comparison key, unless the text occurs in ``others``.

    Texts without visible characters have no key and are dropped.
    """
    seen = {comparison_key(row.text) for row in others}
    first: dict[str, LabeledRow] = {}
    for row in rows:
        key = comparison_key(row.text)
        if key and key not in seen:
            first.setdefault(key, row)
    return list(first.values())


def fingerprint(rows: Iterable[LabeledRow]) -> str:
    """SHA-256 of all texts, labels and sources in order, to recognize the same data."""
    digest = sha256()
    for row in rows:
        digest.update(repr(astuple(row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def label_counts(rows: Iterable[LabeledRow], head: Head) -> NDArray[np.int64]:
    """Number of rows with each label of a head, (labels,)."""
    indexes = [index for row in rows if (index := row.label_index(head)) != NO_LABEL]
    return np.bincount(indexes, minlength=len(LABELS[head]))


def bucketed_batches(lengths: Sequence[int], batch_size: int, seed: int) -> list[list[int]]:
    """Shuffle, then batch texts of similar length together.

    Texts are sorted by length within windows of 50 batches, which reduces padding while batches still differ
    between epochs.

    :param lengths: Number of tokens of each text.
    :param batch_size: Texts per batch, at least 1; the last batch of a window may be smaller.
    :param seed: Seed of the shuffling.
    :returns: Batches of indexes into ``lengths``, each index once, in random order.
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
