"""The API of the running page: the contract's JSON, by gradio_client."""

import json
import re
import shutil
import subprocess
from urllib.error import HTTPError

import pytest
from gradio_client.exceptions import AppError

from sentimotion.labels import HEADS, LABELS
from tests.browser.driver.visitor import SENTENCE
from tests.documents import blocks, text_of

pytestmark = pytest.mark.browser

PREDICTION_KEYS = [
    *("sentiment", "sentiment_confidence", "emotion", "emotion_confidence"),
    *("sentiment_scores", "emotion_scores", "truncated", "text_warnings"),
    *("checkpoint", "checkpoint_version"),
]
EXPLANATION_KEYS = [
    *("head", "label", "contrast", "target", "score", "baseline_score", "words", "tokens", "other"),
    *("convergence_delta", "n_steps", "converged", "method", "baseline", "truncated_at", "text_warnings"),
    *("checkpoint", "checkpoint_version"),
]
SECRET = "গোপনকথা"


def approximately(value):
    """The same JSON, numbers to 1e-5."""
    if isinstance(value, dict):
        return {key: approximately(item) for key, item in value.items()}
    if isinstance(value, list):
        return [approximately(item) for item in value]
    return pytest.approx(value, abs=1e-5) if isinstance(value, float) else value


def test_only_the_contracts_endpoints_are_listed(api):
    endpoints = api.view_api(return_format="dict", print_info=False)
    assert sorted(endpoints["named_endpoints"]) == ["/explain", "/predict"]
    assert endpoints["unnamed_endpoints"] == {}
    parameters = {
        name: [parameter["parameter_name"] for parameter in endpoint["parameters"]]
        for name, endpoint in endpoints["named_endpoints"].items()
    }
    assert parameters == {
        "/predict": ["text", "sent_threshold", "emo_threshold"],
        "/explain": ["text", "head", "label"],
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/predict", ["1 to 5000", "128 tokens", "0 to 1", "sentiment_scores", "Example: predict("]),
        ("/explain", ["1 to 5000", "log-odds", "code points", "convergence_delta", "Example: explain("]),
    ],
)
def test_what_a_program_reads_of_them(api, name, said):
    """Units, limits, what comes back, an example."""
    described = api.view_api(return_format="dict", print_info=False)["named_endpoints"][name]["description"]
    assert [part for part in said if part not in described] == []


@pytest.mark.parametrize("thresholds", [(), (0.0, 0.0), (1.0, 1.0), (0.9, 0.1), (1, 0)])
def test_predict(api, served, thresholds):
    answer = api.predict(SENTENCE, *thresholds, api_name="/predict")
    assert list(answer) == PREDICTION_KEYS
    assert answer == approximately(served.predict(SENTENCE, *thresholds).to_dict())
    for head in HEADS:
        assert list(answer[f"{head}_scores"]) == list(LABELS[head])


def test_predict_by_curl(server, served):
    """The lines of the README, typed into a shell."""
    (lines,) = (block for block in blocks("sentimotion/web/README.md", "bash") if block.startswith("event="))
    command = ["bash", "-euc", lines.replace("http://127.0.0.1:7860", server.url)]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    (answer,) = json.loads(re.search(r"^event: complete\ndata: (.+)$", printed, re.MULTILINE)[1])
    assert answer == approximately(served.predict(SENTENCE).to_dict())


@pytest.mark.slow
def test_both_endpoints_in_javascript(server, served, tmp_path):
    """The lines of the README, run by Node with Gradio's own client."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    install = ["npm", "install", "--no-audit", "--no-fund", "@gradio/client@2"]
    installed = subprocess.run(install, cwd=tmp_path, capture_output=True, encoding="utf-8")
    if installed.returncode != 0:
        pytest.skip(f"npm cannot install @gradio/client: {installed.stderr[-200:]}")
    (lines,) = blocks("sentimotion/web/README.md", "js")
    (tmp_path / "ask.mjs").write_text(lines.replace("http://127.0.0.1:7860", server.url), encoding="utf-8")
    command = ["node", "ask.mjs"]
    asked = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120)
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout) == [
        approximately(served.predict(SENTENCE).to_dict()),
        approximately(served.explain(SENTENCE, "emotion").to_dict()),
    ]


def test_the_health_check_of_the_image(server):
    """Its line in the Dockerfile, against this server."""
    line = re.search(r'CMD \["python", "-c", "(.+)"\]', text_of("Dockerfile"))[1]
    assert "http://127.0.0.1:7860/" in line
    exec(line.replace("http://127.0.0.1:7860", server.url))
    with pytest.raises(HTTPError):
        exec(line.replace("http://127.0.0.1:7860", f"{server.url}/none"))


def test_predict_by_name(api, served):
    answer = api.predict(text=SENTENCE, emo_threshold=0.0, api_name="/predict")
    assert answer == approximately(served.predict(SENTENCE, emo_threshold=0.0).to_dict())


def test_a_long_text_is_cut_off(api):
    assert api.predict("আজ ভালো লাগছে। " * 200, api_name="/predict")["truncated"] is True


@pytest.mark.parametrize(
    ("head", "label"),
    [("sentiment", None), ("emotion", None), ("sentiment", "positive"), ("emotion", "anger_disgust")],
)
def test_explain(api, served, head, label):
    answer = api.predict(SENTENCE, head, label, api_name="/explain")
    assert list(answer) == EXPLANATION_KEYS
    assert answer == approximately(served.explain(SENTENCE, head, label).to_dict())


def test_explain_by_default(api, served):
    answer = api.predict(SENTENCE, api_name="/explain")
    assert answer == approximately(served.explain(SENTENCE).to_dict())


@pytest.mark.parametrize(
    ("values", "api_name", "message"),
    [
        ((" \n",), "/predict", "the text is empty"),
        ((SECRET * 1000,), "/predict", "the text has 7000 characters, expected at most 5000"),
        ((SECRET, 1.5), "/predict", "the sentiment threshold is 1.5, expected a number from 0 to 1"),
        ((SECRET, 0.5, -0.1), "/predict", "the emotion threshold is -0.1"),
        ((SECRET, "high"), "/predict", "the sentiment threshold is 'high'"),
        ((SECRET, None), "/predict", "the sentiment threshold is None"),
        ((None,), "/predict", "the text is a NoneType, expected a string"),
        (([SECRET],), "/predict", "the text is a list, expected a string"),
        ((SECRET, "mood"), "/explain", "the head 'mood' does not exist; expected one of sentiment, emotion"),
        (
            (SECRET, "sentiment", "happy"),
            "/explain",
            "the label 'happy' is not a label of the sentiment head",
        ),
        ((SECRET * 1000, "sentiment"), "/explain", "7000 characters"),
        (("", "emotion"), "/explain", "the text is empty"),
    ],
)
def test_bad_input_is_one_clear_line_and_stays_out_of_the_log(api, server, values, api_name, message):
    with pytest.raises(AppError) as raised:
        api.predict(*values, api_name=api_name)
    assert message in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert SECRET not in str(raised.value)
    # The log is written before the answer is sent.
    assert SECRET not in server.log
    assert "Traceback" not in server.log


def test_good_input_stays_out_of_the_log(api, server):
    api.predict(SECRET, api_name="/predict")
    api.predict(SECRET, api_name="/explain")
    assert SECRET not in server.log


def test_an_error_does_not_end_the_service(api, served):
    with pytest.raises(AppError):
        api.predict("", api_name="/predict")
    answer = api.predict(SENTENCE, api_name="/predict")
    assert answer == approximately(served.predict(SENTENCE).to_dict())
