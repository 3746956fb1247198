"""Large glossaries beside small ones: whatever happens, the same counts as if all files were read as ever."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary import compiled, layered, yaml_file
from glossary.entry import Entry
from glossary.forms import Analyser
from glossary.layered import LayeredMatcher
from glossary.layers import Layers
from glossary.matcher import Matcher
from glossary.problems import GlossaryError
from reader.glossaries import Glossaries
from reader.undoing import Changes
from tests.ui.support import paths_in

STEMS = Analyser("de", None)
LIMIT = 4_000
PADDING = f"# {'x' * LIMIT}\n"
SOURCES = ["Haus", "Häuser", "haus", "Banken", "Bank", "rote Linie", "rote Linien", "Roten Linien", "Zoll", "ZOLL"]
TEXT = "Das Haus, die Häuser und ein haus; Banken an der Bank. Die roten Linien. Rote Linie. Zölle, ZOLL, Bankhaus."
ENTRIES = st.builds(
    Entry,
    st.sampled_from(SOURCES),
    st.sampled_from([("a",), ("b", "c"), ("-",)]),
    domain=st.sampled_from(["", "", "law", "trade"]),
    match=st.sampled_from(["inflected", "inflected", "exact", "compound"]),
    case=st.sampled_from(["smart", "smart", "insensitive"]),
)
FILES = st.lists(ENTRIES, max_size=5, unique_by=lambda entry: entry.source)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.now_ns = compiled.time_ns() + 10**12

    def __call__(self):
        return self.now_ns


def write(path, entries, padding=""):
    path.unlink(missing_ok=True)
    path.write_text(padding, "utf-8")
    for entry in entries:
        yaml_file.add(path, entry)


def read_all(layers, cache):
    """Read what is to be read, as the reader does on another thread."""
    for _ in range(10):
        unread = layers.unread()
        if unread is None:
            return
        layers.take(unread.read(cache, STEMS, subprocess=False))
    pytest.fail("there is always something to read")


def plain(paths, bundled, like):
    found = Layers(document=paths[0], files=[paths[1]], own=paths[2], bundled=bundled)
    found.set_layers_off(like.layers_off)
    found.set_domains_off(like.domains_off)
    return found


def same(layers, paths, bundled, matcher):
    """Compare with all files read as ever; gives the matcher that has followed."""
    expected = plain(paths, bundled, layers)
    assert list(layers.glossary.entries) == list(expected.glossary.entries)
    assert len(layers.glossary.entries) == len(expected.glossary.entries)
    assert layers.counts() == expected.counts()
    assert layers.domains() == expected.domains()
    assert layers.problems == expected.problems
    assert [list(glossary.entries) for _, glossary in layers.each()] == [
        list(glossary.entries) for _, glossary in expected.each()
    ]
    if not matcher.follow(layers.shown):
        matcher = LayeredMatcher(layers.shown, analyser=STEMS)
    right = Matcher(expected.glossary, analyser=STEMS).find(TEXT)
    assert matcher.find(TEXT) == right
    assert Matcher(layers.glossary, analyser=STEMS).find(TEXT) == right
    layer_of = {entry: (entry.layer, entry.path) for entry in expected.glossary.entries}
    assert all(layer_of[match.entry] == (match.entry.layer, match.entry.path) for match in right)
    return matcher


def any_insensitive(layers):
    return any(entry.case == "insensitive" for _, glossary in layers.each() for entry in glossary.entries)


def change(kind, layers, changes, data):
    """One change by key, if it is one."""
    entries = list(layers.glossary.entries)
    if kind == "add":
        changes.append(layers.add(data.draw(ENTRIES)))
    elif kind == "edit" and entries:
        old = data.draw(st.sampled_from(entries))
        changes.append(layers.edit(old, replace(data.draw(ENTRIES), source=old.source)))
    elif kind == "remove" and entries:
        changes.append(layers.remove(data.draw(st.sampled_from(entries))))
    elif kind == "undo" and changes:
        layers.undo(changes.pop())


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(FILES, FILES, FILES, FILES), st.integers(0, 7), st.data())
def test_large_files_count_as_if_they_were_small_whatever_changes(tmp_path, files, large, data):
    paths = [tmp_path / name for name in ("doc.yaml", "team.yaml", "own.yaml", "bundled.yaml")]
    for at, (path, entries) in enumerate(zip(paths, files, strict=True)):
        write(path, entries, PADDING if at < 3 and large >> at & 1 else "")
    *mine, shipped = paths
    clock = Clock()
    layers = Layers(document=mine[0], files=[mine[1]], own=mine[2], bundled=[shipped], clock=clock, large_bytes=LIMIT)
    matcher = LayeredMatcher(layers.shown, analyser=STEMS)
    read_all(layers, tmp_path / "cache")
    matcher = same(layers, mine, [shipped], matcher)
    changes, insensitive = [], False
    for _ in range(data.draw(st.integers(1, 8))):
        insensitive = insensitive or any_insensitive(layers)
        kind = data.draw(st.sampled_from(["add", "edit", "remove", "undo", "layer", "domain", "outside", "later"]))
        try:
            change(kind, layers, changes, data)
        except GlossaryError:
            continue
        if kind == "layer":
            layers.set_layers_off(frozenset(data.draw(st.sets(st.sampled_from(list(layers.counts()))))))
        elif kind == "domain":
            layers.set_domains_off(frozenset(data.draw(st.sets(st.sampled_from(["law", "trade"])))))
        elif kind == "outside":
            at = data.draw(st.integers(0, 2))
            write(mine[at], data.draw(FILES), PADDING if large >> at & 1 else "")
            changes.clear()
            layers.reload_if_changed()
            read_all(layers, tmp_path / "cache")
        elif kind == "later":
            clock.now_ns += 10**11
            read_all(layers, tmp_path / "cache")
        # A change may show or hide others, or stand at another place; also beside one that is gone by now, but was
        # there when the file was compiled. Then it counts when the file has been read again.
        insensitive = insensitive or any_insensitive(layers)
        if layers.problems or insensitive or kind == "undo":
            read_all(layers, tmp_path / "cache")
        matcher = same(layers, mine, [shipped], matcher)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The glossaries of a desk with a large file named on the command line and small ones around it."""
    monkeypatch.setattr("reader.glossaries.LARGE_BYTES", LIMIT)
    paths = paths_in(tmp_path)
    paths.glossary.parent.mkdir()
    paths.glossary.write_text("Bank: bank\n", "utf-8")
    team = tmp_path / "team.yaml"
    team.write_text(PADDING + "Haus: house\nrote Linie: red line\nZoll: duty\nBank: bench\n", "utf-8")
    return Glossaries(paths, [team], None, Changes()), team


