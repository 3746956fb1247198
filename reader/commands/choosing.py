"""Which engines a command asks: those named or configured, as far as the person allows it.

Invariant: nothing here opens a connection, and an engine that must not be asked is not among those that are given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.consent import Verdict, agreed, consent, may_go, text_setting
from reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.config import Config
    from reader.consent import Consent
    from reader.engines.base import Engine
    from reader.history import History


NO_ENGINE = "no engine is chosen (engines = [] in the configuration)"


class Chosen(NamedTuple):
    """Whom to ask.

    Attributes:
        engines: those that may be asked, in the order of the chain.
        reason: why a sentence has no translation if there are none.
        sentence: what the person should know about those that are left out; empty if there is nothing to say.
    """

    engines: tuple[Engine, ...]
    reason: str = ""
    sentence: str = ""


def known_engines() -> tuple[str, ...]:
    """The engines that a person can name."""
    from reader.engines.registry import ENGINES  # noqa: PLC0415 - not for --help

    return tuple(name for name in ENGINES if name != "fake")


def named_engines(given: str | None, *, offline: bool, option: str = "--engine") -> tuple[str, ...]:
    """The engines named on the command line.

    Args:
        given: what was typed; None if nothing was.
        offline: whether no connection may be opened.
        option: with which they were named.

    Raises:
        UsageError: there is no such engine, or it cannot work offline.
    """
    from reader.consent import WITHIN  # noqa: PLC0415 - beside its use

    names = tuple(dict.fromkeys(filter(None, (name.strip().lower() for name in (given or "").split(",")))))
    there = known_engines()
    for name in names:
        if name not in there:
            raise UsageError("There is no such engine", f"{name!r}.", f"There are: {', '.join(there)}.")
        if offline and name not in WITHIN:
            raise UsageError("These do not go together", f"--offline and {option} {name}.", "Leave one of them out.")
    if given is not None and not names:
        raise UsageError("No engine is named", f"{option} is empty.", f"There are: {', '.join(there)}.")
    return names


def chain(named: Sequence[str], config: Config) -> tuple[Engine, ...]:
    """The engines in the order in which they are asked; those named on the command line, else those configured.

    Raises:
        ConfigError: the configuration names an engine that does not exist.
    """
    from reader.engines import registry  # noqa: PLC0415 - not for --help

    return registry.engine_chain(tuple(named) or config.engines, config.engine_settings)


def choose(engines: Sequence[Engine], allowed: Consent, *, agree: bool, sentences: int, config_path: str) -> Chosen:
    """The engines of a chain that may have the text.

    Args:
        engines: the chain.
        allowed: what the person allows.
        agree: whether they said yes to those that had to be asked about.
        sentences: how many would be sent.
        config_path: the configuration file, as a person would write it.
    """
    asked = to_be_asked(engines, allowed) if agree else []
    free = may_go(engines, allowed)
    chosen = tuple(engine for engine in engines if engine in free or engine in asked)
    if not engines:
        return Chosen((), NO_ENGINE)
    left = [engine for engine in engines if engine not in chosen]
    if allowed.offline:
        return _offline(chosen)
    if not left:
        return Chosen(chosen)
    lacking = [found.why for engine in left if not (found := engine.availability()).ready]
    if len(lacking) == len(left):
        # Whether they may be asked does not matter before they can be.
        return Chosen(chosen, lacking[0], " ".join(lacking))
    names, titles = ",".join(engine.name for engine in left), listed([engine.title for engine in left])
    if allowed.network == "off":
        reason, why = "the network is switched off", f'network = "off" in {config_path}'
        hint = f"--engine {names} asks all the same."
    elif not allowed.somebody:
        reason, why = "nobody could be asked for consent", "nobody could be asked whether it may"
        hint = f'Add --engine {names} or --yes, or set network = "on" in {config_path}.'
    else:
        reason, why, hint = "you said no", "you said no", ""
    count = f"{sentences:,} sentence{'' if sentences == 1 else 's'}"
    return Chosen(chosen, reason, f"Nothing goes to {titles} ({count}): {why}. {hint}".rstrip())


def _offline(chosen: tuple[Engine, ...]) -> Chosen:
    """The same where no connection may be opened: what is left is a model, if there is one."""
    if any(engine.availability().ready for engine in chosen):
        return Chosen(chosen, "offline")
    hint = "`lesepult offline install` fetches a model that translates without a network."
    lacking = " ".join(engine.availability().why for engine in chosen)
    return Chosen((), "offline", lacking or f"No engine translates offline. {hint}")


def question(engines: Sequence[Engine], allowed: Consent, *, sentences: int, chars: int) -> str:
    """What to ask before text goes to third parties; empty if there is nothing to ask."""
    asked = to_be_asked(engines, allowed)
    if not asked:
        return ""
    before = []
    for engine, verdict in ((engine, allowed.verdict(engine)) for engine in engines):
        if engine in asked:
            break
        if verdict is Verdict.ALLOWED and engine.availability().ready:
            before.append(engine.title)
    count = f"{sentences:,} sentence{'' if sentences == 1 else 's'} ({chars:,} characters)"
    what = f"what {listed(before)} cannot translate of {count}" if before else count
    return f"Send {what} to {listed([engine.title for engine in asked])}?"


def to_be_asked(engines: Sequence[Engine], allowed: Consent) -> list[Engine]:
    """The engines that the person has to be asked about; one that lacks its key, say, gets no text anyway."""
    return [engine for engine in engines if allowed.verdict(engine) is Verdict.ASK and engine.availability().ready]


def allowed_for(
    content_id: str, history: History, config: Config, named: Sequence[str], *, offline: bool, somebody: bool
) -> Consent:
    """What the person allows for a text.

    Where there is somebody to ask, an earlier no to this text does not bind them: they have given a command.
    """

    def setting(name: str) -> str:
        said = history.setting(name)
        return "" if said == "off" and somebody and name == text_setting(content_id) else said

    return consent(config.network, setting, content_id, named=named, offline=offline, somebody=somebody)


def remember_yes(content_id: str, history: History, engines: Sequence[str]) -> None:
    """Remember that these engines may have this text."""
    name = text_setting(content_id)
    history.set_setting(name, agreed(history.setting(name), engines))


def listed(names: Sequence[str]) -> str:
    """Names as they are said.

    >>> listed(["LibreTranslate", "Google", "MyMemory"]), listed(["Google"])
    ('LibreTranslate, Google and MyMemory', 'Google')
    """
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
