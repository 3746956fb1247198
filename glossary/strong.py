"""The strong and irregular verbs of German, whose forms a word list gives only one reading of.

`stand` is listed as itself, `gedacht` under gedenken; here each form leads to every verb it can belong to, with
separable and inseparable prefixes (`aufgestanden`, `verstand`). Sources: any school grammar.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Infinitive, third person singular of the present tense if its vowel changes (else -), preterite, participle.
_VERBS = """
backen bäckt backte gebacken
befehlen befiehlt befahl befohlen
beginnen - begann begonnen
beißen - biss gebissen
bergen birgt barg geborgen
bersten birst barst geborsten
biegen - bog gebogen
bieten - bot geboten
binden - band gebunden
bitten - bat gebeten
blasen bläst blies geblasen
bleiben - blieb geblieben
braten brät briet gebraten
brechen bricht brach gebrochen
brennen - brannte gebrannt
bringen - brachte gebracht
denken - dachte gedacht
dringen - drang gedrungen
dürfen darf durfte gedurft
empfehlen empfiehlt empfahl empfohlen
essen isst aß gegessen
fahren fährt fuhr gefahren
fallen fällt fiel gefallen
fangen fängt fing gefangen
fechten ficht focht gefochten
finden - fand gefunden
flechten flicht flocht geflochten
fliegen - flog geflogen
fliehen - floh geflohen
fließen - floss geflossen
fressen frisst fraß gefressen
frieren - fror gefroren
geben gibt gab gegeben
gehen - ging gegangen
gelingen - gelang gelungen
gelten gilt galt gegolten
genesen - genas genesen
genießen - genoss genossen
geschehen geschieht geschah geschehen
gewinnen - gewann gewonnen
gießen - goss gegossen
gleichen - glich geglichen
gleiten - glitt geglitten
graben gräbt grub gegraben
greifen - griff gegriffen
haben hat hatte gehabt
halten hält hielt gehalten
hängen - hing gehangen
hauen - hieb gehauen
heben - hob gehoben
heißen - hieß geheißen
helfen hilft half geholfen
kennen - kannte gekannt
klingen - klang geklungen
kommen - kam gekommen
können kann konnte gekonnt
kriechen - kroch gekrochen
laden lädt lud geladen
lassen lässt ließ gelassen
laufen läuft lief gelaufen
leiden - litt gelitten
leihen - lieh geliehen
lesen liest las gelesen
liegen - lag gelegen
lügen - log gelogen
meiden - mied gemieden
messen misst maß gemessen
mögen mag mochte gemocht
müssen muss musste gemusst
nehmen nimmt nahm genommen
nennen - nannte genannt
pfeifen - pfiff gepfiffen
preisen - pries gepriesen
raten rät riet geraten
reiben - rieb gerieben
reißen - riss gerissen
reiten - ritt geritten
rennen - rannte gerannt
riechen - roch gerochen
ringen - rang gerungen
rinnen - rann geronnen
rufen - rief gerufen
saufen säuft soff gesoffen
schaffen - schuf geschaffen
scheiden - schied geschieden
scheinen - schien geschienen
schieben - schob geschoben
schießen - schoss geschossen
schlafen schläft schlief geschlafen
schlagen schlägt schlug geschlagen
schleichen - schlich geschlichen
schleifen - schliff geschliffen
schließen - schloss geschlossen
schmeißen - schmiss geschmissen
schmelzen schmilzt schmolz geschmolzen
schneiden - schnitt geschnitten
schreiben - schrieb geschrieben
schreien - schrie geschrien
schreiten - schritt geschritten
schweigen - schwieg geschwiegen
schwellen schwillt schwoll geschwollen
schwimmen - schwamm geschwommen
schwinden - schwand geschwunden
schwingen - schwang geschwungen
schwören - schwor geschworen
sehen sieht sah gesehen
senden - sandte gesandt
singen - sang gesungen
sinken - sank gesunken
sinnen - sann gesonnen
sitzen - saß gesessen
sollen soll sollte gesollt
sprechen spricht sprach gesprochen
springen - sprang gesprungen
stechen sticht stach gestochen
stehen - stand gestanden
stehlen stiehlt stahl gestohlen
steigen - stieg gestiegen
sterben stirbt starb gestorben
stinken - stank gestunken
stoßen stößt stieß gestoßen
streichen - strich gestrichen
streiten - stritt gestritten
tragen trägt trug getragen
treffen trifft traf getroffen
treiben - trieb getrieben
treten tritt trat getreten
trinken - trank getrunken
trügen - trog getrogen
tun tut tat getan
verderben verdirbt verdarb verdorben
vergessen vergisst vergaß vergessen
verlieren - verlor verloren
verzeihen - verzieh verziehen
wachsen wächst wuchs gewachsen
waschen wäscht wusch gewaschen
weichen - wich gewichen
weisen - wies gewiesen
wenden - wandte gewandt
werben wirbt warb geworben
werden wird wurde geworden
werfen wirft warf geworfen
wiegen - wog gewogen
winden - wand gewunden
wissen weiß wusste gewusst
wollen will wollte gewollt
ziehen - zog gezogen
zwingen - zwang gezwungen
"""

FIXED = ("be", "emp", "ent", "er", "ge", "miss", "ver", "wider", "zer", "über", "unter", "um", "durch", "hinter")
"""Prefixes that stay at the verb; its participle has no ge-."""

PARTICLES = (
    *("ab", "an", "auf", "aus", "bei", "da", "dar", "durch", "ein", "empor", "entgegen", "entlang", "fehl", "fern"),
    *("fest", "fort", "frei", "gegenüber", "gleich", "heim", "her", "herab", "heran", "herauf", "heraus", "herbei"),
    *("herein", "herum", "herunter", "hervor", "hin", "hinab", "hinauf", "hinaus", "hinein", "hinweg", "hinzu"),
    *("hoch", "los", "mit", "nach", "nahe", "nieder", "statt", "teil", "über", "um", "unter", "voran", "voraus"),
    *("vorbei", "vor", "weg", "weiter", "wieder", "zu", "zurück", "zusammen", "zuvor", "zwischen", "bevor", "bereit"),
)
"""Particles that part from the verb; in its participle ge- stands between."""

_UMLAUT = {"a": "ä", "o": "ö", "u": "ü"}


def forms() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The usual forms of the strong verbs with their infinitives, and the participles without their ge-.

    >>> full, bare = forms()
    >>> full["stand"], full["gedacht"], bare["standen"]
    (('stehen',), ('denken',), 'stehen')
    """
    full: dict[str, tuple[str, ...]] = {}
    bare: dict[str, str] = {}
    for line in _VERBS.split("\n"):
        if not line:
            continue
        verb, present, past, participle = line.split()
        for form in (verb, participle, past, past + ("n" if past[-1] == "e" else "en"), present):
            full[form] = (*full[form], verb) if form in full else (verb,)
        if participle.startswith("ge"):
            bare[participle[2:]] = verb
    return full, bare


