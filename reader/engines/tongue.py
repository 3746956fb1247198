"""Which of two languages a text is written in, told by its function words: those that occur in one of them only.

Words that both languages have ("in", "so", "war", "was", "man", "die" as a verb) tell nothing and are left out, but
for "die", which German cannot do without. Invariant: no word is in both lists.
"""

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

GERMAN = frozenset(
    """
    aber alle allem allen aller alles als auch auf aus bei beide beiden beim bereits bis bist da dabei dadurch dafür
    dagegen daher damit danach daran darauf daraus darf darin darum darüber das dass davon dazu daß dein deine dem
    den denen denn der deren des deshalb dessen die diese diesem diesen dieser dieses doch dort du durch dürfen ein
    eine einem einen einer eines einige einmal er es etwa etwas euch euer für gegen gegenüber gewesen habe haben
    hatte hatten heute hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer innerhalb ins ist ja jede
    jedem jeden jeder jedes jedoch jene jener jetzt kann kannst kein keine keinem keinen keiner konnte können könnte
    könnten mehr mein meine meiner mich mir mit muss musste müssen nach nachdem neben nein nicht nichts nie noch nur
    ob obwohl oder ohne schon sehr sei seien sein seine seinem seinen seiner seines seit seitdem selbst sich sie
    sind sogar solche soll sollen sollte sollten sondern sonst sowie sowohl trotz um und uns unser unsere unter vom
    von vor wann warum weil weiter welche welcher wenig weniger wenn werde werden wie wieder wir wird wo wohl wollen
    worden wurde wurden während würde würden zu zum zur zwar zwischen über
    """.split()  # noqa: SIM905 - a list of two hundred words reads better so
)
ENGLISH = frozenset(
    """
    a about across after against all almost along already although always among and any are around as at be because
    been before behind being between beyond both but by can cannot could despite did do does doing during each
    either even every few for from had has have having he her here him his how however i if inside into is isn't it
    its itself just like may me might more most much must my near neither never no nor not now of off often on once
    only or other our out outside over own said same she should since some still such than that that's the their
    them then there these they this those through thus to too toward towards under unless until up upon very we were
    what when where whether which while who whom whose why with within without would yes yet you your
    """.split()  # noqa: SIM905 - as above
)


class Tongues(NamedTuple):
    """How many function words of each language a text holds, and how many words in all."""

    german: int
    english: int
    words: int


def words(text: str) -> list[str]:
    """The words of a text, as they are written, without numbers.

    >>> words("Don’t say „20 rote Linien“.")
    ['Don’t', 'say', 'rote', 'Linien']
    """
    return _WORD.findall(text)


def tongues(text: str) -> Tongues:
    """How much of each language a text shows.

    >>> tongues("The red lines of the Kremlin")
    Tongues(german=0, english=3, words=6)
    >>> tongues("Die roten Linien des Kremls")
    Tongues(german=2, english=0, words=5)
    """
    # Capitals throughout are an abbreviation: IT, US, MIT, DER.
    found = ["" if len(word) > 1 and word.isupper() else word.casefold().replace("’", "'") for word in words(text)]
    german = sum(word in GERMAN for word in found)
    return Tongues(german, sum(_english(word) for word in found), len(found))


def _english(word: str) -> bool:
    return word in ENGLISH or word.endswith(("n't", "'s", "'re", "'ll", "'ve"))
