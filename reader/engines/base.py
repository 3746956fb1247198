"""What a translation engine is, and the only ways in which one may fail.

EngineError         the base; its `reason` is a sentence for a person and holds neither a text nor a key
├── Transient       this time it did not work (no connection, a broken answer): worth another try soon
│   ├── TimedOut    it took too long; another try would make the reader wait as long again
│   └── GivenUp     nobody wants the answer any more: the call was cancelled, or the engine closed
├── RateLimited     too many requests; when to come back may be known
├── Refused         the engine is closed to us for longer: blocked, quota used up, a captcha
├── NoTranslation   the engine works, but gives no usable answer for this text
└── Misconfigured   it cannot work before somebody changes a setting: a bad key, an unknown language

Invariant: an engine gives as many answers as it was given texts, in their order, or raises an EngineError.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol
from urllib.parse import quote_plus

Languages = tuple[str, str]
"""Two-letter codes of the source and the target language."""

Cancelled = Callable[[], bool]
"""Whether nobody wants the answer any more; asked often, from the thread that waits for the engine."""


def never() -> bool:
    """The answer is wanted whatever happens."""
    return False


KeyState = Literal["set", "not set", ""]
"""Whether the key of an engine is set; "" if it needs none."""


class Availability(NamedTuple):
    """Whether an engine can be asked at all, as far as that can be told without asking it.

    Attributes:
        ready: whether it has all it needs.
        why: what it lacks and how to get it, in a sentence for a person; if it is ready, "" or what is worth knowing.
        key: whether its key is set; "" if it needs none.
    """

    ready: bool
    why: str = ""
    key: KeyState = ""


class RequiredTerm(NamedTuple):
    """A term of the glossary that stands in a text and is to be found in its translation.

    Attributes:
        start: its first character in the text.
        end: behind its last one.
        source: the term as the glossary has it, while the text may have it inflected.
        target: its preferred translation.
    """

    start: int
    end: int
    source: str
    target: str

    def kept_in(self, text: str) -> bool:
        """Whether the very characters that stand in the text are the translation, as those of a name.

        >>> RequiredTerm(0, 5, "Kreml", "Kreml").kept_in("Kreml")
        True
        >>> RequiredTerm(0, 6, "Kreml", "Kreml").kept_in("Kremls")
        False
        """
        return text[self.start : self.end] == self.target


Terms = Sequence[Sequence[RequiredTerm]]
"""For each text the terms in it, in the order of their places and without overlap; empty if there are none at all."""


def with_terms(texts: Sequence[str], terms: Terms) -> list[tuple[str, Sequence[RequiredTerm]]]:
    """Each text with its terms, whether terms were given or not."""
    return list(zip(texts, [*terms, *[()] * len(texts)], strict=False))


class EngineError(Exception):
    """An engine gave no translation.

    Attributes:
        reason: why, in one sentence that a person understands.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Transient(EngineError):  # noqa: N818 - named for what it says, as in the protocol
    """It did not work this time."""


class TimedOut(Transient):
    """It took longer than a reader can be asked to wait."""


class GivenUp(Transient):
    """Nobody wants the answer any more."""


class RateLimited(EngineError):  # noqa: N818
    """Too many requests.

    Attributes:
        retry_after_s: after how many seconds the engine wants to be asked again; None if it did not say.
    """

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class Refused(EngineError):  # noqa: N818
    """The engine is closed to us for longer.

    Attributes:
        again_s: after how many seconds it is worth another try; None for as long as usual.
    """

    def __init__(self, reason: str, again_s: float | None = None) -> None:
        super().__init__(reason)
        self.again_s = again_s


class NoTranslation(EngineError):  # noqa: N818
    """The engine works, but not for this text."""


class Misconfigured(EngineError):  # noqa: N818
    """The engine cannot work before a setting is changed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may hold.

    Attributes:
        max_texts: texts in one request.
        max_chars: characters of all texts together.
        max_bytes: bytes of all texts together, in UTF-8.
        gap_s: seconds from the end of one request to the beginning of the next.
        deadline_s: seconds after which a request is given up, for an engine that is slow by nature; None: as usual.
        daily_chars: characters in a day; None if nobody counts them.
        max_quoted: characters of all texts as lines in an address, where an ä takes six; None if they stand in none.
    """

    max_texts: int = 1
    max_chars: int = 5000
    max_bytes: int = 20_000
    gap_s: float = 0.0
    deadline_s: float | None = None
    daily_chars: int | None = None
    max_quoted: int | None = None

    def fit(self, texts: Sequence[str]) -> bool:
        """Whether these texts can go into one request.

        >>> Limits(max_texts=2, max_bytes=4).fit(["ä", "ö"]), Limits(max_texts=2, max_bytes=4).fit(["ä", "öl"])
        (True, False)
        >>> Limits(max_quoted=12).fit(["äö"]), Limits(max_quoted=12).fit(["äö!"])
        (True, False)
        """
        if len(texts) > self.max_texts or sum(map(len, texts)) > self.max_chars:
            return False
        lines = "\n".join(texts).encode("utf-8", "surrogatepass")
        return len(lines) - max(0, len(texts) - 1) <= self.max_bytes and (
            self.max_quoted is None or len(quote_plus(lines)) <= self.max_quoted
        )


class Engine(Protocol):
    """Something that translates; called by several threads, though by one at a time as long as it answers."""

    @property
    def name(self) -> str:
        """Its name on the command line and as the origin of a translation ("google")."""
        ...

    @property
    def title(self) -> str:
        """The name a person knows ("Google")."""
        ...

    @property
    def limits(self) -> Limits:
        """How much one request may hold, and how soon the next may follow."""
        ...

    @property
    def third_party(self) -> bool:
        """Whether the text leaves this machine for somebody else's, so that the person must be asked first."""
        ...

    @property
    def privacy(self) -> str:
        """What leaves the machine and to whom, in one sentence for a person."""
        ...

    @property
    def takes_terms(self) -> bool:
        """Whether it does anything with terms; finding them is not free."""
        ...

    def availability(self) -> Availability:
        """Whether it has all it needs; looks at settings and files, never at the network."""
        ...

    def translate(
        self, texts: Sequence[str], languages: Languages, terms: Terms = (), cancelled: Cancelled = never
    ) -> Sequence[str]:
        """The translations of these texts, one for each, in their order; several go together where that works.

        Args:
            texts: what to translate; a term never stands in it as anything but itself.
            languages: from which into which.
            terms: for each text the terms that its translation should use; an engine may leave them out of account,
                so whether it did is for others to check.
            cancelled: whether nobody wants the answer any more; the call then ends soon, with `GivenUp`.

        Raises:
            NoTranslation: there is none, or not one for each of several texts: they may be asked for one by one.
            EngineError: there are none; nothing else is ever raised.
        """
        ...

    def close(self) -> None:
        """Give up all connections, also those in use; returns at once, and the engine can still be used."""
        ...
