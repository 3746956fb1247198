"""The ways in which the loopback server fails: functions of an exchange, which give True when they have answered.

A fault that only changes `exchange.answers` gives False, and the answer goes out in the engine's own form.
"""

import socket
import struct
import time
from email.utils import formatdate
from types import MappingProxyType

from tests.loopback_answers import german_answer_to

_QUOTA = (
    "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY. "
    "NEXT AVAILABLE IN 01 HOURS 00 MINUTES 05 SECONDS"
)
_ERROR_500 = (
    "Error 500 (Server Error)!!1500.That’s an error.There was an error. Please try again later.That’s all we know."
)
_CAPTCHA = (
    b'<html><body><form id="captcha-form" action="index"><div class="g-recaptcha"></div></form>Our systems have'
    b" detected unusual traffic from your computer network.</body></html>"
)
_HUGE_BYTES = 2_500_000


def _status(status, **headers):
    def fault(exchange):
        made = {name: value() if callable(value) else value for name, value in headers.items()}
        exchange.handler.send(b"<html><body>Sorry.</body></html>", status, **made)
        return True

    return fault


def _answers(change):
    """A fault in the lines of an answer: a function of texts and answers that gives the new answers."""

    def fault(exchange):
        exchange.answers = change(exchange.texts, exchange.answers)
        return False

    return fault


def _each(change):
    return _answers(lambda texts, answers: [change(*both) for both in zip(texts, answers, strict=True)])


def _hang(exchange):
    exchange.handler.close_connection = True
    exchange.server.over.wait()
    return True


def _hang_in_body(exchange):
    handler = exchange.handler
    body, kind = exchange.body()
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body[:10])
    handler.wfile.flush()
    return _hang(exchange)


def _drip(exchange):
    """A good answer, one byte at a time, behind white space that never ends."""
    handler = exchange.handler
    handler.close_connection = True
    _, kind = exchange.body()
    handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode())
    handler.wfile.flush()
    while not exchange.server.over.wait(exchange.server.byte_s):
        handler.wfile.write(b" ")
        handler.wfile.flush()
    return True


def _reset(exchange):
    handler = exchange.handler
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    return True


def _truncated(exchange):
    handler = exchange.handler
    body, kind = exchange.body()
    handler.close_connection = True
    handler.send(body[: len(body) * 2 // 3], kind=kind, Content_Length=str(len(body)))
    return True


def _bad_gzip(exchange):
    exchange.handler.send(b"\x1f\x8b\x08\x00this is no gzip at all", Content_Encoding="gzip")
    return True


def _elsewhere(exchange):
    port = exchange.server.server_address[1]
    exchange.handler.send(b"", 302, Location=f"http://localhost:{port}/elsewhere")
    return True


def _captcha(exchange):
    exchange.handler.send(_CAPTCHA)
    return True


def _quota(exchange):
    if exchange.engine == "deepl":
        exchange.handler.send(b"", 456)
    elif exchange.engine == "microsoft":
        exchange.handler.send_json({"error": {"code": 403001, "message": "exceeded its free quota"}}, 403)
    elif exchange.engine == "libretranslate":
        exchange.handler.send_json({"error": "Slowdown: 10 per 1 minute"}, 429)
    else:
        exchange.answers = [_QUOTA]
        return False
    return True


def _huge(exchange):
    exchange.answers = [exchange.answers[0] + " " + "x" * _HUGE_BYTES, *exchange.answers[1:]]
    return False


def _rotated(_texts, answers):
    return [*answers[1:], answers[0]]


def _swapped(_texts, answers):
    pairs = [answers[at : at + 2] for at in range(0, len(answers), 2)]
    return [answer for pair in pairs for answer in reversed(pair)]


def _merged(_texts, answers):
    return [" ".join(answers[:2]), *answers[2:]]


def _dropped(_texts, answers):
    return answers[:-1] if len(answers) > 1 else answers


def _doubled(_texts, answers):
    """The first line comes twice, and the last is lost: as many as there should be."""
    return [answers[0], *answers[:-1]] if len(answers) > 1 else answers


def _longer(_texts, answers):
    return [answers[0], *answers] if len(answers) > 1 else answers


FAULTS = MappingProxyType({
    "429": _status(429),
    "429 in 1 s": _status(429, Retry_After="1"),
    "429 at a date": _status(429, Retry_After=lambda: formatdate(time.time() + 20, usegmt=True)),
    "429 in an hour": _status(429, Retry_After="3600"),
    "403": _status(403),
    "500": _status(500),
    "503": _status(503),
    "503 in 5 s": _status(503, Retry_After="5"),
    "hang": _hang,
    "hang in body": _hang_in_body,
    "drip": _drip,
    "reset": _reset,
    "truncated": _truncated,
    "bad gzip": _bad_gzip,
    "circle": _status(302, Location="/circle"),
    "elsewhere": _elsewhere,
    "captcha": _captcha,
    "error page": _each(lambda _text, _answer: _ERROR_500),
    "quota": _quota,
    "empty": _each(lambda _text, _answer: ""),
    "echo": _each(lambda text, _answer: text),
    "german": _each(lambda text, _answer: german_answer_to(text)),
    "merged": _answers(_merged),
    "dropped": _answers(_dropped),
    "doubled": _answers(_doubled),
    "longer": _answers(_longer),
    "swapped": _answers(_swapped),
    "rotated": _answers(_rotated),
    "escapes": _each(lambda _text, answer: f"\x1b]52;c;aGk=\x07\x1b[31m{answer}\x1b[0m\u202e\u200b"),
    "html": _each(lambda _text, answer: f"<b>{answer}</b><script>alert(1)</script>"),
    "huge": _huge,
})  # fmt: skip
"""The faults by name."""

SILENT = frozenset({"hang", "hang in body", "drip"})
"""Those that end only when somebody has had enough."""
