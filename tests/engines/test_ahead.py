"""What is imported while somebody reads a question."""

import subprocess
import sys
import threading

from reader.engines import ahead
from reader.engines.fake import FakeEngine
from tests.support import ROOT


def test_an_engine_that_needs_nothing_starts_no_thread():
    before = threading.active_count()
    ahead.prepare([FakeEngine()])
    assert threading.active_count() == before


def test_what_a_request_needs_is_imported_and_no_socket_is_made():
    code = (
        "import socket, sys, threading\n"
        "def refuse(*_): raise AssertionError('a socket')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from reader.engines import ahead, registry\n"
        "ahead.prepare(registry.engine_chain(['google', 'libretranslate', 'ollama', 'deepl', 'offline']))\n"
        "for thread in threading.enumerate():\n"
        "    if thread.name == 'engines-ahead': thread.join()\n"
        "print(*[name in sys.modules for name in ('requests', 'deep_translator', 'ctranslate2')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["True", "True", "False"]
