"""Words that make no term: function words, what begins sentences, ordinary adjectives and nouns, titles.

Only for choosing what to propose (`candidates`); matching knows nothing of it.
"""

STOP_DE = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines dieser diese "  # noqa: SIM905
    "dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden jedem alle allen aller alles mancher "
    "manche manches manchen solche solcher solches solchen welche welcher welches welchen mein meine meinen meinem "
    "meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer "
    "ihres unser unsere unseren unserem unserer unseres euer eure ich du er sie es wir man mich dich sich uns euch "
    "ihn ihm ihnen mir dir und oder aber denn sondern doch wenn weil da dass ob als wie während bevor nachdem obwohl "
    "falls damit sodass indem in im an am auf aus bei beim mit nach von vom zu zum zur vor für gegen über unter "
    "zwischen durch ohne um bis seit trotz wegen laut ab ins ans aufs nicht nur noch schon auch so sehr zwar nun "
    "hier dort dann daher deshalb dabei dazu davon dafür darum dennoch jedoch allerdings außerdem zudem immer nie "
    "was wer wo wann warum wieso woher wohin ja nein bitte danke etwa rund fast kaum ganz gar mehr viel viele vielen "
    "vieler wenig wenige wenigen mehrere mehreren beide beiden beider einige einigen einiger andere anderen anderer "
    "anderes anderem zwei drei vier fünf sechs sieben acht neun zehn hundert tausend erstens zweitens drittens "
    "ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können muss müssen soll sollen will "
    "wollen mag dürfen darf sei seien habe wäre hätte könnte würde würden sowohl entweder weder sobald "
    "solange nachher vorher zuletzt zunächst "
    "schließlich ferner dagegen hingegen vielmehr somit also eben erst wohl eher mal sonst trotzdem deswegen".split()
)
"""German words that never are a part of a term at its edge."""

STOP_EN = frozenset(
    "the a an this that these those its it he she they we i you his her their our your my of in on at to for from by "  # noqa: SIM905
    "with as and or but nor so if than then not no is are was were be been being has have had will would can could "
    "may might must shall should do does did said says who whom whose which what when where why how there here all "
    "any both each few more most other some such only own same too very just also about into over after before "
    "between under against during through while because until although though since without within upon him them us "
    "me up out off down again further once even still yet however".split()
)
"""English words with which no rendering begins or ends."""

ADJECTIVES = frozenset(
    "neu alt gross klein gut schlecht ander erst zweit dritt letzt naechst ganz eigen viel wenig lang kurz hoch tief "  # noqa: SIM905
    "jung weit nah schnell langsam stark schwach schwer leicht wichtig moeglich unmoeglich richtig falsch einzig "
    "verschieden weiter heutig gestrig damalig jetzig folgend kommend vergangen bestimmt gewiss besonder einfach "
    "schwierig schoen arm reich voll leer frueh spaet frei sicher klar genau gross mehrer einig beide beid halb "
    "relativ allzu zahlreich bekannt unbekannt gemeinsam entsprechend sogenannt derzeitig aktuell rein lieb "
    "uebrig wirklich tatsaechlich gleich selb derselb dasselb solch insgesamt deutlich ziemlich oft".split()
)
"""Folded adjectives that are said of everything."""

NOUNS = frozenset(
    "Jahr Tag Woche Monat Stunde Minute Zeit Mensch Mann Frau Kind Leute Welt Land Stadt Haus Weg Teil Ende Anfang "  # noqa: SIM905
    "Seite Frage Antwort Fall Beispiel Art Weise Grund Ding Sache Wort Leben Hand Kopf Auge Gesicht Arbeit Platz Ort "
    "Stelle Zahl Problem Mal Prozent Million Milliarde Euro Dollar Meinung Idee Punkt Form Rolle Ziel Name Herr Abend "
    "Morgen Nacht Mutter Vater Bruder Schwester Sohn Tochter Freund Vorteil Situation Lage Moment Augenblick Bereich "
    "Uhr Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Januar Februar Maerz April Mai Juni Juli August "
    "September Oktober November Dezember Jahrhundert Ergebnis Folge Ursache Rest Reihe Menge Hilfe Blick Stimme "
    "Geschichte Gespraech Buch Text Satz Bild Zimmer Tuer Fenster Tisch Wasser Geld Kraft Schritt Ausdruck Gedanke "
    "Gefuehl Herz Luft Licht Hoehe Groesse Beginn Hinsicht Bezug Rahmen Zusammenhang Richtung Stueck Boden Dorf "
    "Strasse Kommentar Position Aussicht Geschwindigkeit Moeglichkeit Schwierigkeit".split()
)
"""Folded nouns that need no glossary."""

TITLES = (
    "praesident",
    "minister",
    "sprecher",
    "chef",
    "kanzler",
    "sekretaer",
    "kollege",
    "leiter",
    "general",
    "koenig",
    "kaiser",
    "papst",
    "herr",
    "herrn",
    "frau",
    "professor",
    "doktor",
    "botschafter",
    "senator",
    "kommissar",
    "autor",
    "schriftsteller",
    "vorsitzende",
    "praesidentin",
    "ministerin",
    "sprecherin",
    "chefin",
    "kanzlerin",
    "koenigin",
    "dr",
    "prof",
)
"""How the words end that stand before a person's name and are none, folded."""

INSTITUTIONS = (
    "amt",
    "ministerium",
    "rat",
    "bund",
    "institut",
    "verband",
    "kommission",
    "organisation",
    "stiftung",
    "gesellschaft",
    "union",
    "partei",
    "zentrum",
    "agentur",
    "behoerde",
    "gericht",
    "gerichtshof",
    "konferenz",
    "vertrag",
    "abkommen",
    "allianz",
    "bewegung",
)
"""How the heads of names end that go on with `für` or `der`, folded."""

NAME_PARTICLES = frozenset("von van vom zu zur de del della da di du la le bin al ibn ter ten den der dem".split())  # noqa: SIM905
"""What stands inside a person's name in lower case."""
