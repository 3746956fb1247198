"""The questions whether a text may go to somebody else and how it is to be read, and what the answers mean.

Invariant: what is not answered is not sent, and is asked again another time; a no is kept for this text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.language import name_of
from reader.core.text import one_line
from reader.ui.screens.panel import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.engine_choice import EngineChoice
    from reader.engines.base import Engine
    from reader.reading_language import ReadingLanguage
    from reader.ui.screens.reading import ReadingScreen

ANSWERS = {"y": "yes, for this text", "a": "always", "n": "no"}
WHAT = (
    "Sentences that the memory does not know would be sent there over the network: those on the screen, and two "
    "screens ahead as you read. Nothing has been sent yet."
)


def title_of(engine: Engine) -> str:
    """What an engine is called on the screen."""
    return one_line(getattr(engine, "title", "") or engine.name.capitalize())


def consent_question(engines: Sequence[Engine], what: str = WHAT) -> Question:
    """Asks whether text may go to these engines."""
    privacy = dict.fromkeys(one_line(engine.privacy) for engine in engines if engine.privacy)
    return Question(
        f"Translate this text with {listed([title_of(engine) for engine in engines])}?",
        " ".join([what, *privacy]),
        ANSWERS,
    )


def settle_language(screen: ReadingScreen, then: Callable[[], None], *, again: bool = False) -> None:
    """Ask how the text is to be read if it looks like another language; go on with `then` if it stays as it is.

    Args:
        screen: where the text is shown.
        then: goes on; not called where the text is to be read in another language, or not to be translated at all.
        again: whether to ask also after a no, or no answer.
    """
    language = screen.desk.language
    if not language.doubt.code:
        then()
    elif again or language.unanswered:
        screen.app.push_screen(language_question(language), _language_answered(screen, then))
    else:
        screen.translating.restart()


def language_question(language: ReadingLanguage) -> Question:
    """Asks in which language a text is to be read."""
    found, other = language.doubt.name, language.other_pair
    return Question(
        f"This looks like {found}, not {language.name}.",
        "How is it to be read? Nothing has been sent to any engine yet, and nothing will be before you say so.",
        {
            "r": f"as {found}, into {name_of(other.target)}",
            "s": f"as {language.name} all the same",
            "n": "do not translate it",
        },
    )


def _language_answered(screen: ReadingScreen, then: Callable[[], None]) -> Callable[[str | None], None]:
    language = screen.desk.language

    def done(answer: str | None) -> None:
        if answer == "r":
            screen.rereading.read_as(language.other_pair)
        elif answer == "s":
            screen.dismiss_told(screen.desk.language_note())
            language.settle(screen.desk.pair.source)
            then()
        else:
            if answer == "n":
                language.refuse()
            else:
                language.put_off()
            screen.translating.restart()

    return done


def answered(choice: EngineChoice, engines: Sequence[Engine], then: Callable[[], None]) -> Callable[[str | None], None]:
    """What is done with the answer to such a question; `then` goes on with whatever may be asked now."""
    names = [engine.name for engine in engines]

    def done(answer: str | None) -> None:
        if answer in {"y", "a"}:
            choice.allow(names, always=answer == "a")
        elif answer == "n":
            choice.refuse(names)
        else:
            choice.put_off(names)
        then()

    return done


def listed(names: Sequence[str], word: str = "and") -> str:
    """Names as they are said.

    >>> listed(["LibreTranslate", "Google", "MyMemory"])
    'LibreTranslate, Google and MyMemory'
    """
    *others, last = names
    return f"{', '.join(others)} {word} {last}" if others else last
