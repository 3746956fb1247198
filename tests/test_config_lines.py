"""The configuration file with one setting changed: what it says, and that all else stays byte for byte."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.commands.config_edit import EXAMPLE
from reader.config_lines import changed, literal, place

OWN = """\
# mine
network = "off"   # for now

engines = [
  "deepl", # the best
  "google",
]
[deepl]   # the key
  key = "a#b"  # secret
# the end
[keys]
line_down = "z"
"""


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("network", "on", 'network = "off"   # for now', 'network = "on"   # for now'),
        ("deepl.key", "x", '  key = "a#b"  # secret', '  key = "x"  # secret'),
        ("engines", ["google"], 'engines = [\n  "deepl", # the best\n  "google",\n]', 'engines = ["google"]'),
        ("deepl.url", "https://x.org", "# secret\n", '# secret\nurl = "https://x.org"\n'),
        ("theme", "nord", '"google",\n]\n', '"google",\n]\ntheme = "nord"\n'),
        ("network", None, 'network = "off"   # for now\n', ""),
        ("keys.line_down", None, '[keys]\nline_down = "z"\n', ""),
        ("offline.threads", 4, 'line_down = "z"\n', 'line_down = "z"\n\n[offline]\nthreads = 4\n'),
    ],
)
def test_only_the_lines_of_the_setting_change(name, value, before, after):
    assert OWN.count(before) == 1
    assert changed(OWN, name, value) == OWN.replace(before, after)


def test_the_example_takes_settings_where_their_comments_stand():
    text = changed(EXAMPLE, "theme", "nord")
    lines = text.split("\n")
    at = lines.index('theme = "nord"')
    assert lines[at - 1].startswith("# theme = ")
    both = changed(text, "deepl.key", "k")
    assert tomllib.loads(both) == {"theme": "nord", "deepl": {"key": "k"}}
    assert changed(changed(both, "deepl.key", None), "theme", None).strip() == EXAMPLE.strip()


@pytest.mark.parametrize("text", ["", "# mine\n", 'network = "on"\n', '[keys]\nline_down = "z"\n'])
@pytest.mark.parametrize(("name", "value"), [("theme", "nord"), ("deepl.key", "x"), ("offline.threads", 4)])
def test_what_was_set_and_taken_out_leaves_no_blank_lines(text, name, value):
    assert changed(changed(text, name, value), name, None) == text


@pytest.mark.parametrize("text", ["deepl = { key = 'x' }\n", "[a.b]\nkey = 1\n[deepl.x]\ny = 1\n", "a = [\n"])
def test_what_only_a_person_can_change_is_left_alone(text):
    new = changed(text, "deepl.key", "y")
    assert new is None or tomllib.loads(new)["deepl"]["key"] == "y"


def test_line_ends_and_a_missing_last_one_stay():
    assert changed('network = "on"\r\n[deepl]\r\n', "network", "off") == 'network = "off"\r\n[deepl]\r\n'
    assert changed('network = "on"', "theme", "x") == 'network = "on"\ntheme = "x"'
    assert changed("", "theme", "x") == 'theme = "x"\n'
    assert changed("", "deepl.key", "x") == '[deepl]\nkey = "x"\n'
    assert changed("# only this\n[keys]\n", "theme", "x") == 'theme = "x"\n\n# only this\n[keys]\n'


def test_the_place_of_a_setting_is_told_also_of_one_in_a_table_that_is_written_otherwise():
    assert place(OWN, "deepl.key") == "line 9, column 3"
    assert place("x = 1\ndeepl = { key = 3 }", "deepl.key") == "line 2, column 1"
    assert place(OWN, "ollama.url") == ""


@given(st.text())
def test_any_text_is_a_value_that_comes_back(text):
    encodable = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"a = {literal(encodable)}") == {"a": encodable}


LINES = st.sampled_from(
    ["# c", "", 'network = "on"', 'theme="x" # y', "[keys]", 'line_down = "a"', "engines = [", '"google",', "]",
     "[deepl]", 'key = """a', 'b"""', "  url='u'", "[[x]]", "[a.b]", "deepl.key = 'q'"]
)  # fmt: skip


@given(
    st.lists(LINES, max_size=12),
    st.sampled_from(["network", "deepl.key", "keys.line_up"]),
    st.sampled_from(["v", None]),
)
def test_whatever_stands_in_a_file_only_this_setting_changes(lines, name, value):
    text = "\n".join(lines)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert changed(text, name, value) is None
        return
    new = changed(text, name, value)
    if new is None:
        return
    after = tomllib.loads(new)
    table, _, setting = name.rpartition(".")
    where = after.get(table, {}) if table else after
    assert where.get(setting) == value
    assert {k: v for k, v in after.items() if k not in (table, name)} == {
        k: v for k, v in before.items() if k not in (table, name)
    }
