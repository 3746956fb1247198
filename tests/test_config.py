import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import config
from reader.errors import ConfigError
from reader.settings import (
    DEEPL_KEY,
    LIBRETRANSLATE_KEY,
    MICROSOFT_KEY,
    DeepLSettings,
    EngineSettings,
    GoogleSettings,
    LibreTranslateSettings,
    MicrosoftSettings,
    MyMemorySettings,
    OfflineSettings,
    OllamaSettings,
)


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


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"a = " + b"[" * 100_000, b"a" + b".a" * 9_000 + b" = 1"])
def test_what_is_no_text_or_far_too_deep_is_an_error_too(tmp_path, data):
    path = tmp_path / "c.toml"
    path.write_bytes(data)
    with pytest.raises(ConfigError):
        config.load(path, {})


EVERYTHING = """
engines = ["deepl", " Google", "deepl"]

[google]
url = "https://proxy.example.org/google"
[mymemory]
email = "me@example.org"
[deepl]
key = "0f9-secret:fx"
[microsoft]
key = "7ab-secret"
region = "westeurope"
url = "http://127.0.0.1:8080"
[libretranslate]
key = "3cd-secret"
[ollama]
url = "http://[::1]:11434/"
model = "gemma3:4b"
[offline]
directory = "/srv/model"
"""


def test_every_engine_can_be_set(tmp_path):
    found = config.load(written(tmp_path, EVERYTHING), {})
    assert found.engines == ("deepl", "google")
    assert found.engine_settings == EngineSettings(
        GoogleSettings("https://proxy.example.org/google"),
        MyMemorySettings("", "me@example.org"),
        DeepLSettings("", "0f9-secret:fx"),
        MicrosoftSettings("http://127.0.0.1:8080", "7ab-secret", "westeurope"),
        LibreTranslateSettings("", "3cd-secret", configured=True),
        OllamaSettings("http://[::1]:11434", "gemma3:4b", configured=True),
        OfflineSettings(Path("/srv/model")),
    )
    assert "secret" not in repr(found)
    assert "me@" not in repr(found)


def test_keys_of_the_environment_count_before_the_files_and_bring_their_engines_in(tmp_path):
    environ = {DEEPL_KEY: "d", MICROSOFT_KEY: " m\n", LIBRETRANSLATE_KEY: "l"}
    settings = config.load(written(tmp_path, EVERYTHING), environ).engine_settings
    assert (settings.deepl.key, settings.microsoft.key, settings.libretranslate.key) == ("d", "m", "l")
    assert settings.microsoft.region == "westeurope"
    assert config.load(tmp_path / "none", environ).engines == ("deepl", "microsoft", "google", "mymemory")
    assert config.load(tmp_path / "none", {DEEPL_KEY: " "}).engines == ("google", "mymemory")


def test_a_key_of_the_environment_that_is_none_is_refused_without_repeating_it(tmp_path):
    for key in ("7234\x07", "7234ü", "72 34"):
        with pytest.raises(ConfigError, match="LESEPULT_DEEPL_KEY") as caught:
            config.load(tmp_path / "none", {DEEPL_KEY: key})
        assert "34" not in str(caught.value).replace(str(tmp_path), "")


def test_the_model_that_needs_no_network_is_asked_where_it_is_installed(tmp_path):
    directory = tmp_path / "offline"
    assert config.load(tmp_path / "none", {}, directory).engines == ("google", "mymemory")
    assert config.load(tmp_path / "none", {}, directory).engine_settings.offline.directory == directory
    directory.mkdir()
    (directory / "model.bin").touch()
    assert config.load(tmp_path / "none", {}, directory).engines == ("offline", "google", "mymemory")


@pytest.mark.parametrize(
    "text",
    [
        '[deepl]\nkey = "7234-x"',
        '[microsoft]\nkey = "7234-x"',
        '[deepl]\napi_key = "7234-x"',
        '[deepl]\nToken = ["7234-x"]',
        'deepl_key = "7234-x"',
        '[deepl]\nauth.value = "7234-x"',
        '[keys]\ndeepl = "7234-x"',
        'key = "7234-x"',
        '[libretranslate]\nurl = "http://me:7234-x@localhost"',
        '[google]\nurl = "http://localhost/?k=7234-x"',
        "[other]\nsecret = 7234",
    ],
)
@pytest.mark.parametrize("mode", [0o644, 0o600])
def test_a_key_in_the_wrong_place_is_a_key_too_and_never_repeated(tmp_path, text, mode):
    path = written(tmp_path, text, mode)
    try:
        config.load(path, {})
    except ConfigError as error:
        assert "7234" not in str(error).replace(str(tmp_path), "")
        assert ("can be read by others" in error.message) == (mode == 0o644)
    else:
        assert mode == 0o600


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('network = "7234-x"', "network is none"),
        ('engines = ["7234-x"]', "engines: there is no such engine"),
        ('engines = ["gogle"]', "engines: there is no such engine 'gogle'"),
        ('engines = ["fake"]', "engines: there is no such engine 'fake'"),
        ('"7234-x" = 1', "unknown setting"),
        ('[deepl]\n"7234-x" = "key"', r"\[deepl\] has an unknown setting"),
        ("[deepl]\nkey = 7234-x", "no TOML at line 2, column"),
        ("[deepl]\nkey = '7234-x", "no TOML at"),
        ("[deepl]\n'7234-x' = 1\n'7234-x' = 2", "no TOML at end of document"),
        ('[deepl]\nkey = "7234-ü"', "key holds a character"),
        ('[deepl]\nkey = "72 34"', "key holds a character"),
        ('[mymemory]\nemail = "7234"', "email is no e-mail address"),
        ('[microsoft]\nregion = "7234 x"', "region is no region"),
        ("[offline]\nmodel = 'x'", "unknown setting 'model'"),
        ("[offline]\ndirectory = ''", "directory is no text"),
    ],
)
def test_wrong_values_are_named_by_their_place_alone(tmp_path, text, what):
    with pytest.raises(ConfigError, match=what) as caught:
        config.load(written(tmp_path, text), {})
    assert "7234" not in str(caught.value).replace(str(tmp_path), "")
    assert "72 34" not in str(caught.value)


def test_a_file_without_keys_may_be_read_by_all(tmp_path):
    text = '[keys]\nline_down = "e"\n[google]\nurl = "https://proxy.example.org/g"\n[deepl]\nurl = "https://x.org"\n'
    assert config.load(written(tmp_path, text, 0o644), {}).keys == (("line_down", "e"),)


@given(
    st.dictionaries(
        st.text(), st.recursive(st.text() | st.integers(), lambda v: st.lists(v) | st.dictionaries(st.text(), v))
    )
)
def test_any_settings_are_a_configuration_or_refused(data):
    try:
        found = config._config(data, Path("c.toml"), {}, None)
    except ConfigError:
        return
    assert found.engines


def test_a_directory_in_the_place_of_the_file_is_said_in_words(tmp_path):
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path, {})
    assert caught.value.message == f"{tmp_path} is a directory."


def test_a_file_that_may_not_be_read_is_said_in_words(tmp_path, monkeypatch):
    def forbidden(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", "config.toml")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path / "config.toml", {})
    assert caught.value.message == f"{tmp_path / 'config.toml'} cannot be read (permission denied)."
