import gzip
import io
import shutil
import socket
import ssl
import subprocess
import sys
import zlib
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.document import Kind
from reader.errors import InputError
from reader.formats import web
from reader.formats.unpacking import unpacked
from reader.formats.urls import checked, followed, is_address, is_near, name_in
from reader.formats.walls import wall
from reader.formats.web import Bounds, Fetched, document_of, fetch, read_url
from tests.formats.archives import packed
from tests.formats.web_server import WebServer

PROSE = "Der Fluss trat über die Ufer, und die Leute aus dem Dorf liefen mit ihren Kühen auf den schönen Hügel. " * 8
PAGE = f"<html lang=de><title>x</title><body><h1>Das Hochwasser</h1><p>{PROSE}</p><a href='/b'>Weiter</a></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SOON = Bounds(total_s=0.4)
MB = 1_048_576


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server():
    with WebServer() as made:
        yield made


def refused(url, **more):
    with pytest.raises(InputError) as raised:
        read_url(url, **more)
    assert raised.value.message.endswith(".")
    assert "\n" not in raised.value.message
    return raised.value.message


def test_a_page_is_a_document_that_names_its_address(server):
    url = server.page("/artikel/1", PAGE.encode(), "text/html; charset=utf-8")
    doc = read_url(f"{url}#absatz")
    assert (doc.title, doc.kind(0), doc.language) == ("Das Hochwasser", Kind.HEADING, "de")
    assert doc.notes[0] == f"from {url}"
    assert [e.target for e in doc.emphasis] == [f"{server.url}/b"]


def test_what_a_request_says(server):
    read_url(server.page("/a", PAGE.encode()))
    asked = server.asked[0]
    assert asked.startswith("GET /a HTTP/1.1")
    assert "User-Agent: Lesepult/" in asked
    assert "Cookie" not in asked
    assert "Authorization" not in asked
    assert "Accept-Encoding: gzip, deflate" in asked.split("\r\n")


def test_cookies_are_not_kept(server):
    server.page("/b", PAGE.encode())
    read_url(server.page("/a", status="302 Found", Location="/b", Set_Cookie="a=b; Path=/"))
    assert not any("Cookie" in asked for asked in server.asked)


def test_redirects_lead_to_the_final_address(server):
    server.page("/neu/übersicht".encode().decode("latin-1"), b"")
    server.page("/neu/%C3%BCber", PAGE.encode())
    server.page("/b", status="301 Moved", Location="neu/%C3%BCber#unten")
    doc = read_url(server.page("/a", b"x" * 100, status="302 Found", Location=f"{server.url}/b"))
    assert doc.notes[0] == f"from {server.url}/neu/%C3%BCber"


def test_redirects_without_end(server):
    url = server.page("/a", status="302 Found", Location="/a")
    assert "more than 5 redirects" in refused(url)
    assert len(server.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "data:,x"])
def test_redirects_to_other_schemes_are_not_followed(server, target):
    assert "no web page" in refused(server.page("/a", status="302 Found", Location=target))


@pytest.mark.parametrize(
    ("url", "target", "words"),
    [
        ("https://example.org/a", "http://example.org/a", "could change"),
        ("https://example.org/a", "http://127.0.0.1:631/", "own network"),
        ("http://example.org/a", "http://localhost/", "own network"),
        ("http://example.org/a", "http://192.168.0.1/", "own network"),
        ("http://example.org/a", "http://[::1]/", "own network"),
        ("http://example.org/a", "http://2130706433/", "own network"),
        ("http://example.org/a", "http://[::1", "not valid"),
        ("http://example.org/a", "https://u:p@example.org/", "password"),
    ],
)
def test_where_a_page_may_not_lead(url, target, words):
    with pytest.raises(InputError, match=words):
        followed(url, target)


def test_where_a_page_may_lead():
    assert followed("http://a.example/x", "//b.example/y") == "http://b.example/y"
    assert followed("http://a.example/x", "https://a.example/x") == "https://a.example/x"
    assert followed("https://127.0.0.1/x", "http://localhost/y") == "http://localhost/y"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "no address of a web page"),
        ("javascript:alert(1)", "no address of a web page"),
        ("ftp://example.org/a", "no address of a web page"),
        ("data:text/html,<p>x", "no address of a web page"),
        ("mailto:a@example.org", "no address of a web page"),
        ("https://user:geheim@example.org/", "password"),
        ("https://example.org\\@evil.example/", "password|not a valid"),
        ("https://", "not a valid"),
        ("https://[::1", "not a valid"),
        ("https://example.org:99999/", "not a valid"),
        ("https://exa\nmple.org/", "not a valid"),
        ("https://example.org/\x1b[31m", "not a valid"),
        ("http://a..b/", "not a valid|not found"),
        ("https://*.example.org/", "not a valid|not found"),
    ],
)
def test_addresses_that_are_not_opened(url, words, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _nobody)
    with pytest.raises(InputError, match=words) as raised:
        fetch(url)
    assert "geheim" not in str(raised.value)
    assert is_address(url)


