"""Installing a model: from what is here, whole or not at all."""

import io
import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.engines.offline import archive as archive_module
from reader.engines.offline import install as install_module
from reader.engines.offline.archive import Largest, lists_in, unpack
from reader.engines.offline.errors import OfflineError
from reader.engines.offline.install import Archive, Place, install, remove
from reader.engines.offline.model import DamagedModelError, verify
from tests.tiny_model import NPZ, VOCAB, marian_files, zipped

NOW = datetime(2026, 9, 9, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "data" / "offline")


def put(path, place, **more):
    options = {"now": lambda: NOW, "say": lambda _: None, "progress": lambda *_: None} | more
    return install(Archive("", path), place, **options)


def beside(place):
    return sorted(path.name for path in place.link.parent.iterdir())


def whole(place):
    """There is one whole model, and nothing else but the lock."""
    assert place.link.is_symlink()
    assert verify(place.link) is not None
    assert beside(place) == sorted([".offline.lock", str(place.link.readlink()), "offline"])
    return place.link.readlink()


def test_an_archive_becomes_a_model_that_says_where_it_came_from(tiny, place):
    told = []
    done = put(tiny.archive, place, say=told.append)
    whole(place)
    manifest = json.loads((place.link / "manifest.json").read_text("utf-8"))
    assert manifest["source"] == str(tiny.archive)
    assert manifest["sha256"] == tiny.sha256 == done.sha256
    assert manifest["installed"] == "2026-09-09T12:00:00+00:00"
    assert {"LICENSE", "README.md", "model.bin"} < set(manifest["files"])
    assert "preprocess.sh" not in manifest["files"]
    assert f"sha256 {tiny.sha256}" in told
    assert done.answer
    for path in place.link.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.link.stat().st_mode) == 0o700


def test_directories_are_taken_too(tiny, place):
    put(tiny.marian, place)
    first = whole(place)
    (tiny_copy := place.link.parent.parent / "mine").mkdir()
    for name in ("model.bin", "config.json", "shared_vocabulary.json", "source.spm", "target.spm"):
        shutil.copyfile(tiny.model / name, tiny_copy / name)
    (tiny_copy / "private.txt").write_text("mine")
    assert put(tiny_copy, place).sha256 == ""
    assert whole(place) != first
    assert not (place.link / "private.txt").exists()


def test_a_sha256_that_was_asked_for_must_be_the_one(tiny, place):
    with pytest.raises(OfflineError, match=f"another sha256: {tiny.sha256}"):
        put(tiny.archive, place, sha256="0" * 64)
    assert beside(place) == [".offline.lock"]
    assert put(tiny.archive, place, sha256=tiny.sha256).sha256 == tiny.sha256


FILES = ("decoder.yml", NPZ, VOCAB, "source.spm", "target.spm")


@pytest.fixture(scope="module")
def files():
    return marian_files()


@pytest.fixture
def old(tiny, place):
    """A model is there; gives a test that it still is, and nothing besides."""
    put(tiny.archive, place)
    home = whole(place)

    def unchanged():
        assert whole(place) == home

    return unchanged


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("data", [None, b"", b"nonsense\n", b"models:\n - ../x\nvocabs:\n - a\n"])
def test_what_is_no_model_changes_nothing(tmp_path, place, old, files, file, data):
    changed = {name: value for name, value in files.items() if name != file}
    if data is not None:
        changed[file] = data
    (path := tmp_path / "bad.zip").write_bytes(zipped(changed))
    with pytest.raises(OfflineError) as caught:
        put(path, place)
    assert "\n" not in str(caught.value)
    old()


def test_a_vocabulary_of_another_size_is_refused(tmp_path, place, old, files):
    short = b"".join(files[VOCAB].splitlines(keepends=True)[:-3])
    (path := tmp_path / "bad.zip").write_bytes(zipped(files | {VOCAB: short}))
    with pytest.raises(OfflineError, match="cannot be converted"):
        put(path, place)
    old()


def test_a_model_that_comes_to_no_end_is_not_installed(tiny, place, old):
    with pytest.raises(OfflineError, match="came to no end"):
        put(tiny.home / "wild.zip", place)
    old()


