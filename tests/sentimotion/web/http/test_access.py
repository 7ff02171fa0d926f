"""Who may reach the page, as the settings say."""

import pytest

from sentimotion.errors import SentimotionError
from sentimotion.settings import Settings
from sentimotion.web.http.access import Access


def access(**settings):
    return Access.from_settings(Settings(**settings))


def test_without_settings_it_is_for_this_machine():
    assert access() == Access()
    assert access().answered_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert access().frame_ancestors == "'self'"


@pytest.mark.parametrize(
    ("name", "is_loopback"),
    [
        *((name, True) for name in (None, "localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]")),
        *((name, False) for name in ("0.0.0.0", "::", "192.168.1.20", "desk.example")),
    ],
)
def test_whether_it_listens_to_this_machine_alone(name, is_loopback):
    assert access(server_name=name).is_loopback is is_loopback
    assert (access(server_name=name).answered_hosts == ["*"]) is not is_loopback


def test_named_hosts_are_the_only_ones():
    own = access(hosts="Demo.Example, https://two.example:8443/", server_name="0.0.0.0")
    assert own.answered_hosts[-2:] == ["demo.example", "two.example"]
    assert "*" not in own.answered_hosts
    behind_a_proxy = access(hosts="demo.example")
    assert behind_a_proxy.answered_hosts == ["localhost", "127.0.0.1", "[::1]", "demo.example"]


def test_a_space():
    space = access(space="owner/name", space_host="owner-name.hf.space")
    assert not space.is_loopback
    # The hub's proxy leads no other name here, and asks under names of its own whether it runs.
    assert space.answered_hosts == ["*"]
    assert space.frame_ancestors == "'self' https://huggingface.co"
    assert space.is_own("https://owner-name.hf.space", "10.1.2.3:7860")
    assert space.trusted_proxies == "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"
    assert access(space="owner/name", trusted_proxies="10.0.0.9").trusted_proxies == "10.0.0.9"


@pytest.mark.parametrize(
    ("origin", "host", "is_own"),
    [
        ("http://127.0.0.1:7860", "127.0.0.1:7860", True),
        ("https://DEMO.example", "demo.example", True),
        ("https://demo.example:443", "demo.example", True),
        ("http://demo.example", "demo.example:80", True),
        ("https://named.example:8443", "127.0.0.1:7860", True),
        ("https://named.example", "127.0.0.1:7860", True),
        ("http://127.0.0.1:8080", "127.0.0.1:7860", False),
        ("https://evil.example", "192.168.1.20:7860", False),
        ("https://evil-named.example", "named.example", False),
        ("https://named.example.evil.example", "named.example", False),
        ("null", "null", False),
        ("", "", False),
        ("file://", "", False),
        ("https://[", "[", False),
        ("javascript://demo.example", "demo.example", False),
    ],
)
def test_whether_a_page_is_of_this_server(origin, host, is_own):
    assert access(hosts="named.example").is_own(origin, host) is is_own


def test_who_may_embed():
    school = access(embedding_hosts="School.example https://blog.example:8443")
    assert school.frame_ancestors == "'self' school.example blog.example:8443"
    assert school.may_embed("https://school.example")
    assert school.may_embed("https://blog.example:8443")
    for other in ("https://blog.example", "https://x.school.example", "null", "https://school.example.evil"):
        assert not school.may_embed(other)
    assert not school.is_own("https://school.example", "127.0.0.1:7860")


def test_numbers_and_the_rest():
    read = access(
        waiting_per_session="5",
        waiting_per_address="1000",
        sessions_per_minute="600",
        review_open="1",
        trusted_proxies="10.0.0.2, 10.1.0.0/16",
    )
    assert (read.waiting_per_session, read.waiting_per_address, read.sessions_per_minute) == (5, 1000, 600)
    assert read.review_open
    assert read.trusted_proxies == "10.0.0.2,10.1.0.0/16"
    assert not access(review_open="0").review_open


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("waiting_per_session", value) for value in ("0", "-1", "three", "1.5", "৩", "9999999")),
        ("review_open", "yes"),
        *(("hosts", value) for value in ("*", "a b;c", "https://", "a.example/path", "x'y")),
        ("embedding_hosts", "school.example; script-src *"),
        *(("trusted_proxies", value) for value in ("*", "proxy.example", "10.0.0.1/8")),
    ],
)
def test_what_cannot_be_read_is_named(name, value):
    with pytest.raises(SentimotionError, match=f"SENTIMOTION_{name.upper()}"):
        access(**{name: value})