def rare_forms() -> dict[str, str]:
    """The other forms of the past. They count only where they are no other word: `führen` is none of fahren.

    >>> rare_forms()["führen"], rare_forms()["stünde"]
    ('fahren', 'stehen')
    """
    rare: dict[str, str] = dict.fromkeys(("stünde", "stünden", "stündest", "stündet"), "stehen")
    for line in _VERBS.split("\n"):
        if not line:
            continue
        verb, _, past, _ = line.split()
        if past.endswith("e"):
            rare[past + "st"] = rare[past + "t"] = verb
            continue
        at = max(past.rfind(vowel) for vowel in "aou")
        subjunctive = past if at < 0 else past[:at] + _UMLAUT[past[at]] + past[at + 1 :]
        for form in [past + end for end in ("st", "t", "est", "et")] + [subjunctive + end for end in _SUBJUNCTIVE]:
            rare[form] = verb
    return rare


_SUBJUNCTIVE = ("e", "est", "en", "et")


class Strong:
    """The table of strong forms, made when it is first asked."""

    __slots__ = ("_bare", "_full", "_rare")

    def __init__(self) -> None:
        self._full: dict[str, tuple[str, ...]] = {}
        self._bare: dict[str, str] = {}
        self._rare: dict[str, str] = {}

    def lemmas(self, form: str, lemma: "Callable[[str], str | None]") -> list[str]:
        """The strong verbs, with or without a prefix, that a lower-case form can belong to.

        Args:
            form: the form.
            lemma: what the word list says of a form; a verb it does not know is none.
        """
        if not self._full:
            self._full, self._bare = forms()
        found = list(self._full.get(form, ()))
        if lemma(form) is None:
            self._rare = self._rare or rare_forms()
            found += [self._rare[form]] if form in self._rare else []
        if form.startswith(_PREFIXES):
            found += self._prefixed(form)
        return [verb for verb in dict.fromkeys(found) if lemma(verb) is not None] if found else found

    def _prefixed(self, form: str) -> list[str]:
        """The strong verbs with a prefix that a form would belong to if there were such a verb."""
        found = []
        for at in range(2, min(len(form) - 1, 11)):
            prefix = form[:at]
            if prefix not in _PREFIX_SET:
                continue
            rest = form[at:]
            if prefix in PARTICLE_SET:
                if rest.startswith("zu") and rest[2:] in self._full:
                    rest = rest[2:]
                found += [prefix + verb for verb in self._full.get(rest, ())]
            if prefix in _FIXED_SET:
                verbs = [*self._full.get(rest, ())] if not rest.startswith("ge") else []
                verbs += [self._bare[rest]] if rest in self._bare else []
                found += [prefix + verb for verb in verbs]
        return found


PARTICLE_SET = frozenset(PARTICLES)
_FIXED_SET = frozenset(FIXED)
_PREFIXES = (*PARTICLES, *FIXED)
_PREFIX_SET = frozenset(_PREFIXES)
