"""A text of a million words in 25,000 paragraphs, with a translation for every sentence.

`python -m tests.bench.big_text DIR` writes big.txt and big.yaml (pairs, for `lesepult memory import`), the same on
every machine.
"""

import random
import sys
from pathlib import Path

PARAGRAPHS = 25_000
SEED = 20261124
"""With this one there are terms on the first page, so that it can be seen when they are lit."""

NOUNS = (  # noqa: SIM905
    "Regierung Präsident Beziehung Weltordnung Sanktionen Linie Großmacht Dialog Isolation Haltung Armee Lage"
).split()
ADJECTIVES = "russische internationale harte neue relative schwierige offizielle günstige".split()  # noqa: SIM905
VERBS = "verhängt fordert ändert betont sieht treibt genehmigt akzeptiert".split()  # noqa: SIM905
TERMS = "OPEC+ BRICS+".split()  # noqa: SIM905


def sentence(rng: random.Random) -> tuple[str, str]:
    """A German-looking sentence of about thirteen words, and an English-looking one."""
    noun, other = rng.choice(NOUNS), rng.choice(NOUNS)
    adjective, verb = rng.choice(ADJECTIVES), rng.choice(VERBS)
    term = rng.choice(TERMS) if rng.random() < 0.1 else noun
    number = rng.randrange(100_000)
    german = f"Die {adjective} {noun} {verb} nach dem Bericht Nummer {number} die {other} von {term} in Moskau."
    english = (
        f"After report number {number} the {adjective} {noun} from Moscow has said so of {term} and of {other} too."
    )
    return german, english


def write(directory: Path, paragraphs: int = PARAGRAPHS) -> tuple[Path, Path]:
    """Make both files; gives their paths."""
    rng = random.Random(SEED)
    text, pairs = directory / "big.txt", directory / "big.yaml"
    with text.open("w", encoding="utf-8") as source, pairs.open("w", encoding="utf-8") as target:
        for number in range(paragraphs):
            units = [(f"Absatz {number} beginnt hier.", f"Paragraph {number} begins here.")]
            units += [sentence(rng) for _ in range(3)]
            source.write(" ".join(german for german, _ in units) + "\n")
            for german, english in units:
                target.write(f"- de: {german}\n  en: {english}\n")
        source.write("ENDEMARKE")
        target.write("- de: ENDEMARKE\n  en: ENDMARK\n")
    return text, pairs


if __name__ == "__main__":
    write(Path(sys.argv[1]))
