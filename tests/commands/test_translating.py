"""A whole text through a service: who is waited for and how long, and the whole program against a server."""

import math
import os
import stat
import sys
from pathlib import Path

import pytest

from reader.commands import translating
from reader.commands.translated import plain
from reader.commands.translating import Translating, next_try, when_again, working
from reader.core.bitext import Bitext
from reader.core.document import document
from reader.core.keys import segment_key
from reader.core.target import Target, TargetState
from reader.memory.unit import LanguagePair
from reader.translation.results import Results, SegmentResult
from reader.translation.status import EngineStatus
from reader.translation.whole import WholeText
from tests.loopback import Loopback
from tests.loopback_answers import answer_to

TEXT = "Der Hund schläft heute.\nDie Katze trinkt Milch.\nDas Pferd frisst Heu.\n"
SENTENCES = TEXT.splitlines()
RESTS_S = 60.0


def known(text):
    return Target(text, TargetState.MACHINE, "google")


def failed(retry_at):
    return Target(state=TargetState.FAILED, reason="Google rests.", retry_at=retry_at)


class Scripted:
    """A service whose engine answers one sentence, rests, and answers the others when the rest is over.

    The time goes on by a second whenever somebody looks how the engine stands.
    """

    def __init__(self, *, answers_first=1, recovers=True, retry_at=RESTS_S):
        self.now = 0.0
        self.answers_first = answers_first
        self.recovers = recovers
        self.retry_at = retry_at
        self.waiting = []
        self.requests = []
        self.retries = 0
        self.rests = False
        self.work = None

    def clock(self):
        return self.now

    def status(self):
        self.now += 1.0
        over = self.now >= self.retry_at
        if over and self.recovers and self.waiting:
            self.post({job.key: known(job.source) for job in self.waiting})
            self.waiting = []
        if self.rests and not (over and self.recovers):
            until = self.retry_at if not over else self.now + RESTS_S
            return (EngineStatus("google", "Google", "resting", until, "Google rests."),)
        return (EngineStatus("google", "Google", "ready"),)

    def request(self, jobs, generation):
        self.requests += [job.source for job in jobs]
        done, self.waiting = jobs[: self.answers_first], jobs[self.answers_first :]
        self.rests = bool(self.waiting)
        self.post(
            {job.key: known(job.source) for job in done} | {job.key: failed(self.retry_at) for job in self.waiting}
        )

    def retry(self, jobs, generation):
        self.retries += 1
        self.request(jobs, generation)

    def post(self, targets):
        self.work.post(Results(tuple(SegmentResult(key, 1, target) for key, target in targets.items())))


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(translating, "_LOOK_S", 0.001)

    def go(service, *, again=False):
        out = []
        bitext = Bitext(document(TEXT), lambda keys: {})
        whole = WholeText(bitext)
        for _ in whole.survey():
            pass
        service.work = Translating(bitext, whole, plain, out.append, clock=service.clock)
        return service.work.run(service, again=again), "".join(out)

    return go


def test_an_engine_that_has_worked_is_waited_for_while_it_rests(run):
    service = Scripted()
    tally, out = run(service)
    assert (out, tally.untranslated) == (TEXT, 0)
    assert service.now >= RESTS_S


def test_an_engine_that_has_not_worked_is_not_waited_for(run):
    service = Scripted(answers_first=0)
    tally, out = run(service)
    assert (tally.untranslated, service.now < RESTS_S) == (3, True)
    assert out == "[not translated: Google rests]\n" * 3
    assert "Google after" in tally.later
    assert "--again" in tally.later


def test_the_wait_has_an_end(run):
    service = Scripted(recovers=False)
    tally, out = run(service)
    assert (tally.untranslated, out.splitlines()[0]) == (2, SENTENCES[0])
    assert translating.PATIENCE_S - 5 < service.now < translating.PATIENCE_S + 2 * RESTS_S


