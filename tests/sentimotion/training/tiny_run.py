"""Settings, examples and network of a tiny training run."""

import numpy as np
from transformers import BertConfig

from sentimotion.labels import HEADS, LABELS
from sentimotion.training.fit.loop import TrainingExamples
from sentimotion.training.fit.recipe import Stage
from tests.checkpoints import SIZES, seeded_network

STAGE = Stage(
    epochs=3,
    batch_size=4,
    learning_rate=3e-3,
    head_learning_rate=1e-2,
    save_every_steps=2,
    masked_shares=(0.0, 0.5),
)
SEED = 3
ROWS = [
    ("আজ মনটা ভালো", "positive", "happy"),
    ("খাবার একদম বাজে", "negative", "anger_disgust"),
    ("একা ভয় লাগে", "negative", "fear"),
    ("সবাই অবাক", "neutral", "surprise"),
    ("টাকা নষ্ট", "negative", None),
    ("darun match", None, "happy"),
    ("ভোটের দিন", "neutral", "neutral"),
]


def examples_of(rows):
    """Examples whose targets are the labels; zeros for missing labels."""
    targets = {head: np.zeros((len(rows), len(LABELS[head]))) for head in HEADS}
    for index, (_, *labels) in enumerate(rows):
        for head, label in zip(HEADS, labels, strict=True):
            if label is not None:
                targets[head][index, LABELS[head].index(label)] = 1
    return TrainingExamples(tuple(row[0] for row in rows), targets)


EXAMPLES = examples_of(ROWS * 2)


def network_of(tokenizer):
    """A network with the tokenizer's vocabulary; always the same weights."""
    config = BertConfig(
        **SIZES | {"initializer_range": 0.1}, vocab_size=tokenizer.get_vocab_size(), pad_token_id=1
    )
    return seeded_network(config)
