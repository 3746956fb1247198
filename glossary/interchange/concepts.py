"""From a concept, as other programs keep it, to entries: several terms in each language, each with its own status.

What is decided here, for all formats alike:

- The first preferred German term is the entry; the others are its `forms`, since whoever reads wants them found.
- An acronym or abbreviation is an entry of its own if the other language has one as well (EU: EU), for then it has a
  preferred translation of its own. Without a counterpart it is a form like any synonym.
- English terms that are deprecated, superseded or forbidden are `forbidden`; the rest are targets, preferred first.
- A concept that must not be translated has the term itself as its first target.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from glossary.entry import Entry
from glossary.interchange import cleaning
from glossary.schema import CASES, KEEP, LONGEST, MATCHES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from glossary.entry import Case, Match
    from glossary.interchange.findings import Findings

Status = Literal["", "preferred", "admitted", "forbidden"]

MOST_TERMS = 500
"""No concept has more terms."""

SHORT = frozenset(
    {"acronym", "abbreviation", "initialism", "shortform", "short form", "abkürzung", "akronym", "abbrev"}
)
"""Kinds of term that may be an entry of their own."""


def _each(words: str, value: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), value)


_STATUSES = {
    **_each(
        "preferred preferredterm approved recommended standardized standardised standard bevorzugt freigegeben "
        "empfohlen genehmigt vorzugsbenennung reviewed",
        "preferred",
    ),
    **_each(
        "admitted admittedterm allowed accepted permitted provisional proposed legalterm regulatedterm nonstandard "
        "standardizedterm zulässig zugelassen erlaubt akzeptiert vorgeschlagen vorläufig",
        "admitted",
    ),
    **_each(
        "forbidden deprecated deprecatedterm superseded supersededterm obsolete prohibited rejected notrecommended "
        "donotuse notallowed unapproved verboten veraltet unzulässig abgelehnt nichtverwenden nichtempfohlen ersetzt "
        "überholt archaic",
        "forbidden",
    ),
}
_POS = {
    **_each("noun n substantiv nomen hauptwort subst commonnoun nounphrase", "noun"),
    **_each("verb v vb zeitwort tunwort verbphrase", "verb"),
    **_each("adj adjective a adjektiv eigenschaftswort", "adj"),
    **_each("adv adverb umstandswort", "adv"),
    **_each("name propernoun pn eigenname proper", "name"),
    **_each("phrase phraseologicalunit phraseological sentence setphrase satz wendung", "phrase"),
}
_UNSAID = frozenset({"", "other", "-", "none", "unknown", "unspecified", "andere", "sonstige"})
_TRUTHS = {**_each("1 true yes y ja j x wahr forbidden verboten", "1"), **_each("0 false no n nein falsch -", "")}


class Designation(NamedTuple):
    """One term of a concept.

    Attributes:
        text: the term as it stands in the file.
        status: what the file says of it.
        kind: its type (acronym, variant, fullForm ...), or empty.
    """

    text: str
    status: Status = ""
    kind: str = ""


@dataclass(slots=True)
class Concept:
    """What a file says about one concept in two languages; filled while it is read."""

    line: int = 0
    name: str = ""
    sources: list[Designation] = field(default_factory=list)
    targets: list[Designation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    pos: str = ""
    added: str = ""
    match: str = ""
    case: str = ""
    keep: bool = False


class Rules(NamedTuple):
    """How to take texts: exactly as they stand (our own files), and whether short forms are entries of their own."""

    verbatim: bool = False


def status_of(text: str) -> Status:
    """What a status means, in any of the spellings that are met.

    >>> status_of("deprecatedTerm-admn-sts"), status_of("Nicht verwenden"), status_of("?")
    ('forbidden', 'forbidden', '')
    """
    letters = "".join(filter(str.isalpha, text.casefold().replace("-admn-sts", "")))
    return cast("Status", _STATUSES.get(letters, ""))


def pos_of(text: str) -> str:
    """A word class by our name; one we have no name for stays as it is, "other" is none.

    >>> pos_of("properNoun"), pos_of("Substantiv"), pos_of("other"), pos_of("pronoun")
    ('name', 'noun', '', 'pronoun')
    """
    plain = text.strip()
    if plain.casefold() in _UNSAID:
        return ""
    letters = "".join(filter(str.isalpha, plain.casefold()))
    return _POS.get(letters, plain)


def truth(text: str) -> bool | None:
    """Yes, no, or None if a cell says neither.

    >>> truth("Ja"), truth("FALSE"), truth("tariff")
    (True, False, None)
    """
    said = _TRUTHS.get(text.strip().casefold())
    return None if said is None else bool(said)


def entries_of(concept: Concept, findings: "Findings", langs: tuple[str, str], rules: Rules) -> "Iterator[Entry]":
    """The entries of a concept: one, several with its acronyms, or none with the reason in the findings."""
    sources = [
        term for term in _clean(concept.sources, concept, findings, rules) if _is_key(term.text, concept, findings)
    ]
    targets = _clean(concept.targets, concept, findings, rules)
    name = concept.name or (concept.sources or concept.targets or [Designation("")])[0].text
    if not sources:
        if not concept.sources:
            findings.refuse(concept.line, f"no {_language(langs[0])} term", name)
        return
    if concept.keep:
        targets = [Designation(sources[0].text, "preferred"), *targets]
    wanted = [term for term in targets if term.status != "forbidden"]
    if not wanted:
        if not concept.targets:
            findings.refuse(concept.line, f"no {_language(langs[1])} term", name)
        elif targets:
            findings.refuse(concept.line, f"every {_language(langs[1])} term is forbidden", name)
        return
    wanted.sort(key=lambda term: term.status != "preferred")
    forbidden = tuple(dict.fromkeys(term.text for term in targets if term.status == "forbidden"))
    lead = next((term for term in sources if term.status == "preferred"), None)
    lead = lead or next((term for term in sources if term.status != "forbidden"), sources[0])
    if len(wanted) > 1 and any(term.text == KEEP for term in wanted):
        wanted = [term for term in wanted if term.text != KEEP] or wanted[:1]
        findings.lose("translation =", name, "among others it stands for the term itself")
    if any(term.status == "forbidden" for term in sources):
        findings.lose("deprecated source terms", lead.text, "they are found all the same")
    others = [term for term in sources if term is not lead]
    short = _short_pairs(others, wanted, lead, rules)
    main = [term for term in wanted if term not in short.values()] or wanted
    rest = [term for term in wanted if term not in main]
    forms = tuple(
        dict.fromkeys(term.text for term in others if term not in short and (rules.verbatim or term.text != lead.text))
    )
    common = _Common(concept, findings, rules)
    yield common.entry(lead.text, [*main, *rest], forbidden, forms)
    for source, target in short.items():
        yield common.entry(source.text, [target, *(term for term in wanted if term != target)], forbidden, ())


def _language(code: str) -> str:
    return {"de": "German", "en": "English"}.get(code, code)


def _short_pairs(
    others: list[Designation], wanted: list[Designation], lead: Designation, rules: Rules
) -> dict[Designation, Designation]:
    """Acronyms of the one language with those of the other, in their order."""
    if rules.verbatim or not others:
        return {}
    sources = [term for term in others if term.kind.casefold() in SHORT and term.text != lead.text]
    targets = [term for term in wanted if term.kind.casefold() in SHORT]
    return dict(zip(dict.fromkeys(sources), dict.fromkeys(targets), strict=False))


def _clean(terms: "Iterable[Designation]", concept: Concept, findings: "Findings", rules: Rules) -> "list[Designation]":
    """The terms that can be part of an entry; the others are problems."""
    found: list[Designation] = []
    for number, term in enumerate(terms):
        if number >= MOST_TERMS:
            findings.lose("further terms", term.text, f"a concept has at most {MOST_TERMS}")
            break
        try:
            text = _verbatim(term.text) if rules.verbatim else cleaning.term(term.text)
        except cleaning.UnfitError as error:
            findings.refuse(concept.line, str(error), term.text, "Mend it in the file or where it comes from")
            continue
        if text:
            found.append(term if text == term.text else term._replace(text=text))
    return found


def _is_key(text: str, concept: Concept, findings: "Findings") -> bool:
    """Whether a text is short enough for a term of the source, which is a key in the file."""
    if len(text) > cleaning.LONGEST_TERM:
        findings.refuse(concept.line, f"over {cleaning.LONGEST_TERM:,} characters long", text)
        return False
    return True


def _verbatim(text: str) -> str:
    cleaning.refuse_control(text)
    if "\n" in text or "\r" in text or "\t" in text or len(text) > LONGEST:
        return cleaning.term(text)
    return text if not text.isspace() else ""


class _Common:
    """What the entries of one concept share. A class because cleaning it once is half the work."""

    __slots__ = ("_added", "_case", "_domain", "_line", "_match", "_note", "_path", "_pos")

    def __init__(self, concept: Concept, findings: "Findings", rules: Rules) -> None:
        one = _exact_text if rules.verbatim else _short_text
        notes = [text if rules.verbatim else cleaning.remark(text) for text in concept.notes]
        self._note = cleaning.without_breaks(cleaning.without_control("\n".join(dict.fromkeys(filter(None, notes)))))
        self._domain = "; ".join(dict.fromkeys(filter(None, map(one, concept.domains))))
        self._pos = one(concept.pos)
        self._added = one(concept.added)
        self._match = cast("Match", concept.match if concept.match in MATCHES else "inflected")
        self._case = cast("Case", concept.case if concept.case in CASES else "smart")
        self._path, self._line = findings.path, concept.line

    def entry(
        self, source: str, targets: list[Designation], forbidden: tuple[str, ...], forms: tuple[str, ...]
    ) -> Entry:
        return Entry(
            source,
            tuple(dict.fromkeys(term.text for term in targets)),
            forbidden=forbidden,
            note=self._note,
            domain=self._domain,
            match=self._match,
            forms=forms,
            case=self._case,
            pos=self._pos,
            added=self._added,
            path=self._path,
            line=self._line,
        )


def _exact_text(text: str) -> str:
    """A field as it stands, if that is one line."""
    text = cleaning.without_control(text)
    if "\n" in text or "\r" in text or "\t" in text:
        text = " ".join(text.split())
    return text[:LONGEST]


def _short_text(text: str) -> str:
    """A field on one line; what cannot be shown is taken out, since the entry is worth more than its label."""
    return " ".join(cleaning.remark(text).split())[: cleaning.LONGEST_TERM]
