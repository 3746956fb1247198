"""The names of elements and categories in the dialects of TBX, and those that our own files add as notes.

Checked against the schemas of TBX-Basic (dca and dct) that the standard's editors publish: `termNote` only in
`termSec`; `subjectField` only in `conceptEntry`; `definition` in `conceptEntry` and `langSec`; the statuses and word
classes below. Version 2 names the same things `termEntry`, `langSet`, `tig` or `ntig`; TBX-Min has groups.
"""

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
MARK = "Lesepult glossary"
"""What our own files say of their origin; in them texts are taken exactly."""

ROOTS = frozenset({"tbx", "TBX", "martif"})
CONCEPTS = frozenset({"conceptEntry", "termEntry"})
LANGUAGES = frozenset({"langSec", "langSet", "langGroup"})
FORMS_OF_TERM = frozenset({"termSec", "tig", "ntig", "termGroup"})

DCA = frozenset({"descrip", "termNote", "admin", "transac", "descripNote", "adminNote", "transacNote", "xref", "ref"})
"""Elements whose `type` is the category."""

STATUSES = frozenset({"administrativestatus", "normativeauthorization", "termstatus", "status", "usagestatus"})
TERMS = STATUSES | {"term", "termtype", "partofspeech"}
"""Categories of a term, in lower case and without blanks."""

REMARKS = frozenset({"note", "definition", "explanation", "usagenote", "remark", "comment"})
"""Categories that become the remark of an entry, likewise."""

DOMAINS = frozenset({"subjectfield", "subject", "domain"})
SILENT = frozenset({"p", "responsibility"})
"""What nobody misses in an entry."""

_NAMES = (
    "p date term note administrativeStatus normativeAuthorization termStatus termType partOfSpeech definition "
    "explanation usageNote subjectField transactionType context source grammaticalGender geographicalUsage "
    "termLocation customerSubset projectSubset crossReference externalCrossReference xGraphic responsibility "
    "reliabilityCode"
)
TEXTS = DCA | frozenset(_NAMES.split())
"""Elements whose text is looked at."""

MACHINE = frozenset({"x-match", "x-case", "x-pos", "x-added", "x-note", "translation needed"})
"""Beginnings of notes that are for programs; a remark that begins like one is written behind `x-note: `."""

PARTS_OF_SPEECH = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb", "name": "noun"}
"""Our word classes in TBX-Basic, which has only these and `other`."""
