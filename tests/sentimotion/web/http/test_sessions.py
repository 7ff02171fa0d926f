"""How many sessions an address may begin, and who loses one where there are too many."""

from sentimotion.web.http.sessions import KnownSessions


def test_new_sessions_of_an_address_within_a_minute():
    sessions = KnownSessions(3, 100, lambda _: None)
    assert [sessions.admit(f"a{n}", "a", now=0.0) for n in range(5)] == [True, True, True, False, False]
    # Those that are known go on, and another address is not held up.
    assert sessions.admit("a0", "a", now=1.0)
    assert sessions.admit("b0", "b", now=1.0)
    assert not sessions.admit("a9", "a", now=59.9)
    assert sessions.admit("a9", "a", now=60.0)


def test_the_address_with_the_most_loses_its_oldest():
    dropped = []
    sessions = KnownSessions(1000, 10, dropped.append)
    sessions.admit("victim", "home", now=0.0)
    for n in range(30):
        sessions.admit(f"x{n}", "crowd", now=1.0)
    assert dropped == [f"x{n}" for n in range(21)]
    assert sessions.admit("victim", "home", now=2.0)
    # One that is used is not the oldest.
    sessions.admit("x21", "crowd", now=3.0)
    sessions.admit("x30", "crowd", now=3.0)
    assert dropped[-1] == "x22"


def test_what_is_over_is_forgotten():
    sessions = KnownSessions(1000, 5, lambda _: None)
    for n in range(200):
        sessions.admit(f"s{n}", f"a{n}", now=float(n * 61))
    assert len(sessions._begun) == 1
    assert len(sessions._address_of) == len(sessions._n_of) == 5
