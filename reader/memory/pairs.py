"""Files of sentence pairs: a YAML list of `{de, en}`, read whole or refused whole.

Invariant: every pair given out has both sides, cleaned, with something in them.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from reader.core.text import clean
from reader.errors import MemoryFileError
from reader.memory.unit import LanguagePair

_TITLE = "The pairs cannot be read"


def read_pairs(path: Path, pair: LanguagePair) -> list[tuple[str, str]]:
    """The pairs of a YAML file, in order: source and target, cleaned and stripped.

    Raises:
        MemoryFileError: the file is missing, unreadable, no UTF-8, no YAML, or not a list of pairs.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MemoryFileError(_TITLE, f"there is no file {path}.", "Check the name and the folder.") from None
    except UnicodeDecodeError as error:
        raise MemoryFileError(
            _TITLE, f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8 and import it again."
        ) from None
    except OSError as error:
        raise MemoryFileError(_TITLE, f"{path}: {error.strerror or 'cannot be opened'}.") from error
    return pairs_in(text, path, pair)


def pairs_in(text: str, path: Path, pair: LanguagePair) -> list[tuple[str, str]]:
    """The pairs in a YAML text, in order: source and target, cleaned and stripped.

    Args:
        text: a YAML list of mappings with one key for each language code.
        path: the file it comes from, for messages.
        pair: the languages, whose codes are the keys.

    Raises:
        MemoryFileError: the text is no YAML, or no list of pairs; says which item, and its line where known.
    """
    from glossary.problems import GlossaryError  # noqa: PLC0415 - the first paint does without it
    from glossary.yaml_file import load_strings  # noqa: PLC0415 - imports a YAML library

    try:
        items = load_strings(text, path)
    except GlossaryError as error:
        raise MemoryFileError(_TITLE, error.message, error.hint) from error
    if not isinstance(items, list):
        raise MemoryFileError(
            _TITLE,
            f"{path} is not a list of pairs.",
            f"Each pair begins with “- {pair.source}:”, and “{pair.target}:” stands below it.",
        )
    found = []
    for number, item in enumerate(items, start=1):
        sides = item if isinstance(item, Mapping) else {}
        source, target = (_side(sides.get(language)) for language in pair)
        if not source or not target:
            _refuse(text, path, number, len(items), pair.source if not source else pair.target)
        found.append((source, target))
    return found


def _side(value: object) -> str:
    return clean(value).strip() if isinstance(value, str) else ""


def _refuse(text: str, path: Path, number: int, count: int, language: str) -> NoReturn:
    line = _line_of_item(text, number, count)
    where = f"{path}, line {line}: pair {number}" if line else f"{path}: pair {number}"
    raise MemoryFileError(
        _TITLE, f"{where} has no “{language}” text.", "Mend or remove that pair; nothing was imported."
    )


def _line_of_item(text: str, number: int, count: int) -> int | None:
    r"""The line on which an item of a block list begins, if the list is written in that form.

    >>> _line_of_item("# pairs\n- de: A\n  en: B\n- de: C\n", number=2, count=2)
    4
    """
    lines = text.split("\n")
    first = next((match[1] for line in lines if (match := re.match(r"( *)-\s", line))), None)
    if first is None:
        return None
    begin = re.compile(re.escape(first) + r"-\s")
    starts = [at for at, line in enumerate(lines, start=1) if begin.match(line + "\n")]
    return starts[number - 1] if len(starts) == count else None
