"""Fetching an archive from a server that fails in every way, and going on where it broke off."""

import json

import pytest

from reader.engines.offline import fetch as fetch_module
from reader.engines.offline.errors import OfflineError
from reader.engines.offline.fetch import Bounds, fetch, known_of, size_of

HALF = 3000
BOUNDS = Bounds(connect_s=30, stall_s=30, pause_s=7.0)


@pytest.fixture
def part(tmp_path):
    return tmp_path / ".offline.part"


class Run:
    """Fetches, and remembers the pauses and the progress."""

    def __init__(self, url, part):
        self.url, self.part, self.pauses, self.steps = url, part, [], []

    def __call__(self, bounds=BOUNDS, **more):
        progress = more.pop("progress", lambda *step: self.steps.append(step))
        fetch(more.pop("url", self.url), self.part, progress, bounds, sleep=self.pauses.append, **more)
        return self.part.read_bytes()


@pytest.fixture
def run(shelf, part):
    return Run(shelf.url, part)


def broken_off(handler):
    """Half of what is asked for, then the connection ends."""
    start = int((handler.headers.get("Range") or "bytes=0-")[6:-1])
    handler.hand_out(start + HALF)
    return True


def broken_at_once(handler):
    handler.reset()
    return True


def test_a_file_is_fetched_as_it_is(shelf, run, part):
    assert run() == shelf.data
    assert run.steps[0] == (0, len(shelf.data))
    assert run.steps[-1] == (len(shelf.data), len(shelf.data))
    assert part.stat().st_mode & 0o077 == 0
    assert shelf.requests[0]["Accept-Encoding"] == "identity"


def test_it_goes_on_where_it_broke_off(shelf, run):
    shelf.faults = [broken_off, broken_off]
    assert run() == shelf.data
    assert shelf.ranges == [None, f"bytes={HALF}-", f"bytes={2 * HALF}-"]
    assert [headers.get("If-Range") for headers in shelf.requests] == [None, shelf.etag, shelf.etag]
    assert run.pauses == [7.0, 7.0]


def test_a_later_run_goes_on_too(shelf, run, part):
    shelf.faults = [broken_off, *[broken_at_once] * 3]
    with pytest.raises(OfflineError, match="are here") as caught:
        run()
    assert "same command" in caught.value.hint
    assert size_of(part) == HALF
    assert run() == shelf.data
    assert shelf.ranges[-1] == f"bytes={HALF}-"


