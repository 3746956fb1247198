"""The offline engine: the real libraries with a tiny model."""

import shutil
import subprocess
import sys

import pytest

from reader.engines import registry
from reader.engines.base import GivenUp, Misconfigured, NoTranslation
from reader.engines.offline import engine as engine_module
from reader.engines.offline.engine import OfflineEngine
from reader.engines.offline.model import MANIFEST
from reader.engines.offline.prepared import MAX_TOKENS
from reader.settings import EngineSettings, OfflineSettings, default_names
from tests.tiny_model import SENTENCES

PAIR = ("de", "en")
GERMAN = SENTENCES[:6]


@pytest.fixture
def engine(tiny):
    engine = OfflineEngine(OfflineSettings(tiny.model, threads=1))
    yield engine
    engine.close()


@pytest.fixture
def copy(tiny, tmp_path):
    """A model of one's own to damage."""
    path = tmp_path / "model"
    shutil.copytree(tiny.model, path)
    return path


def test_every_text_gets_its_own_answer_however_many_go_together(engine):
    texts = [*GERMAN, *GERMAN[::-1], *GERMAN]
    alone = {text: engine.translate([text], PAIR)[0] for text in GERMAN}
    assert len(set(alone.values())) > 2
    assert engine.translate(texts, PAIR) == [alone[text] for text in texts]


def test_it_is_asked_before_each_eight_whether_anybody_waits(engine):
    asked = []
    assert len(engine.translate(GERMAN * 4, PAIR, cancelled=lambda: bool(asked.append(1)))) == 24
    assert len(asked) == 3
    with pytest.raises(GivenUp):
        engine.translate(GERMAN * 4, PAIR, cancelled=lambda: bool(asked.append(1)) or len(asked) > 4)
    assert len(asked) == 5


def test_nothing_is_no_request(engine):
    assert list(engine.translate([], PAIR)) == []


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_an_empty_text_has_no_translation(engine, text):
    with pytest.raises(NoTranslation):
        engine.translate([text], PAIR)


def test_a_text_that_is_too_long_is_refused_and_never_cut(engine):
    with pytest.raises(NoTranslation, match="too long") as caught:
        engine.translate([" ".join(["Kreml"] * MAX_TOKENS)], PAIR)
    assert "Kreml" not in caught.value.reason


def test_a_model_that_comes_to_no_end_gives_no_translation(tiny):
    with pytest.raises(NoTranslation, match="came to no end"):
        OfflineEngine(OfflineSettings(tiny.wild, threads=1)).translate(["Ein Haus am See."], PAIR)


def test_only_german_into_english(engine):
    with pytest.raises(Misconfigured, match="German into English"):
        engine.translate(["A test."], ("en", "de"))


def test_after_closing_it_works_again(engine):
    first = engine.translate(GERMAN[:1], PAIR)
    engine.close()
    assert engine.translate(GERMAN[:1], PAIR) == first


def test_a_model_without_a_manifest_can_be_used(copy):
    (copy / MANIFEST).unlink()
    engine = OfflineEngine(OfflineSettings(copy, threads=1))
    assert engine.availability().ready
    assert engine.translate(GERMAN[:1], PAIR)


def test_a_converter_that_leaves_the_end_to_us_gets_it(copy, engine):
    (copy / MANIFEST).unlink()
    config = (copy / "config.json").read_text("utf-8")
    assert '"add_source_eos": true' in config
    (copy / "config.json").write_text(config.replace('"add_source_eos": true', '"add_source_eos": false'), "utf-8")
    assert OfflineEngine(OfflineSettings(copy, threads=1)).translate(GERMAN, PAIR) == engine.translate(GERMAN, PAIR)


