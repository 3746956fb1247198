"""`lesepult offline`: the model that translates without a network: install, status, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.commands.parser import Subparsers
    from reader.engines.offline.install import Archive, Place
    from reader.engines.offline.model import Manifest
    from reader.paths import Paths
    from reader.settings import OfflineSettings

NAME = "offline"
_EPILOG = """examples:
  lesepult offline install                       fetch the published model, after a question
  lesepult offline install --from model.zip      one that you have already; nothing is fetched
  lesepult offline status

It needs two more packages; `lesepult doctor` says how to get them. Texts never leave the machine.
exit codes: 0 good, 1 there is no whole model or the answer was no, 2 the command line makes no sense, 3 it failed"""
_INSTALL_EPILOG = """What was fetched is kept when it breaks off, and the same command goes on from there.
The model that is there stays until the new one has been tried."""


def add_to(subparsers: Subparsers) -> None:
    """Add `offline` to the commands."""
    parser = subparsers.add_parser(
        NAME,
        help="the model that needs no network",
        description="The model that translates from German into English without any network.",
        epilog=_EPILOG,
    )
    commands = parser.add_subparsers(dest="action", required=True, metavar="COMMAND")
    install = commands.add_parser(
        "install", help="fetch or take a model", description="Install a model.", epilog=_INSTALL_EPILOG
    )
    install.add_argument(
        "--from",
        dest="source",
        metavar="FILE|DIR|URL",
        help="an OPUS-MT archive, a directory of one, a directory for CTranslate2, or an address",
    )
    install.add_argument("--sha256", metavar="HEX", help="take the archive only if it has this sha256")
    install.add_argument("--yes", action="store_true", help="do not ask")
    status = commands.add_parser("status", help="whether a model is there, and whole", description="How it stands.")
    status.add_argument("--json", action="store_true", help="give one JSON document instead of lines")
    remove = commands.add_parser("remove", help="take the model away", description="Remove the model.")
    remove.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: Namespace, paths: Paths) -> int:
    """Do what is asked for; gives the exit code.

    Raises:
        OfflineError: it cannot be done; what was there is as it was.
        UsageError: what is asked for makes no sense.
        ConfigError: the configuration cannot be followed.
    """
    from reader import config  # noqa: PLC0415 - not for --help

    settings = config.load(paths.config, offline=paths.offline).engine_settings.offline
    action = {"install": _install, "status": _status, "remove": _remove}[arguments.action]
    return action(arguments, settings, settings.directory or paths.offline)


def _install(arguments: Namespace, settings: OfflineSettings, directory: Path) -> int:
    from datetime import UTC, datetime  # noqa: PLC0415 - not for --help

    from reader.commands import output  # noqa: PLC0415
    from reader.commands.streams import say  # noqa: PLC0415
    from reader.engines.offline.engine import extra_missing  # noqa: PLC0415
    from reader.engines.offline.errors import OfflineError  # noqa: PLC0415
    from reader.engines.offline.install import Place, install  # noqa: PLC0415 - with requests
    from reader.paths import short  # noqa: PLC0415

    if missing := extra_missing():
        raise OfflineError(missing.removeprefix("The offline model ").rstrip("."), "Then try again.")
    place = Place(directory)
    archive, sha256 = _archive(arguments, settings, place), _sha256(arguments)
    current = place.ours()
    if sha256 and archive.path.is_dir() and not archive.url:
        raise _usage("a directory has no sha256.", "Leave --sha256 out.")
    _lines(_about(archive, place))
    question = f"{'Fetch' if archive.url else 'Take'} it{' in the place of the one there' if current else ''}?"
    if (archive.url or current) and not arguments.yes and not _agreed(question):
        output.line("Nothing was changed.")
        return 1
    progress = output.Progress("fetching")
    try:
        done = install(archive, place, now=lambda: datetime.now(UTC), say=say, progress=progress, sha256=sha256)
    except KeyboardInterrupt:
        progress.done()
        say(_interrupted(archive, place))
        raise
    finally:
        progress.done()
    output.line(f"The offline model is installed: {_megabytes(done.bytes)} in {short(directory)}")
    return 0


def _interrupted(archive: Archive, place: Place) -> str:
    from reader.engines.offline.fetch import size_of  # noqa: PLC0415 - loaded already

    kept = size_of(place.part) if archive.url else 0
    more = f"; {_megabytes(kept)} are here, and the same command goes on from there" if kept else ""
    return f"Interrupted: no model was installed{more}."


def _archive(arguments: Namespace, settings: OfflineSettings, place: Place) -> Archive:
    from urllib.parse import urlsplit  # noqa: PLC0415 - not for --help

    from reader.engines.offline import opus  # noqa: PLC0415
    from reader.engines.offline.install import Archive  # noqa: PLC0415

    source = arguments.source
    if source is None:
        return Archive(opus.archive_url(settings.url), place.part, opus.LICENCE)
    if "://" in source:
        parts = urlsplit(source)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
            raise _usage("only addresses with http:// or https://, without a name or a password, are opened.", "")
        return Archive(source, place.part)
    path = Path(source).expanduser()
    if not path.exists():
        from reader.errors import InputError  # noqa: PLC0415 - only on the way out

        raise InputError("The offline model", f"there is no file or directory {path}.", "Look at --from.")
    return Archive("", path)


def _sha256(arguments: Namespace) -> str:
    from reader.engines.offline.opus import sha256_from  # noqa: PLC0415 - not for --help

    try:
        return sha256_from(arguments.sha256) if arguments.sha256 is not None else ""
    except ValueError as error:
        raise _usage(f"{error}.", "Copy it again.") from None


def _lines(rows: list[tuple[str, str]]) -> None:
    """What things are, one below the other; an address is never cut off."""
    from reader.commands import output  # noqa: PLC0415 - not for --help

    for row in output.table([row for row in rows if row[1]], width=0):
        output.write(f"{row}\n")


def _about(archive: Archive, place: Place) -> list[tuple[str, str]]:
    """What the person should know beforehand."""
    from reader.engines.offline import opus  # noqa: PLC0415 - not for --help
    from reader.engines.offline.fetch import known_of, size_of  # noqa: PLC0415
    from reader.paths import short  # noqa: PLC0415

    known = known_of(place.part)
    here = size_of(place.part) if known and known.url == archive.url else 0
    size = ""
    if archive.licence:
        size = f"about {_megabytes(opus.ARCHIVE_BYTES)}, installed about {_megabytes(opus.INSTALLED_BYTES)}"
    elif not archive.url and archive.path.is_file():
        size = _megabytes(archive.path.stat().st_size)
    return [
        ("Source", archive.url or str(archive.path)),
        ("Size", size + (f"; {_megabytes(here)} are here already" if here else "")),
        ("Licence", archive.licence or "see the file LICENSE that comes along, if any"),
        ("Goes to", short(place.link)),
    ]


def _agreed(question: str) -> bool:
    from reader.commands.asking import agreed, somebody  # noqa: PLC0415 - not for --help

    if not somebody():
        raise _usage("nobody can be asked, as there is no terminal.", "Add --yes.")
    return agreed(question)


def _status(arguments: Namespace, _settings: OfflineSettings, directory: Path) -> int:
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.engines.offline.engine import extra_missing  # noqa: PLC0415
    from reader.engines.offline.model import NONE_INSTALLED, DamagedModelError, is_there, verify  # noqa: PLC0415

    manifest, why = None, extra_missing()
    if not is_there(directory):
        why = why or NONE_INSTALLED
    else:
        try:
            manifest = verify(directory)
        except DamagedModelError as error:
            why = str(error)
    if arguments.json:
        output.json_document({"ready": not why, "why": why, "directory": str(directory), **_facts(manifest)})
        return int(bool(why))
    output.line(why or "The offline model is there and whole.")
    _lines(_rows(manifest, directory))
    return int(bool(why))


def _facts(manifest: Manifest | None) -> dict[str, object]:
    if manifest is None:
        return {"source": None, "sha256": None, "licence": None, "installed": None, "bytes": None}
    size = sum(facts.size for facts in manifest.files.values())
    facts = {"source": manifest.source, "sha256": manifest.sha256, "licence": manifest.licence}
    return {**facts, "installed": manifest.installed, "bytes": size}


def _rows(manifest: Manifest | None, directory: Path) -> list[tuple[str, str]]:
    """What is known of a model."""
    from reader.paths import short  # noqa: PLC0415 - not for --help

    rows = [("Place", short(directory))]
    if manifest is not None:
        size = sum(facts.size for facts in manifest.files.values())
        rows += [("Size", _megabytes(size)), ("Source", manifest.source), ("sha256", manifest.sha256)]
        rows += [("Licence", manifest.licence), ("Since", manifest.installed)]
    return rows


def _remove(arguments: Namespace, _settings: OfflineSettings, directory: Path) -> int:
    from reader.commands import output  # noqa: PLC0415 - not for --help
    from reader.engines.offline.fetch import size_of  # noqa: PLC0415
    from reader.engines.offline.install import Place, remove  # noqa: PLC0415
    from reader.paths import short  # noqa: PLC0415

    place = Place(directory)
    if place.ours() is None and not size_of(place.part):
        output.line("There is no model to remove.")
        return 1
    if not arguments.yes and not _agreed(f"Remove the model in {short(directory)}?"):
        output.line("Nothing was changed.")
        return 1
    others = remove(place)
    output.line("The offline model is removed.")
    for path in others:
        output.line(f"Not ours, so it stays: {path}")
    return 0


def _megabytes(size: int) -> str:
    """A number of bytes as a person reads it.

    >>> _megabytes(275_152_328), _megabytes(12_345)
    ('275 MB', '0.01 MB')
    """
    return f"{size / 1e6:,.0f} MB" if size >= 1_000_000 else f"{size / 1e6:.2f} MB"


def _usage(message: str, hint: str) -> Exception:
    from reader.errors import UsageError  # noqa: PLC0415 - not for --help

    return UsageError("The offline model", message, hint)