def test_an_interruption_keeps_what_is_here(shelf, run, part):
    def interrupt(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(progress=interrupt)
    kept = size_of(part)
    assert kept
    assert run() == shelf.data
    assert shelf.ranges == [None, f"bytes={kept}-" if kept < len(shelf.data) else None][: len(shelf.requests)]


def test_what_is_here_as_a_whole_is_not_asked_for(shelf, run):
    assert run() == run() == shelf.data
    assert len(shelf.requests) == 1


@pytest.mark.parametrize("etag", ['"two"', None])
def test_a_file_that_changed_is_fetched_from_the_beginning(shelf, run, part, etag):
    shelf.faults = [broken_off, *[broken_at_once] * 3]
    with pytest.raises(OfflineError):
        run()
    shelf.data, shelf.etag = bytes(reversed(shelf.data)), etag
    assert run() == shelf.data


def test_without_etag_and_date_nothing_is_gone_on_with(shelf, run):
    shelf.etag = None
    shelf.faults = [broken_off]
    assert run() == shelf.data
    assert shelf.ranges == [None, None]


def test_a_weak_etag_is_no_proof(shelf, run, part):
    shelf.etag = 'W/"one"'
    shelf.faults = [broken_off]
    assert run() == shelf.data
    assert shelf.ranges == [None, None]


def test_another_address_is_another_file(shelf, run, part):
    shelf.faults = [broken_off, *[broken_at_once] * 3]
    with pytest.raises(OfflineError):
        run()
    assert run(url=f"{shelf.base}/other.zip") == shelf.data
    assert shelf.ranges[-1] is None


def test_a_server_that_ignores_ranges_sends_it_all_once_more(shelf, run):
    shelf.faults = [broken_off, lambda handler: handler.send(200, shelf.data) or True]
    assert run() == shelf.data


LIES = {
    "another place": lambda data: f"bytes {HALF + 1}-{len(data) - 1}/{len(data)}",
    "another size": lambda data: f"bytes {HALF}-{len(data)}/{len(data) + 1}",
    "nonsense": lambda data: "bytes */*",
    "none": lambda data: None,
}


@pytest.mark.parametrize("name", LIES)
def test_a_rest_that_does_not_fit_is_thrown_away(shelf, run, name):
    def lie(handler):
        handler.send(206, shelf.data[HALF:], Content_Range=LIES[name](shelf.data))
        return True

    shelf.faults = [broken_off, lie]
    assert run() == shelf.data
    assert shelf.ranges == [None, f"bytes={HALF}-", None]


def test_a_range_that_cannot_be_had_is_asked_for_no_more(shelf, run):
    shelf.faults = [broken_off, lambda handler: handler.send(416, b"", Content_Range="bytes */5") or True]
    assert run() == shelf.data
    assert shelf.ranges == [None, f"bytes={HALF}-", None]


def test_a_server_that_always_lies_is_left(shelf, run):
    shelf.faults = [lambda handler: handler.send(206, b"x", Content_Range="bytes 5-5/9") or True] * 3
    with pytest.raises(OfflineError, match="does not keep"):
        run()
    assert len(shelf.requests) == 3


@pytest.mark.parametrize(
    ("status", "what", "requests"),
    [(404, "no such file", 1), (403, "refuses", 1), (204, "refuses", 1), (500, "error", 3), (503, "error", 3)],
)
def test_an_error_is_said(shelf, run, status, what, requests):
    shelf.faults = [lambda handler: handler.send(status, b"") or True] * 3
    with pytest.raises(OfflineError, match=rf"{what}.*\({status}\)") as caught:
        run()
    assert "--from" in caught.value.hint
    assert len(shelf.requests) == requests


def test_an_error_page_does_not_replace_what_is_here(shelf, run, part):
    shelf.faults = [broken_off, lambda handler: handler.send(404, b"<html>") or True]
    with pytest.raises(OfflineError):
        run()
    assert part.read_bytes() == shelf.data[:HALF]


def redirect(target, status=302):
    def fault(handler):
        handler.send(status, b"", Location=target)
        return True

    return fault


def test_redirects_are_followed_but_not_for_ever(shelf, run):
    shelf.faults = [redirect("/other"), redirect(f"{shelf.base}/third", 307)]
    assert run() == shelf.data
    shelf.faults = [redirect("/again")] * 9
    run.part.unlink()
    with pytest.raises(OfflineError, match="circles"):
        run()
    assert len(shelf.faults) == 3


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"])
def test_only_the_web_is_opened(shelf, run, target):
    shelf.faults = [redirect(target)]
    with pytest.raises(OfflineError, match="http:// or https://"):
        run()
    with pytest.raises(OfflineError, match="http:// or https://"):
        run(url=target)


class Answer:
    is_redirect = True

    def __init__(self, target):
        self.headers = {"Location": target}

    def close(self):
        pass


@pytest.mark.parametrize(("target", "refused"), [("http://example.org/x", True), ("http://127.0.0.1/x", False)])
def test_from_https_it_never_goes_on_unprotected(target, refused):
    class Session:
        def __init__(self):
            self.asked = []

        def get(self, url, **_):
            self.asked.append(url)
            return Answer(target)

    session = Session()
    with pytest.raises(OfflineError, match="unprotected" if refused else "circles"):
        fetch_module._opened(session, "https://example.org/a", {}, BOUNDS)
    assert ("http://example.org/x" in session.asked) is False


def test_a_file_that_is_too_large_is_not_fetched(shelf, run, part):
    with pytest.raises(OfflineError, match="larger than"):
        run(Bounds(bytes=1000))
    assert size_of(part) == 0


def test_a_file_that_does_not_say_how_large_it_is_has_an_end_too(shelf, run, part):
    def endless(handler):
        handler.begin(200, None)
        handler.close_connection = True
        for _ in range(100):
            handler.wfile.write(bytes(1000))
        return True

    shelf.faults = [endless]
    with pytest.raises(OfflineError, match="larger than"):
        run(Bounds(bytes=50_000))
    shelf.faults = [unsaid]
    assert run() == b"abc"


def unsaid(handler):
    """A few bytes without a length."""
    handler.begin(200, None)
    handler.wfile.write(b"abc")
    handler.close_connection = True
    return True


def test_a_packed_answer_is_refused(shelf, run):
    shelf.faults = [lambda handler: handler.send(200, b"x", Content_Encoding="gzip") or True]
    with pytest.raises(OfflineError, match="packs"):
        run()


def test_a_server_that_falls_silent_is_left(shelf, run, part):
    def hang(handler):
        handler.begin(200, len(shelf.data))
        handler.wfile.write(shelf.data[:HALF])
        handler.wfile.flush()
        handler.close_connection = True
        shelf.over.wait(60)
        return True

    shelf.faults = [hang] * 3
    with pytest.raises(OfflineError, match="nothing for too long"):
        run(Bounds(stall_s=0.05, attempts=2))
    shelf.over.set()


def test_there_is_an_end_to_everything(shelf, run):
    seconds = iter([0.0, 0.0, 100.0, 100.0, 100.0, 100.0])
    with pytest.raises(OfflineError, match="too long"):
        run(Bounds(total_s=50), monotonic=lambda: next(seconds))


@pytest.mark.parametrize("data", ["", "{", "[]", '{"url": 1}', '{"url": "x", "validator": "", "total": "y"}'])
def test_what_is_known_of_a_part_may_be_damaged(shelf, run, part, data):
    part.write_bytes(b"half")
    part.with_name(f"{part.name}.json").write_text(data)
    assert known_of(part) is None
    assert run() == shelf.data
    assert json.loads(part.with_name(f"{part.name}.json").read_text())["total"] == len(shelf.data)


def test_no_server_at_all(part):
    with pytest.raises(OfflineError, match="cannot be reached"):
        Run("http://127.0.0.1:1/x.zip", part)()
