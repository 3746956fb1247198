"""Engines by name, and the one without a network."""

import pytest

from reader.engines.base import Limits, Misconfigured, Transient
from reader.engines.fake import FakeEngine
from reader.engines.registry import ENGINES, default_chain, engine_chain
from reader.errors import ConfigError
from reader.settings import DeepLSettings, EngineSettings, LibreTranslateSettings, MicrosoftSettings, OllamaSettings


def test_a_chain_keeps_the_persons_order():
    assert [engine.name for engine in engine_chain()] == ["google", "mymemory"]
    assert [engine.name for engine in engine_chain(["fake", " Google", "fake"])] == ["fake", "google"]
    assert engine_chain([]) == ()


def test_an_unknown_engine_is_named_with_those_that_are_known():
    with pytest.raises(
        ConfigError, match=r"no engine “gogle”.*libretranslate, ollama, .*deepl, microsoft, google, mymem"
    ):
        engine_chain(["gogle"])


def test_what_is_set_up_comes_first_and_the_rest_is_not_asked(tmp_path):
    assert default_chain() == ("google", "mymemory")
    settings = EngineSettings(
        deepl=DeepLSettings(key="k"),
        microsoft=MicrosoftSettings(key="k"),
        libretranslate=LibreTranslateSettings(configured=True),
        ollama=OllamaSettings(configured=True),
    )
    assert default_chain(settings) == ("libretranslate", "ollama", "deepl", "microsoft", "google", "mymemory")
    assert [engine.name for engine in engine_chain(None, settings)] == list(default_chain(settings))


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_says_what_leaves_the_machine_and_what_it_lacks(name):
    engine = ENGINES[name](EngineSettings())
    assert engine.name == name
    assert engine.title
    assert engine.privacy.endswith(".")
    assert engine.third_party == (name in {"google", "mymemory", "deepl", "microsoft"})
    assert engine.takes_terms == (name in {"libretranslate", "ollama"})
    assert engine.limits.fit(["Ein Satz."])
    ready, why, key = engine.availability()
    assert ready == (name not in {"deepl", "microsoft", "ollama", "offline"})
    assert ready or why.endswith(".")
    assert key == ("not set" if name in {"deepl", "microsoft"} else "")
    engine.close()


SETTINGS = EngineSettings(
    libretranslate=LibreTranslateSettings("http://nas.example.org:5000", "0f9-secret"),
    ollama=OllamaSettings("https://ai.example.org", "gemma"),
)


def test_a_server_of_ones_own_is_a_third_party_unless_it_is_this_machine():
    google, libretranslate, ollama = engine_chain(["google", "libretranslate", "ollama"], SETTINGS)
    assert google.third_party
    assert libretranslate.third_party
    assert libretranslate.privacy == "The text is sent to LibreTranslate at nas.example.org:5000, unprotected (http)."
    assert ollama.third_party
    assert "glossary’s terms" in ollama.privacy
    assert ollama.privacy.endswith("is sent to Ollama at ai.example.org.")
    here = EngineSettings(
        libretranslate=LibreTranslateSettings("http://127.0.0.1:5001"), ollama=OllamaSettings("http://[::1]:11434", "m")
    )
    for engine in engine_chain(["libretranslate", "ollama"], here):
        assert not engine.third_party
        assert engine.privacy.startswith("The text stays on this machine (")


def test_an_engine_without_its_settings_says_so_when_it_is_asked():
    (ollama,) = engine_chain(["ollama"])
    with pytest.raises(Misconfigured, match=r"Ollama needs a model: write model = .* under \[ollama\]"):
        ollama.translate(["Ja."], ("de", "en"))


def test_the_fake_pairs_whatever_the_order_of_its_work():
    slept, orders = [], []
    engine = FakeEngine(
        delay_s=0.2, sleep=slept.append, shuffle=lambda order: orders.append(order.reverse() or [*order])
    )
    assert engine.translate(["a", "b", "c"], ("de", "en")) == ["[en] a", "[en] b", "[en] c"]
    assert (slept, orders, engine.asked) == ([0.2], [[2, 1, 0]], [("a", "b", "c")])


def test_the_fake_fails_on_demand():
    engine = FakeEngine(fault=lambda texts: Transient("as told") if "b" in texts else None)
    assert engine.translate(["a"], ("de", "fr")) == ["[fr] a"]
    with pytest.raises(Transient, match="as told"):
        engine.translate(["b"], ("de", "fr"))


def test_limits_count_texts_characters_and_bytes():
    limits = Limits(max_texts=2, max_chars=5, max_bytes=6)
    assert limits.fit(["ää", "a"])
    assert not limits.fit(["a", "a", "a"])
    assert not limits.fit(["aaaaaa"])
    assert not limits.fit(["ääää"])
