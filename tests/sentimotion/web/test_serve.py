"""Starting the page: the settings it reads, and what it says of a checkpoint that cannot be opened."""

import asyncio
import shutil
import subprocess
import sys
from functools import partial
from types import ModuleType, SimpleNamespace

import gradio as gr
import pytest
from safetensors.torch import load_file, save_file

from sentimotion.errors import CheckpointError
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.settings import Settings
from sentimotion.web import serve
from sentimotion.web.operating.options import Operation
from sentimotion.web.score.bounded_child import unenforced_limits
from tests.sentimotion.web import Shown
from tests.synthetic import write_foreign


def build(**settings):
    """Build the page with these settings and no others; return what the browser gets of it."""
    return built(
        Settings.from_environ({f"SENTIMOTION_{name}": str(value) for name, value in settings.items()})
    )


def built(settings):
    async def build_it():
        return serve.build(settings)

    # Where no event loop runs, Gradio makes some and never closes them.
    return asyncio.run(build_it()).blocks.get_config_file()


def is_broken(config):
    return config["dependencies"] == []


def parts_with(config, mark):
    """The part of each page that holds a mark."""
    values = [str(part["props"].get("value")) for part in config["components"]]
    parts = [value for value in values if mark in value]
    assert len(parts) == len(LANGUAGES)
    return parts


def checkpoint_lines(config):
    """What is said of the checkpoint above the tabs, on each page."""
    return parts_with(config, "data-checkpoint=")


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
        (pickle_only, "pytorch_model.bin: pickled weights are rejected"),
    ],
)
def test_one_line_and_a_page_that_says_it(tmp_path, bert_folder, capsys, make, said):
    config = build(MODEL=make(tmp_path, bert_folder))
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert line.startswith("error: ")
    assert said in line
    assert printed.out == ""
    # Nothing of a model: no box to type in, no endpoint to ask.
    assert is_broken(config)
    assert set(config["page"]) == {"", *LANGUAGES}
    assert config["page"][""]["components"] == []
    parts = {part["id"]: part for part in config["components"]}
    for language in LANGUAGES:
        (key,) = config["page"][language]["components"]
        assert parts[key]["type"] == "html"
        page = Shown(parts[key]["props"]["value"])
        assert line.removeprefix("error: ") in page.text
        assert say("broken", language) in page.texts
        assert {element["lang"] for element in page.with_attribute("lang")} == {language}
        assert len(page.with_attribute("data-error")) == 1


@pytest.fixture
def opened(monkeypatch):
    """The models for which a page would have been built."""
    models = []
    monkeypatch.setattr(serve, "first_answer", lambda _: None)
    monkeypatch.setattr(serve, "build_page", lambda model, *_: models.append(model) or gr.Blocks())
    return models


def test_the_checkpoint_of_the_setting_is_opened(bert_folder):
    for line in checkpoint_lines(build(MODEL=bert_folder)):
        assert f'data-checkpoint="{bert_folder}"' in line


def test_without_a_setting_it_is_the_embedded_one(opened):
    build()
    assert [model.info.source for model in opened] == ["embedded"]


def test_the_precision_of_the_setting(opened, bert_folder):
    build(MODEL=bert_folder, DTYPE="bfloat16")
    build(MODEL=bert_folder, DTYPE="float32")
    assert [model.describe()["dtype"] for model in opened] == ["bfloat16", "float32"]


def test_the_device_of_the_setting(opened, bert_folder, capsys):
    assert is_broken(build(MODEL=bert_folder, DEVICE="toaster"))
    assert "toaster" in capsys.readouterr().err
    assert opened == []
    build(MODEL=bert_folder, DEVICE="cpu")
    assert [model.describe()["device"] for model in opened] == ["cpu"]


def test_the_layout_of_the_setting(opened, tmp_path, capsys):
    """What the file alone cannot say: which activation its heads have."""
    folder = write_foreign(tmp_path / "foreign", "deep")
    build(MODEL=folder)
    assert "head_activation" in capsys.readouterr().err
    assert opened == []
    build(MODEL=folder, LAYOUT="head_activation=gelu")
    assert len(opened) == 1


def test_the_revision_of_the_setting(monkeypatch):
    asked = []

    def load(source, **options):
        asked.append((source, options["revision"]))
        raise CheckpointError("nothing is fetched by this test")

    monkeypatch.setattr(serve, "load", load)
    build(MODEL="owner/name", REVISION="v1.2")
    build(MODEL="owner/name", REVISION="")
    assert asked == [("owner/name", "v1.2"), ("owner/name", None)]


