"""`lesepult glossary candidates`: terms of a text that are worth an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands import fetching, opening

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from pathlib import Path

    from glossary.candidates import Candidate
    from glossary.layers import Layers
    from reader.commands.parser import Subparsers
    from reader.memory.unit import LanguagePair
    from reader.paths import Paths

ACTIONS = ("candidates",)

_AROUND = 30
_LIMIT = 50


def add_to(subparsers: Subparsers) -> None:
    """Add `candidates`."""
    parser = subparsers.add_parser(
        "candidates",
        help="terms of a text that are worth an entry",
        description="Acronyms, names, frequent phrases and quoted words of a text that the glossary lacks, with the "
        "likely rendering where the memory holds translations of the text.",
        epilog="examples:\n  lesepult glossary candidates book.txt --limit 20\n"
        "  lesepult glossary candidates book.txt --add     # those with a rendering go into your glossary",
    )
    parser.add_argument("file", type=fetching.place, metavar="FILE", help="a text, the address of a page, or -")
    parser.add_argument("--limit", type=int, default=_LIMIT, metavar="N", help=f"at most N (default {_LIMIT})")
    parser.add_argument("--add", action="store_true", help="write those that have a rendering into the glossary")
    parser.add_argument("--dry-run", action="store_true", help="with --add: only show which")
    opening.add_options(parser, text=False)


def run(arguments: Namespace, paths: Paths) -> int:
    """Show the candidates, and with --add take over those that have a rendering; gives the exit code.

    Raises:
        InputError: the text cannot be read.
        UsageError: it is not German.
        GlossaryError: the glossary cannot be written.
    """
    from reader.commands import languages, output  # noqa: PLC0415 - not for --help
    from reader.errors import UsageError  # noqa: PLC0415

    arguments.text = arguments.file if str(arguments.file) != "-" else None
    pair = languages.pair(arguments)
    if pair.source.partition("-")[0] != "de":
        raise UsageError("Candidates are found in German texts only", f"--from is {pair.source}.", "Leave it out.")
    layers = opening.layers(arguments, paths, matching=True)
    opening.tell_problems(layers)
    pairs = _pairs(arguments.file, paths, pair)
    found = _candidates(arguments, layers, pairs, paths)
    added = _add(found, layers, dry_run=arguments.dry_run) if arguments.add else []
    if arguments.json:
        told = [_as_json(candidate, pairs) for candidate in found]
        output.json_document({"candidates": told, "added": added, "dry_run": arguments.dry_run})
        return 0
    rows = [(str(one.count), one.kind, one.term, one.rendering, _context(one, pairs).strip()) for one in found]
    for text in output.table(rows, width=output.width_cells()):
        output.write(f"{text}\n")
    _tell(found, added, layers, arguments)
    return 0


def _tell(found: Sequence[Candidate], added: Sequence[str], layers: Layers, arguments: Namespace) -> None:
    from reader.commands.streams import say  # noqa: PLC0415 - not for --help

    if not found:
        say("There are no candidates.")
    if arguments.add:
        verb = "would go" if arguments.dry_run else "went"
        say(f"{len(added)} of {len(found)} have a rendering and {verb} into {layers.writable}.")


def _pairs(file: Path | str, paths: Paths, pair: LanguagePair) -> list[tuple[str, str]]:
    """The sentences of a text with their translations from the memory; "" where there is none."""
    from reader.core.bitext import Bitext  # noqa: PLC0415 - not for --help
    from reader.core.segments import is_verbatim  # noqa: PLC0415
    from reader.memory.brought import memories_for  # noqa: PLC0415
    from reader.memory.store import TranslationMemory  # noqa: PLC0415

    document = opening.document(file)
    memory = TranslationMemory.open(paths.memory)
    try:
        known = memories_for(document, memory)
        bitext = Bitext(document, lambda keys: known.get_many(keys, pair), pair.source)
        pairs: list[tuple[str, str]] = []
        for number in range(len(document)):
            if is_verbatim(document, number):
                continue
            one = bitext.paragraph(number)
            pairs += [
                (one.source[start:end], target.text)
                for (start, end), target in zip(one.segments, one.targets, strict=True)
            ]
        return pairs
    finally:
        memory.close()


def _candidates(
    arguments: Namespace, layers: Layers, pairs: Sequence[tuple[str, str]], paths: Paths
) -> list[Candidate]:
    from glossary.candidates import candidates  # noqa: PLC0415 - not for --help
    from glossary.matcher import Matcher  # noqa: PLC0415
    from reader.commands import languages  # noqa: PLC0415

    source, target = (opening.analyser(language, paths) for language in languages.pair(arguments))
    known = Matcher(layers.glossary, analyser=source)
    return candidates(pairs, known=known, source=source, target=target, limit=max(0, arguments.limit))


def _add(found: Sequence[Candidate], layers: Layers, *, dry_run: bool) -> list[str]:
    """Write those that have a rendering; gives their terms."""
    from datetime import date  # noqa: PLC0415 - not for --help

    from glossary.entry import Entry  # noqa: PLC0415

    chosen = [candidate for candidate in found if candidate.rendering]
    if not dry_run:
        today = date.today().isoformat()  # noqa: DTZ011 - the person's day
        for candidate in chosen:
            layers.add(Entry(candidate.term, (candidate.rendering,)), today=today)
    return [candidate.term for candidate in chosen]


def _context(candidate: Candidate, pairs: Sequence[tuple[str, str]]) -> str:
    """One place of a candidate with some text around it."""
    if not candidate.contexts:
        return ""
    segment, start, end = candidate.contexts[0]
    text = pairs[segment][0]
    return f"{text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND]}"


def _as_json(candidate: Candidate, pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
    contexts = [
        {"sentence": pairs[segment][0], "start": start, "end": end} for segment, start, end in candidate.contexts
    ]
    return {
        "term": candidate.term,
        "kind": candidate.kind,
        "count": candidate.count,
        "rendering": candidate.rendering,
        "score": candidate.score,
        "contexts": contexts,
    }
