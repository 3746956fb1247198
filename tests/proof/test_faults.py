"""Every fault with every engine: nothing wrong on the screen or in the memory, an end, and recovery without restart.

The engines are the real ones, deep-translator's classes included; what they talk to is the loopback server.
"""

import pytest

from tests.loopback import ENGINES
from tests.loopback_answers import answer_to
from tests.loopback_faults import FAULTS, SILENT
from tests.proof.support import SHORT, USUAL, made

SOURCES = (
    "Im Jahr 2024 zogen 20.000 Menschen nach Norden.",
    "Ja.",
    "Der Fluss trat im März 1997 über die Ufer, und niemand hatte damit gerechnet.",
    "„Das war nicht vorgesehen“, sagte der Bürgermeister?",
    "Danach kamen 350 Helfer aus den Dörfern ringsum.",
    "Am Ende blieb die alte Brücke stehen!",
)

ONLY_OTHER_FORM = frozenset({"merged", "dropped", "doubled", "longer", "swapped", "rotated", "escapes", "429 in 1 s"})
"""Faults that a single text does not meet, or that can be mended: what is asked for arrives all the same."""


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ENGINES)
def test_a_fault_shows_nothing_wrong_and_passes(name, fault, server, desk):
    engine = made(name, server, SHORT if fault in SILENT else USUAL)
    opened = desk([engine], SOURCES[:2] if fault in SILENT else SOURCES)
    server.fail(fault, name)
    opened.ask()
    opened.wait_until_all_are_told()
    opened.assert_right()
    if fault in ONLY_OTHER_FORM - {"429 in 1 s"}:
        opened.wait_for(lambda _: len(opened.known()) == len(SOURCES))
    elif fault != "429 in 1 s":
        assert not opened.known()
    server.heal()
    opened.recover()
    assert len(opened.assert_right()) == len(opened.jobs)


@pytest.mark.parametrize("fault", ["swapped", "rotated", "doubled", "merged", "dropped", "longer"])
@pytest.mark.parametrize("name", ENGINES)
def test_lines_that_lose_their_places_are_seen_to_whoever_is_trusted(name, fault, server, desk):
    """An engine that was proved, and then mixes up lines whose numbers tell them apart."""
    engine = made(name, server)
    engine.paired = True  # as the ledger has it of an engine that was proved last week
    sources = [f"Im Jahr {1900 + at} kamen {at * 111 + 13} Menschen." for at in range(5)]
    opened = desk([engine], sources)
    server.fail(fault, name)
    opened.ask()
    opened.wait_for(lambda _: len(opened.known()) == len(sources))
    assert len(opened.assert_right()) == len(sources)


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_that_was_proved_gets_several_texts_in_one_request(name, server, desk):
    engine = made(name, server)
    engine.paired = True
    opened = desk([engine], [f"Im Jahr {1900 + at} kamen {at * 111 + 13} Menschen." for at in range(5)])
    opened.ask()
    opened.wait_for(lambda _: len(opened.known()) == 5)
    opened.assert_right()
    assert [len(one.texts) for one in server.asked] == [5]


@pytest.mark.parametrize("fault", ["429", "403", "500", "reset", "captcha", "quota", "german", "empty"])
def test_the_next_engine_answers_meanwhile(fault, server, desk):
    opened = desk([made("google", server), made("mymemory", server)], SOURCES)
    server.fail(fault, "google")
    opened.ask()
    opened.wait_for(lambda _: len(opened.known()) == len(SOURCES))
    opened.assert_right()
    assert {one.target.origin for one in opened.posted if one.target.known} == {"mymemory"}


@pytest.mark.parametrize("name", ENGINES)
def test_a_redirect_takes_no_text_to_another_host(name, server, desk):
    opened = desk([made(name, server)], SOURCES[:1])
    server.fail("elsewhere", name)
    opened.ask()
    opened.wait_until_all_are_told()
    assert not opened.known()
    for path, body, headers in server.elsewhere:
        assert "2024" not in path + body + str(headers)


@pytest.mark.parametrize("fault", sorted(SILENT))
@pytest.mark.parametrize("name", ENGINES)
def test_closing_waits_for_no_server(name, fault, server, desk):
    """`close` comes back while the server still holds the request: by the order of events, not by a clock."""
    opened = desk([made(name, server)], SOURCES[:1], deadline_s=3600.0)
    server.fail(fault, name)
    opened.ask()
    server.wait_for(lambda seen: seen.asked)
    opened.service.close()
    assert not server.over.is_set()
    assert not opened.posted


def test_the_answers_of_the_server_are_told_apart():
    assert len({answer_to(f"Satz {word}.") for word in map(str, range(500))}) == 500
