"""Which format a file is."""

from pathlib import Path

import pytest

from glossary import interchange
from glossary.problems import GlossaryError


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"German;English\r\nZoll;tariff\r\n", "csv"),
        (b"Zoll,tariff\nWeg,way\n", "csv"),
        (b"sep=;\r\na;b\r\n", "csv"),
        (b"Zoll\ttariff\nWeg\tway\n", "tsv"),
        (b"# my terms\nZoll\ttariff\ttrade\nWeg\tway\t\n", "omegat"),
        (b"#UTX 1.20; de/en;\n#src\ttgt\tsrc:pos\nZoll\ttariff\tnoun\n", "utx"),
        (b"# terms\nZoll: tariff\nWeg:\n  en: way\n  note: a, b; c\n", "yaml"),
        (b'<?xml version="1.0"?>\n<!-- <html> -->\n<tbx type="TBX-Basic">', "tbx"),
        (b'<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n<martif type="TBX">', "tbx"),
        ('<?xml version="1.0" encoding="UTF-16"?><martif>'.encode("utf-16"), "tbx"),
        ("Deutsch;Englisch\nZölle;tariffs\n".encode("utf-16"), "csv"),
    ],
)
def test_a_format_is_known_by_what_stands_in_it(content, name):
    assert interchange.detect(content) == name


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("terms.txt", b"Zoll\ttariff\nWeg\tway\n", "omegat"),
        ("terms.txt", b"German\tEnglish\nZoll\ttariff\n", "tsv"),
        ("terms.csv", b"Zoll\ttariff\nWeg\tway\n", "tsv"),
        ("terms.yaml", b"", "yaml"),
        ("terms.csv", b"<tbx>", "tbx"),
        ("terms.tbx", b"Zoll;tariff\nWeg;way\n", "csv"),
    ],
)
def test_the_name_helps_where_the_content_leaves_it_open(tmp_path, name, content, found):
    path = tmp_path / name
    path.write_bytes(content)
    assert interchange.detect(path) == found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04rest", "is a spreadsheet, a document or an archive. Save it as CSV"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<html><body>", "is a web page"),
        (b"<tmx version='1.4'>", "translation memory"),
        (b"\x00\x01\x02" * 50, "is not a text"),
        (b"just a sentence", "no glossary in a known format. Known are TBX"),
        (b"", "is empty"),
    ],
)
def test_what_is_no_glossary_is_refused_with_a_way_out(content, message):
    with pytest.raises(GlossaryError) as raised:
        interchange.detect(content)
    assert message in str(raised.value)


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(GlossaryError, match=r"gone\.csv: no such file"):
        interchange.read(tmp_path / "gone.csv")


def test_a_device_or_a_directory_is_refused(tmp_path):
    for path in (tmp_path, Path("/dev/zero")):
        for name in ("", "csv"):
            with pytest.raises(GlossaryError, match="is no file"):
                interchange.read(path, format=name)


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(GlossaryError, match="Known are tbx, csv, tsv, deepl, omegat, utx, yaml"):
        interchange.read(tmp_path / "x", format="docx")
