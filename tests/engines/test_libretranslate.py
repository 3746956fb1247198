"""LibreTranslate against a server on this machine that speaks as it does: right pairs, kept terms, no lost keys."""

import logging

import pytest

from reader.engines.base import (
    EngineError,
    Misconfigured,
    NoTranslation,
    RateLimited,
    Refused,
    RequiredTerm,
    TimedOut,
    Transient,
)
from reader.engines.libretranslate import LibreTranslate
from reader.engines.transport import Bounds
from reader.settings import LibreTranslateSettings

LANGUAGES = ("de", "en")
TEXT = "Die „roten Linien“ sind überschritten & <b> bleibt."
OIL = "Heute trifft sich die OPEC+ in Wien, um zu beraten."
KEY = "0f9-secret-key"


@pytest.fixture
def engine(server):
    engine = LibreTranslate(LibreTranslateSettings(server.url))
    yield engine
    engine.close()


def oil(text=OIL, name="OPEC+", target=None):
    start = text.index(name)
    return [RequiredTerm(start, start + len(name), name, target or name)]


def failure(server, *, key="", bounds=None, texts=(TEXT,)):
    """How asking fails; the reason is a sentence without the text or the key in it."""
    engine = LibreTranslate(LibreTranslateSettings(server.url, key), bounds)
    try:
        with pytest.raises(EngineError) as caught:
            engine.translate(texts, LANGUAGES)
    finally:
        engine.close()
    reason = caught.value.reason
    assert reason.endswith(".")
    assert "roten" not in reason
    assert not key or key not in reason
    assert caught.value.__cause__ is None
    return caught.value


def test_a_text_is_sent_as_json_and_nothing_of_it_in_the_address(server, engine):
    assert engine.translate([TEXT], LANGUAGES) == [server.translation(TEXT)]
    assert server.paths == ["/translate"]
    assert server.payloads == [{"q": TEXT, "source": "de", "target": "en", "format": "text"}]


def test_several_texts_go_in_one_request_and_each_gets_its_own(server, engine):
    texts = [f"Satz Nummer {n}." for n in range(8)]
    assert engine.limits.fit(texts)
    assert engine.translate(texts, LANGUAGES) == [server.translation(text) for text in texts]
    assert len(server.payloads) == 1


def test_the_key_goes_along_only_if_there_is_one(server):
    engine = LibreTranslate(LibreTranslateSettings(server.url, KEY))
    engine.translate(["Ja."], LANGUAGES)
    engine.close()
    assert server.payloads[0]["api_key"] == KEY


def test_a_path_and_a_slash_at_the_end_are_part_of_an_address(server):
    from reader.settings import server_url

    engine = LibreTranslate(LibreTranslateSettings(server_url(server.url + "/lt/")))
    engine.translate(["Ja."], LANGUAGES)
    engine.close()
    assert server.paths == ["/lt/translate"]


def test_a_term_that_stays_is_marked_and_comes_back_in_its_place(server, engine):
    (answer,) = engine.translate([OIL], LANGUAGES, [oil()])
    assert server.payloads[0]["format"] == "html"
    assert server.payloads[0]["q"] == OIL.replace("OPEC+", '<span translate="no">OPEC+</span>')
    assert "OPEC+" in answer
    assert "span" not in answer
    assert "  " not in " ".join(answer.split())
    assert len(server.payloads) == 1


def test_other_terms_are_sent_as_they_are(server, engine):
    engine.translate([OIL], LANGUAGES, [oil(name="Wien", target="Vienna")])
    assert [(payload["q"], payload["format"]) for payload in server.payloads] == [(OIL, "text")]


def test_only_the_texts_with_such_terms_are_html_and_all_are_paired_rightly(server, engine):
    texts = ["Guten Tag.", OIL, TEXT, "Nur OPEC+ zählt."]
    answers = engine.translate(texts, LANGUAGES, [(), oil(), (), oil(texts[3])])
    assert [payload["format"] for payload in server.payloads] == ["html", "text"]
    assert answers[0] == server.translation("Guten Tag.")
    assert answers[2] == server.translation(TEXT)
    assert "OPEC+" in answers[1]
    assert "OPEC+" in answers[3]
    assert answers[1] != answers[3]


