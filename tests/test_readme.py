"""What the README and the other documents say is what the repository does."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from sentimotion.cli import main
from tests.documents import DOCUMENTS, ROOT, text_of

README = text_of("README.md")
REQUIREMENTS = text_of("requirements.txt")
# What training writes names the files of its own time.
WRITTEN_BY_HAND = [document for document in DOCUMENTS if not document.startswith("assets/checkpoint/")]


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 150


def test_the_two_commands_stand_there_as_promised():
    assert (
        "python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt && python app.py"
        in README
    )
    assert "bash tests/run.sh" in README


def test_front_matter_makes_it_a_space_with_the_pinned_gradio():
    front_matter = README.split("---")[1]
    settings = dict(re.findall(r"^(\w+): (.+)$", front_matter, re.MULTILINE))
    assert settings["sdk"] == "gradio"
    assert f"gradio=={settings['sdk_version']}\n" in REQUIREMENTS
    assert (ROOT / settings["app_file"]).is_file()
    assert settings["license"] == "apache-2.0"
    assert "arafatfahim/sentimotion" in settings["models"]


def test_the_torch_that_it_names_is_the_pinned_one():
    (line,) = re.findall(r"^.*torch==.*$", README, re.MULTILINE)
    pinned = re.findall(r"^torch==([\d.]+);", REQUIREMENTS, re.MULTILINE)
    assert re.findall(r"\d+\.\d+\.\d+", line) == pinned


def anchors(path: Path) -> set[str]:
    """Anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: str) -> list[str]:
    here = ROOT / document
    broken = []
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text_of(document)):
        name, _, anchor = link.partition("#")
        target = here.parent / name if name else here
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_into_the_repository_leads_somewhere(document):
    assert broken_links(document) == []


def test_every_document_can_be_reached_from_the_readme():
    reached, to_read = set(), ["README.md"]
    while to_read:
        document = to_read.pop()
        reached.add(document)
        for link in re.findall(r"\]\((?!https?:)([^)#]+\.md)[^)]*\)", text_of(document)):
            target = (ROOT / document).parent.joinpath(link).resolve().relative_to(ROOT.resolve()).as_posix()
            if target in DOCUMENTS and target not in reached:
                to_read.append(target)
    assert set(DOCUMENTS) - reached == set()


@cache
def file_named(name: str, document: str) -> Path | None:
    """The file that a document means: from the root, from the package, from its own folder or below it."""
    here = (ROOT / document).parent
    for folder in (ROOT, ROOT / "sentimotion", here, here.parent):
        if (folder / name).is_file():
            return folder / name
    below = [] if here == ROOT or ".." in name else sorted(here.rglob(name))
    return below[0] if below else None


@pytest.mark.parametrize("document", WRITTEN_BY_HAND)
def test_every_file_of_code_that_is_named_exists(document):
    names = set(re.findall(r"`((?:\.\./)*[\w./]+\.(?:py|sh|toml|js|css))`", text_of(document)))
    assert {name for name in names if file_named(name, document) is None} == set()


def defined(path: Path, dotted: str) -> bool:
    """Whether a module defines a name, or a class in it a method."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    for name in dotted.split("."):
        found = [node for node in body if getattr(node, "name", None) == name]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return True


def named_in_code(document: str) -> list[tuple[str, str]]:
    """Pairs such as ``model.py`` ``SentimotionModel.predict``, in a document."""
    return re.findall(r"`([\w/]+\.py)`\s+`([\w.]+)`", text_of(document))


def test_every_function_of_the_architecture_stands_in_its_file():
    pairs = named_in_code("ARCHITECTURE.md")
    assert len(pairs) > 40
    gone = [
        pair
        for pair in pairs
        if (path := file_named(pair[0], "ARCHITECTURE.md")) is None or not defined(path, pair[1])
    ]
    assert gone == []


def test_a_function_that_is_gone_is_seen():
    model = ROOT / "sentimotion" / "model.py"
    assert defined(model, "SentimotionModel.predict")
    assert not defined(model, "SentimotionModel.foretell")
    assert not defined(model, "predict")


def test_the_layers_of_the_architecture_are_those_that_are_checked():
    settings = tomllib.loads(text_of("pyproject.toml"))
    layers = next(
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    drawn = re.search(r"^```text\n(.+?)^```$", text_of("ARCHITECTURE.md"), re.MULTILINE | re.DOTALL)[1]
    assert drawn.splitlines() == layers


def test_every_folder_of_the_package_stands_in_the_architecture():
    folders = {
        f"{path.name}/" for path in (ROOT / "sentimotion").iterdir() if (path / "__init__.py").is_file()
    }
    assert {folder for folder in folders if f"| `{folder}` |" not in text_of("ARCHITECTURE.md")} == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_module_of_the_tests_that_can_be_run_exists(document):
    modules = re.findall(r"python -m (tests(?:\.\w+)+)", text_of(document))
    paths = {name: ROOT / name.replace(".", "/") for name in modules}
    missing = [
        name
        for name, path in paths.items()
        if not path.with_suffix(".py").is_file() and not (path / "__main__.py").is_file()
    ]
    assert missing == []


def test_pre_commit_runs_what_run_sh_runs_with_its_versions():
    hooks = re.findall(
        r"^ +entry: (.+)$", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"), re.MULTILINE
    )
    run = (ROOT / "tests" / "run.sh").read_text(encoding="utf-8")
    commands = []
    for hook in hooks:
        # The environment is named by the requirements, so its versions are theirs.
        environment, command = re.search(r"bash -euc '(.+); (.+)'$", hook).groups()
        assert environment == "source tests/environment.sh"
        assert re.search(rf"^{re.escape(command)}(?: |$)", run, re.MULTILINE)
        commands.append(command.split()[0])
    assert commands == ["ruff", "ruff", "oxlint", "lint-imports", "mypy"]


def test_the_python_example_is_short():
    example = re.search(r"## In Python\n\n```python\n(.+?)```", README, re.DOTALL)[1]
    assert len([line for line in example.splitlines() if line.strip()]) <= 6


@pytest.mark.parametrize("command", re.findall(r"^python -m sentimotion (\w+)", README, re.MULTILINE))
def test_every_command_that_is_named_exists(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"python -m sentimotion {command}" in capsys.readouterr().out
