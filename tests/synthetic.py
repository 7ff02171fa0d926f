"""Checkpoints as other people's code would save them: the published model's sizes or tiny, random weights.

Each layout is a torch module written as its author would write it, so that what the reader makes of the file
can be held against the module itself. The full size (335 M parameters) is written in seconds: its names and
shapes come from the module without memory, its values from one block of random numbers, again and again.

    python -m tests.synthetic FOLDER [LAYOUT]     the full size, to try by hand or to measure
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import ElectraConfig, ElectraModel

from tests.checkpoints import SIZES, wordpiece_vocabulary, write_json

Size = Literal["tiny", "small", "full"]
# The card: csebuetnlp/banglabert_large, an ELECTRA discriminator.
FULL = {
    "hidden_size": 1024,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "intermediate_size": 4096,
    "max_position_embeddings": 512,
}
VOCABULARY_SIZE = 32_000
_BLOCK_SIZE = 1 << 22
_CODES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64"}


def linear(width: int, n_labels: int) -> nn.Module:
    return nn.Linear(width, n_labels)


def dropout_linear(width: int, n_labels: int) -> nn.Module:
    return nn.Sequential(nn.Dropout(0.1), nn.Linear(width, n_labels))


def deep(
    width: int, n_labels: int, activation: Callable[[], nn.Module] = nn.GELU, narrowed: int = 2
) -> nn.Module:
    inner = width // narrowed
    return nn.Sequential(
        nn.Dropout(0.1), nn.Linear(width, inner), activation(), nn.Dropout(0.1), nn.Linear(inner, n_labels)
    )


def norm_linear(width: int, n_labels: int) -> nn.Module:
    return nn.Sequential(nn.LayerNorm(width), nn.Dropout(0.1), nn.Linear(width, n_labels))


def norm_then_activation(width: int, n_labels: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(width, width // 2), nn.LayerNorm(width // 2), nn.ReLU(), nn.Linear(width // 2, n_labels)
    )


def activation_norm_dropout(width: int, n_labels: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width), nn.Dropout(0.1), nn.Linear(width, n_labels)
    )


def no_bias(width: int, n_labels: int) -> nn.Module:
    return nn.Linear(width, n_labels, bias=False)


class ClassificationHead(nn.Module):
    """As transformers' own (ElectraClassificationHead, RobertaClassificationHead)."""

    def __init__(self, width: int, n_labels: int) -> None:
        super().__init__()
        self.dense = nn.Linear(width, width)
        self.dropout = nn.Dropout(0.1)
        self.out_proj = nn.Linear(width, n_labels)

    def forward(self, states: Tensor) -> Tensor:
        return self.out_proj(self.dropout(torch.tanh(self.dense(self.dropout(states)))))


class NormedHead(ClassificationHead):
    """The place of the norm stands in the code alone."""

    def __init__(self, width: int, n_labels: int) -> None:
        super().__init__(width, n_labels)
        self.norm = nn.LayerNorm(width)

    def forward(self, states: Tensor) -> Tensor:
        return self.out_proj(self.norm(torch.relu(self.dense(states))))


def old_buffers(config: ElectraConfig) -> dict[str, Tensor]:
    return {"bert.embeddings.position_ids": torch.arange(config.max_position_embeddings)[None]}


def saved_pooler(config: ElectraConfig) -> dict[str, Tensor]:
    width = config.hidden_size
    return {"bert.pooler.dense.weight": torch.eye(width), "bert.pooler.dense.bias": torch.zeros(width)}


def loss_weights(_config: ElectraConfig) -> dict[str, Tensor]:
    return {
        "sentiment_loss.weight": torch.ones(3),
        "emotion_criterion.weight": torch.ones(6),
        "log_vars": torch.zeros(2),
    }


@dataclass(frozen=True)
class ForeignLayout:
    """How a stranger's module names and builds its parts, and the settings that its file needs."""

    encoder: str = "encoder"
    wrap: str = ""
    head: Callable[[int, int], nn.Module] = linear
    heads: tuple[str, str] = ("sentiment_head", "emotion_head")
    extras: Callable[[ElectraConfig], Mapping[str, Tensor]] = lambda _config: {}
    layout: Mapping[str, str] = field(default_factory=dict)


