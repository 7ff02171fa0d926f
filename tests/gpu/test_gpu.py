"""The checks of tests/gpu.sh where there is no card: they say so; and every section runs on a CPU."""

import json
import subprocess
import sys

import pytest
import torch

from tests.documents import ROOT
from tests.gpu import __main__ as command
from tests.gpu.__main__ import SECTIONS, main
from tests.gpu.report import Section, run


def test_without_a_card_it_says_so_and_has_a_status_of_its_own(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert main(["--out", str(tmp_path / "gpu.json")]) == 77
    assert capsys.readouterr().out == "Skipped: torch sees no CUDA device here.\n"
    assert not (tmp_path / "gpu.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("python", [sys.executable, "no-such-python", "false"])
def test_the_script_without_a_card(python):
    found = subprocess.run(
        ["bash", "tests/gpu.sh"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHON": python, "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (77, "")
    assert found.stdout == (
        f"Skipped: {python} has no torch with a CUDA device; PYTHON=... names another Python.\n"
    )


@pytest.mark.slow
def test_every_section_runs(tmp_path, capsys):
    out = tmp_path / "gpu.json"
    assert main(["--device", "cpu", "--size", "tiny", "--out", str(out)]) == 0
    assert capsys.readouterr().out.rstrip().endswith("All bounds are met.")
    values = json.loads(out.read_text(encoding="utf-8"))
    assert values["environment"]["torch"] == torch.__version__
    assert [section["name"] for section in values["sections"]] == list(SECTIONS)
    for section in values["sections"]:
        assert section["rows"]
        assert {len(row) for row in section["rows"]} == {len(section["columns"])}


def test_a_section_that_fails_or_misses_a_bound_does_not_stop_the_others(monkeypatch, capsys, tmp_path):
    def failing(section, _bench):
        section.row("first", 1.0)
        raise RuntimeError("no kernel\nfor this card")

    def missing(section, _bench):
        section.row("second", 2.0)
        section.bound("error", 2.0, 1.0)

    def good(section, _bench):
        section.row("third", 0.12345)
        section.bound("error", 1.0, 1.0)

    def table(name):
        return lambda: Section(name, name, ["what", "value"])

    monkeypatch.setattr(
        command,
        "SECTIONS",
        {"a": (table("a"), failing), "b": (table("b"), missing), "c": (table("c"), good)},
    )
    out = tmp_path / "gpu.json"
    assert main(["--device", "cpu", "--size", "tiny", "--out", str(out)]) == 1
    printed = capsys.readouterr().out
    assert "| first | 1 |" in printed
    assert "**Failed:** RuntimeError: no kernel (test_gpu.py, line " in printed
    assert "**Bound missed:** error: 2, expected at most 1" in printed
    assert "| third | 0.123 |" in printed
    assert printed.rstrip().endswith("Not as expected: a, b.")
    sections = json.loads(out.read_text(encoding="utf-8"))["sections"]
    assert [section["rows"][0][1] for section in sections] == [1.0, 2.0, 0.12345]
    assert [bool(section["failure"]) for section in sections] == [True, False, False]


@pytest.mark.parametrize(
    ("value", "is_good"),
    [(0.0, True), (0.5, True), (0.51, False), (float("inf"), False), (float("nan"), False)],
)
def test_a_bound_holds_only_for_numbers_within_it(value, is_good):
    section = run(Section("a", "a", []), lambda section: section.bound("error", value, 0.5))
    assert section.is_good is is_good
