import asyncio
import fcntl
import sys

import pytest

from reader.ui.watching import LOOK_EVERY_S, LOOK_SELDOM_S, Watching


async def told(seen, times):
    for _ in range(200):
        if len(seen) >= times:
            return
        await asyncio.sleep(0.01)
    pytest.fail("nothing was told")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells of changes by a signal")
async def test_a_change_is_told_and_after_stopping_no_more(tmp_path):
    seen = []
    watching = Watching(lambda: seen.append(1))
    path = tmp_path / "a" / "glossary.yaml"
    path.parent.mkdir()
    assert watching.start([path, tmp_path / "b.yaml"]) == LOOK_SELDOM_S
    path.write_text("Zug: train\n")
    await told(seen, 1)
    (tmp_path / "new.yaml").write_text("x: y\n")
    (tmp_path / "new.yaml").replace(tmp_path / "b.yaml")
    await told(seen, 2)
    watching.stop()
    path.write_text("Zug: railway\n")
    await asyncio.sleep(0.2)
    assert len(seen) == 2


async def test_where_nobody_tells_one_looks_often(tmp_path, monkeypatch):
    watching = Watching(lambda: None)
    assert watching.start([tmp_path / "missing" / "glossary.yaml"]) == LOOK_EVERY_S
    watching.stop()
    monkeypatch.delattr(fcntl, "DN_RENAME", raising=False)
    assert watching.start([tmp_path / "glossary.yaml"]) == LOOK_EVERY_S
    watching.stop()