@pytest.mark.parametrize(
    "said",
    [
        "OPEC meets today in Vienna to talk about it.",
        '<span translate="no">OPEC</span> meets today in Vienna to talk about it.',
        '<span translate="no">OPEC+ meets today in Vienna to talk about it.',
        '<span translate="no">OPEC+</span>',
        '<span translate="no">OPEC+</span> <b>meets</b> today in Vienna to talk about it.',
        "",
    ],
)
@pytest.mark.parametrize("form", [str, lambda said: [said]])
def test_a_term_that_is_lost_or_a_mangled_mark_is_asked_again_as_plain_text(server, engine, said, form):
    def fault(handler, text):
        if handler.payload["format"] == "html":
            handler.send_json({"translatedText": form(said)})
            return True
        return False

    server.fault = fault
    assert engine.translate([OIL], LANGUAGES, [oil()]) == [server.translation(OIL)]
    assert [payload["format"] for payload in server.payloads] == ["html", "text"]


@pytest.mark.parametrize("status", [400, 500])
def test_a_server_that_cannot_do_html_is_asked_for_plain_text(server, engine, status):
    def fault(handler, text):
        if handler.payload["format"] == "html":
            handler.send_json({"error": "html format is not supported"}, status)
            return True
        return False

    server.fault = fault
    assert engine.translate([OIL, "Ja."], LANGUAGES, [oil(), ()]) == [
        server.translation(OIL),
        server.translation("Ja."),
    ]


@pytest.mark.parametrize(
    "answers",
    [["Yes."], ["Yes.", "No.", "More."], [], "Yes.", ["Yes.", None], ["Yes.", ""], ["Yes.", "Yes."], {"0": "Yes."}],
)
def test_a_wrong_number_of_answers_is_no_translation_of_any(server, engine, answers):
    def fault(handler, text):
        if isinstance(text, list):
            handler.send_json({"translatedText": answers})
            return True
        return False

    server.fault = fault
    assert type(failure(server, texts=["Ja, gern.", "Nein, nie."])) is NoTranslation
    assert len(server.payloads) == 1


def test_what_is_too_long_is_no_translation(server):
    error = {"error": "Invalid request: request (9) exceeds text limit (8)"}
    server.fault = lambda handler, _: handler.send_json(error, 400) or True
    assert type(failure(server, texts=["Ja.", "Nein."])) is NoTranslation
    assert type(failure(server, texts=["Nein."])) is NoTranslation


@pytest.mark.parametrize(
    ("status", "error", "key", "kind", "words"),
    [
        (400, "Visit http://x to get an API key", "", Misconfigured, "LESEPULT_LIBRETRANSLATE_KEY"),
        (403, "Invalid API key", KEY, Misconfigured, "does not accept the key"),
        (403, "Invalid API key " + KEY, KEY, Misconfigured, "does not accept the key"),
        (403, "You are banned", "", Refused, "refuses"),
        (400, "de is not supported", "", Misconfigured, "from de to en"),
        (400, "English (en) is not available as a target language from X (x)", "", Misconfigured, "from de to en"),
        (400, "Invalid request: request (9) exceeds text limit (8)", "", NoTranslation, "too long"),
        (400, TEXT, "", NoTranslation, "does not take this text"),
        (404, "", "", Misconfigured, "no LibreTranslate at 127.0.0.1"),
        (405, "", "", Misconfigured, "no LibreTranslate at 127.0.0.1"),
        (500, f"Cannot translate text: {TEXT}", "", Transient, "500"),
        (502, "", "", Transient, "502"),
    ],
)
def test_a_failure_is_of_its_kind_and_says_nothing_of_the_text(server, status, error, key, kind, words):
    server.fault = lambda handler, _: handler.send_json({"error": error}, status) or True
    found = failure(server, key=key)
    assert type(found) is kind
    assert words in found.reason


@pytest.mark.parametrize(("headers", "retry_after_s"), [({}, 60.0), ({"Retry_After": "7"}, 7.0)])
def test_too_many_requests_say_when_to_come_back(server, headers, retry_after_s):
    server.fault = lambda handler, _: handler.send_json({"error": "Slowdown: 80 per 1 minute"}, 429, **headers) or True
    found = failure(server)
    assert type(found) is RateLimited
    assert found.retry_after_s == retry_after_s
    assert "wants fewer requests" in found.reason


