"""Importing files of pairs: everything or nothing, and a message that names the pair."""

import io
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.core.text import clean
from reader.errors import MemoryFileError
from reader.memory.choosing import Choice
from reader.memory.exchange import export_to, import_file
from reader.memory.importing import ImportReport
from reader.memory.pairs import pairs_in
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit

PAIR = LanguagePair()


@pytest.fixture
def memory(tmp_path):
    with closing(TranslationMemory.open(tmp_path / "memory.sqlite")) as memory:
        yield memory


@pytest.fixture
def pairs(tmp_path):
    return tmp_path / "pairs.yaml"


def import_pairs(memory, path, pair, progress=None):
    return import_file(memory, path, pair, form="yaml", storing=progress)


def known(memory, source):
    return memory.get_many([segment_key(source)], PAIR).get(segment_key(source))


def test_import_counts_new_changed_and_equal(memory, pairs):
    pairs.write_text("- de: Ja.\n  en: Yes.\n- de: Nein.\n  en: No.\n", encoding="utf-8")
    assert import_pairs(memory, pairs, PAIR) == ImportReport(read=2, new=2, changed=0, equal=0)
    assert known(memory, "Ja.") == Target("Yes.", TargetState.MEMORY, "pairs.yaml")
    pairs.write_text("- {de: Ja., en: Yes.}\n- {de: Nein., en: Nope.}\n- {de: Gut., en: Good.}\n", encoding="utf-8")
    assert import_pairs(memory, pairs, PAIR) == ImportReport(read=3, new=1, changed=1, equal=1)
    assert known(memory, "Nein.").text == "Nope."


def test_an_imported_pair_wins_over_a_machine_and_yields_to_a_person(memory, pairs):
    pairs.write_text("- de: Ja.\n  en: Yes.\n- de: Nein.\n  en: No.\n", encoding="utf-8")
    memory.put_many(
        [
            TranslationUnit("Ja.", "Yeah.", PAIR, TargetState.MACHINE, "fake"),
            TranslationUnit("Nein.", "Never.", PAIR, TargetState.EDITED, "you"),
        ]
    )
    assert import_pairs(memory, pairs, PAIR).new == 2
    assert known(memory, "Ja.").text == "Yes."
    assert known(memory, "Nein.").text == "Never."


def test_a_source_given_twice_counts_once_and_is_reported(memory, pairs):
    pairs.write_text("- {de: Ja., en: Yes.}\n- {de: Ja., en: Yes.}\n- {de: Ja., en: Yep.}\n", encoding="utf-8")
    report = import_pairs(memory, pairs, PAIR)
    assert (report.read, report.new, report.equal) == (3, 1, 2)
    assert report.problems == ("Pairs 2 and 3 translate one text differently; the later one counts.",)
    assert known(memory, "Ja.").text == "Yep."


def test_an_empty_file_holds_no_pairs(memory, pairs):
    pairs.write_text("# nothing yet\n", encoding="utf-8")
    assert import_pairs(memory, pairs, PAIR) == ImportReport(read=0, new=0, changed=0, equal=0)


def test_progress_ends_with_all(memory, pairs):
    pairs.write_text("".join(f"- {{de: Satz {n}., en: Sentence {n}.}}\n" for n in range(2500)), encoding="utf-8")
    seen = []
    import_pairs(memory, pairs, PAIR, lambda *step: seen.append(step))
    assert seen == [(1000, 2500), (2000, 2500), (2500, 2500)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- de: Ja.\n  en: Yes.\n# note\n- de: Nein.\n", "line 4: pair 2 has no “en” text"),
        ("- de: Ja.\n  en: Yes.\n- en: No.\n", "line 3: pair 2 has no “de” text"),
        ("- de: Ja.\n  en: ''\n", "line 1: pair 1 has no “en” text"),
        ("- {de: Ja., en: Yes.}\n- nur ein Wort\n", "line 2: pair 2 has no “de” text"),
        ("[{de: Ja., en: Yes.}, {de: Ja., en: [x]}]\n", "pairs.yaml: pair 2 has no “en” text"),
        ("de: Ja.\nen: Yes.\n", "is not a list of pairs"),
        ("just a word\n", "is not a list of pairs"),
        ("- de: [\n", "pairs.yaml"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_imported(memory, pairs, text, message):
    pairs.write_text(text, encoding="utf-8")
    with pytest.raises(MemoryFileError) as caught:
        import_pairs(memory, pairs, PAIR)
    assert message in str(caught.value)
    assert known(memory, "Ja.") is None


def test_a_file_that_is_missing_or_no_text_is_named(memory, pairs, tmp_path):
    with pytest.raises(MemoryFileError, match="there is no file"):
        import_pairs(memory, pairs, PAIR)
    with pytest.raises(MemoryFileError, match="irectory"):
        import_pairs(memory, tmp_path, PAIR)
    pairs.write_bytes(b"- de: \xff\n")
    with pytest.raises(MemoryFileError, match="not UTF-8"):
        import_pairs(memory, pairs, PAIR)


def test_closing_gives_up_an_import_and_leaves_nothing_of_it(tmp_path, pairs):
    pairs.write_text("".join(f"- {{de: Satz {n}., en: S {n}.}}\n" for n in range(2500)), encoding="utf-8")
    memory = TranslationMemory.open(tmp_path / "memory.sqlite")
    with pytest.raises(MemoryFileError, match="closed"):
        import_pairs(memory, pairs, PAIR, lambda *_: memory.close())
    with closing(TranslationMemory.open(tmp_path / "memory.sqlite")) as memory:
        assert known(memory, "Satz 1.") is None


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryFileError("x", "y")])
def test_an_import_that_is_interrupted_leaves_nothing(tmp_path, pairs, stop):
    pairs.write_text("".join(f"- {{de: Satz {n}., en: S {n}.}}\n" for n in range(2500)), encoding="utf-8")

    def interrupt(done, _):
        if done == 2000:
            raise stop

    with closing(TranslationMemory.open(tmp_path / "memory.sqlite")) as memory:
        with pytest.raises(stop if isinstance(stop, type) else MemoryFileError):
            import_pairs(memory, pairs, PAIR, interrupt)
        assert known(memory, "Satz 1.") is None
        assert import_pairs(memory, pairs, PAIR).new == 2500


sides = st.text(max_size=20).map(clean).filter(str.strip)


@given(st.lists(st.tuples(sides, sides), max_size=5))
def test_pairs_that_are_exported_are_read_back_equal(several):
    with TemporaryDirectory() as folder, closing(TranslationMemory.open(Path(folder) / "m.db")) as memory:
        memory.put_many(TranslationUnit(de, en, PAIR, TargetState.EDITED, "you") for de, en in several)
        stream = io.BytesIO()
        memory.attempt(lambda connection: export_to(connection, stream, Choice(), form="yaml", version="1", now_ms=1))
        read = pairs_in(stream.getvalue().decode("utf-8"), Path("x.yaml"), PAIR)
    kept = {segment_key(de): (de.strip(), en.strip()) for de, en in several}
    assert sorted(read) == sorted(kept.values())
