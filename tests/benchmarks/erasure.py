"""Whether taking out the strongest word lowers the score: ``python -m tests.benchmarks.erasure --texts CSV``.

For each text and head, and for each baseline of the attribution, the word with the largest attribution (of
the predicted label's log-odds) is taken out in three ways: cut out of the text, or its tokens replaced by
mask tokens, or by padding. Printed is the share of texts in which the label's score falls, with a 95 %
interval (Wilson), and the same for a word drawn at random; then how far the scores of a text of mask tokens
alone vary with its length. The CSV has a column ``text``; several are read as one. A text took 6 seconds of
processor time with the embedded checkpoint, measured beside other work.
"""

import argparse
import csv
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, pstdev
from typing import Literal, get_args

from scipy.stats import binomtest
from tqdm import tqdm

import sentimotion
from explain import Baseline, logits_without
from sentimotion.explanations.attribution import AttributableNetwork, to_model_input
from sentimotion.explanations.results import Explanation, Word
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.text.words import word_spans

Eraser = Literal["cut out", "masked", "padded"]
ERASERS: tuple[Eraser, ...] = get_args(Eraser)
# What an eraser writes in the word's place, where it leaves the place.
FILLINGS: Mapping[Eraser, Baseline] = {"masked": "mask", "padded": "pad"}
BASELINES: tuple[Baseline, ...] = ("pad", "zero", "mask")
RANDOM = "a word at random"
# A text of fewer words may have nothing left to say without one.
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """A word taken out of a text: who chose it, how it went, and whether the label's probability fell."""

    chosen_by: str
    head: Head
    eraser: Eraser
    fell: bool


def read_texts(files: Sequence[Path], n_texts: int, seed: int) -> list[str]:
    """Texts of at least LEAST_WORDS words, drawn without replacement from all files together.

    :param n_texts: How many; all of them where there are fewer.
    """
    found = set()
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row["text"] or "" for row in csv.DictReader(file)}
    texts = sorted(text for text in found if len(word_spans(text)) >= LEAST_WORDS)
    return random.Random(seed).sample(texts, min(n_texts, len(texts)))


def without_word(text: str, word: Word) -> str:
    """The text with a word cut out, single spaces between the others."""
    return " ".join((text[: word.start] + text[word.end :]).split())


def strongest(explanation: Explanation) -> int:
    """Index of the word with the largest attribution."""
    return max(range(len(explanation.words)), key=lambda index: explanation.words[index].attribution)


def erase(
    model: sentimotion.SentimotionModel, texts: Sequence[str], baselines: Sequence[Baseline], seed: int
) -> Iterator[Trial]:
    """Take words out of each text, as each attribution and chance choose them.

    :param baselines: Of the attributions; ERASERS that need a token the tokenizer lacks are passed over.
    """
    generator = random.Random(seed)
    fillings = {eraser: filling for eraser, filling in FILLINGS.items() if filling in baselines}
    for text in tqdm(texts, desc="texts"):
        (whole,) = model.predict_batch([text])
        labels = {head: whole.decision(head).top_label for head in HEADS}
        explained = {
            baseline: model.explain_heads(text, labels=labels, baseline=baseline) for baseline in baselines
        }
        words = explained[baselines[0]]["emotion"].words
        at_random = generator.randrange(len(words))
        chosen = {
            (name, head): strongest(explanations[head])
            for name, explanations in explained.items()
            for head in HEADS
        } | {(RANDOM, head): at_random for head in HEADS}
        # The same word is often chosen more than once.
        indexes = sorted(set(chosen.values()))
        shorter = model.predict_batch([without_word(text, words[index]) for index in indexes])
        before: dict[Eraser, Probabilities] = {"cut out": whole.probabilities}
        after: dict[tuple[Eraser, int], Probabilities] = {
            ("cut out", index): one.probabilities for index, one in zip(indexes, shorter, strict=True)
        }
        for eraser, filling in fillings.items():
            before[eraser] = model.delete_words(text, [], baseline=filling).probabilities
            for index in indexes:
                found = model.delete_words(text, [index], baseline=filling)
                after[eraser, index] = found.probabilities
        for (name, head), index in chosen.items():
            label = LABELS[head].index(labels[head])
            for eraser in before:
                # Log-odds rise with the probability: the one falls where the other does.
                fell = after[eraser, index].of(head)[label] < before[eraser].of(head)[label]
                yield Trial(name, head, eraser, fell)


