"""Addresses of servers: which are taken, and which are this machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.settings import is_this_machine, server_host, server_url


@pytest.mark.parametrize(
    ("text", "url", "host", "here"),
    [
        ("http://localhost:5000/", "http://localhost:5000", "localhost:5000", True),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000", "127.0.0.1:5000", True),
        ("http://127.8.9.1/lt//", "http://127.8.9.1/lt", "127.8.9.1", True),
        ("http://[::1]:11434", "http://[::1]:11434", "[::1]:11434", True),
        ("HTTP://LOCALHOST", "HTTP://LOCALHOST", "LOCALHOST", True),
        ("http://localhost.example.org", "http://localhost.example.org", "localhost.example.org", False),
        ("http://192.168.1.5:5000", "http://192.168.1.5:5000", "192.168.1.5:5000", False),
        ("http://0.0.0.0:5000", "http://0.0.0.0:5000", "0.0.0.0:5000", False),
        ("http://127.1:5000", "http://127.1:5000", "127.1:5000", False),
        ("https://127.0.0.1.nip.io", "https://127.0.0.1.nip.io", "127.0.0.1.nip.io", False),
    ],
)
def test_an_address_is_taken_without_its_slash_and_only_loopback_is_this_machine(text, url, host, here):
    assert server_url(text) == url
    assert server_host(url) == host
    assert is_this_machine(url) is here


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost:5000",
        "ftp://localhost",
        "http://",
        "http:///x",
        "http://user:geheim@localhost",
        "http://localhost@example.org",
        "http://localhost:99999",
        "http://localhost:x",
        "http://[broken",
        "http://local host",
        "http://localhost\n",
        "http://localhost\x1b[2J",
        "http://localhost/?key=geheim",
        "http://localhost/#x",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(text):
    with pytest.raises(ValueError) as caught:
        server_url(text)
    assert "geheim" not in str(caught.value)


@given(st.text() | st.text().map("http://{}".format))
def test_any_text_is_an_address_or_refused(text):
    try:
        url = server_url(text)
    except ValueError:
        return
    assert server_host(url)
    assert is_this_machine(url) in {True, False}
    assert server_url(url) == url
