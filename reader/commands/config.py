"""`lesepult config`: where the configuration file is, what is set and by whom; one setting changed, or an editor.

Invariant: of a key and of an e-mail address only whether they are set is shown.
"""

from __future__ import annotations

import os
from argparse import SUPPRESS
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from reader.commands.parser import Subparsers
    from reader.config import Config
    from reader.paths import Paths

NAME = "config"
WIDTH_CELLS = 80
_EPILOG = """examples:
  lesepult config                        every setting, its value, and where that comes from
  lesepult config get engines            one of them; exit code 1 if nothing is set
  lesepult config set network on         written into the file, whose comments stay
  lesepult config set deepl.key -        read from standard input, so that it stands in no history
  lesepult config unset network          as if it had never been set
  lesepult config edit                   open the file in $VISUAL or $EDITOR; it is made if it is not there
  less "$(lesepult config path)"

What is set in the environment counts before the file, the file before the default.
exit codes: 0 good, 1 get: nothing is set, 2 the command line makes no sense, 3 the file cannot be followed"""

_SECRET = ("key", "email")


class Setting(NamedTuple):
    """One setting as it is in force.

    Attributes:
        name: as `lesepult config` calls it: "network", "deepl.key", "keys.line_down".
        value: what is set; of a secret "set" or "not set"; None for nothing.
        source: "default", "file" or "environment".
        variable: the environment variable that may set it; "" if there is none.
    """

    name: str
    value: str | int | list[str] | None
    source: str
    variable: str = ""


def add_to(subparsers: Subparsers) -> None:
    """Add `config` to the commands."""
    parser = subparsers.add_parser(
        NAME,
        help="every setting, and where it comes from",
        description="The configuration: where the file is, every setting, and where it comes from.",
        epilog=_EPILOG,
    )
    parser.add_argument("--json", action="store_true", help="give one JSON document instead of lines")
    commands = parser.add_subparsers(dest="action", metavar="COMMAND")
    listed = commands.add_parser(
        "list", help="every setting", description="Every setting, its value, and where that comes from: as without."
    )
    got = commands.add_parser("get", help="one setting", description="Print one setting as it is in force.")
    for one in (listed, got):
        one.add_argument("--json", action="store_true", default=SUPPRESS, help="give one JSON document")
    given = commands.add_parser(
        "set",
        help="write one setting into the file",
        description="Write one setting into the file; everything else in it stays as it is.",
        epilog="examples:\n  lesepult config set engines deepl,google\n  lesepult config set keys.line_down z,down",
    )
    unset = commands.add_parser("unset", help="take one setting out", description="Take one setting out of the file.")
    for one in (got, given, unset):
        one.add_argument("name", metavar="NAME", help="a setting, such as network or deepl.key")
    given.add_argument("value", metavar="VALUE", help="what it is to be; - to read a line of standard input")
    commands.add_parser(
        "edit",
        help="open the file in an editor",
        description="Open the configuration file in $VISUAL or $EDITOR, and say whether it can be followed.",
    )
    commands.add_parser("path", help="where the file is", description="Print where the configuration file is.")


def run(arguments: Namespace, paths: Paths) -> int:
    """Show the settings, change one, or edit them; gives the exit code.

    Raises:
        ConfigError: the file says something that cannot be followed.
        UsageError: there is no editor, or no such setting.
    """
    if arguments.action == "path":
        from reader.commands import streams  # noqa: PLC0415 - not for --help

        streams.write(f"{paths.config}\n")
        return 0
    if arguments.action == "edit":
        from reader.commands.config_edit import edit  # noqa: PLC0415 - not for --help

        edit(paths.config, os.environ)
        _followed(arguments, paths)
        return 0
    if arguments.action in ("set", "unset"):
        from reader.commands.config_change import change  # noqa: PLC0415 - not for --help

        change(arguments, paths)
        return 0
    config, given = _followed(arguments, paths)
    settings = list(all_settings(config, given, os.environ))
    if arguments.action == "get":
        from reader.commands.config_change import get  # noqa: PLC0415 - not for --help

        return get(arguments.name, settings, as_json=arguments.json)
    (_give_json if arguments.json else _give_lines)(settings, paths)
    return 0


def _followed(arguments: Namespace, paths: Paths) -> tuple[Config, dict[str, object]]:
    """The configuration, and what of it the file sets.

    Raises:
        ConfigError: it cannot be followed.
    """
    from reader import config  # noqa: PLC0415 - not for --help

    given = config.what_is_set(paths.config)
    found = config.load(paths.config, offline=paths.offline)
    arguments.program.check(found)
    return found, given


def all_settings(config: Config, given: Mapping[str, object], environ: Mapping[str, str]) -> Iterator[Setting]:
    """Every setting there is, as it is in force.

    Args:
        config: what is in force.
        given: what the file sets.
        environ: the environment.
    """
    from reader.config import TABLES  # noqa: PLC0415 - not for --help
    from reader.settings import KEY_VARIABLES  # noqa: PLC0415

    yield Setting("network", config.network, _source("network" in given))
    yield Setting("engines", list(config.engines), _source("engines" in given))
    yield Setting("theme", config.theme or None, _source("theme" in given))
    for name, keys in config.keys:
        yield Setting(f"keys.{name}", keys, "file")
    for table, names in TABLES.items():
        in_file, in_force = given.get(table, {}), getattr(config.engine_settings, table)
        for name in names:
            found = getattr(in_force, name)
            value = found if isinstance(found, int) else str(found or "")
            variable = KEY_VARIABLES.get(table, "") if name == "key" else ""
            source = _source(isinstance(in_file, dict) and name in in_file)
            if variable and environ.get(variable, "").strip():
                source = "environment"
            if name in _SECRET:
                value = "set" if found else "not set"
            yield Setting(f"{table}.{name}", value or None, source, variable)


def _source(in_file: bool) -> str:  # noqa: FBT001 - the one thing it is asked
    return "file" if in_file else "default"


def _give_json(settings: list[Setting], paths: Paths) -> None:
    from reader.commands.output import json_document  # noqa: PLC0415 - not for --help

    rows = [{**one._asdict(), "variable": one.variable or None} for one in settings]
    json_document({"path": str(paths.config), "exists": paths.config.is_file(), "settings": rows})


def _give_lines(settings: list[Setting], paths: Paths) -> None:
    from reader.commands.output import table, width_cells  # noqa: PLC0415 - not for --help
    from reader.commands.streams import write  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415
    from reader.paths import short  # noqa: PLC0415

    there = "" if paths.config.is_file() else " (not there yet; `lesepult config edit` makes it)"
    write(f"{one_line(short(paths.config))}{there}\n\n")
    rows = [("SETTING", "VALUE", "FROM"), *((one.name, _shown(one.value), _origin(one)) for one in settings)]
    for text in table(rows, width=width_cells()):
        write(f"{text}\n")


def _shown(value: str | int | list[str] | None) -> str:
    if value is None:
        return "-"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _origin(one: Setting) -> str:
    return one.variable if one.source == "environment" else one.source
