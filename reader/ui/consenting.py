"""The question whether a text may go to somebody else, and what the answers mean.

Invariant: what is not answered is not sent, and is asked again another time; a no is kept for this text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.text import one_line
from reader.ui.screens.panel import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.engine_choice import EngineChoice
    from reader.engines.base import Engine

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
