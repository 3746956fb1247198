"""What `lesepult doctor` looks at of the person's files: directories, configuration, glossaries, databases, engines.

Invariant: nothing is made, changed, moved or sent; a database is opened so that it cannot be written.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from reader.commands.finding import NOTE, OK, PROBLEM
from reader.paths import short

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from reader.commands.doctor_machine import Found
    from reader.config import Config
    from reader.paths import Paths

_LITTLE_BYTES = 50_000_000
_OTHERS_READ, _OTHERS_WRITE = 0o044, 0o022
_PREFIX = "LESEPULT_"


def directories(paths: Paths) -> Iterator[Found]:
    """Where files are kept: there, writable, and nobody else's to change."""
    seen = {
        paths.memory.parent: "data",
        paths.history.parent: "state",
        paths.config.parent: "configuration",
        paths.cache: "cache",
    }
    for path, name in seen.items():
        yield _directory(path, name)
    for path in (paths.memory, paths.history, paths.engines):
        if path.is_file() and os.name == "posix" and path.stat().st_mode & _OTHERS_READ:
            yield NOTE, f"{short(path)} can be read by others.", f"chmod 600 {short(path)}"


def _directory(path: Path, name: str) -> Found:
    what = f"{name}: {short(path)}"
    there = next(one for one in (path, *path.parents) if one.exists())
    if not there.is_dir():
        return PROBLEM, f"{what} cannot be made: {short(there)} is no directory.", "Move that file away."
    if not os.access(there, os.W_OK | os.X_OK):
        what += "" if there == path else f" cannot be made: {short(there)}"
        return PROBLEM, f"{what} is not writable.", f"chmod u+rwx {short(there)}, or make it yours."
    if shutil.disk_usage(there).free < _LITTLE_BYTES:
        return PROBLEM, f"{what}: there is hardly any room on that disk.", "Make room."
    if there != path:
        return OK, f"{what} (made when it is needed).", ""
    if os.name == "posix" and path.stat().st_mode & _OTHERS_WRITE and not path.stat().st_mode & stat.S_ISVTX:
        return NOTE, f"{what} can be changed by others.", f"chmod 700 {short(path)}"
    return OK, f"{what}, {_size(_within(path))}.", ""


def _within(path: Path) -> int:
    """How much is in a directory, in bytes; what cannot be looked at does not count."""
    total = 0
    for folder, _, names in os.walk(path, onerror=lambda _: None):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 - quick
    return total


def configuration(paths: Paths, load: Callable[[], Config], environ: Mapping[str, str]) -> Iterator[Found]:
    """Whether the configuration can be followed.

    Args:
        paths: the person's files.
        load: reads it; raises ConfigError.
        environ: the environment.
    """
    from reader.settings import KEY_VARIABLES  # noqa: PLC0415 - not for --help

    known = KEY_VARIABLES.values()
    unknown = [name for name in environ if name.startswith(_PREFIX) and name not in known]
    if unknown:
        yield NOTE, f"{', '.join(sorted(unknown))}: there is no such variable.", f"There are: {', '.join(known)}."
    load()
    what = f"{short(paths.config)}." if paths.config.exists() else "No file; all settings are the defaults."
    given = [name for name in known if environ.get(name, "").strip()]
    yield OK, what + (f" {', '.join(given)}: set." if given else ""), ""


def glossaries(paths: Paths) -> Iterator[Found]:
    """The person's glossary and the bundled one: how many entries, and what is wrong in them."""
    from glossary.layers import Layers  # noqa: PLC0415 - not for --help

    layers = Layers(own=paths.glossary)
    problems = layers.problems
    for layer, read in layers.each():
        where = layer.path.name if layer.fixed else short(layer.path)
        if not layer.path.exists() and not layer.fixed:
            yield OK, f"{layer.name}: {where} (made with the first term).", ""
            continue
        wrong = [one for one in problems if one.path == layer.path]
        count = f"{len(read.entries):,} {'entry' if len(read.entries) == 1 else 'entries'}"
        if wrong:
            first = f"{where}:{wrong[0].line}: {wrong[0].message}"
            more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            yield PROBLEM, f"{layer.name}: {count}. {first}{more}.", "`lesepult glossary check` lists what to mend."
        else:
            yield OK, f"{layer.name}: {where}, {count}.", ""


def memory(path: Path) -> Iterator[Found]:
    """The translation memory: opens, is sound, and how much is in it."""
    from reader.memory.schema import NewerFileError, known_version  # noqa: PLC0415 - not for --help

    def count(connection: sqlite3.Connection) -> str:
        version = known_version(connection)
        if not version:
            return "empty"
        table = "translation" if version > 1 else "unit"
        rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - one of two names
        return f"{rows:,} translation{'' if rows == 1 else 's'}"

    try:
        yield from _database(
            path, count, "The reader puts it aside and begins anew; `lesepult memory import` reads it."
        )
    except NewerFileError as error:
        yield PROBLEM, f"{short(path)}: {error}.", "Install the latest Lesepult."


