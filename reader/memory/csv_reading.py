"""Reading CSV tables of sentence pairs: columns called `source` and `target`, or as their languages.

Invariant: a row without a translation is left out and counted; a table without these columns is refused.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from reader.core.target import WITHOUT_WORDS, TargetState
from reader.core.text import clean
from reader.errors import MemoryFileError
from reader.memory.importing import Step
from reader.memory.unit import LanguagePair
from reader.memory.xml_pieces import LONGEST_CHARS, ORIGIN, STATE, ReadUnit, Tally

TITLE = "The table cannot be read"
_OWN: Final = ("paragraph", "source", "target", "state", "origin")
"""The columns of a table that Lesepult has exported."""


def units(path: Path, pair: LanguagePair, tally: Tally, progress: Step | None = None) -> Iterator[ReadUnit]:
    """The rows of a table that have both texts, in order.

    Args:
        path: the file: UTF-8, with commas, semicolons or tabs, and a first row that names the columns.
        pair: the languages, by whose codes the columns may be called.
        tally: where what is left out is counted.
        progress: called when all is read.

    Raises:
        MemoryFileError: the file cannot be read, or has no such columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(file, path, pair, tally)
    except FileNotFoundError:
        raise MemoryFileError(TITLE, f"there is no file {path}.", "Check the name and the folder.") from None
    except UnicodeDecodeError as error:
        raise MemoryFileError(TITLE, f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from None
    except csv.Error as error:
        raise MemoryFileError(TITLE, f"{path}: {error}.", "Nothing was imported.") from None
    except OSError as error:
        raise MemoryFileError(TITLE, f"{path}: {error.strerror or 'cannot be read'}.") from error
    if progress is not None:
        progress(1, 1)


def _rows(file: TextIO, path: Path, pair: LanguagePair, tally: Tally) -> Iterator[ReadUnit]:
    first = file.readline(LONGEST_CHARS)
    file.seek(0)
    rows = csv.reader(file, delimiter=max(",;\t", key=first.count))
    names = [name.strip().lower() for name in next(rows, [])]
    places = [_column(names, words) for words in (("source", pair.source), ("target", pair.target))]
    if -1 in places:
        columns = f"“source” and “target”, or “{pair.source}” and “{pair.target}”"
        raise MemoryFileError(TITLE, f"{path} has no columns {columns}.", "Name them in its first row.")
    own = tuple(names) == _OWN
    for row in rows:
        texts = [clean(_unguarded(row[at]) if own else row[at]).strip() if at < len(row) else "" for at in places]
        source, target = texts
        if not source or not target:
            tally.skip("without a translation" if source else "with an empty text", rows.line_num)
        elif max(map(len, texts)) > LONGEST_CHARS:
            tally.skip(f"longer than {LONGEST_CHARS:,} characters", rows.line_num)
        elif own and (row[4:5] == [WITHOUT_WORDS] or row[3:4] == [TargetState.KEPT.value]):
            tally.skip("without words", rows.line_num)
        else:
            said = {STATE: row[3], ORIGIN: _unguarded(row[4])} if own and len(row) == len(_OWN) else {}
            yield ReadUnit(source, target, properties=said)


def _column(names: list[str], words: tuple[str, ...]) -> int:
    return next((names.index(word) for word in words if word in names), -1)


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula.

    >>> _unguarded("'=1+1"), _unguarded("''-x"), _unguarded("'s ist gut")
    ('=1+1', "'-x", "'s ist gut")
    """
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in {"=", "+", "-", "@"} else cell
