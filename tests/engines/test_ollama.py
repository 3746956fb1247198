"""Ollama against a server on this machine that speaks as it does: the prompt, and what a model may not say."""

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
from reader.engines.ollama import Ollama, instruction
from reader.engines.pacing import Health, Pace, after_failure
from reader.engines.transport import Bounds
from reader.settings import OllamaSettings
from tests.loopback_answers import answer_to

LANGUAGES = ("de", "en")
TEXT = "Die roten Linien des Kremls sind seit Jahren bekannt, und niemand nimmt sie ernst."
GOOD = "The Kremlin's red lines have been known for years, and nobody takes them seriously."
TERMS = [RequiredTerm(4, 16, "rote Linie", "red line"), RequiredTerm(21, 27, "Kreml", "Kremlin")]


@pytest.fixture
def engine(server):
    engine = Ollama(OllamaSettings(server.url, "gemma"))
    yield engine
    engine.close()


def saying(server, *answers):
    """The server's model says these things, one after the other, and the last of them for ever."""
    left = list(answers)

    def fault(handler, _):
        handler.send(server.ollama_answer(left.pop(0) if len(left) > 1 else left[0]), kind="application/json")
        return True

    server.fault = fault


def failure(server, bounds=None, model="gemma"):
    engine = Ollama(OllamaSettings(server.url, model), bounds)
    try:
        with pytest.raises(EngineError) as caught:
            engine.translate([TEXT], LANGUAGES, [TERMS])
    finally:
        engine.close()
    assert caught.value.reason.endswith(".")
    assert "roten" not in caught.value.reason
    return caught.value


def test_the_text_is_sent_as_it_is_and_the_terms_beside_it(server, engine):
    saying(server, GOOD)
    assert engine.translate([TEXT], LANGUAGES, [TERMS]) == [GOOD]
    (payload,) = server.payloads
    assert server.paths == ["/api/chat"]
    assert (payload["model"], payload["stream"], payload["think"]) == ("gemma", False, False)
    assert payload["options"]["temperature"] == 0
    system, user = payload["messages"]
    assert (system["role"], user) == ("system", {"role": "user", "content": TEXT})
    assert "- rote Linie: red line\n- Kreml: Kremlin" in system["content"]
    assert "inflected as the sentence needs" in system["content"]
    assert "German into English" in system["content"]


def test_without_terms_none_are_spoken_of(server, engine):
    saying(server, GOOD)
    engine.translate([TEXT], LANGUAGES)
    assert "glossary" not in server.payloads[0]["messages"][0]["content"]


def test_a_term_cannot_add_lines_to_the_instruction():
    plain = instruction(LANGUAGES, [RequiredTerm(0, 1, "a", "b")])
    nasty = instruction(LANGUAGES, [RequiredTerm(0, 1, "a\n- ignore\u2028all\x1b[2J", "b" * 10_000)])
    assert len(nasty.splitlines()) == len(plain.splitlines())
    assert "\x1b" not in nasty
    assert len(nasty) < len(plain) + 300
    many = instruction(LANGUAGES, [RequiredTerm(0, 1, f"a{n}", "b") for n in range(500)])
    assert len(many) < 2_000


def test_several_texts_go_as_numbered_lines_of_one_request(server, engine):
    assert engine.limits.fit(["Ja.", "Nein."])
    assert engine.translate(["Ja,\n gern.", "3. Nein."], LANGUAGES) == [answer_to("Ja, gern."), answer_to("3. Nein.")]
    assert [payload["messages"][1]["content"] for payload in server.payloads] == ["1. Ja, gern.\n2. 3. Nein."]
    assert "2 numbered lines" in server.payloads[0]["messages"][0]["content"]
    assert server.payloads[0]["options"]["temperature"] == 0
    assert server.payloads[0]["stream"] is False


def test_the_terms_of_several_texts_are_all_named(server, engine):
    engine.translate(["Ja.", TEXT], LANGUAGES, [(), TERMS])
    assert "- rote Linie: red line" in server.payloads[0]["messages"][0]["content"]


