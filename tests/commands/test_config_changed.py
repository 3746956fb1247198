"""`lesepult config get`, `set` and `unset`, and a file with mistakes in it."""

import io
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from reader import config
from reader.commands import config_change
from reader.paths import user_paths
from reader.read import check

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


def test_a_setting_is_written_read_and_taken_out(lesepult, file):
    assert lesepult("config", "get", "network").out == "ask\n"
    assert lesepult("config", "set", "network", "on").code == 0
    assert file.path.read_text() == 'network = "on"\n'
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert lesepult("config", "get", "network").out == "on\n"
    assert lesepult("config", "set", "engines", "Google, deepl").code == 0
    done = lesepult("config", "get", "engines", "--json")
    assert (done.json["value"], done.json["source"]) == (["google", "deepl"], "file")
    assert lesepult("config", "set", "offline.threads", "3").code == 0
    assert lesepult("config", "unset", "network").code == 0
    assert lesepult("config", "unset", "network").code == 0
    assert file.path.read_text() == 'engines = ["google", "deepl"]\n\n[offline]\nthreads = 3\n'
    assert lesepult("config", "list").out == lesepult("config").out
    assert lesepult("config", "list", "--json").json == lesepult("config", "--json").json


def test_nothing_set_is_a_finding(lesepult):
    done = lesepult("config", "get", "theme")
    assert (done.code, done.out, done.err) == (1, "", "")
    assert lesepult("config", "get", "deepl.key").code == 1


def test_comments_order_and_mode_stay(lesepult, file):
    text = '# mine\nnetwork = "on"  # always\n\n[keys] # of mine\nline_down = "z"\n'
    file(text, 0o644)
    assert lesepult("config", "set", "network", "off").code == 0
    assert file.path.read_text() == text.replace('"on"', '"off"')
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o644


def test_a_key_comes_from_standard_input_and_closes_the_file_to_others(lesepult, file, monkeypatch):
    file('network = "on"\n', 0o644)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
    done = lesepult("config", "set", "deepl.key", "-")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert KEY in file.path.read_text()
    assert lesepult("config", "get", "deepl.key").out == "set\n"


def test_a_linked_file_stays_a_link(lesepult, file, tmp_path):
    real = tmp_path / "dotfiles.toml"
    real.write_text('network = "on"\n')
    file.path.parent.mkdir(parents=True)
    file.path.symlink_to(real)
    assert lesepult("config", "set", "network", "off").code == 0
    assert file.path.is_symlink()
    assert real.read_text() == 'network = "off"\n'


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["set", "network", "maybe"], "none of what it can be"),
        (["set", "engines", "gogle"], "no such engine 'gogle'"),
        (["set", "engines", ","], "engines"),
        (["set", "offline.threads", "many"], "threads is no number"),
        (["set", "ollama.url", "localhost"], "http"),
        (["set", "mymemory.email", "me"], "no e-mail address"),
        (["set", "netwrk", "on"], "Did you mean network?"),
        (["set", "keys.fly", "z"], "no command 'fly'"),
        (["set", "keys.line_down", "q"], "keys"),
        (["set", "theme", " "], "would be empty"),
        (["set", "theme", "nope"], "There are: lesepult-dark, lesepult-light, "),
        (["set", "theme", "lesepult-lihgt"], "Did you mean lesepult-light?"),
        (["get", "netwrk"], "Did you mean network?"),
        (["unset", "deepl"], "There is no such setting"),
        (["set", "network"], "VALUE"),
    ],
)
def test_what_cannot_be_set_is_refused_and_the_file_is_as_it_was(lesepult, file, arguments, words):
    file('theme = "nord"\n')
    done = lesepult("config", *arguments)
    assert done.code == (0 if arguments == ["set", "engines", ","] else 2), done.err
    if done.code:
        assert words in done.err
        assert file.path.read_text() == 'theme = "nord"\n'


def test_what_only_a_person_can_change_is_said_with_its_line(lesepult, file):
    file('network = "on"\ndeepl = { url = "https://x.org" }\n')
    done = lesepult("config", "set", "deepl.url", "https://y.org")
    assert done.code == 3
    assert "(line 2, column 1)" in done.err
    assert "config edit" in done.err


def test_a_file_with_a_mistake_is_not_written(lesepult, file):
    for text in ('network = "maybe"\n', "network = \n"):
        file(text)
        assert lesepult("config", "set", "theme", "nord").code == 3
        assert file.path.read_text() == text
    file('network = "maybe"\n')
    assert lesepult("config", "set", "network", "on").code == 0


def test_two_at_once_lose_nothing(lesepult, file, monkeypatch):
    names = [f"keys.{name}" for name in ("line_down", "line_up", "page_down", "page_up")]
    program = type("Program", (), {"check": staticmethod(check)})

    def put(at):
        arguments = type("A", (), {"action": "set", "name": names[at], "value": f"f{at + 6}", "program": program})
        config_change.change(arguments, user_paths())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(4)))
    assert dict(config.load(file.path).keys) == {name[5:]: f"f{at + 6}" for at, name in enumerate(names)}


def test_no_room_leaves_the_old_file(lesepult, file, monkeypatch):
    file('network = "on"\n')

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = lesepult("config", "set", "network", "off")
    assert done.code == 3
    assert "no space left" in done.err
    assert [path.name for path in file.path.parent.iterdir()] == ["config.toml"]
    assert file.path.read_text() == 'network = "on"\n'


# --- mistakes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('theme = "x"\n\nnetwork = 3\n', "line 3, column 1"),
        ('theme = "x"\n[deepl]\n  ulr = "x"\n', "line 3, column 3"),
        ('[offline]\nthreads = "4"\n', "line 2, column 1"),
        ('[keys]\nfly = "x"\n', "line 2, column 1"),
        ('theme = "x\n', "line 1, column 11"),
        ('engines = ["gogle"]\n', "line 1, column 1"),
    ],
)
def test_a_mistake_is_told_with_line_and_column(lesepult, file, text, place):
    file(text)
    found, wrong = config.load_forgiving(file.path, check)
    assert place in wrong[0].message
    assert isinstance(found, config.Config)
    if "[keys]" not in text:
        done = lesepult("config")
        assert done.code == 3
        assert place in done.err


def test_what_is_wrong_has_its_default_and_the_rest_holds(file):
    file('network = "on"\ntheme = 4\nengines = ["deepl"]\n[keys]\nfly = "x"\nline_down = "z"\n[deepl]\nkey = "k"\n')
    found, wrong = config.load_forgiving(file.path, check)
    assert len(wrong) == 2
    assert (found.theme, found.network, found.engines) == ("", "on", ("deepl",))
    assert found.keys == (("line_down", "z"),)
    assert found.engine_settings.deepl.key == "k"


@pytest.mark.parametrize(
    "text", ['netwrk = "off"', 'network = "of"', '[google]\nurl = "proxy"', 'engines = "deepl"', "x"]
)
def test_while_it_is_not_known_what_the_person_wants_nothing_is_sent(file, text):
    file(f"{text}\n")
    found, wrong = config.load_forgiving(file.path, check)
    assert len(wrong) == 1
    assert found.network == "off"
    file(f'network = "on"\n{text}\n' if "network =" not in text else text)
    assert config.load_forgiving(file.path, check)[0].network == "off"
