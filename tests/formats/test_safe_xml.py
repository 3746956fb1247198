from hypothesis import given
from hypothesis import strategies as st

from reader.formats.safe_xml import xml


def text_of(root):
    return "".join(map(str, root.itertext()))


def test_names_of_html_are_known_and_others_harmless():
    assert text_of(xml(b"<p>a&nbsp;b &uuml; &amp; &lt;</p>")) == "a\u00a0b ü & <"
    assert xml(b"<p>&nirgends;</p>") is None


def test_entities_are_not_resolved_and_nothing_is_loaded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    data = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>a&x;b</p>'.encode()
    root = xml(data)
    assert root is None or "geheim" not in text_of(root)


def test_a_billion_laughs_are_none():
    levels = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    root = xml(b'<!DOCTYPE p [<!ENTITY l0 "lol">' + levels + b"]><p>&l9;</p>")
    assert root is None or len(text_of(root)) < 1_000
    root = xml(b'<!DOCTYPE p [<!ENTITY l0 "lol">' + levels + b'] ><p a="&l9;"/>')
    assert root is None or len(root.get("a") or "") < 100_000


def test_what_is_too_deep_is_none():
    assert xml(b"<a>" * 5_000 + b"</a>" * 5_000) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_none(data):
    for found in (xml(data), xml(b"<p>" + data + b"</p>", recover=True)):
        assert found is None or list(found.iter())