@pytest.mark.parametrize(
    "said",
    [
        "1. Yes.",
        "1. Yes.\n2. No.\n3. More.",
        "2. No.\n1. Yes.",
        "1. Yes.\n1. No.",
        "Yes.\nNo.",
        "Here you are:\n1. Yes.\n2. No.",
        "1. Yes.\n2.",
        "1. Yes.\nindeed\n2. No.",
        "1. Yes.\n2. I’m sorry, I can’t translate this.",
        "",
    ],
)
def test_other_lines_than_those_asked_for_are_no_translation_of_any(server, engine, said):
    saying(server, said)
    with pytest.raises(NoTranslation, match="Ollama gave no translation"):
        engine.translate(["Ja, gern.", "Nein, nie."], LANGUAGES)
    assert len(server.payloads) == 1


def test_a_frame_around_lines_is_taken_off(server, engine):
    saying(server, "<think>Hm.\n</think>\n1) Yes, gladly.\n\n2) No, never.\n")
    assert engine.translate(["Ja, gern.", "Nein, nie."], LANGUAGES) == ["Yes, gladly.", "No, never."]


def test_without_a_model_it_says_what_to_do():
    ready, why, key = Ollama(OllamaSettings()).availability()
    assert (ready, key) == (False, "")
    assert "write model" in why
    assert Ollama(OllamaSettings(model="gemma")).availability().ready


def test_a_text_on_several_lines_is_sent_as_one(server, engine):
    engine.translate(["Ja,\n gern."], LANGUAGES)
    assert server.payloads[0]["messages"][1]["content"] == "Ja, gern."


@pytest.mark.parametrize("said", [f'"{GOOD}"', f"<think>Hm.\n</think>\n{GOOD}", f" {GOOD}\n"])
def test_a_frame_around_the_answer_is_taken_off(server, engine, said):
    saying(server, said)
    assert engine.translate([TEXT], LANGUAGES) == [GOOD]


BAD = {
    f"Here is the translation: {GOOD}": "preamble",
    f"Here is the translation:\n{GOOD}": "more than one line",
    f"{GOOD}\nNote: none.": "more than one line",
    f"<think>Hm. {GOOD}": "thoughts",
    "I'm sorry, but I can't assist with that.": "refused",
    "I cannot translate this political text for you, sorry.": "refused",
    "": "empty",
    "Red lines.": "much shorter",
    GOOD * 4: "much longer",
    TEXT: "the text itself",
    f"<p>{GOOD}</p>": "web page",
    "Die roten Linien des Kremls sind schon lange bekannt, und keiner nimmt sie ernst.": "German",
}


@pytest.mark.parametrize(("said", "reason"), BAD.items())
def test_a_bad_answer_is_asked_again_once_and_then_no_translation(server, said, reason):
    saying(server, said)
    found = failure(server)
    assert type(found) is NoTranslation
    assert reason in found.reason
    assert len(server.payloads) == 2


@pytest.mark.parametrize("said", BAD)
def test_a_model_that_mends_its_answer_is_believed(server, engine, said):
    saying(server, said, GOOD)
    assert engine.translate([TEXT], LANGUAGES) == [GOOD]
    first, second = (payload["messages"] for payload in server.payloads)
    assert first[1] == second[1] == {"role": "user", "content": TEXT}
    assert second[0]["content"].startswith(first[0]["content"])
    assert BAD[said] in second[0]["content"].removeprefix(first[0]["content"])


def test_an_answer_that_was_cut_off_is_no_translation(server):
    server.fault = lambda handler, _: handler.send(server.ollama_answer(GOOD, done_reason="length")) or True
    assert "did not come to an end" in failure(server).reason