def test_a_rest_of_half_an_hour_is_not_waited_for(run):
    service = Scripted(retry_at=1800.0)
    tally, _ = run(service)
    assert (tally.untranslated, service.now < RESTS_S) == (2, True)


def test_an_engine_that_rests_from_before_is_asked_only_when_told_to(run):
    for again in (False, True):
        service = Scripted(answers_first=3)
        service.rests = True
        tally, _ = run(service, again=again)
        assert (service.requests, service.retries) == ((SENTENCES, 1) if again else ([], 0))
        assert tally.untranslated == (0 if again else 3)


def test_when_somebody_takes_a_text_and_who_it_is():
    resting = EngineStatus("google", "Google", "resting", 60.0, "It rests.")
    misconfigured = EngineStatus("deepl", "DeepL", "misconfigured", math.inf, "A bad key.")
    unavailable = EngineStatus("ollama", "Ollama", "unavailable", None, "No model.")
    waiting = EngineStatus("mymemory", "MyMemory", "waiting", None, "MyMemory has not answered for 6 s.")
    assert next_try([]) == next_try([misconfigured, unavailable]) == math.inf
    assert next_try([misconfigured, resting]) == 60.0
    assert next_try([resting, waiting]) == 0.0
    assert working([resting, waiting]) == "MyMemory has not answered for 6 s."
    assert working([misconfigured]) == "A bad key."
    assert when_again([misconfigured, unavailable, waiting]) == ""


# --- the whole program against a server --------------------------------------------------------------------------


