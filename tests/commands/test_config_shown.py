"""What is set and by whom, and the file in an editor."""

import os
import re
import stat
import sys
import tomllib

import pytest

from reader import config, read
from reader.commands.config_edit import EXAMPLE, editor, make_example
from reader.config import TABLES
from reader.errors import ReaderError

KEY = "s3cret-0123456789"


@pytest.fixture
def file(home):
    path = home / ".config" / "lesepult" / "config.toml"

    def put(text, mode=0o600):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        path.chmod(mode)
        return path

    put.path = path
    return put


def settings(done):
    return {one["name"]: (one["value"], one["source"]) for one in done.json["settings"]}


def test_without_a_file_all_are_defaults(lesepult, file):
    done = lesepult("config", "--json")
    assert done.code == 0
    assert done.json["path"] == str(file.path)
    assert done.json["exists"] is False
    found = settings(done)
    assert {source for _, source in found.values()} == {"default"}
    assert found["network"] == ("ask", "default")
    assert found["engines"] == (["google", "mymemory"], "default")
    assert found["deepl.key"] == ("not set", "default")
    assert {name.split(".")[0] for name in found if "." in name} == set(TABLES)
    lines = lesepult("config").out
    assert "not there yet" in lines
    assert re.search(r"^network +ask +default$", lines, re.MULTILINE)


def test_each_value_says_where_it_comes_from_and_no_key_is_shown(lesepult, file, monkeypatch):
    file(
        f'network = "off"\n[deepl]\nkey = "{KEY}"\n[microsoft]\nkey = "{KEY}"\nregion = "westeurope"\n'
        f'[mymemory]\nemail = "me@example.org"\n[offline]\nthreads = 3\n[keys]\nline_down = "z"\n'
    )
    monkeypatch.setenv("LESEPULT_DEEPL_KEY", "another-key")
    done = lesepult("config", "--json")
    found = settings(done)
    assert found["network"] == ("off", "file")
    assert found["deepl.key"] == ("set", "environment")
    assert found["microsoft.key"] == ("set", "file")
    assert found["microsoft.region"] == ("westeurope", "file")
    assert found["mymemory.email"] == ("set", "file")
    assert found["offline.threads"] == (3, "file")
    assert found["keys.line_down"] == ("z", "file")
    assert found["theme"] == (None, "default")
    plain = lesepult("config")
    assert re.search(r"^deepl\.key +set +LESEPULT_DEEPL_KEY$", plain.out, re.MULTILINE)
    for out in (done.out, plain.out):
        assert KEY not in out
        assert "another-key" not in out
        assert "me@example.org" not in out


@pytest.mark.parametrize(
    ("text", "words"),
    [("nonsense", "no TOML"), ("netwrok = 'on'", "netwrok"),
     ('engines = ["bing"]', "bing"), ('[keys]\nfly = "x"', "fly"),
     ('[keys]\nline_down = "j"\nline_up = "j"', "keys"), (f'[deepl]\nkey = "{KEY}"\n', "read by others")],
)  # fmt: skip
def test_what_cannot_be_followed_is_said_as_everywhere(lesepult, file, text, words):
    file(text, 0o644)
    for arguments in (["config"], ["config", "--json"]):
        done = lesepult(*arguments)
        assert (done.code, done.out) == (3, "")
        assert words in done.err
        assert KEY not in done.err
    assert lesepult("config", "path").out == f"{file.path}\n"


@pytest.fixture
def edits(tmp_path, monkeypatch):
    """An editor that writes a text into the file, or ends with a code."""

    def prepare(text="", code=0):
        program = tmp_path / "my editor.py"
        program.write_text(
            f"import sys, pathlib\npath = pathlib.Path(sys.argv[2])\nassert sys.argv[1] == '--wait'\n"
            f"print('was', len(path.read_text()))\n"
            f"if {text!r}:\n    path.write_text({text!r})\nsys.exit({code})\n"
        )
        monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{program}' --wait")

    return prepare


def test_the_editor_gets_a_commented_example_that_is_the_persons_alone(lesepult, file, edits):
    edits('theme = "nord"\n')
    assert lesepult("config", "edit").code == 0
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert [one.name for one in file.path.parent.iterdir()] == ["config.toml"]
    assert settings(lesepult("config", "--json"))["theme"] == ("nord", "file")


def test_a_file_that_is_there_is_left_to_the_editor(lesepult, file, edits):
    path = file('network = "on" # mine\n')
    edits()
    assert lesepult("config", "edit").code == 0
    assert path.read_text() == 'network = "on" # mine\n'


def test_a_mistake_made_in_the_editor_is_said_at_once(lesepult, file, edits):
    edits('network = "perhaps"\n')
    done = lesepult("config", "edit")
    assert done.code == 3
    assert "network is none of what it can be" in done.err


def test_an_editor_that_fails_or_is_not_there_is_said(lesepult, file, edits, monkeypatch):
    edits(code=7)
    done = lesepult("config", "edit")
    assert (done.code, "ended with 7" in done.err) == (3, True)
    for value, words in (("/no/such/editor", "cannot be started"), ("vi 'x", "is no command")):
        monkeypatch.setenv("VISUAL", value)
        done = lesepult("config", "edit")
        assert done.code == 2
        assert words in done.err


def test_who_names_no_editor_gets_a_usual_one(tmp_path):
    (tmp_path / "nano").write_text("")
    (tmp_path / "nano").chmod(0o755)
    assert editor({"PATH": str(tmp_path)}) == [str(tmp_path / "nano")]
    assert editor({"EDITOR": "code --wait", "VISUAL": " ", "PATH": ""}) == ["code", "--wait"]
    with pytest.raises(ReaderError, match="VISUAL"):
        editor({"PATH": str(tmp_path / "nothing")})


def test_the_example_sets_nothing_names_everything_and_can_be_followed(tmp_path):
    assert tomllib.loads(EXAMPLE) == {}
    path = tmp_path / "config.toml"
    path.write_text("\n".join(re.sub(r"^# (?=\[|\w+ = )", "", line) for line in EXAMPLE.splitlines()))
    path.chmod(0o600)
    given = config.what_is_set(path)
    assert set(given) == {"network", "engines", "theme", "keys", *TABLES}
    for table, names in TABLES.items():
        assert set(given[table]) == set(names), table
    found = config.load(path, {})
    assert found.network == "ask"
    read.check(found)


def test_ctrl_c_while_the_example_is_made_leaves_nothing(tmp_path, monkeypatch):
    path = tmp_path / "lesepult" / "config.toml"

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_example(path)
    assert list(path.parent.iterdir()) == []


def test_an_example_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "lesepult").write_text("a file in the place of the directory")
    with pytest.raises(ReaderError, match="Cannot make the configuration file"):
        make_example(tmp_path / "lesepult" / "config.toml")
