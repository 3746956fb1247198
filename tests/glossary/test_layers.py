"""Several files as one glossary: which counts, which is written, and what happens to entries that cannot be."""

import os

import pytest

import glossary
from glossary import source_file, yaml_file
from glossary.entry import Entry
from glossary.layers import BUNDLED, TEXT, YOURS, Layers
from glossary.problems import GlossaryError


@pytest.fixture
def places(tmp_path):
    return {name: tmp_path / name for name in ("text.glossary.yaml", "shared.yaml", "own.yaml", "bundled.yaml")}


@pytest.fixture
def layers(places):
    text, own, bundled = (places[name] for name in ("text.glossary.yaml", "own.yaml", "bundled.yaml"))
    text.write_text("Zoll: duty\n", encoding="utf-8")
    own.write_text("Zoll: tariff\nKrieg: war\n", encoding="utf-8")
    bundled.write_text("Krieg: conflict\nFrieden: peace\nWeißes Haus: White House\n", encoding="utf-8")
    return Layers(document=text, own=own, bundled=[bundled])


def shown(layers):
    return {entry.source: (entry.target, entry.layer) for entry in layers.glossary.entries}


def test_the_earlier_layer_counts_and_names_itself(layers):
    assert shown(layers) == {
        "Zoll": ("duty", TEXT),
        "Krieg": ("war", YOURS),
        "Frieden": ("peace", BUNDLED),
        "Weißes Haus": ("White House", BUNDLED),
    }
    assert layers.problems == ()


def test_spellings_of_one_term_are_one(layers, places):
    layers.add(Entry("Weisses Haus", ("Executive Mansion",)))
    assert "Weißes Haus" not in shown(layers)
    assert shown(layers)["Weisses Haus"] == ("Executive Mansion", YOURS)


def test_new_entries_go_to_the_first_named_file_or_the_persons(places):
    shared, own = places["shared.yaml"], places["own.yaml"]
    assert Layers(own=own, bundled=[]).writable == own
    layers = Layers(files=[shared], own=own, bundled=[])
    change = layers.add(Entry("Heer", ("army",), note="on land"), today="2026-11-22")
    assert shown(layers)["Heer"] == ("army", "shared.yaml")
    assert "added: 2026-11-22" in shared.read_text(encoding="utf-8")
    assert not own.exists()
    layers.add(Entry("Flotte", ("fleet",)), today="2026-11-22")
    assert shared.read_text(encoding="utf-8").endswith("\nFlotte: fleet\n")
    layers.undo(change)
    assert set(shown(layers)) == {"Flotte"}


def test_an_entry_is_edited_where_it_stands(layers, places):
    layers.edit(next(entry for entry in layers.glossary.entries if entry.source == "Zoll"), Entry("Zoll", ("toll",)))
    assert places["text.glossary.yaml"].read_text(encoding="utf-8") == "Zoll: toll\n"
    assert shown(layers)["Zoll"] == ("toll", TEXT)


def test_a_bundled_entry_is_overridden_renamed_and_taken_out(layers, places):
    before = places["bundled.yaml"].read_bytes()
    own = places["own.yaml"].read_bytes()
    peace = next(entry for entry in layers.glossary.entries if entry.source == "Frieden")
    change = layers.edit(peace, Entry("Frieden", ("peace", "truce")))
    assert shown(layers)["Frieden"] == ("peace", YOURS)
    layers.undo(change)
    change = layers.edit(peace, Entry("Friede", ("peace",)))
    assert "Frieden" not in shown(layers)
    assert "Friede" in shown(layers)
    layers.undo(change)
    assert places["own.yaml"].read_bytes() == own
    change = layers.remove(peace)
    assert "Frieden" not in shown(layers)
    assert 'Frieden: "-"' in places["own.yaml"].read_text(encoding="utf-8")
    layers.add(Entry("Frieden", ("peace treaty",)))
    assert shown(layers)["Frieden"] == ("peace treaty", YOURS)
    assert places["bundled.yaml"].read_bytes() == before


def test_what_is_removed_does_not_come_back_from_below(layers):
    change = layers.remove(next(entry for entry in layers.glossary.entries if entry.source == "Krieg"))
    assert "Krieg" not in shown(layers)
    layers.undo(change)
    assert shown(layers)["Krieg"] == ("war", YOURS)


