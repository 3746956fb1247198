"""A model in memory: the only home of ctranslate2 and sentencepiece (with `convert`).

Import this inside a function: both libraries together take a third of a second.

A process may end while a text is worked on. Python ends a thread that comes back to it then, which no C++ survives:
so the libraries are only called for moments, under a lock that is taken for good before Python ends, and the thread
waits in Python.

Invariant: a text gets the whole of its translation, or a NoTranslation.
"""

import atexit
import ctypes
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

import ctranslate2
import sentencepiece

from reader.engines.base import EngineError, NoTranslation, Transient
from reader.engines.checks import tidy
from reader.engines.offline.model import DamagedModelError
from reader.engines.offline.prepared import MAX_TOKENS, ceiling, plain

_BEAM = 4
_END = "</s>"
_LOOK_S = 0.004
_LONGEST_CALL_S = 2.0


class LoadedModel:
    """A model that can translate.

    Args:
        directory: where it is.
        threads: how many it may use.

    Raises:
        DamagedModelError: one of the libraries refuses a file.
    """

    def __init__(self, directory: Path, threads: int) -> None:
        self._in_library = Lock()
        atexit.register(self._in_library.acquire, timeout=_LONGEST_CALL_S)
        with self._in_library:
            self._load(directory, threads)
        with suppress(EngineError):
            self.translate(["."])
        _end_without_destructors()

    def _load(self, directory: Path, threads: int) -> None:
        try:
            self._source = sentencepiece.SentencePieceProcessor(model_file=str(directory / "source.spm"))
            self._target = sentencepiece.SentencePieceProcessor(model_file=str(directory / "target.spm"))
            # Converters of other programs leave the end of a text to whoever uses the model.
            ends = json.loads((directory / "config.json").read_text("utf-8")).get("add_source_eos", False)
            self._end = [] if ends else [_END]
            self._translator = ctranslate2.Translator(
                str(directory), device="cpu", inter_threads=1, intra_threads=threads
            )
        except (OSError, RuntimeError, ValueError, AttributeError, TypeError, MemoryError):
            # Their own words hold paths and lines of C++.
            raise DamagedModelError("it cannot be loaded") from None

    def translate(self, texts: Sequence[str]) -> list[str]:
        """The translations of a few texts, worked on together.

        Raises:
            NoTranslation: a text is empty or too long, or a translation does not come to an end.
            Transient: there is not enough memory, or the library fails.
        """
        if not texts:
            return []
        with self._in_library:
            pieces = [self._pieces(text) for text in texts]
            most = [ceiling(len(some)) for some in pieces]
            begun = self._begun(pieces, max(most))
        while not self._done(begun):
            time.sleep(_LOOK_S)
        with self._in_library:
            try:
                found = [one.result().hypotheses[0] for one in begun]
            except (RuntimeError, MemoryError, ValueError):
                raise Transient("The offline model failed at this text.") from None
            return [self._text(some, longest) for some, longest in zip(found, most, strict=True)]

    def _begun(self, pieces: list[list[str]], longest: int) -> list[Any]:
        """The translations as they are being made, by threads of the library's own."""
        try:
            begun: list[Any] = self._translator.translate_batch(
                pieces,
                beam_size=_BEAM,
                max_input_length=0,
                max_decoding_length=longest,
                max_batch_size=0,
                disable_unk=True,
                asynchronous=True,
            )
        except (RuntimeError, MemoryError, ValueError):
            raise Transient("The offline model failed at this text.") from None
        return begun

    def _done(self, begun: list[Any]) -> bool:
        with self._in_library:
            return all(one.done() for one in begun)

    def known_share(self, vocabulary: Sequence[str]) -> float:
        """How much of what SentencePiece may come up with stands in the model's vocabulary."""
        known = set(vocabulary)
        size = self._source.get_piece_size()
        return sum(self._source.id_to_piece(at) in known for at in range(size)) / max(1, size)

    def _pieces(self, text: str) -> list[str]:
        pieces: list[str] = self._source.encode(plain(text), out_type=str)
        if not pieces:
            raise NoTranslation("The offline model has nothing to translate there.")
        if len(pieces) >= MAX_TOKENS:
            raise NoTranslation(f"The sentence is too long for the offline model ({len(pieces)} tokens).")
        return pieces + self._end

    def _text(self, pieces: list[str], longest: int) -> str:
        if len(pieces) >= longest:
            raise NoTranslation("The offline model came to no end.")
        text = tidy(self._target.decode(pieces))
        if not text:
            raise NoTranslation("The offline model said nothing.")
        return text


def _end_without_destructors() -> None:
    """See that the process ends as it should, even while a text is worked on.

    CTranslate2's threads go on until the very end, and crash when its library is taken down under them. When Python
    has tidied up and written everything, nothing is left that the destructors could be needed for; `on_exit` runs
    what was given last first, and hands the exit code on: so it is given after a first translation, when the library
    has set up all that it would take down. (Only the GNU C library has it.)
    """
    with suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None)
        libc.on_exit(libc._exit, None)  # noqa: SLF001 - the name that C gave it
