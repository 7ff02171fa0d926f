"""Settings from an environment that is a dict, and what is said of misspelt ones."""

import pytest

from sentimotion.settings import Settings, unknown_variables, variable

ALL = {
    "SENTIMOTION_MODEL": "owner/name",
    "SENTIMOTION_REVISION": "v1.2",
    "SENTIMOTION_DEVICE": "cpu",
    "SENTIMOTION_DTYPE": "float32",
    "SENTIMOTION_LAYOUT": "head_activation=gelu",
    "SENTIMOTION_REVIEW": "review.db",
    "SENTIMOTION_REVIEW_OPEN": "1",
    "SENTIMOTION_HOSTS": "demo.example",
    "SENTIMOTION_EMBEDDING_HOSTS": "school.example",
    "SENTIMOTION_TRUSTED_PROXIES": "10.0.0.2",
    "SENTIMOTION_WAITING_PER_SESSION": "4",
    "SENTIMOTION_WAITING_PER_ADDRESS": "400",
    "SENTIMOTION_SESSIONS_PER_MINUTE": "200",
}


def test_all_of_them():
    read = Settings.from_environ(ALL | {"SPACES_ZERO_GPU": "true", "PATH": "/bin"})
    assert read == Settings(*ALL.values(), zero_gpu=True)
    assert variable("dtype") == "SENTIMOTION_DTYPE"


def test_none_of_them():
    assert Settings.from_environ({}) == Settings()


@pytest.mark.parametrize("name", ALL)
def test_an_empty_one_is_unset(name):
    assert Settings.from_environ({name: ""}) == Settings()


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("1", True), ("True", True), ("false", False), ("", False)]
)
def test_zero_gpu(value, expected):
    assert Settings.from_environ({"SPACES_ZERO_GPU": value}).zero_gpu is expected


@pytest.mark.parametrize(("value", "expected"), [("owner/demo", "owner/demo"), ("", None)])
def test_the_space_on_which_it_runs(value, expected):
    assert Settings.from_environ({"SPACE_ID": value}).space == expected


def test_where_it_is_reached():
    read = Settings.from_environ({"SPACE_HOST": "owner-demo.hf.space", "GRADIO_SERVER_NAME": "0.0.0.0"})
    assert read == Settings(space_host="owner-demo.hf.space", server_name="0.0.0.0")


def test_nothing_to_say():
    others = {"PATH": "/bin", "HF_TOKEN": "x", "SENTIMOTION_BROWSER": "x", "SENTIMOTION_TEST_POSTGRES": "x"}
    assert unknown_variables(ALL | others) is None


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("SENTIMOTION_MODLE", "SENTIMOTION_MODEL"),
        ("SENTIMOTION_REVISON", "SENTIMOTION_REVISION"),
        ("SENTIMOTION_REVIEWS", "SENTIMOTION_REVIEW"),
        ("SENTIMOTION_LAYOUTS", "SENTIMOTION_LAYOUT"),
    ],
)
def test_a_misspelt_one_is_named_with_the_nearest(name, nearest):
    said = unknown_variables(ALL | {name: "postgresql://me:secret@host/db"})
    assert said == f"warning: no such setting: '{name}' (nearest: {nearest})"


def test_several_are_one_line():
    said = unknown_variables({"SENTIMOTION_X\n": "1", "SENTIMOTION_": "2"})
    assert said.count("nearest") == 2
    assert "\n" not in said
