"""Tiny text-classification checkpoints, as transformers saves them."""

from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from tests.checkpoints import SIZES, unigram_tokenizer

LABELS = ("decent", "hate", "abuse")


def write_classifier(folder: Path, labels: tuple[str, ...] = LABELS, **settings: object) -> Path:
    """Write a folder with a classifier of seeded random weights."""
    torch.manual_seed(7)
    tokenizer = unigram_tokenizer()
    config = BertConfig(
        **SIZES,
        vocab_size=tokenizer.get_vocab_size(),
        pad_token_id=tokenizer.token_to_id("<pad>"),
        id2label=dict(enumerate(labels)),
        label2id={label: index for index, label in enumerate(labels)},
        **settings,
    )
    network = BertForSequenceClassification(config)
    torch.nn.init.normal_(network.classifier.weight, std=0.5)
    network.save_pretrained(folder)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>", bos_token="<s>", eos_token="</s>"
    )
    fast.save_pretrained(folder)
    return folder
