"""The formats there are, and which of them a file is: by what stands in it first, by its name second."""

import re
from pathlib import Path
from typing import NamedTuple

from glossary.interchange import encodings
from glossary.problems import GlossaryError

SAMPLE_BYTES = 1 << 16
"""So much of a file is looked at."""


class Format(NamedTuple):
    """A format: its name on the command line, what it is called, and how its files' names end."""

    name: str
    title: str
    suffixes: tuple[str, ...]


FORMATS = (
    Format("tbx", "TBX (ISO 30042)", (".tbx", ".martif")),
    Format("csv", "CSV", (".csv",)),
    Format("tsv", "TSV", (".tsv", ".tab")),
    Format("deepl", "DeepL glossary (CSV or TSV)", ()),
    Format("omegat", "OmegaT glossary", (".txt", ".utf8")),
    Format("utx", "UTX", (".utx",)),
    Format("yaml", "YAML, as Lesepult writes it", (".yaml", ".yml")),
)

NAMES = tuple(known.name for known in FORMATS)

_OTHERS = (
    (b"PK\x03\x04", "a spreadsheet, a document or an archive", "Save it as CSV (UTF-8) or TBX first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "Save it as CSV (UTF-8) first"),
    (b"%PDF", "a PDF", "Ask for a TBX or CSV file"),
    (b"\x1f\x8b", "packed", "Unpack it first"),
    (b"SQLite format 3", "a database", "Export it as TBX or CSV first"),
    (b"\x00\x01\x00\x00Standard", "a MultiTerm database", "Export it from MultiTerm as TBX or as a spreadsheet first"),
)
_XML = {
    "tmx": "a translation memory (TMX); terms come as TBX",
    "xliff": "a translation (XLIFF); terms come as TBX",
    "mtf": "MultiTerm XML; export it as TBX",
    "html": "a web page",
}
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_YAML_LINE = re.compile(r"^(?:[^\s#\"'\t;,|][^\t;|]*?|\"[^\"]*\"|'[^']*') *:(?: |$)", re.MULTILINE)


def known(name: str) -> Format:
    """The format of this name.

    Raises:
        GlossaryError: naming those there are.
    """
    for found in FORMATS:
        if found.name == name.strip().lower():
            return found
    raise GlossaryError("Unknown format", f"There is no format “{name[:40]}”.", f"Known are {', '.join(NAMES)}.")


def by_suffix(path: Path) -> str:
    """The format that a file's name suggests, or empty."""
    suffix = path.suffix.lower()
    return next((found.name for found in FORMATS if suffix in found.suffixes), "")


def detect(what: Path | bytes) -> str:
    """The name of the format of a file, or of its first bytes.

    Raises:
        GlossaryError: if it cannot be read, or is none of the formats; the hint names them.
    """
    if isinstance(what, bytes):
        return _of(what, "", "this")
    path = Path(what)
    refuse_no_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(SAMPLE_BYTES)
    except OSError as error:
        raise unreadable(path, error) from None
    return _of(data, by_suffix(path), str(path))


def refuse_no_file(path: Path) -> None:
    """Do nothing for a file; a pipe or a device would never end, and is read more than once.

    Raises:
        GlossaryError: for anything else that is there.
    """
    if path.exists() and not path.is_file():
        raise GlossaryError("The file was not read", f"{path} is no file.", "Save it as a file first.")


def unreadable(path: Path, error: OSError) -> GlossaryError:
    """What the system said, in words for a person."""
    why = (error.strerror or "it cannot be read").lower()
    return GlossaryError("The file was not read", f"{path}: {why}.", "Check path and permissions.")


def _of(data: bytes, suffix: str, name: str) -> str:
    for start, kind, hint in _OTHERS:
        if data.startswith(start):
            raise _unknown(f"{name} is {kind}.", f"{hint}.")
    text = data.decode(encodings.sniff(data) or "utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<" and re.match(r"\s*<(?:[?!]|[A-Za-z])", text):
        return _xml(text, name)
    _refuse_no_table(text, name)
    if re.match(r"\s*#\s*UTX(?:-S)? ?\d", text):
        return "utx"
    table = _table(text, suffix)
    if table:
        return table
    if not text.strip():
        if suffix:
            return suffix
        raise _unknown(f"{name} is empty.", _formats())
    if suffix:
        return suffix
    raise _unknown(f"{name} is no glossary in a known format.", _formats())


def _refuse_no_table(text: str, name: str) -> None:
    if re.match(r"\s*[\[{]\s*[\"\[{]", text):
        raise _unknown(f"{name} is JSON.", "Export it as TBX, CSV or YAML instead.")
    if "\0" in text:
        raise _unknown(f"{name} is not a text.", _formats())


def _xml(text: str, name: str) -> str:
    bare = re.sub(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", "", text, flags=re.DOTALL)
    root = _ROOT.search(bare) or _ROOT.search(text)
    kind = root.group(1).lower() if root else ""
    if kind in ("tbx", "martif") or "<martif" in text or "<tbx" in text.lower() or not kind:
        return "tbx"
    raise _unknown(f"{name} is {_XML.get(kind, f'XML with <{kind[:40]}>, but no TBX')}.", _formats())


def _table(text: str, suffix: str) -> str:
    """csv, tsv, omegat or yaml for a text of lines, or empty."""
    from glossary.interchange.records import likely_delimiter, split  # noqa: PLC0415 - only texts need it

    lines = [line for line in text.splitlines()[:300] if line.strip()][:200]
    if len(text) > 4000 and len(lines) > 1:
        lines.pop()
    told = [line for line in lines if not line.startswith("#")]
    if suffix == "yaml" or (not suffix and told and _is_yaml(told)):
        return "yaml"
    if told and re.match(r"(?i)sep=.$", told[0]):
        return "csv"
    delimiter = likely_delimiter(told)
    if delimiter == "\t":
        if suffix == "omegat" or (suffix != "tsv" and len(told) < len(lines)):
            cells = split(told[0], "\t") or []
            from glossary.interchange.columns import roles_of  # noqa: PLC0415 - as above

            return "omegat" if roles_of(cells, ("de", "en")) is None else "tsv"
        return "tsv"
    if not delimiter:
        return "yaml" if told and _is_yaml(told) else ""
    return "csv"


def _is_yaml(lines: list[str]) -> bool:
    """Whether most lines at the left margin are `term: translation`."""
    outer = [line for line in lines if line[:1] not in (" ", "-", "\t")]
    fit = sum(1 for line in outer if _YAML_LINE.match(line))
    return bool(outer) and fit > 0.8 * len(outer)


def _unknown(message: str, hint: str) -> GlossaryError:
    return GlossaryError("The file was not read", message, hint)


def _formats() -> str:
    return f"Known are {', '.join(f'{found.title} ({found.name})' for found in FORMATS)}; name one with --format."
