"""The address that a request counts for."""

import pytest

from sentimotion.web.http.address import address_of, is_forwarded


@pytest.mark.parametrize(
    ("client", "address"),
    [
        (("192.0.2.7", 5), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5), "2001:db8:1:2::"),
        (("2001:db8:1:2:ffff::1", 5), "2001:db8:1:2::"),
        (("::ffff:192.0.2.7", 5), "192.0.2.7"),
        (("unknown", 0), "unknown"),
        (None, ""),
    ],
)
def test_address(client, address):
    assert address_of({"client": client}) == address


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        *((name, True) for name in (b"x-forwarded-for", b"X-Forwarded-Host", b"forwarded", b"via")),
        *((name, True) for name in (b"x-real-ip", b"cf-connecting-ip")),
        *((name, False) for name in (b"host", b"x-requested-with", b"origin")),
    ],
)
def test_headers_of_a_proxy(name, is_one):
    assert is_forwarded({"headers": [(b"accept", b"*/*"), (name, b"x")]}) is is_one
