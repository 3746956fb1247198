"""What stands around articles on web pages: buttons, counters, teasers, walls. It is dimmed and not sent.

A phrase counts only as a whole paragraph. The words of German and English news sites are here; what a page says with
its elements is `formats.article`'s. Invariant: a sentence of a text is never boilerplate, and of headings only those
are that stand over teasers: a manual has a chapter `Drucken`, a newspaper a column `Kommentar`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

LONGEST: Final = 400
"""A longer paragraph is a part of the text."""
_SHORT: Final = 200
_EDGES: Final = " \t:…»«›‹→←↑↓▸▶►▼▾|·•+-–—>"

_SPOKEN: Final = ("“", "»", "«", '"', ",", ";", "‘")
"""So end the lines of a dialogue or a poem, and none of those that are looked for."""
_ENDS: Final = f"{_EDGES}!?"
_OPENERS: Final = frozenset(f"{_EDGES}0123456789(©")
_OVER_TEASERS: Final = frozenset((
    "lesen sie auch", "lesen sie dazu auch", "lesen sie dazu", "lesen sie hierzu auch", "lesen sie mehr zum thema",
    "lesen sie mehr", "lesen sie weiter", "lies auch", "lies dazu auch", "mehr zum thema", "mehr zu diesem thema",
    "mehr dazu", "mehr aus dem ressort", "mehr aus diesem ressort", "mehr von diesem autor",
    "das könnte sie auch interessieren", "das könnte dich auch interessieren", "das könnte sie interessieren",
    "das könnte dich interessieren", "könnte sie auch interessieren", "auch interessant", "ebenfalls interessant",
    "weitere artikel", "weitere artikel zum thema", "weitere meldungen", "weitere nachrichten",
    "weitere beiträge", "ähnliche artikel", "ähnliche beiträge", "verwandte artikel", "verwandte beiträge",
    "verwandte themen", "passend dazu", "passend zum thema", "passend zum artikel", "empfohlener externer inhalt",
    "empfohlener redaktioneller inhalt", "empfehlungen der redaktion", "leseempfehlungen",
    "unsere leseempfehlungen", "meistgelesen", "meistgelesene artikel", "meistgelesene beiträge",
    "meistgelesen diese woche", "meist gelesen", "am meisten gelesen", "beliebte artikel", "beliebteste artikel",
    "aktuelle artikel", "neueste artikel", "neueste beiträge", "neueste kommentare", "top-themen", "topthemen",
    "top-artikel", "mehr aus dem web", "aus dem web", "für sie empfohlen", "empfohlen für sie",
    "dossier zum thema", "die wichtigsten nachrichten des tages", "newsletter abonnieren",
    "diskutieren sie mit", "diskutieren sie über diesen artikel", "ihre meinung zum thema",
    "related articles", "related stories", "read more", "more on this story", "you might also like", "most read",
    "you may also like", "recommended for you", "read also",
))  # fmt: skip
_FIXED: Final = _OVER_TEASERS | frozenset((
    # Buttons
    "anzeige", "werbung", "advertisement", "weitere themen", "schlagwörter", "unsere empfehlungen", "unser newsletter",
    "teilen", "drucken", "merken", "artikel teilen", "artikel drucken", "artikel merken", "artikel speichern",
    "artikel verschenken", "artikel versenden", "artikel empfehlen", "artikel weiterempfehlen", "artikel anhören",
    "artikel vorlesen", "beitrag teilen", "beitrag drucken", "beitrag anhören", "beitrag vorlesen", "seite drucken",
    "seite teilen", "diesen artikel teilen", "diesen artikel drucken", "diesen artikel anhören", "text vorlesen",
    "vorlesen", "vorlesen lassen", "diesen beitrag teilen", "auf die merkliste", "zur merkliste hinzufügen",
    "auf merkliste setzen", "zur merkliste", "merkliste", "per e-mail teilen", "per e-mail versenden",
    "per mail teilen", "per mail senden", "auf facebook teilen", "auf twitter teilen", "auf x teilen",
    "auf whatsapp teilen",
    "über whatsapp teilen", "auf linkedin teilen", "auf mastodon teilen", "auf bluesky teilen", "auf xing teilen",
    "bei facebook teilen", "bei twitter teilen", "bei whatsapp teilen", "link kopieren", "link kopiert",
    "url kopieren", "link in die zwischenablage kopiert", "bild vergrößern", "bild vergrössern", "bilderstrecke öffnen",
    "bilderstrecke anzeigen", "galerie öffnen", "zur bildergalerie", "zur bilderstrecke", "video abspielen",
    "video ansehen", "audio abspielen", "podcast abspielen", "icon: teilen", "icon: drucken", "icon: menü",
    "schriftgröße ändern", "schrift vergrößern", "pdf herunterladen", "als pdf herunterladen", "artikel als pdf",
    "rss-feed abonnieren", "share", "print", "share this article", "print this article", "copy link",
    # Ways through the site
    "zum inhalt springen", "zum inhalt", "zum hauptinhalt springen", "zum hauptinhalt", "direkt zum inhalt",
    "zur navigation springen", "zur hauptnavigation springen", "zur suche springen", "zum seitenende springen",
    "springe zum inhalt", "zum artikel springen", "zur startseite", "zurück zur startseite", "zur übersicht",
    "zurück zur übersicht", "zum seitenanfang", "zurück zum seitenanfang", "seitenanfang", "nach oben springen",
    "nach oben scrollen", "weiterlesen", "jetzt weiterlesen", "hier weiterlesen", "mehr lesen", "mehr erfahren",
    "mehr anzeigen", "weniger anzeigen", "alles anzeigen", "alle anzeigen", "mehr laden", "menü öffnen",
    "menü schließen", "suche öffnen", "suche schließen", "hauptnavigation", "hauptmenü", "nächster artikel",
    "vorheriger artikel", "voriger artikel", "nächster beitrag", "vorheriger beitrag", "zum thema", "zum artikel",
    "auf einer seite lesen", "artikel auf einer seite lesen", "alles auf einer seite", "inhaltsverzeichnis anzeigen",
    "skip to content", "skip to main content", "back to top", "continue reading", "newsletter", "e-paper",
    # Comments
    "kommentare", "comments", "comment", "leserkommentare", "kommentar schreiben", "kommentar verfassen",
    "kommentar abgeben", "kommentar hinterlassen", "schreibe einen kommentar", "schreiben sie einen kommentar",
    "einen kommentar schreiben", "jetzt kommentieren", "artikel kommentieren", "kommentieren", "kommentare anzeigen",
    "kommentare lesen", "kommentare ansehen", "zu den kommentaren", "zum kommentarbereich", "alle kommentare anzeigen",
    "alle kommentare öffnen", "kommentare öffnen", "keine kommentare", "noch keine kommentare", "mitdiskutieren",
    "die kommentarfunktion ist geschlossen", "die kommentarfunktion wurde geschlossen", "kommentare deaktiviert",
    "diskussion zum artikel", "zum forum", "im forum diskutieren", "antworten", "antwort abbrechen", "add a comment",
    "leave a comment", "leave a reply", "no comments",
    # Letters by mail, subscriptions, walls
    "newsletter bestellen", "zum newsletter anmelden", "zum newsletter", "newsletter anmelden", "jetzt abonnieren",
    "jetzt anmelden", "jetzt registrieren", "jetzt kostenlos anmelden", "jetzt kostenlos registrieren", "jetzt testen",
    "jetzt kostenlos testen", "jetzt bestellen", "jetzt spenden", "jetzt freischalten", "abo abschließen",
    "zum abo", "zu den abo-angeboten", "zu den angeboten", "abo testen", "einloggen", "hier einloggen",
    "bereits abonnent", "bereits abonniert", "sie sind bereits abonnent", "sie haben bereits ein abo",
    "sie haben bereits ein konto", "schon abonnent", "exklusiv für abonnenten", "nur für abonnenten", "abo",
    "exklusiv für abonnentinnen und abonnenten", "nur für abonnentinnen und abonnenten", "spiegel plus", "z plus",
    "spiegel", "sz plus", "f plus", "welt plus", "heise plus", "telepolis", "plus-artikel", "premium-artikel",
    "artikel nur für abonnenten", "dieser artikel ist kostenpflichtig", "alle cookies akzeptieren",
    "cookies akzeptieren", "alle akzeptieren", "alle ablehnen", "akzeptieren und weiter", "nur notwendige cookies",
    "nur notwendige", "zustimmen und weiter", "einwilligen und weiter", "einstellungen verwalten", "cookie-hinweis",
    "cookie-einstellungen", "cookies verwalten", "datenschutz-einstellungen", "privatsphäre-einstellungen",
    "weiter mit werbung", "weiter mit werbung lesen", "externe inhalte anzeigen", "externen inhalt laden",
    "inhalte anzeigen", "accept all", "accept cookies", "reject all",
    # Endings
    "anzeige ende", "ende der anzeige", "ende der werbung", "zur person", "über den autor", "über die autorin",
    "zum autor", "zur autorin", "fehler melden", "fehler gefunden", "feedback geben", "feedback senden",
    "korrektur melden", "rechte am artikel erwerben", "artikel lizenzieren", "nutzungsrechte",
    "nutzungsrechte erwerben", "rechte und genehmigungen", "alle rechte vorbehalten", "permalink", "kurzlink",
)) - {"spiegel", "telepolis", "antworten", "zum thema", "zur person", "abo", "comment"}  # fmt: skip
_BUTTONS: Final = frozenset((
    "teilen", "drucken", "merken", "mailen", "e-mail", "email", "mail", "facebook", "twitter", "x", "whatsapp",
    "linkedin", "xing", "mastodon", "bluesky", "threads", "telegram", "pinterest", "pocket", "flipboard", "instagram",
    "tumblr", "reddit", "messenger", "threema", "signal", "sms", "kopieren", "link", "vorlesen", "anhören",
    "kommentieren", "kommentare", "verschenken", "speichern", "versenden", "empfehlen", "tweet", "tweeten", "twittern",
    "pdf", "rss", "feedback", "share", "print", "copy", "auf", "per", "via",
))  # fmt: skip
_NETWORKS: Final = frozenset((
    "teilen", "drucken", "merken", "facebook", "twitter", "whatsapp", "linkedin", "xing", "pinterest", "tweet", "share",
))  # fmt: skip
_BEGINNINGS: Final = frozenset(phrase.partition(" ")[0] for phrase in _FIXED | _BUTTONS)
_PARTING: Final = str.maketrans("|/·•,", "     ")
_MOST_BUTTONS: Final = 24
_SIGNED: Final = 30
_FIRST: Final = frozenset(
    """dpa dpa-infocom dpa/afp afp reuters rtr epd kna dapd ddp picture bild bilder bildquelle foto fotos quelle credit
    copyright illustration grafik karte video © (c) kommentar kommentare leserkommentare comment comments lesezeit
    lesedauer geschätzte ca. artikel beitrag text anhören vorlesen weiterlesen s+ z+ f+ sz+ sz welt+ heise+ spiegel+
    plus+ nzz bereits schon""".split()  # noqa: SIM905 - words read better as words
)
_COMMON_FIRST: Final = frozenset(
    ("keine", "alle", "lesen", "lies", "jetzt", "hier", "auf", "einen", "den", "mehr", "sie", "mit", "seite")
)
_TELLING: Final = (
    "omment", "seite", "lesen", "test", "abo", "agentur", "material", "geht", "thema", "dazu", "auch", "konto", "login",
    "inhalten", "informationen", "angemeldet", "registriert", "mehr", "hier:",
)  # fmt: skip
"""How the lines begin that `_patterns` is asked about, and what those hold that begin with a common word: quickly
seen, since a novel has many short lines."""
_FIRST_WORDS: Final = frozenset(
    """wir diese unsere mit durch dieser um zum bitte melden loggen an ich abonnieren bestellen jetzt erhalten bekommen
    this""".split()  # noqa: SIM905 - words read better as words
)
"""The first words of what `_sentences` is asked about."""

_AGENCY: Final = (
    r"(?:dpa(?:[-/][A-Za-z]+)*|AFP|AP|Reuters|rtr|Rtr|epd|KNA|APA|SDA|sda|SID|sid|dts|DAPD|dapd|ddp|EPA|epa|ANSA|"
    r"Getty(?: Images)?|imago(?: images)?|IMAGO|picture[ -]alliance|AP Photo|Keystone|KEYSTONE|Shutterstock|"
    r"shutterstock(?:\.com)?|iStock|Unsplash|Pixabay|pixabay|Adobe ?Stock|stock\.adobe\.com|ullstein ?bild|Bloomberg|"
    r"Laif|laif|action press|ddp images|Wikimedia Commons|CC[ -]BY(?:-[A-Z]{2})*(?: ?\d\.\d)?|EPD|Picture Alliance)"
)
_NAME: Final = r"[A-ZÄÖÜ][\w.'’-]*(?: (?:von|van|de|der|al|und|&) | )?"
_CASED: Final = (
    rf"\({_AGENCY}(?: ?[/,+] ?[\w.-]+){{0,5}}\)",
    rf"{_AGENCY}(?: ?/ ?[\w.-]+){{1,5}}",
    rf"[a-zäöü]{{2,5}}(?:/[a-zäöü]{{2,5}}){{0,3}}/{_AGENCY}(?: ?/ ?[\w.-]+){{0,5}}",
    r"dpa|AFP|Reuters|epd|KNA|dapd|ddp|picture alliance",
    (
        rf"(?:Bild|Foto|Fotos|Bilder|Bildquelle|Quelle|Copyright|Credit|Illustration|Grafik|Karte|©|\(c\)|Video):? ?"
        rf"(?:© ?)?(?:[^.!?]{{0,40}}[ /(,|]|){_AGENCY}\b[^.!?]{{0,40}}"
    ),
    rf"Fotos?: ?(?:{_NAME}){{2,4}}(?:/ ?(?:{_NAME}){{1,4}})?",
    rf"© ?(?:{_AGENCY}|[\w.-]+)(?:[ ,/]{{1,2}}[\w.:/&-]+){{0,7}}(?:[.,] Alle Rechte vorbehalten\.?)?",
    (
        rf"\(?[Mm]it (?:Material|Informationen|Inhalten) (?:von|der|des|aus) (?:(?:den )?Agenturen |der )?"
        rf"(?:{_AGENCY}(?:,? (?:und|sowie)? ?|))+\.?\)?"
    ),
    r"\(?[Mm]it Agentur(?:material|en)\.?\)?",
    r"Quelle: [\w-]+\.(?:de|at|ch|com|net|org|eu)(?:/[\w.-]+)*",
    rf"© ?{_AGENCY}[-\w]*, dpa:[\d/-]{{6,}}",
    r"dpa:\d{6}-\d{1,3}-[\d/-]+",
)
_ANY_CASE: Final = (
    r"(?:\d[\d.]* |keine )?(?:leser)?kommentare?(?: ?\(\d[\d.]*\)| (?:schreiben|lesen|anzeigen))?(?<!kommentar)",
    r"(?:1|\d[\d.]*) (?:leser)?kommentare?",
    r"kommentare?:? ?\(?\d[\d.]*\)?",
    r"(?:\d[\d,]* )?comments(?: \(\d+\))?",
    r"alle \d[\d.]* kommentare (?:anzeigen|lesen|öffnen)",
    r"comments? \(\d+\)",
    r"1 comment",
    r"(?:geschätzte )?lese(?:zeit|dauer)(?: des artikels| ca\.?)?:?(?: ca\.?| etwa)? ?\d{1,3} ?(?:min(?:uten?)?\.?|′)",
    r"(?:ca\. )?\d{1,3} ?(?:min\.?|minuten?) (?:lesezeit|lesedauer)",
    r"\d{1,3} min(?:ute)? read",
    r"(?:artikel |beitrag |jetzt )?(?:anhören|vorlesen)(?: \(?\d{1,3}(?::\d\d)?(?: ?min(?:uten?)?\.?)?\)?)?",
    r"(?:artikel|beitrag|text) anhören ?[·•|]? ?\d{1,3}(?::\d\d| min(?:uten?)?\.?)",
    r"(?:weiter)?lesen mit (?:spiegel|sz|f|z|welt|heise|nzz)\b.{0,20}",
    r"(?:jetzt )?weiterlesen mit .{2,30}",
    r"seite \d+ von \d+",
    r"auf seite \d+ weiterlesen",
    r"(?:lesen sie|lies) (?:auch|dazu|dazu auch|hierzu|mehr|hier)(?: ?[:–|-] ?.{3,160})",
    r"mehr (?:zum thema|dazu)(?: ?[:–|] ?.{3,160})",
    r"(?:hier|jetzt) (?:geht es|geht's) zu[rm]? .{3,60}",
    r"(?:jetzt|einen|den ersten) monat (?:für \d.{0,20} |gratis |kostenlos )?(?:testen|lesen)!?",
    r"jetzt \d+ (?:wochen|monate?|tage) (?:für .{1,20}|gratis|kostenlos|ab .{1,20}) (?:testen|lesen)!?",
    r"(?:s\+|z\+|f\+|sz\+|sz plus|welt\+|heise\+|spiegel\+|plus\+|nzz pro)",
    r"(?:bereits|schon) (?:abonnent(?:in)?|registriert|abonniert|mitglied|kunde|ein konto|ein abo)\?(?: .{0,40})?",
    r"sie (?:sind|haben) (?:bereits|schon) .{2,40}\?(?: (?:hier |jetzt |dann )?.{0,12}(?:anmelden|einloggen|login).?)?",
)
_ANY_FIRST: Final = _BEGINNINGS | {word.rstrip(_ENDS) for word in _FIRST} | _COMMON_FIRST | _FIRST_WORDS
_SITE: Final = r"(?:web-?)?(?:seite|site)"
_SENTENCES: Final = (
    rf"(?:wir|diese {_SITE}|unsere {_SITE}) (?:verwende[nt]|nutz(?:en|t)|benutz(?:en|t)|setz(?:en|t))(?: \w+){{0,3}} "
    r"cookies\b(?!,? (?:sagt|so |wie |hei|nicht)).{0,300}(?:erlebnis|erfahrung|seite|website|zustimm|einwillig|"
    r"einverstanden|datenschutz|personalisier|dienste|technologien).{0,200}"
    r"|(?:mit der nutzung|durch die (?:weitere )?nutzung) (?:dieser|unserer) .{0,60}cookies.{0,150}"
    r"|dieser (?:artikel|beitrag|text|inhalt) (?:ist|steht) (?:nur|exklusiv|ausschließlich) (?:für )?.{0,40}"
    r"(?:abonnent|mitglied|kunden|leser).{0,60}"
    r"|dieser (?:artikel|beitrag|text) (?:gehört zum angebot von|liegt hinter einer (?:paywall|bezahlschranke)).{0,60}"
    r"|(?:um diesen artikel|um weiterzulesen|um den artikel|um diesen text|zum weiterlesen).{0,20}"
    r"(?:benötigen|brauchen|müssen|schließen|melden|registrieren|bitte).{0,120}"
    r"|(?:bitte )?(?:melden|loggen) sie sich (?:an|ein), um .{3,80}(?:lesen|kommentieren|schreiben|fortzufahren).{0,20}"
    r"|bitte (?:aktivieren|deaktivieren) sie (?:javascript|ihren (?:ad|werbe)-?blocker).{0,120}"
    r"|an dieser stelle (?:finden sie|ist|wird) (?:einen? )?extern.{0,40}(?:inhalt|video|tweet|post).{0,160}"
    r"|ich bin (?:damit )?einverstanden, dass mir externe inhalte angezeigt werden.{0,160}"
    r"|(?:melden sie sich|abonnieren sie|bestellen sie) .{0,60}\bnewsletter\b.{0,60}"
    r"|jetzt .{0,60}\bnewsletter\b.{0,40}(?:anmelden|abonnieren|bestellen|sichern)[.!]?"
    r"|(?:erhalten sie|bekommen sie) .{3,80}(?:per e-mail|in ihr(?:em)? postfach|newsletter).{0,60}"
    r"|mit ihrer zustimmung (?:wird|werden) hier .{0,30}extern.{0,200}"
    r"|this site uses cookies.{0,200}"
)


def is_boilerplate(text: str, *, heading: bool = False) -> bool:
    """Whether a paragraph is one of those that stand around articles on web pages.

    Args:
        text: the paragraph.
        heading: whether it is a heading.

    >>> is_boilerplate("Kommentar (0)"), is_boilerplate("Teilen Drucken Merken"), is_boilerplate("Bild: dpa")
    (True, True, True)
    >>> is_boilerplate("Mehr zum Thema:", heading=True), is_boilerplate("Drucken", heading=True)
    (True, False)
    >>> is_boilerplate("Kommentar"), is_boilerplate("Wir teilen alles.")
    (False, False)
    """
    if len(text) > LONGEST or text.endswith(_SPOKEN) or not _may_be(text):
        return False
    bare = text.strip(_EDGES).rstrip("!?") if len(text) <= _SHORT else ""
    words = bare.lower()
    if heading or not bare:
        return words in _OVER_TEASERS if heading else _is_sentence(text)
    return words in _FIXED or _are_buttons(words) or _is_pattern(bare) or _is_sentence(text)


def _may_be(text: str) -> bool:
    """Whether a paragraph begins as one of them may: most do not, and this is quickly seen."""
    first = text.partition(" ")[0].lower().rstrip(_ENDS)
    return first in _ANY_FIRST or text[:1] in _OPENERS or ("/" in text and len(text) < _SIGNED) or "|" in first


def stands_over_teasers(text: str) -> bool:
    """Whether a heading says that what follows leads to other articles.

    >>> stands_over_teasers("Das könnte Sie auch interessieren:"), stands_over_teasers("Kommentar")
    (True, False)
    """
    return len(text) <= _SHORT and text.strip(_EDGES).rstrip("!?").lower() in _OVER_TEASERS


def may_hold_teasers(text: str) -> bool:
    """Whether `stands_over_teasers` may be true of any part of a text; for one question about all of a page."""
    folded = " ".join(text.split()).lower()
    return any(words in folded for words in _OVER_TEASERS)


def _are_buttons(words: str) -> bool:
    """Whether there are nothing but names of buttons and networks, two or more.

    >>> _are_buttons("merken artikel verschenken | e-mail"), _are_buttons("wir teilen")
    (True, False)
    """
    if words.partition(" ")[0].strip("|/·•,") not in _BEGINNINGS:
        return False
    found = words.translate(_PARTING).split()
    telling = pieces = at = 0
    while at < len(found) <= _MOST_BUTTONS:
        length = next((n for n in range(4, 0, -1) if _is_button(" ".join(found[at : at + n]), n)), 0)
        if not length:
            return False
        telling += length > 1 or found[at] in _NETWORKS
        pieces += 1
        at += length
    return pieces > 1 and telling > 0


def _is_button(words: str, length: int) -> bool:
    return words in _FIXED or (length == 1 and words in _BUTTONS)


def _is_pattern(bare: str) -> bool:
    lowered = bare.lower()
    first = lowered.partition(" ")[0].rstrip(":")
    asked = (
        first in _FIRST
        or (first in _COMMON_FIRST and any(word in lowered for word in _TELLING))
        or bare[0] in "©(0123456789"
        or ("/" in bare and len(bare) < _SIGNED)
    )
    return asked and any(pattern.fullmatch(bare) for pattern in _patterns())


def _is_sentence(text: str) -> bool:
    return text.partition(" ")[0].lower() in _FIRST_WORDS and _sentences().fullmatch(text) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return re.compile("|".join(_CASED)), re.compile("|".join(_ANY_CASE), re.IGNORECASE)


@cache
def _sentences() -> re.Pattern[str]:
    return re.compile(_SENTENCES, re.IGNORECASE)
