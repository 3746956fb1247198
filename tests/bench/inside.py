"""From inside: CPU time of the parts, without a terminal and without an app. Each figure is the least of several."""

import subprocess
import sys
from itertools import count

from glossary.tokens import words
from reader.core.document import document
from reader.core.reading import Reading
from reader.core.segmenter import sentences
from reader.core.selection import Point
from reader.core.target import Target, TargetState
from reader.core.text import clean, cleaned
from reader.core.wrap import wrap
from reader.formats.opening import read_bytes
from reader.memory.pairs import read_pairs
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.ui.lines import head_line, origin_words, term_line, thumb
from tests.bench import big_text, harness
from tests.bench.harness import cpu_ms, paint, painter, table
from tests.support import SAMPLE, SAMPLE_PAIRS

PAIR = LanguagePair("de", "en")
MODULES = ("reader.cli", "glossary", "reader.core.reading", "reader.desk", "textual.app")


def report(home, *, quick):
    """Measure the parts and print tables."""
    sizes = (250, 2_500) if quick else (250, 2_500, big_text.PARAGRAPHS)
    matching = harness.matchers(home / ".cache" / "lesepult")
    sample = harness.Corpus(SAMPLE.read_text("utf-8"), dict(read_pairs(SAMPLE_PAIRS, PAIR)))
    corpora = {"sample": sample, **{f"{size:,} par.": harness.corpus(home, size) for size in sizes}}
    _texts(corpora, matching)
    large = list(corpora.values())[-1]
    _parts(large, matching)
    _lighting(large, harness.matchers(home / ".cache" / "lesepult"))
    _opening(large)
    _memory(home, large)
    _imports()


# --- the same in texts of all lengths ---------------------------------------------------------------------------


def _texts(corpora, matching):
    columns = []
    for text, pairs in corpora.values():
        known = harness.targets(pairs)
        columns.append(list(_text_figures(harness.cleaned(text), known, matching)))
    titles = ("a line: scroll, rows, paint, µs", "    and the lines around the page, µs", "a page of new text, ms",
              "a sentence's translation arrives, ms", "the end, nothing known yet, ms", "opened and painted, ms",
              "painted again: warm, µs a row", "painted anew: cold, µs a row", "cold / warm")  # fmt: skip
    rows = [(title, *figures) for title, figures in zip(titles, zip(*columns, strict=True), strict=True)]
    table("From inside: the same in short and long texts (CPU)", ("", *corpora), rows)


def _text_figures(doc, known, matching):
    made = harness.reading(doc, known, matching)
    new = painter(made)
    paint(new, made)
    yield line_us(made, new)
    yield around_us(made)
    yield _page_ms(made, new)
    yield _arrival_ms(made, new)
    yield end_ms(doc, known, matching)
    yield cpu_ms(lambda: _opened(doc, known, matching))
    warm, cold = strips_us(made, new)
    yield warm
    yield cold
    yield cold / warm