def test_what_is_missing_is_said_without_loading_anything(tiny, tmp_path, monkeypatch):
    assert OfflineEngine(OfflineSettings(tiny.model)).availability() == (True, "", "")
    for directory in (None, tmp_path, tmp_path / "none"):
        available = OfflineEngine(OfflineSettings(directory)).availability()
        assert not available.ready
        assert "lesepult offline install" in available.why
    monkeypatch.setattr(engine_module, "find_spec", lambda name: None)
    monkeypatch.setattr("reader.installing._direct_url", str)
    available = OfflineEngine(OfflineSettings(tiny.model)).availability()
    assert not available.ready
    assert "pip install 'lesepult[offline]'" in available.why
    with pytest.raises(Misconfigured, match="pip install"):
        OfflineEngine(OfflineSettings(tiny.model)).translate(GERMAN, PAIR)


def _cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGE = {
    "missing": ("source.spm", lambda path: path.unlink(), "source.spm is missing"),
    "no vocabulary": ("shared_vocabulary.json", lambda path: path.unlink(), "vocabulary is missing"),
    "cut": ("model.bin", _cut, "model.bin has another size"),
    "empty manifest": (MANIFEST, lambda path: path.write_text(""), "manifest.json cannot be read"),
    "odd manifest": (MANIFEST, lambda path: path.write_text('{"format": 1, "files": 3}'), "cannot be read"),
    "newer": (MANIFEST, lambda path: path.write_text('{"format": 2}'), "another version"),
    "way out": (
        MANIFEST,
        lambda path: path.write_text(path.read_text().replace("source.spm", "../source.spm")),
        "manifest.json cannot be read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_model_is_one_clear_line(copy, name):
    file, damage, why = DAMAGE[name]
    damage(copy / file)
    engine = OfflineEngine(OfflineSettings(copy))
    assert why in engine.availability().why
    assert "\n" not in engine.availability().why
    with pytest.raises(Misconfigured, match="damaged"):
        engine.translate(GERMAN, PAIR)


def test_a_changed_byte_is_noticed_before_the_model_is_used(copy):
    _flip(copy / "model.bin")
    engine = OfflineEngine(OfflineSettings(copy))
    assert engine.availability().ready
    with pytest.raises(Misconfigured, match=r"model\.bin has changed"):
        engine.translate(GERMAN, PAIR)


@pytest.mark.parametrize("file", ["model.bin", "source.spm", "target.spm", "config.json", "shared_vocabulary.json"])
def test_files_that_the_libraries_refuse_are_a_damaged_model(copy, file):
    (copy / MANIFEST).unlink()
    (copy / file).write_bytes(b"nonsense")
    with pytest.raises(Misconfigured, match="cannot be loaded"):
        OfflineEngine(OfflineSettings(copy)).translate(GERMAN, PAIR)


def test_the_default_chain_has_it_when_it_is_installed(tiny, tmp_path):
    assert "offline" in default_names(EngineSettings(offline=OfflineSettings(tiny.model)))
    assert "offline" not in default_names(EngineSettings(offline=OfflineSettings(tmp_path)))
    (engine,) = registry.engine_chain(["offline"], EngineSettings(offline=OfflineSettings(tiny.model)))
    assert (engine.name, engine.third_party, engine.limits.max_texts) == ("offline", False, 8)
    assert engine.availability().ready


def test_making_and_asking_it_loads_no_library(tiny):
    code = (
        "import sys; from pathlib import Path\n"
        "from reader.engines.offline.engine import OfflineEngine; from reader.settings import OfflineSettings\n"
        f"assert OfflineEngine(OfflineSettings(Path({str(tiny.model)!r}))).availability().ready\n"
        "heavy = {'ctranslate2', 'sentencepiece', 'numpy', 'requests', 'yaml', 'textual'} & set(sys.modules)\n"
        "sys.exit(' '.join(heavy) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True).stderr == ""


def test_quitting_in_the_middle_of_a_text_is_no_crash(tiny):
    code = (
        "import sys, threading; from pathlib import Path\n"
        "from reader.engines.offline.loaded import LoadedModel\n"
        f"model = LoadedModel(Path({str(tiny.wild)!r}), 2)\n"
        "begun = threading.Event(); texts = ['Der Kreml reagiert. ' * 20] * 8\n"
        "threading.Thread(target=lambda: begun.set() or model.translate(texts), daemon=True).start()\n"
        "begun.wait(); print('said'); sys.exit(7)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (7, "said\n")
