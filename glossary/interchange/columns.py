"""What the columns of a table are: from the names in its first line, in English or German, however they are spelled.

A name is taken apart into a side (a language, or source and target) and a field. `German`, `de-DE`, `Quelle`, `Term
(DE)`, `source_term` all name the source's term; `Definition`, `German Note`, `Kommentar` name remarks.
"""

import re
from typing import NamedTuple

SOURCE, TARGET = "source", "target"


class Role(NamedTuple):
    """What a column is: a field, and whose it is (`source`, `target`, or empty for the concept)."""

    field: str
    side: str = ""


_WORDS = {
    "term": "term terms benennung benennungen bezeichnung begriff begriffe wort word words phrase text ausdruck entry "
    "eintrag value",
    "forms": "variant variants variante varianten synonym synonyms synonyme forms formen spelling spellings "
    "schreibweise schreibweisen alternative alternatives",
    "forbidden": "forbidden verboten deprecated unzulässig donotuse nichtverwenden forbiddenterms forbiddenterm "
    "verbotenebenennung notallowed",
    "note": "note notes comment comments remark remarks explanation description definition definitions kommentar "
    "kommentare anmerkung anmerkungen bemerkung bemerkungen notiz notizen erläuterung erklärung hinweis hinweise "
    "definitionen beschreibung usagenote usage info context kontext example beispiel translatorcomments "
    "developercomments termdefinition",
    "domain": "domain domains subject subjects subjectfield subjectfields subjectarea fachgebiet sachgebiet gebiet "
    "bereich thema topic domäne category kategorie rubrik edomains",
    "pos": "pos partofspeech wortart wortklasse wordclass",
    "status": "status termstatus usagestatus administrativestatus approval verwendungsstatus freigabe state",
    "keep": "dnt donottranslate untranslatable nichtübersetzen nontranslatable readonly",
    "needed": "translationneeded übersetzungnötig",
    "match": "match matching",
    "case": "case",
    "sensitive": "casesensitive casesensitivity",
    "added": "added date created creationdate createdat createdon datecreated entrycreated erstellt angelegt datum "
    "hinzugefügt erstelltam erstellungsdatum",
    "id": "id entryid entrynumber conceptid nr number eid eintragsnummer termid uuid",
    "language": "language sprache lang lcode languagecode locale sprachcode",
    "kind": "type termtype ttype benennungstyp",
    "nothing": "location fuzzy url link image bild modified lastmodified author createdby modifiedby client kunde "
    "project projekt priority reliability treliability gender genus frequency relevance xref source quelle "
    "reference referenz fundstelle customer eorigin",
}
_FIELDS = {word: field for field, words in _WORDS.items() for word in words.split()}
_FIELDS.update({"tterm": "term", "lcode": "language"})
_SIDE_WORDS = {
    SOURCE: "source src quelle quell ausgang ausgangs ausgangssprache quellsprache original originalterm",
    TARGET: "target tgt ziel zielsprache translation translations übersetzung übersetzungen ziels",
}
_SIDES = {word: side for side, words in _SIDE_WORDS.items() for word in words.split()}
_GLUED = {
    "sourceterm": Role("term", SOURCE),
    "targetterm": Role("term", TARGET),
    "quellbegriff": Role("term", SOURCE),
    "quellterm": Role("term", SOURCE),
    "ausgangsbegriff": Role("term", SOURCE),
    "zielbegriff": Role("term", TARGET),
    "zielterm": Role("term", TARGET),
    "sourcelang": Role("language", SOURCE),
    "targetlang": Role("language", TARGET),
    **{word: Role("term", side) for word, side in _SIDES.items()},
    **{word: Role(field) for word, field in _FIELDS.items() if word not in _SIDES},
}
_NAMES = {
    "de": frozenset({"de", "deu", "ger", "german", "deutsch", "deutsche", "deutscher"}),
    "en": frozenset({"en", "eng", "english", "englisch", "englische", "englischer"}),
    "fr": frozenset({"fr", "fra", "fre", "french", "français", "französisch"}),
    "es": frozenset({"es", "spa", "spanish", "español", "spanisch"}),
    "it": frozenset({"it", "ita", "italian", "italiano", "italienisch"}),
    "pt": frozenset({"pt", "por", "portuguese", "português", "portugiesisch"}),
    "nl": frozenset({"nl", "nld", "dut", "dutch", "nederlands", "niederländisch"}),
    "pl": frozenset({"pl", "pol", "polish", "polski", "polnisch"}),
    "ru": frozenset({"ru", "rus", "russian", "русский", "russisch"}),
}
_REGIONS = (
    "germany deutschland austria österreich at switzerland schweiz ch li lu us usa uk gb ca au ie united states "
    "kingdom international great britain"
)
_COUNTRIES = frozenset(_REGIONS.split())
_LANGUAGE = {"language", "sprache", "lang", "code", "locale"}
_CODE = re.compile(r" *[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})? *")
_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])")
_TOKEN = re.compile(r"[^\W\d_]+")


