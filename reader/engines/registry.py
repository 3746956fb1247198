"""The engines by name, and chains of them in the person's order."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from reader.engines.base import Engine
from reader.errors import ConfigError

DEFAULT_CHAIN = ("google", "mymemory")
"""Whom to ask when the person named nobody."""


def _fake() -> Engine:
    from reader.engines.fake import FakeEngine  # noqa: PLC0415 - only who asks for it needs it

    return FakeEngine()


def _google() -> Engine:
    from reader.engines.deep import google  # noqa: PLC0415 - a reader who is offline does without it

    return google()


def _mymemory() -> Engine:
    from reader.engines.deep import mymemory  # noqa: PLC0415 - a reader who is offline does without it

    return mymemory()


ENGINES: Mapping[str, Callable[[], Engine]] = MappingProxyType(
    {"google": _google, "mymemory": _mymemory, "fake": _fake}
)
"""How each engine is made. Making one opens no connection."""


def engine_chain(names: Iterable[str] = DEFAULT_CHAIN) -> tuple[Engine, ...]:
    """The engines with these names, in this order; a name given twice counts once.

    Raises:
        ConfigError: there is no engine of that name.
    """
    chosen = dict.fromkeys(name.strip().lower() for name in names)
    for name in chosen:
        if name not in ENGINES:
            raise ConfigError(
                "Unknown translation engine", f"there is no engine “{name}”.", f"Known are: {', '.join(ENGINES)}."
            )
    return tuple(ENGINES[name]() for name in chosen)
