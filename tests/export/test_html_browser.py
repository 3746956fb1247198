"""The page in a browser: what keys and focus do, what stands beside what, and that nothing is wider than a phone."""

import json
import re
import shutil
import subprocess

import pytest
from lxml import etree

from reader.core.building import Builder
from reader.core.document import Kind
from reader.export import html
from tests.export.works import backwards, structured, work, written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


def outcome(tmp_path, script, *, width=1200, doc=None):
    """What a script puts together in the page: the page's own policy is taken off so that it may run."""
    text = written(html.write, work(backwards(doc or structured(), missing=lambda _: False))).decode()
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    page = tmp_path / "page.html"
    page.write_text(text, "utf-8")
    more = (
        "<script>onload = () => { const page = document.querySelector('iframe').contentWindow, doc = page.document;"
        "const out = []; const key = (k) => doc.body.dispatchEvent("
        "new page.KeyboardEvent('keydown', {key: k, bubbles: true}));"
        f"{script}; document.body.textContent = 'RESULT' + JSON.stringify(out) + 'RESULT'; }}</script>"
    )
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<!DOCTYPE html><body style="margin:0"><iframe src="page.html" width="{width}" height="800"></iframe>{more}',
        "utf-8",
    )
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--allow-file-access-from-files", "--virtual-time-budget=2000", "--dump-dom",
         f"--user-data-dir={tmp_path / 'profile'}", frame.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r"RESULT(.*)RESULT", done.stdout.decode())
    return json.loads(etree.HTML(f"<p>{found[1]}</p>").findtext(".//p"))


def test_terms_and_notes_tell_about_themselves_when_they_have_the_focus(tmp_path):
    term, said, by, note, after, back = outcome(
        tmp_path,
        """
        const term = doc.querySelector('.src .t'), pop = doc.getElementById('pop');
        term.focus(); out.push(pop.hidden, pop.textContent, term.getAttribute('aria-describedby'));
        const mark = doc.querySelector('[role=doc-noteref]'); mark.focus(); out.push(pop.textContent);
        key('Escape'); out.push(pop.hidden);
        mark.click(); out.push(page.location.hash)
        """,
    )
    assert (term, by, after) == (False, "pop", True)
    assert said.startswith("Haushouse")
    assert "Die Linie ist mit Kreide gezogen." in note
    assert "EN Die Linie" in note
    assert "↩" not in note
    assert back.startswith("#p")


def test_lines_that_belong_together_stand_once_in_one_row(tmp_path):
    verse, rule, code, bars, wide = outcome(
        tmp_path,
        """
        const rows = (kind) => [...doc.querySelectorAll('.row.' + kind)];
        out.push(rows('verse').map((one) => one.querySelectorAll('.src .ln').length));
        out.push(rows('rule').map((one) => one.innerText.trim()));
        out.push(rows('code').map((one) => one.innerText.trim()));
        const bar = (one) => parseFloat(page.getComputedStyle(one).borderLeftWidth) > 0;
        const inside = (one) => ['.tgt', '.tgt p'].map((name) => one.querySelector(name));
        out.push(rows('quote').map((one) => inside(one).filter(bar).length));
        out.push(doc.documentElement.scrollWidth <= page.innerWidth)
        """,
        width=390,
    )
    assert verse == [3]
    assert rule == ["* * *"]
    assert code == ["def haus():\n    return '```'"]
    assert bars == [1]
    assert wide


def test_what_is_the_same_in_both_languages_stays_when_one_is_hidden(tmp_path):
    shown = outcome(
        tmp_path,
        """
        const seen = () => ['.rule .both', '.code .both', '.verse .src', '.verse .tgt'].map(
          (name) => doc.querySelector(name).getClientRects().length > 0);
        out.push(seen()); key('t'); out.push(seen()); key('t'); out.push(seen())
        """,
    )
    assert shown == [[True, True, True, True], [True, True, True, False], [True, True, False, True]]


def test_a_row_for_each_sentence_holds_lines_of_verse_too(tmp_path):
    (places,) = outcome(
        tmp_path,
        """
        key('s');
        const row = doc.querySelector('.row.verse');
        const top = (one) => Math.round(one.getBoundingClientRect().top);
        out.push([...row.querySelectorAll('.src .s')].map(
          (one) => top(one) === top(doc.getElementById('t' + one.id.slice(1)))))
        """,
    )
    assert places == [True] * len(places)
    assert len(places) >= 3


def test_rows_of_a_table_stand_beside_their_translation(tmp_path):
    script = """
        const heads = () => ['.src', '.tgt'].map((side) => [...doc.querySelectorAll(`.row.table ${side} tr`)]
          .filter((one) => one.offsetHeight).map((one) => Math.round(one.getBoundingClientRect().top)));
        const lefts = (side) => [...doc.querySelectorAll(`.row.table ${side} tr > :nth-child(2)`)]
          .map((one) => Math.round(one.getBoundingClientRect().right));
        doc.querySelector('.row.table .tgt td').append(' and more'.repeat(40));
        out.push(heads(), new Set(lefts('.src')).size, new Set(lefts('.tgt')).size);
        key('t'); out.push(heads());
        out.push(doc.documentElement.scrollWidth <= page.innerWidth)
        """
    (source, target), *columns, (alone, hidden), fits = outcome(tmp_path, script)
    assert source == target
    assert len(source) > 1
    assert columns == [1, 1]
    assert alone
    assert not hidden
    assert fits
    (source, target), *_, fits = outcome(tmp_path, script, width=390)
    assert max(source) < min(target)
    assert fits


def test_the_original_alone_is_alone_in_rows_of_sentences_too(tmp_path):
    made = Builder()
    for number in range(1, 5):
        made.add(f"Kapitel {number}", Kind.HEADING, level=1)
        made.add("Ein Haus. Noch ein Haus.")
    both, original, translation = outcome(
        tmp_path,
        """
        const shown = (name) => [...doc.querySelectorAll(name)].filter((one) => one.getClientRects().length).length > 0;
        const seen = () => ['.row .src .s', '.row .tgt .s', '.contents .told .de', '.contents .told .en'].map(shown);
        key('s'); out.push(seen()); key('t'); out.push(seen()); key('t'); out.push(seen())
        """,
        doc=made.finish("Vom Haus"),
    )
    assert both == [True, True, True, True]
    assert original == [True, False, True, False]
    assert translation == [False, True, False, True]


@pytest.mark.parametrize("width", [390, 1200])
def test_rows_of_sentences_keep_the_structure(tmp_path, width):
    before, after = outcome(
        tmp_path,
        """
        const style = (one) => page.getComputedStyle(one), left = (one) => Math.round(one.getBoundingClientRect().left);
        const text = (one) => { const range = doc.createRange(); range.selectNodeContents(one); return left(range); };
        const seen = () => ({
          marks: [...doc.querySelectorAll('.mark')].map((one) => one.getClientRects().length > 0),
          sizes: [...doc.querySelectorAll('.heading .src .s')].map((one) => style(one).fontSize),
          starts: [...doc.querySelectorAll('.item .s, .quote .s')].map(text),
          italic: style(doc.querySelector('.quote .s')).fontStyle,
          code: Math.round(doc.querySelector('.code').getBoundingClientRect().height),
          wide: doc.documentElement.scrollWidth <= page.innerWidth,
        });
        out.push(seen()); key('s'); out.push(seen())
        """,
        width=width,
    )
    starts = zip(before.pop("starts"), after.pop("starts"), strict=True)
    assert before == after
    assert before["wide"]
    assert all(abs(one - other) <= 4 for one, other in starts)