def language_of(text: str, langs: tuple[str, str]) -> str:
    """Which side a language code or name stands for, or empty; regions do not matter.

    >>> language_of("de-AT", ("de", "en")), language_of("EN_us", ("de", "en")), language_of("fr", ("de", "en"))
    ('source', 'target', '')
    """
    tokens = _TOKEN.findall(text.casefold())
    if not tokens:
        return ""
    for side, lang in zip((SOURCE, TARGET), langs, strict=True):
        if tokens[0] == lang or tokens[0] in _NAMES.get(lang, ()):
            return side
    return ""


def role_of(name: str, langs: tuple[str, str]) -> Role | None:
    """What a column of this name is; None if the name says nothing.

    >>> role_of("German (Germany)", ("de", "en")), role_of("Kommentar", ("de", "en")), role_of("OPEC", ("de", "en"))
    (Role(field='term', side='source'), Role(field='note', side=''), None)
    """
    if len(name) > 80:
        return None
    tokens = _TOKEN.findall(_CAMEL.sub(" ", name.strip().lstrip("#'")).casefold())
    glued = "".join(tokens)
    return _GLUED[glued] if glued in _GLUED else _taken_apart(tokens, langs)


def _taken_apart(tokens: list[str], langs: tuple[str, str]) -> Role | None:
    """What a name of several words is: one of them says whose column it is, the others what stands in it."""
    side = ""
    rest: list[str] = []
    for token in tokens:
        named = language_of(token, langs) or _SIDES.get(token, "")
        if named and not side:
            side = named
        elif not (side and (token in _COUNTRIES or named == side)):
            rest.append(token)
    if not side:
        return None
    if not rest:
        return Role("term", side)
    if all(token in _LANGUAGE for token in rest):
        return Role("language", side)
    field = _FIELDS.get("".join(rest)) or _FIELDS.get(rest[-1]) or _FIELDS.get(rest[0])
    return Role(field, side) if field else None


def roles_of(names: list[str], langs: tuple[str, str]) -> list[Role | None] | None:
    """What the columns of a table are if its first line names them; None if that line is an entry like the others.

    >>> roles_of(["Begriff", "Übersetzung", "Quelle"], ("de", "en"))
    [Role(field='term', side='source'), Role(field='term', side='target'), None]
    """
    roles = [role_of(name, langs) for name in names]
    if any(role is not None and role.field == "language" and not role.side for role in roles) and Role("term") in roles:
        return roles
    if len(names) in (4, 5) and not any(roles[:2]) and all(_CODE.fullmatch(name) for name in names[2:4]):
        return None  # an entry with the codes of its languages, as DeepL writes it
    named = [
        role is not None and role.field == "term" and any(language_of(token, langs) for token in _TOKEN.findall(name))
        for role, name in zip(roles, names, strict=True)
    ]
    if sum(named) >= 2:
        # Where languages are named, a column `Quelle` or `Source` says where a term was found.
        roles = [
            None if role in (Role("term", SOURCE), Role("term", TARGET)) and not tongue else role
            for role, tongue in zip(roles, named, strict=True)
        ]
    for side in (SOURCE, TARGET):
        if Role("term", side) not in roles:
            roles = [Role("term", side) if role == Role("language", side) else role for role in roles]
    source = Role("term", SOURCE)
    if Role("term") in roles and (source not in roles or roles.index(Role("term")) < roles.index(source)):
        roles = [None if role == source else role for role in roles]
        roles[roles.index(Role("term"))] = source
    if source not in roles or Role("term", TARGET) not in roles:
        return None
    if roles.count(source) > 1 and not any(named):
        first = roles.index(source)
        roles = [None if role == source and at != first else role for at, role in enumerate(roles)]
    return roles
