"""What a command does not use is not imported: importing takes most of the time of a short one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TEXT = "আজ মনটা ভালো"
OURS = {"explain", "sentimotion"}
# What a network and a tokenizer need; what torch and transformers import for these is theirs.
BARE = "import torch, safetensors; from transformers import AutoTokenizer, BertConfig, ElectraConfig"
# What belongs to none of the commands below, whoever imports it. The second line is transformers' modeling
# tree and what comes with it, the third torch's compiler.
HEAVY = {
    *("captum", "matplotlib", "openpyxl", "ray", "scipy", "sklearn", "spaces", "sqlalchemy"),
    *("transformers.activations", "transformers.generation.utils", "transformers.modeling_utils"),
    *("sympy", "torch._dynamo", "torch._inductor", "torch.distributed.tensor"),
}
OF_THE_PAGE = {"fastapi", "gradio", "pandas", "plotly", "pyarrow"}


MAIN = "from sentimotion.cli import main; sys.exit(main(sys.argv[1:]))"


def modules_after(code: str, *arguments: str, exit_code: int = 0) -> set[str]:
    """The modules of a new process that ran the code, but for those of Python itself."""
    code = f"import json, sys\ntry: {code}\nfinally: print(json.dumps([*sys.modules]))"
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == exit_code, done.stderr
    names = json.loads(done.stdout.splitlines()[-1])
    return {name for name in names if package_of(name) not in sys.stdlib_module_names}


def package_of(name: str) -> str:
    return name.partition(".")[0]


def packages_of(modules: set[str]) -> set[str]:
    """The packages of modules; those with an underscore are parts of others, or of the installation."""
    return {package for name in modules if not (package := package_of(name)).startswith("_")}


@pytest.fixture(scope="module")
def bare():
    return packages_of(modules_after(BARE))


def test_the_package_alone():
    assert packages_of(modules_after("import sentimotion")) == {"sentimotion"}


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["--help"], 0), (["predict", "--help"], 0), (["score"], 2), (["report", "--nothing"], 2)],
)
def test_help_and_errors_in_options(arguments, exit_code):
    modules = modules_after(MAIN, *arguments, exit_code=exit_code)
    assert packages_of(modules) == {"sentimotion", "regex"}


def test_explain_alone():
    found = packages_of(modules_after("import explain"))
    assert found <= packages_of(modules_after("import torch, numpy")) | {"explain"}


@pytest.mark.parametrize("command", ["predict", "explain"])
def test_predict_and_explain(command, bare, bert_folder):
    modules = modules_after(MAIN, command, TEXT, "--model", str(bert_folder))
    assert packages_of(modules) <= bare | OURS
    assert not modules & (HEAVY | OF_THE_PAGE)
    parts = {name.split(".")[1] for name in modules if name.startswith("sentimotion.")}
    assert not parts & {"evaluation", "report", "templating", "training", "web"}
    assert not modules & {"sentimotion.review.store", "sentimotion.scoring.score_file"}


@pytest.mark.slow
def test_the_page():
    modules = modules_after("import sentimotion.web.serve as s; s.build(s.Settings())")
    assert modules >= OF_THE_PAGE
    assert not modules & (HEAVY - {"spaces"})  # gradio looks for it
    assert "sentimotion.training" not in modules