def lit(glossaries):
    return [(TEXT[match.start : match.end], match.entry.target) for match in glossaries.source_matcher.find(TEXT)]


def loaded(glossaries):
    while (read := glossaries.unread()) is not None:
        glossaries.take(read())


def test_a_large_file_is_compiled_by_another_process_and_lights_up_when_it_is_there(desk, monkeypatch):
    glossaries, _ = desk
    assert glossaries.waiting == ["team.yaml"]
    assert ("Banken", "bank") in lit(glossaries)
    assert ("Haus", "house") not in lit(glossaries)
    monkeypatch.setattr(compiled, "made", None)
    matcher = glossaries.source_matcher
    loaded(glossaries)
    assert glossaries.waiting == []
    assert glossaries.source_matcher is matcher
    assert {("Haus", "house"), ("Banken", "bench")} <= set(lit(glossaries))


def test_the_next_time_it_comes_from_the_cache(desk, tmp_path, monkeypatch):
    glossaries, team = desk
    loaded(glossaries)
    monkeypatch.setattr(compiled, "made_in_subprocess", None)
    again = Glossaries(paths_in(tmp_path), [team], None, Changes())
    loaded(again)
    assert lit(again) == lit(glossaries)


def test_where_no_process_can_be_started_and_nothing_be_kept_it_is_read_all_the_same(desk, tmp_path, monkeypatch):
    glossaries, _ = desk
    (tmp_path / "cache").write_text("in the way")
    monkeypatch.setattr(compiled.sys, "executable", "/nowhere/python")
    loaded(glossaries)
    assert ("Haus", "house") in lit(glossaries)


