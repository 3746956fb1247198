"""Which language a text is in, by its commonest words and letters: small, local, and quick.

A fifth or more of the words of a prose text are among the sixty commonest of its language. Words that several
languages share ("die", "in", "de") count for each of them, so what decides are the others.

Invariant: a guess is made only when it is sure: a short text, a list of names or a table is in no language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from reader.core.document import Document

SAMPLE_CHARS: Final = 20_000
_WORDS: Final = re.compile(r"[^\W\d_]+")
_LEAST_WORDS: Final = 12
_LEAST_SHARE: Final = 0.16
_FEW_WORDS: Final = 60
_LEAST_OF_FEW: Final = 0.2
_LEAD: Final = 1.35
_QUOTING: Final = 0.04
"""With more words that only the expected language has, a text is in that and quotes the other."""
_QUOTED_WORDS: Final = 2
_NEAR: Final = {"nl": "de", "da": "de", "sv": "de", "de": "nl"}
"""Languages that share so many short words that a share says nothing."""

_COMMON: Final = {
    "de": "der die das und in den von zu ist mit sich des auf für nicht ein eine als auch es an werden aus er "
    "hat dass daß sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder "
    "aber vor zur bis mehr durch man sein wurde sei ich wir ihr mir mich was wenn doch schon da dem im "
    "nun hier kein keine ihre seine vom",
    "en": "the of and to in is that for it as was with be by on not he his but at are this have from or had an "
    "they which one you were her all she there would their we him been has when who will more no if out "
    "so said what up its about into than them can only other new some could time these two may then do "
    "first any my now your i a",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec "
    "ils son été cette mais comme on nous sa ou leur aux était être ses fait même ces elle je tout deux "
    "bien où sans peut tous après ainsi donc vous dont entre encore si aussi leurs avait lui n l d qu c s "
    "j",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me "
    "si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde "
    "está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien ese",
    "it": "di e il la che in a per un è del non della le si una dei sono con alla da i nel al più come lo delle "
    "ha gli ma anche su dal suo sua era o questo se ed nella ai loro cui essere stato dalla quando ci "
    "degli hanno solo tra fra poi molto dopo mi c l d dell perché ancora già io fatto",
    "nl": "de van het een en in is dat op te zijn met voor die niet aan er om ook als dan maar bij of uit nog "
    "naar door over ze hij tot wordt was je heeft werd zich kan worden deze wel had geen hebben meer haar "
    "dit zo ik we veel hun wat al zou waren tegen nu na moet mijn zal men moeten kunnen",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua "
    "ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas "
    "me esse eles você essa num nem suas meu às minha são foi ser está há é",
    "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan "
    "när nu skulle efter eller ut vid mot under upp också in där bara du man hade vad än hon blev mer "
    "alla mycket sin ska här allt skall någon några denna mig",
    "da": "og i at det er en til på som med for af den de der har ikke et han jeg men sig var fra vi kan så hun "
    "efter eller om skal også over ved ud når sin blev hvor nu havde ham mod være op man mere hvad alle "
    "meget os denne sit noget blive selv hans bliver ind hende",
    "pl": "w i na z się do nie że to jest o jak a po od za przez co jego dla ale ich przy już był tym tak ma "
    "który tego jej być może tylko go czy są gdy było które oraz bardzo jednak lub także ze mi ja by bez "
    "pod przed nad",
    "cs": "a v se na je že s z do i to o k ve pro za by ale si po jako podle od jsem tak byl jeho které který "
    "jsou až nebo už jen když bylo při není co být má ještě také jak tím svou mezi bude před pak ze ho",
    "la": "et in est non ad ut cum quod qui ex sed si quae de per esse ab quam nec enim atque aut eius autem "
    "etiam ac sunt me te se hoc id quid a tamen ita iam nam nunc erat quo haec nihil omnia tibi mihi sibi",
}
_NAMES: Final = {
    "de": "German", "en": "English", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "sv": "Swedish", "da": "Danish", "pl": "Polish", "cs": "Czech", "la": "Latin",
    "ru": "Russian", "uk": "Ukrainian", "el": "Greek", "ar": "Arabic", "he": "Hebrew", "zh": "Chinese",
    "ja": "Japanese", "ko": "Korean",
}  # fmt: skip
_SCRIPTS: Final = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
"""Writing systems that nearly name their language, the rarer letters before those that they stand among."""
_SHARES: Final = {"ja": 0.05, "uk": 0.02}
_LETTERS: Final = {
    "de": "äöüß", "fr": "éèêàçùœ", "es": "ñáíóúé¿¡", "it": "àèéìòù", "pt": "ãõçáéíóú", "sv": "åäö", "da": "åæø",
    "pl": "ąćęłńóśźż", "cs": "ěščřžýáíéů", "nl": "ĳ",
}  # fmt: skip


class Guess(NamedTuple):
    """A language, as a code and as its English name; both empty if there is none to be sure of."""

    code: str
    name: str


NO_GUESS: Final = Guess("", "")


def language_of(text: str) -> Guess:
    """The language of a text, by its first 20,000 characters.

    >>> language_of("Er sagte, dass er nicht mehr nach Hause kommen werde, und das war auch so.").name
    'German'
    >>> language_of("It was the best of times, it was the worst of times, and that was all he had.").name
    'English'
    >>> language_of("Anna, Bonn, 1999").name
    ''
    """
    sample = text[:SAMPLE_CHARS].lower()
    words = _WORDS.findall(sample)
    foreign = _by_script(sample)
    if foreign:
        return Guess(foreign, _NAMES[foreign])
    if len(words) < _LEAST_WORDS:
        return NO_GUESS
    scores = {code: _score(words, sample, code) for code in _COMMON}
    best, second = sorted(scores, key=lambda code: -scores[code])[:2]
    if (
        scores[best] < (_LEAST_SHARE if len(words) >= _FEW_WORDS else _LEAST_OF_FEW)
        or scores[best] < _LEAD * scores[second]
    ):
        return NO_GUESS
    return Guess(best, _NAMES[best])


def _by_script(sample: str) -> str:
    """The language whose writing system a text is in, other than Latin."""
    letters = sum(map(str.isalpha, sample))
    for code, script in _SCRIPTS:
        found = len(script.findall(sample))
        if found > 2 and found >= _SHARES.get(code, 0.3) * letters:
            return code
    return ""


def _score(words: list[str], sample: str, code: str) -> float:
    """The share of the words that are common in a language, and a little for its own letters."""
    common = frozenset(_COMMON[code].split())
    share = sum(word in common for word in words) / len(words)
    letters = sum(map(sample.count, _LETTERS.get(code, ""))) / max(1, len(sample))
    return share + min(0.05, 2 * letters)


def name_of(code: str) -> str:
    """What people call a language; the code itself if it is not known."""
    return _NAMES.get(code.partition("-")[0].lower(), code)


def note_for(document: Document, expected: str = "de", target: str = "") -> str:
    """What to tell a person whose text is not in the language that it is read as; empty if nothing is to be told.

    Args:
        document: the text.
        expected: the language it is read as.
        target: the language it is translated into: a text that is in that already is read the other way round.
    """
    found = other_language(document, expected)
    if not found.code:
        return ""
    into = f" --to {expected}" if found.code == target.partition("-")[0] else ""
    return f"This looks like {found.name}, not {name_of(expected)}; --from {found.code}{into} would read it so."


def other_language(document: Document, expected: str = "de") -> Guess:
    """The language that a text looks like, if that is another than the one it is read as.

    The words of the text decide, and only where they do not, what the file says of itself.

    Args:
        document: the text.
        expected: the language it is read as.
    """
    sample = _sample(document)
    found = language_of(sample).code
    alarm = _is_foreign(sample, found, expected)
    if not found:
        found = document.language.partition("-")[0].lower()
        # Programs that nobody told otherwise write that everything is English.
        alarm = found != "en" or _share(sample, "en") > _share(sample, expected)
    if not alarm or not found or found == expected or found not in _NAMES:
        return NO_GUESS
    return Guess(found, _NAMES[found])


def _is_foreign(sample: str, found: str, expected: str) -> bool:
    """Whether a text is in the language found, and does not only quote it at length."""
    if _NEAR.get(found) == expected:
        return True
    words = _WORDS.findall(sample.lower())
    # `was` and `in` are common in German and in English, and tell nothing.
    own = frozenset(_COMMON.get(expected, "").split()) - frozenset(_COMMON.get(found, "").split())
    count = sum(word in own for word in words)
    return count < _QUOTED_WORDS or count < _QUOTING * len(words)


def _share(sample: str, code: str) -> float:
    words = _WORDS.findall(sample[:SAMPLE_CHARS].lower())
    return _score(words, sample, code) if words and code in _COMMON else 0.0


def _sample(document: Document) -> str:
    """Some text of a document: from a third of the way in, where prefaces and licences are over."""
    start = len(document.text) // 3 if len(document.text) > 3 * SAMPLE_CHARS else 0
    return document.text[start : start + SAMPLE_CHARS]
