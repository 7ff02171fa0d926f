"""The wheel, installed where no checkout is near: its command predicts, and serves the page."""

import json
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import httpx
import pytest
from gradio_client import Client

from tests.browser.driver.server import Server

ROOT = Path(__file__).parents[1]
TEXT = "আজ মনটা খুব ভালো"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built as pip builds it, with the build backend that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("wheel")
    pip(["wheel", "--no-deps", "--wheel-dir", folder, ROOT], folder)
    (path,) = folder.glob("sentimotion-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with nothing but what the wheel brings. Its dependencies are those of the tests."""
    # As in an environment beside a project: gradio may refuse to serve files from hidden folders.
    folder = tmp_path_factory.mktemp("bare") / ".venv" / "packages"
    pip(["install", "--no-deps", "--no-index", "--target", folder, wheel], folder.parents[1])
    return folder


def pip(arguments, cwd):
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)]
    subprocess.run(command, cwd=cwd, check=True)


def run(installed, arguments, cwd):
    return subprocess.run(
        arguments,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_what_it_holds(wheel):
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "sentimotion", "explain", "assets"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    expected = {re.sub("^assets/", "sentimotion/_assets/", name) for name in tracked}
    assert expected
    assert expected - names == set()
    assert {name for name in names - expected if ".dist-info/" not in name} == set()
    assert {"sentimotion/py.typed", "explain/py.typed"} <= names


def test_its_metadata(wheel):
    with zipfile.ZipFile(wheel) as file:
        (name,) = (name for name in file.namelist() if name.endswith(".dist-info/METADATA"))
        said = message_from_string(file.read(name).decode())
    assert said["Name"] == "sentimotion"
    assert said["License-Expression"] == "Apache-2.0 AND CC-BY-NC-SA-4.0 AND OFL-1.1"
    assert said.get_all("License-File") == ["LICENSE", "assets/checkpoint/README.md", "assets/fonts/OFL.txt"]
    assert set(said.get_all("Provides-Extra")) == {"review", "postgres", "ray", "train", "test"}


def test_the_command_predicts(installed, tmp_path):
    where = run(
        installed, [sys.executable, "-c", "import sentimotion; print(sentimotion.__file__)"], tmp_path
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)
    command = str(installed / "bin" / "sentimotion")
    answers = []
    for arguments in ([command], [sys.executable, "-m", "sentimotion"]):
        found = run(installed, [*arguments, "predict", TEXT], tmp_path)
        assert (found.returncode, found.stderr) == (0, "")
        answers.append(json.loads(found.stdout))
    assert answers[0] == answers[1]
    assert (answers[0]["checkpoint"], answers[0]["sentiment"]) == ("embedded", "positive")


def test_the_command_serves(installed, tmp_path):
    command = [str(installed / "bin" / "sentimotion"), "serve"]
    server = Server(tmp_path, command=command, PYTHONPATH=str(installed))
    try:
        page = httpx.get(f"{server.url}/en").text
        (font,) = re.findall(r"url\(.{0,6}?(gradio_api/file=[^\\\"]+\.woff2)", page)
        assert str(installed / "sentimotion" / "_assets") in font
        assert httpx.get(f"{server.url}/{font}").content[:4] == b"wOF2"
        client = Client(server.url, verbose=False)
        answer = client.predict(TEXT, api_name="/predict")
        client.close()
    finally:
        server.stop()
    assert (answer["checkpoint"], answer["sentiment"]) == ("embedded", "positive")
    assert "Traceback" not in server.log
