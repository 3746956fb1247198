"""The engines by name, and chains of them in the person's order."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from reader.engines.base import Engine
from reader.errors import ConfigError
from reader.settings import EngineSettings, default_names

_DEFAULTS = EngineSettings()


def _libretranslate(settings: EngineSettings) -> Engine:
    from reader.engines.libretranslate import LibreTranslate  # noqa: PLC0415 - only who asks for it needs it

    return LibreTranslate(settings.libretranslate)


def _ollama(settings: EngineSettings) -> Engine:
    from reader.engines.ollama import Ollama  # noqa: PLC0415 - only who asks for it needs it

    return Ollama(settings.ollama)


def _offline(settings: EngineSettings) -> Engine:
    from reader.engines.offline.engine import OfflineEngine  # noqa: PLC0415 - only who asks for it needs it

    return OfflineEngine(settings.offline)


def _deepl(settings: EngineSettings) -> Engine:
    from reader.engines.services import deepl  # noqa: PLC0415 - a reader who is offline does without it

    return deepl(settings.deepl)


def _microsoft(settings: EngineSettings) -> Engine:
    from reader.engines.services import microsoft  # noqa: PLC0415 - a reader who is offline does without it

    return microsoft(settings.microsoft)


def _google(settings: EngineSettings) -> Engine:
    from reader.engines.services import google  # noqa: PLC0415 - a reader who is offline does without it

    return google(settings.google)


def _mymemory(settings: EngineSettings) -> Engine:
    from reader.engines.services import mymemory  # noqa: PLC0415 - a reader who is offline does without it

    return mymemory(settings.mymemory)


def _fake(_settings: EngineSettings) -> Engine:
    from reader.engines.fake import FakeEngine  # noqa: PLC0415 - only who asks for it needs it

    return FakeEngine()


ENGINES: Mapping[str, Callable[[EngineSettings], Engine]] = MappingProxyType(
    {
        "libretranslate": _libretranslate,
        "ollama": _ollama,
        "offline": _offline,
        "deepl": _deepl,
        "microsoft": _microsoft,
        "google": _google,
        "mymemory": _mymemory,
        "fake": _fake,
    }
)
"""How each engine is made, in the order in which they are asked. No connection is opened."""


def default_chain(settings: EngineSettings = _DEFAULTS) -> tuple[str, ...]:
    """The names of the engines to ask if the person has named none, in their order."""
    return tuple(name for name in default_names(settings) if name in ENGINES)


def engine_chain(names: Iterable[str] | None = None, settings: EngineSettings = _DEFAULTS) -> tuple[Engine, ...]:
    """The engines with these names, in this order; a name given twice counts once.

    An engine that lacks a setting is made all the same, and says so: the others go on.

    Args:
        names: of the engines; None for the default chain.
        settings: the person's.

    Raises:
        ConfigError: there is no engine of that name.
    """
    named = default_chain(settings) if names is None else names
    chosen = dict.fromkeys(name.strip().lower() for name in named)
    for name in chosen:
        if name not in ENGINES:
            known = ", ".join(name for name in ENGINES if name != "fake")
            raise ConfigError("Unknown translation engine", f"there is no engine “{name}”.", f"Known are: {known}.")
    return tuple(ENGINES[name](settings) for name in chosen)
