"""Exclude evaluation texts from training: dev, test, robustness suite, and the page's sentences."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Final

from sentimotion.tables.labeled_rows import LabeledRow, read_rows
from sentimotion.training.data.comparison_key import comparison_key
from sentimotion.training.data.page_sentences import page_sentences
from sentimotion.training.report.robustness import HERE, read_checks, read_groups

_CHECKS_FILES: Final = "robustness*.json"


def known_texts(folder: Path, trained_on: Container[str] = ()) -> dict[str, list[str]]:
    """Collect all evaluation texts by origin: dev, test, robustness, groups, page.

    :param folder: Training data; may contain ``dev/*.csv``, ``test/*.csv`` and ``guideline/dev_*.csv``.
    :param trained_on: Names of the sets in ``dev/`` that are used for training.
    :raises DataError: If a file cannot be read.
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
    """Drop rows whose text is among known texts; texts are compared by :func:`comparison_key`.

    :param rows: The rows.
    :param known: Texts by origin.
    :returns: The remaining rows in order, and the number of dropped rows for every origin. A row is counted
        for the first origin that has its text.
    """
    origins: dict[str, str] = {}
    for origin, texts in known.items():
        for text in texts:
            origins.setdefault(comparison_key(text), origin)
    kept, dropped = [], Counter(dict.fromkeys(known, 0))
    for row in rows:
        found = origins.get(comparison_key(row.text))
        if found is None:
            kept.append(row)
        else:
            dropped[found] += 1
    return kept, dropped


def _texts(paths: Iterable[Path]) -> list[str]:
    return [row.text for path in paths for row in read_rows(path)]
