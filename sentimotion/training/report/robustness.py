"""A CheckList-style robustness suite: short sentences that each test one capability."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentimotion.assets import ASSETS
from sentimotion.explanations.counterfactuals import label_spreads
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, Head
from sentimotion.training.data.names import is_held_back

HERE: Final = Path(__file__).resolve().parent
CHECKS_FILE: Final = HERE / "robustness.json"
EVERYDAY_FILE: Final = HERE / "robustness_everyday.json"
GROUPS_FILE: Final = HERE / "groups.json"
PAGE_FILE: Final = ASSETS / "swap_templates.json"

CLEAR_CHANGE: Final = 0.05
"""Minimum change of a probability that counts as a rise or fall."""

Predictor = Callable[[list[str]], list[Probabilities]]


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation of one head (Ribeiro et al. 2020, arXiv 2005.04118).

    ``kind`` is "label": the text has one of the labels; "same": text and other have the same label; "rises"
    or "falls": the first label's probability changes from text to other by at least CLEAR_CHANGE; "holds":
    other has the first label, and its probability does not fall by CLEAR_CHANGE.
    """

    capability: str
    kind: str
    head: Head
    text: str
    other: str | None = None
    labels: tuple[str, ...] = ()

    def passes(self, of_text: Probabilities, of_other: Probabilities | None) -> bool:
        """Whether the predictions meet the expectation.

        :param of_text: Prediction for ``text``.
        :param of_other: Prediction for ``other``, if any.
        """
        if of_other is None:
            return of_text.top_label(self.head) in self.labels
        if self.kind == "same":
            return of_text.top_label(self.head) == of_other.top_label(self.head)
        label = self.labels[0]
        change = of_other.scores(self.head)[label] - of_text.scores(self.head)[label]
        return {
            "rises": change >= CLEAR_CHANGE,
            "falls": change <= -CLEAR_CHANGE,
            "holds": change > -CLEAR_CHANGE and of_other.top_label(self.head) == label,
        }[self.kind]


@dataclass(frozen=True, slots=True)
class PassRate:
    """Number of passed checks of a capability, and the failed ones."""

    capability: str
    passed: int
    checks: int
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Change of one label's probability when only the named group changes.

    ``mean`` and ``largest`` are over the templates' ranges (highest minus lowest over the groups), 0 to 1;
    ``low_name`` and ``high_name`` are the groups at the ends of the largest range.
    """

    head: Head
    label: str
    mean: float
    largest: float
    low_name: str
    high_name: str


def read_checks(path: Path = CHECKS_FILE) -> list[Check]:
    """Load the checks of a suite, in file order."""
    checks = []
    for capability, kinds in json.loads(path.read_text(encoding="utf-8")).items():
        for text, expected in kinds.get("labels", []):
            for head, labels in expected.items():
                allowed = (labels,) if isinstance(labels, str) else tuple(labels)
                checks.append(Check(capability, "label", head, text, labels=allowed))
        for text, other, head, label, kind in kinds.get("changes", []):
            checks.append(Check(capability, kind, head, text, other, (label,)))
        for text, other in kinds.get("same", []):
            checks += [Check(capability, "same", head, text, other) for head in HEADS]
    return checks


def pass_rates(checks: Sequence[Check], predict: Predictor) -> list[PassRate]:
    """Run the suite.

    :param checks: The checks.
    :param predict: Returns the probabilities of both heads for texts.
    :returns: One rate per capability, in order of first occurrence.
    """
    texts = list(dict.fromkeys(text for check in checks for text in (check.text, check.other) if text))
    found = dict(zip(texts, predict(texts), strict=True))
    results: dict[str, list[tuple[Check, bool]]] = {}
    for check in checks:
        passed = check.passes(found[check.text], found[check.other] if check.other else None)
        results.setdefault(check.capability, []).append((check, passed))
    return [
        PassRate(
            capability,
            sum(passed for _, passed in checked),
            len(checked),
            tuple(f"{check.head}: {check.other or check.text}" for check, passed in checked if not passed),
        )
        for capability, checked in results.items()
    ]


def group_spreads(templates: Sequence[str], names: Sequence[str], predict: Predictor) -> list[Spread]:
    """Swap the named group in neutral templates, and measure the spread of every label of both heads.

    :param templates: Sentences with one ``{}``.
    :param names: The names to insert.
    :param predict: Returns the probabilities of both heads for texts.
    """
    texts = [template.format(name) for template in templates for name in names]
    found = predict(texts)
    rows = [found[start : start + len(names)] for start in range(0, len(found), len(names))]
    return [
        Spread(one.head, one.label, one.mean, one.largest, names[one.lowest_at], names[one.highest_at])
        for one in label_spreads(rows)
    ]


def read_groups(path: Path = GROUPS_FILE) -> Mapping[str, tuple[list[str], list[str]]]:
    """Load templates and names by kind: peoples and faiths, parties."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return {kind: (values["templates"], values["names"]) for kind, values in found.items()}


def read_page_groups(path: Path = PAGE_FILE) -> Mapping[str, tuple[list[str], list[str]]]:
    """Load templates and names of the page's Compare tab, by the English name of their set."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return {
        values["name"]["en"]: (values["templates"], [name["text"] for name in values["names"]])
        for values in found["sets"]
    }


def spreads_by_use(
    templates: Sequence[str], names: Sequence[str], predict: Predictor
) -> Mapping[str, tuple[Spread, ...]]:
    """Measure spreads over all names, over the names that training inserts, and over those held back.

    A range over fewer names is smaller: compare the same row of two models, not two rows of one model.

    :param templates: Sentences with one ``{}``.
    :param names: The names to insert; all are listed in names.json, and at least one is held back and one is
        not.
    :param predict: Returns the probabilities of both heads for texts.
    :raises KeyError: If a name is not listed.
    """
    held_back = [is_held_back(name) for name in names]
    uses = {
        "all names": list(names),
        "inserted": [name for name, held in zip(names, held_back, strict=True) if not held],
        "held back": [name for name, held in zip(names, held_back, strict=True) if held],
    }
    return {use: tuple(group_spreads(templates, some, predict)) for use, some in uses.items()}
