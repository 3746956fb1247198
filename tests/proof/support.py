"""The real engines before the loopback server, and a desk that keeps what a service posts."""

import threading
from dataclasses import replace

from reader.engines.libretranslate import LibreTranslate
from reader.engines.ollama import Ollama
from reader.engines.pacing import Pace
from reader.engines.services import deepl, google, microsoft, mymemory
from reader.engines.transport import Bounds
from reader.memory.unit import LanguagePair
from reader.settings import (
    DeepLSettings,
    GoogleSettings,
    LibreTranslateSettings,
    MicrosoftSettings,
    MyMemorySettings,
    OllamaSettings,
)
from tests.loopback import KEY, MODEL
from tests.loopback_answers import answer_to

PAIR = LanguagePair()
LIMIT_S = 60.0
"""How long a test waits before it says that something is broken."""

SHORT = Bounds(connect_s=10.0, total_s=0.4)
"""What a request may take before a server that is silent."""
USUAL = Bounds()
SWIFT = Pace(backoff_s=0.0, backoff_max_s=0.0, rest_s=0.02, blocked_s=0.02, patience_s=0.02, longest_s=0.02)
"""Nobody waits long here: what a real reader waits for is tested with a fake clock elsewhere."""


def made(name, server, bounds=USUAL):
    """The real engine of this name before the server, without gaps between its requests."""
    url = server.url_of(name)
    engine = {
        "google": lambda: google(GoogleSettings(url), bounds),
        "mymemory": lambda: mymemory(MyMemorySettings(url), bounds),
        "deepl": lambda: deepl(DeepLSettings(url, KEY), bounds),
        "microsoft": lambda: microsoft(MicrosoftSettings(url, KEY, "westeurope"), bounds),
        "libretranslate": lambda: LibreTranslate(LibreTranslateSettings(url, configured=True), bounds),
        "ollama": lambda: Ollama(OllamaSettings(url, MODEL, configured=True), bounds),
    }[name]()
    engine.limits = replace(engine.limits, gap_s=0.0, daily_chars=None)
    return engine


class Desk:
    """Asks a service, and keeps all that it posts."""

    def __init__(self, service, memory, jobs):
        self.service = service
        self.memory = memory
        self.jobs = jobs
        self.posted = []
        self._changed = threading.Condition()

    def post(self, results):
        with self._changed:
            self.posted += results.segments
            self._changed.notify_all()

    def wait_for(self, condition):
        """Wait until this is true of what was posted; looked at whenever something is."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.posted), LIMIT_S), "the service was waited for in vain"

    def ask(self, generation=1, *, again=False):
        (self.service.retry if again else self.service.request)(self.jobs, generation)

    def wait_until_all_are_told(self):
        """Wait until something was said of each segment since it was asked for."""
        keys = {job.key for job in self.jobs}
        self.wait_for(lambda posted: keys <= {one.key for one in posted})

    def known(self):
        """The translations that were posted, by key."""
        return {one.key: one.target.text for one in self.posted if one.target.known}

    def recover(self, generation=1):
        """Ask again, as a person would with R, until all is translated."""
        keys = {job.key for job in self.jobs}
        seen = 0
        while not keys <= set(self.known()):
            self.ask(generation, again=True)
            self.wait_for(lambda posted, seen=seen: len(posted) > seen)
            seen = len(self.posted)

    def assert_right(self):
        """Nothing wrong was posted, and nothing wrong is stored."""
        right = {job.key: answer_to(job.source) for job in self.jobs}
        for one in self.posted:
            if one.target.known:
                assert one.target.text == right[one.key]
        stored = self.memory.get_many(right, PAIR)
        for key, target in stored.items():
            assert target.text == right[key]
        return stored
