"""Texts to be exported: one with every kind of paragraph, one that is hostile, and the sample article."""

import io
from functools import cache

from glossary import Entry, Glossary, Matcher
from reader.core.bitext import Bitext
from reader.core.building import Builder, Run
from reader.core.document import Kind, Style, document
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.export.work import Options, work_of
from reader.formats.opening import read_path
from reader.memory.bundled import BundledMemory
from reader.memory.unit import LanguagePair
from tests.support import ROOT

SAMPLE = ROOT / "seeds" / "000_1a521e34ec6b286b.txt"
OPTIONS = Options(now_ms=1_750_000_000_000, version="0.1")
ENTRIES = (
    Entry("rote Linie", ("red line", "red lines"), ("red stripe",), note="diplomacy; <never> crossed"),
    Entry("Haus", ("house",), note='a "home"'),
    Entry("OPEC+", ("OPEC+",)),
)
HOSTILE = (
    "Er sagte </script><script>alert(1)</script> im Haus. Und <img src=x onerror=alert(2)> & \"so\" 'weiter'.\n"
    '=HYPERLINK("http://evil") ]]> --> [/ [@click=x] `code` *stern* _unter_ | Spalte # Raute im Haus.\n'
    "Steuer\x1b[31mzeichen \x00 und \u202everkehrt\u202c \ufffe \u200b Ende\tim Haus.\n"
    "- kein Punkt\n"
    "1. kein Punkt\n"
    "# keine Überschrift\n"
    "<!-- kein Kommentar --> &amp; &lt; {{x}} $y$ ![b](c) https://example.org\n"
)


def structured():
    """A document with every kind of paragraph."""
    made = Builder()
    made.add("Das Haus am Rand", Kind.HEADING, level=1)
    made.add([
        Run("Im "), Run("alten", Style.EMPH), Run(" Haus stand die "), Run("rote Linie", Style.STRONG),
        Run(" auf dem Boden."), Run("1", Style.NOTE_REF, "#n1"), Run(" Mehr steht "),
        Run("im Netz", Style.LINK, "https://example.org/?a=1&b=2"), Run(". Die Tür war offen."),
    ])  # fmt: skip
    made.add("Erstes Kapitel", Kind.HEADING, level=2)
    made.add("Das erste Haus", Kind.ITEM, label="•")
    made.add("Das zweite Haus", Kind.ITEM, label="•", tight=True)
    made.add("Ein Haus im Haus", Kind.ITEM, level=1, label="1.", tight=True)
    made.add("Wer kein Haus hat, baut sich keines mehr.", Kind.QUOTE, level=1)
    made.add("Zweites Kapitel", Kind.HEADING, level=2)
    made.add("Herr: es ist Zeit.\nDer Sommer war sehr groß.\nLeg deinen Schatten auf die Sonnenuhren", Kind.VERSE)
    made.add("* * *", Kind.RULE)
    made.add("def haus():\n    return '```'", Kind.CODE, code="python")
    made.add("Jahr │ Häuser", Kind.TABLE)
    made.add("1900 │ drei Häuser", Kind.TABLE, tight=True)
    made.anchor("n1")
    made.add("Die Linie ist mit Kreide gezogen.", Kind.NOTE, label="[1]")
    made.add("Kommentar (0)")
    return made.finish("Das Haus am Rand", ("EPUB",), "de", "Anna Öhm; Ben <Ahr>")


def hostile():
    return document(clean(HOSTILE), '<b>Titel</b> & "Co" </title>')


def backwards(doc, *, missing=lambda number: number % 5 == 3):
    """A bitext whose translations are made of the sources, with gaps, failures and hostile answers."""
    from reader.core.keys import segment_key
    from reader.core.segments import is_verbatim, segments

    known = {}
    for index in range(len(doc)):
        text = doc.paragraph(index)
        for start, end in () if is_verbatim(doc, index) or index in doc.boilerplate else segments(doc, index):
            source = text[start:end]
            number = len(known)
            if missing(number):
                failed = number % 2
                target = Target(state=TargetState.FAILED, reason="the <quota> is used up.") if failed else Target()
            else:
                state = (TargetState.MACHINE, TargetState.EDITED, TargetState.MEMORY)[number % 3]
                text_en = "EN " + source.strip().replace("Haus", "house").replace("rote Linie", "red line")
                target = Target(text_en, state, "google" if state is TargetState.MACHINE else "you")
            known[segment_key(source)] = target
    return Bitext(doc, lambda keys: {key: known[key] for key in keys if key in known})


def work(bitext, entries=ENTRIES, **more):
    return work_of(
        bitext,
        Matcher(Glossary(entries), side="source", lexicon=None),
        lambda some: Matcher(Glossary(some), side="target", lang="en", lexicon=None),
        **more,
    )


@cache
def bundled():
    """The glossary that ships, and what finds its terms."""
    from glossary.layers import Layers

    entries = tuple(Layers().glossary.entries)
    return entries, Matcher(Glossary(entries), side="source", lexicon=None)


def sample():
    memory, pair = BundledMemory(), LanguagePair("de", "en")
    bitext = Bitext(read_path(SAMPLE), lambda keys: memory.get_many(keys, pair))
    return work_of(bitext, bundled()[1], lambda some: Matcher(Glossary(some), side="target", lang="en", lexicon=None))


WORKS = {
    "sample": sample,
    "structured": lambda: work(backwards(structured())),
    "hostile": lambda: work(backwards(hostile())),
    "empty": lambda: work(backwards(document(""))),
}
NAMES = tuple(WORKS)


def written(write, made, options=OPTIONS):
    out = io.BytesIO()
    write(made, out, options)
    return out.getvalue()


def segments(made):
    return [segment for paragraph in made.paragraphs() for segment in paragraph.segments]
