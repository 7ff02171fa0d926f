"""``python app.py`` with a checkpoint that cannot be opened ends in one clear line."""

import shutil
import subprocess
import sys

import pytest
from safetensors.torch import load_file, save_file

from tests.browser.server import APP, PATIENCE, environment


def wrong_folder(folder, _):
    return folder / "nothing-here"


def truncated(folder, checkpoint):
    shutil.copytree(checkpoint, folder / "truncated")
    weights = folder / "truncated" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    return folder / "truncated"


def pickle_only(folder, checkpoint):
    shutil.copytree(checkpoint, folder / "pickle")
    (folder / "pickle" / "model.safetensors").rename(folder / "pickle" / "pytorch_model.bin")
    return folder / "pickle"


def no_numbers(folder, checkpoint):
    shutil.copytree(checkpoint, folder / "nan")
    weights = folder / "nan" / "model.safetensors"
    state = load_file(weights)
    state["sentiment_head.weight"][:] = float("nan")
    save_file(state, weights)
    return folder / "nan"


CASES = [
    (no_numbers, "not finite"),
    (wrong_folder, "no such folder"),
    (truncated, "model.safetensors"),
    (pickle_only, "pytorch_model.bin: pickled weights are refused"),
]


@pytest.fixture(scope="module")
def started(tmp_path_factory, bert_folder):
    """All of them at once, since most of a start is importing torch and gradio."""
    processes = {}
    for make, _ in CASES:
        folder = tmp_path_factory.mktemp(make.__name__)
        processes[make] = subprocess.Popen(
            [sys.executable, str(APP)],
            cwd=folder,
            env=environment(SENTIMOTION_MODEL=str(make(folder, bert_folder))),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
    yield processes
    for process in processes.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("make", "said"), CASES)
def test_one_line_and_exit_code_2(started, make, said):
    out, err = started[make].communicate(timeout=PATIENCE)
    assert started[make].returncode == 2
    (line,) = err.splitlines()
    assert line.startswith("error: ")
    assert said in line
    assert out == ""
