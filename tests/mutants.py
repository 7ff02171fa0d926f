"""Plant faults and see whether tests fail: ``bash tests/mutants.sh [files] [--seed N]``.

A fault is one change of a module's source: a comparison, an operator, a constant, a condition turned round, a
result left out. It is planted as the module is imported, in a process of its own; no file is changed. What no
test sees has survived, and is an error unless ``tests/mutants_equivalent.json`` says that it changes nothing.
"""

import argparse
import ast
import gc
import importlib.abc
import importlib.util
import json
import math
import os
import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = ROOT / "tests" / "mutants_equivalent.json"
DRAWN = 60
# Modules that carry the contract, each with the tests that have to see its faults.
MODULES = {
    "sentimotion/inference/decisions.py": ["tests/sentimotion/inference/test_decisions.py"],
    "sentimotion/text/encoding.py": ["tests/sentimotion/text/test_encoding.py"],
    "sentimotion/text/limits.py": ["tests/sentimotion/text/test_encoding.py", "tests/test_limits.py"],
    "sentimotion/text/words.py": ["tests/sentimotion/text/test_words.py"],
    "explain/words.py": ["tests/explain/test_words.py"],
    "explain/integrated_gradients.py": [
        "tests/explain/test_integrated_gradients.py",
        "tests/explain/test_refinement.py",
        "tests/explain/test_quadrature.py",
        "tests/explain/test_half_precision.py",
        "tests/explain/test_progress.py",
        "tests/explain/test_captum_agreement.py",
    ],
    "sentimotion/labels.py": [
        "tests/sentimotion/test_labels.py",
        "tests/sentimotion/inference/test_decisions.py",
    ],
    "sentimotion/tables/labeled_rows.py": ["tests/sentimotion/tables/test_labeled_rows.py"],
    "explain/decomposition/affine.py": ["tests/explain/decomposition"],
    "explain/decomposition/method.py": ["tests/explain/decomposition"],
    "explain/interactions.py": ["tests/explain/test_interactions.py"],
    "explain/faithfulness/chance.py": ["tests/explain/faithfulness/test_chance.py"],
    "sentimotion/explanations/removal_search.py": ["tests/sentimotion/explanations/test_removal_search.py"],
    "sentimotion/web/session/state.py": [
        "tests/sentimotion/web/session/test_state.py",
        "tests/sentimotion/web/session/test_events.py",
    ],
    "sentimotion/web/http/gate.py": ["tests/sentimotion/web/http/test_gate.py"],
    "sentimotion/web/http/origins.py": ["tests/sentimotion/web/http/test_origins.py"],
    "sentimotion/web/http/fair_queue.py": ["tests/sentimotion/web/http/test_fair_queue.py"],
    "sentimotion/review/store/store.py": [
        "tests/sentimotion/review/store/test_store.py",
        "tests/sentimotion/review/store/test_database.py",
        "tests/sentimotion/review/exchange/test_import.py",
    ],
}
# Imported before a process is forked: what takes long to import and has no fault planted in it.
_PRELOADED = ["pytest", "numpy", "torch", "transformers", "tokenizers", "safetensors.torch"]
_PRELOADED += ["captum.attr", "sklearn.metrics", "sqlalchemy.orm", "pyarrow", "hypothesis"]
_PRELOADED += ["transformers.models.bert.modeling_bert", "transformers.models.electra.modeling_electra"]
_PRELOADED += ["gradio"]
_COMPARISONS = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_NAMES = {
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="},
    **{ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"},
}
_OPERATORS = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*", ast.Mod: "*"}
_NAMED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_OPERATORS |= {ast.BitOr: "&", ast.BitAnd: "|"}


@dataclass(frozen=True)
class Mutant:
    """One fault in a module.

    :param path: Of the module, from the root.
    :param line: Where it is, from 1.
    :param before: The source line as it is, without its indentation.
    :param after: The same with the fault.
    :param source: The whole module with the fault.
    """

    path: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> list[str]:
        """What names it in the list of equivalents, wherever its line has moved to."""
        return [self.path, self.before, self.after]


def _expressions(tree: ast.Module) -> Iterator[ast.AST]:
    """Nodes whose faults a test can see: not docstrings, annotations, slots, or code for type checkers."""

    def walk(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_comment") or getattr(node, "arg", "") == "slots":
                continue
            for child in value if isinstance(value, list) else [value]:
                is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                is_for_types = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
                if isinstance(child, ast.AST) and not is_text and not is_for_types:
                    yield from walk(child)

    return walk(tree)


def _changed_comparison(node: ast.Compare, changed: int) -> str:
    """A comparison, which may be a chain, with one of its operators changed."""
    text = ast.unparse(node.left)
    for index, (operator, right) in enumerate(zip(node.ops, node.comparators, strict=True)):
        is_changed = index == changed
        name = _COMPARISONS[type(operator)] if is_changed else _NAMES[type(operator)]
        text += f" {name} {ast.unparse(right)}"
    return f"({text})"


def _changed_constant(value: object) -> list[str]:
    if isinstance(value, bool):
        return [repr(not value)]
    if isinstance(value, int):
        return [repr(value + 1), repr(value - 1)]
    if isinstance(value, float):
        return [repr(value * 2 + 1)]
    return [repr("XX" + value)] if isinstance(value, str) else []


def changes(node: ast.AST) -> list[str]:
    """What a node may be replaced with: source text, each of it another fault."""
    if isinstance(node, ast.Compare):
        return [_changed_comparison(node, index) for index in range(len(node.ops))]
    if isinstance(node, ast.BoolOp):
        other = " or " if isinstance(node.op, ast.And) else " and "
        return ["(" + other.join(f"({ast.unparse(value)})" for value in node.values) + ")"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        return [f"({ast.unparse(node.operand)})"]
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = ast.unparse(node.left), ast.unparse(node.right)
        return [f"(({left}) {_OPERATORS[type(node.op)]} ({right}))"]
    if isinstance(node, ast.Name) and node.id in _NAMED:
        return [_NAMED[node.id]]
    if isinstance(node, ast.Constant):
        return _changed_constant(node.value)
    return []


def _conditions(node: ast.AST) -> list[tuple[ast.AST, str]]:
    """Parts of a statement that are turned round or left out as a whole."""
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare):
        return [(node.test, f"(not ({ast.unparse(node.test)}))")]
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        return [(node.value, "None")]
    if isinstance(node, ast.Raise | ast.Break | ast.Continue):
        return [(node, "pass")]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return [(node, "pass")]
    return []


def mutants(path: str) -> list[Mutant]:
    """All faults that are made in a module."""
    source = (ROOT / path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    # Columns of a syntax tree count bytes.
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    in_strings = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    }
    places = [(node, text) for node in _expressions(tree) for text in changes(node)]
    places += [place for node in _expressions(tree) for place in _conditions(node)]
    found = []
    for node, text in places:
        if id(node) in in_strings:
            continue
        first, last = node.lineno - 1, node.end_lineno - 1
        inside = lines[first][: node.col_offset] + text.encode() + lines[last][node.end_col_offset :]
        changed = b"".join([*lines[:first], inside, *lines[last + 1 :]]).decode()
        before = b" ".join(line.strip() for line in lines[first : last + 1]).decode()
        found.append(Mutant(path, node.lineno, before, inside.decode().strip(), changed))
    return list(dict.fromkeys(mutant for mutant in found if _compiles(mutant.source)))


def _compiles(source: str) -> bool:
    try:
        compile(source, "", "exec")
    except SyntaxError:
        return False
    return True


class _Planted(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports one module from another source than its file's."""

    def __init__(self, name: str, path: str, source: str) -> None:
        self._name, self._path, self._source = name, path, source

    def find_spec(self, fullname, _path=None, _target=None):
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._name else None

    def get_filename(self, _fullname):
        return str(ROOT / self._path)

    def get_data(self, _path):
        return self._source.encode()


def run_tests(path: str, source: str, tests: Sequence[str]) -> None:
    """Within a process of its own: run tests on a module with another source, and end with pytest's code."""
    import pytest

    # What was imported before is not looked through at each collection.
    gc.freeze()
    name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    assert name not in sys.modules, "imported before its fault could be planted"
    sys.meta_path.insert(0, _Planted(name, path, source))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    options = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"]
    # A plugin that is there already cannot have its asserts rewritten.
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    os._exit(int(pytest.main([*options, *tests])))


class Laboratory:
    """Runs tests in forks of a process that has imported what takes long.

    :param n_at_once: Processes side by side.
    """

    def __init__(self, n_at_once: int) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOADED)
        self._n_at_once = n_at_once

    def passes(self, path: str, source: str, tests: Sequence[str], timeout: float) -> bool:
        """Whether all tests pass; tests that take longer than the timeout, in seconds, do not."""
        process = self._context.Process(target=run_tests, args=(path, source, tests))
        process.start()
        # Not one wait: a pause of all processes would count.
        for _ in range(math.ceil(timeout)):
            process.join(1)
            if not process.is_alive():
                break
        if process.is_alive():
            process.kill()
        process.join()
        return process.exitcode == 0

    def survivors(self, drawn: Sequence[Mutant], tests: Sequence[str], timeout: float) -> list[Mutant]:
        """Those with which all tests pass."""
        with ThreadPoolExecutor(self._n_at_once) as pool:
            passed = pool.map(lambda mutant: self.passes(mutant.path, mutant.source, tests, timeout), drawn)
            return [mutant for mutant, has_passed in zip(drawn, passed, strict=True) if has_passed]


def tests_of(path: str) -> list[str]:
    """The tests that have to see a module's faults: those named for it, else all of its package."""
    if path in MODULES:
        return [test for test in MODULES[path] if (ROOT / test).exists()]
    folder = Path("tests", Path(path).parent)
    own = folder / f"test_{Path(path).name}"
    return [str(own if (ROOT / own).exists() else folder)]


def main() -> int:
    """Plant faults in each module; 1 where one has survived that is not listed as equivalent."""
    parser = argparse.ArgumentParser(prog="tests/mutants.sh", description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", default=list(MODULES), help="modules, from the repository's root")
    parser.add_argument("--seed", type=int, default=0, help="draws the faults")
    parser.add_argument("--all", action="store_true", help=f"all faults, not {DRAWN} a module")
    options = parser.parse_args()
    equivalent = json.loads(EQUIVALENT.read_text(encoding="utf-8"))
    known = [entry["mutant"] for entry in equivalent]
    laboratory, n_survived = Laboratory(os.cpu_count() or 1), 0
    for path in options.files:
        start, tests = perf_counter(), tests_of(path)
        source = (ROOT / path).read_text(encoding="utf-8")
        if not laboratory.passes(path, source, tests, 600):
            print(f"{path}: its tests do not pass as it is: {' '.join(tests)}")
            return 2
        # Side by side each takes longer.
        timeout = 10 + 4 * (perf_counter() - start)
        every = mutants(path)
        n_drawn = len(every) if options.all else min(DRAWN, len(every))
        drawn = random.Random(options.seed).sample(every, n_drawn)
        survived = laboratory.survivors(drawn, tests, timeout)
        unknown = [mutant for mutant in survived if mutant.key not in known]
        n_survived += len(unknown)
        print(
            f"{path}: {len(drawn)} of {len(every)} faults, seed {options.seed}: {len(drawn) - len(survived)} "
            f"seen, {len(survived) - len(unknown)} listed as equivalent, {len(unknown)} survived; "
            f"{perf_counter() - start:.0f} s",
            flush=True,
        )
        for mutant in unknown:
            print(f"  {mutant.path}:{mutant.line}\n    - {mutant.before}\n    + {mutant.after}")
    return 1 if n_survived else 0


if __name__ == "__main__":
    sys.exit(main())
