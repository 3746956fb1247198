"""LibreTranslate, on this machine or elsewhere, by its own HTTP interface.

Not through deep-translator: its class puts the text into the address of a POST, where servers log it, wants a key
of servers that have none, stumbles over a slash at the end of an address, and can ask neither for several texts at
once nor for HTML, which is how a term is kept. What stands in that library's table of addresses is honoured.

Invariant: the answer to a text comes from a request for that text, alone or at its place in a list of as many.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.engines.addresses import LIBRETRANSLATE, address
from reader.engines.base import (
    Availability,
    Cancelled,
    EngineError,
    GivenUp,
    Languages,
    Limits,
    Misconfigured,
    NoTranslation,
    Terms,
    TimedOut,
    Transient,
    never,
    with_terms,
)
from reader.engines.checks import check_answer, tidy
from reader.engines.json_server import JsonServer, error_text
from reader.engines.marks import kept_terms, marked, unmarked
from reader.settings import LIBRETRANSLATE_KEY, LibreTranslateSettings

if TYPE_CHECKING:
    from reader.engines.transport import Bounds

_DEFAULTS = LibreTranslateSettings()
_NO_LANGUAGE = re.compile(r"(?<!format) is not supported|not available as a target")
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _NOT_ALLOWED = 400, 403, 404, 405


class LibreTranslate:
    """A LibreTranslate server as an engine.

    Args:
        settings: where it is, and its key.
        bounds: what a request may take; None for the usual.
    """

    name = "libretranslate"
    title = "LibreTranslate"
    takes_terms = True
    # Eight sentences are what a server without a graphics card translates in a few seconds.
    limits = Limits(max_texts=8, max_chars=5000)

    def __init__(self, settings: LibreTranslateSettings = _DEFAULTS, bounds: "Bounds | None" = None) -> None:
        self._server = JsonServer(self.title, address(LIBRETRANSLATE, settings.url), bounds)
        self._key = settings.key
        self._configured = settings.configured
        self.third_party = not self._server.here
        self.privacy = self._server.privacy("The text")

    @property
    def address(self) -> str:
        """Where the server is."""
        return self._server.url

    def availability(self) -> Availability:
        """It needs nothing but a server, and whether that runs is seen when it is asked."""
        why = "" if self._configured else f"It is not set up: {self._server.place} would be asked."
        return Availability(ready=True, why=why, key="set" if self._key else "")

    def translate(
        self, texts: Sequence[str], languages: Languages, terms: Terms = (), cancelled: Cancelled = never
    ) -> Sequence[str]:
        """The translations of these texts.

        Terms that are the same in both languages are marked so that they stay. Where they do not, and for all other
        texts, plain text is sent: all of it in one request.

        Raises:
            NoTranslation: there is none, or not one for each text.
            EngineError: they cannot be had.
        """
        call = _Call(languages, cancelled)
        kept = [kept_terms(text, some) for text, some in with_terms(texts, terms)]
        answers: dict[int, str] = {}
        with_kept = [at for at, some in enumerate(kept) if some]
        for at, answer in zip(
            with_kept, self._html([marked(texts[at], kept[at]) for at in with_kept], call), strict=False
        ):
            text = unmarked(answer, texts[at], kept[at])
            if text is not None and check_answer(texts[at], tidy(text)) is None:
                answers[at] = text
        plain = [at for at in range(len(texts)) if at not in answers]
        answers |= zip(plain, self._asked([texts[at] for at in plain], call, "text"), strict=True)
        return [answers[at] for at in range(len(texts))]

    def prepare(self) -> None:
        """Import what a request needs."""
        import reader.engines.transport  # noqa: F401, PLC0415 - imports requests

    def close(self) -> None:
        """Shut all connections down; whoever waits for an answer waits no more."""
        self._server.close()

    def _html(self, texts: Sequence[str], call: "_Call") -> Sequence[str]:
        """The translations of these pieces of HTML; none at all if the server has trouble with them."""
        try:
            return self._asked(texts, call, "html")
        except (TimedOut, GivenUp):
            raise
        except (NoTranslation, Transient):
            return ()

    def _asked(self, texts: Sequence[str], call: "_Call", form: str) -> Sequence[str]:
        """One answer for each text, from one request.

        Args:
            texts: plain texts or pieces of HTML.
            call: what else is asked.
            form: "text" or "html".
        """
        if not texts:
            return []
        said = self._said(texts[0] if len(texts) == 1 else list(texts), call, form)
        answers = said if isinstance(said, list) else [said]
        found = [answer for answer in answers if isinstance(answer, str)]
        if len(texts) == 1 and (len(answers) != 1 or not found):
            raise Transient(f"{self._server.place} answered with something unexpected.")
        if len(found) != len(answers) or len(found) != len(texts) or not all(answer.strip() for answer in found):
            raise NoTranslation("LibreTranslate gave no translation.")
        # Two texts with one answer: right or not, it is better to ask than to guess.
        if len(set(found)) != len(set(texts)):
            raise NoTranslation("LibreTranslate gave one translation for two texts.")
        return found

    def _said(self, query: str | list[str], call: "_Call", form: str) -> object:
        """What the server gives as the translation, whatever that is."""
        languages = call.languages
        payload: dict[str, object] = {"q": query, "source": languages[0], "target": languages[1], "format": form}
        if self._key:
            payload["api_key"] = self._key
        answer = self._server.post(
            "/translate", payload, lambda status, body: self._explain(status, body, languages), call.cancelled
        )
        said = answer.get("translatedText")
        if said is None:
            raise Transient(f"{self._server.place} answered with something unexpected.")
        if self._key and self._key in str(said) and self._key not in str(query):
            raise Transient(f"{self._server.place} answered with something that is no translation.")
        return said

    def _explain(self, status: int, body: str, languages: Languages) -> EngineError | None:
        """What a failure means, from the words of the server, of which none are passed on."""
        said = error_text(body).lower()
        if status in {_BAD_REQUEST, _FORBIDDEN} and "api key" in said:
            if self._key:
                return Misconfigured(f"{self._server.place} does not accept the key.")
            return Misconfigured(f"{self._server.place} wants a key: set {LIBRETRANSLATE_KEY}.")
        if status == _BAD_REQUEST and _NO_LANGUAGE.search(said):
            source, target = languages
            return Misconfigured(f"{self._server.place} does not translate from {source} to {target}.")
        if status == _BAD_REQUEST and "exceeds text limit" in said:
            return NoTranslation("The sentence is too long for LibreTranslate.")
        if status in {_NOT_FOUND, _NOT_ALLOWED}:
            return Misconfigured(f"There is no LibreTranslate at {self._server.place.split()[-1]}: look at its url.")
        return None


class _Call(NamedTuple):
    """What is asked beside the texts.

    Attributes:
        languages: from which into which.
        cancelled: whether nobody wants the answer any more.
    """

    languages: Languages
    cancelled: Cancelled
