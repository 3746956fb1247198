"""How well terms are found: precision, recall and F1 on the sentences judged by hand, and traps left alone.

The held-out half was not looked at while the rules were worked on; only its figures say how well they do.
"""

from glossary.forms import Analyser
from glossary.lexicon import Lexicon, file_name
from tests.bench.harness import table
from tests.glossary import gold


def report(home, *, quick):
    """Print one table for each language, both halves side by side; with `quick` the totals alone."""
    for lang in ("de", "en"):
        lexicon = Lexicon.open(home / ".cache" / "lesepult" / file_name(lang))
        halves = [gold.half(lang, number) for number in range(2)]
        for known in (lexicon, None) if lexicon else (None,):
            analyser = Analyser(lang, known)
            what = "with the lexicon" if known else "by stems alone, until it is built"
            totals = [gold.total(half, analyser) for half in halves]
            rows = [("all", *(cell for found in totals for cell in _cells(found)))]
            if known and not quick:
                kinds = [gold.by_kind(half, analyser) for half in halves]
                rows += [
                    (kind, *(cell for found in kinds for cell in _cells(found.get(kind, gold.Tally()))))
                    for kind in dict.fromkeys([*kinds[0], *kinds[1]])
                ]
            heads = [f"{name} {part}" for name in gold.HALVES for part in ("P", "R", "F1", "traps")]
            table(f"Terms found, {lang}, {what}", ("", *heads), rows)


def _cells(found):
    """Precision, recall, F1 and the traps left alone, as they are printed; a dash where there was nothing to find."""
    traps = f"{found.quiet}/{found.traps}" if found.traps else "-"
    if not any(found[:3]):
        return "-", "-", "-", traps
    return f"{found.precision:.3f}", f"{found.recall:.3f}", f"{found.f1:.3f}", traps
