"""In which language a text is read: as it was asked for, unless the text looks like another and the person says so.

Invariant: while `doubt` names a language, nothing of the text may be sent to any engine: the person has not said how
it is to be read. A language named on the command line is such an answer. What they say is kept for this text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from reader.memory.unit import LanguagePair

if TYPE_CHECKING:
    from reader.core.document import Document
    from reader.core.language import Guess
    from reader.history import History

_NOT_AT_ALL: Final = "none"


class ReadingLanguage:
    """How one text is read.

    Args:
        document: the text.
        wanted: from which language into which it is to be read.
        history: remembers the answers.
        content_id: of the text.
        named: whether the person named the language of the text.
    """

    def __init__(
        self, document: Document, wanted: LanguagePair, history: History, content_id: str, *, named: bool
    ) -> None:
        self._document = document
        self._history = history
        self._setting = language_setting(content_id)
        self._wanted = wanted
        self._named = named
        self._put_off = False
        said = "" if named else history.setting(self._setting)
        self.pair = wanted if said in ("", _NOT_AT_ALL, wanted.source) else _from(said, wanted)
        """From which language into which the text is read."""
        self.settled = named or said not in ("", _NOT_AT_ALL)
        """Whether the person said how it is to be read."""

    @cached_property
    def _other(self) -> Guess:
        from reader.core.language import other_language  # noqa: PLC0415 - the first page does without it

        return other_language(self._document, self.pair.source)

    @property
    def doubt(self) -> Guess:
        """The other language that the text looks like, until the person has said how it is to be read."""
        from reader.core.language import NO_GUESS  # noqa: PLC0415 - as above

        return NO_GUESS if self.settled else self._other

    @property
    def unanswered(self) -> bool:
        """Whether the person is to be asked, having said nothing yet, not even that they do not want to say."""
        return bool(self.doubt.code) and not self._put_off and self._history.setting(self._setting) != _NOT_AT_ALL

    @property
    def other_pair(self) -> LanguagePair:
        """The languages to read it in if it is in the one that it looks like; an English text is read into German."""
        return _from(self.doubt.code, self._wanted)

    @property
    def name(self) -> str:
        """The language that the text is read as."""
        from reader.core.language import name_of  # noqa: PLC0415 - as above

        return name_of(self.pair.source)

    def settle(self, source: str) -> None:
        """The person said that the text is to be read as this language."""
        self.settled = True
        self._history.set_setting(self._setting, source)

    def refuse(self) -> None:
        """The person wants it read as neither: nothing of it is sent."""
        self._history.set_setting(self._setting, _NOT_AT_ALL)

    def put_off(self) -> None:
        """The person did not answer: nothing is sent, and nothing is remembered."""
        self._put_off = True


def language_setting(content_id: str) -> str:
    """Under this name the history keeps which language the person said a text is to be read as.

    >>> language_setting("5c1d")
    'language:5c1d'
    """
    return f"language:{content_id}"


def _from(source: str, wanted: LanguagePair) -> LanguagePair:
    """From this language, into the one wanted.

    >>> _from("fr", LanguagePair("de", "en")), _from("en", LanguagePair("de", "en"))
    (LanguagePair(source='fr', target='en'), LanguagePair(source='en', target='de'))
    """
    itself = wanted.target.partition("-")[0] == source
    return LanguagePair(source, wanted.source if itself else wanted.target)
