"""Work that may wait for a disk or another process, done beside the thread that draws.

Threads are daemons of our own: an event loop joins those of its own pool, and quitting must not wait for a lock.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


async def aside(work: Callable[[], Result], name: str = "aside") -> Result:
    """What the work gives, or raises; done on a thread of its own.

    Args:
        work: touches no widget.
        name: of the thread.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(outcome: Callable[[], None]) -> None:
        # The program may have ended meanwhile, and with it the loop.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if done.done() else outcome())

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            failure = error
            settle(lambda: done.set_exception(failure))
        else:
            settle(lambda: done.set_result(result))

    Thread(target=run, name=name, daemon=True).start()
    return await done
