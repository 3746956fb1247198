"""The configuration file: TOML, read once, never written.

Every setting has a default; an unknown name or a wrong value is a ConfigError that says where. A key is in no
message, wherever in the file it stands, and a file that holds one and that others can read is refused.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ConfigError
from reader.settings import (
    DEEPL_KEY,
    ENGINE_NAMES,
    LIBRETRANSLATE_KEY,
    MICROSOFT_KEY,
    DeepLSettings,
    EngineSettings,
    GoogleSettings,
    LibreTranslateSettings,
    MicrosoftSettings,
    MyMemorySettings,
    OfflineSettings,
    OllamaSettings,
    default_names,
    server_url,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NETWORK = ("ask", "on", "off")

TABLES = {
    "google": ("url",),
    "mymemory": ("url", "email"),
    "deepl": ("url", "key"),
    "microsoft": ("url", "key", "region"),
    "libretranslate": ("url", "key"),
    "ollama": ("url", "model"),
    "offline": ("directory", "url", "threads"),
}
"""The tables of the engines, and what can be set in each."""

_KNOWN = ("network", "engines", "theme", "keys", *TABLES)
_OTHERS_READ = 0o044
_MOST_BRACKETS = 200
_MOST_THREADS = 256
_SECRET = re.compile(r"key|token|secret|passw|auth", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")
"""What a mistyped setting looks like, and a key does not: one that stands in the place of a name is not repeated."""
_LONGEST_NAME = 20
_KEY = re.compile(r"[!-~]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_REGION = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Config:
    """What a person has set.

    Attributes:
        network: whether text may go to a third party: "ask" (once for each text), "on" or "off".
        engines: the engines to ask, in this order; unless named, those that are set up come before those that need
            nothing.
        theme: the theme to start with; "" for the one used last.
        keys: command ids to keys, where the person wants others ("line_down": "z,down").
        engine_settings: where the engines are, and what they need.
    """

    network: str = "ask"
    engines: tuple[str, ...] = ("google", "mymemory")
    theme: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    engine_settings: EngineSettings = EngineSettings()  # noqa: RUF009 - a frozen value


def load(path: Path, environ: Mapping[str, str] = os.environ, offline: Path | None = None) -> Config:
    """The configuration in a file; the defaults if there is none.

    Args:
        path: the file.
        environ: the environment, which may hold keys.
        offline: where the model that needs no network is unless the file says otherwise.

    Raises:
        ConfigError: the file cannot be read, is no TOML, sets something that does not exist, or holds a key and can
            be read by others.
    """
    text, mode = _text(path)
    return load_text(text, path, environ, offline, mode=mode)


def load_text(
    text: str, path: Path, environ: Mapping[str, str] = os.environ, offline: Path | None = None, *, mode: int = 0
) -> Config:
    """The configuration that a text makes; otherwise as `load`.

    Args:
        text: what the file holds, or would hold.
        path: the file.
        environ: the environment, which may hold keys.
        offline: where the model that needs no network is unless the text says otherwise.
        mode: who may read the file.
    """
    try:
        return _config(_data(text, path, mode), path, environ, offline)
    except ConfigError as error:
        raise placed(error, text) from None


def load_forgiving(
    path: Path, check: Callable[[Config], None], environ: Mapping[str, str] = os.environ, offline: Path | None = None
) -> tuple[Config, list[ConfigError]]:
    """The configuration as far as it can be followed, and what cannot be.

    What is wrong has its default. So that no text goes where the person did not want it, the network is off then,
    unless it is only the theme or the keys.

    Args:
        path: the file.
        check: sees that what it names is there; raises ConfigError.
        environ: the environment, which may hold keys.
        offline: where the model that needs no network is unless the file says otherwise.
    """
    wrong: list[ConfigError] = []
    text, data = "", dict[str, object]()
    try:
        text, mode = _text(path)
        data = _data(text, path, mode)
    except ConfigError as error:
        wrong.append(error)
    while True:
        try:
            found = _config(data, path, environ, offline)
            check(found)
        except ConfigError as error:
            if not error.setting:
                raise
            wrong.append(placed(error, text))
            data = _left_out(data, error.setting)
        else:
            harmless = all(one.setting.partition(".")[0] in ("theme", "keys") for one in wrong)
            return found if harmless else replace(found, network="off"), wrong


def placed(error: ConfigError, text: str) -> ConfigError:
    """An error with the line and column of its setting, if that stands in the text."""
    from reader.config_lines import place  # noqa: PLC0415 - only for a mistake

    where = place(text, error.setting) if error.setting else ""
    if not where or where in error.message:
        return error
    return ConfigError(error.title, f"{error.message.rstrip('.')} ({where}).", error.hint, error.setting)


def _left_out(data: Mapping[str, object], setting: str) -> dict[str, object]:
    """What a file sets without one setting, or without the whole table if that has none of this name."""
    table, _, name = setting.partition(".")
    inside = data.get(table)
    if name and isinstance(inside, dict) and name in inside:
        return {**data, table: {key: value for key, value in inside.items() if key != name}}
    return {key: value for key, value in data.items() if key != table}


def what_is_set(path: Path) -> dict[str, object]:
    """What a file sets, looked at no further than `load` says; nothing if there is none.

    Raises:
        ConfigError: it cannot be read, is no TOML, or holds a key and can be read by others.
    """
    text, mode = _text(path)
    return _data(text, path, mode)


def _text(path: Path) -> tuple[str, int]:
    """What a file holds and who may read it; nothing if there is none."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            return file.read().decode("utf-8"), mode
    except (FileNotFoundError, NotADirectoryError):
        return "", 0
    except UnicodeDecodeError:
        raise ConfigError("Cannot read the configuration", f"{path} is not UTF-8.", "Mend the file.") from None
    except OSError as error:
        if path.is_dir():
            what, hint = "is a directory", "Move it away."
        else:
            what, hint = (
                f"cannot be read ({(error.strerror or 'an unknown error').lower()})",
                "Mend or remove the file.",
            )
        raise ConfigError("Cannot read the configuration", f"{path} {what}.", hint) from error


