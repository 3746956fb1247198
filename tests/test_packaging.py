"""What is built is what works elsewhere: the wheel in a fresh environment, and what importing costs."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from reader import __version__
from tests.support import ROOT, SAMPLE
from tests.terminal import Terminal

pytestmark = pytest.mark.slow

WHEEL_DATA = {
    "glossary/bundled/geopolitics.yaml",
    "glossary/glossary.schema.json",
    "glossary/py.typed",
    "reader/export/book.css",
    "reader/export/page.css",
    "reader/export/page.js",
    "reader/memory/bundled/sample.jsonl",
    "reader/py.typed",
    f"reader/seeds/{SAMPLE.name}",
    "reader/ui/app.tcss",
    "reader/ui/first_page_styles.json",
}
"""All that is in the wheel beside modules; what is added is added here, too, with a reason."""
BESIDE_PACKAGES = {
    f"lesepult-{__version__}.dist-info/{name}"
    for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")
} | {f"lesepult-{__version__}.data/data/share/man/man1/lesepult.1"}
SDIST_FILES = {".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "PKG-INFO", "README.md",
               "pyproject.toml"}  # fmt: skip
SDIST_FOLDERS = ("glossary", "man", "reader", "seeds", "tests")
INSTALL_S = 900
"""An index may be slow; this only ends what hangs."""
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "PYTEST"))}
"""The environment before a test gives itself a home, in which the package index may be set up."""


def build(kind, source, directory):
    """Build with the build backend itself, without a network."""
    code = f"import hatchling.build as b; print(b.build_{kind}({str(directory)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=True)
    return directory / done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def files(*folders):
    """The files of the checkout in these folders, as names in an archive."""
    every = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in every if "__pycache__" not in path.parts}


def contents(wheel):
    """What is in a wheel; of the list of its files only what it lists."""
    with zipfile.ZipFile(wheel) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return {name: sorted(data.splitlines()) if name.endswith("RECORD") else data for name, data in found.items()}


def test_the_wheel_holds_the_packages_their_data_and_nothing_else(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = {name for name in files("reader", "glossary") if name.endswith(".py")}
    assert names == modules | WHEEL_DATA | BESIDE_PACKAGES


def test_the_sdist_holds_what_the_wheel_is_built_from_its_tests_and_nothing_else(sdist):
    top = f"lesepult-{__version__}/"
    with tarfile.open(sdist) as archive:
        names = {one.name for one in archive.getmembers() if not one.isdir()}
    assert all(name.startswith(top) for name in names)
    assert {name.removeprefix(top) for name in names} == files(*SDIST_FOLDERS) | SDIST_FILES


def test_the_sdist_builds_the_same_wheel(sdist, wheel, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    again = build("wheel", tmp_path / f"lesepult-{__version__}", tmp_path)
    assert contents(again) == contents(wheel)


@pytest.fixture(scope="module")
def house(wheel, tmp_path_factory):
    """The wheel and every distribution it needs, from the index that `make` had the test tools from."""
    place, maker = tmp_path_factory.mktemp("house"), tmp_path_factory.mktemp("maker")
    venv.create(maker, with_pip=True)
    pip = [maker / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "wheel", "--wheel-dir", place, wheel],
        capture_output=True, text=True, check=False, timeout=INSTALL_S, env=OUTSIDE,
    )  # fmt: skip
    assert done.returncode == 0, f"the package index is needed: {done.stderr}"
    return place


def tool(name):
    """A tool of the test environment: it is there, whatever else the machine has."""
    return Path(sys.executable).with_name(name)


def pip_commands(place, house):
    yield [sys.executable, "-m", "venv", place / "env"]
    yield [place / "env" / "bin" / "python", "-m", "pip", "install", "--quiet", "lesepult"]


def pipx_commands(place, house):
    yield [tool("pipx"), "install", "--python", sys.executable, "lesepult"]


def uv_commands(place, house):
    yield [tool("uv"), "tool", "install", "--python", sys.executable, "--no-python-downloads", "lesepult"]


INSTALLED = {
    "pip": (pip_commands, "env", "env/bin"),
    "pipx": (pipx_commands, "pipx/venvs/lesepult", "bin"),
    "uv": (uv_commands, "uv/lesepult", "bin"),
}
"""How it is installed, where its environment is then, and where its command."""


@pytest.mark.parametrize("name", INSTALLED)
def test_the_wheel_installed_elsewhere_does_what_a_new_person_tries(name, house, tmp_path):
    """With the dependencies that its metadata names, in an empty home, far from the checkout."""
    commands, inside, bin_ = INSTALLED[name]
    home, place, bin_ = tmp_path / "home", tmp_path / inside, tmp_path / bin_
    home.mkdir()
    environment = {"PATH": f"{bin_}:{os.defpath}", "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm"}
    indexless = {
        "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(house), "UV_OFFLINE": "1", "UV_FIND_LINKS": str(house),
        "PIPX_HOME": str(tmp_path / "pipx"), "PIPX_BIN_DIR": str(bin_), "PIPX_MAN_DIR": str(tmp_path / "man"),
        "UV_TOOL_DIR": str(tmp_path / "uv"), "UV_TOOL_BIN_DIR": str(bin_), "UV_CACHE_DIR": str(tmp_path / "cache"),
    }  # fmt: skip
    for command in commands(tmp_path, house):
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=INSTALL_S, env=environment | indexless
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def lesepult(*arguments):
        done = subprocess.run(
            [bin_ / "lesepult", *arguments], capture_output=True, text=True, check=False, timeout=300,
            env=environment, cwd=home, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done

    assert lesepult("--version").stdout == f"Lesepult {__version__}\n"
    assert lesepult("--help").stdout.startswith("usage: lesepult")
    sample = next(place.glob(f"lib/python*/site-packages/reader/seeds/{SAMPLE.name}"))
    translated = lesepult("translate", "--offline", str(sample))
    assert (translated.returncode, "Russia is ready" in translated.stdout) == (0, True), translated.stderr
    page = lesepult("export", str(sample), "--to", "html", "-o", "page.html")
    assert (page.returncode, "red lines" in (home / "page.html").read_text("utf-8")) == (0, True), page.stderr
    looked = lesepult("doctor", "--json")
    found = json.loads(looked.stdout)
    assert (looked.returncode, found["problems"]) == (0, 0), looked.stdout
    hints = [one["hint"] for one in found["findings"] if one["topic"] == "extras"]
    assert any("lesepult[offline]" in hint and hint.split(": ")[-1].startswith(name) for hint in hints), hints
    assert "_shtab_lesepult" in lesepult("completion", "bash").stdout
    assert (place / "share" / "man" / "man1" / "lesepult.1").read_bytes() == (ROOT / "man" / "lesepult.1").read_bytes()


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


def test_the_manual_page_is_that_of_the_commands():
    from reader.cli import whole_parser
    from reader.manual import page

    assert (ROOT / "man" / "lesepult.1").read_text("utf-8") == page(whole_parser()), "make man"


def test_the_manual_page_names_every_command_and_option_and_roff_takes_it_as_it_is():
    from reader.cli import whole_parser

    text = (ROOT / "man" / "lesepult.1").read_text("utf-8")
    assert text.isascii()
    assert "%(" not in text

    def look(parser, path):
        for action in parser._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or f"\\fB{option.replace('-', chr(92) + '-')}\\fR" in text
            for name, command in action.choices.items() if isinstance(action.choices, dict) else ():
                assert f'.SS "lesepult {" ".join([*path, name])}"\n' in text
                look(command, [*path, name])

    look(whole_parser(), [])


def test_the_manual_page_has_lines_that_roff_likes():
    lines = (ROOT / "man" / "lesepult.1").read_text("utf-8").splitlines()
    assert [line for line in lines if len(line) > 80 and not line.startswith("\\fB")] == []
    assert [line for line in lines if line.endswith(" ")] == []
    assert {line.split()[0] for line in lines if line[:1] == "."} == {
        ".TH", ".nh", ".ad", ".SH", ".SS", ".PP", ".TP", ".br"
    }  # fmt: skip


LINTERS = {
    "groff": ["groff", "-man", "-ww", "-Tutf8", "-P-cbou"],
    "mandoc": ["mandoc", "-T", "lint"],
    "man": ["man", "-l", "-P", "cat"],
}


def test_whatever_shows_manual_pages_here_finds_nothing_wrong():
    """With each program of these that this machine has; the page is looked at without them above."""
    for name, command in LINTERS.items():
        if not shutil.which(name):
            continue
        done = subprocess.run(
            [*command, ROOT / "man" / "lesepult.1"], capture_output=True, text=True, check=True,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "HOME": os.environ["HOME"]},
        )  # fmt: skip
        assert done.stderr == ""
        if name == "mandoc":
            assert done.stdout == ""
            continue
        assert "lesepult glossary import iate.tbx --dry-run" in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80


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
    from reader.ui.deeds import DEEDS
    from reader.ui.moving import CHOICES, MOVES
    from reader.ui.screens.reading import ReadingScreen

    commands = (*READING_COMMANDS, *WORD_COMMANDS)
    assert len({command.id for command in commands}) == len(commands)
    for command in commands:
        assert hasattr(ReadingScreen, f"action_{command.action.split('(')[0]}"), command.id
    assert list(MOVES) == [command.id for command in READING_COMMANDS if command.group == MOVING]
    assert sorted(DEEDS) == sorted(command.id for command in READING_COMMANDS if command.group != MOVING)
    assert list(CHOICES) == [command.id for command in WORD_COMMANDS]
    for group in (READING_COMMANDS, WORD_COMMANDS):
        keys = [key for command in group for key in command.keys.split(",")]
        assert len(set(keys)) == len(keys)


WRITTEN_DIRECTLY = {
    "glossary/compiled.py": "a temporary file, which then takes its place",
    "glossary/lexicon.py": "a temporary file, which then takes its place",
    "glossary/safe_file.py": "a temporary file, which then takes its place",
    "reader/export/outfile.py": "a pipe or a device, which keeps nothing that could be lost",
    "reader/commands/rehearsal.py": "a copy in a directory that is taken away again",
    "reader/engines/offline/archive.py": "a directory that takes its place when it is whole",
    "reader/engines/offline/fetch.py": "what goes on where it broke off, under a name that says so",
    "reader/engines/offline/install.py": "a directory that takes its place when it is whole",
    "reader/memory/bundled.py": "a tool of this project",
    "reader/memory/exchange.py": "a pipe or a device, which keeps nothing that could be lost",
    "reader/ui/first_page.py": "a temporary file, which then takes its place",
    "reader/ui/key_table.py": "a tool of this project",
}
"""Where a file is opened for writing by its own name, and why no half a file can be left of it."""


def test_who_writes_a_file_writes_it_whole():
    """Anything else that writes uses one of these, so that Ctrl-C leaves the old file or the new one."""
    import re

    direct = re.compile(r"\.write_(?:text|bytes)\(|\bopen\([^)\n]*[\"'][wax]b?\+?[\"']")
    found = set()
    for path in [*ROOT.glob("reader/**/*.py"), *ROOT.glob("glossary/**/*.py")]:
        text = path.read_text("utf-8")
        if any(direct.search(line) and "fdopen" not in line for line in text.splitlines()):
            found.add(path.relative_to(ROOT).as_posix())
    assert found == set(WRITTEN_DIRECTLY), "see what stands above this test"


def test_the_tree_keeps_no_promises_for_later():
    words = ["TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error"]
    for path in [*ROOT.glob("reader/**/*.py"), *ROOT.glob("glossary/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        text = path.read_text("utf-8")
        assert not any(word in text for word in words), path


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize(("text", "wanted"), [("paper.pdf", True), ("My Paper.PDF", True), ("paper.txt", False)])
def test_make_read_installs_what_reads_a_pdf_file_and_only_for_one(text, wanted, tmp_path):
    command = ["make", "-n", "read", f"FILE={text}", f"VENV={tmp_path / 'venv'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert ("pypdfium2" in done.stdout) is wanted
    assert f'lesepult "{text}"' in done.stdout