def test_offline_opens_no_socket(monkeypatch):
    monkeypatch.setattr(socket, "socket", None)
    message = refused("https://example.org/a", offline=True)
    assert message == "https://example.org/a is on the web, and --offline opens no connection."


def _nobody(*_, **__):
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_name_that_nobody_has(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _nobody)
    assert "no server of that name" in refused("https://gibt-es-nicht.invalid/")


def test_nothing_listens():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert "nothing answers" in refused(f"http://127.0.0.1:{port}/")


def test_a_server_without_tls(server):
    server.page("/", PAGE.encode())
    assert "is not safe" in refused(f"https://127.0.0.1:{server.port}/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine that nobody has signed."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)
    return folder


@pytest.fixture
def tls_server(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with WebServer(context=context) as made:
        yield made


def test_a_certificate_that_nobody_has_signed(tls_server):
    assert "certificate" in refused(tls_server.page("/", PAGE.encode()))


def test_a_certificate_that_is_trusted(tls_server, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate / "cert.pem"))
    assert read_url(tls_server.page("/", PAGE.encode())).title == "Das Hochwasser"
    assert "not sent within" in refused(tls_server.raw("/b", tls_server.drip(HEAD + b"\r\n")), bounds=SOON)


def test_a_proxy_of_the_environment_is_used(server, monkeypatch):
    server.page("http://zeitung.example/a", PAGE.encode())
    monkeypatch.setenv("http_proxy", server.url)
    assert read_url("http://zeitung.example/a").title == "Das Hochwasser"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("http_proxy", f"http://user:geheim@127.0.0.1:{port}")
    message = refused("http://zeitung.example/a")
    assert "proxy" in message
    assert "geheim" not in message


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Not Found", "does not exist"),
        ("403 Forbidden", "may not be read"),
        ("401 Unauthorized", "password"),
        ("410 Gone", "no more"),
        ("429 Too Many Requests", "too often"),
        ("500 Oops", r"fault \(500\)"),
        ("503 Service Unavailable", "not available"),
        ("451 Unavailable", "law"),
        ("418 Teapot", r"\(418\)"),
        ("304 Not Modified", r"\(304\)"),
        ("302 Found", r"\(302\)"),
    ],
)
def test_statuses(server, status, words):
    with pytest.raises(InputError, match=words):
        read_url(server.page("/a", b"<p>Das ist der Text der Fehlerseite.</p>", status=status))


def test_an_error_whose_page_never_ends_is_told_at_once(server):
    url = server.raw("/a", server.hang(b"HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\nx"))
    assert "does not exist" in refused(url)
    url = server.raw("/b", server.hang(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\nx"))
    assert "may not be read" in refused(url, bounds=SOON)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        ("403 Forbidden", b"<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'>", "no program"),
        ("200 OK", b"<p>Bitte warten</p><div class='g-recaptcha'></div>", "no program"),
        ("200 OK", b"<script src='https://geo.captcha-delivery.com/c.js'></script>", "no program"),
        (
            "200 OK",
            "<script>sp_message</script><h1>Weiter mit Werbung</h1><p>Mit Werbung lesen: Besuchen Sie uns wie gewohnt "
            "mit Werbung und Tracking. Sie können Ihre Zustimmung jederzeit widerrufen, siehe Datenschutz.</p><p>"
            "Oder Pur-Abo: werbefrei und ohne Cookies lesen.</p>".encode(),
            "consent",
        ),
    ],
)
def test_walls_are_told_from_texts(server, status, body, words):
    assert words in refused(server.page("/a", body, "text/html; charset=utf-8", status=status))


def test_a_page_of_consent_is_told_by_its_address():
    assert wall("x", "https://consent.google.com/m?continue=x", b"<p>x", "x" * 9_000)
    assert wall("x", "https://www.zeit.example/zustimmung?url=x", b"<p>x", "x" * 9_000)


def test_a_short_text_on_a_page_with_a_banner_is_no_wall(server):
    body = f"<script src='usercentrics.js'></script><article><p>{PROSE[:400]} Cookies.</p></article>"
    assert "Hügel" in read_url(server.page("/a", body.encode(), "text/html; charset=utf-8")).text


