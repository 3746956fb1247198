"""DeepL and Microsoft through the real deep-translator: lists in one request, and a key that goes nowhere else."""

import json
import logging
import traceback

import pytest

from reader.engines.base import EngineError, Misconfigured, NoTranslation, RateLimited, Refused, Transient
from reader.engines.services import deepl, microsoft
from reader.settings import DeepLSettings, MicrosoftSettings

LANGUAGES = ("de", "en")
TEXTS = ("Die „roten Linien“ sind überschritten & <b> bleibt.", "Ja, gern.")
KEY = "0f9-secret-key:fx"


def deepl_answer(*texts):
    return {"translations": [{"detected_source_language": "DE", "text": text} for text in texts]}


def microsoft_answer(*texts):
    return [{"translations": [{"text": text, "to": "en"}]} for text in texts]


ANSWER = {"deepl": deepl_answer, "microsoft": microsoft_answer}
BOTH = pytest.mark.parametrize("name", ANSWER)


def made(name, url, key=KEY):
    if name == "deepl":
        return deepl(DeepLSettings(url, key))
    return microsoft(MicrosoftSettings(url, key, "westeurope"))


def asked(handler):
    payload = handler.payload
    return payload["text"] if isinstance(payload, dict) else [item["Text"] for item in payload]


@pytest.fixture
def posts(server):
    """What was posted; each text is answered with its translation."""
    seen = []

    def answer(handler, _):
        seen.append((handler.path, dict(handler.headers), handler.payload))
        name = "deepl" if isinstance(handler.payload, dict) else "microsoft"
        handler.send_json(ANSWER[name](*map(server.translation, asked(handler))))
        return True

    server.fault = answer
    return seen


def failure(name, server, texts=TEXTS, **more):
    """How asking fails; neither its reason nor what a traceback shows of it holds the text or the key."""
    engine = made(name, server.url, **more)
    try:
        with pytest.raises(EngineError) as caught:
            engine.translate(texts, LANGUAGES)
    finally:
        engine.close()
    shown = "".join(traceback.format_exception(caught.value))
    assert caught.value.reason.endswith(".")
    assert "roten" not in shown
    assert "0f9" not in shown
    return caught.value


@BOTH
def test_several_texts_are_a_list_and_each_gets_its_own(server, posts, name):
    engine = made(name, server.url)
    assert engine.translate(TEXTS, LANGUAGES) == [server.translation(text) for text in TEXTS]
    assert engine.translate(["Ja,\n gern."], LANGUAGES) == [server.translation("Ja, gern.")]
    engine.close()
    assert len(posts) == 2


