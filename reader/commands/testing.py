"""`lesepult engines --test`: one sentence to each engine that may be asked.

Invariant: no third party gets the sentence unless the person named it or said yes; what comes of it counts, in the
ledger, as what comes of a text.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from reader.commands.choosing import Chosen
    from reader.config import Config
    from reader.engines.base import Engine, EngineError
    from reader.engines.ledger import Ledger
    from reader.paths import Paths

SENTENCE = "Das Haus am See ist alt, aber der Garten ist schön."
"""What is sent."""

_FAILED = 4
_DEADLINE_S = 25.0


class Tried(NamedTuple):
    """What came of a test.

    Attributes:
        name: of the engine.
        answer: what it answered; empty if it failed or was not asked.
        took_s: how long that took.
        reason: why there is no answer.
        asked: whether it was asked at all.
    """

    name: str
    answer: str
    took_s: float
    reason: str
    asked: bool


def test(arguments: Namespace, paths: Paths, config: Config, ledger: Ledger) -> int:
    """Send one sentence to each engine that may be asked; gives the exit code.

    Raises:
        ReaderError: there is no such engine.
    """
    from reader.commands import choosing  # noqa: PLC0415 - not for --help
    from reader.engines.ledger import settings_id  # noqa: PLC0415

    named = choosing.named_engines(arguments.test or None, offline=arguments.offline, option="--test")
    engines = choosing.chain(named, config)
    chosen = _allowed(arguments, engines, named, paths, config)
    may = chosen.engines
    tried = []
    for engine in engines:
        untried = Tried(engine.name, "", 0.0, f"not asked: {chosen.reason}", asked=False)
        known = settings_id(config.engine_settings, engine.name)
        one = try_engine(engine, ledger, known) if engine in may else untried
        tried.append(one)
        if not arguments.json:
            _give_line(one)
    if arguments.json:
        from reader.commands.output import json_document  # noqa: PLC0415 - only with --json

        json_document({"sentence": SENTENCE, "engines": [one._asdict() for one in tried]})
    failed = [one for one in tried if not one.answer and (one.asked or one.name in named)]
    return _FAILED if failed or not may else 0


def _allowed(
    arguments: Namespace, engines: Sequence[Engine], named: Sequence[str], paths: Paths, config: Config
) -> Chosen:
    """The engines that may be asked; the person is asked about the others."""
    from reader.commands import asking, choosing, streams  # noqa: PLC0415 - not for --help
    from reader.consent import Consent  # noqa: PLC0415
    from reader.paths import short  # noqa: PLC0415

    somebody = arguments.yes or asking.somebody()
    allowed = Consent(config.network, frozenset(named), offline=arguments.offline, somebody=somebody)
    titles = [engine.title for engine in choosing.to_be_asked(engines, allowed)]
    # Each of them gets the sentence, whatever those before it answer.
    asked = f"Send one sentence ({len(SENTENCE)} characters) to {choosing.listed(titles)}?" if titles else ""
    agree = bool(asked) and (arguments.yes or asking.agreed(asked))
    chosen = choosing.choose(engines, allowed, agree=agree, sentences=1, config_path=short(paths.config))
    if chosen.sentence:
        streams.say(chosen.sentence.replace("--engine", "--test"))
    return chosen


def try_engine(engine: Engine, ledger: Ledger, settings_id: str = "") -> Tried:
    """Send the sentence to one engine, look at the answer, and note how the engine stands now.

    Args:
        engine: it; closed at the end.
        ledger: what is known of the engines.
        settings_id: the fingerprint of what the person has set for this one.
    """
    from reader.engines.base import EngineError  # noqa: PLC0415
    from reader.engines.checks import tidy  # noqa: PLC0415
    from reader.memory.unit import LanguagePair  # noqa: PLC0415
    from reader.translation.call import Call  # noqa: PLC0415

    available = engine.availability()
    if not available.ready:
        return Tried(engine.name, "", 0.0, available.why or "not ready", asked=False)
    if engine.limits.daily_chars is not None:
        ledger.spend(engine.name, len(SENTENCE))
    began = time.monotonic()
    with closing(engine):
        outcome = Call(engine, [SENTENCE], LanguagePair()).run(engine.limits.deadline_s or _DEADLINE_S)
    took_s = time.monotonic() - began
    error = outcome if isinstance(outcome, EngineError) else _fault(engine, tidy(outcome[0]))
    _note(engine, ledger, settings_id, error)
    answer = "" if error is not None or isinstance(outcome, EngineError) else tidy(outcome[0])
    return Tried(engine.name, answer, took_s, "" if error is None else error.reason, asked=True)


def _fault(engine: Engine, answer: str) -> EngineError | None:
    """What is wrong with an answer; None if nothing is."""
    from reader.engines.base import NoTranslation, Transient  # noqa: PLC0415 - only who tests
    from reader.engines.checks import check_answer, is_error_text  # noqa: PLC0415

    if is_error_text(answer):
        return Transient(f"{engine.title} answered with an error message.")
    wrong = check_answer(SENTENCE, answer)
    return NoTranslation(f"{engine.title} gave no translation: {wrong}.") if wrong else None


def _note(engine: Engine, ledger: Ledger, settings_id: str, error: EngineError | None) -> None:
    """Note how an engine stands after this request; a rest it had earned ends with a translation only."""
    from reader.engines.pacing import Pace  # noqa: PLC0415 - only who tests
    from reader.translation.member import Member  # noqa: PLC0415

    now = time.time()
    member = Member(engine, settings_id)
    if error is None:
        member.answered(now)
    else:
        member.failed(error, Pace(), now, 0.0)
    if error is None or not member.awake(now):
        member.remember(ledger, error)
    else:
        ledger.fail(engine.name, error.reason)


def _give_line(one: Tried) -> None:
    from reader.commands.streams import finish, write  # noqa: PLC0415 - not for --help
    from reader.core.text import one_line  # noqa: PLC0415

    took = f"{one.took_s:5.2f} s" if one.asked else "   —   "
    write(f"{one.name:<14}  {took}  {one_line(one.answer or one.reason)}\n")
    finish()
