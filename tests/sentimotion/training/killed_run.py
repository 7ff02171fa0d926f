"""A tiny training run in a separate process, which the test kills."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import torch

from sentimotion.training.fit.loop import fit
from tests.checkpoints import unigram_tokenizer
from tests.sentimotion.training.tiny_run import EXAMPLES, SEED, STAGE, network_of


def run(folder: Path) -> None:
    """Resume training to the end; write the losses of all steps and a digest of each weight."""
    torch.set_num_threads(1)
    tokenizer = unigram_tokenizer()
    stage = replace(STAGE, epochs=60, save_every_steps=7)
    network = network_of(tokenizer)
    fitted = fit(network, tokenizer, EXAMPLES, stage, SEED, folder / "state.pt", lambda *_: None)
    tensors = fitted.network.state_dict().values()
    weights = [sha256(tensor.contiguous().numpy().tobytes()).hexdigest() for tensor in tensors]
    (folder / "result.json").write_text(json.dumps({"losses": fitted.losses, "weights": weights}))
