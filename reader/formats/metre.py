"""Whether a text is verse from beginning to end, though its lines are of about the same length as if it were wrapped.

What a program wrapped has a next word that would not have fit on the line; verse has not. Its lines end where its
sentences pause, and the last line of a stanza is as long as the others, where that of a paragraph has any length.

Invariant: only lines so short that nobody wraps prose to them by habit are ever taken for verse.
"""

from __future__ import annotations

from itertools import pairwise
from operator import ge
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDEST: Final = 60
_FEWEST: Final = 6
_PLAIN: Final = (0.4, 0.4, 0.6)
"""Of all line breaks the share that wrapping would not have made, and the share at a pause; how long a last line is at
least, of that in the middle."""
_REGULAR: Final = (0.6, 0.25, 0.85)
"""The same where one sentence often runs on into the next line, as in a sonnet: of three stanzas at least."""
_ALONE: Final = (0.5, 0.5, 0.7)
"""The same for a single stanza."""
_PAUSE: Final = tuple(".,;:!?–—…")
_QUOTES: Final = "“”\"»«’‘'›‹)"


def is_poem(blocks: Sequence[list[str]]) -> bool:
    """Whether all this is verse.

    Args:
        blocks: the lines between blank ones.

    >>> is_poem([["Ich lebe mein Leben in wachsenden Ringen,", "die sich über die Dinge ziehn.",
    ...           "Ich werde den letzten vielleicht nicht vollbringen,", "aber versuchen will ich ihn."],
    ...          ["Ich kreise um Gott, um den uralten Turm,", "und ich kreise jahrtausendelang;",
    ...           "und ich weiß noch nicht: bin ich ein Falke, ein Sturm", "oder ein großer Gesang."]])
    True
    """
    stanzas = [[line.strip() for line in block] for block in blocks if len(block) > 1]
    lines = [line for stanza in stanzas for line in stanza]
    breaks = [pair for stanza in stanzas for pair in pairwise(stanza)]
    if len(breaks) < _FEWEST or max(map(len, lines)) > WIDEST or any(line[-1] in "-\u2010" for line in lines):
        return False
    width = max(map(len, lines))
    unfilled = sum(len(one) + 1 + len(other.split(" ", 1)[0]) <= width for one, other in breaks)
    pauses = sum(one.rstrip(_QUOTES).endswith(_PAUSE) for one, _ in breaks)
    ends = sorted(len(stanza[-1]) for stanza in stanzas)
    # Of many stanzas some may end in a half line.
    shortest = ends[len(ends) // 10] / median(map(len, lines))
    found = (unfilled / len(breaks), pauses / len(breaks), shortest)
    ways = (_ALONE,) if len(stanzas) == 1 else (_PLAIN,) if len(stanzas) == 2 else (_PLAIN, _REGULAR)
    return any(all(map(ge, found, least)) for least in ways)
