"""The real deep-translator against a server on this machine: right pairs, or an error that says why."""

import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engines.base import (
    EngineError,
    Misconfigured,
    NoTranslation,
    RateLimited,
    Refused,
    TimedOut,
    Transient,
)
from reader.engines.services import google, mymemory
from reader.engines.transport import Bounds

LANGUAGES = ("de", "en")
TEXT = "Die „roten Linien“ sind überschritten & <b> bleibt."
BOTH = pytest.mark.parametrize("make", [google, mymemory])


def answered(engine, *texts):
    try:
        return engine.translate(texts, LANGUAGES)
    finally:
        engine.close()


def failure(make, bounds=None):
    """How asking for a text fails; the reason is a sentence without the text in it."""
    with pytest.raises(EngineError) as caught:
        answered(make(bounds=bounds), TEXT)
    reason = caught.value.reason
    assert reason.endswith(".")
    assert "roten" not in reason
    assert "127.0.0.1" not in reason
    return caught.value


@BOTH
def test_every_text_gets_its_own_translation_from_one_request(server, make):
    assert answered(make(), TEXT, "Ja,  gern.\n") == [server.translation(TEXT), server.translation("Ja, gern.")]
    assert server.texts == [f"{TEXT}\nJa, gern."]


def test_each_service_gets_its_own_codes(server):
    answered(google(), "Ja.")
    answered(mymemory(), "Ja.")
    assert server.languages == ["de|en", "de-DE|en-US"]


@BOTH
def test_many_threads_share_an_engine_and_nothing_is_mixed_up(server, make):
    rng = random.Random(3)
    delays = {f"Satz Nummer {n}.": rng.random() / 100 for n in range(100)}
    server.fault = lambda handler, text: threading.Event().wait(delays[text])
    engine = make()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda text: engine.translate([text], LANGUAGES), delays))
    engine.close()
    assert answers == [[server.translation(text)] for text in delays]


@BOTH
def test_a_connection_is_kept_for_the_next_text(server, make):
    seen = set()
    server.fault = lambda handler, text: seen.add(handler.client_address)
    engine = make()
    engine.translate(["Ja."], LANGUAGES)
    engine.translate(["Nein."], LANGUAGES)
    engine.close()
    assert len(seen) == 1


@BOTH
def test_the_library_itself_stays_as_it_is(server, make):
    import deep_translator.google
    import deep_translator.mymemory
    import requests

    answered(make(), "Ja.")
    assert deep_translator.google.requests is requests
    assert deep_translator.mymemory.requests is requests


@BOTH
@pytest.mark.parametrize(
    ("status", "headers", "kind", "retry_after_s"),
    [
        (429, {}, RateLimited, None),
        (429, {"Retry_After": "7"}, RateLimited, 7.0),
        (429, {"Retry_After": "soon"}, RateLimited, None),
        (503, {"Retry_After": "40"}, RateLimited, 40.0),
        (503, {}, Transient, None),
        (500, {}, Transient, None),
        (403, {}, Refused, None),
        (401, {}, Misconfigured, None),
        (414, {}, NoTranslation, None),
    ],
)
def test_a_status_is_an_error_of_its_kind(server, make, status, headers, kind, retry_after_s):
    server.fault = lambda handler, _: handler.send("Ja?", status, **headers) or True
    error = failure(make)
    assert type(error) is kind
    assert getattr(error, "retry_after_s", None) == retry_after_s


