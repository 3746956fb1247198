"""A loopback server, and services before it."""

import pytest

from reader.memory.store import TranslationMemory
from reader.translation.queue import Job
from reader.translation.service import Patience, TranslationService
from tests.loopback import Loopback
from tests.proof.support import PAIR, SWIFT, Desk


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with Loopback() as server:
        yield server


@pytest.fixture
def desk(server, tmp_path):
    """Open a service with these engines; it is closed when the test is over."""
    opened = []

    def open_desk(engines, sources, *, pace=SWIFT, deadline_s=25.0, ledger=None, paragraph_of=lambda at: at // 5):
        memory = TranslationMemory.open(tmp_path / "memory.db")
        jobs = [Job(source, pair=PAIR, paragraph=paragraph_of(at)) for at, source in enumerate(sources)]
        made_desk = Desk(None, memory, jobs)
        made_desk.service = TranslationService(
            engines,
            memory,
            made_desk.post,
            ledger=ledger,
            jitter=lambda: 0.0,
            patience=Patience(deadline_s=deadline_s, gather_s=0.0, pace=pace),
        )
        opened.append(made_desk)
        return made_desk

    yield open_desk
    for one in opened:
        one.service.close()
        one.memory.close()
