"""Dockerfile and compose.yaml: what can be checked of them without Docker, which builds nothing here."""

import re
from fnmatch import fnmatch

import pytest
import yaml

from sentimotion.settings import Settings
from tests.documents import ROOT, text_of

DOCKERFILE = text_of("Dockerfile")
# Instruction and its arguments; continued lines are joined.
INSTRUCTIONS = [
    tuple(line.split(None, 1))
    for line in DOCKERFILE.replace("\\\n", " ").splitlines()
    if line.strip() and not line.startswith("#")
]
COMPOSE = yaml.safe_load(text_of("compose.yaml"))


def arguments(name):
    return [said for instruction, said in INSTRUCTIONS if instruction == name]


def test_instructions_exist():
    known = {"FROM", "ARG", "RUN", "WORKDIR", "COPY", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {instruction for instruction, _ in INSTRUCTIONS} == known


def test_the_image_is_small_and_of_a_python_that_is_tested():
    assert arguments("FROM") == ["python:3.11-slim"]
    installs = [said for said in arguments("RUN") if "pip install" in said]
    assert all(
        part.startswith(" --no-cache-dir") for said in installs for part in said.split("pip install")[1:]
    )
    pinned = re.search(
        r'^torch==([\d.]+); python_version < "3.12"$', text_of("requirements.txt"), re.MULTILINE
    )
    assert re.findall(r"torch==([\d.]+) --index-url https://download.pytorch.org/whl/cpu", DOCKERFILE) == [
        pinned[1]
    ]


def test_it_does_not_run_as_root():
    names = [instruction for instruction, _ in INSTRUCTIONS]
    assert arguments("USER") == ["1000"]
    assert any("useradd" in said and "--uid 1000" in said for said in arguments("RUN"))
    # Nothing is installed or copied later, which would be the user's own to change.
    assert not {"RUN", "COPY"} & {*names[names.index("USER") :]}


def test_what_is_copied_exists_and_nothing_else_gets_in():
    for said in arguments("COPY"):
        *sources, _ = said.split()
        assert all((ROOT / source).exists() for source in sources)
    assert arguments("CMD") == ['["python", "app.py"]']
    ignored = [line for line in text_of(".dockerignore").splitlines() if line and not line.startswith("#")]
    assert ignored[0] == "*"
    kept = [line[1:] for line in ignored if line.startswith("!")]
    assert all((ROOT / name).exists() for name in kept)
    assert not [name for name in (".git", "tests", ".env") if any(fnmatch(name, one) for one in kept)]


def test_the_page_is_published_on_this_machine_only():
    published = {name: service.get("ports", []) for name, service in COMPOSE["services"].items()}
    assert published == {"page": ["127.0.0.1:7860:7860"], "database": []}


def test_the_desk_is_on_the_database_of_the_file():
    page, database = COMPOSE["services"]["page"], COMPOSE["services"]["database"]
    (variable,) = page["environment"]
    url = Settings.from_environ(page["environment"]).review
    assert variable == "SENTIMOTION_REVIEW"
    assert re.fullmatch(r"postgresql://sentimotion:\$\{POSTGRES_PASSWORD:\?[^}]+\}@database/sentimotion", url)
    assert database["environment"]["POSTGRES_USER"] == "sentimotion"
    assert database["environment"]["POSTGRES_PASSWORD"] == re.search(r"\$\{.+?\}", url)[0]
    assert page["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert (ROOT / page["build"]["args"]["REQUIREMENTS"]).is_file()
    assert set(COMPOSE["volumes"]) == {volume.split(":")[0] for volume in database["volumes"]}


@pytest.mark.parametrize("name", ["page", "database"])
def test_no_service_gains_rights(name):
    assert COMPOSE["services"][name]["security_opt"] == ["no-new-privileges:true"]
