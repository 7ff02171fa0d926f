"""Checkpoint folders that open in milliseconds: seeded random weights, tokenizers that know Bangla."""

import json
import shutil
import string
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, ElectraConfig, PretrainedConfig

from sentimotion.inference.network import JointClassifier
from sentimotion.training.fit.vocabulary import SPECIAL_TOKENS, build_tokenizer
from sentimotion.training.report.export import write_checkpoint

SENTENCES = (
    "আজ সকালে বৃষ্টি থেমে গেছে, তাই মনটা ভালো।",
    "এই দোকানের খাবার একদম বাজে, টাকা নষ্ট!",
    "ভোটের দিন রাস্তায় এত পুলিশ কেন?",
    "নদীর ধারে একা বসে থাকতে ভয় লাগে।",
    "খবরটা শুনে সবাই অবাক হয়ে গেল 😮",
    "র‍্যাব এসে ৩.৫ কেজি সোনা উদ্ধার করেছে।",
    "bhai ajke match ta darun chilo 😂",
)
_VOWEL_SIGNS_AND_LETTERS = "".join(chr(code) for code in range(0x0980, 0x0A00) if chr(code).isprintable())
# Sizes of the encoders. The weights spread wider than usual (0.02), so that a model with random weights is
# neither linear nor undecided.
SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 512,
    "initializer_range": 0.3,
}


def words() -> list[str]:
    """The words of the sentences, as the tokenizers know them; joiners left out, as both drop them."""
    text = " ".join(SENTENCES).replace("\u200d", "").replace("\u200c", "")
    return sorted({word.strip("।,!?") for word in text.split()})


def characters() -> list[str]:
    return sorted(
        set("".join(SENTENCES)) - {" ", "\u200d"}
        | set(_VOWEL_SIGNS_AND_LETTERS)
        | set(string.printable.strip())
    )


def unigram_tokenizer() -> Tokenizer:
    """As the embedded checkpoint's: Unigram, ``<s> pieces </s>``; a few words are whole, the rest letters."""
    pieces = [*SPECIAL_TOKENS[:-1], "▁", *characters()]
    pieces += sorted({"▁" + word for word in words()} | {word[:2] for word in words()} - set(pieces))
    scores = [0.0 if piece in SPECIAL_TOKENS else -9.0 + len(piece) for piece in pieces]
    return build_tokenizer([*pieces, SPECIAL_TOKENS[-1]], [*scores, 0.0])


def wordpiece_vocabulary() -> list[str]:
    """As BanglaBERT's: ``[CLS] pieces [SEP]``."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    known = sorted({*characters(), *words()})
    return [*special, *known, *("##" + character for character in characters())]


def seeded_network(config: PretrainedConfig, seed: int = 0) -> JointClassifier:
    """A network whose heads prefer something, in eval mode."""
    torch.manual_seed(seed)
    network = JointClassifier(config).eval()
    for head in (network.sentiment_head, network.emotion_head):
        torch.nn.init.normal_(head.weight, std=0.4)
        torch.nn.init.normal_(head.bias, std=0.1)
    return network


def write_bert(folder: Path, seed: int = 0) -> Path:
    """Write a folder as training writes it: BERT, fp16, tokenizer.json."""
    tokenizer = unigram_tokenizer()
    config = BertConfig(
        **SIZES, vocab_size=tokenizer.get_vocab_size(), pad_token_id=tokenizer.token_to_id("<pad>")
    )
    write_checkpoint(folder, seeded_network(config, seed), tokenizer, {"seed": seed}, "# A tiny model\n")
    return folder


def write_electra(folder: Path, embedding_size: int = SIZES["hidden_size"], seed: int = 1) -> Path:
    """Write a folder as the published model's: ELECTRA, fp32, vocab.txt, nothing of ours in the config."""
    vocabulary = wordpiece_vocabulary()
    config = ElectraConfig(**SIZES, vocab_size=len(vocabulary), embedding_size=embedding_size)
    folder.mkdir(parents=True)
    config.save_pretrained(folder)
    save_file(dict(seeded_network(config, seed).state_dict()), folder / "model.safetensors")
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "ElectraTokenizer", "do_lower_case": False, "strip_accents": False},
    )
    return folder


MAKERS: Mapping[str, Callable[[Path], Path]] = {
    "bert": write_bert,
    "electra": write_electra,
    "electra_narrow_embeddings": lambda folder: write_electra(folder, embedding_size=8),
}


def write_json(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def copied(folder: Path, to: Path) -> Path:
    """A copy that a test may damage."""
    shutil.copytree(folder, to)
    return to


def change_config(folder: Path, **values: object) -> None:
    """Set keys of config.json; None takes a key away."""
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | values
    write_json(path, {key: value for key, value in config.items() if value is not None})


def change_tensors(folder: Path, change: Callable[[dict[str, Tensor]], object]) -> None:
    """Let a function change the tensors of model.safetensors in place."""
    tensors = {key: tensor.clone() for key, tensor in load_file(folder / "model.safetensors").items()}
    change(tensors)
    save_file(tensors, folder / "model.safetensors")
