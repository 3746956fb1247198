import pytest

from reader import config
from reader.errors import ConfigError


def test_no_file_is_the_defaults(tmp_path):
    assert config.load(tmp_path / "none.toml") == config.Config()


def test_a_file_is_read(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text('network = "off"\nengines = ["mymemory"]\ntheme = "nord"\n[keys]\nline_down = "e"\n')
    assert config.load(path) == config.Config("off", ("mymemory",), "nord", (("line_down", "e"),))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("network = 'sometimes'", "network"),
        ("engines = 'google'", "engines"),
        ("theme = 3", "theme"),
        ("colour = 1", "unknown setting"),
        ("keys = 1", "keys"),
        ("= broken", "line 1"),
    ],
)
def test_mistakes_are_named(tmp_path, text, what):
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=what):
        config.load(path)
