"""LibreTranslate, on this machine or elsewhere, by its own HTTP interface.

Not through deep-translator: its class puts the text into the address of a POST, where servers log it, wants a key
of servers that have none, stumbles over a slash at the end of an address, and can ask neither for several texts at
once nor for HTML, which is how a term is kept.

Invariant: the answer to a text comes from a request for that text, alone or at its place in a list of as many.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.engines.base import (
    EngineError,
    Languages,
    Limits,
    Misconfigured,
    NoTranslation,
    Terms,
    TimedOut,
    Transient,
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
    takes_terms = True
    limits = Limits(max_texts=8, max_chars=2000, max_bytes=8000)

    def __init__(self, settings: LibreTranslateSettings = _DEFAULTS, bounds: "Bounds | None" = None) -> None:
        self._server = JsonServer("LibreTranslate", settings.url, bounds)
        self._key = settings.key
        self.third_party = not self._server.here
        self.privacy = self._server.privacy("The text")

    def translate(self, texts: Sequence[str], languages: Languages, terms: Terms = ()) -> Sequence[str]:
        """The translations of these texts; "" for one of several that the server has none for.

        Terms that are the same in both languages are marked so that they stay. Where they do not, and for all other
        texts, plain text is sent.

        Raises:
            EngineError: there are none.
        """
        kept = [kept_terms(text, some) for text, some in with_terms(texts, terms)]
        answers: dict[int, str] = {}
        with_kept = [at for at, some in enumerate(kept) if some]
        for at, answer in zip(
            with_kept, self._html([marked(texts[at], kept[at]) for at in with_kept], languages), strict=False
        ):
            text = unmarked(answer, texts[at], kept[at])
            if text is not None and check_answer(texts[at], tidy(text)) is None:
                answers[at] = text
        plain = [at for at in range(len(texts)) if at not in answers]
        otherwise = "" if len(texts) > 1 else None
        answers |= zip(plain, self._asked([texts[at] for at in plain], languages, "text", otherwise), strict=True)
        return [answers[at] for at in range(len(texts))]

    def close(self) -> None:
        """Give up the connections that are kept open."""
        self._server.close()

    def _html(self, texts: Sequence[str], languages: Languages) -> Sequence[str]:
        """The translations of these pieces of HTML; none at all if the server has trouble with them."""
        try:
            return self._asked(texts, languages, "html", "")
        except TimedOut:
            raise
        except (NoTranslation, Transient):
            return ()

    def _asked(self, texts: Sequence[str], languages: Languages, form: str, otherwise: str | None) -> Sequence[str]:
        """One answer for each text: all in one request if that works, else one by one.

        Args:
            texts: plain texts or pieces of HTML.
            languages: from which into which.
            form: "text" or "html".
            otherwise: what stands for a text that the server has no translation for; None to raise NoTranslation.
        """
        if len(texts) > 1:
            try:
                answers = _list(self._said(list(texts), languages, form))
            except NoTranslation:
                answers = []
            # Two texts with one answer: right or not, it is better to ask than to guess.
            if len(answers) == len(texts) and len(set(answers)) == len(set(texts)):
                return answers
        return [self._one(text, languages, form, otherwise) for text in texts]

    def _one(self, text: str, languages: Languages, form: str, otherwise: str | None) -> str:
        try:
            said = self._said(text, languages, form)
        except NoTranslation:
            if otherwise is None:
                raise
            return otherwise
        if isinstance(said, list) and len(said) == 1:
            said = said[0]
        if not isinstance(said, str):
            raise Transient(f"{self._server.place} answered with something unexpected.")
        if not said.strip() and otherwise is None:
            raise NoTranslation("LibreTranslate gave no translation.")
        return said

    def _said(self, query: str | list[str], languages: Languages, form: str) -> object:
        """What the server gives as the translation, whatever that is."""
        payload: dict[str, object] = {"q": query, "source": languages[0], "target": languages[1], "format": form}
        if self._key:
            payload["api_key"] = self._key
        answer = self._server.post("/translate", payload, lambda status, body: self._explain(status, body, languages))
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


def _list(said: object) -> list[str]:
    """What was said as a list of texts; empty if it is none, or if one of them is missing."""
    texts = [one for one in said if isinstance(one, str) and one.strip()] if isinstance(said, list) else []
    return texts if isinstance(said, list) and len(texts) == len(said) else []
