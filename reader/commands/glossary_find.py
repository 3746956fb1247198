"""`lesepult glossary find`: entries by words of theirs, inflected or not, and the places of terms in a text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from reader.commands import fetching, languages, opening

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from glossary.entry import Entry
    from glossary.forms import Analyser
    from glossary.layers import Layers
    from reader.commands.parser import Subparsers
    from reader.commands.places import Place, Places
    from reader.core.document import Document
    from reader.paths import Paths

ACTIONS = ("find",)

CONTEXT = 30
"""So many characters are shown on either side of a term."""

_BREAK = "\n\n"
"""Between terms that are searched together: no match crosses a paragraph."""

_EPILOG = """examples:
  lesepult glossary find Linien                   entries with this word in any form, on either side
  lesepult glossary find --in book.txt            every place of every term in a text
  lesepult glossary find "rote Linie" --in book.txt

exit codes: 0 something was found, 1 nothing, 2 the command line makes no sense, 3 a file cannot be used"""


class Occurrence(NamedTuple):
    """A term in a text: where it stands, the text around it, and the entry."""

    place: Place
    before: str
    term: str
    behind: str
    entry: Entry


def add_to(subparsers: Subparsers) -> None:
    """Add `find`."""
    parser = subparsers.add_parser(
        "find",
        help="look up words, or find terms in a text",
        description="Look up entries by words of theirs, or with --in find the places of terms in a text.",
        epilog=_EPILOG,
    )
    parser.add_argument("words", nargs="*", metavar="WORDS", help="words of either language")
    parser.add_argument(
        "--in", dest="within", type=fetching.place, metavar="TEXT", help="a text, the address of a page, or -"
    )
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="show at most N entries or places")
    opening.add_options(parser)


def run(arguments: Namespace, paths: Paths) -> int:
    """Look up or find; gives 0 if there is something, else 1.

    Raises:
        UsageError: there is nothing to look for.
        InputError: the text cannot be read.
    """
    from reader.errors import UsageError  # noqa: PLC0415 - not for --help

    words = " ".join(arguments.words)
    if not words.strip() and arguments.within is None:
        raise UsageError("Nothing to look for", "there are no words and no text.", "See: lesepult glossary find --help")
    if arguments.within is not None and arguments.text is None and str(arguments.within) != "-":
        arguments.text = arguments.within
    layers = opening.layers(arguments, paths, matching=arguments.within is not None)
    opening.tell_problems(layers)
    if arguments.within is None:
        return _look_up(arguments, layers, words, paths)
    return _concordance(arguments, layers, words, paths)


def found_by(words: str, entries: Sequence[Entry], source: Analyser, target: Analyser) -> list[Entry]:
    """The entries that hold some words in any form, the source first; or those whose terms stand in the words.

    The terms that may hold the words are joined into one text, through which one pass is made.
    """
    from glossary.matcher import Matcher  # noqa: PLC0415 - not for --help

    sources = _with_words(words, [(entry.source, *entry.forms) for entry in entries], source)
    targets = _with_words(words, [(*entry.targets, *entry.forbidden) for entry in entries], target)
    found = [entries[at] for at in dict.fromkeys([*sources, *targets])]
    if found or len(words.split()) < 2:
        return found
    return list(dict.fromkeys(match.entry for match in Matcher(entries, analyser=source).find(words)))


def _with_words(words: str, terms: Sequence[tuple[str, ...]], analyser: Analyser) -> Iterator[int]:
    """The numbers of the entries one of whose terms holds the words."""
    from glossary.entry import Entry, Glossary  # noqa: PLC0415 - not for --help
    from glossary.matcher import Matcher  # noqa: PLC0415
    from reader.commands.entries import slurred  # noqa: PLC0415

    begin = onsets(words, analyser)
    ends: list[int] = []
    pieces: list[str] = []
    numbers: list[int] = []
    length = 0
    for number, texts in enumerate(terms):
        piece = _BREAK.join(texts)
        bare = slurred(piece)
        if all(any(onset in bare for onset in some) for some in begin):
            numbers.append(number)
            pieces.append(piece)
            length += len(piece) + len(_BREAK)
            ends.append(length)
    wanted = Entry(words, (words,), match="compound", case="insensitive")
    matcher = Matcher(Glossary((wanted,)), lang=analyser.lang, analyser=analyser)
    yield from (numbers[bisect_right(ends, match.start)] for match in matcher.find(_BREAK.join(pieces)))


def onsets(words: str, analyser: Analyser) -> list[tuple[str, ...]]:
    """For each word, how its forms begin: as the word does, or as its lemma does.

    Analysing a hundred thousand terms takes half a minute; looking for some letters in them does not. What inflection
    keeps of a word is its beginning, but for umlauts, which are no letters of their own here.
    """
    from glossary.tokens import words as tokens  # noqa: PLC0415 - not for --help
    from reader.commands.entries import slurred  # noqa: PLC0415

    found: list[tuple[str, ...]] = []
    for surface, _, _ in tokens(words):
        analysis = analyser.analyse(surface)
        spellings = {slurred(text.strip("^~?")) for text in (surface, *analysis.keys, *analysis.low)}
        found.append(tuple(text[: 4 if len(text) > 5 else 3] for text in spellings if text))
    return found


def _look_up(arguments: Namespace, layers: Layers, words: str, paths: Paths) -> int:
    from reader.commands import entries, output  # noqa: PLC0415 - not for --help
    from reader.commands.streams import say  # noqa: PLC0415

    known = layers.glossary.entries
    found = found_by(words, known, *(opening.analyser(language, paths) for language in languages.pair(arguments)))
    near = [] if found else entries.nearest(known, words)
    shown = found[: arguments.limit or None]
    if arguments.json:
        told = [entries.as_json(entry) for entry in shown]
        output.json_document({"words": words, "count": len(found), "entries": told, "suggestions": near})
        return 0 if found else 1
    rows = [(entry.source, entries.targets_text(entry), entries.place(entry)) for entry in shown]
    for text in output.table(rows, width=output.width_cells()):
        output.write(f"{text}\n")
    if not found:
        hint = f" Did you mean {' or '.join(f'“{source}”' for source in near)}?" if near else ""
        say(f"No entry has “{words}”.{hint}")
    return 0 if found else 1


def _concordance(arguments: Namespace, layers: Layers, words: str, paths: Paths) -> int:
    from glossary.entry import Glossary  # noqa: PLC0415 - not for --help
    from glossary.matcher import Matcher  # noqa: PLC0415
    from reader.commands import output  # noqa: PLC0415
    from reader.commands.streams import say  # noqa: PLC0415

    document, where = opening.with_places(arguments.within)
    pair = languages.pair(arguments)
    analyser = opening.analyser(pair.source, paths)
    chosen = layers.glossary.entries
    if words.strip():
        chosen = tuple(found_by(words, chosen, analyser, opening.analyser(pair.target, paths)))
    matcher = Matcher(Glossary(chosen), analyser=analyser)
    progress = output.Progress("finding terms")
    places = list(_places(document, where, matcher, progress))
    progress.done()
    counts = Counter(place.entry.source for place in places)
    shown = places[: arguments.limit or None]
    if arguments.json:
        told = [_as_json(one) for one in shown]
        about = {"text": str(arguments.within), "count": len(places), "counts": dict(counts.most_common())}
        output.json_document({**about, "places": told})
    else:
        _tell(shown, arguments.within)
        terms = f"{len(counts):,} term{'' if len(counts) == 1 else 's'}"
        say(f"{len(places):,} place{'' if len(places) == 1 else 's'} of {terms} in {arguments.within}.")
    return 0 if places else 1


def _places(
    document: Document, where: Places, matcher: object, progress: Callable[[int, int], None]
) -> Iterator[Occurrence]:
    """The terms of a text in order."""
    from glossary.matcher import Matcher  # noqa: PLC0415 - not for --help

    assert isinstance(matcher, Matcher)  # noqa: S101 - for the types; it is imported late
    text = document.text
    for number in range(len(document)):
        start, end = document.starts[number], document.ends[number]
        for match in matcher.find(text[start:end]):
            at, to = start + match.start, start + match.end
            before, behind = text[max(start, at - CONTEXT) : at], text[to : min(end, to + CONTEXT)]
            yield Occurrence(where.at(at), before, text[at:to], behind, match.entry)
        progress(number, len(document))


def _as_json(one: Occurrence) -> dict[str, object]:
    from reader.commands import entries  # noqa: PLC0415 - not for --help

    about = {"line": one.place.line or None, "paragraph": one.place.paragraph}
    return {**about, "before": one.before, "term": one.term, "behind": one.behind, "entry": entries.as_json(one.entry)}


def _tell(places: Sequence[Occurrence], path: Path | str) -> None:
    """One line for each place, the terms below each other."""
    from reader.commands import entries, output  # noqa: PLC0415 - not for --help
    from reader.core.cells import cells  # noqa: PLC0415
    from reader.core.text import one_line  # noqa: PLC0415

    name = one_line(str(path))
    for place in places:
        before = one_line(place.before + "|")[:-1]
        lead = " " * max(0, CONTEXT - cells(before))
        term, behind = one_line(place.term), one_line("|" + place.behind)[1:]
        where = f"{place.place.within(name)}:"
        about = one_line(f"{place.entry.source} → {entries.targets_text(place.entry)}")
        output.write(f"{where:<{len(name) + 7}} {lead}{before}[{term}]{behind}  · {about}\n")