def test_a_change_outside_is_picked_up_and_only_then(layers, places):
    read = list(layers._read)
    assert not layers.reload_if_changed()
    places["own.yaml"].write_text("Heer: army\n", encoding="utf-8")
    assert layers.reload_if_changed()
    assert "Heer" in shown(layers)
    assert shown(layers)["Krieg"] == ("conflict", BUNDLED)
    assert layers._read[0].glossary is read[0].glossary
    places["own.yaml"].unlink()
    assert layers.reload_if_changed()
    assert "Heer" not in shown(layers)


def test_a_file_that_appears_vanishes_or_is_replaced_is_seen(tmp_path):
    own, aside = tmp_path / "own.yaml", tmp_path / "aside"
    layers = Layers(own=own, bundled=[])
    assert not layers.reload_if_changed()
    own.write_text("Heer: army\n", encoding="utf-8")
    assert layers.reload_if_changed()
    aside.write_text("Heer: host\n", encoding="utf-8")
    os.utime(aside, ns=(own.stat().st_atime_ns, own.stat().st_mtime_ns))
    aside.replace(own)
    assert layers.reload_if_changed()
    assert shown(layers) == {"Heer": ("host", YOURS)}
    own.unlink()
    assert layers.reload_if_changed()
    assert shown(layers) == {}
    own.mkdir()
    assert layers.reload_if_changed()
    assert "directory" in layers.problems[0].message
    assert not layers.reload_if_changed()
    own.rmdir()
    assert layers.reload_if_changed()
    assert layers.problems == ()


def test_a_second_change_without_a_new_stamp_is_seen(tmp_path, monkeypatch):
    own = tmp_path / "own.yaml"
    own.write_text("Heer: army\n", encoding="utf-8")
    monkeypatch.setattr(source_file, "_stamp", lambda found: (1, 2, found.st_size, 3, 4))
    now = own.stat().st_ctime_ns
    layers = Layers(own=own, bundled=[], clock=lambda: now)
    own.write_text("Heer: host\n", encoding="utf-8")
    assert layers.reload_if_changed()
    assert shown(layers)["Heer"] == ("host", YOURS)
    assert not layers.reload_if_changed()


def test_a_file_that_has_rested_is_looked_at_only(tmp_path, monkeypatch):
    own = tmp_path / "own.yaml"
    own.write_text("Heer: army\n", encoding="utf-8")
    now = own.stat().st_ctime_ns + source_file.YOUNG_NS + 1
    layers = Layers(own=own, bundled=[], clock=lambda: now)
    monkeypatch.setattr(source_file, "snapshot", None)
    assert not layers.reload_if_changed()


def test_a_file_that_was_only_touched_is_not_parsed_again(layers, places, monkeypatch):
    os.utime(places["own.yaml"], ns=(1, 1))
    monkeypatch.setattr(yaml_file, "load_snapshot", None)
    before = layers.glossary
    assert not layers.reload_if_changed()
    assert layers.glossary is before


def test_after_a_change_in_a_long_file_only_its_part_is_read(tmp_path, monkeypatch):
    own = tmp_path / "own.yaml"
    own.write_text("".join(f"Wort{number}: word\n" for number in range(2_000)), encoding="utf-8")
    layers = Layers(own=own, bundled=[])
    monkeypatch.setattr(yaml_file, "load_snapshot", None)
    layers.add(Entry("Heer", ("army",), note="on land"))
    layers.edit(layers.glossary.entries[7], Entry("Wort7", ("seven",), note="more lines"))
    own.write_text(own.read_text(encoding="utf-8").replace("Wort9: word", "# by hand\nNeun: nine"), encoding="utf-8")
    assert layers.reload_if_changed()
    monkeypatch.undo()
    read = glossary.load([own]).entries
    assert [(entry, entry.line) for entry in layers.glossary.entries] == [(entry, entry.line) for entry in read]
    assert len(read) == 2_001


@pytest.fixture
def scoped(places):
    own, bundled = places["own.yaml"], places["bundled.yaml"]
    own.write_text(
        "Bank: {en: bank, domain: finance}\nZins: {en: interest, domain: finance}\nHeer: army\n"
        "Zoll: {en: duty, domain: trade}\nFrieden: '-'\n",
        encoding="utf-8",
    )
    bundled.write_text("Bank: {en: bench, domain: furniture}\nZoll: tariff\nFrieden: peace\n", encoding="utf-8")
    return Layers(own=own, bundled=[bundled])