@BOTH
def test_a_wait_until_a_date_is_understood(server, make):
    server.fault = lambda handler, _: handler.send("", 429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT") or True
    assert failure(make).retry_after_s == 0.0


SHORT = Bounds(connect_s=1.0, total_s=0.1)


@BOTH
@pytest.mark.parametrize(
    ("begin", "byte"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 302 Found\r\nLocation: /m\r\nContent-Length: 100000\r\n", b"x"),
        (b"", b""),
    ],
)
def test_a_server_that_hangs_or_drips_is_left_in_time(server, make, begin, byte):
    server.fault = lambda handler, _: handler.drip(begin, byte) or True
    assert type(failure(make, SHORT)) is TimedOut


@BOTH
@pytest.mark.parametrize(
    "fault",
    [
        lambda handler: handler.reset(),
        lambda handler: handler.send("<div", Content_Length="500", Connection="close"),
        lambda handler: handler.send("<div", **{"Content-Length": "500"}),
        lambda handler: handler.send("no gzip", Content_Encoding="gzip"),
        lambda handler: handler.send("x" * 3_000_000),
        lambda handler: handler.send("", 302, Location="/m"),
        lambda handler: handler.send("", 302, Location="http://[broken"),
        lambda handler: handler.send(""),
        lambda handler: handler.send("[" * 100_000),
        lambda handler: handler.send("<html><body>Something else</body></html>"),
        lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"),
    ],
)
def test_what_breaks_off_or_makes_no_sense_is_an_error(server, make, fault):
    def broken(handler, _):
        fault(handler)
        handler.close_connection = True
        return True

    server.fault = broken
    assert type(failure(make)) is Transient


@BOTH
def test_redirects_are_followed_a_few_times(server, make):
    left = [3]

    def fault(handler, _):
        if left[0]:
            left[0] -= 1
            handler.send("", 302, Location=handler.path)
            return True
        return False

    server.fault = fault
    assert answered(make(), "Ja, gern.") == [server.translation("Ja, gern.")]
    server.fault = lambda handler, _: handler.send("", 302, Location=handler.path) or True
    server.texts.clear()
    assert type(failure(make)) is Transient
    assert len(server.texts) == 6


@BOTH
def test_nobody_there_is_an_error(server, make, monkeypatch):
    from deep_translator.constants import BASE_URLS

    monkeypatch.setitem(BASE_URLS, "GOOGLE_TRANSLATE", "http://127.0.0.1:9/m")
    monkeypatch.setitem(BASE_URLS, "MYMEMORY", "http://127.0.0.1:9/get")
    assert "cannot be reached" in failure(make).reason


def test_a_language_the_service_does_not_know_is_a_setting_to_mend(server):
    for engine in (google(), mymemory()):
        with pytest.raises(Misconfigured, match="does not translate from de to tlh"):
            engine.translate(["Ja."], ("de", "tlh"))
        engine.close()


ERROR_500 = (
    "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later.That’s all we know."
)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (lambda s: s.google_page(ERROR_500), Transient),
        (lambda s: s.google_page(""), NoTranslation),
        (lambda s: s.google_page(TEXT).split(" sind")[0], Transient),
        (lambda _: '<form id="captcha-form" action="index"></form>', Refused),
        (lambda _: '<div class="g-recaptcha"></div>', Refused),
    ],
)
def test_googles_other_pages_are_no_translations(server, page, kind):
    server.fault = lambda handler, _: handler.send(page(server)) or True
    assert type(failure(google)) is kind


def test_google_saying_nothing_new_is_left_to_the_checks(server):
    server.fault = lambda handler, text: handler.send(server.google_page(text)) or True
    assert answered(google(), "Berlin.") == ["Berlin."]
    with pytest.raises(NoTranslation):
        answered(google(), "—")


WARNING = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. "
    "NEXT AVAILABLE IN 02 HOURS 00 MINUTES 09 SECONDS"
)


@pytest.mark.parametrize(
    ("answer", "kind", "retry_after_s"),
    [
        (lambda s: s.mymemory_answer(WARNING), RateLimited, 7209.0),
        (lambda s: s.mymemory_answer(WARNING, responseStatus="429"), RateLimited, 7209.0),
        (lambda s: s.mymemory_answer("", responseDetails=WARNING, responseStatus=429), RateLimited, 7209.0),
        (lambda s: s.mymemory_answer("Yes.", quotaFinished=True), RateLimited, None),
        (
            lambda s: s.mymemory_answer("QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS"),
            NoTranslation,
            None,
        ),
        (lambda s: s.mymemory_answer("INVALID LANGUAGE PAIR", responseStatus="403"), Refused, None),
        (lambda s: s.mymemory_answer(""), NoTranslation, None),
        (lambda s: s.mymemory_answer(None), NoTranslation, None),
        (lambda s: s.mymemory_answer("", matches=[]), NoTranslation, None),
        (lambda s: s.mymemory_answer(["Yes."]), Transient, None),
        (lambda _: "null", Transient, None),
        (lambda _: "[]", Transient, None),
        (lambda _: '{"responseData": null}', Transient, None),
        (lambda s: s.mymemory_answer("Yes.")[:-5], Transient, None),
    ],
)
def test_mymemorys_other_answers_are_no_translations(server, answer, kind, retry_after_s):
    server.fault = lambda handler, _: handler.send(answer(server), kind="application/json") or True
    error = failure(mymemory)
    assert type(error) is kind
    assert getattr(error, "retry_after_s", None) == retry_after_s


def test_mymemorys_entities_are_read(server):
    server.fault = lambda handler, _: handler.send(server.mymemory_answer("It&#39;s &quot;so&quot;.")) or True
    assert answered(mymemory(), "Es ist „so“.") == ['It\'s "so".']


def test_mymemory_is_spoken_to_by_https_and_loopback_as_it_is():
    from reader.engines.transport import Transport

    transport = Transport("x", Bounds(), secured=frozenset({"api.mymemory.translated.net"}))
    assert transport._safe("http://api.mymemory.translated.net/get") == "https://api.mymemory.translated.net/get"
    assert transport._safe("http://127.0.0.1:80/get") == "http://127.0.0.1:80/get"
    with pytest.raises(Refused, match="unprotected"):
        transport._redirected("https://example.org/m", "http://example.org/m")
    transport.close()