def test_nothing_is_counted_by_gradio(bert_folder):
    assert serve.os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert build(MODEL=bert_folder)["analytics_enabled"] is False


@pytest.mark.slow
def test_gradio_does_not_compare_its_components_with_their_stubs():
    code = """
import sys
opened = []
sys.addaudithook(lambda event, values: event == "open" and opened.append(str(values[0])))
import sentimotion.web.serve
print(sum(path.endswith(".pyi") for path in opened), len(opened) > 1000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0 True\n"


@pytest.fixture
def served(monkeypatch):
    """What was built, and how it was operated; nothing is served."""
    asked = []
    blocks = SimpleNamespace(_queue=None)

    def build(settings):
        asked.append(settings)
        return serve.Page(blocks, has_run=True)

    monkeypatch.setattr(serve, "build", build)
    monkeypatch.setattr(serve, "launch", lambda _, __, operation, **___: asked.append(operation))
    monkeypatch.setattr(serve, "wait_for_stop", lambda *_: None)
    return asked


def test_the_page_is_served_as_the_environment_says(served, capsys):
    serve.serve(environ={"SENTIMOTION_MODEL": "owner/name"})
    assert capsys.readouterr().err == ""
    serve.serve(environ={"SENTIMOTION_MODLE": "secret"})
    assert capsys.readouterr().err == (
        "warning: no such setting: 'SENTIMOTION_MODLE' (nearest: SENTIMOTION_MODEL)\n"
    )
    serve.serve(Settings(device="cpu"), environ={})
    assert served[::2] == [Settings(model="owner/name"), Settings(), Settings(device="cpu")]
    assert served[1] == Operation(has_run=True, token=None, logs_requests=False)


def test_it_is_operated_as_the_environment_says(served):
    serve.serve(environ={"SENTIMOTION_OPERATOR_TOKEN": "secret", "SENTIMOTION_REQUEST_LOG": "1"})
    assert served[1] == Operation(has_run=True, token="secret", logs_requests=True)


def test_a_setting_that_cannot_be_read_ends_in_one_line(capsys):
    with pytest.raises(SystemExit) as ended:
        serve.serve(environ={"SENTIMOTION_WAITING_PER_SESSION": "many"})
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said == "error: SENTIMOTION_WAITING_PER_SESSION is 'many'; expected a number from 1 to 999999\n"


@pytest.mark.parametrize(
    ("platform", "unlimited"),
    [
        ("linux", None),
        ("darwin", "without a limit on memory, only"),
        ("freebsd14", "without a limit on memory, only"),
        ("cygwin", "without a limit on memory, only"),
        ("win32", "without a limit on memory or CPU time, only"),
    ],
)
@pytest.mark.usefixtures("served")
def test_limits_that_the_system_does_not_enforce_are_said_at_the_start(
    monkeypatch, capsys, platform, unlimited
):
    monkeypatch.setattr(serve, "unenforced_limits", partial(unenforced_limits, platform))
    serve.serve(environ={})
    said = capsys.readouterr().err
    assert said.count("\n") == (unlimited is not None)
    assert (unlimited or "") in said


@pytest.fixture
def declared(monkeypatch):
    """The functions that were declared to use a GPU, by a stand-in of the package ``spaces``."""
    functions = []
    spaces = ModuleType("spaces")
    spaces.GPU = functions.append
    monkeypatch.setitem(sys.modules, "spaces", spaces)
    return functions


def test_on_zero_gpu_a_large_model_is_put_on_the_gpu_that_is_lent(monkeypatch, declared):
    asked = []

    def load(source, **options):
        asked.append((source, options["device"]))
        raise CheckpointError("there is no GPU here")

    monkeypatch.setattr(serve, "load", load)
    built(Settings(model="owner/name", zero_gpu=True))
    built(Settings(model="owner/name", zero_gpu=True, device="cpu"))
    assert asked == [("owner/name", "cuda"), ("owner/name", "cpu")]
    assert declared == []


@pytest.mark.parametrize("model", [None, "embedded"])
def test_on_zero_gpu_the_embedded_checkpoint_takes_nobodys_minutes(opened, declared, model):
    built(Settings(model=model, zero_gpu=True))
    assert [(one.describe()["device"], one.is_on_loan) for one in opened] == [("cpu", False)]
    # Without a function that uses a GPU the Space would not start.
    assert len(declared) == 1


def test_spaces_is_imported_only_there(monkeypatch, opened, bert_folder):
    monkeypatch.setitem(sys.modules, "spaces", None)  # importing it would fail
    build(MODEL=bert_folder)
    assert len(opened) == 1
    with pytest.raises(ImportError):
        built(Settings(zero_gpu=True))