def _data(text: str, path: Path, mode: int) -> dict[str, object]:
    """What a text sets."""
    if not text:
        return {}
    if sum(map(text.count, "[{")) > _MOST_BRACKETS:
        # The parser calls itself for each of them.
        raise ConfigError("Cannot read the configuration", f"{path} is nested far too deep.", "Mend it.")
    import tomllib  # noqa: PLC0415 - most people have no configuration file

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("Cannot read the configuration", f"{path}: {_place(error)}.", "Mend the file.") from None
    if os.name == "posix" and mode & _OTHERS_READ and _holds_secret(data):
        hint = f"Run `chmod 600 {path}`, or put the key into a variable instead ({DEEPL_KEY} and the like)."
        raise ConfigError("Cannot use the configuration", f"{path} holds a key and can be read by others.", hint)
    return data


def _place(error: ValueError) -> str:
    """Where a file stops being TOML; the words of the parser may hold what stands there."""
    found = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(error))
    return f"it is no TOML at {found[1]}" if found else "it is no TOML"


def _holds_secret(data: Mapping[str, object]) -> bool:
    """Whether a key stands anywhere in the file, also where it does not belong; [keys] are those of the keyboard."""
    keyboard = data.get("keys")
    if isinstance(keyboard, dict) and any(name in TABLES for name in keyboard):
        return True
    left = [(name, value) for name, value in data.items() if name != "keys" or not isinstance(value, dict)]
    while left:
        name, value = left.pop()
        if value and (_SECRET.search(name) or (name == "url" and isinstance(value, str) and re.search("[@?]", value))):
            return True
        if isinstance(value, dict):
            left += value.items()
        elif isinstance(value, list):
            left += [(name, one) for one in value]
    return False


def _config(data: dict[str, object], path: Path, environ: Mapping[str, str], offline: Path | None) -> Config:
    unknown = sorted(set(data) - set(_KNOWN))
    if unknown:
        raise _wrong(path, unknown[0], f"unknown setting{_named(unknown[0])}", f"There are: {', '.join(_KNOWN)}.")
    network, theme, keys = data.get("network", "ask"), data.get("theme", ""), data.get("keys", {})
    if network not in NETWORK:
        raise _wrong(path, "network", "network is none of what it can be", 'Use "ask", "on" or "off".')
    if not isinstance(theme, str):
        raise _wrong(path, "theme", "theme is no name", 'Write theme = "nord".')
    if not isinstance(keys, dict) or not all(isinstance(value, str) for value in keys.values()):
        raise _wrong(path, "keys", "keys is no table of commands and keys", 'Write [keys] and line_down = "z,down".')
    settings = _engine_settings({name: _table(data, name, path) for name in TABLES}, data, environ, offline)
    engines = _engines(data["engines"], path) if "engines" in data else default_names(settings)
    return Config(str(network), engines, theme, tuple(sorted(keys.items())), settings)


