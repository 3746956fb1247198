"""The command line in this process, on a home of its own, with lexicons of some words that need not be built."""

import json
from types import SimpleNamespace

import pytest

from glossary.lexicon import file_name, write
from reader.cli import main

GERMAN = {
    "rote": "rot", "roten": "rot", "rot": "rot", "Linie": "Linie", "Linien": "Linie", "Haus": "Haus",
    "Häuser": "Haus", "Hauses": "Haus", "Zoll": "Zoll", "Zölle": "Zoll", "Reise": "Reise", "Reisen": "Reise",
    "Maße": "Maß", "Masse": "Masse", "der": "der", "die": "der", "den": "der",
}  # fmt: skip
ENGLISH = {"line": "line", "lines": "line", "red": "red", "house": "house", "houses": "house", "tariffs": "tariff"}


@pytest.fixture
def home(own_home):
    """The person's files; the lexicons are there."""
    cache = own_home / ".cache" / "lesepult"
    for language, words in (("de", GERMAN), ("en", ENGLISH)):
        pairs = [(form.encode(), lemma.encode()) for form, lemma in words.items()]
        write(pairs, len(pairs), cache / file_name(language))
    return own_home


@pytest.fixture
def own(home):
    """Write the person's own glossary; gives its path."""
    path = home / ".local" / "share" / "lesepult" / "glossary.yaml"

    def put(text: str):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    put.path = path
    return put


@pytest.fixture
def lesepult(home, capsys):
    """Run the command line; gives code, out, err, and json if out is a document."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        document = json.loads(out) if "--json" in arguments and out else None
        return SimpleNamespace(code=code, out=out, err=err, json=document)

    return run
