"""The package as a library: what importing it costs, and that the examples in its documentation hold."""

import doctest
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import glossary

ROOT = Path(__file__).parents[2]
MODULES = [module.name for module in pkgutil.iter_modules(glossary.__path__)]


def loaded_after(code):
    script = f"{code}\nimport sys\nprint(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True)
    return set(ran.stdout.split())


def test_importing_the_package_loads_next_to_nothing():
    assert not {name for name in loaded_after("import glossary") if name.startswith("glossary.")}


def test_reading_and_matching_need_neither_yaml_nor_an_interface_nor_what_writes():
    code = (
        "import glossary\n"
        "layers = glossary.Layers()\n"
        "glossary.Matcher(layers.glossary, lexicon=None).find('Die roten Linien')\n"
        "glossary.load_strings('- de: a\\n  en: b\\n')\n"
    )
    loaded = loaded_after(code)
    for unwanted in ("yaml", "textual", "rich", "reader", "simplemma", "subprocess", "difflib", "glossary.editing"):
        assert unwanted not in loaded


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = import_module(f"glossary.{name}")
    assert doctest.testmod(module).failed == 0


def test_the_example_of_the_package_holds():
    assert doctest.testmod(glossary).failed == 0


def test_every_public_name_is_there():
    for name in glossary.__all__:
        assert getattr(glossary, name) is not None
    with pytest.raises(AttributeError):
        _ = glossary.no_such_name


def test_problems_and_errors_speak_in_one_line():
    problem = glossary.Problem(Path("g.yaml"), 3, 5, "This is wrong", "Mend it")
    assert str(problem) == "g.yaml:3:5: This is wrong. Mend it"
    error = glossary.GlossaryError("Not written", "g.yaml is locked.", "Wait.")
    assert str(error) == "Not written: g.yaml is locked. Wait."
    assert (error.title, error.message, error.hint) == ("Not written", "g.yaml is locked.", "Wait.")