def _engines(names: object, path: Path) -> tuple[str, ...]:
    """The engines that the person has named."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _wrong(path, "engines", "engines is no list of names", 'Write ["google"].')
    chosen = tuple(dict.fromkeys(name.strip().lower() for name in names))
    for name in chosen:
        if name not in ENGINE_NAMES:
            raise _wrong(
                path,
                "engines",
                f"engines: there is no such engine{_named(name)}",
                f"There are: {', '.join(ENGINE_NAMES)}.",
            )
    return chosen


def _engine_settings(
    tables: Mapping[str, Mapping[str, str]],
    data: Mapping[str, object],
    environ: Mapping[str, str],
    offline: Path | None,
) -> EngineSettings:
    """The settings of all engines, from their tables and the environment."""

    def chosen(name: str, variable: str) -> dict[str, str]:
        key = environ.get(variable, "").strip()
        if key and not _KEY.fullmatch(key):
            message = f"the variable {variable} holds a character that no key has."
            raise ConfigError("Cannot use the environment", message, "Copy the key again.")
        return {**tables[name], **({"key": key} if key else {})}

    where = tables["offline"].get("directory")
    return EngineSettings(
        GoogleSettings(**tables["google"]),
        MyMemorySettings(**tables["mymemory"]),
        DeepLSettings(**chosen("deepl", DEEPL_KEY)),
        MicrosoftSettings(**chosen("microsoft", MICROSOFT_KEY)),
        LibreTranslateSettings(**chosen("libretranslate", LIBRETRANSLATE_KEY), configured="libretranslate" in data),
        OllamaSettings(**tables["ollama"], configured="ollama" in data),
        OfflineSettings(
            Path(where).expanduser() if where else offline,
            tables["offline"].get("url", ""),
            int(tables["offline"].get("threads", 0)),
        ),
    )


def _table(data: Mapping[str, object], name: str, path: Path) -> dict[str, str]:
    """What the table of an engine sets; a wrong value is never repeated, as it may be a key in the wrong place."""
    table, known = data.get(name, {}), TABLES[name]
    if not isinstance(table, dict):
        raise _wrong(path, name, f"{name} is no table", f"Write [{name}] and below it: {', '.join(known)}.")
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise _wrong(
            path,
            f"{name}.{unknown[0]}",
            f"[{name}] has an unknown setting{_named(unknown[0])}",
            f"There are: {', '.join(known)}.",
        )
    return {setting: _value(name, setting, value, path) for setting, value in table.items()}


def _value(name: str, setting: str, value: object, path: Path) -> str:
    """A setting of an engine, if it can be one."""

    def wrong(what: str, hint: str) -> ConfigError:
        return _wrong(path, f"{name}.{setting}", f"[{name}]: {what}", hint)

    if setting == "threads":
        if type(value) is not int or not 0 < value <= _MOST_THREADS:
            raise _wrong(
                path,
                f"{name}.{setting}",
                f"[{name}]: threads is no number from 1 to {_MOST_THREADS}",
                "Write threads = 4.",
            )
        return str(value)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise _wrong(
            path, f"{name}.{setting}", f"[{name}]: {setting} is no text in quotation marks, or an empty one", "Mend it."
        )
    text = value.strip()
    if setting == "url":
        try:
            return server_url(text)
        except ValueError as error:
            raise _wrong(
                path, f"{name}.{setting}", f"[{name}]: url {error}", 'Write an address like "http://localhost:5000".'
            ) from None
    if setting == "key" and not _KEY.fullmatch(text):
        raise wrong("key holds a character that no key has", "Copy it again.")
    if setting == "email" and not _EMAIL.fullmatch(text):
        raise _wrong(
            path, f"{name}.{setting}", f"[{name}]: email is no e-mail address", 'Write one like "me@example.org".'
        )
    if setting == "region" and not _REGION.fullmatch(text):
        raise wrong("region is no region", 'Write one like "westeurope".')
    return text


def _named(name: str) -> str:
    """A name that does not exist, as the end of a sentence; "" for one that may be a key."""
    return f" {name!r}" if _PLAIN_NAME.fullmatch(name) and len(name) <= _LONGEST_NAME else ""


def _wrong(path: Path, setting: str, what: str, hint: str) -> ConfigError:
    return ConfigError("Cannot use the configuration", f"{path}: {what}.", hint, setting)
