"""`lesepult translate`: a text's translation without the reader, with the same memory and the same engines."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from reader.commands.choosing import Chosen
    from reader.commands.parser import Subparsers
    from reader.commands.translated import Tally
    from reader.commands.translating import Text
    from reader.config import Config
    from reader.core.document import Document
    from reader.core.target import Target
    from reader.engines.base import Engine
    from reader.export.outfile import OutFile
    from reader.history import History
    from reader.memory.store import TranslationMemory
    from reader.memory.unit import LanguagePair
    from reader.paths import Paths
    from reader.translation.whole import Extent, WholeText

NAME = "translate"
NOT_TRANSLATED = 4
"""The exit code when some sentences have no translation, or an engine failed its test."""

_EPILOG = """examples:
  lesepult translate article.txt                       what the memory knows, and the rest after a question
  lesepult translate article.txt -o article.en.txt
  lesepult translate book.txt --engine deepl,google    nobody else, and no question
  curl -s URL | lesepult translate - --offline         nothing leaves the machine
  lesepult translate article.txt --json                a line of JSON for each sentence

What was translated is in the memory at once: interrupted, the same command goes on where it was.
exit codes: 0 all translated, 4 some sentences are not, 2 the command line makes no sense, 3 a file cannot be used"""


def add_to(subparsers: Subparsers) -> None:
    """Add `translate` to the commands."""
    from reader.commands import languages  # noqa: PLC0415 - beside the parser
    from reader.commands.parser import ENGINE_NAMES  # noqa: PLC0415 - as above

    parser = subparsers.add_parser(
        NAME,
        help="translate a text without opening the reader",
        description="Translate a text, German into English unless told otherwise, with the memory and the engines.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a text (plain, HTML, EPUB …), the address of a page, or -"
    )
    languages.add_paste(parser)
    parser.add_argument("-o", "--out", metavar="OUT", type=Path, help="write to this file, whole or not at all")
    parser.add_argument("-f", "--force", action="store_true", help="replace OUT if it is there")
    parser.add_argument("--engine", metavar="NAME[,NAME]", help=f"the engines to ask, in this order: {ENGINE_NAMES}")
    parser.add_argument(
        "--offline", action="store_true", help="open no connection: only the offline engine may translate"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before text goes to a third party")
    parser.add_argument("--again", action="store_true", help="ask engines that rest after a failure once now")
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="ask the engines again also for what they have answered before; your edits and imported ones stay",
    )
    parser.add_argument("--json", action="store_true", help="give a line of JSON for each sentence")
    languages.add_options(parser)
    parser.add_argument(
        "--glossary",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="a glossary for the engines that take terms (may be given more than once)",
    )


def run(arguments: Namespace, paths: Paths) -> int:
    """Translate; gives the exit code.

    Raises:
        ReaderError: the text, the configuration, the output or the command line cannot be used.
    """
    surveyed: list[Surveyed] = []
    with ExitStack() as stack:
        try:
            return _run(arguments, paths, stack, surveyed)
        except KeyboardInterrupt as end:
            return _interrupted(end, surveyed)


class Surveyed(NamedTuple):
    """How much there is to translate, and whether it lasts.

    Attributes:
        whole: the text, looked through.
        memory: where the answers are kept.
    """

    whole: WholeText
    memory: TranslationMemory


def _interrupted(end: KeyboardInterrupt, surveyed: Sequence[Surveyed]) -> int:
    """Say how far it came, on a line of its own."""
    from reader.commands import ending, streams  # noqa: PLC0415 - only on the way out

    with ending.HeldOff():
        streams.begin_line()
        if surveyed:
            streams.say(interruption(surveyed[0].whole.extent, remembered=surveyed[0].memory.persistent))
        else:
            streams.say(interruption(None))
    return ending.exit_code(end)


def interruption(extent: Extent | None, *, remembered: bool = True) -> str:
    """How far it came, in a sentence.

    Args:
        extent: what there was to do and what was done; None if that was not even known.
        remembered: whether the memory outlives this process.

    >>> interruption(None)
    'Interrupted: nothing was sent.'
    """
    if extent is None:
        return "Interrupted: nothing was sent."
    kept = (
        "what was done is remembered: run the same command again to go on."
        if remembered
        else "what was done is lost, since the memory cannot be written."
    )
    done, total = extent.translated
    return f"Interrupted: {done:,} of {total:,} sentences were translated; {kept}"


def _run(arguments: Namespace, paths: Paths, stack: ExitStack, surveyed: list[Surveyed]) -> int:
    from reader import config  # noqa: PLC0415 - not for --help
    from reader.commands import choosing, languages, opening, streams  # noqa: PLC0415
    from reader.engines import ahead  # noqa: PLC0415
    from reader.export.outfile import OutFile, refuse_input  # noqa: PLC0415

    opening.check_text(arguments)
    pair = languages.pair(arguments)
    settings = config.load(paths.config, offline=paths.offline)
    named = choosing.named_engines(arguments.engine, offline=arguments.offline)
    engines = choosing.chain(named, settings)
    file = None
    if arguments.out is not None and str(arguments.out) != "-":
        refuse_input(arguments.file, arguments.out)
        file = stack.enter_context(OutFile(arguments.out, force=arguments.force))
    else:
        streams.need_output()
    _look_at_glossaries(arguments, paths)
    if arguments.paste:
        document = opening.pasted(arguments.encoding)
    else:
        document = opening.document(arguments.file, arguments.encoding, offline=arguments.offline)
    languages.tell(document, pair)
    text = _opened(document, pair, engines, paths, stack, fresh=arguments.fresh)
    whole = _whole(arguments, text, pair, engines, paths)
    for _ in whole.survey():
        pass
    if whole.extent.to_send and not arguments.offline:
        ahead.prepare(engines)
    surveyed.append(Surveyed(whole, text.memory))
    chosen = _chosen(arguments, document, engines, settings, paths, whole.extent)
    tally = _translated(arguments, text, whole, chosen, _put_into(file, json=arguments.json), paths, settings)
    if file is not None:
        file.finish()
    if tally.untranslated and chosen.sentence and chosen.engines:
        streams.say(chosen.sentence)
    _tell(tally, into_file=file is not None)
    return NOT_TRANSLATED if tally.untranslated else 0


def _look_at_glossaries(arguments: Namespace, paths: Paths) -> None:
    """See that the glossaries that were named are there, and tell what is wrong in them, whoever is asked later.

    Raises:
        InputError: there is no such file.
    """
    if not arguments.glossary:
        return
    from reader.commands import opening  # noqa: PLC0415 - not for --help
    from reader.commands.terms import layers_for  # noqa: PLC0415

    opening.need_glossaries(arguments)
    opening.tell_problems(layers_for(arguments, paths))


def _opened(
    document: Document,
    pair: LanguagePair,
    engines: Sequence[Engine],
    paths: Paths,
    stack: ExitStack,
    *,
    fresh: bool,
) -> Text:
    """The text with what the memory knows; the memory is closed with the stack."""
    from reader.commands import streams  # noqa: PLC0415 - not for --help
    from reader.commands.translating import Text  # noqa: PLC0415
    from reader.core.bitext import Bitext  # noqa: PLC0415
    from reader.core.target import TargetState  # noqa: PLC0415
    from reader.forgetful import Forgetful  # noqa: PLC0415
    from reader.memory.bundled import BundledMemory, LayeredMemory  # noqa: PLC0415
    from reader.memory.store import TranslationMemory  # noqa: PLC0415
    from reader.memory.unit import Wishes  # noqa: PLC0415

    memory = stack.enter_context(closing(TranslationMemory.open(paths.memory)))
    if memory.notice:
        streams.say(memory.notice)
    memories = LayeredMemory(memory, BundledMemory())
    wishes = Wishes(tuple(engine.name for engine in engines))

    def known(keys: Iterable[bytes]) -> dict[bytes, Target]:
        found = memories.get_many(keys, pair, wishes)
        return {key: one for key, one in found.items() if not (fresh and one.state is TargetState.MACHINE)}

    # Whoever is asked afresh must not be answered for by the memory, which learns all the same.
    return Text(Bitext(document, known, pair.source), Forgetful(memories) if fresh else memories, memory)


def _whole(arguments: Namespace, text: Text, pair: LanguagePair, engines: Sequence[Engine], paths: Paths) -> WholeText:
    """The whole text, not yet looked through."""
    from reader.commands.terms import GlossaryTerms  # noqa: PLC0415 - not for --help
    from reader.translation.whole import WholeText  # noqa: PLC0415

    takes_terms = any(engine.takes_terms for engine in engines)
    terms = GlossaryTerms(text.bitext.document, arguments, paths) if takes_terms else None
    return WholeText(text.bitext, pair=pair, terms=terms)


def _chosen(
    arguments: Namespace, document: Document, engines: Sequence[Engine], config: Config, paths: Paths, extent: Extent
) -> Chosen:
    """Whom to ask, after asking the person where that is needed."""
    from reader.commands import asking, choosing, streams  # noqa: PLC0415 - not for --help
    from reader.consent import may_go  # noqa: PLC0415
    from reader.history import History  # noqa: PLC0415
    from reader.paths import short  # noqa: PLC0415

    if not extent.to_send:
        return choosing.Chosen(())
    content_id = document.content_id()
    named = choosing.named_engines(arguments.engine, offline=arguments.offline)
    somebody = arguments.yes or asking.somebody(input_taken=arguments.file == "-")
    with closing(History(paths.history)) as history:
        allowed = choosing.allowed_for(content_id, history, config, named, offline=arguments.offline, somebody=somebody)
        if may_go(engines, allowed, yes=True) and (held := _held(arguments, document, history)):
            return held
        asked = choosing.question(engines, allowed, sentences=extent.to_send, chars=extent.chars)
        agree = bool(asked) and (arguments.yes or asking.agreed(asked))
        if agree and not arguments.yes:
            choosing.remember_yes(content_id, history, [one.name for one in choosing.to_be_asked(engines, allowed)])
    chosen = choosing.choose(engines, allowed, agree=agree, sentences=extent.to_send, config_path=short(paths.config))
    if chosen.sentence and not chosen.engines:
        streams.say(chosen.sentence)
    return chosen


def _held(arguments: Namespace, document: Document, history: History) -> Chosen | None:
    """Why nothing may be sent to anybody: the text looks like another language, and nobody said how it is to be read.

    That has been told by now; a language that is named is an answer, `--yes` is one to another question.
    """
    from reader.commands import asking, choosing, languages, streams  # noqa: PLC0415 - not for --help
    from reader.core.language import name_of, other_language  # noqa: PLC0415
    from reader.reading_language import language_setting  # noqa: PLC0415

    source, setting = languages.pair(arguments).source, language_setting(document.content_id())
    other = other_language(document, source)
    if not other.code or languages.named(arguments) or history.setting(setting) == source:
        return None
    if not asking.somebody(input_taken=arguments.file == "-"):
        streams.say(
            f"Nothing is sent to any engine: --from {source} would translate it as {name_of(source)} all the same."
        )
        return choosing.Chosen((), f"this looks like {other.name}")
    if not asking.agreed(f"It looks like {other.name}: translate it as {name_of(source)} all the same?"):
        return choosing.Chosen((), f"this looks like {other.name}")
    history.set_setting(setting, source)
    return None


def _translated(
    arguments: Namespace,
    text: Text,
    whole: WholeText,
    chosen: Chosen,
    put: Callable[[str], None],
    paths: Paths,
    config: Config,
) -> Tally:
    """Translate what is to be translated, and give all of it out."""
    from reader.commands.translated import json_lines, plain  # noqa: PLC0415 - not for --help
    from reader.commands.translating import Translating  # noqa: PLC0415

    form = json_lines if arguments.json else plain
    work = Translating(text.bitext, whole, form, put, reason=chosen.reason)
    if not chosen.engines:
        return work.run(None)
    from reader.engines.ledger import Ledger  # noqa: PLC0415 - only a text that is sent
    from reader.translation.service import TranslationService  # noqa: PLC0415

    ledger = Ledger.open(paths.engines)
    settings = config.engine_settings
    service = TranslationService(chosen.engines, text.memories, work.post, ledger=ledger, settings=settings)
    with closing(service):
        return work.run(service, again=arguments.again)


def _put_into(file: OutFile | None, *, json: bool) -> Callable[[str], None]:
    """Where the translation goes, piece by piece: a file, or standard output."""
    from reader.commands import streams  # noqa: PLC0415 - not for --help

    def into_file(text: str) -> None:
        assert file is not None  # noqa: S101 - chosen below
        file.put(text.encode("utf-8", "backslashreplace"))

    def out_as_bytes(text: str) -> None:
        with streams.bytes_out() as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))

    def out(text: str) -> None:
        streams.write(text)
        streams.finish()

    return into_file if file is not None else out_as_bytes if json else out


def _tell(tally: Tally, *, into_file: bool) -> None:
    """Say what is missing; that all is well only where there is somebody to read it and nothing in the way."""
    from reader.commands import streams  # noqa: PLC0415 - not for --help

    if tally.untranslated or into_file or (streams.is_terminal(sys.stderr) and not streams.is_terminal(sys.stdout)):
        streams.say(tally.sentence())
    if tally.untranslated and tally.later:
        streams.say(tally.later)
    if tally.boilerplate:
        lines = "1 line belongs" if tally.boilerplate == 1 else f"{tally.boilerplate:,} lines belong"
        streams.say(f"{lines} to the web page rather than to the text; not translated.")
