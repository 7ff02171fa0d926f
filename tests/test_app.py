"""app.py: the settings it reads, and what it says of a checkpoint that cannot be opened."""

import asyncio
import shutil
import sys
from html import escape
from types import ModuleType

import pytest
from safetensors.torch import load_file, save_file

import app
from tests.synthetic import write_foreign

SETTINGS = ("MODEL", "REVISION", "DEVICE", "DTYPE", "LAYOUT", "REVIEW")


@pytest.fixture
def build(monkeypatch):
    """Builds the page with these settings and no others; returns what the browser gets of it."""

    def build_page(**settings):
        for name in SETTINGS:
            monkeypatch.delenv(f"SENTIMOTION_{name}", raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(f"SENTIMOTION_{name}", str(value))

        async def build_it():
            return app.build()

        # Where no event loop runs, Gradio makes some and never closes them.
        return asyncio.run(build_it()).get_config_file()

    return build_page


def is_broken(config):
    return config["dependencies"] == []


def checkpoint_line(config):
    (line,) = (
        part["props"]["value"]
        for part in config["components"]
        if "data-checkpoint=" in str(part["props"].get("value"))
    )
    return line


def wrong_folder(folder, _):
    return folder / "nothing-<b>here"


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


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (no_numbers, "not finite"),
        (wrong_folder, "no such folder"),
        (truncated, "model.safetensors"),
        (pickle_only, "pytorch_model.bin: pickled weights are refused"),
    ],
)
def test_one_line_and_a_page_that_says_it(build, tmp_path, bert_folder, capsys, make, said):
    config = build(MODEL=make(tmp_path, bert_folder))
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert line.startswith("error: ")
    assert said in line
    assert printed.out == ""
    # Nothing of a model: no box to type in, no endpoint to ask.
    assert [part["type"] for part in config["components"]] == ["html"]
    assert is_broken(config)
    (page,) = (part["props"]["value"] for part in config["components"])
    assert escape(line.removeprefix("error: ")) in page
    assert "মডেলের চেকপয়েন্ট খোলা যাচ্ছে না" in page
    assert "The model&#x27;s checkpoint cannot be opened" in page


def test_the_checkpoint_of_the_setting_is_opened(build, bert_folder):
    assert f'data-checkpoint="{bert_folder}"' in checkpoint_line(build(MODEL=bert_folder))


def test_without_a_setting_it_is_the_embedded_one(build):
    assert 'data-checkpoint="embedded"' in checkpoint_line(build())


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_precision_of_the_setting(build, bert_folder, dtype):
    assert f"<code>{dtype}</code>" in checkpoint_line(build(MODEL=bert_folder, DTYPE=dtype))


def test_the_device_of_the_setting(build, bert_folder, capsys):
    assert is_broken(build(MODEL=bert_folder, DEVICE="toaster"))
    assert "toaster" in capsys.readouterr().err
    assert not is_broken(build(MODEL=bert_folder, DEVICE="cpu"))


def test_the_layout_of_the_setting(build, tmp_path, capsys):
    """What the file alone cannot say: which activation its heads have."""
    folder = write_foreign(tmp_path / "foreign", "deep")
    assert is_broken(build(MODEL=folder))
    assert "head_activation" in capsys.readouterr().err
    assert not is_broken(build(MODEL=folder, LAYOUT="head_activation=gelu"))


def test_the_revision_of_the_setting(build, monkeypatch):
    asked = []

    def load(source, **options):
        asked.append((source, options["revision"]))
        raise app.SentimotionError("nothing is fetched by this test")

    monkeypatch.setattr(app, "load", load)
    build(MODEL="owner/name", REVISION="v1.2")
    build(MODEL="owner/name", REVISION="")
    assert asked == [("owner/name", "v1.2"), ("owner/name", None)]


@pytest.mark.parametrize(
    ("lent", "asked_for", "device"),
    [("", "", None), ("1", "", "cuda"), ("true", "cpu", "cpu"), ("", "cpu", "cpu")],
)
def test_on_zero_gpu_the_device_is_the_one_that_is_lent(build, monkeypatch, lent, asked_for, device):
    asked = []

    def load(_source, **options):
        asked.append(options["device"])
        raise app.SentimotionError("no GPU is needed by this test")

    monkeypatch.setattr(app, "load", load)
    monkeypatch.setitem(sys.modules, "spaces", ModuleType("spaces"))
    monkeypatch.setenv("SPACES_ZERO_GPU", lent)
    build(DEVICE=asked_for)
    assert asked == [device]


def test_nothing_is_counted_by_gradio(build, bert_folder):
    assert app.os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert build(MODEL=bert_folder)["analytics_enabled"] is False
