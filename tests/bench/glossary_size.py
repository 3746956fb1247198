"""The glossary at its full size: a hundred thousand entries, a million words. CPU time; ratios within this run."""

import gc
import subprocess
import sys
import time
from itertools import count

from glossary import compiled, yaml_file
from glossary.book import BookIndex
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.lexicon import Lexicon, file_name
from glossary.matcher import Matcher
from glossary.tokens import words
from tests.bench import termbase
from tests.bench.harness import cpu_ms, table

PAGE_TOKENS = 3_000
FIRST_LOOK = """
import time; began = time.process_time()
import sys; from pathlib import Path
from glossary.layers import bundled_paths, load
from glossary.forms import Analyser
from glossary.lexicon import Lexicon
from glossary.matcher import Matcher
Matcher(load(bundled_paths()), analyser=Analyser("de", Lexicon.open(sys.argv[1]))).find("Die roten Linien der OPEC+")
print(time.process_time() - began)
"""
MEMORY = """
import sys; from pathlib import Path
from glossary import compiled, forms, layers, lexicon, matcher, yaml_file
def mb(): return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
analyser = forms.Analyser("de", lexicon.Lexicon.open(sys.argv[1]))
matcher.Matcher(layers.load(layers.bundled_paths()), analyser=analyser).find("Die roten Linien")
before = mb()
found = matcher.Matcher(compiled.load(Path(sys.argv[2]), Path(sys.argv[3]), analyser), analyser=analyser)
print(mb() - before)
"""


def report(home, *, quick):
    """Measure the glossary at its full size and print tables."""
    lexicon = home / ".cache" / "lesepult" / file_name("de")
    entries = termbase.entries(lexicon, 10_000 if quick else 100_000)
    texts = termbase.paragraphs(lexicon, 100_000 if quick else 1_000_000)
    analyser = Analyser("de", Lexicon.open(lexicon))
    gc.collect()
    gc.freeze()
    glossary = _loading(home, entries, analyser)
    _page(lexicon, glossary, texts)
    _whole(lexicon, entries, texts, glossary)
    _hostile(analyser)
    gc.unfreeze()


def _once(work):
    """CPU seconds of one call and what it gave."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def _fresh(code, *arguments):
    """The number that some code prints in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _loading(home, entries, analyser):
    short, long = home / "short.yaml", home / "long.yaml"
    short.write_text("".join(f"{entry.source}: {entry.target}\n" for entry in entries), "utf-8")
    long.write_text("".join(_long(entry) for entry in entries), "utf-8")
    lexicon = home / ".cache" / "lesepult" / file_name("de")
    first = [_fresh(FIRST_LOOK, lexicon) * 1000 for _ in range(5)]
    directory = home / "compiled"
    compiling, _ = _once(lambda: compiled.load(short, directory, analyser))
    loading = cpu_ms(lambda: Matcher(compiled.load(short, directory, analyser), analyser=analyser))
    glossary = compiled.load(short, directory, analyser)
    rows = [
        ("import and first look-up, bundled glossary, fresh process (at most 30)", min(first)),
        ("short YAML (at most 1,000)", cpu_ms(lambda: yaml_file.load_file(short), 3)),
        ("long YAML, six fields", cpu_ms(lambda: yaml_file.load_file(long), 1)),
        ("parsed, analysed and compiled, once", compiling * 1000),
        ("from the compiled cache, with matcher (at most 150)", loading),
        ("    MB of memory for that (at most 60)", _fresh(MEMORY, lexicon, short, directory)),
    ]
    table(f"Glossary of {len(entries):,} entries: loading, ms", ("", "ms"), rows)
    return glossary


def _long(entry):
    return (
        f"{entry.source}:\n  en: [{entry.target}, other {entry.target}]\n  forbidden: [wrong {entry.target}]\n"
        f"  note: a remark on {entry.target}\n  domain: budget\n  pos: noun\n  added: 2026-11-22\n"
    )


