"""The configuration file: TOML, read once, never written.

Every setting has a default; an unknown name or a wrong value is a ConfigError that says where. A key is in no
message, and a file that holds one and that others can read is refused.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import ConfigError
from reader.settings import LIBRETRANSLATE_KEY, EngineSettings, LibreTranslateSettings, OllamaSettings, server_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NETWORK = ("ask", "on", "off")

_EVERYBODYS = ("google", "mymemory")
_SERVERS = {"libretranslate": ("url", "key"), "ollama": ("url", "model")}
_KNOWN = ("network", "engines", "theme", "keys", *_SERVERS)
_OTHERS_READ = 0o044


@dataclass(frozen=True, slots=True)
class Config:
    """What a person has set.

    Attributes:
        network: whether text may go to a third party: "ask" (once for each text), "on" or "off".
        engines: the engines to ask, in this order; unless named, those with settings come before those without.
        theme: the theme to start with; "" for the one used last.
        keys: command ids to keys, where the person wants others ("line_down": "e,down").
        engine_settings: where the person's own servers are, and what they need.
    """

    network: str = "ask"
    engines: tuple[str, ...] = _EVERYBODYS
    theme: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    engine_settings: EngineSettings = EngineSettings()  # noqa: RUF009 - a frozen value


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """The configuration in a file; the defaults if there is none.

    Args:
        path: the file.
        environ: the environment, which may hold a key.

    Raises:
        ConfigError: the file cannot be read, is no TOML, sets something that does not exist, or holds a key and can
            be read by others.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return _config({}, path, environ)
    except UnicodeDecodeError:
        raise ConfigError("Cannot read the configuration", f"{path} is not UTF-8.", "Mend the file.") from None
    except OSError as error:
        raise ConfigError("Cannot read the configuration", f"{path}: {error}.", "Mend or remove the file.") from error
    import tomllib  # noqa: PLC0415 - most people have no configuration file

    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError("Cannot read the configuration", f"{path}: {error}.", "Mend the file.") from None
    server = data.get("libretranslate")
    if os.name == "posix" and mode & _OTHERS_READ and isinstance(server, dict) and server.get("key"):
        hint = f"Run `chmod 600 {path}`, or put the key into the variable {LIBRETRANSLATE_KEY} instead."
        raise ConfigError("Cannot use the configuration", f"{path} holds a key and can be read by others.", hint)
    return _config(data, path, environ)


def _config(data: dict[str, object], path: Path, environ: Mapping[str, str]) -> Config:
    unknown = sorted(set(data) - set(_KNOWN))
    if unknown:
        raise _wrong(path, f"unknown setting {unknown[0]!r}", f"There are: {', '.join(_KNOWN)}.")
    configured = tuple(name for name in _SERVERS if name in data)
    network, engines = data.get("network", "ask"), data.get("engines", [*configured, *_EVERYBODYS])
    theme, keys = data.get("theme", ""), data.get("keys", {})
    if network not in NETWORK:
        raise _wrong(path, f"network is {network!r}", 'Use "ask", "on" or "off".')
    if not isinstance(engines, list) or not all(isinstance(name, str) for name in engines):
        raise _wrong(path, "engines is no list of names", 'Write ["google"].')
    if not isinstance(theme, str):
        raise _wrong(path, "theme is no name", 'Write theme = "nord".')
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise _wrong(path, "keys is no table of commands and keys", 'Write [keys] and line_down = "e,down".')
    settings = _engine_settings(data, path, environ)
    return Config(str(network), tuple(engines), theme, tuple(sorted(keys.items())), settings)


def _engine_settings(data: dict[str, object], path: Path, environ: Mapping[str, str]) -> EngineSettings:
    libretranslate, ollama = (_server(data, name, path) for name in _SERVERS)
    key = environ.get(LIBRETRANSLATE_KEY, "").strip() or libretranslate.get("key", "")
    return EngineSettings(
        LibreTranslateSettings(libretranslate.get("url", LibreTranslateSettings().url), key),
        OllamaSettings(ollama.get("url", OllamaSettings().url), ollama.get("model", "")),
    )


def _server(data: dict[str, object], name: str, path: Path) -> dict[str, str]:
    """What the table of a server sets; a wrong value is never repeated, as it may be a key in the wrong place."""
    table, known = data.get(name, {}), _SERVERS[name]
    if not isinstance(table, dict):
        raise _wrong(path, f"{name} is no table", f"Write [{name}] and below it: {', '.join(known)}.")
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise _wrong(path, f"[{name}] has an unknown setting {unknown[0]!r}", f"There are: {', '.join(known)}.")
    settings = {}
    for setting, value in table.items():
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise _wrong(path, f"[{name}]: {setting} is no text in quotation marks, or an empty one", "Mend it.")
        settings[setting] = value.strip()
    if "url" in settings:
        try:
            settings["url"] = server_url(settings["url"])
        except ValueError as error:
            hint = 'Write an address like "http://localhost:5000".'
            raise _wrong(path, f"[{name}]: url {error}", hint) from None
    return settings


def _wrong(path: Path, what: str, hint: str) -> ConfigError:
    return ConfigError("Cannot use the configuration", f"{path}: {what}.", hint)
