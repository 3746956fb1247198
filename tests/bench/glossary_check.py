"""The term check and the candidates: how well they do on pairs judged by hand, and what they cost."""

import random
import time
from collections import defaultdict

from glossary.candidates import candidates_in_slices
from glossary.check import TermCheck
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.lexicon import Lexicon, file_name
from glossary.matcher import Matcher
from tests.bench import termbase
from tests.bench.harness import cpu_ms, table
from tests.glossary import check_pairs

SEED = 20261123


def report(home, *, quick):
    """Judge and measure, and print tables."""
    cache = home / ".cache" / "lesepult"
    analysers = {lang: Analyser(lang, Lexicon.open(cache / file_name(lang))) for lang in ("de", "en")}
    _quality(analysers)
    _cost(analysers)
    _candidates(analysers, cache / file_name("de"), cache / file_name("en"), 2_500 if quick else 50_000)


def _quality(analysers):
    """Precision and recall of both halves, beside checks by bare strings."""
    check = TermCheck(analysers["en"])

    def found(case):
        return Matcher(case.entries, analyser=analysers["de"]).find(case.source)

    def ours(case):
        got = check.check(case.source, case.target, found(case))
        return {(each.kind.value, each.entry.source, each.found) for each in got}

    methods = {
        "term check": ours,
        "word boundary": lambda case: check_pairs.naive(case, found(case), boundary=True),
        "substring": lambda case: check_pairs.naive(case, found(case), boundary=False),
    }
    cases = check_pairs.cases()
    rows = []
    for name, method in methods.items():
        for half in (0, 1):
            got = check_pairs.score(cases[half::2], method)
            label = f"{name}, {'held out' if half else 'tuned'}"
            rows.append((label, f"{got.precision:.3f}", f"{got.recall:.3f}", f"{got.pairs_right}/{got.pairs}"))
    table("The term check on pairs judged by hand", ("", "precision", "recall", "pairs right"), rows)
    kinds = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    rows = [
        (kind, f"{got.pairs_right}/{got.pairs}")
        for kind, some in kinds.items()
        for got in (check_pairs.score(some, ours),)
    ]
    table("    by kind, both halves", ("", "pairs right"), rows)


def _cost(analysers):
    """A segment with some terms, warm and cold."""
    matched = [
        (case.source, case.target, Matcher(case.entries, analyser=analysers["de"]).find(case.source))
        for case in check_pairs.cases()
    ]
    check = TermCheck(analysers["en"])

    def run(with_check):
        for segment in matched:
            with_check.check(*segment)

    entry = Entry("Wort", ("special fund", "fund"), forbidden=("special assets", "assets"))
    long = "The debt brake and the special funds of the federal government are in dispute again this year. " * 3
    many = [each for _, _, matches in matched[:20] for each in matches]
    rows = [
        ("a segment of the pairs, warm, µs", 1000 * cpu_ms(lambda: run(check)) / len(matched)),
        ("the same, its entries new, µs", 1000 * cpu_ms(lambda: run(TermCheck(analysers["en"]))) / len(matched)),
        (
            f"a paragraph of 50 words with {len(many)} terms, warm, µs",
            1000 * cpu_ms(lambda: check.check("", long, many)),
        ),
        ("a rule made, µs", 1000 * cpu_ms(lambda: TermCheck(analysers["en"])._made((entry,)))),
    ]
    table("The term check: cost (CPU)", ("", ""), rows)


def _candidates(analysers, german, english, sentences):
    """Candidates of a varied bitext, in slices; and of hostile megabytes."""
    pairs = list(_bitext(german, english, sentences))
    count = 20 * sentences
    longest, began = [], time.process_time()
    last = began
    for _ in candidates_in_slices(pairs, known=None, source=analysers["de"], target=analysers["en"]):
        now = time.process_time()
        longest.append(1000 * (now - last))
        last = now
    longest.sort()
    rows = [
        (f"{count:,} words of random German with a translation, s", last - began),
        ("    its slices: median, ms", longest[len(longest) // 2]),
        ("    99 of 100 are shorter than, ms", longest[int(0.99 * len(longest))]),
    ]
    for name, text in (("one word", "x" * 1_000_000), ("quotes", "„a " * 330_000), ("names", "Haus " * 200_000)):
        began = time.process_time()
        list(candidates_in_slices([(text, text)], known=None, source=analysers["de"], target=analysers["en"]))
        rows.append((f"a megabyte of {name}, s", time.process_time() - began))
    table("Candidates: cost (CPU)", ("", ""), rows)


def _bitext(german, english, count):
    """Sentences of random words, as frequent as words are: more names and compounds than any text has."""
    rng = random.Random(SEED)
    sides = []
    for path, small in (
        (german, "der die das und in zu den von mit auf"),
        (english, "the of and to in a is that for on"),
    ):
        words = sorted(form for form, _ in termbase.forms(path) if form.isalpha() and len(form) < 16)
        some = rng.sample(words, min(30_000, len(words)))
        sides.append((some, [1 / (rank + 5) for rank in range(len(some))], small.split()))
    drawn = [iter(rng.choices(words, weights, k=10 * count)) for words, weights, _ in sides]
    for _ in range(count):
        pair = []
        for words, (_, _, small) in zip(drawn, sides, strict=True):
            mixed = [next(words) for _ in range(10)] + rng.choices(small, k=10)
            rng.shuffle(mixed)
            pair.append(" ".join(mixed) + ".")
        yield tuple(pair)
