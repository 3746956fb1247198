"""XLIFF and TMX by the facts of their schemas: which elements stand where, with which attributes.

These hold what the OASIS schema of XLIFF (2.0, whose core 2.1 keeps) and the DTD of TMX 1.4b ask for, as far as it
concerns what is written here; both were used to see that nothing is missing.
"""

import re

import pytest
from lxml import etree

from reader.export import tmx, xliff
from tests.export.works import NAMES, WORKS, work, written

XML = "{http://www.w3.org/XML/1998/namespace}"
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
# Element: (attributes that must be, that may be, children in their order).
XLIFF = {
    "xliff": ({"version", "srcLang"}, {"trgLang"}, ["file+"]),
    "file": ({"id"}, {"original"}, ["notes?", "unit+"]),
    "unit": ({"id"}, {"type", "translate", "canResegment"}, ["gls:glossary?", "notes?", "(segment|ignorable)+"]),
    "notes": (set(), set(), ["note+"]),
    "note": (set(), {"id", "category", "appliesTo", "priority"}, []),
    "segment": (set(), {"id", "state", "subState"}, ["source", "target?"]),
    "ignorable": (set(), {"id"}, ["source", "target?"]),
    "source": (set(), {f"{XML}space", f"{XML}lang"}, []),
    "target": (set(), {f"{XML}space", f"{XML}lang", "order"}, []),
    "gls:glossary": (set(), set(), ["gls:glossEntry+"]),
    "gls:glossEntry": (set(), {"id", "ref"}, ["gls:term", "gls:translation*", "gls:definition?"]),
    "gls:term": (set(), {"source"}, []),
    "gls:translation": (set(), {"id", "ref", "source"}, []),
    "gls:definition": (set(), {"source"}, []),
}
DATES = {"creationdate", "changedate"}
TMX = {
    "tmx": ({"version"}, set(), ["header", "body"]),
    "header": (
        {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"},
        DATES,
        ["prop*"],
    ),
    "body": (set(), set(), ["tu*"]),
    "tu": (set(), {"creationid", "changeid", "srclang", "segtype", *DATES}, ["prop*", "tuv+"]),
    "prop": ({"type"}, {f"{XML}lang"}, []),
    "tuv": ({f"{XML}lang"}, DATES, ["seg"]),
    "seg": (set(), set(), []),
}


def short(element):
    return element.tag.replace(f"{{{xliff.NAMESPACE}}}", "").replace(f"{{{xliff.GLOSSARY}}}", "gls:")


def check(root, rules):
    for element in root.iter():
        must, may, children = rules[short(element)]
        given = set(element.attrib)
        assert must <= given <= must | may, (short(element), given)
        order = "".join(f"{short(child)} " for child in element)
        pattern = "".join(
            f"(?:{re.sub('[+*?]$', '', one)} ){one[-1] if one[-1] in '+*?' else ''}".replace(
                "(segment|ignorable) ", "(?:segment|ignorable) "
            )
            for one in children
        )
        assert re.fullmatch(pattern, order), (short(element), order)
        if children:
            assert not (element.text or "").strip()


@pytest.mark.parametrize("name", NAMES)
def test_xliff_is_built_as_its_schema_says(name):
    for made in (WORKS[name](), work(WORKS[name]().bitext, everything=True)):
        root = etree.fromstring(written(xliff.write, made))
        check(root, XLIFF)
        assert root.get("version") == "2.1"
        assert LANGUAGE.fullmatch(root.get("srcLang"))
        for unit in root.iter("{*}unit", "{*}file"):
            assert NAME.fullmatch(unit.get("id"))
            assert re.fullmatch(r"[^:\s]+:[^:\s]+", unit.get("type", "a:b"))
            assert unit.get("translate", "no") == "no"
        for segment in root.iter("{*}segment"):
            assert NAME.fullmatch(segment.get("id"))
            assert segment.get("state") in {"initial", "translated", "reviewed", "final"} or not segment.get("state")
            # A substate needs its state, and a prefix of whoever gives it.
            assert "subState" not in segment.attrib or re.fullmatch(r"lesepult:[a-z]+", segment.get("subState"))
            assert "subState" not in segment.attrib or "state" in segment.attrib
        for entry in root.iter("{*}glossEntry"):
            assert len(entry) > 1  # a translation or a definition


@pytest.mark.parametrize("name", NAMES)
def test_tmx_is_built_as_its_dtd_says(name):
    root = etree.fromstring(written(tmx.write, WORKS[name]()))
    check(root, TMX)
    assert root.get("version") == "1.4"
    assert root.find("header").get("segtype") in {"block", "paragraph", "sentence", "phrase"}
    for element in root.iter():
        for date in DATES & set(element.attrib):
            assert re.fullmatch(r"\d{8}T\d{6}Z", element.get(date))


def test_who_wrote_the_text_stands_in_the_head():
    made = WORKS["structured"]()
    root = etree.fromstring(written(tmx.write, made))
    assert [(p.get("type"), p.text) for p in root.iterfind("header/prop")] == [
        ("x-title", "Das Haus am Rand"),
        ("x-author", "Anna Öhm; Ben <Ahr>"),
    ]
    root = etree.fromstring(written(xliff.write, made))
    (note,) = root.findall("{*}file/{*}notes/{*}note")
    assert (note.get("category"), note.text) == ("author", "Anna Öhm; Ben <Ahr>")
