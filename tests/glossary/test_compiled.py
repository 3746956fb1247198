"""Compiled glossaries: they say what the file says, whatever has happened to the file, the cache or the code."""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary import compiled, yaml_file
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.matcher import Matcher
from tests.glossary.test_matcher import ENTRIES, TEXTS

STEMS = Analyser("de", None)
YAML = """# mine
Haus: house
rote Linie: [red line, line in the sand]
Sanktion~: sanction
"Das Kapital!": Capital
Zoll: "-"
Bank: [{en: bank, domain: finance}, {en: bench}]
Weg:
  en: way
  forbidden: [path]
  note: "two
    lines"
  forms: [Pfad, Steig]
  case: insensitive
  added: 2026-11-22
kaputt: {en: [}
Haus: again
"""
TEXT = (
    "Das Haus an den roten Linien, die Banken und Finanzsanktionen, Das Kapital, ein weg, Pfad, Zoll. U.S. Rote-Linie"
)


@pytest.fixture(autouse=True)
def small_files_are_compiled_too(monkeypatch):
    monkeypatch.setattr(compiled, "SMALLEST_BYTES", 0)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "terms.yaml"
    path.write_text(YAML, encoding="utf-8")
    old = path.stat().st_mtime - 100
    os.utime(path, (old, old))
    return path


def only(directory):
    (path,) = directory.glob("*.glossary")
    return path


def said(glossary):
    return [(entry, entry.layer, entry.path, entry.line) for entry in glossary.entries], glossary.problems


def test_the_cache_says_what_the_file_says(file, tmp_path):
    parsed = yaml_file.load_file(file, layer="yours")
    assert parsed.problems
    first = compiled.load(file, tmp_path / "cache", STEMS, layer="yours")
    again = compiled.load(file, tmp_path / "cache", STEMS, layer="yours", build=False)
    assert said(first) == said(again) == said(parsed)
    assert again.entries[1:3] == parsed.entries[1:3]
    assert again.entries[-1] == parsed.entries[-1]
    with pytest.raises(IndexError):
        _ = again.entries[len(parsed.entries)]


def test_a_matcher_finds_the_same_with_the_compiled_index(file, tmp_path, analysers):
    for analyser in (STEMS, analysers["de"]):
        glossary = compiled.load(file, tmp_path / "cache", analyser)
        matcher = Matcher(glossary, analyser=analyser)
        assert matcher._compiled
        assert matcher.find(TEXT) == Matcher(yaml_file.load_file(file), analyser=analyser).find(TEXT) != []


def test_for_other_words_than_it_was_made_with_the_index_is_not_used(file, tmp_path, analysers):
    glossary = compiled.load(file, tmp_path / "cache", STEMS)
    other = Matcher(glossary, analyser=analysers["de"])
    assert not other._compiled
    assert other.find(TEXT) == Matcher(yaml_file.load_file(file), analyser=analysers["de"]).find(TEXT)
    assert compiled.load(file, tmp_path / "cache", analysers["de"], build=False) is None
    assert Matcher(glossary, side="target", lexicon=None).find("a bench")[0].entry.target == "bench"


def test_an_edit_is_seen_even_if_size_and_time_are_as_before(file, tmp_path):
    compiled.load(file, tmp_path / "cache", STEMS)
    was = file.stat()
    file.write_text(YAML.replace("house", "hut!!"), encoding="utf-8")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert compiled.load(file, tmp_path / "cache", STEMS, build=False) is None
    assert compiled.load(file, tmp_path / "cache", STEMS).entries[0].target == "hut!!"


def test_a_file_that_was_only_touched_or_copied_back_need_not_be_parsed_again(file, tmp_path):
    compiled.load(file, tmp_path / "cache", STEMS)
    os.utime(file)
    assert compiled.load(file, tmp_path / "cache", STEMS, build=False) is not None


def test_changed_code_makes_the_cache_old(file, tmp_path, monkeypatch):
    compiled.load(file, tmp_path / "cache", STEMS)
    monkeypatch.setattr(compiled, "FORMAT", compiled.FORMAT + 1)
    assert compiled.load(file, tmp_path / "cache", STEMS, build=False) is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_cache_is_made_anew(file, tmp_path, data):
    right = said(compiled.load(file, tmp_path / "cache", STEMS))
    kept = only(tmp_path / "cache")
    good = kept.read_bytes()
    bad = bytearray(good)
    kind = data.draw(st.sampled_from(["cut", "flip", "more", "other"]))
    at = data.draw(st.integers(0, len(good) - 1))
    if kind == "cut":
        del bad[at:]
    elif kind == "flip":
        bad[at] ^= data.draw(st.integers(1, 255))
    elif kind == "more":
        bad += b"x"
    else:
        bad = bytearray(data.draw(st.binary(max_size=200)))
    kept.write_bytes(bytes(bad))
    assert compiled.load(file, tmp_path / "cache", STEMS, build=False) is None
    assert said(compiled.load(file, tmp_path / "cache", STEMS)) == right
    assert only(tmp_path / "cache").read_bytes() == good


def test_where_the_cache_cannot_be_written_the_glossary_is_there_all_the_same(file, tmp_path):
    (tmp_path / "cache").write_text("in the way")
    assert said(compiled.load(file, tmp_path / "cache", STEMS)) == said(yaml_file.load_file(file))
    assert compiled.load(tmp_path / "missing.yaml", tmp_path, STEMS).entries == ()


def test_small_files_are_parsed(file, tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "SMALLEST_BYTES", 10_000)
    assert compiled.load(file, tmp_path / "cache", STEMS) == yaml_file.load_file(file)
    assert not (tmp_path / "cache").exists()


def test_old_caches_go_and_nothing_else_does(tmp_path):
    other = tmp_path / "lexicon.bin"
    other.write_bytes(b"x")
    for number in range(compiled.KEPT + 3):
        path = tmp_path / f"{number}.glossary"
        assert compiled.write(path, b"x")
        os.utime(path, (number, number))
    assert len(list(tmp_path.glob("*.glossary"))) == compiled.KEPT
    assert (tmp_path / f"{compiled.KEPT + 2}.glossary").exists()
    assert other.exists()
    assert not list(tmp_path.glob(".*"))


def test_what_cannot_be_held_is_not_compiled(file, tmp_path):
    strange = Entry("a\x1fb", ("x",))
    parsed = yaml_file.load_file(file)
    made = compiled._Made("", (0,) * 5, young=False, digest="")
    for entry in (strange, replace(strange, source="a", targets=("x\x1e",))):
        assert compiled.compiled(parsed._replace(entries=(entry,)), made, STEMS) is None


def index_of(entries, tmp_path):
    made = compiled._Made(compiled._words_id(STEMS), (0,) * 5, young=False, digest="")
    glossary = compiled.Glossary(tuple(entries))
    blob = compiled.compiled(glossary, made, STEMS)
    return compiled._opened(blob, tmp_path / "x.yaml", "yours", STEMS)[0]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES, ENTRIES, TEXTS, st.data())
def test_changes_after_loading_give_what_a_new_matcher_gives(tmp_path, base, more, text, data):
    matcher = Matcher(index_of(base, tmp_path), analyser=STEMS)
    present = [replace(entry) for entry in base]
    assert matcher.find(text) == Matcher(present, analyser=STEMS).find(text)
    for entry in more + base:
        drop = data.draw(st.booleans())
        if drop and entry in present:
            matcher.remove(entry)
            del present[len(present) - 1 - present[::-1].index(entry)]
        else:
            matcher.add(entry)
            present.append(entry)
        assert matcher.find(text) == Matcher(present, analyser=STEMS).find(text)