@pytest.mark.parametrize("step", ["unpack", "convert", "prove", "_with_manifest", "_put_in_place", "_on_disk"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interruption_at_any_step_leaves_one_whole_model(tiny, place, old, monkeypatch, step, error):
    def interrupted(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(install_module, step, interrupted)
        with pytest.raises((KeyboardInterrupt, OSError)):
            put(tiny.archive, place)
    verify(place.link)
    if step != "_on_disk":  # the new one is in its place already
        old()
    put(tiny.archive, place)
    whole(place)


class _KilledError(BaseException):
    """Nothing is tidied up after this."""


@pytest.mark.parametrize("step", ["unpack", "convert", "prove", "_with_manifest", "_put_in_place", "_on_disk"])
def test_what_a_kill_leaves_behind_is_gone_after_the_next(tiny, place, old, monkeypatch, step):
    def killed(*_):
        raise _KilledError

    with monkeypatch.context() as patch:
        patch.setattr(install_module, step, killed)
        patch.setattr(install_module.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(_KilledError):
            put(tiny.archive, place)
    verify(place.link)
    assert len(beside(place)) > 3
    with install_module.locked(place):
        pass
    whole(place)


def test_two_at_once_do_not_get_in_each_others_way(tiny, place, old):
    with place.beside(".lock").open("w") as held:
        flock(held, LOCK_EX)
        for attempt in (lambda: put(tiny.archive, place), lambda: remove(place)):
            with pytest.raises(OfflineError, match="another lesepult"):
                attempt()
    old()


def test_a_directory_of_the_persons_own_is_never_touched(tiny, place):
    place.link.mkdir(parents=True)
    (place.link / "mine").write_text("mine")
    for attempt in (lambda: put(tiny.archive, place), lambda: remove(place)):
        with pytest.raises(OfflineError, match="was not made by lesepult"):
            attempt()
    assert (place.link / "mine").read_text() == "mine"
    shutil.rmtree(place.link)
    place.link.symlink_to(tiny.model)
    with pytest.raises(OfflineError, match="was not made by lesepult"):
        remove(place)
    assert verify(tiny.model)


def test_removing_takes_only_what_is_ours(tiny, place):
    put(tiny.archive, place)
    home = place.link.resolve()
    (home / "notes.txt").write_text("mine")
    place.part.write_bytes(b"half")
    assert remove(place) == (str(home / "notes.txt"),)
    assert not place.link.is_symlink()
    assert [path.name for path in home.iterdir()] == ["notes.txt"]
    put(tiny.archive, place)
    assert (home / "notes.txt").read_text() == "mine"
    assert remove(place) == ()
    assert remove(place) == ()
    assert beside(place) == sorted([".offline.lock", home.name])


def test_a_model_with_a_damaged_manifest_can_be_replaced_and_removed(tiny, place):
    put(tiny.archive, place)
    (place.link / "manifest.json").write_text("{")
    with pytest.raises(DamagedModelError):
        verify(place.link)
    put(tiny.archive, place)
    whole(place)
    (place.link / "manifest.json").write_text("{")
    assert remove(place) == ()
    assert beside(place) == [".offline.lock"]


def archive_with(*members, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as opened:
        for name, data, attributes in members:
            info = zipfile.ZipInfo(name)
            info.external_attr = attributes << 16
            info.compress_type = compression
            opened.writestr(info, data)
    return out.getvalue()


HARM = {
    "leads out": (("../decoder.yml", b"x", 0o644),),
    "absolute": (("/tmp/decoder.yml", b"x", 0o644),),
    "backslash": (("..\\decoder.yml", b"x", 0o644),),
    "link": (("decoder.yml", b"/etc/passwd", 0o120777),),
    "two": (("decoder.yml", b"x", 0o644), ("decoder.yml", b"y", 0o644)),
    "none": (("readme.txt", b"x", 0o644),),
    "many": tuple((f"{at}.yml", b"", 0o644) for at in range(201)),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HARM)
def test_an_archive_that_means_harm_is_refused_before_anything_is_written(tmp_path, name):
    (path := tmp_path / "harm.zip").write_bytes(archive_with(*HARM[name]))
    (into := tmp_path / "into").mkdir()
    with pytest.raises(OfflineError, match="archive"):
        unpack(path, into)
    assert list(into.iterdir()) == []


def test_bombs_are_refused(tmp_path):
    (into := tmp_path / "into").mkdir()
    path = tmp_path / "bomb.zip"
    bomb = archive_with(("decoder.yml", bytes(3_000_000), 0o644), compression=zipfile.ZIP_DEFLATED)
    path.write_bytes(bomb)
    with pytest.raises(OfflineError, match="swells"):
        unpack(path, into)
    with pytest.raises(OfflineError, match="far larger"):
        unpack(path, into, Largest(bytes=1000))
    path.write_bytes(archive_with(("decoder.yml", b"x", 0o644), ("a.npz", bomb, 0o644)))
    with pytest.raises(OfflineError, match="weights that swell"):
        unpack(path, into)


def test_an_archive_in_a_directory_of_its_own_is_taken(tmp_path, files, place):
    (path := tmp_path / "nested.zip").write_bytes(zipped({f"opus/{name}": data for name, data in files.items()}))
    put(path, place)
    whole(place)


@given(st.data())
@settings(max_examples=60)
def test_an_archive_with_wrong_bytes_is_unpacked_right_or_refused(tmp_path_factory, files, data):
    small = zipped({name: files[name] for name in ("decoder.yml", "source.spm", "LICENSE")})
    broken = bytearray(small)
    for _ in range(data.draw(st.integers(1, 5))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    home = tmp_path_factory.mktemp("broken")
    (home / "a.zip").write_bytes(broken)
    (into := home / "into").mkdir()
    try:
        unpack(home / "a.zip", into)
    except OfflineError:
        return
    for path in into.iterdir():
        assert path.read_bytes() == files[path.name]


@given(st.text(max_size=200))
def test_any_text_has_lists_or_none(text):
    assert all(name and items for name, items in lists_in(text).items())


def test_no_more_is_unpacked_than_an_archive_says():
    limited = archive_module._Limited(io.BytesIO(b"abcdef"), 3)
    with pytest.raises(zipfile.BadZipFile):
        limited.read(6)
