"""The words by which the segmenter tells a full stop that ends a sentence from one that does not.

They are data of their own, so that a missing abbreviation is mended here, by adding a word, and never by a rule.
Invariant: every table is a frozenset of words without their last full stop; keys with full stops inside are
without blanks and in lower case (`z. B.` is `z.b`), unless the case tells two apart (`a.D`, `a.d`); all others are
spelled as a text spells them.
"""

from typing import Final, NamedTuple


class Lexicon(NamedTuple):
    """What one language knows of the words around a full stop."""

    never: frozenset[str]
    """Abbreviations that need something after them: `Dr.`, `z. B.`"""
    seldom: frozenset[str]
    """Abbreviations that end a sentence only before a word that opens one: `Mio.`, `v. Chr.`"""
    often: frozenset[str]
    """Abbreviations that end a sentence before any capital letter: `usw.`"""
    numbered: frozenset[str]
    """Ordinary words that are abbreviations before a number: `No. 5`, `Art. 3`."""
    starters: frozenset[str]
    """Words that, when written with a capital letter inside a text, open a sentence."""
    ordinals: bool
    """A full stop after digits can make an ordinal number of them."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS: Final = _words("""
    Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember Jan Jän Feb Mär
    Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez
""")
"""After a number these are never the beginning of a sentence."""

COUNTED: Final = _words("""
    Abend Abschnitt Abteilung Akt Amtszeit Armee Arrondissement Artikel Auflage Aufl Aufzug Ausgabe Band Bataillon
    Bezirk Bundesland Bundesliga Bundestag Buch Division Durchgang Ebene Etage Fassung Februar Folge FC Gang Gebot
    Geburtstag Generation Geschoss Gesang Grad Grades Gruppe Hälfte Halbjahr Halbzeit Hochzeitstag Infanterie
    Internationale Jahr Jahrestag Jahrgang Jahrhundert Jahrhunderts Jahrtausend Jahrtausends Jh Jhd Jhdt Jhs
    Jubiläum Kapitel Kammer Klasse Klassen Klavierkonzert Kompanie Kongress Konzert Kreuzzug Lebensjahr
    Legislaturperiode Lektion Lesung Liga Mal Mannschaft Minute Monat Nacht Oper Parteitag Periode Platz Preis
    Programm Quartal Rang Regiment Reich Republik Ring Runde Saison Sammlung Satz Schuljahr Schwangerschaftsmonat
    Schwangerschaftswoche Semester Sekunde Senat Sinfonie Sitzung Sonate Spieltag Staffel Station Stelle Stock
    Stockwerk Strafsenat Strophe Stufe Stunde SSW SC SV Symphonie Tag Tages Tausend Teil Teils Titel Tor Tour
    Untergeschoss Obergeschoss Unterabsatz VfL Verbandsgemeinde Verordnung Vers Versuch Wahlgang Wahlperiode
    Weltkrieg Weltkriege Weltkrieges Weltkriegs Wiener Woche Wochen Zivilsenat Zyklus Vorsitzende Vorsitzender
    Vorsitzenden Vorstand Bürgermeister Sekretär Sieger Siegerin Preisträger Offizier
""")
"""Nouns that are counted by ordinal numbers, even where no article stands before the number."""

COUNTING: Final = _words("""
    der die das dem den des am im vom zum zur beim ans ins übers als deren dessen ein eine einen einem einer eines
    kein keine keinen keinem keiner keines mein meine meinen meinem meiner meines dein deine deinen deinem deiner
    deines sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser unsere unseren unserem
    unserer unseres unserm unsern euer eure euren eurem eurer eures dieser diese dieses diesem diesen jener jene
    jenes jenem jenen jeder jede jedes jedem jeden welcher welche welches welchem welchen mancher manche solcher
    solche letzte letzten letzter letztes erste ersten nächste nächsten fast bereits
