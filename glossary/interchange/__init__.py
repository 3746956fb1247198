r"""Glossaries of other programs: reading them, writing them, and merging what was read into a glossary file.

    >>> import glossary.interchange as interchange
    >>> interchange.detect(b"\xef\xbb\xbfGerman;English\r\nZoll;tariff\r\n")
    'csv'

`read` gives entries one by one and says what it left out; `write` says what the format cannot hold; `plan` compares
with what stands in a glossary, `apply` writes it in one splice. Names are loaded when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.interchange.exporting import write
    from glossary.interchange.findings import LeftOut, Loss, Report
    from glossary.interchange.formats import FORMATS, detect
    from glossary.interchange.importing import Imported, read
    from glossary.interchange.planning import Conflict, Duplicate, Plan, apply, plan, undo

__all__ = [
    "FORMATS",
    "Conflict",
    "Duplicate",
    "Imported",
    "LeftOut",
    "Loss",
    "Plan",
    "Report",
    "apply",
    "detect",
    "plan",
    "read",
    "undo",
    "write",
]

_HOMES = {
    "write": "exporting",
    "LeftOut": "findings",
    "Loss": "findings",
    "Report": "findings",
    "FORMATS": "formats",
    "detect": "formats",
    "Imported": "importing",
    "read": "importing",
    "Conflict": "planning",
    "Duplicate": "planning",
    "Plan": "planning",
    "apply": "planning",
    "plan": "planning",
    "undo": "planning",
}


def __getattr__(name: str) -> object:
    """The public names, from their modules, when they are first used."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'glossary.interchange' has no attribute {name!r}")
    found: object = getattr(import_module(f"glossary.interchange.{home}"), name)
    globals()[name] = found
    return found
