"""The address that a request counts for."""

from ipaddress import IPv6Address, ip_address

from starlette.types import Scope


def address_of(scope: Scope) -> str:
    """The address of who sent a request; of IPv6 its network of 64 bits, which one household has whole.

    A forwarded address has taken the proxy's place if that proxy is trusted (``launch.py``).
    """
    client = scope.get("client")
    name = str(client[0]) if client else ""
    try:
        address = ip_address(name)
    except ValueError:
        return name
    if not isinstance(address, IPv6Address):
        return name
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))


def is_forwarded(scope: Scope) -> bool:
    """Whether a request came through a proxy, which may hide that it comes from elsewhere."""
    names = {name.decode("latin-1").lower() for name, _ in scope["headers"]}
    return any(name.startswith("x-forwarded-") or name in _OF_PROXIES for name in names)


_OF_PROXIES = frozenset(
    ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "fly-client-ip")
)
