"""`lesepult engines --test`: one sentence to each engine that may be asked.

Invariant: no third party gets the sentence unless the person named it or said yes.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from reader.commands.choosing import Chosen
    from reader.config import Config
    from reader.engines.base import Engine
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

    named = choosing.named_engines(arguments.test or None, offline=arguments.offline)
    engines = choosing.chain(named, config)
    chosen = _allowed(arguments, engines, named, paths, config)
    may = chosen.engines
    tried = []
    for engine in engines:
        untried = Tried(engine.name, "", 0.0, f"not asked: {chosen.reason}", asked=False)
        one = try_engine(engine, ledger) if engine in may else untried
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
    asked = choosing.question(engines, allowed, sentences=1, chars=len(SENTENCE))
    agree = bool(asked) and (arguments.yes or asking.agreed(asked))
    chosen = choosing.choose(engines, allowed, agree=agree, sentences=1, config_path=short(paths.config))
    if chosen.sentence:
        streams.say(chosen.sentence.replace("--engine", "--test"))
    return chosen


def try_engine(engine: Engine, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> Tried:
    """Send the sentence to one engine, and look at the answer."""
    from reader.engines.base import EngineError  # noqa: PLC0415
    from reader.engines.checks import check_answer, is_error_text, tidy  # noqa: PLC0415
    from reader.memory.unit import LanguagePair  # noqa: PLC0415
    from reader.translation.call import Call  # noqa: PLC0415

    available = engine.availability()
    if not available.ready:
        return Tried(engine.name, "", 0.0, available.why or "not ready", asked=False)
    began = clock()
    with closing(engine):
        outcome = Call(engine, [SENTENCE], LanguagePair()).run(engine.limits.deadline_s or _DEADLINE_S)
    took_s = clock() - began
    if isinstance(outcome, EngineError):
        ledger.fail(engine.name, outcome.reason)
        return Tried(engine.name, "", took_s, outcome.reason, asked=True)
    answer = tidy(outcome[0])
    wrong = "an error message" if is_error_text(answer) else check_answer(SENTENCE, answer)
    if wrong:
        return Tried(engine.name, "", took_s, f"no translation: {wrong}", asked=True)
    return Tried(engine.name, answer, took_s, "", asked=True)


def _give_line(one: Tried) -> None:
    from reader.commands.streams import finish, write  # noqa: PLC0415 - not for --help
    from reader.core.text import one_line  # noqa: PLC0415

    took = f"{one.took_s:5.2f} s" if one.asked else "   —   "
    write(f"{one.name:<14}  {took}  {one_line(one.answer or one.reason)}\n")
    finish()
