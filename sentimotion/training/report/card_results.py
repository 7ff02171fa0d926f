"""Render the measurements of the model card: results, calibration, robustness."""

from typing import Final

from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.training.report.card_tables import (
    coverage_table,
    decision_table,
    label_table,
    pass_table,
    reliability_table,
    served_and_probe_table,
    spread_table,
)
from sentimotion.training.report.dev_metrics import comparison_table
from sentimotion.training.report.measurements import Measurements

_UNLEAKED: Final = """ `sentnob_unleaked` is the part of SentNoB's
test set whose texts are not in its official train or dev files."""

_RARE: Final = "only 6 texts with surprise and 14 with fear, too few for their F1; `dev_written` has more"


def diagram_file(head: Head) -> str:
    """File name of a head's reliability diagram, beside the card."""
    return f"reliability-{head}.svg"


def render_results(report: Measurements) -> str:
    """Render the results on the guideline's dev sets, the public dev sets and, if any, the test sets."""
    unleaked = _UNLEAKED if any(s.dataset == "sentnob_unleaked" for s in report.test_scores) else ""
    tests = (
        f"""### Public test sets

Evaluated once, after all choices were made.{unleaked}

{comparison_table(report.test_scores, report.test_tfidf)}

Beside linear probes, trained on the sets' own labels:

{served_and_probe_table(report.test_scores, report.test_probe_scores)}"""
        if report.test_scores
        else "No test set was evaluated."
    )
    public = (
        f"""### Public dev sets

Each has its own labeling scheme, which differs from the guideline (see above), and the model is not trained on its
labels. The results show how the model's labels agree with these schemes, not how well the schemes can be learned. For
the latter see “probe”: logistic regression on the frozen encoder's first hidden state, trained on the set's own train
file (`python -m sentimotion probe`). Probes are not part of the checkpoint.

{served_and_probe_table(report.public_scores, report.probe_scores)}"""
        if report.public_scores
        else ""
    )
    return f"""## Results

Top labels without thresholds, computed as by `python -m sentimotion evaluate`. TF-IDF is words 1-2 and
characters 2-5 with balanced logistic regression on the same labeled rows, as trained by `evaluate --tfidf`. Macro and
weighted means are over the labels that occur in the set as true or predicted labels; “difference” is in points of
macro-F1. “±” is the standard error due to the sample of texts (bootstrap); the variance between training runs is larger.

### The guideline's dev sets

The settings were chosen by these sets: expect slightly lower results on other texts. `dev_comments` has {_RARE}.

{comparison_table(report.scores, report.tfidf)}

F1 by label:

{label_table(report.scores)}

{public}

{tests}"""


def render_calibration(report: Measurements) -> str:
    """Render calibration before and after the temperatures, and coverage by threshold."""
    temperatures = ", ".join(f"{head} {value:.2f}" for head, value in report.temperatures.items())
    heads = "\n\n".join(
        f"""### {head.capitalize()}

Expected calibration error {report.before[head].ece:.3f} before, {report.after[head].ece:.3f} after.

![Reliability of the {head} head before and after]({diagram_file(head)})

{reliability_table(report.before[head], report.after[head])}

Coverage and accuracy by threshold (default {DEFAULT_THRESHOLDS[head]:.2f}):

{coverage_table(report.kept[head])}"""
        for head in report.after
    )
    held_out = "; ".join(
        f"{head} {one.ece:.3f} (95% interval {one.low:.3f} to {one.high:.3f})"
        for head, one in report.held_out.items()
    )
    return f"""## Calibration and thresholds

On all dev rows together. Each head has one temperature, folded into its weights ({temperatures}) and fitted on the same
rows. Bins are of the highest probability (confidence); accuracy is the share of correct top labels. Good calibration
overall does not imply good calibration on every set, or on other texts.

With temperatures fitted on one half of these rows and applied to the other, and vice versa: {held_out}.
On so few rows a perfectly calibrated model would have an error of about .02, and the bootstrap interval is biased upward.

{decision_table(report.decisions)}

{heads}

The defaults {DEFAULT_THRESHOLDS["sentiment"]:.2f} and {DEFAULT_THRESHOLDS["emotion"]:.2f} are those of the published model.
Below the threshold the decision is neutral, whether or not that is correct. The tables show this trade-off: a higher
threshold keeps fewer texts with a higher accuracy, and all other texts count as neutral. On sets with few neutral texts,
decisions are therefore less accurate than top labels."""


def render_robustness(report: Measurements) -> str:
    """Render the pass rates of both suites, and the spreads over named groups."""
    spreads, page_spreads = (
        "\n\n".join(f"By {kind}:\n\n{spread_table(found)}" for kind, found in groups.items())
        for groups in (report.spreads, report.page_spreads)
    )
    return f"""## Robustness

Sentences of our own, each testing one capability (after CheckList, Ribeiro et al. 2020); the suite is
`sentimotion/training/report/robustness.json`. It was not used for training or for any choice.

{pass_table(report.pass_rates)}

Sixty everyday checks, written after the guideline and before the training, and labeled a second time by a labeler who
knew only the guideline (`sentimotion/training/report/robustness_everyday.json`):

{pass_table(report.everyday_pass_rates)}

## Named groups

Neutral templates in which only the named group changes: the range of each label's probability. 0 would be a model that
ignores the name. When training replaces names (`sentimotion/training/data/names.py`), it never inserts those that are
held back. A range over fewer names is smaller: compare a row with the same row of another model.

{spreads}

### The page's templates

The templates of the Compare tab (`assets/swap_templates.json`), measured in the same way.

{page_spreads}"""