def print_shares(trials: Sequence[Trial]) -> None:
    """The table: who chose the word, by head and eraser."""
    columns = [
        (head, eraser)
        for head in HEADS
        for eraser in ERASERS
        if any(trial.eraser == eraser for trial in trials)
    ]
    print("\nShare of texts in which the label's score falls without the word, %, with a 95 % interval:\n")
    print("| baseline of the attribution |" + "".join(f" {head}, {eraser} |" for head, eraser in columns))
    print("|---|" + "---|" * len(columns))
    for name in dict.fromkeys(trial.chosen_by for trial in trials):
        cells = [
            share([t.fell for t in trials if (t.chosen_by, t.head, t.eraser) == (name, *column)])
            for column in columns
        ]
        print(f"| {name} | {' | '.join(cells)} |")


def share(hits: Sequence[bool]) -> str:
    """Such as ``92 (87 to 95)``, percent."""
    interval = binomtest(sum(hits), len(hits)).proportion_ci(method="wilson")
    return f"{100 * fmean(hits):.0f} ({100 * interval.low:.0f} to {100 * interval.high:.0f})"


def print_blank_scores(model: sentimotion.SentimotionModel, texts: Sequence[str]) -> None:
    """What the model says of each text with every token of it masked: its length alone tells them apart."""
    found: dict[Head, list[list[float]]] = {head: [] for head in HEADS}
    known: dict[int, dict[str, list[float]]] = {}
    for text in texts:
        encoded = model.encode(text)
        n_tokens = len(encoded.tokens)
        if n_tokens not in known:
            known[n_tokens] = logits_without(
                AttributableNetwork(model.network),
                to_model_input(model.network, encoded),
                [index for index, token in enumerate(encoded.tokens) if token.span is not None],
                baseline="mask",
                fill_id=model.explained_model.fill_id("mask"),
            )
        for head in HEADS:
            found[head].append(softmax(known[n_tokens][head]))
    print(f"\nThe text of mask tokens alone, over the lengths of the same texts ({len(known)} lengths):\n")
    print("| head | label | probability, mean | standard deviation | range | log-odds, standard deviation |")
    print("|---|---|---|---|---|---|")
    for head in HEADS:
        for label, shares in zip(LABELS[head], zip(*found[head], strict=True), strict=True):
            odds = pstdev(math.log(value / (1 - value)) for value in shares)
            print(
                f"| {head} | {label} | {fmean(shares):.3f} | {pstdev(shares):.3f} "
                f"| {min(shares):.3f} to {max(shares):.3f} | {odds:.2f} |"
            )


def softmax(logits: Sequence[float]) -> list[float]:
    """Probabilities, in the order of the logits."""
    weights = [math.exp(logit - max(logits)) for logit in logits]
    return [weight / math.fsum(weights) for weight in weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--checkpoint", metavar="SRC", help="embedded (default), a folder, or a hub id")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, metavar="CSV")
    parser.add_argument("--n", type=int, default=300, help="texts to draw, default 300")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--baselines", nargs="+", choices=BASELINES, default=BASELINES, help="default: all")
    options = parser.parse_args()
    model = sentimotion.load(options.checkpoint)
    texts = read_texts(options.texts, options.n, options.seed)
    available = {model.default_baseline, *model.other_baselines}
    baselines = [baseline for baseline in options.baselines if baseline in available]
    print(f"{model.describe()}, default baseline {model.default_baseline}; {len(texts)} texts")
    print_shares(list(erase(model, texts, baselines, options.seed)))
    if "mask" in available:
        print_blank_scores(model, texts)


if __name__ == "__main__":
    main()
