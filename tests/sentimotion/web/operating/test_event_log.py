import pytest

from sentimotion.web.operating.event_log import EventLog, EventRecord


def test_figures_of_what_has_ended():
    log = EventLog()
    for number in range(21):
        log.add(EventRecord("predict", wait_s=number / 10, run_s=1.0, outcome="success"))
    log.add(EventRecord("explain", wait_s=0.5, run_s=2.0, outcome="failed"))
    log.add(EventRecord("explain", wait_s=0.5, run_s=4.0, outcome="cancelled"))
    assert log.figures() == {
        "explain": {
            "n": 2,
            "n_failed": 1,
            "n_cancelled": 1,
            "wait_s": {"median": 0.5, "p95": 0.5, "largest": 0.5},
            "run_s": {"median": 3.0, "p95": 3.9, "largest": 4.0},
        },
        "predict": {
            "n": 21,
            "n_failed": 0,
            "n_cancelled": 0,
            "wait_s": {"median": 1.0, "p95": 1.9, "largest": 2.0},
            "run_s": {"median": 1.0, "p95": 1.0, "largest": 1.0},
        },
    }


def test_one_event_is_enough_for_figures():
    log = EventLog()
    assert log.figures() == {}
    log.add(EventRecord("predict", wait_s=0.25, run_s=1.0, outcome="success"))
    assert log.figures()["predict"]["wait_s"] == {"median": 0.25, "p95": 0.25, "largest": 0.25}


def test_the_latest_thousand_are_remembered_and_all_are_counted():
    log = EventLog()
    for number in range(1500):
        log.add(EventRecord("predict", wait_s=float(number), run_s=1.0, outcome="success"))
    assert log.n_total == 1500
    assert log.figures()["predict"]["n"] == 1000
    assert log.figures()["predict"]["wait_s"]["median"] == pytest.approx(999.5)


@pytest.mark.parametrize(("outcomes", "has_success"), [([], False), (["failed"], False), (["success"], True)])
def test_whether_anything_succeeded(outcomes, has_success):
    log = EventLog()
    for outcome in outcomes:
        log.add(EventRecord("predict", 0.0, 0.0, outcome))
    assert log.has_success() is has_success
