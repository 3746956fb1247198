"""Late replies: whatever is asked for or given up while a request is on its way, nothing lands where it must not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.target import TargetState
from reader.engines.base import Limits, NoTranslation, Refused, Transient
from reader.engines.ledger import Ledger
from reader.translation.member import Member
from reader.translation.queue import Job, Priority
from reader.translation.shared import Patience, Shared
from reader.translation.worker import Worker
from tests.translation.support import Clock, English, english, german

TEXTS = [german(number) for number in range(8)]
asking = st.tuples(st.just("ask"), st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(Priority)), max_size=4))
deeds = asking | st.just(("cancel", ())) | st.just(("close", ()))
errors = st.sampled_from([None, None, Transient("no line"), NoTranslation("no words"), Refused("closed")])
requests = st.tuples(st.lists(deeds, max_size=2), errors)


class Forgetful:
    """A memory that knows nothing and keeps everything."""

    def __init__(self):
        self.stored = []

    def get_many(self, keys, pair, wishes=None):
        return {}

    def put_many(self, units):
        self.stored += units


class World:
    """A service without threads: one step is a batch, and things happen while it is with the engine."""

    def __init__(self):
        self.clock = Clock()
        self.engine = English(limits=Limits(max_texts=3), spoil=self.spoil)
        self.memory = Forgetful()
        member = Member(self.engine)
        ledger = Ledger(None, self.clock)
        ledger.prove("english", proved=True)
        member.prepare(ledger)
        self.shared = Shared([member], self.memory, ledger, self.clock, lambda: 0.0, Patience())
        self.worker = Worker(self.shared, 0)
        self.generation = 0
        self.latest = {}
        self.steps = ([], None)

    def do(self, deed, wanted):
        with self.shared.lock:
            if self.shared.closed:
                return
            if deed == "ask":
                self.generation += 1
                for text, _ in wanted:
                    self.latest[text] = self.generation
                self.shared.queue.ask([Job(text, priority, paragraph=1) for text, priority in wanted], self.generation)
                self.shared.report()
            else:
                self.latest = {}
                self.shared.forget()
                self.shared.closed = deed == "close"
                self.generation = 0

    def spoil(self, texts, answers):
        for deed, wanted in self.steps[0]:
            self.do(deed, wanted)
        if self.steps[1] is not None:
            raise self.steps[1]
        return answers

    def posted(self):
        found, self.shared._outbox[:] = list(self.shared._outbox), []
        return found

    def step(self):
        """Whether there was something to do."""
        self.clock.now += 3600
        with self.shared.lock:
            if self.shared.closed or (batch := self.shared.queue.take(0, self.clock.now)) is None:
                return False
        self.worker._serve(batch)
        return True


@settings(max_examples=400)
@given(asking, st.lists(requests, max_size=8))
def test_what_is_posted_is_right_and_was_asked_for(first, steps):
    world = World()
    world.do(*first)
    by_key = {Job(text).key: text for text in TEXTS}
    for step in steps:
        world.steps = step
        moved = world.step()
        posted = world.posted()
        assert not (world.shared.closed and posted), "nothing is posted after closing"
        for result in posted:
            text = by_key[result.key]
            assert result.generation <= world.generation
            assert result.generation == world.latest.get(text), "it answers the latest asking, and none given up"
            if result.target.known:
                assert result.target.text == english(text)
            else:
                assert result.target.state is TargetState.FAILED
        if not moved:
            break
    assert all(unit.target == english(unit.source) for unit in world.memory.stored)
