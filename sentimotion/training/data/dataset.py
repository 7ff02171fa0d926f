"""Load the training data and form batches bucketed by length."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from sentimotion.errors import DataError
from sentimotion.labels import LABELS, Head
from sentimotion.tables.labelled_rows import NO_LABEL, LabeledRow, read_folder, read_rows
from sentimotion.training.data.comment_labels import with_labels
from sentimotion.training.data.comparison_key import comparison_key
from sentimotion.training.data.known_texts import drop_known, known_texts

WRITTEN_FILE: Final = Path(__file__).resolve().parent / "written.csv"
"""Sentences written for this project, labelled by the guideline."""
DEV_WRITTEN_FILE: Final = WRITTEN_FILE.with_name("dev_written.csv")

# MUBASE's train file is not to be had, so its dev file is trained on; blp2023, of the same domain, is its
# dev set.
DEV_SETS_TRAINED_ON = frozenset({"mubase"})


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What a run learns from and is measured by."""

    labelled: tuple[LabeledRow, ...]
    """By the guideline, both heads."""
    others: tuple[str, ...]
    """Texts of the public sets and unlabelled comments; their labels, if any, are not used."""
    development: Mapping[str, list[LabeledRow]]
    """The guideline's dev sets."""
    public: Mapping[str, list[LabeledRow]]
    """The public sets' dev files, each labelled by a scheme of its own."""


def read_training_data(folder: Path, report: Callable[[str], object] = print) -> TrainingData:
    """Read the public sets of a folder, and the guideline's labels of them; add the written sentences.

    Texts that a model is measured by are left out of what it learns from, and a text counts once.

    :param folder: Holds ``train/*.csv``, ``dev/*.csv`` and ``unlabelled/*.txt``. Labelled comments are those
        of ``guideline/train_*.csv`` and ``guideline/dev_*.csv`` there, if any; else the public texts that
        have labels in ``comment_labels.csv``.
    :param report: Told in a line each how many texts were dropped, by place.
    :raises DataError: There are no labeled rows, or a file cannot be read.
    """
    public = read_sets(folder / "dev")
    trained_on = [public.pop(name) for name in sorted(DEV_SETS_TRAINED_ON & public.keys())]
    texts = [
        *read_folder(folder / "train"),
        *(row for rows in trained_on for row in rows),
        *(LabeledRow(line, None, None, "unlabelled") for line in read_unlabelled(folder)),
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
    labelled = _once(_without_known(rows, known, "labeled rows", report), ())
    if not labelled:
        raise DataError(f"{folder}: no labeled row is left after removing evaluation texts")
    others = _once(_without_known(texts, known, "other texts", report), labelled)
    return TrainingData(tuple(labelled), tuple(row.text for row in others), development, public)


def read_sets(folder: Path) -> dict[str, list[LabeledRow]]:
    """Rows of a folder's CSV files by the name of their set; empty where there is no such folder.

    :raises DataError: A file cannot be read.
    """
    return {path.stem: read_rows(path) for path in sorted(folder.glob("*.csv"))}


def read_unlabelled(folder: Path) -> list[str]:
    """Texts of a folder with ``unlabelled/*.txt``, one per line; none where there is no such folder."""
    lines = [
        line.strip()
        for path in sorted((folder / "unlabelled").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [line for line in lines if line]


def _without_known(
    rows: Sequence[LabeledRow], known: Mapping[str, Sequence[str]], what: str, report: Callable[[str], object]
) -> list[LabeledRow]:
    kept, dropped = drop_known(rows, known)
    places = ", ".join(f"{place} {count}" for place, count in dropped.items())
    report(f"{what} dropped, their text being in: {places}; {len(kept)} kept")
    return kept


def _once(rows: Iterable[LabeledRow], before: Iterable[LabeledRow]) -> list[LabeledRow]:
    """The first row of each text, by its comparison key, that is not among those before.

    A text of invisible characters alone has no key, and is left out: the model has nothing to read in it.
    """
    seen = {comparison_key(row.text) for row in before}
    first: dict[str, LabeledRow] = {}
    for row in rows:
        key = comparison_key(row.text)
        if key and key not in seen:
            first.setdefault(key, row)
    return list(first.values())


def fingerprint(rows: Iterable[LabeledRow]) -> str:
    """SHA-256 of all texts, labels and sources in their order: the same data, or not."""
    digest = sha256()
    for row in rows:
        digest.update(repr(astuple(row)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def label_counts(rows: Iterable[LabeledRow], head: Head) -> np.ndarray:
    """Rows of each label of a head, (labels,)."""
    indexes = [index for row in rows if (index := row.label_index(head)) != NO_LABEL]
    return np.bincount(indexes, minlength=len(LABELS[head]))


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