def test_a_cache_that_cannot_be_written_does_not_keep_the_other_process_from_answering(desk, tmp_path, monkeypatch):
    glossaries, _ = desk
    (tmp_path / "cache").write_text("in the way")
    monkeypatch.setattr(compiled, "made", None)
    loaded(glossaries)
    assert ("Haus", "house") in lit(glossaries)


def test_changes_in_the_large_file_are_seen_at_once_without_reading_it_again(desk, monkeypatch):
    glossaries, team = desk
    loaded(glossaries)
    before, file = lit(glossaries), team.read_bytes()
    for module, name in ((compiled, "made"), (compiled, "made_in_subprocess"), (yaml_file, "load_snapshot")):
        monkeypatch.setattr(module, name, None)
    made = []
    monkeypatch.setattr(layered.LayeredMatcher, "__init__", lambda *_, **__: made.append(1))
    glossaries.add(Entry("Häuser", ("houses",)))
    assert ("Häuser", "houses") in lit(glossaries)
    house = next(entry for entry in glossaries.source_matcher.find("Haus")).entry
    glossaries.edit(house, replace(house, targets=("home",)))
    assert ("Haus", "home") in lit(glossaries)
    glossaries.remove(replace(house, targets=("home",)))
    assert ("Haus", "home") not in lit(glossaries)
    for _ in range(3):
        glossaries._changes.undo()
    assert lit(glossaries) == before
    assert team.read_bytes() == file
    assert not made


def test_what_is_added_before_the_large_file_is_there_is_lit_and_stays(desk):
    glossaries, _ = desk
    glossaries.add(Entry("Häuser", ("houses",)))
    assert ("Häuser", "houses") in lit(glossaries)
    read = glossaries.unread()
    arrived = read()
    glossaries.add(Entry("ein haus", ("a house",)))
    glossaries.take(arrived)
    assert {("Häuser", "houses"), ("Haus", "house"), ("ein haus", "a house")} <= set(lit(glossaries))
    assert glossaries.unread() is None


def test_nothing_is_read_where_nothing_has_changed(desk, monkeypatch):
    glossaries, _ = desk
    loaded(glossaries)
    monkeypatch.setattr("glossary.source_file.snapshot", None)
    assert glossaries.unread() is None


def test_a_large_file_changed_outside_shows_what_it_was_until_it_has_been_read(desk):
    glossaries, team = desk
    loaded(glossaries)
    team.write_text(PADDING + "Häuser: by hand\n", "utf-8")
    assert not glossaries.reload_if_changed()
    assert ("Haus", "house") in lit(glossaries)
    loaded(glossaries)
    assert ("Häuser", "by hand") in lit(glossaries)
    assert ("rote Linien", "red line") not in lit(glossaries)


def test_a_large_file_that_vanishes_or_shrinks_is_read_at_once(desk):
    glossaries, team = desk
    loaded(glossaries)
    team.write_text("Haus: home\n", "utf-8")
    glossaries.reload_if_changed()
    team.unlink()
    glossaries.reload_if_changed()
    assert ("Haus", "house") not in lit(glossaries)
    assert glossaries.unread() is None


def test_with_new_word_lists_large_files_are_read_anew(desk):
    glossaries, _ = desk
    loaded(glossaries)
    glossaries.use_lexicons()
    assert glossaries.waiting == ["team.yaml"]
    assert ("Banken", "bank") in lit(glossaries)
    loaded(glossaries)
    assert ("Haus", "house") in lit(glossaries)
