"""The engine that needs no network: one OPUS-MT model from German into English.

CTranslate2 is called so that nothing is ever cut off in silence: a text that is too long is refused before it, and
a translation that got as far as it was allowed to is no translation.

Invariant: nothing is loaded before the first text; a model is loaded once, whole and unchanged, or not at all.
"""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from reader.engines.base import (
    Availability,
    Cancelled,
    GivenUp,
    Languages,
    Limits,
    Misconfigured,
    Terms,
    never,
)
from reader.engines.offline.model import NONE_INSTALLED, DamagedModelError, is_there, look, verify
from reader.installing import install_command
from reader.settings import OfflineSettings

if TYPE_CHECKING:
    from reader.engines.offline.loaded import LoadedModel

BATCH = 8
LANGUAGES = ("de", "en")
_DEFAULTS = OfflineSettings()


def extra_missing() -> str:
    """What to do if the packages of the extra are not installed; "" if they are. Loads none of them."""
    if all(find_spec(name) is not None for name in ("ctranslate2", "sentencepiece")):
        return ""
    return f"The offline model needs two more packages: {install_command('offline')}."


class OfflineEngine:
    """The model in a directory as an engine.

    Args:
        settings: where it is, and how many threads it may use.
    """

    name = "offline"
    title = "The offline model"
    third_party = False
    privacy = "Nothing leaves this machine."
    takes_terms = False
    paired = True
    limits = Limits(max_texts=BATCH, max_chars=2000, max_bytes=6000, deadline_s=120.0)

    def __init__(self, settings: OfflineSettings = _DEFAULTS) -> None:
        self._directory = settings.directory
        self._threads = settings.threads
        self._lock = Lock()
        self._model: LoadedModel | None = None

    def availability(self) -> Availability:
        """Whether the packages and all files of the model are there; nothing is loaded."""
        if why := extra_missing():
            return Availability(ready=False, why=why)
        if self._directory is None or not is_there(self._directory):
            return Availability(ready=False, why=NONE_INSTALLED)
        try:
            look(self._directory)
        except DamagedModelError as error:
            return Availability(ready=False, why=str(error))
        return Availability(ready=True)

    def translate(
        self,
        texts: Sequence[str],
        languages: Languages,
        terms: Terms = (),  # noqa: ARG002 - it knows no terms
        cancelled: Cancelled = never,
    ) -> Sequence[str]:
        """The translations of these texts, eight at a time.

        Raises:
            GivenUp: nobody wants them any more; asked before each eight.
            NoTranslation: a text is too long, or the model ran wild at one.
            Misconfigured: there is no model that can be used.
        """
        if languages != LANGUAGES:
            raise Misconfigured("The offline model only translates from German into English.")
        answers: list[str] = []
        for at in range(0, len(texts), BATCH):
            if cancelled():
                raise GivenUp("Nobody waits for the offline model any more.")
            answers += self._loaded().translate(texts[at : at + BATCH])
        return answers

    def close(self) -> None:
        """Give the model's memory back as soon as nobody uses it."""
        self._model = None

    def _loaded(self) -> "LoadedModel":
        with self._lock:
            model = self._model
            if model is None:
                if not (available := self.availability()).ready or self._directory is None:
                    raise Misconfigured(available.why)
                model = self._model = _load(self._directory, self._threads)
            return model


def _load(directory: Path, threads: int) -> "LoadedModel":
    from reader.engines.offline.loaded import LoadedModel  # noqa: PLC0415 - a third of a second, for the first text

    try:
        verify(directory)
        return LoadedModel(directory, threads or cores())
    except DamagedModelError as error:
        raise Misconfigured(str(error)) from None


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