@pytest.mark.parametrize(
    "fault",
    [
        lambda handler: handler.send("<!doctype html><title>LibreTranslate</title>"),
        lambda handler: handler.send('{"translatedText": "Ye', kind="application/json"),
        lambda handler: handler.send('{"translatedText": "Yes."}', Content_Length="500", Connection="close"),
        lambda handler: handler.send_json({"error": "no"}),
        lambda handler: handler.send_json(["Yes."]),
        lambda handler: handler.send_json({"translatedText": 7}),
        lambda handler: handler.send_json({"translatedText": None}),
        lambda handler: handler.send_json({"translatedText": ["Yes.", "No."]}),
        lambda handler: handler.send("[" * 100_000),
        lambda handler: handler.send("x" * 3_000_000),
        lambda handler: handler.send("no gzip", Content_Encoding="gzip"),
        lambda handler: handler.reset(),
        lambda handler: handler.send("{" * 50, 500, Content_Length="500", Connection="close"),
    ],
)
def test_what_breaks_off_or_makes_no_sense_is_an_error(server, fault):
    def broken(handler, _):
        fault(handler)
        handler.close_connection = True
        return True

    server.fault = broken
    assert type(failure(server)) is Transient


def test_an_empty_answer_is_no_translation(server):
    server.fault = lambda handler, _: handler.send_json({"translatedText": " "}) or True
    assert type(failure(server)) is NoTranslation


@pytest.mark.parametrize(
    ("begin", "byte"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b""),
    ],
)
def test_a_server_that_hangs_or_drips_is_left_in_time(server, begin, byte):
    server.fault = lambda handler, _: handler.drip(begin, byte) or True
    assert type(failure(server, bounds=Bounds(connect_s=1.0, total_s=0.1))) is TimedOut


def test_a_failure_whose_words_drip_is_still_that_failure(server):
    begin = b"HTTP/1.1 429 Slow\r\nRetry-After: 9\r\nContent-Length: 100000\r\n\r\n"
    server.fault = lambda handler, _: handler.drip(begin, b"x") or True
    found = failure(server, bounds=Bounds(connect_s=1.0, total_s=0.1))
    assert type(found) is RateLimited
    assert found.retry_after_s == 9.0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_takes_the_text_and_the_key_nowhere(server, status):
    server.fault = lambda handler, _: handler.send("", status, Location=f"{server.url}/elsewhere") or True
    found = failure(server, key=KEY)
    assert "new address" in found.reason
    assert type(found) is (Misconfigured if status in {301, 308} else Transient)
    assert server.paths == ["/translate"]


def test_a_key_that_comes_back_as_the_translation_is_not_shown(server):
    server.fault = lambda handler, _: handler.send_json({"translatedText": f"Your key {KEY}"}) or True
    assert type(failure(server, key=KEY)) is Transient


def test_the_key_is_in_no_log_and_no_repr(server, caplog):
    settings = LibreTranslateSettings(server.url, KEY)
    with caplog.at_level(logging.DEBUG):
        engine = LibreTranslate(settings)
        engine.translate(["Ja."], LANGUAGES)
        engine.close()
    assert KEY not in caplog.text
    assert KEY not in repr(settings) + repr(engine) + engine.privacy


def test_what_stays_on_this_machine_goes_through_no_proxy(server, engine, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert engine.translate(["Ja."], LANGUAGES) == [server.translation("Ja.")]


def test_a_server_that_is_not_running_is_named_with_its_address():
    engine = LibreTranslate(LibreTranslateSettings("http://127.0.0.1:9"))
    with pytest.raises(Transient, match=r"LibreTranslate at 127\.0\.0\.1:9 cannot be reached"):
        engine.translate([TEXT], LANGUAGES)


def test_connections_are_kept(server, engine):
    seen = set()
    server.fault = lambda handler, text: seen.add(handler.client_address)
    engine.translate(["Ja."], LANGUAGES)
    engine.translate(["Nein."], LANGUAGES)
    assert len(seen) == 1
