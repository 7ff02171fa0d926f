"""``sentimotion deploy``: what a Space holds, and that a hub gets it whole or not at all."""

import re
from pathlib import Path

import pytest
from huggingface_hub import HfApi, constants, metadata_load
from packaging.requirements import Requirement

from sentimotion.cli import main
from sentimotion.deploy.composition import compose
from sentimotion.deploy.presets import PRESETS
from sentimotion.deploy.upload import upload
from sentimotion.errors import DeploymentError
from tests.sentimotion.deploy.space_hub import TOKEN, SpaceHub

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path):
    """A small checkout."""
    root = tmp_path / "checkout"
    files = {
        "app.py": "print()",
        "LICENSE": "Apache",
        "requirements.txt": "gradio==6.31.0",
        "README.md": "---\ntitle: T\nshort_description: S\nsdk: X\nmodels: [a/b]\ndatasets: [c/d]\n---\n",
        "sentimotion/page.py": "x = 1",
        "sentimotion/README.md": "not needed",
        "sentimotion/__pycache__/page.cpython-311.pyc": "compiled",
        "sentimotion/review/requirements.txt": "sqlalchemy",
        "sentimotion/training/fit.py": "hours",
        "assets/checkpoint/model.safetensors": "weights",
        "assets/checkpoint/README.md": "card",
        "tests/test_page.py": "assert",
        "explain/walk.py": "x = 2",
        ".git/config": "secret",
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def online(monkeypatch):
    """The hub of these tests is on this machine."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)


@pytest.fixture
def hub():
    with SpaceHub().running() as hub:
        yield hub


@pytest.fixture
def api(hub):
    return HfApi(hub.endpoint, token=TOKEN)


def space_of(checkout, hardware="zero-gpu", model=None):
    return compose(checkout, "me/demo", PRESETS[hardware], model)


def card_of(space, tmp_path):
    (tmp_path / "card.md").write_bytes(space.files["README.md"])
    return metadata_load(tmp_path / "card.md")


def test_what_a_space_needs_and_nothing_else(checkout):
    assert {*space_of(checkout).files} == {
        "app.py", "LICENSE", "README.md", "requirements.txt", "sentimotion/page.py", "explain/walk.py",
        "assets/checkpoint/model.safetensors", "assets/checkpoint/README.md",
    }  # fmt: skip


def test_the_front_matter_is_the_repositorys_fitted_to_name_and_hardware(checkout, tmp_path):
    card = card_of(space_of(checkout), tmp_path)
    assert card == {
        "title": "T", "short_description": "S", "sdk": "X", "models": ["a/b"], "datasets": ["c/d"],
        "suggested_hardware": "zero-a10g",
        "thumbnail": "https://huggingface.co/spaces/me/demo/resolve/main/assets/screenshot.png",
    }  # fmt: skip
    assert card_of(space_of(checkout, "t4-small"), tmp_path)["suggested_hardware"] == "t4-small"


def test_the_front_matter_of_this_repository(tmp_path):
    """It starts on ZeroGPU uploaded by hand: Python 3.12, and torch 2.8 to 2.11."""
    card = card_of(compose(ROOT, "me/demo", PRESETS["zero-gpu"], None), tmp_path)
    assert {
        "sdk_version", "python_version", "header", "tags", "thumbnail", "datasets", "models",
        "suggested_hardware", "short_description",
    } <= {*card}  # fmt: skip
    assert metadata_load(ROOT / "README.md").items() <= card.items()
    assert (card["python_version"], card["header"]) == ("3.12", "mini")
    assert len(card["short_description"]) <= 60  # the hub refuses longer ones
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line) for line in lines if not line.startswith("#")]
    (gradio,) = (line for line in pinned if line.name == "gradio")
    assert str(gradio.specifier) == f"=={card['sdk_version']}"
    python = {"python_version": card["python_version"]}
    (torch,) = (line for line in pinned if line.name == "torch" and line.marker.evaluate(python))
    assert str(torch.specifier) == "==2.11.0"


def test_another_checkpoint_is_named_and_loaded_before_the_start(checkout, tmp_path):
    space = space_of(checkout, model="owner/name")
    assert space.variables == {"SENTIMOTION_MODEL": "owner/name"}
    card = card_of(space, tmp_path)
    assert card["models"] == ["owner/name", "a/b"]
    assert "datasets" not in card  # those of the embedded one
    assert card["preload_from_hub"] == ["owner/name model.safetensors,config.json"]
    published = card_of(space_of(checkout, model="arafatfahim/sentimotion"), tmp_path)
    assert [line.split()[0] for line in published["preload_from_hub"]] == [
        "arafatfahim/sentimotion", "csebuetnlp/banglabert_large",
    ]  # fmt: skip
    for embedded in (None, "embedded"):
        assert space_of(checkout, model=embedded).variables == {"SENTIMOTION_MODEL": "embedded"}


@pytest.mark.parametrize("model", ["/home/me/checkpoint", "checkpoint", "a/b/c", "a b/c", "../x/y"])
def test_a_space_cannot_read_a_folder_of_this_machine(checkout, model):
    with pytest.raises(DeploymentError, match="is not a hub id"):
        space_of(checkout, model=model)


def test_a_space_is_created_then_updated(checkout, hub, api):
    assert upload(space_of(checkout), "me/demo", api) == f"{hub.endpoint}/spaces/me/demo"
    files, settings = hub.files["me/demo"], hub.settings["me/demo"]
    assert {*files} == {*space_of(checkout).files, ".gitattributes"}
    assert files["assets/checkpoint/model.safetensors"] == b"weights"
    assert settings == {
        "sdk": "gradio", "hardware": "zero-a10g", "variables": {"SENTIMOTION_MODEL": "embedded"},
    }  # fmt: skip
    (checkout / "explain" / "walk.py").rename(checkout / "explain" / "path.py")
    upload(space_of(checkout, "t4-small", "owner/name"), "me/demo", api)
    assert "explain/walk.py" not in hub.files["me/demo"]
    assert hub.files["me/demo"]["explain/path.py"] == b"x = 2"
    assert hub.settings["me/demo"] == {
        "sdk": "gradio", "hardware": "t4-small", "variables": {"SENTIMOTION_MODEL": "owner/name"},
    }  # fmt: skip


def test_back_to_the_embedded_checkpoint(checkout, hub, api):
    for model in ("owner/name", None):
        upload(space_of(checkout, model=model), "me/demo", api)
    assert hub.settings["me/demo"]["variables"] == {"SENTIMOTION_MODEL": "embedded"}


def test_a_name_of_ones_own(checkout, api, tmp_path):
    assert "thumbnail" not in card_of(compose(checkout, "demo", PRESETS["zero-gpu"], None), tmp_path)
    assert upload(space_of(checkout), "demo", api).endswith("/spaces/me/demo")


@pytest.mark.parametrize("failing", ["preupload", "commit", "tree"])
def test_a_failed_upload_leaves_the_space_as_it_was(checkout, hub, api, failing, monkeypatch):
    upload(space_of(checkout), "me/demo", api)
    before, settings = dict(hub.files["me/demo"]), dict(hub.settings["me/demo"])
    (checkout / "app.py").write_text("print('new')", encoding="utf-8")
    hub.failing = failing
    monkeypatch.setattr("time.sleep", lambda _: None)  # the client tries again, later and later
    with pytest.raises(DeploymentError, match="the hub refused: 500") as error:
        upload(space_of(checkout, "t4-small", "owner/name"), "me/demo", api)
    assert (hub.files["me/demo"], hub.settings["me/demo"]) == (before, settings)
    assert TOKEN not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_token_that_is_not_valid_is_not_told(checkout, hub):
    wrong = "hf_wrongwrongwrong"
    with pytest.raises(DeploymentError, match="the token is not valid; run hf auth login") as error:
        upload(space_of(checkout), "me/demo", HfApi(hub.endpoint, token=wrong))
    assert wrong not in str(error.value)
    assert hub.files == {}


def test_where_no_hub_answers(checkout):
    with pytest.raises(DeploymentError, match=r"the upload failed \(ConnectError\); check the network"):
        upload(space_of(checkout), "me/demo", HfApi("http://127.0.0.1:9", token=TOKEN))


def test_offline(checkout, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DeploymentError, match="HF_HUB_OFFLINE is set; unset it"):
        upload(space_of(checkout), "me/demo", HfApi(token=TOKEN))


def test_without_an_account(checkout, hub, monkeypatch):
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", "/nowhere/token")
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(DeploymentError, match="hf auth login"):
        upload(space_of(checkout), "me/demo", HfApi(hub.endpoint))


def test_this_repository_dry(capsys):
    assert main(["deploy", "me/demo", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^ +5[0-9],\d{3},\d{3}  assets/checkpoint/model.safetensors$", printed, re.MULTILINE)
    assert "python_version: '3.12'" in printed
    for part in ("tests/", ".git", "training/", "__pycache__"):
        assert not re.search(rf"^ +[\d,]+  {re.escape(part)}", printed, re.MULTILINE)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--review"], "everyone could decide"),
        (["--model", "somewhere"], "is not a hub id"),
        (["--hardware", "abacus"], "invalid choice"),
    ],
)
def test_what_cannot_be_deployed(capsys, options, said):
    try:
        code = main(["deploy", "me/demo", "--dry-run", *options])
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
