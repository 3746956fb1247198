"""Small readings for tests: a text, what is known of it, and terms, without files."""

from glossary import TermMatch
from glossary.entry import Entry
from reader.core.bitext import Bitext
from reader.core.document import document
from reader.core.keys import segment_key
from reader.core.lighting import Lighting
from reader.core.reading import Reading
from reader.core.target import Target, TargetState
from reader.core.text import clean

WORDS = tuple("Die russische Regierung hat ihre Haltung zur OPEC+ und zu den roten Linien nicht geändert".split())  # noqa: SIM905


class PlainMatcher:
    """Finds terms letter by letter: enough where the matcher is not what is tested."""

    def __init__(self, entries, side):
        self.terms = [(term, e) for e in entries for term in ((e.source, *e.forms) if side == "source" else e.targets)]

    def find(self, text):
        found = []
        for term, entry in self.terms:
            start = text.find(term)
            while start >= 0:
                found.append(TermMatch(start, start + len(term), entry))
                start = text.find(term, start + len(term))
        return sorted(found, key=lambda match: match.start)


ENTRIES = (
    Entry("OPEC+", ("OPEC+",)),
    Entry("rote Linien", ("red lines",), forms=("roten Linien",)),
)


def bitext(text, known=None):
    """A bitext; `known` maps German sentences to English ones."""
    units = {segment_key(de): Target(en, TargetState.MEMORY, "test") for de, en in (known or {}).items()}
    return Bitext(document(clean(text)), lambda keys: {key: units[key] for key in keys if key in units})


def reading(text, known=None, width=100, height=20, entries=ENTRIES):
    pair = bitext(text, known)
    lighting = Lighting(pair, PlainMatcher(entries, "source"), lambda some: PlainMatcher(some, "target"))
    made = Reading(pair, lighting)
    made.resize(width, height)
    return made


def article(paragraphs=30, sentences=3, *, known=True):
    """A text of some length and the translations of two thirds of its sentences."""
    lines, pairs = [], {}
    for p in range(paragraphs):
        line = []
        for s in range(sentences):
            german = f"Satz {p} von {s}: " + " ".join(WORDS[: 4 + (p * 7 + s * 5) % 11]) + "."
            line.append(german)
            if known and (p + s) % 3:
                pairs[german] = f"Sentence {p} of {s}: OPEC+ and the red lines" + " and so on" * ((p + 2 * s) % 9) + "."
        lines.append(" ".join(line))
    return "\n".join(lines), pairs