""")
"""Words that stand before an ordinal number."""

GERMAN: Final = Lexicon(
    never=_words("""
        z.b z.bsp d.h d.i d.s m.a.w u.zw s.o.g v.a o.g u.g g.g i.s i.s.d i.s.v i.e e.g i.a i.v.m i.h.v z.hd h.c
        dr.h.c dr.med dr.phil dr.jur k.u.k k.u u.d u.z i.bes vgl vergl ca bzw beziehungsw bspw sog sogen bes insb
        insbes ggf ggfs gegebenenf evtl evt eventl inkl einschl exkl zzgl zuzügl abzgl abzügl zw lt gem mind max
        min minus od resp respekt betr betreff wg hinsichtl bezgl bezügl anl dt engl frz franz ital lat griech span
        russ poln tschech türk arab hebr jüd röm kath ev evang dtsch österr schweiz bayer preuß sächs amerik brit
        germ ahd mhd nhd nördl südl östl westl zit übers Übers bearb gegr geb gest verh gesch gez verw ehem ehemal
        vorm nachm urspr angebl eigtl ugs staatl städt öffentl gesetzl wissenschaftl jährl monatl tägl wöchentl
        durchschn durchschnittl gen jur med phil theol rer nat pol oec vet habil dent sc techn hist allg bzgl Hr
        Hrn Herrn Frl Fa Prof Dr dr Doz Mag Dipl Ing Univ Frhr Frh Hl hl Hll Gebr Pfr Rev Msgr Kard Ebf Bf Rgt Gen
        Lt Ltn Oblt Hptm Maj Kapt Uffz Fw Feldw Kom Präs Vizepräs Sen Abg Bgm Gf Insp RA RAin StR OStR StA Mr Mrs
        Ms Mme Mlle Messrs Sr Jkvr Stabsfw Gfr Bez Kgl Kgr Rgbz Ldkr Lkr Az Ziff Rdnr Rn Rdn Rz Anm Fußn Fn Abb
        Abbn Tab Taf Bsp Kat Nrn Hs Hss s.a s.o s.u ad Joh Mt Mk Lk Röm Kor Offb Ps Mos Jes Hes a.d lit Buchst Seb
        Friedr Wilh Ferd Ludw Th Heinr Jos Gottfr Gg Hch Matth Nik Konr Rud Frz Jak mult
    """),
    seldom=_words("""
        Min al et.al ff i.d.r i.d.f d.r d.j d.m d.js d.mts v.j v.m o.j o.o n.n v.chr n.chr chr u.a u.ä o.ä u.u u.e
        m.e e.v a.a a.o a.a.o i.r i.v i.a.d z.t z.z z.zt a.m a.n a.rh a.d.l a.d.o o.k u.k p.a p.m b.w w.o m.w n.w
        u.ae o.ae i.w i.e.s v.h v.u.z v.l s.s e.u m.b.h mbh s.t c.t m.a b.a m.sc b.sc ph.d ll.m u.s u.s.a d.c n.y
        Nr nr No Abs abs Kap kap Abschn Abt Bd Bde Bdn Hrsg hrsg Hg hg Jg Jgg Hft Aufl Ausg Verf Verl Vlg Lfg Bl Sp
        Zl Z Ss Tl Tle Unterabs UAbs Art Artt Urt Beschl Bek Begr Erl Einl Ergbd Forts St Ste Mio Mill Mrd Trd Tsd
        Std Stdn Stck Sek sec Stk Pkt Pkte Pf Pfd Ztr Dtzd Proz Jh Jhd Jhdt Jhdts Jhs Jahrh Jhrh Str str Pl Tel tel
        Ew Einw Gde Gem Kr Prov Reg Jan Jän Feb Febr Mrz Apr Aug Sep Sept Okt Nov Dez Mo Di Mi Do Fr Sa So Co Corp
        Inc Ltd Cie Ges Gmbh Bros jun sen jr sr Jr Hbf Bhf Flgh Inst Fak Kl Gr Konj Mskr Adr Anh Anl Bem Diss Ebd
        ebd ebda Entf Erdg Erg Expl Gesch Ggw Hdb Hdwb Inh Kt Lfd lfd Mitgl Mitt Mschr Mz Ndr Ortst Pers Plur Präp
        Red Ref Sg Stellv stellv Subst Suppl Tgb Theol Urk Verz Vjs Vol vol Vors Vorw Wwe Wz Zs Zschr Zt Ztschr Ztg
        zus zzt zz Kfm Kffr Betriebsw Volksw Quadr qm cbm Op op Grundst Hausnr Postf versch versh unbek gef verm
        led neutr mask fem trans intr Akk Nom unveränd erw spez chem phys math zool geogr astron philos soziol kgl
        königl kais kaiserl Chr a.D
    """),
    often=_words("""
        usw usf etc u.s.w u.s.f u.a.m u.v.m u.v.a u.dgl u.dgl.m dgl u.dergl dergl u.ä.m o.dgl o.dergl uvm uva
    """),
    numbered=_words("""
        Art No Fig Vers Lit
    """),
    starters=_words("""
        Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Er Sie Es Wir Ich Ihr Du Man Mir Mich Dir Dich Ihm
        Ihn Ihnen Uns Euch Sich Wer Was Wen Wem Wessen Welche Welcher Welches Welchen Welchem Dieser Diese Dieses
        Diesen Diesem Jener Jene Jenes Jenen Jenem Jeder Jede Jedes Jeden Jedem Jedoch Mancher Manche Manches
        Manchmal Solche Solcher Solches Alle Alles Allen Aller Allem Allerdings Allein Beide Beides Beiden Einige
        Einiges Einigen Etliche Mehrere Viele Vieles Vielen Wenige Weniges Niemand Jemand Nichts Keine Kein Keiner
        Keinen Keinem Keines Etwas Mein Meine Meinen Meinem Meiner Dein Deine Deinen Sein Seine Seinen Seinem
        Seiner Seines Ihre Ihren Ihrem Ihrer Ihres Unser Unsere Unseren Unserem Unserer Eure Euer Und Oder Aber
        Denn Doch Sondern Sowie Sowohl Weder Entweder Als Wenn Weil Dass Daß Ob Obwohl Obgleich Falls Sofern Sobald
        Solange Während Nachdem Bevor Ehe Bis Seit Seitdem Damit Indem Indes Indessen Wie Wo Wohin Woher Wann Warum
        Weshalb Wieso Weswegen Womit Wofür Wodurch Worauf Woran Worin Worüber Wozu Wobei Da Daher Dabei Dadurch
        Dafür Dagegen Dahin Dahinter Damals Danach Daneben Dann Daran Darauf Daraufhin Daraus Darin Darüber Darum
        Darunter Davon Davor Dazu Dazwischen Deshalb Deswegen Demnach Dennoch Derzeit Dort Dorthin Draußen Drinnen
        Drüben Dies Diesmal Hier Hierbei Hierfür Hierher Hiermit Hierzu Hinter Hinterher Hinzu So Somit Sonst
        Sodann Sogar Sogleich Sofort Soeben Solch Später Stattdessen Statt Trotz Trotzdem Schon Schließlich
        Schlussendlich Selbst Seither Selten Auch Auf Aus Außer Außerdem Außerhalb Ab An Am Anders Andere Anderer
        Anderes Anderen Andererseits Anfangs Anschließend Ansonsten Anstatt Angesichts Anhand Aufgrund Also Bei
        Beim Bald Bereits Besonders Bisher Bislang Bisweilen Beispielsweise Bekanntlich Bloß Durch Ebenso Ebenfalls
        Eben Eher Eigentlich Einerseits Einmal Einst Endlich Erst Erstens Zweitens Drittens Viertens Etwa Eventuell
        Für Ferner Fast Früher Gegen Gegenüber Gemäß Genau Gerade Gern Gerne Gestern Gewiss Gewöhnlich Gleich
        Gleichwohl Gleichzeitig Hat Hatte Haben Hatten Hätte Heute Heutzutage Hingegen Häufig Hoffentlich Im In Ins
        Immer Immerhin Innerhalb Insbesondere Insgesamt Insofern Inzwischen Irgendwann Irgendwo Ist Sind War Waren
        Wäre Wird Wurde Wurden Würde Werden Kann Können Konnte Könnte Muss Müssen Musste Soll Sollen Sollte Sollten
        Will Wollte Darf Dürfen Mag Möge Lass Lassen Lasst Ja Nein Je Jedenfalls Jetzt Kaum Kürzlich Kurz Laut
        Leider Letztlich Letztendlich Links Rechts Mal Manch Mehr Meist Meistens Mit Mithin Mittlerweile Mitunter
        Mitten Morgen Möglicherweise Nach Nachher Nachts Natürlich Neben Nebenbei Nicht Nie Niemals Nirgends Noch
        Normalerweise Nun Nur Nunmehr Oben Offenbar Offensichtlich Oft Ohne Ohnehin Ohnedies Per Plötzlich Pro Rund
        Samt Sicher Sicherlich Sehr Tatsächlich Teils Teilweise Über Überall Überdies Überhaupt Übrigens Um
        Umgekehrt Unten Unter Ungeachtet Unterdessen Ursprünglich Üblicherweise Vermutlich Vielleicht Vielmehr Vom
        Von Vor Vorher Vorerst Voraussichtlich Wahrscheinlich Wegen Weiter Weitere Weiterhin Weiters Wirklich
        Wiederum Wieder Wohl Zu Zudem Zuerst Zuletzt Zum Zumal Zumindest Zunächst Zur Zusammen Zusätzlich Zurück
        Zuvor Zwar Zwischen Zwischendurch Abends Morgens Mittags Vormittags Nachmittags Ach Oh Ah Na Hallo Danke
        Bitte Komm Kommt Geh Geht Gibt Gab Siehe Vgl Bzw Glaubt Glaubst Kennst Kennen Weißt Wissen Hast Habt Habe
        Bin Bist Seid Sei Tut Machen Macht Gut
    """),
    ordinals=True,
)

ENGLISH: Final = Lexicon(
    never=_words("""
        e.g i.e c.f cf viz vs v approx ca esp incl excl resp Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Rev Fr Hon Gen
        Sen Rep Reps Sens Gov Pres Capt Cpt Cmdr Col Maj Lt Sgt Cpl Pvt Adm Brig Supt Insp Det Amb Sec Treas Asst
        Assoc Atty Pfc Ens Msgr Mgr Mt Mts Ft Pt Mlle Mme Bp Abp Ven Herr Gens Profs Hr Mons
    """),
    seldom=_words("""
        a.m p.m a.d b.c b.c.e c.e u.s u.s.a u.k u.n e.u u.s.s.r d.c n.y l.a ph.d m.d b.a m.a b.s m.s b.sc m.sc
        d.phil ll.b ll.m j.d d.d.s r.n c.e.o p.s p.o a.k.a p.p w.r.t i.q t.v No Nos no nos vol Vol vols Vols p pp
        para paras ch Ch chap Chap sect Sect fig Fig figs Figs Eq eq Eqs eqs App Tab ed Ed eds Eds trans Trans rev
        repr ser suppl Suppl op Op bk Bk ibid ff cit pl Inc Ltd Co co Cos Corp corp inc LLC Bros Jr Sr jr sr Esq Ph
        Bhd Pty Plc plc Mfg Dept dept Univ Inst Assn Soc Natl Intl Govt govt St st Ave ave Blvd blvd Rd rd Hwy hwy
        Ln Sq Ct Pkwy Apt apt Bldg Rte Ste Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu
        Thur Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Kan Ky Mass Md Mich Minn Mont Neb Nev
        Okla Ore Tenn Tex Va Vt Wash Wis Wyo Ont Que min mins hr hrs sec secs ft yd yds oz lb lbs pt qt mi mph est
        Est tel Tel ext Ext misc dist max Cal cal abbr adj adv anon appx arr assn asst attn avg bibl biog cert circ
        cont div equiv esq mil num obs orig prob refs ret sp std subst syn univ usu et.al al
    """),
    often=_words("""
        etc
    """),
    numbered=_words("""
        No no Nos nos Art art fig App app Ex ex Pl Sat Sun Mar min Est Ed ed
    """),
    starters=_words("""
        The This That These Those There They Then Thus Therefore Though Through Throughout Thanks They're That's
        There's He She It We I You His Her Hers Its Our Their My Your One Some Someone Something Somebody Such
        Since So Soon Several Similarly Sometimes Still A An And Although After Afterwards Again Also Any Anyone
        Anything Another As At Among Around Are Am Is Was Were Be Been Being Because Before Behind Below Beside
        Besides Between Beyond Both But By Can Could Cannot Did Do Does Don't Didn't Doesn't During Despite Each
        Either Eventually Even Ever Every Everyone Everything Everybody Except Few Finally For Formerly From
        Further Furthermore Given Had Has Have Hence Here Hereafter How However If In Indeed Inside Instead Into
        Just Later Lately Least Less Let Let's Like Likewise Many Maybe May Meanwhile Might More Moreover Most Much
        Must Nearly Neither Never Nevertheless No Nobody None Nonetheless Nor Not Nothing Now Nowadays Of Off Often
        On Once Only Onto Or Other Others Otherwise Out Outside Over Overall Per Perhaps Please Rather Really
        Recently Should Shall Than Till To Today Together Tomorrow Too Toward Towards Two Three Under Unless Unlike
        Until Unfortunately Up Upon Usually Very Via We're What Whatever When Whenever Where Whereas Wherever
        Whether Which While Who Whoever Whom Whose Why Will With Within Without Would Yes Yet Yesterday You're
        Following According He's She's It's I'm I've I'd I'll
    """),
    ordinals=False,
)

GENERIC: Final = Lexicon(
    never=_words("""
        Dr Prof Mr Mrs Ms Mme Mlle M Sr Sra St Ste vs cf e.g i.e z.b d.h ca
    """),
    seldom=_words("""
        No Nr no nr p pp Vol vol Co Inc Ltd Jr Fig fig a.m p.m
    """),
    often=_words("""
        etc usw
    """),
    numbered=_words("""
        No no art Art
    """),
    starters=frozenset(),
    ordinals=False,
)

LEXICONS: Final = {"de": GERMAN, "en": ENGLISH}
"""By language; any other language reads with `GENERIC`."""

CARDINALS: Final = _words("""
    ist sind war waren wird wurde wurden werden wäre wären um auf mit etwa circa rund nur ab bis für gegen unter
    über knapp genau insgesamt noch erst schon sei bin bist werde wurdest bleiben blieben
