"""What every test may use: no network beyond loopback, a home of its own."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_BY_CHANCE = not os.environ.get("CI")
settings.register_profile(
    "lesepult", deadline=None, derandomize=not _BY_CHANCE, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("lesepult")

_UI = Path(__file__).parent / "ui"


def pytest_collection_modifyitems(items):
    """Who waits for another process or thread gets a second try on a busy machine; the summary tells of it."""
    for item in items:
        if item.get_closest_marker("slow") or _UI in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=1))


_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch):
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test wanted to connect to {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
