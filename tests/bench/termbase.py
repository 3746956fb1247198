"""A termbase of any size and a text as varied as a book, both made from the lexicon, the same on every machine."""

import random

from glossary.entry import Entry
from glossary.lexicon import Lexicon

SEED = 20261122
FUNCTION_WORDS = (  # noqa: SIM905
    "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat "
    "dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr "
    "durch man sein wurde sei ich wenn hatte kann gegen vom können schon unter wir soll ihre dann alle einer seine"
).split()


def words(path):
    """Nouns, adjectives and other forms of a German lexicon, shuffled; nothing but letters, of usual length."""
    nouns, adjectives, others = [], [], []
    for form, lemma in Lexicon.open(path).everything():
        if not form.isalpha() or not 3 <= len(form) <= 20:
            continue
        if form == lemma and form[0].isupper() and form[1:].islower():
            nouns.append(form)
        elif form == lemma + "e" and form.islower():
            adjectives.append(form)
        elif form[1:].islower():
            others.append(form)
    rng = random.Random(SEED)
    for some in (nouns, adjectives, others):
        some.sort()
        rng.shuffle(some)
    return nouns, adjectives, others


def entries(path, count):
    """So many varied entries: half nouns, the others adjective and noun."""
    nouns, adjectives, _ = words(path)
    rng = random.Random(SEED + 1)
    made = {}
    while len(made) < count:
        noun = nouns[len(made) % len(nouns)]
        source = noun if len(made) % 2 else f"{adjectives[int(len(adjectives) * rng.random() ** 3)]} {noun}"
        made[source] = Entry(source, (f"term {len(made)}",), layer="termbase", line=len(made) + 1)
    return tuple(made.values())


def paragraphs(path, tokens, distinct=50_000):
    """Paragraphs of German-looking prose with so many words, spread over the forms as in a book (Zipf).

    A third of the vocabulary are nouns of the termbase, and now and then two of its words stand together as there.
    """
    nouns, adjectives, others = words(path)
    rng = random.Random(SEED + 2)
    third = distinct // 3
    rest = nouns[:third] + adjectives[:third] + others[:third]
    rng.shuffle(rest)
    vocabulary = FUNCTION_WORDS + rest
    weights = [1 / (rank + 1.5) ** 1.07 for rank in range(len(vocabulary))]
    phrases = [entry.source for entry in entries(path, 2_000) if " " in entry.source]
    made, sentence, paragraph = [], [], []
    for word in rng.choices(vocabulary, weights, k=tokens):
        sentence.append(word if sentence else word.capitalize())
        if len(sentence) >= rng.randint(8, 24):
            paragraph.append(_sentence(sentence, rng, rng.choice(phrases)))
            sentence = []
            if len(paragraph) >= rng.randint(3, 9):
                made.append(" ".join(paragraph))
                paragraph = []
    made.append(" ".join([*paragraph, " ".join(sentence) + "."]))
    return made


def _sentence(parts, rng, phrase):
    """Words with a comma, a hyphenated word, quotation marks or a term of two words here and there."""
    at = rng.randrange(2, len(parts) - 1)
    mark = rng.random()
    if mark < 0.5:
        parts[at] += ","
    elif mark < 0.55:
        parts[at] = f"„{parts[at]}“"
    elif mark < 0.6:
        parts[at] += f"-{parts[at - 1].capitalize()}"
    elif mark < 0.8:
        parts[at] = phrase
    return " ".join(parts) + "."