def line_us(made: Reading, new, batches=7):
    """A line: down as far as there is new text (not further than the batch), and in a short text up again."""
    made.start_at(Point(len(made.bitext) // 3, 0))
    steps = [1] * 8 + [-1] * 8 if len(made.bitext) < 100 else [1] * 16

    def scrolled():
        for step in steps:
            made.scroll(step)
            paint(new, made)

    return cpu_ms(scrolled, batches) * 1000 / len(steps)


def around_us(made):
    def shown():
        for _ in range(20):
            head_line(made, "title", ())
            term_line(made, 144)
            origin_words(made, 144)
            thumb(made)

    return cpu_ms(shown) * 1000 / 20


def _page_ms(made, new):
    """A page further on each time; in a short text there is new text only once, and so no such figure."""
    if len(made.bitext) < 100:
        return None
    made.to_top()

    def page():
        made.scroll(made.height_rows - 2)
        paint(new, made)

    return cpu_ms(page)


def _arrival_ms(made, new):
    made.to_top()
    paint(new, made)
    numbers = count()

    def arrived():
        target = Target(f"Translated {next(numbers)} times.", TargetState.MACHINE, "bench")
        changed = made.bitext.set_targets({made.bitext.paragraph(0).keys[0]: target})
        made.changed(changed)
        new.forget(changed)
        paint(new, made)

    return cpu_ms(arrived)


def end_ms(doc, known, matching, batches=5):
    """The jump to the end of a text of which nothing has been wrapped or matched; the matcher is warm."""

    def jumped():
        made.to_end()
        paint(new, made)

    least = float("inf")
    for _ in range(batches):
        made = harness.reading(doc, known, matching)
        new = painter(made)
        least = min(least, cpu_ms(jumped, 1))
    return least


def _opened(doc, known, matching):
    made = harness.reading(doc, known, matching)
    paint(painter(made), made)


def strips_us(made, new, batches=9):
    """A row from the cache, and one painted anew."""
    made.to_top()
    rows = [row for row in made.rows() if not row.is_gap]

    def all_strips():
        for row in rows:
            new.strip(row)

    new.begin()
    all_strips()
    warm = cpu_ms(all_strips, batches)
    cold = float("inf")
    for _ in range(batches):
        new._strips.clear()
        cold = min(cold, cpu_ms(all_strips, 1))
    return warm * 1000 / len(rows), cold * 1000 / len(rows)


# --- the parts --------------------------------------------------------------------------------------------------


def _parts(corpus, matching):
    doc = harness.cleaned(corpus.text)
    some = [doc.paragraph(index) for index in range(min(1_000, len(doc)))]
    article = clean(SAMPLE.read_text("utf-8")).splitlines()
    rows = []
    for title, paragraphs in (("sample", article * 20), ("generated", some)):
        mega, tokens = sum(map(len, paragraphs)) / 1e6, sum(len(words(text)) for text in paragraphs)
        rows.append((
            title,
            cpu_ms(lambda some=paragraphs: [wrap(text, 0, len(text), 75) for text in some]) * 1000 / len(paragraphs),
            mega / cpu_ms(lambda some=paragraphs: [sentences(text) for text in some], 3) * 1000,
            tokens / cpu_ms(lambda some=paragraphs: [matching[0].find(text) for text in some], 3),
        ))  # fmt: skip
    table("Parts", ("", "wrap, µs a paragraph", "sentences, MB/s", "matcher, tokens/ms"), rows)


def _lighting(corpus, matching):
    made = harness.reading(harness.cleaned(corpus.text), harness.targets(corpus.pairs), matching)
    for index in made.visible():
        made.bitext.paragraph(index)

    def lit():
        for index in made.visible():
            made.lighting.terms(index)

    first = cpu_ms(lit, 1)
    again = cpu_ms(lit)
    made.lighting.forget(range(len(made.bitext)))
    rows = [("the terms of a screen", first, cpu_ms(lambda: (made.lighting.forget(made.visible()), lit())), again)]
    table("Lighting, ms", ("", "first time", "paragraphs new, words known", "kept"), rows)


def _opening(corpus):
    data = corpus.text.encode()
    text = clean(corpus.text)
    doc = harness.cleaned(corpus.text)
    rows = [
        ("decode and clean", cpu_ms(lambda: cleaned(data))),
        ("    the same text, had it something to clean", cpu_ms(lambda: clean(corpus.text))),
        ("document", cpu_ms(lambda: document(text))),
        ("content_id", cpu_ms(doc.content_id)),
        ("all: formats.opening.read_bytes and content_id", opening_ms(data)),
    ]
    table(f"Opening {len(data) / 1e6:.1f} MB, {len(corpus.text.split()):,} words", ("", "ms"), rows)


def opening_ms(data, batches=5):
    return cpu_ms(lambda: read_bytes(data, "text").content_id(), batches)


def _memory(home, corpus):
    memory = TranslationMemory.open(home / "bench.db")
    units = [
        TranslationUnit(german, english, PAIR, TargetState.MEMORY, "bench") for german, english in corpus.pairs.items()
    ]
    put = cpu_ms(lambda: memory.put_many(units), 1)
    keys = list(harness.targets(corpus.pairs))
    some = keys[:: max(1, len(keys) // 3_000)][:3_000]
    rows = [
        (f"put_many, all {len(units):,}", put),
        ("get_many, 30 keys", cpu_ms(lambda: memory.get_many(some[:30], PAIR))),
        (f"get_many, {len(some):,} keys", cpu_ms(lambda: memory.get_many(some, PAIR))),
        (
            "get_many, 30 keys that are not there",
            cpu_ms(lambda: memory.get_many([b"%16d" % n for n in range(30)], PAIR)),
        ),
    ]
    memory.close()
    table("Memory", ("", "ms"), rows)


def _imports():
    rows = []
    for module in MODULES:
        code = f"import time; t = time.process_time(); import {module}; print(time.process_time() - t)"
        took = [
            float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
            for _ in range(4)
        ]
        rows.append((module, min(took) * 1000))
    table("Importing, in a fresh process", ("", "ms"), rows)
