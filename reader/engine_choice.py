"""Which engines may be asked for one text, in which order, and what the person has said to each of them.

Invariant: an engine that sends text to somebody else is among the allowed ones only after a yes to that very engine,
as `reader.consent` has it; after a no, engines on this machine go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.consent import ALL_TEXTS, WITHIN, Sorted, agreed, consent, text_setting
from reader.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.consent import Consent
    from reader.engines.base import Engine
    from reader.history import History

    Make = Callable[[Sequence[str]], Sequence[Engine]]


class EngineChoice:
    """The engines for one text.

    Args:
        names: the person's order; empty for none.
        history: remembers the answers and the order.
        content_id: of the text.
        make: makes engines by their names; opens no connection.
        network: "ask", "on" or "off".
        named: the engines named on the command line, which is consent.
        offline: whether no connection at all may be opened.
        held: whether nobody may be asked yet, not even an engine on this machine: the text looks like another language.
    """

    def __init__(
        self,
        names: Sequence[str],
        history: History,
        content_id: str,
        make: Make,
        *,
        network: str = "ask",
        named: Iterable[str] = (),
        offline: bool = False,
        held: Callable[[], bool] = lambda: False,
    ) -> None:
        self._held = held
        self._history = history
        self._content_id = content_id
        self._make = make
        self._network = network
        self._named = frozenset(named)
        self._offline = offline
        self._made: dict[str, Engine] = {}
        self._names = tuple(names)
        if names and (preferred := history.setting(f"engine:{content_id}")):
            self._names = _first(preferred, (preferred, *names))
        self._not_now: frozenset[str] = frozenset()

    # --- the order ----------------------------------------------------------------------------------------------

    @property
    def closed(self) -> bool:
        """Whether nothing may leave this program, whatever the person says in it."""
        return self._offline or self._network == "off"

    @property
    def names(self) -> tuple[str, ...]:
        """The order in which engines are asked; when nothing may leave this program, only those within it."""
        if not self.closed:
            return self._names
        named = frozenset() if self._offline else self._named
        return tuple(name for name in self._names if name in WITHIN | named)

    def prefer(self, name: str) -> None:
        """Ask this engine first for this text, from now on and when it is opened again."""
        self._names = _first(name, (name, *self._names))
        self._history.set_setting(f"engine:{self._content_id}", name)

    def chain(self) -> tuple[Engine, ...]:
        """All engines of the order, whether they may be asked or not."""
        missing = [name for name in self.names if name not in self._made]
        if missing:
            self._made.update({engine.name: engine for engine in self._make_all(missing)})
        return tuple(self._made[name] for name in self.names if name in self._made)

    def _make_all(self, names: Sequence[str]) -> Sequence[Engine]:
        try:
            return self._make(names)
        except ConfigError:
            # The order was checked when the reader started; the one preferred may be of another version of it.
            self._names = self._names[1:]
            return self._make([name for name in names if name in self._names])

    @property
    def made(self) -> tuple[Engine, ...]:
        """The engines that were needed so far: a first page needs none."""
        return tuple(self._made.values())

    # --- what the person says -----------------------------------------------------------------------------------

    def allowed(self) -> tuple[Engine, ...]:
        """The engines that may be asked now."""
        return () if self._held() else self._of(self._sorted().allowed)

    def unasked(self) -> tuple[Engine, ...]:
        """The engines to which the person has said neither yes nor no."""
        no = self._no
        return self._of([name for name in self._sorted().ask if name not in no])

    def refused(self) -> tuple[Engine, ...]:
        """The engines to which the person said no, or did not answer."""
        found = self._sorted()
        no = self._no
        return self._of([*found.refused, *(name for name in found.ask if name in no)])

    def allow(self, names: Iterable[str], *, always: bool) -> None:
        """The person said yes to these engines, for this text or for all."""
        names = tuple(names)
        setting = ALL_TEXTS if always else text_setting(self._content_id)
        self._history.set_setting(setting, agreed(self._history.setting(setting), names))
        if always and self._said == "off":
            # What was said of this text counts more than what was said of all.
            self._history.set_setting(text_setting(self._content_id), ",".join(names))
        self._forget_no(names)

    def refuse(self, names: Iterable[str]) -> None:
        """The person said no to these engines, for this text."""
        if not self._said:
            self._history.set_setting(text_setting(self._content_id), "off")
        self._history.set_setting(f"not:{self._content_id}", ",".join({*self._kept_no, *names}))

    def put_off(self, names: Iterable[str]) -> None:
        """The person did not answer: nothing is sent, and nothing is remembered."""
        self._not_now |= frozenset(names)

    def ask_again(self) -> tuple[Engine, ...]:
        """The engines that the person may be asked about once more, though they said no, or did not answer."""
        if self.closed:
            return ()
        return tuple(engine for engine in self.refused() if engine.third_party)

    @property
    def said_no(self) -> bool:
        """Whether the person said no for this text."""
        return bool(self._kept_no) or self._said == "off"

    @property
    def _said(self) -> str:
        return self._history.setting(text_setting(self._content_id))

    @property
    def _kept_no(self) -> frozenset[str]:
        return frozenset(filter(None, self._history.setting(f"not:{self._content_id}").split(",")))

    @property
    def _no(self) -> frozenset[str]:
        return self._kept_no | self._not_now

    def _forget_no(self, names: Iterable[str]) -> None:
        kept = self._kept_no - frozenset(names)
        self._not_now -= frozenset(names)
        self._history.set_setting(f"not:{self._content_id}", ",".join(sorted(kept)))

    def _consent(self) -> Consent:
        return consent(self._network, self._history.setting, self._content_id, named=self._named, offline=self._offline)

    def _sorted(self) -> Sorted:
        return self._consent().sort(self.chain())

    def _of(self, names: Iterable[str]) -> tuple[Engine, ...]:
        wanted = frozenset(names)
        return tuple(engine for engine in self.chain() if engine.name in wanted)


def _first(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with this one before all others, if it is among them.

    >>> _first("deepl", ("google", "deepl")), _first("", ("google",))
    (('deepl', 'google'), ('google',))
    """
    return (name, *(other for other in names if other != name)) if name in names else names