def _page(lexicon, glossary, texts):
    page, tokens = [], 0
    while tokens < PAGE_TOKENS:
        page.append(texts[len(texts) // 3 + len(page)])
        tokens += len(words(page[-1]))
    distinct = len({word for text in page for word, _, _ in words(text)})
    cold = float("inf")
    for _ in range(5):
        analyser = Analyser("de", Lexicon.open(lexicon))
        matcher = Matcher(glossary, analyser=analyser)
        cold = min(cold, cpu_ms(lambda matcher=matcher: [matcher.find(text) for text in page], 1))
    fresh = (Entry(f"Haushaltsloch Nummer Q{number}x", ("budget gap",)) for number in count())
    matcher.analyser.analyse("Haushaltsloch")
    present = []
    added = cpu_ms(lambda: (present.append(next(fresh)), matcher.add(present[-1])), 20)
    removed = cpu_ms(lambda: matcher.remove(present.pop()), 20)

    def changed():
        matcher.add(next(fresh))
        for text in page:
            matcher.find(text)

    rows = [
        ("cold: words analysed for the first time (at most 30)", cold),
        ("warm (at most 6)", cpu_ms(lambda: [matcher.find(text) for text in page])),
        ("an entry added, and all of it again", cpu_ms(changed, 20)),
        ("an entry added (at most 1)", added),
        ("an entry removed (at most 1)", removed),
    ]
    table(f"A page of {tokens:,} words, {distinct:,} different ones, ms", ("", "ms"), rows)


def _whole(lexicon, entries, texts, glossary):
    import ahocorasick_rs  # for comparison only

    rows = []
    for number in (len(entries) // 10, len(entries)):
        analyser = Analyser("de", Lexicon.open(lexicon))
        matcher = Matcher(glossary if number == len(entries) else entries[:number], analyser=analyser)
        book = BookIndex(matcher, texts.__getitem__)
        read, _ = _once(lambda book=book: book.read(len(texts)))
        matching = min(_once(lambda book=book: [book.find(at) for at in range(len(texts))])[0] for _ in range(3))
        alone = min(_once(lambda matcher=matcher: [matcher.find(text) for text in texts])[0] for _ in range(2))
        automaton = ahocorasick_rs.AhoCorasick(
            [entry.source.lower() for entry in entries[:number]], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            store_patterns=False,
        )  # fmt: skip
        scan = min(
            _once(lambda scan=automaton: [scan.find_matches_as_indexes(text.lower()) for text in texts])[0]
            for _ in range(3)
        )
        rows.append((f"{number:,} entries", read, matching, alone, scan, scan / matching))
    tokens = sum(len(words(text)) for text in texts)
    title = f"Whole text of {tokens:,} words, s (at most 2.5 and 2.5 a million; ratio at least 0.8 and 0.35)"
    heads = ("", "words and analysis", "matching", "paragraphs alone", "bare Aho-Corasick", "throughput to its")
    table(title, heads, rows)


def _hostile(analyser):
    """Four times the size may take four times as long, not sixteen."""
    term = " ".join(["Haus", "Weg"] * 250)
    cases = {
        "a word of letters": lambda n: ([Entry("Haus", ("x",), match="compound")], "H" + "aus" * n),
        "equal entries": lambda n: ([Entry("Weg", ("x",))] * n, "Weg weg " * n),
        "a term of 500 words, all but the last again and again": lambda n: (
            [Entry(term, ("x",))], (term[:-3] + "Zoll ") * (n // 250)),
        "terms that begin with the same two words": lambda n: (
            [Entry(f"rote Linie Q{number}x", ("x",)) for number in range(n)], "Die roten Linien " * n),
    }  # fmt: skip
    rows = []
    for title, case in cases.items():
        took = []
        for size in (5_000, 20_000):
            entries, text = case(size)
            took.append(cpu_ms(lambda e=entries, t=text: Matcher(e, analyser=analyser).find(t), 2))
        rows.append((title, *took, took[1] / took[0]))
    table("Hostile, ms, and how much more four times the size takes", ("", "5,000", "20,000", "ratio"), rows)
