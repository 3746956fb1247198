"""The JSON Schema that ships, and that it says what the reader says."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossary
from glossary import schema, yaml_file

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(glossary.json_schema_path().read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FIELDS = SCHEMA["$defs"]["fields"]["properties"]

VALID = [
    "OPEC+: OPEC+",
    "OPEC+: =",
    "Vereinigte Staaten: [United States, US]",
    "Sanktion~: sanction",
    '"Das Kapital!": Capital',
    'Zoll: "-"',
    "X:\n- a\n- b",
    "X: [a, '']",
    "X: >-\n  a\n  b",
    "Bank: [{en: bank, domain: finance}, {en: [bench, seat], note: ''}]",
    "a: {en: b, forbid: [c], variants: A, case: any}",
    "a: {en: b, forbidden: c, forms: [], match: exact, case: sensitive, pos: noun, added: 2026-11-22}",
    "a: {en: b, match: '', case: ''}",
    "a:\n  en: b\n  note: |\n    two\n    lines",
    "_meta: {name: Politics}\na: b",
    "NO: on\n007: 1:30\nnull: null",
    "a: {en: =}",
]
INVALID = [
    "a: ''",
    "a: ' '",
    "a: []",
    "a: ['', ' ']",
    "a: {}",
    "a: {note: x}",
    "a: {en: b, matsch: x}",
    "a: {en: b, target: x}",
    "a: {en: b, match: fuzzy}",
    "a: {en: b, case: loud}",
    "a: {en: {b: c}}",
    "a: {en: []}",
    "a: {en: b, note: [c]}",
    "a: {en: b, domain: {c: d}}",
    "a: {en: b, forms: {c: d}}",
    "a: {en: b, forms: [[c]]}",
    "a: {en: b, forbid: c, forbidden: d}",
    "a: {en: b, forms: c, variants: d}",
    "a: [b, {en: c}]",
    "a: [[b]]",
    "a: [{en: b}, {note: c}]",
    '"": b',
    '" ": b',
    'a: "b\\e[31m"',
    'a: {en: b, note: "\\u202e"}',
    'a: {en: b, forms: "\\u0001"}',
    "a: " + "x" * 10_001,
    '"\\u0085": b',
]


def validates(text):
    return VALIDATOR.is_valid(yaml_file.load_strings(text))


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_it_knows_the_fields_and_words_of_the_reader():
    assert set(FIELDS) == {*schema.FIELDS, *schema.SYNONYMS}
    assert set(FIELDS["match"]["enum"]) == {*schema.MATCHES, ""}
    assert set(FIELDS["case"]["enum"]) == {*schema.CASES, *schema.CASE_SYNONYMS, ""}
    assert {name for name, field in FIELDS.items() if field.get("deprecated")} == set(schema.SYNONYMS)
    assert SCHEMA["propertyNames"]["maxLength"] == schema.LONGEST


def test_every_field_explains_itself():
    for part in (SCHEMA, SCHEMA["$defs"]["entry"], *FIELDS.values()):
        assert part["title"]
        assert part["description"].endswith(".")


@pytest.mark.parametrize("text", VALID)
def test_what_the_reader_takes_is_valid(text):
    assert glossary.parse(text).problems == ()
    assert validates(text), list(VALIDATOR.iter_errors(yaml_file.load_strings(text)))


@pytest.mark.parametrize("text", INVALID)
def test_what_the_reader_complains_of_is_invalid(text):
    assert glossary.parse(text).problems
    assert not validates(text)


def test_the_bundled_glossaries_are_valid():
    for path in glossary.bundled_paths():
        assert validates(path.read_text(encoding="utf-8"))


def test_the_manual_shows_what_is_read():
    manual = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    rows = re.findall(r"^\| `([^`]+: [^`]+)` \|", manual, re.MULTILINE)
    assert len(rows) == 6
    for text in (shown, *(row for row in rows if not row.startswith("_meta")), "_meta: {name: x}\na: b"):
        assert glossary.parse(text).problems == ()
        assert glossary.parse(text).entries
        assert validates(text)
    for name in (*schema.FIELDS, *schema.MATCHES, *schema.CASES, *schema.SYNONYMS, *schema.CASE_SYNONYMS):
        assert name in manual


def test_what_an_editor_takes_for_numbers_and_truths_is_valid():
    assert VALIDATOR.is_valid({"a": 7, "b": True, "c": [1.5, False], "d": {"en": 7, "note": 3, "added": 2026}})
    assert not VALIDATOR.is_valid({"a": None})


TEXT = st.sampled_from(["", " ", "b", "=", "-", "exact", "any", "smart", "compound", "noun", "\x07"])
VALUE = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=1), max_leaves=4
)
BLOCK = st.dictionaries(st.sampled_from([*FIELDS, "target", "x"]), VALUE, max_size=4) | st.builds(
    lambda en, rest: {"en": en, **rest},
    TEXT,
    st.dictionaries(st.sampled_from(list(FIELDS)), TEXT | st.lists(TEXT, max_size=2), max_size=3),
)


@settings(max_examples=400)
@given(
    st.dictionaries(
        st.sampled_from(["a", "b~", " ", "", "_metal"]), VALUE | BLOCK | st.lists(BLOCK, max_size=2), max_size=2
    )
)
def test_schema_and_reader_agree_on_anything(made):
    text = json.dumps(made, ensure_ascii=False).replace("\x07", "\\u0007")
    problems = glossary.parse(text).problems
    assert VALIDATOR.is_valid(made) == (not problems), problems


def test_it_is_in_the_wheel(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    assert "glossary/glossary.schema.json" in zipfile.ZipFile(wheel).namelist()
