"""Reading webpages: what is kept, in what shape, and what is left out."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFilter

from converter.document import read
from converter.document.language import language_of
from converter.document.model import Block, Document, Figure
from converter.errors import DocumentError
from converter.source import Source, fetch

Reader = Callable[..., Document]

RIVER = (
    "The river rises in the hills above the town and runs for ninety miles to the sea, "
    "gathering four smaller streams on its way."
)
MILLS = (
    "Mills stood along its banks for three centuries; the last of them closed its gates in "
    "1931, when the railway had made the water wheels useless."
)
FLOOD = (
    "After the great flood the council moved the market to higher ground and built the wall "
    "that still protects the lower streets of the town today."
)
BIRDS = (
    "Herons came back to the valley when the factories had gone, and bird watchers now count "
    "more than sixty kinds of birds every spring."
)


def picture(width: int = 400, height: int = 300, seed: int = 1, mode: str = "RGB") -> Image.Image:
    """A picture like no other seed's: a noisy gradient with a block in its own place."""
    image = Image.effect_noise((width, height), 60 + seed).convert("RGB")
    draw = ImageDraw.Draw(image)
    left = (seed * 83) % (width * 3 // 4)
    draw.rectangle(
        (left, 0, left + width // 4, height // 2 + seed), fill=(200, 40 * seed % 255, 30)
    )
    return image.convert(mode)


def png(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def page(body: str, head: str = "<title>The River</title>") -> str:
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def article(inner: str, head: str = "<title>The River</title>") -> str:
    """A page with the furniture most pages have around their article."""
    return page(
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        "<div class='cookie-banner'><p>We use cookies to improve this site for you.</p></div>"
        f"<main><article><h1>The River</h1>{inner}</article></main>"
        "<aside class='related'><h2>Related stories</h2><ul><li><a href='/a'>Bridges of the"
        " north</a></li><li><a href='/b'>A walk by the lake</a></li></ul></aside>"
        "<footer><p>Copyright by the publisher, all rights reserved everywhere.</p></footer>",
        head,
    )


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Write a page with files beside it and read it."""

    def run(markup: str | bytes, **files: bytes) -> Document:
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_bytes(content)
        data = markup if isinstance(markup, bytes) else markup.encode()
        (tmp_path / "page.html").write_bytes(data)
        return read(fetch(tmp_path / "page.html"), assets=tmp_path / "assets")

    return run


def blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks]


def words(document: Document) -> str:
    return "\n".join(section.text for section in document.sections)


def kinds(document: Document) -> list[str]:
    return [block.kind for block in blocks(document)]


def shown(document: Document) -> list[Figure]:
    return [figure for figure in document.figures if figure.image and not figure.decorative]


def test_the_article_is_kept_and_the_furniture_is_not(reader: Reader) -> None:
    document = reader(article(f"<p>{RIVER}</p><p>{MILLS}</p><p>{FLOOD}</p>"))
    assert [block.text for block in blocks(document)] == [RIVER, MILLS, FLOOD]
    assert document.title == "The River"
    assert document.language == "en"


def test_headings_make_sections_with_levels_counted_from_one(reader: Reader) -> None:
    document = reader(
        article(
            f"<p>{RIVER}</p><h2>Mills</h2><p>{MILLS}</p><h4>The flood</h4><p>{FLOOD}</p>"
            f"<h2>Birds</h2><p>{BIRDS}</p><h2>Nothing follows</h2>"
        )
    )
    found = [(section.heading, section.level) for section in document.sections]
    assert found == [(None, 0), ("Mills", 1), ("The flood", 2), ("Birds", 1)]


def test_a_heading_above_a_deeper_heading_is_kept_without_words_of_its_own(reader: Reader) -> None:
    inner = f"<p>{RIVER}</p><h2>History</h2><h3>Mills</h3><p>{MILLS}</p><p>{FLOOD}</p>"
    document = reader(article(inner))
    assert [section.heading for section in document.sections] == [None, "History", "Mills"]


def test_a_section_may_have_the_name_of_furniture(reader: Reader) -> None:
    inner = (
        f"<p>{RIVER}</p><h2 id='related-work'>Related work</h2><p>{MILLS}</p>"
        f"<section id='menu'><h2 id='menu'>The menu of the herons</h2><p>{FLOOD}</p></section>"
    )
    headings = [section.heading for section in reader(article(inner)).sections]
    assert headings == [None, "Related work", "The menu of the herons"]


def test_lists_quotes_tables_and_code_keep_their_shape(reader: Reader) -> None:
    document = reader(
        article(
            f"<p>{RIVER}</p><p>{MILLS}</p>"
            "<ul><li>first the <b>north</b> bank</li><li><p>then the south bank</p>"
            "<ul><li>with its bridge</li></ul></li></ul>"
            "<blockquote><p>Water is patient.</p><p>It waits for us all.</p></blockquote>"
            "<table><tr><th>Year</th><th>Level</th></tr><tr><td>1901</td><td>3 m</td></tr></table>"
            "<pre><span class='lineno'>1</span>def flow(x):\n    return x\n</pre>"
            f"<p>{FLOOD}</p>"
        )
    )
    assert kinds(document)[2:-1] == ["list", "quote", "table", "code"]
    listed, quote, table, code = blocks(document)[2:-1]
    assert listed.items == ("first the north bank", "then the south bank", "with its bridge")
    assert quote.text == "Water is patient.\nIt waits for us all."
    assert table.rows == (("Year", "Level"), ("1901", "3 m"))
    assert table.text == "Year\tLevel\n1901\t3 m"
    assert code.text == "def flow(x):\n    return x"


def test_a_table_that_lays_out_the_page_is_no_table(reader: Reader) -> None:
    markup = page(
        f"<table><tr><td><a href='/'>Home</a></td><td><p>{RIVER}</p><h2>Mills</h2><p>{MILLS}</p>"
        f"<p>{FLOOD}</p></td></tr></table>"
    )
    document = reader(markup)
    assert set(kinds(document)) == {"paragraph"}
    assert document.sections[-1].heading == "Mills"


def test_two_line_breaks_part_paragraphs(reader: Reader) -> None:
    document = reader(page(f"<div>{RIVER}<br><br>{MILLS}<br/>{FLOOD}</div>"))
    assert [block.text for block in blocks(document)] == [RIVER, f"{MILLS}\n{FLOOD}"]


def test_citation_marks_edit_links_and_permalinks_are_no_words(reader: Reader) -> None:
    inner = (
        "<h2>Mills<a class='headerlink' href='#mills'>¶</a>"
        "<span class='mw-editsection'>[<a href='/edit'>edit</a>]</span></h2>"
        f"<p>{MILLS}<sup class='reference'><a href='#cite_note-1'>[1]</a></sup></p>"
        f"<p>{FLOOD}<sup><a href='#fn2'>2</a></sup> The lake holds 10<sup>6</sup> m<sup>3</sup>"
        " of H<sub>2</sub>O in its 1<sup>st</sup> <a class='reference' href='#x'>basin</a>.</p>"
    )
    document = reader(article(f"<p>{RIVER}</p>" + inner))
    assert document.sections[1].heading == "Mills"
    first, second = document.sections[1].blocks
    assert first.text == MILLS
    assert second.text == f"{FLOOD} The lake holds 10⁶ m³ of H₂O in its 1st basin."


def test_references_and_footnotes_stand_apart(reader: Reader) -> None:
    document = reader(
        article(
            f"<p>{RIVER}</p><p>{MILLS}</p><p>{FLOOD}</p>"
            "<div class='footnotes'><ol><li id='fn1'>The wheel broke in 1950.</li></ol></div>"
            "<h2>References</h2><ol><li>Smith, J. (1999). Rivers of the north. Hill Press.</li>"
            "<li>Jones, K. (2003). Floods and towns. River Press.</li></ol>"
        )
    )
    assert words(document) == "\n".join([RIVER, MILLS, FLOOD])
    assert [note.kind for note in document.notes] == ["footnote", "reference"]
    assert document.notes[1].items[0].startswith("Smith, J.")


def test_contents_share_bars_and_comments_are_left_out(reader: Reader) -> None:
    document = reader(
        article(
            "<div><ul><li><a href='#a'>The mills</a></li><li><a href='#b'>The flood</a></li>"
            "<li><a href='#c'>The birds of the valley</a></li></ul></div>"
            f"<p>{RIVER}</p><div class='share-buttons'><a href='x'>Share on the network</a></div>"
            f"<h2 id='a'>Mills</h2><p>{MILLS}</p><p>{FLOOD}</p>"
            "<div id='comments'><h3>Three comments</h3><p>What a lovely text about a river that"
            " I have known since I was a child living there.</p></div>"
        )
    )
    assert words(document) == "\n".join([RIVER, MILLS, FLOOD])


def test_formulas_are_kept_as_tex(reader: Reader) -> None:
    tex = "<annotation encoding='application/x-tex'>{\\displaystyle q=vA}</annotation>"
    math = f"<math><semantics><mi>q</mi>{tex}</semantics></math>"
    display = math.replace("<math>", "<math display='block'>")
    katex = f"<span class='katex'>{math}<span aria-hidden='true'>qqq</span></span>"
    inner = f"<p>{RIVER}</p><p>The flow {math} is {katex} here, {MILLS}</p><p>{display}</p>"
    document = reader(article(f"{inner}<p>{FLOOD}</p>"))
    assert f"The flow $q=vA$ is $q=vA$ here, {MILLS}" in words(document)
    assert [block.text for block in blocks(document) if block.kind == "formula"] == ["$q=vA$"]


@pytest.mark.parametrize(
    "markup",
    [
        "<math alttext='q=vA'><mi>q</mi></math>",
        "<script type='math/tex'>q=vA</script>",
        "<span class='MathJax'><math><mi>q</mi></math></span><script type='math/tex'>q=vA</script>",
        "<span class='mwe-math-element'><span style='display: none'><math alttext='{\\displaystyle"
        " q=vA}'></math></span><img class='mwe-math-fallback-image-inline' src='q.svg'></span>",
        "<img class='latex' src='q.png' alt='q=vA'>",
        "<d-math>q=vA</d-math>",
    ],
)
def test_a_formula_is_found_however_the_page_sets_it(reader: Reader, markup: str) -> None:
    document = reader(article(f"<p>{RIVER}</p><p>The flow is {markup} here: {MILLS}</p>"))
    assert f"The flow is $q=vA$ here: {MILLS}" in words(document)
    assert not document.figures


def test_figures_have_their_caption_alt_and_label(reader: Reader) -> None:
    document = reader(
        article(
            f"<p>{RIVER}</p><figure><img src='a.png' alt='A mill'><figcaption>Figure 3: The last"
            f" mill, <i>about</i> 1920.</figcaption></figure><p>{MILLS}</p>"
            "<div class='wp-caption'><img src='b.png'>"
            "<p class='wp-caption-text'>The wall.</p></div>"
            f"<p>{FLOOD}</p>"
            "<div class='thumb'><div class='thumbinner'><a href='/wiki/x'><img src='c.png'></a>"
            "<div class='thumbcaption'>A heron.</div></div></div>"
            f"<p>{BIRDS}</p><table class='image'><tr><td><img src='d.png'></td></tr><tr><td>"
            f"<small>The sea.</small></td></tr></table><p>{RIVER[::-1]}</p>"
        ),
        **{f"{name}__png": png(picture(seed=seed)) for seed, name in enumerate("abcd", 1)},
    )
    captions = [figure.caption for figure in document.figures]
    assert captions == ["Figure 3: The last mill, about 1920.", "The wall.", "A heron.", "The sea."]
    assert document.figures[0].label == "Figure 3"
    assert document.figures[0].alt == "A mill"
    assert all(figure.image and Path(figure.image).is_file() for figure in document.figures)
    assert not any(caption in words(document) for caption in captions)
    order = [block.figure or "words" for block in blocks(document)]
    assert order[:3] == ["words", "figure-1", "words"]


def test_the_largest_candidate_a_video_needs_is_taken(reader: Reader) -> None:
    sizes = {
        f"w{width}__png": png(Image.new("RGB", (width, width // 2), "teal"))
        for width in (200, 800, 1800, 2600)
    }
    candidates = ", ".join(f"w{width}.png {width}w" for width in (200, 2600, 1800, 800))
    inner = f"<p>{RIVER}</p><img src='w200.png' srcset='{candidates}'><p>{MILLS}</p><p>{FLOOD}</p>"
    (figure,) = reader(article(inner), **sizes).figures
    assert (figure.width, figure.height) == (1800, 900)


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='a.png'>",
        "<img src='blank.gif' data-original='a.png' alt=''>",
        "<img data-lazy-src='a.png'>",
        "<img data-srcset='a.png 1x'>",
        "<img src='data:image/svg+xml,x' class='lazy'><noscript><img src='a.png'></noscript>",
        "<noscript><img src='a.png'></noscript>",
        "<picture><source srcset='a.png' media='(min-width: 600px)'><img src='a.png'></picture>",
        "<amp-img src='a.png' width='400' height='300'></amp-img>",
        "<a href='a.png'><img src='small.png'></a>",
        "<img src='./thumb/a.png/120px-a.png' data-file-width='400'>",
        "<object type='image/png' data='a.png'></object>",
        "<video poster='a.png' src='a.mp4'></video>",
        "<p>See <span><img src='a.png'></span></p>",
        "<img src='missing.png' srcset='nothing.png 2x, a.png 3x'>",
    ],
)
def test_a_picture_is_found_however_the_page_hides_it(reader: Reader, markup: str) -> None:
    inner = f"<p>{RIVER}</p>{markup}<p>{MILLS}</p><p>{FLOOD}</p>"
    document = reader(article(inner), a__png=png(picture()))
    assert [(figure.width, figure.height) for figure in shown(document)] == [(400, 300)]


def test_an_embedded_picture_needs_no_file(reader: Reader) -> None:
    data = base64.b64encode(png(picture(), "JPEG")).decode()
    inner = f"<p>{RIVER}</p><img src='data:image/jpeg;base64,{data}'><p>{MILLS}</p><p>{FLOOD}</p>"
    (figure,) = reader(article(inner)).figures
    assert figure.image
    assert len(figure.src) < 100


def test_pictures_that_cannot_be_had_stay_with_a_reason(reader: Reader) -> None:
    inner = (
        f"<p>{RIVER}</p><figure><img src='gone.png'><figcaption>A lost view.</figcaption></figure>"
        f"<p>{MILLS}</p><img src='broken.png'><img src='words.png'><p>{FLOOD}</p>"
    )
    document = reader(
        article(inner), broken__png=png(picture())[:200], words__png=b"<p>Not here</p>"
    )
    assert [figure.image for figure in document.figures] == [None, None, None]
    assert document.figures[0].caption == "A lost view."
    summary, gone, broken, other = document.warnings
    assert summary.startswith("3 of 3 pictures could not be had")
    assert "no such file" in gone
    assert "cannot be decoded" in broken
    assert "text/html, expected a picture" in other


def test_decoration_is_marked(reader: Reader) -> None:
    same = png(picture().filter(ImageFilter.GaussianBlur(4)))
    document = reader(
        article(
            f"<p>{RIVER}</p><img src='real.png'><p>{MILLS}</p><img src='icon.png'>"
            f"<img src='rule.png'><p>{FLOOD} <img src='star.png'> {BIRDS}</p>"
            "<img src='again.png'><img class='avatar' src='face.png'>"
            f"<img src='pixel.gif' width='1' height='1'><p>{RIVER[::-1]}</p>"
        ),
        real__png=same,
        again__png=png(Image.open(io.BytesIO(same)).resize((200, 150)), "JPEG"),
        icon__png=png(picture(48, 48, seed=3)),
        rule__png=png(picture(700, 80, seed=4)),
        star__png=png(picture(100, 100, seed=5)),
        face__png=png(picture(120, 120, seed=6)),
    )
    marked = {Path(figure.src).stem: figure.decorative for figure in document.figures}
    assert marked == {
        "real": False,
        "icon": True,
        "rule": True,
        "star": True,
        "again": True,
        "face": True,
    }


def test_different_charts_of_one_shape_are_no_duplicates(reader: Reader) -> None:
    def chart(height: int) -> bytes:
        image = Image.new("RGB", (600, 400), "white")
        ImageDraw.Draw(image).line([(50, 350), (300, height), (550, 100)], fill="black", width=3)
        return png(image)

    inner = f"<p>{RIVER}</p><img src='a.png'><p>{MILLS}</p><img src='b.png'><p>{FLOOD}</p>"
    document = reader(article(inner), a__png=chart(50), b__png=chart(340))
    assert [figure.decorative for figure in document.figures] == [False, False]
    assert {figure.kind for figure in document.figures} == {"diagram"}


def test_pictures_are_stored_upright_opaque_and_plain(reader: Reader) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    see_through = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(see_through).line((0, 0, 300, 200), fill="black", width=9)
    document = reader(
        article(
            f"<p>{RIVER}</p><img src='turned.jpg'><p>{MILLS}</p><img src='clear.png'>"
            f"<img src='print.jpg'><img src='vector.svg'><p>{FLOOD}</p>"
        ),
        turned__jpg=png(picture(400, 200), "JPEG", exif=turned),
        clear__png=png(see_through),
        print__jpg=png(picture(300, 300, seed=4, mode="CMYK"), "JPEG"),
        vector__svg=b"<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100'>"
        b"<rect width='100' height='100' fill='red'/></svg>",
    )
    upright, opaque, printed, vector = document.figures
    assert (upright.width, upright.height, upright.kind) == (200, 400, "photo")
    for figure in document.figures:
        with Image.open(figure.image or "") as file:
            assert (file.mode, file.size) == ("RGB", (figure.width, figure.height))
            assert file.format in {"PNG", "JPEG"}
    with Image.open(opaque.image or "") as file:
        assert file.getpixel((290, 5)) == (255, 255, 255)
    assert opaque.kind == "diagram"
    assert printed.image
    assert (vector.width, vector.height) == (1920, 960)


def test_a_picture_with_too_many_pixels_is_refused(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 5000)
    inner = f"<p>{RIVER}</p><img src='bomb.png'><p>{MILLS}</p><p>{FLOOD}</p>"
    document = reader(article(inner), bomb__png=png(picture()))
    assert document.figures[0].image is None
    assert "too many pixels" in document.warnings[1]


def test_every_span_leads_to_the_element_in_the_page_as_it_was(reader: Reader) -> None:
    markup = article(
        f"<script>x()</script><p>{RIVER}</p><style>p{{}}</style><p>{MILLS}</p>"
        f"<h2 id='flood'>Flood</h2><script>y()</script><p>{FLOOD}</p><ul><li>one bank</li></ul>"
        f"<p>{BIRDS}</p>"
    )
    tree = html.document_fromstring(markup)
    document = reader(markup)
    spans = [(block.span, block.text) for block in blocks(document)]
    spans += [(s.span, s.heading) for s in document.sections if s.heading]
    for span, text in spans:
        path = span.element or ""
        step = ""
        for part in path.split(" > "):
            tag, _, number = part.partition(":nth-of-type(")
            step += (
                f"//*[@id='{tag[1:]}']" if tag[0] == "#" else f"/{tag}[{number.rstrip(')') or 1}]"
            )
        (element,) = tree.xpath(step)
        assert " ".join(element.text_content().split()) == text


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>The River - Valley News</title>", "", "The River"),
        ("<title>Valley News | The River and us</title><meta property='og:site_name'"
         " content='Valley News'>", "", "The River and us"),
        ("<title>Rivers: a history of water - Part 2 | Valley | News</title>", "",
         "Rivers: a history of water"),
        ("<title>River</title>", "<h1>Valley News</h1>", "River"),
        ("", "<h1>The River</h1>", "The River"),
    ],
)  # fmt: skip
def test_the_title_goes_without_the_name_of_the_site(
    reader: Reader, head: str, body: str, title: str
) -> None:
    markup = page(f"{body}<p>{RIVER}</p><p>{MILLS}</p><p>{FLOOD}</p>", head)
    assert reader(markup).title == title


def test_metadata_is_taken_from_where_pages_put_it(reader: Reader) -> None:
    body = f"<p>{RIVER}</p><p>{MILLS}</p><p>{FLOOD}</p>"
    linked = (
        '<script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "V"},'
        '{"@type": ["NewsArticle"], "headline": "The River", "datePublished":'
        '"2021-03-04T05:06:07Z", "author": [{"@type": "Person", "name": "By Ann Lee"},'
        '{"@type": "Person", "name": "Bo Chu"}], "publisher": {"name": "Valley News"}}]}</script>'
    )
    cited = (
        "<title>The River</title><meta name='citation_author' content='Lee, Ann'>"
        "<meta name='citation_author' content='Chu, Bo'>"
        "<meta name='citation_publication_date' content='2021/03'>"
        "<meta name='citation_journal_title' content='Journal of Water'>"
    )
    first, second = (
        reader(page(body, head)) for head in (linked + "<title>The River</title>", cited)
    )
    assert (first.authors, first.date, first.site) == (
        ("Ann Lee", "Bo Chu"),
        "2021-03-04",
        "Valley News",
    )
    assert (second.authors, second.date) == (("Lee, Ann", "Chu, Bo"), "2021-03")
    assert second.site == "Journal of Water"


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        (RIVER, None, "en"),
        ("Der Fluss entspringt in den Hügeln und ist für die Stadt nicht ohne Gefahr.", None, "de"),
        ("这条河发源于城市上方的山丘。", "en", "zh"),
        ("这条河发源于城市上方的山丘。", "zh-hant-TW", "zh-Hant-TW"),
        ("この川は町の上の丘から流れています。", None, "ja"),
        ("ينبع النهر من التلال فوق المدينة", None, "ar"),
        ("رودخانه از تپه‌های بالای شهر سرچشمه می‌گیرد", "fa", "fa"),
        (RIVER, "EN_us", "en-US"),
        (RIVER, "zh", "en"),
        ("", None, "en"),
    ],
)
def test_the_language_is_as_declared_unless_the_script_says_otherwise(
    text: str, declared: str | None, tag: str
) -> None:
    assert language_of(text, declared) == tag


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("latin-1", "iso-8859-1"),
        ("cp1252", "ascii"),
        ("utf-16", "utf-8"),
        ("utf-16-le", "utf-16"),
    ],
)
def test_text_survives_what_is_declared_of_its_encoding(
    reader: Reader, encoding: str, declared: str
) -> None:
    text = "Über die Größe der Bäume und das Rauschen der Wälder ist viel gesagt worden."
    markup = page(f"<p>{text}</p>", f"<meta charset='{declared}'><title>Bäume</title>")
    document = reader(markup.encode(encoding))
    assert (document.title, words(document)) == ("Bäume", text)


def test_chinese_in_gbk_and_arabic_are_read(reader: Reader) -> None:
    text = "这条河发源于城市上方的山丘。它流经九十英里后入海。沿途汇集了四条较小的溪流。"
    markup = page(f"<p>{text}</p>", "<meta charset=gb2312><title>河流</title>")
    document = reader(markup.replace(" lang='en'", "").encode("gbk"))
    assert (document.language, words(document)) == ("zh", text)
    arabic = "ينبع النهر من التلال فوق المدينة ويجري تسعين ميلا حتى يصل إلى البحر."
    assert words(reader(page(f"<p>{arabic}</p>"))) == arabic


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no page in it"),
        (b"  \n ", "no page in it"),
        (bytes(range(256)) * 20, "binary data"),
        (b"<html><frameset><frame src=a></frameset></html>", "no article in it"),
        (b"<html><script src=a.js></script><noscript>Please enable JavaScript to run this app."
         b"</noscript><div id=root></div></html>", "may need JavaScript"),
        (b"<html><script src=a.js></script><p>This site requires JavaScript.</p></html>",
         "may need JavaScript"),
    ],
)  # fmt: skip
def test_a_page_with_nothing_in_it_is_never_a_success(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    source = Source("the page", "text/html", content, "http://example.test/")
    with pytest.raises(DocumentError, match=f"the page: .*{reason}"):
        read(source, assets=tmp_path)


def test_a_type_without_a_reader_is_named(tmp_path: Path) -> None:
    source = Source("a.zip", "application/zip", b"PK", "http://example.test/")
    with pytest.raises(DocumentError, match=r"a\.zip: application/zip cannot be read, expected"):
        read(source, assets=tmp_path)


def test_a_short_page_and_a_deep_one_are_read(reader: Reader) -> None:
    assert words(reader("<p>Hello world")) == "Hello world"
    assert RIVER in words(reader("<div><span>" * 400 + f"<p>{RIVER}</p>"))


def test_a_pull_quote_is_not_said_twice(reader: Reader) -> None:
    inner = f"<p>{RIVER}</p><p>{MILLS}</p><div class='pull'><p>{MILLS}</p></div><p>{FLOOD}</p>"
    assert words(reader(article(inner))).count(MILLS) == 1


def test_a_document_survives_its_json(reader: Reader, tmp_path: Path) -> None:
    inner = f"<p>{RIVER}</p><img src='a.png' alt='x'><p>{MILLS}</p><p>{FLOOD}</p>"
    document = reader(article(inner), a__png=png(picture()))
    context = {"base": str(tmp_path)}
    again = Document.model_validate_json(document.model_dump_json(context=context), context=context)
    assert again == document


TAGS = st.sampled_from(
    [
        *("div", "p", "ul", "li", "table", "tr", "td", "h2", "h3", "figure", "figcaption", "img"),
        *("pre", "blockquote", "a", "b", "br", "span", "svg", "math", "noscript", "script", "dl"),
        *("template", "dd", "sup", "picture", "details", "section", "aside", "video", "select"),
    ]
)
SOUP = st.lists(
    st.one_of(TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=30)), max_size=40
).map("".join)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(SOUP)
def test_any_tag_soup_is_read_or_refused_in_one_line(tmp_path: Path, soup: str) -> None:
    source = Source("soup", "text/html", soup.encode("utf-8", "replace"), "http://127.0.0.1:1/")
    try:
        document = read(source, assets=tmp_path)
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        assert words(document) or document.figures


def test_a_page_without_body_tags_is_read(tmp_path: Path) -> None:
    markup = "<!DOCTYPE html><title>Owls</title><link rel=stylesheet href=a.css><article>"
    markup += "<h2>Food</h2><p>Owls eat voles, shrews and the odd frog, and swallow them whole."
    (tmp_path / "owls.html").write_text(markup)
    document = read(fetch(tmp_path / "owls.html"), assets=tmp_path)
    assert [section.heading for section in document.sections] == ["Food"]