@pytest.mark.parametrize(
    "body", [b"", b"   \r\n", b"<html><body><script>app()</script><div id=root></div></body></html>"]
)
def test_pages_without_text(server, body):
    assert "is empty" in (message := refused(server.page("/a", body))) or "holds no text" in message


@pytest.mark.parametrize(
    ("kind", "meta", "codec"),
    [
        ("text/html; charset=utf-8", "iso-8859-1", "utf-8"),
        ("text/html; charset=iso-8859-1", "utf-8", "utf-8"),
        ("text/html; charset=utf-8", "iso-8859-1", "cp1252"),
        ("text/html; charset=utf-16", "", "utf-8"),
        ("text/html; charset=klingon", "windows-1252", "cp1252"),
        ("text/html; charset=punycode", "", "cp1252"),
        ("text/html", "", "cp1252"),
        ('text/html;charset="ISO-8859-15"', "", "iso8859-15"),
        ("text/plain; charset=iso-8859-1", "", "cp1252"),
        ("text/plain; charset=utf-8", "", "cp1252"),
    ],
)
def test_who_is_believed_about_the_encoding(server, kind, meta, codec):
    page = PAGE.replace("<title>", f"<meta charset='{meta}'><title>") if meta else PAGE
    assert "auf den schönen Hügel" in read_url(server.page("/a", page.encode(codec), kind)).text


def test_the_persons_encoding_comes_first(server):
    url = server.page("/a", "<p>Größe ist nicht alles".encode("cp850"), "text/html; charset=iso-8859-1")
    assert read_url(url, "cp850").text == "Größe ist nicht alles"


EPUB = packed({"mimetype": b"application/epub+zip"}, stored=("mimetype",))


@pytest.mark.parametrize(
    ("path", "kind", "body", "kinds"),
    [
        ("/a", "text/plain", b"Eins.\n\nZwei.", {Kind.PARAGRAPH}),
        ("/a.md", "text/plain", b"# Eins\n\nZwei", {Kind.HEADING, Kind.PARAGRAPH}),
        ("/a", "text/markdown; charset=utf-8", b"# Eins\n\nZwei", {Kind.HEADING, Kind.PARAGRAPH}),
        ("/a", "", b"<!doctype html><h1>Eins</h1><p>Zwei", {Kind.HEADING, Kind.PARAGRAPH}),
        ("/a", "application/xhtml+xml", b"<?xml version='1.0'?><html><h1>Eins</h1></html>", {Kind.HEADING}),
        ("/a.srt", "application/octet-stream", b"1\n00:00:01,000 --> 00:00:02,000\nHallo\n", None),
    ],
)
def test_types(server, path, kind, body, kinds):
    doc = read_url(server.page(path, body, kind))
    assert kinds is None or {doc.kind(index) for index in range(len(doc))} == kinds


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("image/jpeg", b"\xff\xd8\xff", "a picture"),
        ("video/mp4", b"....", "a film"),
        ("application/json", b"{}", "data for programs"),
        ("application/rss+xml", b"<?xml version='1.0'?><!-- x --><rss><item>x</item></rss>", "feed of news"),
        ("application/pdf", b"<p>login</p>", "is no PDF"),
        ("application/epub+zip", b"Hallo", "is no EPUB"),
        ("application/octet-stream", b"\x7fELF", "a program"),
        ("text/html", b"\x1f\x8b\x08\0", "gzip"),
        ("text/html", EPUB, "EPUB"),
    ],
)
def test_types_that_are_no_text(server, kind, body, words):
    assert words in refused(server.page("/a", body, kind))


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:]) + b"\0\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("identity", bytes),
    ],
)
def test_packed_pages(server, packing, pack):
    url = server.page("/a", pack(PAGE.encode()), "text/html; charset=utf-8", Content_Encoding=packing)
    assert read_url(url).title == "Das Hochwasser"


