"""A tiny training run as a process of its own, to be killed."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import torch

from sentimotion.training.fit.loop import fit
from tests.checkpoints import unigram_tokenizer
from tests.sentimotion.training.fit.test_loop import EXAMPLES, SEED, STAGE, network_of


def run(folder: Path) -> None:
    """Train on, and write the losses of all steps and a digest of each weight at the end."""
    torch.set_num_threads(1)
    tokenizer = unigram_tokenizer()
    stage = replace(STAGE, epochs=60, save_every_steps=7)
    network = network_of(tokenizer)
    fitted = fit(network, tokenizer, EXAMPLES, stage, SEED, folder / "state.pt", lambda *_: None)
    tensors = fitted.network.state_dict().values()
    weights = [sha256(tensor.contiguous().numpy().tobytes()).hexdigest() for tensor in tensors]
    (folder / "result.json").write_text(json.dumps({"losses": fitted.losses, "weights": weights}))
