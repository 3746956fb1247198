"""`lesepult glossary import` and `export`."""

import io
import json
import os
import stat

import pytest

CSV = "de,en\nZoll,tariff\nHaus,home\nLinie,line\n,empty\n"


@pytest.fixture
def terms(home):
    path = home / "terms.csv"
    path.write_text(CSV)
    return path


def test_a_dry_run_tells_new_equal_conflicting_and_left_out(lesepult, own, terms):
    path = own("Zoll: tariff\nHaus: house\n")
    done = lesepult("glossary", "import", terms, "--dry-run")
    assert done.code == 0
    assert "1 new: Linie → line" in done.out
    assert "1 equal" in done.out
    assert "1 in conflict" in done.out
    assert "Haus: house (yours:2) · imported: home" in done.out
    assert "left out" in done.out
    assert path.read_text() == "Zoll: tariff\nHaus: house\n"


@pytest.mark.parametrize(
    ("policy", "targets"), [("keep", ["house"]), ("replace", ["home"]), ("merge", ["house", "home"])]
)
def test_what_happens_to_a_conflict_can_be_chosen(lesepult, own, terms, policy, targets):
    path = own("# mine\nZoll:  tariff # why\nHaus: house\n")
    done = lesepult("glossary", "import", terms, "--on-conflict", policy, "--json")
    assert done.json["written"] is True
    assert len(done.json["new"]) == len(done.json["equal"]) == len(done.json["conflicts"]) == 1
    assert path.read_text().startswith("# mine\nZoll:  tariff # why\n")
    entries = lesepult("glossary", "list", "--layer", "yours", "--json").json["entries"]
    assert {entry["source"]: entry["targets"] for entry in entries} == {
        "Zoll": ["tariff"], "Haus": targets, "Linie": ["line"],
    }  # fmt: skip


def test_an_import_can_go_into_another_file_and_be_undone(lesepult, own, terms, home):
    team = home / "team.yaml"
    team.write_text("# team\n")
    assert lesepult("glossary", "import", terms, "--to", team).code == 0
    assert "Linie: line" in team.read_text()
    assert not own.path.exists()
    assert lesepult("glossary", "undo", "--glossary", team).code == 0
    assert team.read_text() == "# team\n"


def test_what_another_layer_says_already_is_not_written_again(lesepult, own, home):
    path = home / "terms.csv"
    path.write_text("de,en\nKreml,Kremlin\nSanktion,punishment\n")
    done = lesepult("glossary", "import", path, "--json")
    assert [entry["source"] for entry in done.json["equal"]] == ["Kreml"]
    assert done.json["conflicts"][0]["standing"]["layer"] == "bundled"
    assert done.json["written"] is False
    assert lesepult("glossary", "import", path, "--on-conflict", "replace").code == 0
    assert own.path.read_text().endswith("Sanktion: punishment\n")


def test_importing_again_writes_nothing(lesepult, own, terms):
    assert lesepult("glossary", "import", terms).code == 0
    before = own.path.read_bytes(), own.path.stat().st_mtime_ns
    done = lesepult("glossary", "import", terms)
    assert "nothing to write" in done.out
    assert (own.path.read_bytes(), own.path.stat().st_mtime_ns) == before


def test_on_a_terminal_one_is_asked(lesepult, own, terms, monkeypatch):
    import sys

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    monkeypatch.setattr(sys, "stderr", Terminal())
    done = lesepult("glossary", "import", terms)
    assert "not written" in done.out
    assert not own.path.exists()
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert "written" in lesepult("glossary", "import", terms, "--yes").out
    assert own.path.exists()


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 50, b"%PDF-1.4", b"<?xml version='1.0'?><tbx><text>"])
def test_a_file_that_is_no_glossary_is_a_sentence_and_writes_nothing(lesepult, own, home, data):
    path = home / "odd.bin"
    path.write_bytes(data)
    done = lesepult("glossary", "import", path)
    assert "Traceback" not in done.err
    assert "\x1b" not in done.out + done.err
    assert not own.path.exists()


def test_missing_files_and_directories(lesepult, home):
    for path in (home / "no.csv", home):
        done = lesepult("glossary", "import", path)
        assert done.code == 3
        assert "lesepult:" in done.err
    assert lesepult("glossary", "import", "x", "--format", "nonsense").code == 2


@pytest.mark.parametrize("name", ["tbx", "csv", "tsv", "deepl", "omegat", "utx", "yaml", "json"])
def test_every_format_is_exported_to_a_file(lesepult, own, home, name):
    own("Zoll:\n  en: [tariff, duty]\n  domain: trade\nHaus: house\n")
    out = home / f"out.{name}"
    done = lesepult("glossary", "export", out, "--format", name, "--layer", "yours")
    assert done.code == 0
    assert "Zoll" in out.read_text("utf-8")
    assert "written" in done.err
    again = lesepult("glossary", "export", out, "--format", name)
    assert again.code == 3
    assert "there" in again.err
    assert lesepult("glossary", "export", out, "--format", name, "--force", "--domain", "trade").code == 0
    assert "house" not in out.read_text("utf-8")


def test_what_a_format_cannot_hold_is_said(lesepult, own, home):
    own("Zoll:\n  en: [tariff, duty]\n  note: why\n")
    done = lesepult("glossary", "export", home / "a.csv", "--format", "deepl", "--layer", "yours", "--json")
    assert {loss["field"] for loss in done.json["losses"] if "field" in loss} >= {"note"}
    assert "note" in lesepult("glossary", "export", home / "b.csv", "--format", "deepl", "--layer", "yours").err


def test_standard_output_needs_a_format_and_holds_nothing_else(lesepult, own):
    own("Zoll: tariff\n")
    assert lesepult("glossary", "export").code == 2
    done = lesepult("glossary", "export", "--format", "json", "--layer", "yours")
    assert [entry["source"] for entry in json.loads(done.out)["entries"]] == ["Zoll"]
    assert lesepult("glossary", "export", "-", "--format", "deepl", "--layer", "yours").out.splitlines() == [
        "Zoll,tariff"
    ]


def test_what_was_exported_is_equal_when_imported(lesepult, own, home):
    own("Zoll:\n  en: [tariff, duty]\n  forbidden: [toll]\n  domain: trade\n  note: why\nHaus: house\n")
    for name in ("tbx", "csv", "tsv"):
        out = home / f"out.{name}"
        assert lesepult("glossary", "export", out, "--layer", "yours").code == 0
        found = lesepult("glossary", "import", out, "--dry-run", "--json").json
        assert [entry["source"] for entry in found["equal"]] == ["Zoll", "Haus"], name
        assert (found["new"], found["conflicts"]) == ([], []), name


def test_what_is_no_file_is_never_replaced_by_one(lesepult, home):
    pipe = home / "pipe"
    os.mkfifo(pipe)
    for name in ("csv", "json", "tbx"):
        done = lesepult("glossary", "export", pipe, "--format", name, "--force")
        assert done.code == 3
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert lesepult("glossary", "check", pipe).code == 3


def test_json_is_not_taken_for_a_table(lesepult, home):
    path = home / "terms.json"
    assert lesepult("glossary", "export", path).code == 0
    done = lesepult("glossary", "import", path)
    assert done.code == 3
    assert "JSON" in done.err
