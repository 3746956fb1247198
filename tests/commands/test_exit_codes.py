"""Every command with every exit code that it is said to have: a table, and a proof of each."""

import pytest

from reader.cli import COMMANDS
from reader.commands.parser import EXIT_MEANINGS
from tests.support import SAMPLE

BAD_TOML = 'network = "perhaps"\n'

TEXTS = {"short": "Nur einer.\n", "text": "Das weiß niemand.\n", "bad": "Haus: [\n", "table": "de,en\nZoll,tariff\n"}

# Command, what is prepared (a name below), exit code.
TABLE = [
    ("check {sample}", "", 0),
    ("check {sample}", "demanding", 1),
    ("check {sample} --fail-on forbidden", "demanding", 0),
    ("check {sample} --fail-on never", "", 2),
    ("check {missing}", "", 3),
    ("check {sample} {short}", "short", 3),
    ("translate {sample} --offline", "", 0),
    ("translate {sample} --offline -o {out}", "", 0),
    ("translate", "", 2),
    ("translate {sample} --from xx", "", 2),
    ("translate {sample} --engine gogle", "", 2),
    ("translate {missing}", "", 3),
    ("translate {sample} -o {folder}", "", 3),
    ("translate {text} --offline", "text", 4),
    ("export {sample} --to txt", "", 0),
    ("export {sample}", "", 2),
    ("export {sample} --to md --layout wide", "", 2),
    ("export {missing} --to txt", "", 3),
    ("export {sample} --to txt -o {text}", "text", 3),
    ("glossary list", "", 0),
    ("glossary list qqqqqq", "", 1),
    ("glossary list --layer", "", 2),
    ("glossary stats", "", 0),
    ("glossary stats --text {missing}", "", 3),
    ("glossary add Zollstreit dispute", "", 0),
    ("glossary add Zollstreit", "", 2),
    ("glossary edit Qqqqq x", "", 3),
    ("glossary remove OPEC+", "", 0),
    ("glossary remove Qqqqq", "", 3),
    ("glossary undo", "", 3),
    ("glossary check", "", 0),
    ("glossary check {bad}", "bad", 1),
    ("glossary check {missing}", "", 3),
    ("glossary find Linien", "", 0),
    ("glossary find qqqqq", "", 1),
    ("glossary find", "", 2),
    ("glossary find --in {missing}", "", 3),
    ("glossary import {table} --yes", "table", 0),
    ("glossary import {table} --on-conflict fight", "table", 2),
    ("glossary import {missing}", "", 3),
    ("glossary export --format tsv", "", 0),
    ("glossary export {out}", "", 2),
    ("glossary export {text} --format tsv", "text", 3),
    ("glossary candidates {sample}", "", 0),
    ("glossary candidates {sample} --from fr", "", 2),
    ("glossary candidates {missing}", "", 3),
    ("glossary", "", 2),
    ("memory stats", "", 0),
    ("memory search Ja", "pairs", 0),
    ("memory search qqqqq", "pairs", 1),
    ("memory search x --limit none", "", 2),
    ("memory import {pairs}", "pairs", 0),
    ("memory import {missing}", "", 3),
    ("memory export --format yaml", "pairs", 0),
    ("memory export -o {text}", "text", 2),
    ("memory export -o {folder}/x/y.tmx", "pairs", 3),
    ("memory forget --state imported --yes", "pairs", 0),
    ("memory forget --state edited --yes", "pairs", 1),
    ("memory forget --before someday", "pairs", 2),
    ("memory", "", 2),
    ("engines", "", 0),
    ("engines --test gogle", "", 2),
    ("engines", "config", 3),
    ("engines --test --offline", "offline only", 4),
    ("offline status", "", 1),
    ("offline", "", 2),
    ("offline install --from {missing} --yes", "", 3),
    ("offline remove", "", 1),
    ("config", "", 0),
    ("config get network", "", 0),
    ("config get theme", "", 1),
    ("config get nonsense", "", 2),
    ("config set network on", "", 0),
    ("config set network perhaps", "", 2),
    ("config set theme x", "config", 3),
    ("config unset network", "", 0),
    ("config path", "config", 0),
    ("config", "config", 3),
    ("doctor", "", 0),
    ("doctor", "config", 1),
    ("doctor --nonsense", "", 2),
    ("completion bash", "", 0),
    ("completion tcsh", "", 2),
    ("help", "", 0),
    ("help export", "", 0),
    ("help nonsense", "", 2),
    ("--version", "", 0),
    ("--nonsense", "", 2),
    ("{sample}", "", 2),
]


@pytest.fixture
def names(home):
    """The files that the table speaks of."""
    found = {"sample": SAMPLE, "missing": home / "missing.txt", "out": home / "out", "folder": home / "folder"}
    found |= {name: home / f"{name}.txt" for name in ("short", "text")}
    found |= {"bad": home / "bad.yaml", "table": home / "t.csv", "pairs": home / "pairs.yaml", "none": home / "n.yaml"}
    found["folder"].mkdir()
    return found


@pytest.fixture
def prepared(home, own, names, lesepult):
    """Prepare what a line of the table needs."""

    def write(name, text):
        names[name].write_text(text, "utf-8")

    config = home / ".config" / "lesepult" / "config.toml"

    def put(what):
        config.parent.mkdir(parents=True, exist_ok=True)
        if what in ("config", "offline only"):
            config.write_text(BAD_TOML if what == "config" else 'engines = ["offline"]\n')
        elif what == "pairs":
            write("pairs", "- de: Ja, gut.\n  en: Yes, good.\n")
            assert lesepult("memory", "import", names["pairs"]).code == 0
        elif what == "demanding":
            own("Russland: Ruritania\n")
        elif what:
            write(what, TEXTS[what])

    return put


@pytest.mark.parametrize(("line", "what", "code"), TABLE, ids=[f"{line} ({what}) {code}" for line, what, code in TABLE])
def test_the_exit_code_is_the_documented_one(lesepult, prepared, names, line, what, code):
    prepared(what)
    done = lesepult(*line.format(**names).split())
    assert done.code == code, done.out[-400:] + done.err
    assert "Traceback" not in done.err
    if code in (2, 3):
        assert done.out == "", "what is wrong is said on standard error"
        assert 1 <= done.err.count("\n") <= 3


def test_every_command_and_every_code_is_in_the_table():
    words = {line.split()[0] for line, _, _ in TABLE}
    assert set(COMMANDS) <= words
    assert {code for _, _, code in TABLE} == {code for code, _ in EXIT_MEANINGS} - {130, 141}


JSON = {
    "check {sample}": ("text", "translation", "findings", "terms", "segments", "translated", "accepted"),
    "glossary list": ("entries",),
    "glossary stats": ("layers",),
    "glossary add Zollstreit dispute": ("action",),
    "glossary check": ("findings", "counts"),
    "glossary find Linien": ("entries",),
    "glossary find --in {sample}": ("text", "count", "counts", "places"),
    "glossary candidates {sample}": ("candidates", "added", "dry_run"),
    "memory stats": (),
    "memory search Russland": ("total", "passages"),
    "engines": ("engines",),
    "offline status": (),
    "config": ("path", "exists", "settings"),
    "config get network": ("name", "value", "source", "variable"),
    "doctor": ("version", "problems", "notes", "findings"),
}


@pytest.mark.parametrize("line", JSON)
def test_json_is_one_document_and_nothing_else(lesepult, names, line):
    done = lesepult(*line.format(**names).split(), "--json")
    assert set(JSON[line]) <= set(done.json), list(done.json)
    assert done.out.endswith("\n")
    assert "\x1b" not in done.out