def history(path: Path) -> Iterator[Found]:
    """Where texts were left: opens, is sound, and how many there are."""

    def count(connection: sqlite3.Connection) -> str:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'texts'").fetchone():
            return "empty"
        rows = connection.execute("SELECT count(*) FROM texts").fetchone()[0]
        return f"{rows:,} text{'' if rows == 1 else 's'}"

    yield from _database(path, count, "The reader puts it aside and begins a new one.")


def _database(path: Path, count: Callable[[sqlite3.Connection], str], hint: str) -> Iterator[Found]:
    """One database, and the damaged ones that were kept beside it."""
    import sqlite3  # noqa: PLC0415 - not for --help

    if not path.exists():
        yield OK, f"{short(path)} (made when it is needed).", ""
    else:
        try:
            with closing(_read_only(path)) as connection:
                (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                what = count(connection) if sound == "ok" else ""
        except sqlite3.OperationalError as error:
            yield PROBLEM, f"{short(path)} cannot be read ({error}).", "Look at its rights and its directory."
        except sqlite3.DatabaseError:
            yield PROBLEM, f"{short(path)} is damaged.", hint
        else:
            good = OK, f"{short(path)}, {what}, {_size(path.stat().st_size)}.", ""
            yield good if what else (PROBLEM, f"{short(path)} is damaged.", hint)
    kept = sorted(
        one.name for one in path.parent.glob(f"{path.name}.damaged*") if not one.name.endswith(("-wal", "-shm"))
    )
    if kept:
        use = (
            "`lesepult memory import` saves what can be read" if path.suffix == ".db" and "memory" in path.name else ""
        )
        hint = f"{use}; delete it when you have no more use for it.".removeprefix("; ")
        yield NOTE, f"Kept from an earlier damage: {', '.join(kept)}.", hint[0].upper() + hint[1:]


def _read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write; beside a file that nobody is writing not even its companions are made."""
    import sqlite3  # noqa: PLC0415 - not for --help

    log = path.with_name(f"{path.name}-wal")
    quiet = not log.exists() or not log.stat().st_size
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if quiet else ''}", uri=True, timeout=2)


def lexicons(cache: Path) -> Iterator[Found]:
    """The lists of inflected forms, which are built once."""
    from glossary.lexicon import LANGUAGES, Lexicon, file_name  # noqa: PLC0415 - not for --help

    for language in LANGUAGES:
        path = cache / file_name(language)
        found = Lexicon.open(path)
        if found is not None:
            found.close()
            yield OK, f"{language}: {short(path)}, {_size(path.stat().st_size)}.", ""
        elif path.exists():
            yield NOTE, f"{language}: {short(path)} is damaged.", "Delete it; the reader builds it again."
        else:
            hint = "Until then inflected forms are found by rules alone."
            yield NOTE, f"{language}: not built yet; the reader builds it when it first opens a text.", hint


def engines(paths: Paths, load: Callable[[], Config]) -> Iterator[Found]:
    """Which engines are asked and would answer, as far as that can be said without asking them.

    Args:
        paths: the person's files.
        load: reads the configuration; raises ConfigError.
    """
    from reader.commands.engines import all_standings  # noqa: PLC0415 - not for --help
    from reader.engines.ledger import Ledger  # noqa: PLC0415

    now = time.time()
    standings = list(all_standings(load(), Ledger.open(paths.engines, time.time), now))
    asked = [one for one in standings if one.place]
    for one in asked:
        if one.ready:
            yield OK, f"{one.place}. {one.name}: ready, as far as is known without asking it.", ""
        else:
            hint = "`lesepult engines` says more." if one.rests_until else "Set it up, or take it out of `engines`."
            yield NOTE, f"{one.place}. {one.name}: {one.why}", hint
    if not any(one.ready for one in asked):
        yield PROBLEM, "No engine can translate at present.", "`lesepult engines` says what each of them needs."
    others = [one.name for one in standings if not one.place]
    if others:
        yield OK, f"Not asked: {', '.join(others)} (`lesepult engines` says what they need).", ""


def offline_model(paths: Paths, load: Callable[[], Config]) -> Iterator[Found]:
    """The model that needs no network: there, and whole as far as sizes tell.

    Args:
        paths: the person's files.
        load: as for `engines`.
    """
    from reader.engines.offline.engine import extra_missing  # noqa: PLC0415 - not for --help
    from reader.engines.offline.model import DamagedModelError, is_there, look  # noqa: PLC0415

    directory = load().engine_settings.offline.directory or paths.offline
    if not is_there(directory):
        yield OK, "Not installed (`lesepult offline install`, if you want to translate without a network).", ""
        return
    try:
        manifest = look(directory)
    except DamagedModelError as error:
        yield PROBLEM, f"{short(directory)}: {error.why}.", "Put it right with `lesepult offline install`."
        return
    size = sum(facts.size for facts in manifest.files.values()) if manifest else 0
    yield OK, f"{short(directory)}{f', {_size(size)}' if size else ''}.", ""
    if missing := extra_missing():
        yield PROBLEM, "Its libraries are missing.", missing


def _size(count: int) -> str:
    """Bytes in a unit for people.

    >>> _size(900), _size(20_480), _size(7_000_000)
    ('1 KB', '20 KB', '7.0 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"
