"""The options that say how a text is to be read: from which language into which, in which encoding, or pasted."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from reader.core.document import Document
    from reader.memory.unit import LanguagePair

_CODES: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""The two-letter codes of ISO 639-1."""
_REGION: Final = re.compile(r"([a-z]{2})(?:-([a-z]{2}))?")


def add_options(parser: ArgumentParser) -> None:
    """Add `--from`, `--to` and `--encoding`."""
    add_pair(parser)
    add_encoding(parser)


def add_pair(parser: ArgumentParser, *, to: bool = True) -> None:
    """Add `--from` and `--into`, which is `--to` as well where that does not say where something goes.

    Args:
        parser: to which.
        to: whether `--to` is free.
    """
    parser.add_argument(
        "--from",
        dest="source_language",
        type=code,
        metavar="CODE",
        help="the language of the text, such as fr or es (default: de, which Lesepult knows best)",
    )
    parser.add_argument(
        *(("--to", "--into") if to else ("--into",)),
        dest="target_language",
        type=code,
        default="en",
        metavar="CODE",
        help="into which (default: en)",
    )


def add_encoding(parser: ArgumentParser) -> None:
    """Add `--encoding`."""
    parser.add_argument(
        "--encoding",
        type=encoding,
        default="",
        metavar="NAME",
        help="the encoding of a text, such as cp1252, if it is not found out",
    )


def add_paste(parser: ArgumentParser) -> None:
    """Add `--paste`."""
    parser.add_argument("--paste", action="store_true", help="take the text that was copied, instead of a FILE")


def code(text: str) -> str:
    """A language's code as the engines know it.

    Raises:
        ArgumentTypeError: there is no such language.

    >>> code("FR"), code("pt-br")
    ('fr', 'pt-BR')
    """
    found = _REGION.fullmatch(text.strip().lower())
    if found is None or found[1] not in _CODES.split():
        raise ArgumentTypeError(f"{text!r} is no language; use a code of two letters, such as de, fr, es or it")
    return f"{found[1]}-{found[2].upper()}" if found[2] else found[1]


def encoding(text: str) -> str:
    """The name of an encoding of texts, as it was typed; empty for none.

    Raises:
        ArgumentTypeError: there is no such encoding.
    """
    from reader.formats.encodings import KNOWN, is_encoding  # noqa: PLC0415 - not for --help

    if text and not is_encoding(text):
        raise ArgumentTypeError(f"there is no encoding {text!r}; known are {KNOWN}")
    return text


def pair(arguments: Namespace) -> LanguagePair:
    """From which language into which; German into English for a command that cannot be told.

    Raises:
        UsageError: both are the same.
    """
    from reader.errors import UsageError  # noqa: PLC0415 - not for --help
    from reader.memory.unit import LanguagePair  # noqa: PLC0415

    source = getattr(arguments, "source_language", None) or "de"
    target = getattr(arguments, "target_language", "en")
    if source == target:
        message = f"--from and --to are both {source}."
        raise UsageError("Nothing to translate", message, "Name two languages: --from fr --to en")
    return LanguagePair(source, target)


def named(arguments: Namespace) -> bool:
    """Whether the person said in which language the text is, and did not leave it at German."""
    return getattr(arguments, "source_language", None) is not None


def tell(document: Document, pair: LanguagePair) -> None:
    """Say so if the text looks like another language than it is read as."""
    from reader.commands import streams  # noqa: PLC0415 - not for --help
    from reader.core.language import note_for  # noqa: PLC0415

    if note := note_for(document, pair.source, pair.target):
        streams.say(note)