def test_a_domain_is_switched_off_and_what_it_hid_shows(scoped):
    assert list(scoped.domains().items()) == [("finance", 2), ("trade", 1), ("furniture", 1)]
    assert shown(scoped) == {
        "Bank": ("bank", YOURS),
        "Zins": ("interest", YOURS),
        "Heer": ("army", YOURS),
        "Zoll": ("duty", YOURS),
    }
    assert scoped.set_domains_off(frozenset({"finance", "trade", ""}))
    assert shown(scoped) == {
        "Heer": ("army", YOURS),
        "Bank": ("bench", BUNDLED),
        "Zoll": ("tariff", BUNDLED),
    }
    assert scoped.domains_off == {"finance", "trade"}
    assert list(scoped.domains()) == ["finance", "trade", "furniture"]
    assert not scoped.set_domains_off(frozenset({"finance", "trade", "unheard of"}))
    assert scoped.set_domains_off(frozenset())
    assert len(shown(scoped)) == 4


def test_a_layer_is_switched_off_and_what_it_hid_or_removed_shows(scoped, places):
    assert list(scoped.counts().items()) == [(YOURS, 4), (BUNDLED, 3)]
    assert scoped.set_layers_off(frozenset({YOURS}))
    assert shown(scoped) == {
        "Bank": ("bench", BUNDLED),
        "Zoll": ("tariff", BUNDLED),
        "Frieden": ("peace", BUNDLED),
    }
    assert scoped.domains() == {"furniture": 1}
    assert scoped.layers_off == {YOURS}
    scoped.add(Entry("Flotte", ("fleet",)))
    assert "Flotte" not in shown(scoped)
    assert scoped.set_layers_off(frozenset())
    assert "Flotte" in shown(scoped)
    assert scoped.counts()[YOURS] == 5


def test_what_is_switched_off_stays_off_when_a_file_changes(scoped, places):
    scoped.set_domains_off(frozenset({"finance"}))
    places["own.yaml"].write_text("Zins: {en: interest, domain: finance}\nHeer: army\n", encoding="utf-8")
    assert scoped.reload_if_changed()
    assert {source for source, (_, layer) in shown(scoped).items() if layer == YOURS} == {"Heer"}


def test_files_of_one_name_are_told_apart(tmp_path):
    paths = [tmp_path / name / "terms.yaml" for name in ("a", "b")]
    for number, path in enumerate(paths):
        path.parent.mkdir()
        path.write_text(f"Wort{number}: word\n", encoding="utf-8")
    layers = Layers(files=paths, bundled=[])
    assert list(layers.counts()) == [str(path) for path in paths]
    layers.set_layers_off(frozenset({str(paths[0])}))
    assert list(shown(layers)) == ["Wort1"]


def test_problems_of_all_layers_are_told(places):
    places["own.yaml"].write_text("Heer: army\nHeer: host\n", encoding="utf-8")
    missing = places["text.glossary.yaml"]
    layers = Layers(files=[places["shared.yaml"], missing], own=places["own.yaml"])
    assert [(problem.path, problem.line) for problem in layers.problems] == [(missing, 0), (places["own.yaml"], 2)]
    assert "Heer" in shown(layers)
    assert len(layers.glossary.entries) > 40


def test_without_a_file_of_ones_own_nothing_can_be_written():
    with pytest.raises(GlossaryError, match="--glossary"):
        Layers().add(Entry("a", ("b",)))


def test_load_merges_files(places):
    a, b = places["own.yaml"], places["shared.yaml"]
    a.write_text("Bank: [{en: bank}, {en: bench}]\n", encoding="utf-8")
    b.write_text("Bank: bar\nZoll: duty\n", encoding="utf-8")
    found = glossary.load([a, os.fspath(b)])
    assert [(entry.source, entry.target) for entry in found.entries] == [
        ("Bank", "bank"),
        ("Bank", "bench"),
        ("Zoll", "duty"),
    ]


def test_the_sample_lights_its_terms(analysers):
    (path,) = glossary.bundled_paths()
    matcher = glossary.Matcher(glossary.load([path]), analyser=analysers["de"])
    text = "OPEC+ oder BRICS+ in Richtung der „roten Linien“ der Vereinigten Staaten"
    lit = [text[match.start : match.end] for match in matcher.find(text)]
    assert lit == ["OPEC+", "BRICS+", "roten Linien", "Vereinigten Staaten"]
    english = glossary.Matcher(glossary.load([path]), side="target", analyser=analysers["en"])
    text = "OPEC+ or BRICS+ toward the “red lines.”"
    assert [text[match.start : match.end] for match in english.find(text)] == ["OPEC+", "BRICS+", "red lines"]
