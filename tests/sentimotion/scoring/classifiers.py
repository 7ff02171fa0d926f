"""Tiny text-classification checkpoints, as transformers saves them."""

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import (
    BartConfig,
    BartForSequenceClassification,
    BertConfig,
    BertForSequenceClassification,
    GPT2Config,
    GPT2ForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from tests.checkpoints import SIZES, unigram_tokenizer

LABELS = ("decent", "hate", "abuse")
_SPECIAL = {"pad_token": "<pad>", "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}
_SIZES = {"layers": 1, "attention_heads": 2, "ffn_dim": 32}


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
    _save(folder, network, tokenizer)
    return folder


def write_other_classifier(folder: Path, kind: str, **tokens: str | None) -> Path:
    """One that is no encoder: ``encoder and decoder`` (BART), or ``decoder`` (GPT-2)."""
    torch.manual_seed(7)
    tokenizer = unigram_tokenizer()
    special = {name: tokenizer.token_to_id(token) for name, token in _SPECIAL.items()}
    labels: dict[str, Any] = {
        "id2label": dict(enumerate(LABELS)),
        "label2id": {label: index for index, label in enumerate(LABELS)},
        "vocab_size": tokenizer.get_vocab_size(),
        "bos_token_id": special["bos_token"],
        "eos_token_id": special["eos_token"],
    }
    if kind == "decoder":
        # As such checkpoints are: the config has no pad token.
        config = GPT2Config(n_embd=16, n_layer=1, n_head=2, n_positions=64, pad_token_id=None, **labels)
        _save(folder, GPT2ForSequenceClassification(config), tokenizer, **tokens)
        return folder
    sizes = {f"{part}_{size}": number for part in ("encoder", "decoder") for size, number in _SIZES.items()}
    config = BartConfig(
        d_model=16,
        max_position_embeddings=64,
        pad_token_id=special["pad_token"],
        decoder_start_token_id=special["eos_token"],
        forced_eos_token_id=special["eos_token"],
        **sizes,
        **labels,
    )
    _save(folder, BartForSequenceClassification(config), tokenizer, **tokens)
    return folder


def _save(folder: Path, network: PreTrainedModel, tokenizer: Tokenizer, **tokens: str | None) -> None:
    network.save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **_SPECIAL | tokens).save_pretrained(folder)