LAYOUTS: Mapping[str, ForeignLayout] = {
    "encoder": ForeignLayout(),
    "bert": ForeignLayout("bert", heads=("sent_classifier", "emo_classifier"), extras=old_buffers),
    "electra": ForeignLayout("electra", heads=("classifier_sentiment", "classifier_emotion")),
    "backbone": ForeignLayout("backbone", heads=("fcSentiment", "fcEmotion"), head=no_bias),
    "model_encoder": ForeignLayout("encoder", wrap="model.", head=dropout_linear),
    "compiled": ForeignLayout("encoder", wrap="_orig_mod.", head=dropout_linear, heads=("sent", "emo")),
    "parallel": ForeignLayout("bert", wrap="module._orig_mod.model.", extras=loss_weights),
    "list_of_heads": ForeignLayout("bert", heads=("heads.0", "heads.1")),
    "dict_of_heads": ForeignLayout("bert", heads=("heads.sentiment", "heads.emotion"), head=dropout_linear),
    "by_size": ForeignLayout("bert", heads=("classifier1", "classifier2"), head=norm_linear),
    "deep": ForeignLayout("bert", head=deep, layout={"head_activation": "gelu"}),
    "deep_list": ForeignLayout(
        "bert",
        wrap="module.",
        head=partial(deep, activation=nn.Tanh, narrowed=1),
        heads=("heads.0", "heads.1"),
        layout={"head_activation": "tanh"},
    ),
    "classification_head": ForeignLayout(
        "electra", head=ClassificationHead, layout={"head_activation": "tanh"}, extras=loss_weights
    ),
    "norm_linear": ForeignLayout("bert", head=norm_linear),
    "norm_then_activation": ForeignLayout(
        "bert", head=norm_then_activation, layout={"head_activation": "relu"}
    ),
    "activation_norm_dropout": ForeignLayout(
        "bert",
        head=activation_norm_dropout,
        layout={"head_activation": "gelu", "head_order": "0,activation,2,4"},
    ),
    "normed_head": ForeignLayout(
        "bert",
        head=NormedHead,
        layout={"head_activation": "relu", "head_order": "dense,activation,norm,out_proj"},
    ),
    "saved_pooler": ForeignLayout("bert", extras=saved_pooler, layout={"head_input": "cls"}),
    "pooled": ForeignLayout("bert", extras=saved_pooler, layout={"head_input": "pooler"}),
}


class ForeignModel(nn.Module):
    """A joint model as a stranger's code has it."""

    def __init__(self, config: ElectraConfig, layout: ForeignLayout) -> None:
        super().__init__()
        self.config, self.layout = config, layout
        self.add_module("encoder_", ElectraModel(config))
        self.add_module("sentiment_", layout.head(config.hidden_size, 3))
        self.add_module("emotion_", layout.head(config.hidden_size, 6))

    def named_tensors(self) -> dict[str, Tensor]:
        """What its state_dict would be, under the layout's names."""
        names = dict(
            zip(
                ("encoder_", "sentiment_", "emotion_"), (self.layout.encoder, *self.layout.heads), strict=True
            )
        )
        tensors = {}
        for key, tensor in self.state_dict().items():
            part, _, rest = key.partition(".")
            tensors[f"{names[part]}.{rest}"] = tensor
        with torch.device(next(iter(tensors.values())).device):
            tensors |= self.layout.extras(self.config)
        return {self.layout.wrap + name: tensor for name, tensor in tensors.items()}

    def load_file(self, path: Path) -> "ForeignModel":
        """Its own weights back from a file that was written for it."""
        values = load_file(path)
        for name, tensor in self.named_tensors().items():
            if not name.startswith(self.layout.wrap + "bert.pooler"):
                tensor.copy_(values[name])
        self._pooler = [values.get(f"{self.layout.wrap}bert.pooler.dense.{n}") for n in ("weight", "bias")]
        return self.eval()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        states = self.encoder_(input_ids, attention_mask).last_hidden_state[:, 0]
        if self.layout.layout.get("head_input") == "pooler":
            states = torch.tanh(nn.functional.linear(states, *self._pooler))
        return self.sentiment_(states), self.emotion_(states)


