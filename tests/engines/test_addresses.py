"""Where the services are, and what is said of it."""

import pytest

from reader.engines.addresses import DEEPL, GOOGLE, LIBRETRANSLATE, MICROSOFT, MYMEMORY, address, privacy
from reader.engines.libretranslate import LibreTranslate
from reader.engines.services import google, mymemory
from reader.settings import GoogleSettings, MyMemorySettings

LANGUAGES = ("de", "en")


def test_the_librarys_own_table_changes_nothing():
    import deep_translator.constants

    assert deep_translator.constants.BASE_URLS
    for home in (GOOGLE, MYMEMORY, DEEPL, MICROSOFT, LIBRETRANSLATE):
        assert [deep_translator.constants.BASE_URLS[name] for name in home.names] == list(home.urls)
        assert address(home) == home.url


@pytest.mark.parametrize("entry", ["LIBRE", "LIBRE_FREE"])
def test_what_was_put_into_it_is_honoured_when_the_engine_is_made(server, monkeypatch, entry):
    from deep_translator.constants import BASE_URLS

    monkeypatch.setitem(BASE_URLS, entry, f"{server.url}/")
    engine = LibreTranslate()
    monkeypatch.setitem(BASE_URLS, entry, "http://127.0.0.1:9/")
    assert engine.translate(["Ja."], LANGUAGES) == [server.translation("Ja.")]
    engine.close()
    assert address(LIBRETRANSLATE, "http://nas:5000") == "http://nas:5000"


@pytest.mark.parametrize(
    ("make", "settings", "path"), [(google, GoogleSettings, "/m"), (mymemory, MyMemorySettings, "/get")]
)
def test_what_the_person_has_set_goes_before_it(server, monkeypatch, make, settings, path):
    from deep_translator.constants import BASE_URLS

    monkeypatch.setitem(BASE_URLS, "GOOGLE_TRANSLATE", "http://127.0.0.1:9/m")
    monkeypatch.setitem(BASE_URLS, "MYMEMORY", "http://127.0.0.1:9/get")
    engine = make(settings(server.url))
    assert engine._url == server.url + path
    assert engine.translate(["Ja, gern."], LANGUAGES) == [server.translation("Ja, gern.")]
    engine.close()


def test_a_loopback_address_goes_through_no_proxy(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    engine = google(GoogleSettings(server.url))
    assert engine.translate(["Ja."], LANGUAGES) == [server.translation("Ja.")]
    engine.close()


def test_what_leaves_the_machine_unprotected_is_said():
    assert privacy(GOOGLE, "https://p.example.org/m") == (
        "The text is sent to p.example.org, which stands in the place of Google."
    )
    assert "p.example.org:80, unprotected (http), which" in privacy(GOOGLE, "http://p.example.org:80/m")
    assert "unprotected" not in privacy(GOOGLE, "http://127.0.0.1:80/m")


def test_an_email_address_is_said_to_go_along_and_is_in_no_repr(server):
    settings = MyMemorySettings(email="me@example.org")
    seen = []
    server.fault = lambda handler, _: seen.append(handler.path)
    engine = mymemory(settings)
    engine.translate(["Ja."], LANGUAGES)
    engine.close()
    assert "de=me%40example.org" in seen[0]
    assert "with your e-mail address" in engine.privacy
    assert "me@" not in repr(settings)
    assert engine.limits.daily_chars == 50_000
    assert mymemory().limits.daily_chars == 5_000
