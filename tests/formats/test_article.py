import pytest

from reader.core.contents import headings
from reader.formats.html import parsed, read_html
from reader.formats.sizes import Size, sizes_in
from tests.bench.articles import figures, ours
from tests.formats.pages import PAGES, marked

PROSE = (
    "Der Fluss trat über die Ufer, und die Leute aus dem Dorf liefen mit ihren Kühen auf den Hügel. Niemand wusste, "
    "wie lange das Wasser steigen würde. Erst am dritten Tag kam die Sonne heraus. "
)


@pytest.mark.parametrize("name", PAGES)
def test_the_article_is_kept_and_little_else(name):
    data, article = marked(PAGES[name])
    precision, recall = figures(ours(data), article)
    assert recall > 0.99
    assert precision > 0.92


def test_over_all_pages():
    both = [figures(ours(data), article) for data, article in map(marked, PAGES.values())]
    assert sum(precision for precision, _ in both) / len(both) > 0.98


def paragraphs(body):
    doc = read_html(f"<body>{body}</body>".encode(), "x")
    return [doc.paragraph(index) for index in range(len(doc)) if index not in doc.boilerplate]


def test_the_counter_of_comments_is_shown_and_not_sent():
    doc = read_html(f"<article><p>{PROSE}</p><p>Kommentar (0)</p><p>{PROSE}</p></article>".encode(), "x")
    assert [doc.paragraph(index) for index in doc.boilerplate] == ["Kommentar (0)"]
    assert len(doc) == 3


@pytest.mark.parametrize("about", ["id='aspnetForm'", "class='forum'", "class='modal'", "role='dialog'"])
def test_a_page_that_stands_in_one_form_is_no_form(about):
    assert paragraphs(f"<form {about}><div {about}><h1>Titel</h1><p>{PROSE * 3}</p></div></form>")[0] == "Titel"


def test_a_form_beside_a_text_is_left_out():
    assert paragraphs(f"<p>{PROSE * 3}</p><form><label>Bitte hier Ihre Adresse</label></form>") == [(PROSE * 3).strip()]


def test_the_text_behind_a_paywall_is_a_text_if_it_is_there():
    found = paragraphs(f"<article><p>{PROSE}</p><div class=paywall><p>{PROSE * 4}</p></div></article>")
    assert len(found) == 2
    found = paragraphs(f"<article><p>{PROSE * 4}</p><div class=paywall><p>Jetzt abonnieren!</p></div></article>")
    assert len(found) == 1


def test_a_short_post_with_a_telling_class_is_a_text():
    found = paragraphs("<div class='post tag-politik share'><h1>Titel</h1><p>Nur ein Satz.</p></div>")
    assert found == ["Titel", "Nur ein Satz."]


def test_what_stands_between_the_heading_and_the_text_is_kept():
    body = f"<div><h1>Titel</h1><p>Der Vorspann ist kurz.</p><div>{f'<p>{PROSE}</p>' * 9}</div></div><div>Fuß</div>"
    assert paragraphs(body)[:2] == ["Titel", "Der Vorspann ist kurz."]


def test_teasers_between_the_heading_and_the_text_are_not():
    teasers = "".join(f"<div><a href=/{n}>Schlagzeile Nummer {n}, die niemand braucht</a></div>" for n in range(40))
    body = f"<div><h1>Titel</h1>{teasers}<div>{f'<p>{PROSE}</p>' * 4}</div></div><div>Fuß</div>"
    assert paragraphs(body) == ["Titel", *[PROSE.strip()] * 4]


def test_what_elements_hold():
    root = parsed(
        "<body> a <div id=x>bc<script>no</script> d<p><a href=/x>efg</a> <a href=#y>h</a></p></div><h1>i</h1>z"
    )
    sizes = {element.tag: size for element, size in sizes_in(root[0]).items()}
    assert sizes["div"] == Size(7, 3, prose=0.3 * 3)
    assert sizes["body"] == Size(10, 3, headed=True, prose=0.3 * 3 + 0.3 * 2)


def test_links_beside_each_other_are_words_of_their_own():
    buttons = "<p><a href=/t>Teilen</a><a href=/d>Drucken</a><a href=/m>Merken</a></p>"
    doc = read_html(f"<article><h1>Titel</h1>{buttons}<p>{PROSE * 3}</p></article>".encode(), "x")
    assert [doc.paragraph(index) for index in doc.boilerplate] == ["Teilen Drucken Merken"]
    bar = "<div><a href=/f>Facebook</a><a href=/w>WhatsApp</a><span>Kommentar (0)</span></div>"
    assert "WhatsApp Kommentar (0)" in read_html(f"<article><h1>Titel</h1>{bar}<p>{PROSE * 3}</p>".encode(), "x").text
    initial = f"<p><a href=/e>E</a><a href=/s>s</a> war: <a href=/w>Wort</a><a href=/t>teil</a>. {PROSE * 3}</p>"
    assert paragraphs(f"<article>{initial}</article>")[0].startswith("Es war: Wortteil.")


@pytest.mark.parametrize(
    "teasers",
    [
        "<h3>Lesen Sie auch</h3><ul><li><a href=/1>Eine andere</a></li><li><a href=/2>Noch eine</a></li></ul>",
        "<div><div><h2>Mehr zum Thema:</h2></div><a href=/1><h4>Dritte</h4><p>Ein Teaser.</p></a></div>",
        "<h2>Mehr zum Thema</h2><div><h4><a href=/3>Dritte</a></h4><p>Ein kurzer Satz, nicht verlinkt.</p></div>",
        "<p><b>Das k\u00f6nnte Sie auch interessieren</b></p><p><a href=/1>Eine andere</a></p>",
    ],
)
def test_teasers_inside_an_article_are_dimmed_and_the_text_goes_on_behind_them(teasers):
    body = f"<article><h1>Titel</h1><p>{PROSE * 2}</p>{teasers}<p>{PROSE}</p><h2>Kommentar</h2><p>{PROSE}</p></article>"
    whole = [(PROSE * 2).strip(), PROSE.strip(), "Kommentar", PROSE.strip()]
    assert paragraphs(body) == ["Titel", *whole]
    doc = read_html(f"<body>{body}</body>".encode(), "x")
    assert [doc.paragraph(index) for index in headings(doc)] == ["Titel", "Kommentar"]


@pytest.mark.parametrize("inside", ['<!ENTITY a "b">', '<!ENTITY a "y]>z">', "<!ENTITY a SYSTEM 'file:///etc/passwd'>"])
def test_declarations_in_the_document_type_are_no_text(inside):
    page = f"<!DOCTYPE html [ {inside} ]>\n<html><body><p>Ein Satz. &a;</p></body></html>"
    doc = read_html(page.encode(), "x")
    assert [doc.paragraph(index) for index in range(len(doc))] == ["Ein Satz. &a;"]
