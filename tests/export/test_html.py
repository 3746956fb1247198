"""The HTML page: nothing hostile in it, everything linked, nothing needed from outside; and a browser runs it."""

import base64
import hashlib
import re
import shutil
import subprocess

import pytest
from lxml import etree

from reader.core.document import Kind, document
from reader.export import html
from tests.export.works import NAMES, WORKS, backwards, hostile, sample, segments, structured, work, written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def page(made):
    text = written(html.write, made).decode()
    return text, etree.HTML(text)


@pytest.mark.parametrize("name", NAMES)
def test_every_id_is_one_and_every_link_leads_somewhere(name):
    text, tree = page(WORKS[name]())
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    for link in tree.xpath("//a/@href"):
        assert link.startswith(("https:", "http:", "mailto:")) or link[1:] in ids
    assert not tree.xpath(
        "//img | //link | //iframe | //object | //base | //form | //@style | //@*[starts-with(name(), 'on')]"
    )
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not re.search(
        r"url\(|@import|src=",
        tree.xpath("//style/text()")[0] + text.split("<script>")[0].split("</style>")[1].split("<main")[0],
    )


def test_the_policy_names_what_may_run():
    text, tree = page(sample())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("name", NAMES)
def test_each_sentence_stands_beside_its_translation(name):
    made = WORKS[name]()
    _, tree = page(made)
    for number, segment in enumerate(segments(made), 1):
        (source,) = tree.xpath(f"//*[@id='s{number}']")
        assert "".join(source.itertext()) == segment.source.replace("\ufffe", "\ufffd")
        assert source.xpath("string(ancestor::div[@lang][1]/@lang)") == "de"
        target = tree.xpath(f"//*[@id='t{number}']")
        if source.xpath("ancestor::div[@class='both']"):
            assert not target
        elif segment.target is not None:
            assert "".join(target[0].itertext()) == segment.target.replace("\ufffe", "\ufffd")
        elif target:
            assert "x" in target[0].get("class").split()


def test_hostile_text_is_only_text():
    text, tree = page(work(backwards(hostile())))
    assert "alert(1)" not in "".join(tree.xpath("//script/text()"))
    assert "<title>&lt;b&gt;Titel" in text
    assert "\u202e" not in text


def test_terms_are_linked_to_their_entries_on_both_sides():
    _, tree = page(sample())
    (entry,) = tree.xpath("//*[@id=//dt[.='rote Linien']/../@id]/@id")
    linked = tree.xpath(f"//a[@class='t'][@href='#{entry}']")
    assert [("".join(a.itertext()), a.xpath("ancestor::div[@lang][1]/@lang")[0]) for a in linked] == [
        ("roten Linien", "de"), ("red lines", "en")
    ]  # fmt: skip
    _, tree = page(work(backwards(structured())))
    text = "".join(tree.xpath("//*[@id='e2']")[0].itertext())
    assert text.startswith("rote Liniered line, red linesnot: red stripediplomacy; <never> crossed1 place")


def test_structure_is_kept():
    source = structured()
    _, tree = page(work(backwards(source)))
    assert ["".join(h.itertext()) for h in tree.xpath("//main//div[@lang='de']/h2")] == [
        "Erstes Kapitel",
        "Zweites Kapitel",
    ]
    assert ["".join(h.itertext()) for h in tree.xpath("//main//div[@lang='de']/h1")] == ["Das Haus am Rand"]
    assert not tree.xpath("//nav")  # two chapters need no contents
    assert tree.xpath("//sup/..")[0].get("href") == f"#p{1 + source.kinds.index(Kind.NOTE)}"
    assert tree.xpath("//a[@rel='noopener noreferrer']/@href") == ["https://example.org/?a=1&b=2"]


def test_what_is_missing_is_named_and_boilerplate_is_left_alone():
    _, tree = page(work(backwards(structured())))
    marks = tree.xpath("//*[contains(@class, 's x')]")
    texts = [f"— {mark.get('title')} —" if mark.get("title") else "".join(mark.itertext()) for mark in marks]
    assert set(texts) == {"— no translation —", "— not translated: the <quota> is used up —"}
    assert not tree.xpath("//div[contains(@class, 'boiler')]")
    footer = "".join(tree.xpath("//footer")[0].itertext())
    assert footer == (
        "Translated by: hand (9), google (5); 3 of 17 sentences have no translation "
        "(the <quota> is used up: 2). Made with Lesepult."
    )
    made = work(backwards(structured()), everything=True)
    assert "".join(page(made)[1].xpath("//div[contains(@class, 'boiler')]/div[2]")[0].itertext()) == ""


def test_a_long_text_is_laid_out_piece_by_piece():
    long = work(backwards(document("Ein Haus.\n" * 500)))
    assert "<main class=long>" in page(long)[0]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.slow
def test_the_script_runs_in_a_browser(tmp_path):
    """The page's own policy is taken off, so that a second script may press keys and write down what came of it."""
    text = written(html.write, sample()).decode()
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    press = """<script>
    const key = (k) => document.body.dispatchEvent(new KeyboardEvent("keydown", {key: k, bubbles: true}));
    const lit = (name) => [...document.querySelectorAll("." + name)].map((one) => one.id || one.textContent).join(",");
    const out = [];
    out.push(document.getElementById("tools").hidden);
    key("j"); key("j"); out.push(lit("cur"));
    key("]"); out.push(lit("lit")); out.push(document.getElementById("pop").textContent);
    key("t"); out.push(document.body.className); key("t"); out.push(document.body.className); key("t");
    key("h"); key("Enter"); out.push(lit("seen")); key("h");
    key("s"); out.push(getComputedStyle(document.getElementById("t5")).gridRowStart);
    key("d"); out.push(document.documentElement.dataset.theme);
    key("?"); out.push(document.getElementById("help").hidden);
    out.push(location.hash);
    document.body.innerHTML = ""; document.body.textContent = "RESULT" + JSON.stringify(out) + "RESULT";
    </script></body>"""
    path = tmp_path / "page.html"
    path.write_text(text.replace("</body>", press), "utf-8")
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         f"--user-data-dir={tmp_path / 'profile'}", path.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r"RESULT(.*)RESULT", done.stdout.decode())[1]
    values = etree.HTML(f"<p>{found}</p>").findtext(".//p")
    import json

    hidden, cursor, lit, pop, first, second, seen, row, theme, help_hidden, place = json.loads(values)
    assert (hidden, cursor, first, second, help_hidden) == (
        False,
        "s2,t2",
        "lesepult only-src",
        "lesepult only-tgt",
        False,
    )
    assert lit == "Amtseinführung,Amtseinführung,taken office,inauguration"
    assert pop.startswith("Amtseinführung")
    assert (seen, row) == ("s3,t3", "3")
    assert place == f"#s3~sentences~{theme}"


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.slow
def test_the_page_keeps_to_its_own_policy_in_a_browser(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(written(html.write, work(backwards(hostile()))))
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom",
         f"--user-data-dir={tmp_path / 'profile'}", path.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    assert b"Content Security Policy" not in done.stderr
    assert b'aria-pressed="false"' in done.stdout  # the script has run
