"""What shells get to complete with: right in the shell's own eyes, with every command and option in it."""

import shutil
import subprocess

import pytest

from reader.cli import COMMANDS, whole_parser
from tests.terminal import Terminal

SHELLS = ("bash", "zsh", "fish")
HERE = [shell for shell in SHELLS if shutil.which(shell)]
"""The shells that this machine has; bash is everywhere."""


def there(shell):
    return shutil.which(shell)


def needs(shell):
    """Leave a test out of the collection where its shell is not: there is nothing to be seen."""
    return lambda test: test if shell in HERE else None


@pytest.fixture
def script(lesepult, tmp_path):
    """The script for a shell, as a file."""

    def write(shell):
        done = lesepult("completion", shell)
        assert (done.code, done.err) == (0, "")
        path = tmp_path / f"lesepult.{shell}"
        path.write_text(done.out)
        return path

    return write


def everything(parser, path=()):
    """Each command with its options and the commands below it."""
    names = [name for action in parser._actions for name in action.option_strings]
    below = next((action.choices for action in parser._actions if isinstance(action.choices, dict)), {})
    yield path, names, list(below)
    for name, command in below.items():
        yield from everything(command, (*path, name))


@pytest.mark.parametrize("shell", HERE)
def test_the_shell_finds_nothing_wrong_with_the_script(script, shell):
    done = subprocess.run([there(shell), "-n", script(shell)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_every_option_is_named(script, shell):
    text = script(shell).read_text()
    for _, options, below in everything(whole_parser()):
        for name in below:
            assert name in text
        for option in options:
            assert (option if shell != "fish" else option.lstrip("-")) in text


BASH = """
. "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_shtab_lesepult
printf '%s\\n' "${COMPREPLY[@]}"
"""
WORDS = [
    (["gl"], {"gloves.txt", "glossary"}),
    (["art"], {"article.txt"}),
    (["glossary", "e"], {"edit", "export"}),
    (["translate", "--eng"], {"--engine"}),
    (["translate", "--engine", "li"], {"libretranslate"}),
    (["completion", ""], set(SHELLS)),
    (["config", "p"], {"path"}),
    (["export", "article.txt", "--to", "h"], {"html"}),
    (["check", "art"], {"article.txt"}),
    (["export", "article.txt", "-o", "gl"], {"gloves.txt"}),
    (["--from", "f"], {"fr"}),
    (["translate", "--into", "d"], {"da", "de"}),
    (["config", "set", "netw"], {"network"}),
    (["config", "get", "deepl."], {"deepl.key", "deepl.url"}),
    (["help", "exp"], {"export"}),
    (["read", "art"], {"article.txt"}),
    (["memory", "search", "art"], set()),
]


@pytest.fixture
def texts(tmp_path):
    for name in ("article.txt", "gloves.txt"):
        (tmp_path / name).touch()
    return tmp_path


def test_bash_completes_commands_options_and_texts(script, texts):
    bash, path = there("bash"), script("bash")
    for words, expected in WORDS:
        done = subprocess.run(
            [bash, "-c", BASH, "bash", path, "lesepult", *words], capture_output=True, text=True, cwd=texts, check=False
        )
        assert done.stderr == ""
        assert set(done.stdout.split()) == expected, words


@needs("fish")
def test_fish_completes_commands_options_and_texts(script, texts):
    fish, path = there("fish"), script("fish")
    for words, expected in WORDS:
        line = " ".join(["lesepult", *words])
        code = f"source {path}; complete -C '{line}'"
        done = subprocess.run([fish, "--no-config", "-c", code], capture_output=True, text=True, cwd=texts, check=False)
        assert done.stderr == ""
        assert {found.split("\t")[0] for found in done.stdout.splitlines()} == expected, words


def test_zsh_offers_texts_beside_commands(script):
    text = script("zsh").read_text()
    assert "_describe 'lesepult commands' _commands\n  _files\n" in text
    assert text.startswith("#compdef lesepult\n")


ZSH = (("translate --engi", "--engine"), ("export --to ht", "html"), ("glossary export --format tb", "tbx"))
"""The reader has --to as well, with languages behind it."""


@needs("zsh")
@pytest.mark.slow
def test_zsh_completes_commands_and_texts_for_real(script, texts, own_home):
    zsh = there("zsh")
    script("zsh").rename(texts / "_lesepult")
    environment = {"ZDOTDIR": str(own_home)}
    with Terminal([zsh, "-f"], home=own_home, env=environment) as terminal:
        terminal.press(f"cd {texts}; PS1='rea''dy> '; fpath=({texts} $fpath); autoload -Uz compinit; compinit -D -u\r")
        terminal.wait_for("ready>")
        for words, expected in (("glos", "glossary"), ("arti", "article.txt"), *ZSH):
            terminal.press(f"lesepult {words}\t")
            terminal.wait_for(f"ready> lesepult {words.rpartition(' ')[0]} {expected}".replace("  ", " "))
            terminal.press("\x15")
        terminal.press("exit\r")
        assert terminal.wait() == 0


def test_the_tree_of_commands_is_whole_and_stays_as_it_is():
    first = [(path, options) for path, options, _ in everything(whole_parser())]
    assert {path[0] for path, _ in first if path} == {*COMMANDS, "read"}
    assert first == [(path, options) for path, options, _ in everything(whole_parser())]


@pytest.mark.parametrize("arguments", [[], ["tcsh"], ["bash", "zsh"]])
def test_another_shell_is_a_mistake(lesepult, arguments):
    done = lesepult("completion", *arguments)
    assert (done.code, done.out) == (2, "")
