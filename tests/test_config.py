import pytest

from reader import config
from reader.errors import ConfigError
from reader.settings import LIBRETRANSLATE_KEY, EngineSettings, LibreTranslateSettings, OllamaSettings


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


SERVERS = """
[libretranslate]
url = "http://localhost:5000/"
key = "0f9-secret"

[ollama]
model = "gemma3:4b"
"""


def written(tmp_path, text, mode=0o600):
    path = tmp_path / "c.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_servers_of_ones_own_are_read_and_come_first(tmp_path):
    found = config.load(written(tmp_path, SERVERS), {})
    assert found.engine_settings == EngineSettings(
        libretranslate=LibreTranslateSettings("http://localhost:5000", "0f9-secret", configured=True),
        ollama=OllamaSettings("", "gemma3:4b", configured=True),
    )
    assert found.engines == ("libretranslate", "ollama", "google", "mymemory")
    assert "0f9" not in repr(found)


def test_only_what_is_configured_joins_the_chain_and_the_person_decides_the_order(tmp_path):
    assert config.load(written(tmp_path, '[ollama]\nmodel = "m"\n'), {}).engines == ("ollama", "google", "mymemory")
    assert config.load(written(tmp_path, "[libretranslate]\n"), {}).engines == ("libretranslate", "google", "mymemory")
    named = 'engines = ["google", "ollama"]\n[ollama]\nmodel = "m"\n'
    assert config.load(written(tmp_path, named), {}).engines == ("google", "ollama")


def test_the_key_of_the_environment_counts_before_the_files(tmp_path):
    environ = {LIBRETRANSLATE_KEY: " from-environment "}
    assert config.load(written(tmp_path, SERVERS), environ).engine_settings.libretranslate.key == "from-environment"
    without_file = config.load(tmp_path / "none.toml", environ)
    assert without_file.engine_settings.libretranslate.key == "from-environment"
    assert without_file.engines == ("google", "mymemory")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_with_a_key_that_others_can_read_is_refused(tmp_path, mode):
    path = written(tmp_path, SERVERS, mode)
    with pytest.raises(ConfigError, match="can be read by others") as caught:
        config.load(path, {})
    assert "0f9" not in str(caught.value)
    assert f"chmod 600 {path}" in caught.value.hint
    assert config.load(written(tmp_path, SERVERS.replace("key", "#"), mode), {})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[libretranslate]\nkey = 7234", "key is no text"),
        ("[libretranslate]\nkey = ['7234']", "key is no text"),
        ('[libretranslate]\nkey = "7234\\u0007"', "key is no text"),
        ('[libretranslate]\nkey = ""', "key is no text"),
        ('[libretranslate]\nurl = "localhost:7234"', "url does not begin with http"),
        ('[libretranslate]\nurl = "http://me:7234@localhost"', "url holds a name or a password"),
        ("[libretranslate]\nmodel = 'x'", "unknown setting 'model'"),
        ("libretranslate = '7234'", "libretranslate is no table"),
        ("[[libretranslate]]\nkey = '7234'", "libretranslate is no table"),
        ("[ollama]\nkey = '7234'", "unknown setting 'key'"),
        ('[ollama]\nmodel = "\\u0007"', "model is no text"),
    ],
)
def test_mistakes_in_a_servers_table_are_named_without_the_value(tmp_path, text, what):
    with pytest.raises(ConfigError, match=what) as caught:
        config.load(written(tmp_path, text), {})
    assert "7234" not in str(caught.value).replace(str(tmp_path), "")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"a = " + b"[" * 100_000])
def test_what_is_no_text_or_far_too_deep_is_an_error_too(tmp_path, data):
    path = tmp_path / "c.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError):
        config.load(path, {})
