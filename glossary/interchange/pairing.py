"""Lines that belong together: the several lines of a term in a list of pairs, the several terms of a concept.

Only neighbours are put together, so that a file of any length needs the memory of one concept; lines that stand
apart meet again when the import is planned.
"""

from typing import TYPE_CHECKING

from glossary.interchange.concepts import MOST_TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from glossary.interchange.concepts import Concept


def same_pair(one: "Concept", other: "Concept") -> bool:
    """Whether two lines are two translations of one term: nothing says that they are two meanings."""
    return (
        len(one.targets) < MOST_TERMS
        and [term.text.strip() for term in one.sources] == [term.text.strip() for term in other.sources]
        and bool(one.sources)
        and one.domains == other.domains
        and one.pos == other.pos
    )


def same_concept(one: "Concept", other: "Concept") -> bool:
    """Whether two lines name the same concept."""
    return bool(one.name) and one.name == other.name and len(one.sources) + len(one.targets) < 2 * MOST_TERMS


def grouped(concepts: "Iterable[Concept]", same: "Callable[[Concept, Concept], bool]") -> "Iterator[Concept]":
    """Neighbours that belong together as one concept."""
    held: Concept | None = None
    for concept in concepts:
        if held is not None and same(held, concept):
            _put(held, concept)
            continue
        if held is not None:
            yield held
        held = concept
    if held is not None:
        yield held


def _put(held: "Concept", more: "Concept") -> None:
    texts = {term.text.strip() for term in held.sources}
    held.sources.extend(term for term in more.sources if term.text.strip() not in texts)
    held.targets.extend(more.targets)
    held.notes.extend(note for note in more.notes if note not in held.notes)
    held.domains.extend(domain for domain in more.domains if domain not in held.domains)
    held.pos = held.pos or more.pos
    held.added = held.added or more.added
    held.match = held.match or more.match
    held.case = held.case or more.case
    held.keep = held.keep or more.keep