def test_deepl_gets_its_key_in_a_header_and_its_codes(server, posts):
    engine = made("deepl", server.url)
    engine.translate(TEXTS, LANGUAGES)
    engine.close()
    ((path, headers, payload),) = posts
    assert path == "/v2/translate"
    assert headers["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert payload == {"text": [*TEXTS], "source_lang": "DE", "target_lang": "EN-US"}


def test_microsoft_gets_its_key_and_region_in_headers_and_is_asked_for_nothing_else(server, posts):
    engine = made("microsoft", server.url)
    engine.translate(TEXTS, LANGUAGES)
    engine.close()
    ((path, headers, payload),) = posts
    assert path == "/translate?api-version=3.0&from=de&to=en"
    assert headers["Ocp-Apim-Subscription-Key"] == KEY
    assert headers["Ocp-Apim-Subscription-Region"] == "westeurope"
    assert payload == [{"Text": text} for text in TEXTS]
    assert not server.texts


def test_the_free_service_is_told_by_the_key():
    free, paid = deepl(DeepLSettings(key="a:fx")), deepl(DeepLSettings(key="a"))
    assert "DeepL (api-free.deepl.com), where texts sent with a free key may be kept" in free.privacy
    assert paid.privacy == "The text is sent to DeepL (api.deepl.com)."


@pytest.mark.parametrize(("key", "entry"), [("a:fx", "DEEPL_FREE"), ("a", "DEEPL")])
def test_deep_translators_address_is_honoured_when_the_engine_is_made(server, posts, monkeypatch, key, entry):
    from deep_translator.constants import BASE_URLS

    monkeypatch.setitem(BASE_URLS, entry, f"{server.url}/{{version}}/")
    engine = deepl(DeepLSettings(key=key))
    monkeypatch.setitem(BASE_URLS, entry, "http://127.0.0.1:9/{version}/")
    engine.translate(["Ja."], LANGUAGES)
    engine.close()
    assert posts[0][0] == "/v2/translate"


def test_microsofts_address_there_too(server, posts, monkeypatch):
    from deep_translator.constants import BASE_URLS

    monkeypatch.setitem(BASE_URLS, "MICROSOFT_TRANSLATE", f"{server.url}/translate?api-version=3.0")
    engine = microsoft(MicrosoftSettings(key=KEY))
    engine.translate(["Ja."], LANGUAGES)
    engine.close()
    assert posts[0][0] == "/translate?api-version=3.0&from=de&to=en"
    assert "Ocp-Apim-Subscription-Region" not in posts[0][1]


@BOTH
def test_without_a_key_it_is_not_ready_and_says_what_to_do(name):
    engine = made(name, "", key="")
    ready, why, key = engine.availability()
    assert (ready, key) == (False, "not set")
    assert f"LESEPULT_{name.upper()}_KEY" in why
    with pytest.raises(Misconfigured, match="needs a key"):
        engine.translate(["Ja."], LANGUAGES)
    assert made(name, "").availability() == (True, "", "set")


def microsoft_error(code):
    return {"error": {"code": code, "message": f"{KEY} {TEXTS[0]}"}}


@pytest.mark.parametrize(
    ("name", "status", "data", "kind", "words"),
    [
        ("deepl", 403, {"message": KEY}, Misconfigured, "does not accept the key"),
        ("deepl", 456, {"message": "Quota exceeded"}, Refused, "all that the key allows"),
        ("deepl", 429, {}, RateLimited, "fewer requests"),
        ("deepl", 529, {}, RateLimited, "too much to do"),
        ("deepl", 413, {}, NoTranslation, "so long"),
        ("deepl", 400, {"message": "Value for 'target_lang' not supported."}, Misconfigured, "from de to en"),
        ("deepl", 400, {"message": TEXTS[0]}, NoTranslation, "does not take this text"),
        ("deepl", 500, {}, Transient, "500"),
        ("microsoft", 401, microsoft_error(401000), Misconfigured, "does not accept the key (or its region)"),
        ("microsoft", 403, microsoft_error(403001), Refused, "all that the key allows"),
        ("microsoft", 403, {}, Misconfigured, "does not accept the key"),
        ("microsoft", 429, microsoft_error(429000), RateLimited, "fewer requests"),
        ("microsoft", 400, microsoft_error(400036), Misconfigured, "from de to en"),
        ("microsoft", 400, microsoft_error(400077), NoTranslation, "does not take this text"),
        ("microsoft", 503, [], Transient, "503"),
    ],
)
def test_a_failure_is_of_its_kind_and_says_nothing_of_text_or_key(server, name, status, data, kind, words):
    server.fault = lambda handler, _: handler.send_json(data, status) or True
    error = failure(name, server)
    assert type(error) is kind
    assert words in error.reason


@BOTH
@pytest.mark.parametrize("status", [429, 503])
def test_the_wait_is_kept(server, name, status):
    server.fault = lambda handler, _: handler.send_json({}, status, Retry_After="7") or True
    error = failure(name, server)
    assert type(error) is RateLimited
    assert error.retry_after_s == 7.0


@BOTH
@pytest.mark.parametrize("texts", [[], ["Yes."], ["Yes.", "No.", "More."], ["Yes.", ""], ["Yes.", " "]])
def test_another_number_of_answers_is_no_translation_of_any(server, name, texts):
    server.fault = lambda handler, _: handler.send_json(ANSWER[name](*texts)) or True
    assert type(failure(name, server)) is NoTranslation


@BOTH
@pytest.mark.parametrize(
    "body",
    [
        "<html>",
        "",
        "null",
        "{}",
        "7",
        "[7, 7]",
        '{"translations": 7}',
        '{"translations": [7, 7]}',
        '[{"translations": [{"text": 7}]}, {}]',
        '{"translations": [{"text": null}, {"text": "a"}]}',
        "[" * 100_000,
    ],
)
def test_what_makes_no_sense_is_an_error(server, name, body):
    server.fault = lambda handler, _: handler.send(body, kind="application/json") or True
    assert type(failure(name, server)) in {Transient, NoTranslation}


@BOTH
def test_line_breaks_in_an_answer_stay_within_it(server, name):
    server.fault = lambda handler, _: handler.send_json(ANSWER[name]("Yes,\n gladly.", "No.")) or True
    engine = made(name, server.url)
    assert engine.translate(TEXTS, LANGUAGES) == ["Yes, gladly.", "No."]
    engine.close()


@BOTH
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_takes_the_text_and_the_key_nowhere(server, name, status):
    paths = []

    def fault(handler, _):
        paths.append(handler.path)
        handler.send("", status, Location=f"{server.url}/elsewhere")
        return True

    server.fault = fault
    assert "elsewhere: if it has moved" in failure(name, server).reason
    assert len(paths) == 1
    assert "elsewhere" not in paths[0]


@BOTH
def test_a_key_that_comes_back_as_the_translation_is_not_shown(server, name):
    server.fault = lambda handler, _: handler.send_json(ANSWER[name](f"Your key {KEY}", "No.")) or True
    assert type(failure(name, server)) is Transient


@BOTH
def test_the_key_is_in_no_log_no_repr_and_no_address(server, posts, name, caplog):
    with caplog.at_level(logging.DEBUG):
        engine = made(name, server.url)
        engine.translate(["Ja."], LANGUAGES)
        engine.close()
    service = engine._service
    assert "0f9" not in caplog.text
    assert "0f9" not in repr(engine) + repr(service) + engine.privacy + posts[0][0]
    assert "0f9" not in repr(DeepLSettings(key=KEY)) + repr(MicrosoftSettings(key=KEY))
    assert "0f9" not in json.dumps(posts[0][2])


def test_nothing_of_a_netrc_goes_along(server, posts, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password geheim\n")
    monkeypatch.setenv("NETRC", str(netrc))
    engine = microsoft(MicrosoftSettings(server.url, KEY))
    engine._connections = type(engine._connections)(lambda: _through_the_environment(engine))
    engine.translate(["Ja."], LANGUAGES)
    engine.close()
    assert "Authorization" not in posts[0][1]


def _through_the_environment(engine):
    transport = engine._transport()
    transport._session.trust_env = True
    return transport
