"""The reader before the loopback server: every translation stands beside its text, keys are answered, q quits."""

import random
from dataclasses import replace

import pytest

from reader.core.target import TargetState
from reader.engines import registry
from reader.engines.ledger import Ledger
from reader.translation.service import Patience, TranslationService
from tests.loopback_answers import answer_to
from tests.loopback_faults import SILENT
from tests.proof.support import SWIFT, made
from tests.ui.support import Home, screen_text, until

NAMES = ("libretranslate", "google", "mymemory")
TEXT = "\n".join(
    f"Absatz {at} beginnt im Jahr {1800 + at}. Er hat {at + 3} Zeilen und sieht sehr nach Regen aus. Mehr nicht?"
    for at in range(80)
)


@pytest.fixture
def home(tmp_path, monkeypatch, server):
    """A person whose engines are before the server, and are asked without pauses."""

    def service(desk, engines, memory, post):
        patience = Patience(gather_s=0.005, pace=SWIFT)
        return TranslationService(engines, memory, post, ledger=Ledger(None), jitter=lambda: 0.0, patience=patience)

    monkeypatch.setattr("reader.desk.Desk._service", service)
    monkeypatch.setattr(registry, "ENGINES", {name: lambda _settings, name=name: made(name, server) for name in NAMES})
    home = Home(tmp_path)
    home.options = replace(home.options, engine_names=NAMES, network="on")
    return home


def segments(screen, paragraphs):
    for index in paragraphs:
        pair = screen.reading.bitext.paragraph(index)
        for (start, end), target in zip(pair.segments, pair.targets, strict=True):
            yield pair.source[start:end].strip(), target


def assert_paired(screen):
    for source, target in segments(screen, range(len(screen.reading.bitext))):
        if target.known:
            assert target.text == answer_to(source)


def all_known(screen):
    return all(target.known for _, target in segments(screen, screen.reading.visible()))


def letters(text):
    return "".join(filter(str.isalnum, text))


def right_half(app, columns):
    """The letters and digits that stand there."""
    return letters("".join(line[columns // 2 :] for line in screen_text(app)))


@pytest.mark.parametrize("seed", range(3))
async def test_every_segment_is_paired_right_while_the_reader_moves_and_the_engines_fail(home, server, seed):
    rng, theirs = random.Random(seed), random.Random(seed)
    server.latency = lambda: theirs.random() * 0.02
    for name in NAMES:
        for fault in ("500", "swapped", "doubled", "reset", "empty", "dropped", "german"):
            server.fail(fault, name, times=theirs.randrange(3))
    async with home.reading(home.text(TEXT), size=(110, 30)) as (pilot, screen):
        for _ in range(25):
            await pilot.press(rng.choice(["j", "k", "space", "b", "G", "home", "down", "up"]))
            if rng.random() < 0.3:
                await pilot.resize_terminal(rng.randrange(60, 150), rng.randrange(12, 45))
            assert_paired(screen)
        await pilot.resize_terminal(140, 40)
        await until(lambda: all_known(screen), 60)
        await pilot.pause()
        assert_paired(screen)
        shown = right_half(pilot.app, 140)
        visible = screen.reading.visible()
        for _, target in segments(screen, range(visible.start + 1, visible.stop - 1)):
            assert letters(target.text) in shown


@pytest.mark.parametrize("fault", sorted(SILENT))
async def test_keys_are_answered_and_q_quits_while_the_server_is_silent(home, server, fault):
    server.fail(fault)
    async with home.reading(home.text(TEXT), size=(120, 30)) as (pilot, screen):
        await until(lambda: server.asked)
        await until(lambda: next(segments(screen, [0]))[1].state is TargetState.QUEUED)
        await pilot.press("G")
        await until(lambda: screen.reading.visible().stop == len(screen.reading.bitext))
        await pilot.press("q")
        await until(lambda: pilot.app.return_code == 0)
        assert not server.over.is_set(), "the server still holds the request"


async def test_a_reader_recovers_without_restart(home, server):
    server.fail("403")
    async with home.reading(home.text("Ein Satz ist hier."), size=(120, 30)) as (_, screen):
        await until(lambda: next(segments(screen, [0]))[1].state is TargetState.FAILED)
        server.heal()
        await until(lambda: next(segments(screen, [0]))[1].known)
        assert_paired(screen)
