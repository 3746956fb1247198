"""A Marian model made into what CTranslate2 runs, in eight bits; and the proof that a model works.

The converter needs numpy and PyYAML, which come with ctranslate2, and no PyTorch.

Invariant: nothing is written but into the directory that is named.
"""

import gc
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from warnings import catch_warnings, simplefilter

from reader.engines.base import EngineError
from reader.engines.offline.archive import marian_in
from reader.engines.offline.engine import cores
from reader.engines.offline.errors import OfflineError
from reader.engines.offline.model import EXTRA, DamagedModelError, present

TEST_SENTENCE = "Das ist ein Test."
_LEAST_KNOWN = 0.5
"""So much of SentencePiece's vocabulary must be in the model's; in OPUS-MT's it is nearly all."""


def convert(marian: Path, into: Path) -> None:
    """Convert the Marian model in a directory; `into` must not exist yet.

    Raises:
        OfflineError: there is no model that can be converted.
        OSError: it cannot be written.
    """
    from ctranslate2.converters.marian import MarianConverter  # noqa: PLC0415 - only when a model is installed

    files = marian_in(marian)
    network, vocabularies = str(marian / files.network), [str(marian / name) for name in files.vocabularies]
    if failed := _failure(lambda: MarianConverter(network, vocabularies).convert(str(into), quantization="int8")):
        raise OfflineError(f"the model cannot be converted ({failed}).", "Is it the right one?")
    for name in ("source.spm", "target.spm", *EXTRA):
        if (marian / name).is_file():
            shutil.copyfile(marian / name, into / name)


def _failure(work: Callable[[], object]) -> str:
    """Do it; gives the name of what numpy, yaml or the converter raised at files that are none, "" if all is well.

    The converter leaves the weights open: they are closed here, where nobody is told of it.

    Raises:
        OSError: the system says so.
    """
    failed = ""
    with catch_warnings():
        simplefilter("ignore", ResourceWarning)
        try:
            work()
        except Exception as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            failed = type(error).__name__
        gc.collect()
    return failed


def take(model: Path, into: Path) -> None:
    """Copy the files of a converted model, and no others; `into` must not exist yet.

    Raises:
        OfflineError: it is not complete.
        OSError: it cannot be read or written.
    """
    try:
        names = present(model)
    except DamagedModelError as error:
        raise OfflineError(f"{model}: {error.why}.", "Is it the right directory?") from None
    into.mkdir(mode=0o700)
    for name in names:
        shutil.copyfile(model / name, into / name)


def prove(model: Path) -> str:
    """See that a model loads, fits its vocabulary, and translates; gives its translation of the test sentence.

    Raises:
        OfflineError: it does not.
    """
    from reader.engines.offline.loaded import LoadedModel  # noqa: PLC0415 - a third of a second

    try:
        loaded = LoadedModel(model, cores())
        if loaded.known_share(_vocabulary(model)) < _LEAST_KNOWN:
            raise OfflineError("the model’s vocabulary and its SentencePiece files do not belong together.")
        return loaded.translate([TEST_SENTENCE])[0]
    except DamagedModelError as error:
        raise OfflineError(f"the model does not work: {error.why}.", "Is it the right one?") from None
    except EngineError as error:
        raise OfflineError(f"the model does not translate: {error.reason}", "Is it the right one?") from None


def _vocabulary(model: Path) -> list[str]:
    """The tokens of the source language.

    Raises:
        DamagedModelError: they cannot be read.
    """
    name = next(name for name in present(model) if name.startswith(("shared_vocabulary", "source_vocabulary")))
    try:
        text = (model / name).read_text("utf-8")
        return [str(token) for token in json.loads(text)] if name.endswith(".json") else text.split("\n")
    except (OSError, ValueError, TypeError, RecursionError):
        raise DamagedModelError(f"{name} cannot be read") from None
