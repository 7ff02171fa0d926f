"""Exclude evaluation texts from training: dev, test, robustness suite, and the page's sentences."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Final

from sentimotion.tables.labelled_rows import LabeledRow, read_rows
from sentimotion.training.data.comparison_key import comparison_key
from sentimotion.training.data.page_sentences import page_sentences
from sentimotion.training.report.robustness import HERE, read_checks, read_groups

_CHECKS_FILES: Final = "robustness*.json"


def known_texts(folder: Path, trained_on: Container[str] = ()) -> dict[str, list[str]]:
    """The texts that a model is measured by, by place: dev, test, robustness, groups, page.

    :param folder: Training data with ``dev/*.csv``, ``test/*.csv`` and ``guideline/dev_*.csv``, where any.
    :param trained_on: Names of the sets in ``dev/`` that are trained on.
    :raises DataError: A file cannot be read.
    """
    dev = [path for path in sorted((folder / "dev").glob("*.csv")) if path.stem not in trained_on]
    dev += sorted((folder / "guideline").glob("dev_*.csv"))
    checks = [check for path in sorted(HERE.glob(_CHECKS_FILES)) for check in read_checks(path)]
    return {
        "dev": _texts(dev),
        "test": _texts(sorted((folder / "test").glob("*.csv"))),
        "robustness": [text for check in checks for text in (check.text, check.other) if text],
        "groups": [
            template.format(name)
            for templates, names in read_groups().values()
            for template in templates
            for name in names
        ],
        "page": [sentence.text for sentence in page_sentences()],
    }


def drop_known(
    rows: Iterable[LabeledRow], known: Mapping[str, Iterable[str]]
) -> tuple[list[LabeledRow], Counter[str]]:
    """Rows whose text is none of the known ones, by :func:`comparison_key`.

    :param known: Texts by place.
    :returns: The rows kept, in order, and how many were dropped by place: each place is there, and a row
        counts for the first that has its text.
    """
    places: dict[str, str] = {}
    for place, texts in known.items():
        for text in texts:
            places.setdefault(comparison_key(text), place)
    kept, dropped = [], Counter(dict.fromkeys(known, 0))
    for row in rows:
        found = places.get(comparison_key(row.text))
        if found is None:
            kept.append(row)
        else:
            dropped[found] += 1
    return kept, dropped


def _texts(paths: Iterable[Path]) -> list[str]:
    return [row.text for path in paths for row in read_rows(path)]
