"""The configuration file: TOML, read once, never written.

Every setting has a default; an unknown name or a wrong value is a ConfigError that says where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = ("ask", "on", "off")


@dataclass(frozen=True, slots=True)
class Config:
    """What a person has set.

    Attributes:
        network: whether text may go to a third party: "ask" (once for each text), "on" or "off".
        engines: the engines to ask, in this order.
        theme: the theme to start with; "" for the one used last.
        keys: command ids to keys, where the person wants others ("line_down": "e,down").
    """

    network: str = "ask"
    engines: tuple[str, ...] = ("google", "mymemory")
    theme: str = ""
    keys: tuple[tuple[str, str], ...] = ()


def load(path: Path) -> Config:
    """The configuration in a file; the defaults if there is none.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or sets something that does not exist.
    """
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("Cannot read the configuration", f"{path}: {error}.", "Mend or remove the file.") from error
    import tomllib  # noqa: PLC0415 - most people have no configuration file

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("Cannot read the configuration", f"{path}: {error}.", "Mend the file.") from error
    return _config(data, path)


def _config(data: dict[str, object], path: Path) -> Config:
    unknown = sorted(set(data) - {"network", "engines", "theme", "keys"})
    if unknown:
        known = "network, engines, theme, keys"
        raise ConfigError(
            "Cannot use the configuration", f"{path}: unknown setting {unknown[0]!r}.", f"There are: {known}."
        )
    network, engines = data.get("network", "ask"), data.get("engines", list(Config().engines))
    theme, keys = data.get("theme", ""), data.get("keys", {})
    if network not in NETWORK:
        raise ConfigError(
            "Cannot use the configuration", f"{path}: network is {network!r}.", 'Use "ask", "on" or "off".'
        )
    if not isinstance(engines, list) or not all(isinstance(name, str) for name in engines):
        raise ConfigError("Cannot use the configuration", f"{path}: engines is no list of names.", 'Write ["google"].')
    if not isinstance(theme, str):
        raise ConfigError("Cannot use the configuration", f"{path}: theme is no name.", 'Write theme = "nord".')
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        message = f"{path}: keys is no table of commands and keys."
        raise ConfigError("Cannot use the configuration", message, 'Write [keys] and line_down = "e,down".')
    return Config(str(network), tuple(engines), theme, tuple(sorted(keys.items())))