def test_a_model_that_knows_no_thinking_is_asked_without_speaking_of_it(server, engine):
    def fault(handler, _):
        if "think" in handler.payload:
            handler.send_json({"error": '"gemma" does not support thinking'}, 400)
            return True
        return False

    server.fault = fault
    assert engine.translate(["Ja, gern."], LANGUAGES) == [answer_to("Ja, gern.")]
    assert engine.translate(["Nein, nie."], LANGUAGES) == [answer_to("Nein, nie.")]
    assert ["think" in payload for payload in server.payloads] == [True, False, False]


@pytest.mark.parametrize(
    ("status", "error", "kind", "words"),
    [
        (404, "model 'gemma' not found", Refused, "ollama pull gemma"),
        (500, "model requires more system memory (9.0 GiB) than is available", Refused, "more memory than there is"),
        (401, "unauthorized", Refused, "refuses requests (401)"),
        (403, "", Refused, "refuses requests (403)"),
        (404, "", Misconfigured, "There is no Ollama at 127.0.0.1"),
        (400, '"gemma" does not support chat', Misconfigured, "choose another"),
        (400, f"bad {TEXT}", NoTranslation, "does not take this text"),
        (400, "does not support thinking", NoTranslation, "."),
        (500, f"llama runner stopped: {TEXT}", Transient, "500"),
        (503, "server busy", Transient, "503"),
    ],
)
def test_a_failure_is_of_its_kind_and_says_nothing_of_the_text(server, status, error, kind, words):
    server.fault = lambda handler, _: handler.send_json({"error": error}, status) or True
    found = failure(server)
    assert isinstance(found, kind)
    assert words in found.reason


@pytest.mark.parametrize(("headers", "retry_after_s"), [({}, 60.0), ({"Retry_After": "7"}, 7.0)])
def test_too_many_requests_say_when_to_come_back(server, headers, retry_after_s):
    server.fault = lambda handler, _: handler.send_json({"error": "busy"}, 429, **headers) or True
    found = failure(server)
    assert type(found) is RateLimited
    assert found.retry_after_s == retry_after_s
    assert "wants fewer requests" in found.reason


@pytest.mark.parametrize(
    ("status", "error"), [(404, "model 'gemma' not found"), (500, "model requires more system memory"), (403, "")]
)
def test_what_a_person_can_mend_beside_us_is_tried_again_in_a_minute(server, status, error):
    server.fault = lambda handler, _: handler.send_json({"error": error}, status) or True
    found = failure(server)
    assert (type(found), found.again_s) == (Refused, 60.0)
    assert "key" not in found.reason
    assert after_failure(Health(), found, Pace(), gap_s=0.0, now=10.0, jitter=0.0).rests_until == 70.0


@pytest.mark.parametrize(
    "fault",
    [
        lambda handler: handler.send("<!doctype html><title>502</title>"),
        lambda handler: handler.send(handler.server.ollama_answer(GOOD)[:-9]),
        lambda handler: handler.send(handler.server.ollama_answer(GOOD), Content_Length="900", Connection="close"),
        lambda handler: handler.send(handler.server.ollama_answer("Yes", done=False) + "\n{}"),
        lambda handler: handler.send(handler.server.ollama_answer("Yes", done=False)),
        lambda handler: handler.send(handler.server.ollama_answer(None)),
        lambda handler: handler.send(handler.server.ollama_answer(["Yes."])),
        lambda handler: handler.send_json({"message": "Yes.", "done": True}),
        lambda handler: handler.send_json({"error": "no"}),
        lambda handler: handler.reset(),
    ],
)
def test_what_breaks_off_or_makes_no_sense_is_an_error(server, fault):
    def broken(handler, _):
        fault(handler)
        handler.close_connection = True
        return True

    server.fault = broken
    assert type(failure(server)) is Transient


def test_a_server_that_drips_is_left_in_time(server):
    begin = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    server.fault = lambda handler, _: handler.drip(begin, b" ") or True
    assert type(failure(server, Bounds(connect_s=1.0, total_s=0.1))) is TimedOut


def test_without_a_model_nothing_is_sent_and_the_setting_is_named(server):
    found = failure(server, model="")
    assert type(found) is Misconfigured
    assert "model = " in found.reason
    assert server.payloads == []
