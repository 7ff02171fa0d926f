"""What the environment says: which checkpoint, where it runs, who may reach it, which database of reviews."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Final, Self

_PREFIX: Final = "SENTIMOTION_"
# Set by a Space on such hardware: https://huggingface.co/docs/hub/spaces-zerogpu
_ZERO_GPU: Final = "SPACES_ZERO_GPU"
# Set by every Space: https://huggingface.co/docs/hub/spaces-overview
_SPACE: Final = "SPACE_ID"
_SPACE_HOST: Final = "SPACE_HOST"
# Read by Gradio.
_SERVER_NAME: Final = "GRADIO_SERVER_NAME"
# Read by the tests, not by the program.
_OF_THE_TESTS: Final = ("SENTIMOTION_BROWSER", "SENTIMOTION_TEST_POSTGRES")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the page; None leaves the choice to the program.

    ``model`` a folder, a hub id or ``embedded``; ``revision`` its branch, tag or commit on the hub;
    ``device`` and ``dtype`` where it runs and in which precision it predicts; ``layout`` what a foreign
    weights file cannot tell, ``"head_activation=gelu"``; ``review`` the database of spot
    checks, a file or a URL. ``review_open``, ``hosts``, ``embedding_hosts``, ``trusted_proxies``,
    ``waiting_per_session``, ``waiting_per_address`` and ``sessions_per_minute`` limit who reaches the page,
    and how often (``web/http/access.py``); ``operator_token`` and ``request_log`` are for whoever runs the
    server (``web/operating/``). Each is the variable ``SENTIMOTION_`` with its name in capitals.

    ``zero_gpu``: whether this is a Space on ZeroGPU. ``space``: the name of the Space, ``owner/name``, if it
    is one, and ``space_host`` its host. ``server_name``: the address on which Gradio listens.
    """

    model: str | None = None
    revision: str | None = None
    device: str | None = None
    dtype: str | None = None
    layout: str | None = None
    review: str | None = None
    review_open: str | None = None
    hosts: str | None = None
    embedding_hosts: str | None = None
    trusted_proxies: str | None = None
    waiting_per_session: str | None = None
    waiting_per_address: str | None = None
    sessions_per_minute: str | None = None
    operator_token: str | None = None
    request_log: str | None = None
    zero_gpu: bool = False
    space: str | None = None
    space_host: str | None = None
    server_name: str | None = None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """The settings that an environment holds; an empty variable counts as unset.

        :param environ: Variables by name, as ``os.environ``.
        """
        values = {name: environ.get(variable(name)) or None for name in _NAMES}
        zero_gpu = environ.get(_ZERO_GPU, "").lower() in ("1", "true")
        return cls(
            **values,
            zero_gpu=zero_gpu,
            space=environ.get(_SPACE) or None,
            space_host=environ.get(_SPACE_HOST) or None,
            server_name=environ.get(_SERVER_NAME) or None,
        )


DEFAULT_SETTINGS: Final = Settings()
_OF_OTHERS: Final = ("zero_gpu", "space", "space_host", "server_name")
_NAMES: Final = tuple(field.name for field in fields(Settings) if field.name not in _OF_OTHERS)


def variable(name: str) -> str:
    """The environment variable of a setting.

    :param name: A field of :class:`Settings` that is a variable of this program.
    """
    return _PREFIX + name.upper()


def unknown_variables(environ: Mapping[str, str]) -> str | None:
    """One line about variables that look like settings and are none; None where there are none.

    :param environ: Variables by name. Their values are not shown: they may be secret.
    """
    known = [variable(name) for name in _NAMES]
    unknown = sorted(
        name for name in environ if name.startswith(_PREFIX) and name not in (*known, *_OF_THE_TESTS)
    )
    if not unknown:
        return None
    nearest = [f"{name!a} (nearest: {get_close_matches(name, known, n=1, cutoff=0)[0]})" for name in unknown]
    return f"warning: no such setting: {', '.join(nearest)}"
