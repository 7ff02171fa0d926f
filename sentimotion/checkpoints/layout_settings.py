"""User-supplied settings for what a weights file does not state about its heads.

The same settings in three places: ``load(..., layout={"head_activation": "gelu"})``, the command line's
``--layout head_activation=gelu``, and the app's environment variable ``SENTIMOTION_LAYOUT``. Several are
separated by spaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, Self, get_args

from sentimotion.errors import InvalidRequest
from sentimotion.labels import Head
from sentimotion.settings import variable

ActivationName = Literal["relu", "gelu", "gelu_tanh", "tanh", "silu", "leaky_relu", "elu", "none"]
ACTIVATION_NAMES: Final[tuple[str, ...]] = get_args(ActivationName)
HEAD_INPUTS: Final = ("cls", "pooler")
# Stands for the activation in the setting head_order.
ACTIVATION: Final = "activation"


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """Settings of the reader; None leaves the question to the file.

    ``head_activation`` what stands between two linear layers of a head, one of ``ACTIVATION_NAMES``;
    ``head_order`` the layers of a head from input to output, ``dense,activation,norm,out_proj``, and after a
    ``|`` those of the other head, where they have other names;
    ``head_input`` the [CLS] state itself, or what a saved pooler makes of it, one of ``HEAD_INPUTS``;
    ``sentiment_head`` and ``emotion_head`` the names in the file before the layers of that head.
    """

    head_activation: str | None = None
    head_order: str | None = None
    head_input: str | None = None
    sentiment_head: str | None = None
    emotion_head: str | None = None

    @classmethod
    def of(cls, values: "Mapping[str, str] | str | LayoutSettings | None") -> Self:
        """The settings as a person gives them.

        :param values: A mapping, or the text ``"name=value name=value"``.
        :raises InvalidRequest: There is no such setting, or no such value of it.
        """
        if isinstance(values, LayoutSettings):
            return cls(*(getattr(values, field.name) for field in fields(cls)))
        given = _parsed(values) if isinstance(values, str) else dict(values or {})
        names = [field.name for field in fields(cls)]
        for name, value in given.items():
            if name not in names:
                raise InvalidRequest(f"there is no layout setting {name!r}; expected {', '.join(names)}")
            if not isinstance(value, str) or not value:
                raise InvalidRequest(f"the layout setting {name} is {value!r}; expected text")
        settings = cls(**given)
        _check("head_activation", settings.head_activation, ACTIVATION_NAMES)
        _check("head_input", settings.head_input, HEAD_INPUTS)
        return settings

    def head_name(self, head: Head) -> str | None:
        """The name given for a head."""
        return self.sentiment_head if head == "sentiment" else self.emotion_head


def how_to_set(name: str, value: str) -> str:
    """How to answer a question of the reader, for an error's message.

    :param name: The setting.
    :param value: An answer, as an example or as a placeholder.
    """
    return (
        f'set it by layout={{"{name}": "{value}"}}, --layout {name}={value}, or in the app by'
        f" {variable('layout')}={name}={value}"
    )


def _parsed(text: str) -> dict[str, str]:
    given = {}
    for part in text.split():
        name, sign, value = part.partition("=")
        if not sign:
            raise InvalidRequest(f"the layout setting {part!r} has no value; expected name=value")
        given[name] = value
    return given


def _check(name: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise InvalidRequest(f"the layout setting {name} is {value!r}; expected {', '.join(allowed)}")