@pytest.fixture
def server(home, monkeypatch):
    """A server in the place of Google and MyMemory."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    with Loopback() as server:
        config.write_text("".join(f'[{one}]\nurl = "{server.url_of(one)}"\n' for one in ("google", "mymemory")))
        yield server


@pytest.fixture
def text(home):
    path = home / "text.txt"
    path.write_text(TEXT, "utf-8")
    return path


def remembered(home):
    from contextlib import closing

    from reader.memory.store import TranslationMemory

    path = home / ".local" / "share" / "lesepult" / "memory.db"
    with closing(TranslationMemory.open(path)) as memory:
        return memory.get_many([segment_key(sentence) for sentence in SENTENCES], LanguagePair())


def test_each_translation_stands_in_its_place_and_is_asked_for_once(lesepult, server, text, home):
    done = lesepult("translate", text, "--engine", "google")
    assert (done.code, done.out.splitlines()) == (0, [answer_to(sentence) for sentence in SENTENCES])
    before = len(server.asked)
    again = lesepult("translate", text, "--engine", "google")
    assert (again.out, len(server.asked)) == (done.out, before)
    assert {target.text for target in remembered(home).values()} == set(done.out.splitlines())


def test_the_next_engine_answers_where_the_first_refuses(lesepult, server, text, home):
    server.fail("403", engine="google")
    done = lesepult("translate", text, "--engine", "google,mymemory")
    assert done.code == 0
    assert done.out.splitlines() == [answer_to(sentence) for sentence in SENTENCES]
    assert "Google refuses keyless requests from this network; next try" in done.err
    assert {target.origin for target in remembered(home).values()} == {"mymemory"}
    shown = lesepult("engines").out
    assert "rests until" in shown
    asked = len(server.texts("google"))
    server.heal()
    assert lesepult("engines", "--test", "google").code == 0
    assert len(server.texts("google")) == asked + 1


@pytest.mark.parametrize("fault", ["german", "captcha"])
def test_what_is_no_translation_is_neither_given_out_nor_kept(lesepult, server, text, home, fault):
    server.fail(fault)
    done = lesepult("translate", text, "--engine", "google")
    assert (done.code, done.out.count("[not translated: ")) == (4, 3)
    assert remembered(home) == {}


def test_a_text_goes_on_where_it_was_left(lesepult, server, text, home):
    one = home / "one.txt"
    one.write_text(SENTENCES[1], "utf-8")
    assert lesepult("translate", one, "--engine", "google").code == 0
    before = len(server.texts())
    assert lesepult("translate", text, "--engine", "google").code == 0
    assert SENTENCES[1] not in [text.strip() for text in server.texts()[before:]]


# --- what else it is made of -------------------------------------------------------------------------------------


def test_the_names_in_the_help_are_those_that_there_are():
    from reader.commands.parser import ENGINE_NAMES
    from reader.settings import ENGINE_NAMES as THERE

    assert tuple(ENGINE_NAMES.split(", ")) == THERE


def test_the_reader_is_told_who_was_named_and_what_is_offline(home):
    from reader import config, read
    from reader.errors import UsageError

    settings = config.Config(network="off")
    wanted = read._options(read.parser().parse_args(["--engine", "Google, mymemory", "x"]), settings)
    assert (wanted.engine_names, wanted.named) == (("google", "mymemory"), ("google", "mymemory"))
    assert (wanted.network, wanted.offline) == ("off", False)
    wanted = read._options(read.parser().parse_args(["--offline", "x"]), settings)
    assert (wanted.named, wanted.offline) == ((), True)
    with pytest.raises(UsageError):
        read._options(read.parser().parse_args(["--offline", "--engine", "google", "x"]), settings)


def test_terms_and_their_fingerprint_come_from_the_glossary(home, own):
    from argparse import Namespace

    from reader.commands.terms import GlossaryTerms
    from reader.core.spans import Span
    from reader.paths import user_paths

    own("Zoll: tariff\n")
    source = "Der Zoll ist hoch. Das Haus ist alt."
    terms = GlossaryTerms(document(source), Namespace(glossary=[]), user_paths())
    first, second = terms(0, Span(0, 19)), terms(0, Span(19, 36))
    assert [(term.start, term.end, term.target) for term in first.terms] == [(4, 8, "tariff")]
    assert (len(first.fingerprint), second.terms, second.fingerprint) == (8, (), b"")


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path):
    from reader.export.outfile import OutFile, OutFileError

    path = tmp_path / "out.txt"
    with OutFile(path, force=False) as file:
        file.put(b"new")
        path.write_text("theirs")
        with pytest.raises(OutFileError, match="there already"):
            file.finish()
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_hard_links_will_do(tmp_path, monkeypatch):
    from reader.export.outfile import OutFile

    def none(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("reader.export.outfile.os.link", none)
    with OutFile(tmp_path / "out.txt", force=False) as file:
        file.put(b"new")
        file.finish()
    assert (tmp_path / "out.txt").read_bytes() == b"new"


def test_a_link_is_followed_and_a_device_is_written_to(tmp_path):
    from reader.export.outfile import OutFile

    real = tmp_path / "real.txt"
    real.write_text("old")
    (tmp_path / "link.txt").symlink_to(real)
    for path in (tmp_path / "link.txt", Path(os.devnull)):
        with OutFile(path, force=True) as file:
            file.put(b"new")
            file.finish()
    assert real.read_bytes() == b"new"
    assert (tmp_path / "link.txt").is_symlink()
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


class Keyboard:
    """Standard input on a terminal."""

    def __init__(self, line):
        self.line = line

    def isatty(self):
        return True

    def readline(self):
        return self.line


@pytest.mark.parametrize(
    ("line", "default", "answer", "end"),
    [("y\n", False, True, "[y/N] "), ("Ja\n", False, True, "[y/N] "), ("\n", True, True, "[Y/n] "),
     ("n\n", True, False, "[Y/n] "), ("", True, False, "[Y/n] \n"), ("y", False, True, "[y/N] \n")],
)  # fmt: skip
def test_a_question_and_its_answer(monkeypatch, capsys, line, default, answer, end):
    from reader.commands import asking

    monkeypatch.setattr(sys, "stdin", Keyboard(line))
    assert asking.agreed("Really\x1b[2J?", default=default) is answer
    assert capsys.readouterr().err == f"Really␛[2J? {end}"