def test_chunked_pages(server):
    def answer(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        data = PAGE.encode()
        for at in range(0, len(data), 100):
            piece = data[at : at + 100]
            connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        connection.sendall(b"0\r\n\r\n")

    assert read_url(server.raw("/a", answer)).title == "Das Hochwasser"


@pytest.mark.parametrize(
    ("body", "packing", "words"),
    [
        (b"\x1f\x8b\x08\x00this is no gzip", "gzip", "damaged"),
        (gzip.compress(PAGE.encode())[:-20], "gzip", "only in part"),
        (zlib.compress(PAGE.encode())[:-9], "deflate", "only in part"),
        (b"\x0b\x02\x80abc\x03", "br", "not asked for"),
        (gzip.compress(gzip.compress(PAGE.encode())), "gzip, gzip", "not asked for"),
    ],
)
def test_pages_packed_badly(server, body, packing, words):
    assert words in refused(server.page("/a", body, Content_Encoding=packing))


def test_a_bomb_is_refused_before_it_has_grown():
    squeezed = zlib.compressobj(9, wbits=31)
    bomb = b"".join(squeezed.compress(bytes(MB)) for _ in range(256)) + squeezed.flush()
    taken = []

    def pieces():
        for at in range(0, len(bomb), 1_000):
            taken.append(at)
            yield bomb[at : at + 1_000]

    with pytest.raises(InputError, match="larger than 2 MB"):
        unpacked(pieces(), "gzip", "x", 2 * MB)
    assert len(taken) < 10


def test_many_empty_archives_are_counted_too():
    with pytest.raises(InputError, match="larger than"):
        unpacked(iter([gzip.compress(b"")] * 200), "gzip", "x", 2_000)


def test_pages_that_are_too_large(server):
    small = Bounds(body_bytes=2 * MB)
    said = server.raw("/a", server.hang(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nx"))
    assert "larger than 2 MB" in refused(said, bounds=small)
    unsaid = server.raw("/b", lambda to: to.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 4 * MB))
    assert "larger than 2 MB" in refused(unsaid, bounds=small)


def test_a_page_that_is_cut_off(server):
    assert "only in part" in refused(server.page("/a", PAGE.encode(), length=len(PAGE) + 500))
    assert "only in part" in refused(server.raw("/b", lambda to: to.sendall(b"")))


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200", HEAD, HEAD + b"\r\n", HEAD + b"\r\n<p>Anfang"])
@pytest.mark.parametrize("way", ["hang", "drip"])
def test_nothing_is_waited_for_without_end(server, begin, way):
    byte = b"a: b\r\n" if begin == HEAD else b"x"
    answer = server.drip(begin, byte) if way == "drip" else server.hang(begin)
    with pytest.raises(InputError, match=r"not sent within|only in part|cannot be reached"):
        read_url(server.raw("/a", answer), bounds=SOON)


def test_a_page_that_nobody_waits_for(server):
    url = server.raw("/a", server.hang(HEAD))
    asked = count()
    assert "was not waited for" in refused(url, cancelled=lambda: bool(server.asked) and next(asked) > 3)


@pytest.mark.parametrize(
    "answer",
    [b"\x16\x03\x01\0\0", b"HTTP/9.9 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx", b"<p>x</p>"],
)
def test_what_is_no_http_is_a_sentence(server, answer):
    try:
        read_url(server.raw("/a", lambda to: to.sendall(answer)))
    except InputError as error:
        assert error.message.endswith(".")


def test_a_long_address_is_shown_shortened(server):
    url = f"{server.url}/{'a' * 3_000}"
    message = refused(url)
    assert len(message) < 200
    assert "…" in message


@given(st.text(max_size=60))
def test_any_name_is_an_address_or_not(name):
    for text in (name, f"https://{name}", f"http:{name}", f"www.{name}"):
        is_address(text)
        is_near(text)
        try:
            assert (url := checked(text)).startswith(("http://", "https://"))
            assert name_in(url)[0]
        except InputError as error:
            assert error.message.endswith(".")
        try:
            assert followed("https://example.org/a", text).startswith("https://")
        except InputError as error:
            assert error.message.endswith(".")


@given(st.binary(max_size=400), st.sampled_from([*sorted(web._SUFFIXES), "", "text/x", "a/b"]), st.text(max_size=9))
def test_any_bytes_of_any_type_give_a_document_or_a_sentence(data, kind, charset):
    try:
        doc = document_of(Fetched(data, "https://example.org/a", kind, charset))
    except InputError as error:
        assert error.message.endswith(".")
    else:
        assert doc.notes[0] == "from https://example.org/a"


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", ""]), st.integers(1, 50))
def test_any_packed_bytes(data, packing, step):
    pieces = (data[at : at + step] for at in range(0, len(data), step))
    try:
        unpacked(pieces, packing, "x", 10_000)
    except InputError as error:
        assert error.message.endswith(".")


@given(st.binary(max_size=3_000), st.integers(1, 500), st.sampled_from(["gzip", "deflate"]))
def test_what_was_packed_comes_back(data, step, packing):
    whole = gzip.compress(data * 50) if packing == "gzip" else zlib.compress(data * 50)
    stream = io.BytesIO(whole)
    assert unpacked(iter(lambda: stream.read(step), b""), packing, "x", MB) == data * 50


@pytest.mark.slow
def test_nothing_heavy_is_loaded_before_an_address_is_fetched():
    code = "import sys, reader.formats.web; print(sorted({'requests', 'lxml', 'urllib3'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