""")
"""German words after which digits are a plain number."""

UNCOUNTED: Final = _words("Gleis Haus Windows Kreis Preis Kurs Bus Los Ausweis")
"""Words in -s that are no genitive, so that a number after them is not an ordinal: `Gleis 3.`"""

LABELLED: Final = _words("""
    Vitamin Plan Klasse Gruppe Typ Punkt Buchstabe Note Hepatitis Team Option Variante Block Kategorie Stufe Ebene
    Anlage Teil Modell Linie Halle Gleis Tor vitamin plan class group type grade hepatitis team option block
    category Class Group Type Grade Category Exhibit Appendix Schedule
""")
"""Words whose one-letter label is no initial: `Vitamin C.`"""

PARTICLES: Final = _words("""
    von van vom zu zum zur de del della di da d dos du la le ten ter
""")
"""Words that open the name of a noble family, and so stay in lower case where a sentence begins."""

PLAIN: Final = _words("""
    km kg cm mm dm mg kW kWh ml cl hl dl mbh hm hmm pst psst brr grr pfft tss zzz sh shh tsk nth
""")
"""Words without a vowel that are no abbreviations."""

SAYING: Final = _words("""
    said says asked asks replied replies answered cried cries shouted whispered exclaimed added muttered called
    yelled told wondered demanded inquired begged screamed snapped murmured continued declared insisted growled
    gasped repeated agreed wrote thought remarked observed
""")
"""English verbs that go on with a sentence after a quotation has closed: `“Why?” Tom asked.`"""

SUFFIXES: Final = _words("""
    de com net org io eu at ch uk gov edu info js ts py rs go md txt pdf doc docx xls xlsx csv xml html htm php zip
    exe png jpg jpeg gif mp3 mp4 yaml yml json toml cfg ini log sh bat odt epub
""")
"""Ends of file and domain names, in lower case."""
