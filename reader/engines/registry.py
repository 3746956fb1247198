"""The engines by name, and chains of them in the person's order."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from reader.engines.base import Engine
from reader.errors import ConfigError
from reader.settings import EngineSettings

DEFAULT_CHAIN = ("google", "mymemory")
"""Whom to ask when the person named nobody."""


_DEFAULTS = EngineSettings()


def _fake() -> Engine:
    from reader.engines.fake import FakeEngine  # noqa: PLC0415 - only who asks for it needs it

    return FakeEngine()


def _google() -> Engine:
    from reader.engines.deep import google  # noqa: PLC0415 - a reader who is offline does without it

    return google()


def _mymemory() -> Engine:
    from reader.engines.deep import mymemory  # noqa: PLC0415 - a reader who is offline does without it

    return mymemory()


def _libretranslate(settings: EngineSettings = _DEFAULTS) -> Engine:
    from reader.engines.libretranslate import LibreTranslate  # noqa: PLC0415 - only who asks for it needs it

    return LibreTranslate(settings.libretranslate)


def _ollama(settings: EngineSettings = _DEFAULTS) -> Engine:
    from reader.engines.ollama import Ollama  # noqa: PLC0415 - only who asks for it needs it

    return Ollama(settings.ollama)


ENGINES: Mapping[str, Callable[[], Engine]] = MappingProxyType(
    {"google": _google, "mymemory": _mymemory, "libretranslate": _libretranslate, "ollama": _ollama, "fake": _fake}
)
"""How each engine is made, without settings of the person's. Making one opens no connection."""

_SETTABLE: Mapping[str, Callable[[EngineSettings], Engine]] = MappingProxyType(
    {"libretranslate": _libretranslate, "ollama": _ollama}
)


def engine_chain(names: Iterable[str] = DEFAULT_CHAIN, settings: EngineSettings = _DEFAULTS) -> tuple[Engine, ...]:
    """The engines with these names, in this order; a name given twice counts once.

    An engine that lacks a setting is made all the same, and says so when it is asked: the others go on.

    Raises:
        ConfigError: there is no engine of that name.
    """
    chosen = dict.fromkeys(name.strip().lower() for name in names)
    for name in chosen:
        if name not in ENGINES:
            raise ConfigError(
                "Unknown translation engine", f"there is no engine “{name}”.", f"Known are: {', '.join(ENGINES)}."
            )
    return tuple(_SETTABLE[name](settings) if name in _SETTABLE else ENGINES[name]() for name in chosen)
