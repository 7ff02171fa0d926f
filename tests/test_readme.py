"""What the README says is what the repository does."""

import re
from pathlib import Path

import pytest

from sentimotion.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")


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
    assert "- arafatfahim/sentimotion" in front_matter


def test_every_link_into_the_repository_leads_somewhere():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_python_example_is_short():
    example = re.search(r"## In Python\n\n```python\n(.+?)```", README, re.DOTALL)[1]
    assert len([line for line in example.splitlines() if line.strip()]) <= 6


@pytest.mark.parametrize("command", re.findall(r"^python -m sentimotion (\w+)", README, re.MULTILINE))
def test_every_command_that_is_named_exists(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"python -m sentimotion {command}" in capsys.readouterr().out
