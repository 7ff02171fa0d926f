"""User-supplied settings for what a weights file does not state about its heads.

They can be given in three places: ``load(..., layout={"head_activation": "gelu"})``, the command line's
``--layout head_activation=gelu``, and the app's environment variable ``SENTIMOTION_LAYOUT``. Several are
separated by spaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, Self, get_args

from sentimotion.errors import InvalidRequest
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.settings import variable

ActivationName = Literal["relu", "gelu", "gelu_tanh", "tanh", "silu", "leaky_relu", "elu", "none"]
ACTIVATION_NAMES: Final[tuple[str, ...]] = get_args(ActivationName)
HEAD_INPUTS: Final = ("cls", "pooler")
# The name of the activation in the setting head_order.
ACTIVATION: Final = "activation"


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """Settings of the reader; None if the file or the config determines the answer.

    ``head_activation``: the activation between two linear layers of a head, one of ``ACTIVATION_NAMES``.

    ``head_order``: the layers of a head from input to output, ``dense,activation,norm,out_proj``, and after a
    ``|`` those of the other head, if they have other names.

    ``head_input``: the [CLS] state itself, or the output of a saved pooler, one of ``HEAD_INPUTS``.

    ``sentiment_head``, ``emotion_head``: the path in the file that the layers of that head share.

    ``sentiment_labels``, ``emotion_labels``: the labels in the order of that head's outputs, with commas.
    """

    head_activation: str | None = None
    head_order: str | None = None
    head_input: str | None = None
    sentiment_head: str | None = None
    emotion_head: str | None = None
    sentiment_labels: str | None = None
    emotion_labels: str | None = None

    @classmethod
    def of(cls, values: "Mapping[str, str] | str | LayoutSettings | None") -> Self:
        """Parse settings as a user gives them.

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
        for head in HEADS:
            if sorted(settings.labels(head) or LABELS[head]) != sorted(LABELS[head]):
                raise InvalidRequest(
                    f"the layout setting {head}_labels is {given[f'{head}_labels']!r}; expected"
                    f" {','.join(LABELS[head])} in the order of the head's outputs"
                )
        return settings

    def head_name(self, head: Head) -> str | None:
        """The path given for a head."""
        return self.sentiment_head if head == "sentiment" else self.emotion_head

    def labels(self, head: Head) -> tuple[str, ...] | None:
        """The labels given for a head, in the order of its outputs in the file."""
        given = self.sentiment_labels if head == "sentiment" else self.emotion_labels
        return None if given is None else tuple(given.split(","))


def how_to_set(name: str, value: str) -> str:
    """How to give a setting, for the message of an error.

    :param name: The setting.
    :param value: An example or a placeholder.
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
