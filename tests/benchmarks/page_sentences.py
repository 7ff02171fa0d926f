"""The page's own sentences against a checkpoint: python -m tests.benchmarks.page_sentences [--checkpoint SRC]

A line for each sentence: whether the top label of each head is one that a reader accepts (assets/*.json), and
what it is where it is not. Then how many are, by place.
"""

import argparse

import sentimotion
from sentimotion.labels import HEADS
from sentimotion.training.data.page_sentences import page_sentences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--checkpoint", help="where it is, as sentimotion.load takes it (default: embedded)")
    options = parser.parse_args()
    sentences = page_sentences()
    model = sentimotion.load(options.checkpoint)
    predictions = model.predict_batch([sentence.text for sentence in sentences])
    counts: dict[str, list[int]] = {}
    for sentence, prediction in zip(sentences, predictions, strict=True):
        tally = counts.setdefault(sentence.where, [0] * (1 + len(HEADS)))
        tally[0] += 1
        cells = []
        for place, head in enumerate(HEADS, 1):
            found, expected = prediction.decision(head).top_label, sentence.expected(head)
            is_right = found in expected
            tally[place] += is_right
            cells.append(found if is_right else f"{found}, expected {' or '.join(expected)}")
        print(f"{sentence.where} | {sentence.text} | {' | '.join(cells)}")
    print(f"\nwhere | sentences | {' | '.join(f'{head} as expected' for head in HEADS)}")
    counts["all"] = [sum(column) for column in zip(*counts.values(), strict=True)]
    for where, (total, *right) in counts.items():
        print(f"{where} | {total} | {' | '.join(f'{n} ({n / total:.0%})' for n in right)}")


if __name__ == "__main__":
    main()
