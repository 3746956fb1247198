"""`lesepult translate`: what comes out, who is asked, what is remembered, and how it ends."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace

import pytest

from reader.cli import main
from reader.commands import asking
from reader.commands.translate import interruption
from reader.core.keys import segment_key
from reader.core.target import TargetState
from reader.engines.base import Limits, NoTranslation, Refused, Transient
from reader.engines.fake import FakeEngine
from reader.history import History
from reader.memory.store import TranslationMemory
from reader.memory.unit import LanguagePair, TranslationUnit
from reader.translation.whole import Extent
from tests.support import ROOT
from tests.terminal import LESEPULT, Terminal

PAIR = LanguagePair()
TEXT = "Der Hund schläft heute.\n\nDie Katze trinkt Milch. Das Pferd frisst Heu.\n"
SENTENCES = ["Der Hund schläft heute.", "Die Katze trinkt Milch.", "Das Pferd frisst Heu."]


def english(source):
    """What the engines here answer: letters backwards, so that no word of it is German and each pairing shows."""
    return source.strip()[::-1]


class Backwards(FakeEngine):
    """Answers with the letters of the text backwards."""

    def translate(self, texts, languages, terms=(), *more, **others):
        super().translate(texts, languages, terms)
        return [english(text) for text in texts]


def engine(name="google", *, third_party=True, fault=None, max_texts=8, takes_terms=False):
    made = Backwards(name, Limits(max_texts=max_texts), third_party, takes_terms=takes_terms, title=name.capitalize())
    if fault is not None:
        made.fault = fault
    return made


@pytest.fixture
def chain(monkeypatch):
    """The engines there are, by name; those that were not set up are not asked for."""
    there = {}

    def made(names, settings=None):
        return tuple(there[name] for name in names if name in there)

    def put(*engines):
        there.clear()
        there.update((one.name, one) for one in engines)
        return engines if len(engines) > 1 else engines[0]

    monkeypatch.setattr("reader.engines.registry.engine_chain", made)
    return put


@pytest.fixture
def lesepult(home, capsys):
    """Run the command line; gives code, out, err, and the objects if the output is lines of JSON."""

    def run(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        rows = [json.loads(line) for line in out.splitlines()] if "--json" in arguments else []
        return SimpleNamespace(code=code, out=out, err=err, rows=rows)

    return run


@pytest.fixture
def text(home):
    path = home / "text.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def person(monkeypatch):
    """Somebody at a terminal, who answers what the test says; gives the questions."""
    questions = []

    def put(*answers):
        waiting = list(answers)

        def answer():
            found = waiting.pop(0)
            if isinstance(found, BaseException):
                raise found
            sys.stderr.write(found)  # as a terminal echoes it
            return found

        monkeypatch.setattr("reader.commands.asking.somebody", lambda **_: True)
        monkeypatch.setattr("reader.commands.asking._answer", answer)
        put_text = asking._put
        monkeypatch.setattr(asking, "_put", lambda text: (questions.append(text), put_text(text)))
        return questions

    return put


def sentences_sent(*engines):
    return [text.strip() for one in engines for texts in one.asked for text in texts]


@pytest.fixture
def remember(home):
    def put(source, target, state=TargetState.MEMORY, origin="pairs.yaml"):
        path = home / ".local" / "share" / "lesepult" / "memory.db"
        with closing(TranslationMemory.open(path)) as memory:
            memory.put_many([TranslationUnit(source, target, PAIR, state, origin)])

    return put


@pytest.fixture
def known(home):
    """The sentences that the memory knows a translation of."""

    def look():
        path = home / ".local" / "share" / "lesepult" / "memory.db"
        with closing(TranslationMemory.open(path)) as memory:
            found = memory.get_many([segment_key(sentence) for sentence in SENTENCES], PAIR)
        return [sentence for sentence in SENTENCES if segment_key(sentence) in found]

    return look


# --- what comes out ---------------------------------------------------------------------------------------------


def test_the_translation_comes_out_paragraph_by_paragraph(lesepult, chain, text):
    google = chain(engine())
    done = lesepult("translate", text, "--engine", "google")
    one, two, three = map(english, SENTENCES)
    assert (done.code, done.out, done.err) == (0, f"{one}\n\n{two} {three}\n", "")
    assert sorted(sentences_sent(google)) == sorted(SENTENCES)


def test_json_is_a_line_for_each_sentence_in_order(lesepult, chain, text):
    chain(engine())
    done = lesepult("translate", text, "--engine", "google", "--json")
    rows = done.rows
    assert done.code == 0
    assert [row["source"] for row in rows] == SENTENCES
    assert [row["paragraph"] for row in rows] == [1, 2, 2]
    assert rows[0] == {
        "paragraph": 1, "source": SENTENCES[0], "target": english(SENTENCES[0]), "state": "machine",
        "origin": "google", "reason": "",
    }  # fmt: skip


def test_what_the_memory_knows_is_asked_of_nobody(lesepult, chain, text, remember):
    google = chain(engine())
    remember(SENTENCES[0], "The dog.")
    remember(SENTENCES[1], "The cat, edited.", TargetState.EDITED, "you")
    done = lesepult("translate", text, "--engine", "google")
    assert done.out == f"The dog.\n\nThe cat, edited. {english(SENTENCES[2])}\n"
    assert sentences_sent(google) == [SENTENCES[2]]


def test_a_second_run_asks_for_nothing(lesepult, chain, text):
    google = chain(engine())
    first = lesepult("translate", text, "--engine", "google")
    google.asked.clear()
    second = lesepult("translate", text, "--engine", "google")
    assert (second.code, second.out, google.asked) == (0, first.out, [])


def test_what_one_engine_cannot_do_the_next_does(lesepult, chain, text):
    _, second = chain(engine("google", fault=lambda _: Refused("Google is closed.")), engine("mymemory"))
    done = lesepult("translate", text, "--engine", "google,mymemory")
    assert done.code == 0
    assert len(sentences_sent(second)) == 3
    assert "Google is closed" in done.err


def test_what_nobody_can_do_is_marked_and_counted(lesepult, chain, text):
    chain(engine(fault=lambda texts: NoTranslation("google has no word for it.") if "Hund" in texts[0] else None,
                 max_texts=1))  # fmt: skip
    done = lesepult("translate", text, "--engine", "google")
    assert done.code == 4
    assert done.out.splitlines() == [
        "[not translated: google has no word for it]", "", f"{english(SENTENCES[1])} {english(SENTENCES[2])}",
    ]  # fmt: skip
    assert "1 of 3 sentences were not translated: google has no word for it (1)." in done.err


def test_an_engine_that_is_closed_is_not_waited_for(lesepult, chain, text):
    google = chain(engine(fault=lambda _: Refused("Google is closed.")))
    done = lesepult("translate", text, "--engine", "google")
    assert done.code == 4
    assert done.out.count("[not translated: Google is closed") == 3
    assert len(google.asked) == 1


def test_json_says_why_there_is_no_translation(lesepult, chain, text):
    chain(engine(fault=lambda _: Refused("Google is closed.")))
    done = lesepult("translate", text, "--engine", "google", "--json")
    rows = done.rows
    assert done.code == 4
    assert {(row["target"], row["state"], row["origin"]) for row in rows} == {(None, "failed", "")}
    assert all("Google is closed" in row["reason"] for row in rows)


def test_escape_sequences_of_an_engine_or_a_text_reach_nobody(lesepult, chain, home, monkeypatch):
    chain(engine(fault=lambda _: Refused("Google\x1b[2J is \u202eclosed.")))
    path = home / "hostile.txt"
    path.write_text("Der Hund\x1b]52;c;aGk=\x07 schläft. Ein Satz\u202e mehr.\n", "utf-8")
    for options in ([], ["--json"]):
        done = lesepult("translate", path, "--engine", "google", *options)
        assert done.code == 4
        for bad in ("\x1b", "\x07", "\u202e"):
            assert bad not in done.out + done.err


def test_lines_stay_lines_and_what_has_no_words_stays(lesepult, chain, home):
    google = chain(engine())
    path = home / "poem.txt"
    path.write_text("Der Hund schläft heute.\nDie Katze trinkt Milch.\n* * *\n\n\nKommentar (0)\n", "utf-8")
    done = lesepult("translate", path, "--engine", "google")
    assert done.code == 0
    assert done.out.splitlines()[:3] == [english(SENTENCES[0]), english(SENTENCES[1]), "* * *"]
    assert sorted(sentences_sent(google)) == sorted(SENTENCES[:2])


def test_an_empty_text_is_no_text_wherever_it_comes_from(lesepult, chain, home, monkeypatch):
    google = chain(engine())
    (home / "empty.txt").write_text("\n\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n\n")))
    for text in (home / "empty.txt", "-"):
        done = lesepult("translate", text, "--engine", "google")
        assert (done.code, done.out, google.asked) == (3, "", [])
        assert "is empty" in done.err


def test_standard_input_is_a_text(lesepult, chain, monkeypatch):
    chain(engine())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    done = lesepult("translate", "-", "--engine", "google")
    assert (done.code, done.out.split("\n")[0]) == (0, english(SENTENCES[0]))


def test_a_text_of_many_sentences_comes_out_in_order_and_each_in_its_place(lesepult, home, chain):
    words = ["Apfel", "Birne", "Kirsche", "Traube", "Melone", "Pflaume", "Feige", "Dattel", "Quitte", "Mango"]
    sentences = [f"{a} und {b} liegen neben {c}." for a in words for b in words for c in words][:700]
    path = home / "long.txt"
    path.write_text("\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, 700, 5)), "utf-8")
    chain(engine(), engine("mymemory"))
    done = lesepult("translate", path, "--engine", "google,mymemory", "--json")
    rows = done.rows
    assert done.code == 0
    assert [row["source"] for row in rows] == sentences
    assert [row["target"] for row in rows] == list(map(english, sentences))


# --- the output file --------------------------------------------------------------------------------------------


@pytest.fixture
def umask():
    before = os.umask(0o027)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_the_output_file_stands_whole_and_as_the_umask_has_it(lesepult, chain, text):
    chain(engine())
    out = text.with_name("out.txt")
    done = lesepult("translate", text, "--engine", "google", "-o", out)
    assert (done.code, done.out) == (0, "")
    assert done.err == "lesepult: 3 sentences: 3 from google.\n"
    assert out.read_text("utf-8").startswith(english(SENTENCES[0]))
    assert out.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_there_is_replaced_only_when_told_so(lesepult, chain, text):
    google = chain(engine())
    out = text.with_name("out.txt")
    out.write_text("mine")
    out.chmod(0o644)
    done = lesepult("translate", text, "--engine", "google", "-o", out)
    assert (done.code, out.read_text(), google.asked) == (3, "mine", [])
    assert "there already" in done.err
    assert lesepult("translate", text, "--engine", "google", "-f", "-o", out).code == 0
    assert english(SENTENCES[0]) in out.read_text("utf-8")
    assert out.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("way", ["same", "link", "hard"])
def test_the_output_never_goes_over_the_text(lesepult, chain, text, way):
    google = chain(engine())
    out = text if way == "same" else text.with_name("other.txt")
    if way == "link":
        out.symlink_to(text)
    elif way == "hard":
        out.hardlink_to(text)
    done = lesepult("translate", text, "--engine", "google", "-f", "-o", out)
    assert (done.code, text.read_text("utf-8"), google.asked) == (2, TEXT, [])
    assert "would go over the text" in done.err


def test_a_directory_that_is_not_there_is_told_before_anything_is_sent(lesepult, chain, text):
    google = chain(engine())
    done = lesepult("translate", text, "--engine", "google", "-o", text.parent / "no" / "out.txt")
    assert (done.code, google.asked) == (3, [])
    assert "there is no folder" in done.err


def test_without_room_nothing_is_left_behind(lesepult, chain, text, monkeypatch):
    chain(engine())
    out = text.with_name("out.txt")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.export.outfile.os.fsync", full)
    done = lesepult("translate", text, "--engine", "google", "-o", out)
    assert done.code == 3
    assert "no space left" in done.err
    assert [path.name for path in text.parent.iterdir() if "out" in path.name] == []


# --- who may be asked -------------------------------------------------------------------------------------------


def test_with_nobody_to_ask_no_third_party_gets_anything(lesepult, chain, text):
    google, ollama = chain(engine("google"), engine("mymemory"))
    done = lesepult("translate", text)
    assert (done.code, google.asked, ollama.asked) == (4, [], [])
    assert "nobody could be asked" in done.err
    assert "--engine google,mymemory" in done.err
    assert "--yes" in done.err


def test_an_engine_on_this_machine_needs_no_consent(lesepult, chain, text, home):
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('engines = ["google", "ollama"]\n')
    google, ollama = chain(engine("google"), engine("ollama", third_party=False))
    done = lesepult("translate", text)
    assert (done.code, google.asked) == (0, [])
    assert sorted(sentences_sent(ollama)) == sorted(SENTENCES)


def test_on_a_terminal_one_question_says_how_much_goes_to_whom(lesepult, chain, text, person, home):
    google = chain(engine())
    questions = person("y\n")
    done = lesepult("translate", text)
    assert questions == ["Send 3 sentences (68 characters) to Google? [y/N] "]
    assert (done.code, len(sentences_sent(google))) == (0, 3)
    with closing(History(home / ".local" / "state" / "lesepult" / "history.db")) as history:
        from reader.formats.plain import read_path

        assert history.setting(f"network:{read_path(text).content_id()}") == "google"


def test_where_an_engine_on_this_machine_comes_first_only_the_rest_is_asked_about(lesepult, chain, text, person, home):
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('engines = ["ollama", "google"]\n')
    google, ollama = chain(engine("google"), engine("ollama", third_party=False))
    questions = person("n\n")
    done = lesepult("translate", text)
    assert questions == ["Send what Ollama cannot translate of 3 sentences (68 characters) to Google? [y/N] "]
    assert (done.code, google.asked, len(sentences_sent(ollama))) == (0, [], 3)
    assert "Nothing goes to" not in done.err


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "what?\n"])
def test_anything_but_yes_is_a_no(lesepult, chain, text, person, answer):
    google = chain(engine())
    person(answer)
    done = lesepult("translate", text)
    assert (done.code, google.asked) == (4, [])
    assert "you said no" in done.err


@pytest.mark.parametrize("network", ["on", "off"])
def test_the_configuration_answers_without_a_question(lesepult, chain, text, home, network, person):
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'network = "{network}"\n')
    google = chain(engine())
    questions = person()
    done = lesepult("translate", text)
    assert questions == []
    assert (done.code, len(sentences_sent(google))) == ((0, 3) if network == "on" else (4, 0))
    if network == "off":
        assert "--engine google asks all the same" in done.err


def test_yes_is_an_answer_given_beforehand(lesepult, chain, text):
    google = chain(engine())
    assert lesepult("translate", text, "--yes").code == 0
    assert len(sentences_sent(google)) == 3


@pytest.mark.parametrize(
    "options",
    [["--engine", "nonsense"], ["--engine", ""], ["--engine", "google", "--offline"], ["--engine", "fake"]],
)
def test_engines_that_make_no_sense(lesepult, text, options):
    done = lesepult("translate", text, *options)
    assert (done.code, done.out) == (2, "")


def test_a_text_that_is_not_there_is_a_sentence(lesepult, chain, home):
    chain(engine())
    done = lesepult("translate", home / "no.txt", "--engine", "google")
    assert (done.code, done.out) == (3, "")
    assert "does not exist" in done.err


def test_that_no_engine_is_chosen_is_what_is_said(lesepult, text, home):
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("engines = []\n")
    done = lesepult("translate", text)
    assert (done.code, "no engine is chosen (engines = [] in the configuration)" in done.err) == (4, True)
    assert "offline" not in done.err + done.out


def test_offline_without_a_model_says_how_to_get_one(lesepult, text):
    done = lesepult("translate", text, "--offline")
    assert (done.code, "lesepult offline install" in done.err) == (4, True)


@pytest.mark.parametrize("anybody", [True, False])
def test_a_key_that_is_missing_comes_before_consent(lesepult, text, home, person, anybody, monkeypatch):
    monkeypatch.setattr("reader.engines.ahead.prepare", lambda _: None)  # a thread that would outlive the test
    config = home / ".config" / "lesepult" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('engines = ["deepl"]\n')
    questions = person() if anybody else []
    done = lesepult("translate", text)
    assert (done.code, "DeepL needs a key" in done.err, questions) == (4, True, [])
    assert "consent" not in done.err


# --- no network -------------------------------------------------------------------------------------------------


def test_offline_opens_no_socket_and_looks_up_no_name(lesepult, text, remember, monkeypatch):
    remember(SENTENCES[0], "The dog.")
    opened = []

    def refused(*arguments, **_):
        opened.append(arguments)
        raise AssertionError("a socket")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex", "socketpair"):
        monkeypatch.setattr(socket, name, refused)
    done = lesepult("translate", text, "--offline")
    assert (done.code, opened) == (4, [])
    assert done.out == "The dog.\n\n[not translated: offline] [not translated: offline]\n"
    assert lesepult("engines").code == 0
    assert opened == []


@pytest.mark.slow
def test_offline_opens_no_socket_in_a_process_where_none_can_be(home, text, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import os, socket\n"
        "def refused(*a, **k):\n    os.write(2, b'A SOCKET')\n    os._exit(99)\n"
        "for name in ('socket', 'create_connection', 'getaddrinfo', 'gethostbyname', 'socketpair'):\n"
        "    setattr(socket, name, refused)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    code = "import sys; sys.argv[0] = 'lesepult'; from reader.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "translate", str(text), "--offline", "--json"],
        capture_output=True, text=True, check=False, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, "A SOCKET" in done.stderr) == (4, False), done.stderr
    assert [json.loads(line)["reason"] for line in done.stdout.splitlines()] == ["offline"] * 3


# --- the end ----------------------------------------------------------------------------------------------------

SAID = "sentences were translated; what was done is remembered: run the same command again to go on."
STAGES = [
    "reader.config.load", "reader.commands.opening.document", "reader.commands.translate._opened",
    "reader.translation.whole.WholeText.survey", "reader.commands.asking.somebody", "reader.commands.asking._put",
    "reader.commands.asking._answer", "reader.commands.choosing.remember_yes", "reader.commands.choosing.choose",
    "reader.translation.service.TranslationService.__init__", "reader.translation.service.TranslationService.request",
    "reader.commands.translating.Translating._take_in", "reader.commands.translated.plain",
]  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_ctrl_c_at_any_stage_is_a_sentence_and_130(lesepult, chain, text, person, monkeypatch, stage):
    chain(engine())
    person("y\n")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, interrupted)
    done = lesepult("translate", text)
    early = STAGES.index(stage) <= STAGES.index("reader.translation.whole.WholeText.survey")
    wanted = "Interrupted: nothing was sent." if early else SAID
    assert done.code == 130
    assert done.err.splitlines()[-1].startswith("lesepult: Interrupted: ")
    assert done.err.splitlines()[-1].endswith(wanted)
    assert (done.out == "") or not stage.endswith("plain")


def test_ctrl_c_at_the_question_is_a_sentence_on_a_line_of_its_own(lesepult, chain, text, person):
    chain(engine())
    person(KeyboardInterrupt())
    done = lesepult("translate", text)
    assert done.code == 130
    question, said = done.err.splitlines()
    assert question.startswith("Send 3 sentences")
    assert said == f"lesepult: Interrupted: 0 of 3 {SAID}"


def test_what_was_done_before_ctrl_c_is_remembered(lesepult, chain, text, known, monkeypatch):
    from reader.commands.translating import Translating

    google = chain(engine(max_texts=1))
    take_in = Translating._take_in

    def one_then_interrupted(self, service):
        take_in(self, service)
        if self._whole.extent.done:
            raise KeyboardInterrupt

    monkeypatch.setattr(Translating, "_take_in", one_then_interrupted)
    done = lesepult("translate", text, "--engine", "google")
    assert done.code == 130
    monkeypatch.setattr(Translating, "_take_in", take_in)
    stored = set(known())
    assert stored
    google.asked.clear()
    assert lesepult("translate", text, "--engine", "google").code == 0
    assert sorted(sentences_sent(google)) == sorted(set(SENTENCES) - stored)


def test_where_the_memory_cannot_be_written_nothing_is_promised(lesepult, chain, text, person, home):
    chain(engine())
    (home / ".local" / "share" / "lesepult").parent.mkdir(parents=True)
    (home / ".local" / "share" / "lesepult").write_text("in the way")
    person(KeyboardInterrupt())
    done = lesepult("translate", text)
    assert done.code == 130
    assert done.err.splitlines()[-1].endswith("what was done is lost, since the memory cannot be written.")


def test_a_signal_is_an_interruption_like_ctrl_c(lesepult, chain, text, person):
    from reader.commands.ending import Told

    chain(engine())
    person(Told(signal.SIGTERM))
    done = lesepult("translate", text)
    assert done.code == 143
    assert SAID in done.err


def test_an_interrupted_output_file_is_as_it_was(lesepult, chain, text, person):
    chain(engine())
    person(KeyboardInterrupt())
    out = text.with_name("out.txt")
    assert lesepult("translate", text, "-o", out).code == 130
    assert not out.exists()
    assert [path.name for path in text.parent.iterdir() if "out" in path.name] == []


@pytest.mark.slow
def test_ctrl_c_on_a_real_terminal(home, text):
    with Terminal([LESEPULT, "translate", str(text)], home=home, columns=70) as terminal:
        terminal.wait_for("[y/N]", seconds=60.0)
        os.write(terminal._main, b"\x03")
        assert terminal.wait(60.0) == 130
        said = " ".join(terminal.text.replace("\n", " ").split())
        assert f"Interrupted: 0 of 3 {SAID}" in said


def test_a_pipe_that_is_closed_ends_it_quietly(lesepult, chain, text, monkeypatch):
    chain(engine())

    def closed(_):
        raise BrokenPipeError

    monkeypatch.setattr("reader.commands.streams.write", closed)
    monkeypatch.setattr("reader.commands.streams.give_up", lambda: None)
    done = lesepult("translate", text, "--engine", "google")
    assert (done.code, done.err) == (141, "")


def test_a_failure_in_passing_is_tried_again(lesepult, chain, text):
    left = [1]

    def once(_):
        return Transient("no line") if left and left.pop() else None

    google = chain(engine(fault=once))
    assert lesepult("translate", text, "--engine", "google").code == 0
    assert len(google.asked) > 1


def test_a_glossary_that_is_named_must_be_there(lesepult, chain, text, home):
    chain(engine())
    done = lesepult("translate", text, "--offline", "--glossary", home / "nope.yaml")
    assert done.code == 3
    assert "Cannot open the glossary" in done.err
    assert "nope.yaml" in done.err


@pytest.mark.parametrize("takes_terms", [True, False])
def test_mistakes_in_a_glossary_that_is_named_are_told_once(lesepult, chain, text, home, takes_terms):
    chain(engine(takes_terms=takes_terms))
    (home / "wrong.yaml").write_text("- source: Hund\n  target: [\n", "utf-8")
    done = lesepult("translate", text, "--engine", "google", "--glossary", home / "wrong.yaml")
    assert done.code == 0
    assert done.err.count("wrong.yaml") == 1


def test_a_sentence_without_words_is_from_nobody(lesepult, chain, home):
    chain(engine())
    text = home / "text.txt"
    text.write_text("Der Hund schläft heute.\n\n1914–1918.\n", "utf-8")
    done = lesepult("translate", text, "--engine", "google", "-o", home / "out.txt")
    assert done.err == "lesepult: 1 sentence: 1 from google.\n"


def test_a_text_is_translated_afresh_but_for_edits_and_imported_ones(lesepult, chain, text, remember):
    remember(SENTENCES[0], "An old answer.", TargetState.MACHINE)
    remember(SENTENCES[1], "My own words.", TargetState.EDITED)
    google = chain(engine())
    done = lesepult("translate", text, "--engine", "google", "--fresh")
    assert sentences_sent(google) == [SENTENCES[0], SENTENCES[2]]
    assert done.out == f"{english(SENTENCES[0])}\n\nMy own words. {english(SENTENCES[2])}\n"
    assert "An old answer." not in lesepult("translate", text, "--offline").out
    assert len(sentences_sent(google)) == 2


def test_who_goes_on_is_told_of_the_whole_text():
    extent = Extent(segments=240, known=36, to_send=204, chars=9000, done=8)
    assert interruption(extent).startswith("Interrupted: 44 of 240 sentences were translated;")


# --- a text that looks like another language ------------------------------------------------------------------------


ENGLISH = "It was said that none of them had been there when the others came, and that all of it was his own."


@pytest.fixture
def english_text(home):
    path = home / "english.txt"
    path.write_text(ENGLISH, "utf-8")
    return path


def test_what_looks_like_another_language_goes_to_nobody_unless_its_language_is_named(
    lesepult, chain, english_text, home
):
    google, mine = chain(engine(), engine("ollama", third_party=False))
    done = lesepult("translate", english_text, "--yes", "--json")
    assert (done.code, sentences_sent(google, mine)) == (4, [])
    note, held, tally = done.err.splitlines()
    assert note == "lesepult: This looks like English, not German; --from en --to de would read it so."
    assert held == "lesepult: Nothing is sent to any engine: --from de would translate it as German all the same."
    assert "not translated" in tally
    assert done.rows[0]["reason"] == "this looks like English"
    assert lesepult("translate", english_text, "--yes", "--from", "de").code == 0
    assert sentences_sent(google, mine) == [ENGLISH]
    chain(engine("deepl"))
    done = lesepult("translate", english_text, "--engine", "deepl", "--from", "en", "--to", "de")
    assert (done.code, "looks like" in done.err) == (0, False)


def test_on_a_terminal_one_is_asked_how_it_is_to_be_read_before_anything_else(lesepult, chain, english_text, person):
    google = chain(engine())
    questions = person("\n")
    assert lesepult("translate", english_text, "--yes").code == 4
    assert questions[0] == "It looks like English: translate it as German all the same? [y/N] "
    assert (len(questions), sentences_sent(google)) == (1, [])
    questions = person("y\n", "y\n")
    assert lesepult("translate", english_text).code == 0
    assert "Send 1 sentence" in questions[-1]
    assert sentences_sent(google) == [ENGLISH]
    chain(engine())
    person()
    assert lesepult("translate", english_text, "--fresh").code == 0, "what was said is remembered"
