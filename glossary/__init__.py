"""Glossaries of German and English terms: a file a person writes by hand, and finding its terms in running text.

    >>> import glossary
    >>> terms = glossary.parse("rote Linien: red lines")
    >>> [(found.start, found.end) for found in glossary.Matcher(terms, lexicon=None).find("Die roten Linien")]
    [(4, 16)]

A library of its own: it knows nothing of the reader. Names are loaded when they are first used, so that importing
the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from glossary.book import BookIndex
    from glossary.entry import Entry, Glossary, Term, TermStatus
    from glossary.forms import Analyser, base_form
    from glossary.known import TermMatch
    from glossary.layers import Layers, bundled_paths, load
    from glossary.lexicon import Lexicon
    from glossary.matcher import Matcher
    from glossary.problems import GlossaryError, Problem
    from glossary.schema import json_schema_path
    from glossary.yaml_file import load_strings, parse

__all__ = [
    "Analyser",
    "BookIndex",
    "Entry",
    "Glossary",
    "GlossaryError",
    "Layers",
    "Lexicon",
    "Matcher",
    "Problem",
    "Term",
    "TermMatch",
    "TermStatus",
    "base_form",
    "bundled_paths",
    "json_schema_path",
    "load",
    "load_strings",
    "parse",
]

_HOMES = {
    "Entry": "entry",
    "Glossary": "entry",
    "Term": "entry",
    "TermStatus": "entry",
    "Analyser": "forms",
    "BookIndex": "book",
    "base_form": "forms",
    "Layers": "layers",
    "bundled_paths": "layers",
    "load": "layers",
    "Lexicon": "lexicon",
    "Matcher": "matcher",
    "TermMatch": "known",
    "GlossaryError": "problems",
    "Problem": "problems",
    "json_schema_path": "schema",
    "load_strings": "yaml_file",
    "parse": "yaml_file",
}


def __getattr__(name: str) -> object:
    """The public names, from their modules, when they are first used."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'glossary' has no attribute {name!r}")
    found: object = getattr(import_module(f"glossary.{home}"), name)
    globals()[name] = found
    return found