def test_cookies_are_not_kept(server):
    cookies = []

    def fault(handler, text):
        cookies.append(handler.headers.get("Cookie"))
        handler.send(server.google_page("Yes."), Set_Cookie="id=1; Path=/")
        return True

    server.fault = fault
    engine = google()
    engine.translate(["Ja."], LANGUAGES)
    answered(engine, "Nein.")
    assert cookies == [None, None]


def test_making_an_engine_loads_nothing_heavy():
    code = (
        "import sys; from reader.engines.registry import engine_chain; engine_chain()\n"
        "print([name for name in ('deep_translator', 'requests', 'bs4', 'textual', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


CAPTCHA = '<form id="captcha-form" action="index"></form>'


@pytest.mark.parametrize(
    ("make", "status", "body", "kind", "words"),
    [
        (google, 403, "", Refused, "Google refuses keyless requests from this network."),
        (google, 429, "", RateLimited, "Google refuses keyless requests from this network."),
        (google, 429, CAPTCHA, Refused, "keyless requests from this network (it asks for a captcha)."),
        (google, 503, CAPTCHA, Refused, "(it asks for a captcha)."),
        (mymemory, 403, "", Refused, "MyMemory refuses keyless requests from this network."),
        (mymemory, 429, "", RateLimited, "MyMemory refuses keyless requests from this network."),
    ],
)
def test_a_refusal_is_said_so_that_a_person_understands(server, make, status, body, kind, words):
    server.fault = lambda handler, _: handler.send(body, status) or True
    error = failure(make)
    assert type(error) is kind
    assert words in error.reason


def test_being_led_to_googles_captcha_is_a_refusal(server):
    def fault(handler, _):
        if handler.path.startswith("/m"):
            handler.send("", 302, Location="/sorry/index?continue=x")
        else:
            handler.send("<html>Hm.</html>")
        return True

    server.fault = fault
    assert type(failure(google)) is Refused


@pytest.mark.parametrize("status", [200, 403, 429])
def test_mymemorys_quota_is_told_with_its_wait_whatever_the_status(server, status):
    body = server.mymemory_answer(WARNING, responseStatus=str(status))
    server.fault = lambda handler, _: handler.send(body, status, kind="application/json", Retry_After="5") or True
    error = failure(mymemory)
    assert type(error) is RateLimited
    assert error.retry_after_s == 7209.0


@BOTH
@pytest.mark.parametrize("answer", ["Yes.", "Yes.\nNo.\nMore.", "Yes.\n\nNo.", ""])
def test_another_number_of_lines_is_no_translation_of_any(server, make, answer):
    def fault(handler, _):
        handler.answer(answer)
        return True

    server.fault = fault
    engine = make()
    with pytest.raises(NoTranslation):
        answered(engine, "Ja.", "Nein.")
    assert len(server.texts) == 1


def test_lines_may_be_told_apart_by_tags_and_entities(server):
    page = '<div class="result-container">Yes &amp; so.<br>No.<BR/>More.</div>'
    server.fault = lambda handler, _: handler.send(page) or True
    assert answered(google(), "Ja.", "Nein.", "Mehr.") == ["Yes & so.", "No.", "More."]
    server.fault = lambda handler, _: handler.send(handler.server.mymemory_answer("Yes.&#10;No.")) or True
    assert answered(mymemory(), "Ja.", "Nein.") == ["Yes.", "No."]


def test_two_lines_are_no_answer_to_a_text_of_one(server):
    server.fault = lambda handler, _: handler.send(handler.server.google_page("Yes, gladly.\nYes, gladly.")) or True
    with pytest.raises(NoTranslation, match="another number of lines"):
        answered(google(), "Ja, gern.")


@BOTH
def test_nothing_to_translate_is_not_asked_for(server, make):
    engine = make()
    assert engine.translate([], LANGUAGES) == []
    with pytest.raises(NoTranslation):
        answered(engine, "Ja.", " \n")
    assert not server.texts


@given(st.lists(st.text(alphabet="aäßé€ \n&%+/„", min_size=1, max_size=900), min_size=1, max_size=22))
def test_what_fits_google_is_an_address_of_eight_kibibytes(texts):
    from requests import Request

    if google().limits.fit(texts):
        params = {"tl": "en", "sl": "de", "q": "\n".join(texts)}
        assert len(Request("GET", "https://translate.google.com/m", params=params).prepare().url) < 8192
        assert len(params["q"]) < 5000


def test_what_fits_mymemory_is_what_the_library_takes():
    limits = mymemory().limits
    assert limits.fit(["ä" * 240])
    assert not limits.fit(["ä" * 241])
    assert not limits.fit(["ä" * 120, "ö" * 121])
    assert limits.max_bytes + limits.max_texts < 500