def config_of(size: Size) -> ElectraConfig:
    """The encoder's config: the card's, that of the tiny checkpoints, or one eight times as wide."""
    if size != "full":
        sizes = SIZES if size == "tiny" else SIZES | {"hidden_size": 128}
        width = sizes["hidden_size"]
        return ElectraConfig(**sizes, vocab_size=len(wordpiece_vocabulary()), embedding_size=width)
    return ElectraConfig(**FULL, vocab_size=VOCABULARY_SIZE, embedding_size=FULL["hidden_size"])


def write_foreign(
    folder: Path,
    layout: str = "encoder",
    size: Size = "tiny",
    *,
    dtype: torch.dtype = torch.float32,
    n_files: int = 1,
    seed: int = 0,
) -> Path:
    """Write a checkpoint folder of a layout.

    :param folder: Made here.
    :param layout: One of LAYOUTS.
    :param size: ``tiny``, ``small`` (under a megabyte), or ``full`` (1.3 GB in fp32).
    :param dtype: Of the file.
    :param n_files: More than one writes an index beside the files.
    :param seed: Of the random weights.
    :returns: The folder.
    """
    folder.mkdir(parents=True)
    config = config_of(size)
    config.save_pretrained(folder)
    vocabulary = wordpiece_vocabulary()
    vocabulary += [f"[unused{index}]" for index in range(config.vocab_size - len(vocabulary))]
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "ElectraTokenizer", "do_lower_case": False, "strip_accents": False},
    )
    with torch.device("meta"):
        tensors = ForeignModel(config, LAYOUTS[layout]).named_tensors()
    spread = config.initializer_range
    generator = torch.Generator().manual_seed(seed)
    block = (torch.randn(_BLOCK_SIZE if size == "full" else 1 << 16, generator=generator) * spread).to(dtype)
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    names = list(shapes)
    parts = [
        names[index * len(names) // n_files : (index + 1) * len(names) // n_files] for index in range(n_files)
    ]
    if n_files == 1:
        _write_tensors(folder / "model.safetensors", shapes, block)
        return folder
    weight_map = {}
    for index, part in enumerate(parts, 1):
        file = f"model-{index:05}-of-{n_files:05}.safetensors"
        _write_tensors(folder / file, {name: shapes[name] for name in part}, block, offset=index)
        weight_map |= dict.fromkeys(part, file)
    write_json(folder / "model.safetensors.index.json", {"metadata": {}, "weight_map": weight_map})
    return folder


def _write_tensors(path: Path, shapes: Mapping[str, tuple[int, ...]], block: Tensor, offset: int = 0) -> None:
    """A safetensors file whose values are pieces of one block; a norm's weights lie around one."""
    raw, raised = (tensor.view(torch.uint8).numpy() for tensor in (block, block * 0.1 + 1))
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    begin, pieces = 0, []
    for index, (name, shape) in enumerate(shapes.items(), offset):
        is_buffer = name.endswith("position_ids")
        n_bytes = torch.Size(shape).numel() * (8 if is_buffer else block.itemsize)
        code = "I64" if is_buffer else _CODES[block.dtype]
        header[name] = {"dtype": code, "shape": list(shape), "data_offsets": [begin, begin + n_bytes]}
        is_norm = len(shape) == 1 and name.endswith("weight")
        first = index * 7919 % (block.numel() // 2) * block.itemsize
        pieces.append((raised if is_norm else raw, first, n_bytes))
        begin += n_bytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for source, first, n_bytes in pieces:
            for piece in _pieces(memoryview(source), first, n_bytes):
                file.write(piece)


def _pieces(source: memoryview, first: int, n_bytes: int) -> Iterator[memoryview]:
    """So many bytes of a block, from a place on and round again."""
    while n_bytes:
        piece = source[first : first + n_bytes]
        yield piece
        n_bytes -= len(piece)
        first = 0


if __name__ == "__main__":
    print(write_foreign(Path(sys.argv[1]), *sys.argv[2:3], size="full"))
