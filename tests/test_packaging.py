"""What is built is what works elsewhere: the wheel in a fresh environment, and what importing costs."""

import subprocess
import sys
import zipfile

import pytest

from tests.support import ROOT, SAMPLE
from tests.terminal import Terminal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built by the build backend itself, without a network."""
    directory = tmp_path_factory.mktemp("wheel")
    code = f"import hatchling.build as b; print(b.build_wheel({str(directory)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return directory / done.stdout.strip().splitlines()[-1]


def test_the_wheel_holds_the_packages_their_data_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "reader/py.typed",
        "glossary/py.typed",
        "glossary/bundled/geopolitics.yaml",
        "reader/memory/bundled/sample.jsonl",
        "reader/ui/app.tcss",
        "reader/ui/first_page_styles.json",
        f"reader/seeds/{SAMPLE.name}",
    ):
        assert needed in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"reader", "glossary", "lesepult"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_works_where_the_project_is_not(wheel, tmp_path):
    """Unpacked elsewhere, with the dependencies of this environment and no checkout in sight."""
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    for name in ("home", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "home" / ".cache").write_text("no lexicons need be built")
    code = (
        f"import sys; sys.path.insert(0, {str(place)!r});"
        "from reader.cli import main; import reader;"
        f"assert reader.__file__.startswith({str(place)!r}), reader.__file__;"
        "sys.argv = ['lesepult', '--offline']; sys.exit(main())"
    )
    environment = {"PYTHONSAFEPATH": "1"}
    with Terminal([sys.executable, "-c", code], home=tmp_path / "home", env=environment) as terminal:
        terminal.wait_for("The sample article")
        terminal.press("enter")
        terminal.wait_for("Russia is ready", "21/21 translated")
        terminal.press("q")
        assert terminal.wait() == 0


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import reader.cli", "textual rich deep_translator requests yaml sqlite3"),
        ("import reader.core.reading, reader.core.search, reader.core.segmenter", "textual rich deep_translator yaml"),
        ("import glossary; glossary.Matcher; glossary.load", "textual rich reader deep_translator yaml simplemma"),
        ("import reader.desk, reader.ui.first_page, reader.ui.lines", "textual rich deep_translator yaml simplemma"),
        ("import reader.engines.registry, reader.translation.service", "textual rich deep_translator yaml"),
    ],
)
def test_importing_stays_cheap(code, absent):
    check = f"{code}; import sys; print(*[name for name in {absent.split()!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_help_loads_nothing_heavy():
    code = (
        "import sys\ntry:\n    from reader.cli import main\n    main(['--help'])\nexcept SystemExit as end:\n"
        "    assert end.code == 0\n"
        "print('HEAVY', *[m for m in ('textual', 'deep_translator', 'sqlite3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "HEAVY"
    assert "lesepult memory import" in done.stdout


def test_the_readmes_key_table_is_that_of_the_commands():
    from reader.ui.key_table import with_table

    text = (ROOT / "README.md").read_text("utf-8")
    assert with_table(text) == text, "make keys"


def test_what_the_readme_names_exists():
    import re

    text = (ROOT / "README.md").read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (ROOT / link).exists(), link
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`?make ([a-z]+)", text):
        assert f"\n{target}:" in makefile, target


def test_every_command_has_an_action_and_ids_are_unique():
    from reader.ui.commands import MOVING, READING_COMMANDS, WORD_COMMANDS
    from reader.ui.moving import CHOICES, MOVES
    from reader.ui.screens.reading import ReadingScreen

    commands = (*READING_COMMANDS, *WORD_COMMANDS)
    assert len({command.id for command in commands}) == len(commands)
    for command in commands:
        assert hasattr(ReadingScreen, f"action_{command.action.split('(')[0]}"), command.id
    assert list(MOVES) == [command.id for command in READING_COMMANDS if command.group == MOVING]
    assert list(CHOICES) == [command.id for command in WORD_COMMANDS]
    for group in (READING_COMMANDS, WORD_COMMANDS):
        keys = [key for command in group for key in command.keys.split(",")]
        assert len(set(keys)) == len(keys)


def test_the_tree_keeps_no_promises_for_later():
    words = ["TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error"]
    for path in [*ROOT.glob("reader/**/*.py"), *ROOT.glob("glossary/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        text = path.read_text("utf-8")
        assert not any(word in text for word in words), path
