"""Who may reach the page, from where and how often, as the settings say. Does not import gradio."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final, Self
from urllib.parse import urlsplit

from sentimotion.errors import SentimotionError
from sentimotion.settings import Settings, variable

_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_HOST: Final = re.compile(
    r"(?:https?://)?(?P<host>[a-z0-9][a-z0-9.-]*|\[[0-9a-f:]+\])(?P<port>:[0-9]{1,5})?/?"
)
# A Space is embedded by its page on the hub.
_HUB: Final = "https://huggingface.co"
# A Space is reached only through the hub's proxy, whose address is in a private network.
_PROXIES_OF_SPACES: Final = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Access:
    """Who may reach the page, and how often.

    ``is_loopback``: whether the server listens on this machine alone. ``is_space``: whether it is a Space.
    ``hosts``: the names by which visitors reach it, empty for any. ``embedding_hosts``: the sites that may
    show the page in theirs. ``trusted_proxies``: addresses and networks, separated by commas, whose header
    ``X-Forwarded-For`` counts. ``review_open``: whether the network around it may use Review.
    ``waiting_per_session`` and ``waiting_per_address`` are numbers of events, ``sessions_per_minute`` of new
    sessions of one address, ``open_per_address`` of its requests that are open at a time: 300 pages with two
    streams each, and room.
    """

    is_loopback: bool = True
    is_space: bool = False
    hosts: tuple[str, ...] = ()
    embedding_hosts: tuple[str, ...] = ()
    trusted_proxies: str = ""
    review_open: bool = False
    waiting_per_session: int = 3
    waiting_per_address: int = 300
    sessions_per_minute: int = 150
    open_per_address: int = 800

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """What the settings say.

        :raises SentimotionError: A setting cannot be read.
        """
        is_space = settings.space is not None
        hosts = _hosts("hosts", settings.hosts)
        if settings.space_host is not None:
            hosts = (*hosts, settings.space_host.lower())
        return cls(
            is_loopback=not is_space and _is_loopback(settings.server_name),
            is_space=is_space,
            hosts=hosts,
            embedding_hosts=_hosts("embedding_hosts", settings.embedding_hosts),
            trusted_proxies=_networks(settings.trusted_proxies or (_PROXIES_OF_SPACES if is_space else "")),
            review_open=_yes("review_open", settings.review_open),
            waiting_per_session=_number("waiting_per_session", settings.waiting_per_session, 3),
            waiting_per_address=_number("waiting_per_address", settings.waiting_per_address, 300),
            sessions_per_minute=_number("sessions_per_minute", settings.sessions_per_minute, 150),
        )

    @property
    def answered_hosts(self) -> list[str]:
        """The names in the header ``Host`` that are answered, without ports; ``*`` for any.

        On this machine alone only its own names count: a page of another site whose name is made to lead here
        (DNS rebinding) would otherwise be of the same origin as this one. The proxy of a Space sees to it.
        """
        named = [_without_port(host) for host in self.hosts]
        if self.is_loopback or (named and not self.is_space):
            return [*_LOOPBACK, *named]
        return ["*"]

    @property
    def frame_ancestors(self) -> str:
        """The sites that may show the page in a frame, for a content security policy."""
        return " ".join(("'self'", *((_HUB,) if self.is_space else ()), *self.embedding_hosts))

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a page of an origin is this server's.

        :param origin: The header ``Origin``.
        :param host: The header ``Host``, which another site cannot choose.
        """
        name = _site(origin)
        return name is not None and (
            name == _bare(host, urlsplit(origin).scheme)
            or name in self.hosts
            or _without_port(name) in self.hosts
        )

    def may_embed(self, origin: str) -> bool:
        """Whether a page of an origin may show this page in its own."""
        return _site(origin) in self.embedding_hosts


def _is_loopback(name: str | None) -> bool:
    if name is None or name.lower() == "localhost":
        return True
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _site(origin: str) -> str | None:
    """Host and port of an origin, without its scheme's own port; None if it is none (``null``)."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return _bare(parts.netloc, parts.scheme) if parts.scheme in _DEFAULT_PORTS and parts.netloc else None


def _bare(host: str, scheme: str) -> str:
    return host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ""))


def _without_port(host: str) -> str:
    return re.sub(r":[0-9]+$", "", host)


def _parts(value: str | None) -> Iterator[str]:
    return filter(None, re.split(r"[\s,]+", value or ""))


def _hosts(name: str, value: str | None) -> tuple[str, ...]:
    hosts = []
    for part in _parts(value):
        match = _HOST.fullmatch(part.lower())
        if match is None:
            raise SentimotionError(
                f"{variable(name)}: {part!a} is not a host; expected names such as school.example or"
                " school.example:8443, separated by commas"
            )
        hosts.append(match["host"] + (match["port"] or ""))
    return tuple(hosts)


def _networks(value: str) -> str:
    for part in _parts(value):
        try:
            ip_network(part)
        except ValueError as error:
            raise SentimotionError(
                f"{variable('trusted_proxies')}: {part!a} is not an address or a network; expected, for"
                " example, 10.0.0.2 or 10.0.0.0/8, separated by commas"
            ) from error
    return ",".join(_parts(value))


def _number(name: str, value: str | None, default: int) -> int:
    if value is None:
        return default
    if not re.fullmatch("[1-9][0-9]{0,5}", value, re.ASCII):
        raise SentimotionError(f"{variable(name)} is {value!a}; expected a number from 1 to 999999")
    return int(value)


def _yes(name: str, value: str | None) -> bool:
    if value not in (None, "0", "1"):
        raise SentimotionError(f"{variable(name)} is {value!a}; expected 1, or nothing")
    return value == "1"
