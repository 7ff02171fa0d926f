"""Do the words that work together name the negation? python -m tests.benchmarks.negation [--checkpoint SRC]

The sentences of the robustness suites about negation and denied feelings: for each, the strongest pair of
words for the head of its check and that head's most probable label, by each eraser. Then in how many it holds
the negation, beside how many that would be if the pair were drawn at random.
"""

import argparse
from collections.abc import Collection, Sequence
from math import comb

import sentimotion
from sentimotion.training.report.robustness import EVERYDAY_FILE, Check, read_checks

SUITES = {"negation": read_checks(), "feelings denied": read_checks(EVERYDAY_FILE)}
NEGATIONS = {"না", "নয়", "নই", "নেই", "নাই"}
# Of a verb: করিনি, হয়নি.
NEGATED_VERB = "নি"


def negation_checks() -> list[Check]:
    """The checks of negations, each with a sentence that has one."""
    return [check for name, checks in SUITES.items() for check in checks if check.capability == name]


def negated_text(check: Check) -> str:
    """The sentence of a check that has the negation: of two, the second."""
    return check.other or check.text


def negations(words: Sequence[str]) -> set[int]:
    """Which words of a sentence are negations, or negated verbs."""
    return {index for index, word in enumerate(words) if word in NEGATIONS or word.endswith(NEGATED_VERB)}


def share_by_chance(n_words: int, marked: Collection[int]) -> float:
    """The share of all pairs of words that hold one of the marked words."""
    return 1 - comb(n_words - len(marked), 2) / comb(n_words, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--checkpoint", help="where it is, as sentimotion.load takes it (default: embedded)")
    options = parser.parse_args()
    model = sentimotion.load(options.checkpoint)
    checks = negation_checks()
    print("sentence | label | strongest pair by each eraser, * with the negation")
    held, by_chance = dict.fromkeys(model.erasers, 0), 0.0
    for check in checks:
        cells = []
        for eraser in model.erasers:
            found = model.interactions(negated_text(check), check.head, eraser=eraser)
            words = [found.word(index) for index in range(len(found.words))]
            marked, strongest = negations(words), found.pairs[0]
            assert marked, f"{negated_text(check)} has no negation that is known here"
            is_held = not marked.isdisjoint(strongest.words)
            held[eraser] += is_held
            pair = " + ".join(words[index] for index in strongest.words)
            cells.append(f"{eraser} {pair} {strongest.interaction:+.2f}{' *' if is_held else ''}")
        by_chance += share_by_chance(len(words), marked)
        print(f"{negated_text(check)} | {found.request.label} | {'; '.join(cells)}")
    print(f"\neraser | strongest pair holds the negation, of {len(checks)} | a pair at random")
    for eraser, n_held in held.items():
        print(f"{eraser} | {n_held} ({n_held / len(checks):.0%}) | {by_chance:.1f}")


if __name__ == "__main__":
    main()
