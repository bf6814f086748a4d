"""Article: which pieces of a page belong to what it is about.

trafilatura is the judge of the words: a piece whose words it kept is in. Around that
verdict stand the rules for what it loses (lists, code, tables, captions, pictures)
and for what it lets through (share bars, contents, comments).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from converter.document.model import BlockKind
from converter.document.web.blocks import HEADINGS, Piece
from converter.document.web.page import Page

MOST = 0.85
"""The article's container holds at least this share of the kept words."""
LEAST = 0.15
"""A verdict that keeps less of the plain words of a page than this is not believed."""
_TOKEN = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)


def _names(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.I)


_NEVER = _names(
    "nav|navbar|navigation|navbox|navigation-?not-?searchable|menu|breadcrumbs?|share|sharing|"
    "share-?(?:bar|buttons?|links?|tools?)|sharedaddy|social|social-?(?:links|media|share)|addtoany|"
    "comments?|comments?-?(?:list|area|section|respond|wrap|form)|commentlist|disqus\\w*|respond|"
    "cookies?|cookie-?\\w+|consent|gdpr|toc|table-?of-?contents|on-this-page|page-?toc|"
    "editsection|catlinks|printfooter|jump-to-nav|skip-?(?:link|nav|to)\\w*|pagination|pager|"
    "newsletter\\w*|subscribe|subscription|sign-?up|log-?in|popup|modal|paywall|advert\\w*|ads?|"
    "adsbygoogle|ad-?(?:container|wrapper|slot|unit|box)|sponsor(?:ed)?|outbrain|taboola|"
    "related|related-?(?:posts?|articles?|content|links|stories|news)|recommend\\w*|read-?more|"
    "more-?(?:stories|posts|articles|news)|you-?may-?(?:also-?)?like|"
    "post-?(?:navigation|nav|tags|share|footer)|site-?(?:header|footer|nav)|masthead|"
    "mw-jump-link|hatnote|ambox|metadata|noprint|sistersitebox|authority-control|"
    "pg-boilerplate|usa-banner"
)
_SELDOM = _names(
    "sidebar|side-bar|widget|promo\\w*|banner|footer|header|tags?|tag-?(?:list|cloud)|meta|"
    "post-?meta|entry-?meta|byline|author|author-?(?:bio|box|info|card)|bio|about-the-author|"
    "rating|teaser\\w*|card|carousel|callout-?cta|cta|call-to-action|donate|feedback|tools?|toolbar|"
    "infobar|appendix|acknowledge?ments|print|download|copyright|license|legal|credits"
)
_NEVER_TAGS = {"nav", "form", "dialog", "menu"}
_SELDOM_TAGS = {"footer", "aside", "header", "details"}
_NEVER_ROLES = {"navigation", "search", "dialog", "alertdialog", "contentinfo", "menu", "menubar"}
_LISTED = re.compile(
    r"^\W*(?:references?|notes?(?: and references)?|footnotes?|endnotes?|citations?|bibliography|"
    r"works cited|sources|further reading|external links|see also|einzelnachweise|literatur|"
    r"weblinks|"
    r"siehe auch|anmerkungen|quellen|références|notes et références|bibliographie|voir aussi|"
    r"liens externes|referencias|bibliografía|véase también|enlaces externos|note|riferimenti|"
    r"参考文献|參考文獻|参考资料|參考資料|外部链接|外部連結|脚注|参见|參見|注释|延伸阅读|"
    r"المراجع|مراجع|انظر أيضا|وصلات خارجية)\W*$",
    re.I,
)
_NOTE_LIST = re.compile(
    r"\b(?:references|reflist|mw-references\S*|citation-list|bibliography)\b", re.I
)
_FOOTNOTES = re.compile(r"\b(?:footnotes?|endnotes?)\b", re.I)
_FILLER = re.compile(
    r"^\W*(?:advertisement|advertising|anzeige|werbung|publicité|publicidad|广告|廣告|إعلان|"
    r"sponsored(?: content)?|share this.*|share on \w+|tweet|read more:?.*|click here.*|"
    r"continue reading.*|view comments|back to top|copy(?: link)?|loading.*|print|menu|close|next|"
    r"previous|story continues below.*)\W*$",
    re.I,
)
_GUTENBERG_START = re.compile(r"\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG", re.I)
_GUTENBERG_END = re.compile(r"End of (?:the |this )?Project Gutenberg|\*\*\* ?END OF TH", re.I)


@dataclass
class Article:
    """The pieces in, in reading order, and those kept apart from the text."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)


def choose(page: Page, found: list[Piece], verdict: str) -> Article:
    """Return the article among the pieces of a page; `verdict` is the text trafilatura kept."""
    found = _between_marks(found)
    judge = _Judge(page, found, verdict)
    chosen, notes = [], []
    for index, piece in enumerate(found):
        if note := judge.note(piece):
            notes.append(replace(piece, kind=note))
        elif judge.belongs(index):
            chosen.append(piece)
    chosen, listed = _without_listed(chosen)
    return Article(_with_company(_unrepeated(chosen)), _unrepeated(notes + listed))


def keep(found: list[Piece]) -> Article:
    """Return all pieces of what is nothing but article, with notes and contents apart."""
    rest, notes = [], []
    for plain in _between_marks(found):
        piece = replace(plain, kind=_said_of(plain) or plain.kind)
        if piece.kind in {"footnote", "reference"}:
            notes += _one_by_one(piece)
        elif not (piece.kind in {"list", "table"} and _is_contents(piece)):
            rest.append(piece)
    chosen, listed = _without_listed(rest)
    return Article(chosen, notes + listed)


def _said_of(piece: Piece) -> BlockKind | None:
    """Return the kind a piece has because of what it stands in."""
    for element in _line(piece.element):
        name = f"{element.get('class') or ''} {element.get('epub:type') or ''}"
        if _FOOTNOTES.search(f"{name} {element.get('role') or ''}"):
            return "footnote"
        if element.get("data-kind") == "talk":
            return "talk"
    return None


def _one_by_one(piece: Piece) -> list[Piece]:
    """Return the items of a list of notes as notes of their own."""
    items = list(piece.element.iter("li"))
    if len(items) != len(piece.items):
        return [piece]
    return [
        replace(piece, element=element, text=text, items=[])
        for element, text in zip(items, piece.items, strict=True)
    ] or [piece]


def _between_marks(found: list[Piece]) -> list[Piece]:
    """Cut the licence off that Project Gutenberg puts before and after every book."""
    starts = [i for i, piece in enumerate(found) if _GUTENBERG_START.search(piece.text)]
    ends = [i for i, piece in enumerate(found) if _GUTENBERG_END.search(piece.text)]
    if not starts or not ends or starts[0] >= ends[0]:
        return found
    return found[starts[0] + 1 : ends[0]]


def tokens(text: str) -> list[str]:
    """Return the words of a text, in lower case; in scripts without spaces, its signs."""
    return _TOKEN.findall(text.lower())


class _Judge:
    def __init__(self, page: Page, found: list[Piece], verdict: str) -> None:
        self._found = found
        self._kept = _kept(found, verdict)
        if sum(self._sizes(self._kept)) < LEAST * sum(self._sizes(plain := _plain(found))):
            self._kept = plain
        self._words = _weights(found, [True] * len(found))
        self._weights = _weights(found, self._kept)
        self._container = _container(page.body, self._weights)
        self._total = max(1, self._weights[page.body])
        self._inside = [self._container in _line(piece.element) for piece in found]
        marked = [i for i, kept in enumerate(self._kept) if kept and self._inside[i]]
        self._first, self._last = (marked[0], marked[-1]) if marked else (0, len(found))
        self._parents = {found[i].element.getparent() for i in marked}
        self._parents |= {found[i].element for i in marked}
        self._never = lru_cache(None)(lambda element: self._named(element, _is_never))
        self._seldom = lru_cache(None)(lambda element: self._named(element, _is_seldom))

    def _sizes(self, kept: Sequence[bool]) -> list[int]:
        pairs = zip(self._found, kept, strict=True)
        return [len(tokens(piece.text)) for piece, is_kept in pairs if is_kept]

    def note(self, piece: Piece) -> Literal["footnote", "reference"] | None:
        """Return what kind of note a piece is, None for text of the article."""
        if piece.kind == "footnote":
            return "footnote"
        if piece.kind not in {"list", "paragraph"}:
            return None
        for element in _line(piece.element):
            name = f"{element.get('class') or ''} {element.get('id') or ''}"
            role = element.get("role") or ""
            if element is self._container or element.tag == "body":
                break
            if _FOOTNOTES.search(name) or role in {"doc-endnotes", "doc-footnote"}:
                return "footnote"
            if _NOTE_LIST.search(name) or role == "doc-bibliography":
                return "reference" if piece.kind == "list" else None
        return None

    def belongs(self, index: int) -> bool:
        """Tell whether a piece is part of the article."""
        piece = self._found[index]
        if self._never(piece.element) is not None or _FILLER.match(piece.text):
            return False
        if piece.kind in {"list", "table"} and _is_contents(piece):
            return False
        if piece.kind == "figure":
            return self._shows(index, piece)
        if piece.kind == "heading":
            return self._inside[index] or self._kept[index]
        if self._kept[index]:
            return self._inside[index] or self._seldom(piece.element) is None
        return self._inside[index] and self._rescued(index, piece)

    def _rescued(self, index: int, piece: Piece) -> bool:
        """Tell whether words the judge dropped stand in the article all the same."""
        near = self._near(piece.element)
        if self._seldom(piece.element) is not None or _link_share(piece) > (0.8 if near else 0.5):
            return False
        if self._first < index < self._last:
            return True
        return near and (len(tokens(piece.text)) >= 15 or piece.kind in {"code", "table", "quote"})

    def _near(self, element: HtmlElement) -> bool:
        """Tell whether kept words stand in the same box, or in one beside its section."""
        parent = element.getparent()
        while parent is not None and parent.tag == "section" and parent not in self._parents:
            parent = parent.getparent()
        return element in self._parents or parent in self._parents

    def _shows(self, index: int, piece: Piece) -> bool:
        """Tell whether a picture is the article's: within it, leading it or closing it."""
        box = self._seldom(piece.element)
        if (
            box is not None
            and self._words[box] > 12
            and not (piece.picture and piece.picture.caption)
        ):
            return False
        if self._inside[index] and self._first < index < self._last:
            return True
        if index < self._first:
            return self._leads(index)
        return self._inside[index] and not self._has_words(range(self._last + 1, index))

    def _leads(self, index: int) -> bool:
        """Tell whether only headings and short lines stand between a picture and the text."""
        between = range(index + 1, self._first)
        if not self._inside[index] and not self._in_main(self._found[index].element):
            return False
        others = [i for i in between if self._found[i].kind == "figure"]
        return len(others) < 4 and not self._has_words(between)

    def _has_words(self, indices: Iterable[int]) -> bool:
        return sum(len(tokens(self._found[i].text)) for i in indices) > 60

    def _in_main(self, element: HtmlElement) -> bool:
        line = set(_line(element))
        return any(main in line for main in self._container.iterancestors("article", "main"))

    def _named(
        self, element: HtmlElement, test: Callable[[HtmlElement], bool]
    ) -> HtmlElement | None:
        """Return the furniture an element stands in, going by names.

        A box with much of the kept words is none, whatever it is called.
        """
        for ancestor in _line(element):
            if ancestor is self._container or ancestor.tag == "body":
                return None
            if test(ancestor) and self._weights[ancestor] < self._total / 5:
                return ancestor
        return None


def _line(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()]


def _kept(found: Sequence[Piece], verdict: str) -> list[bool]:
    words = tokens(verdict)
    triples = set(zip(words, words[1:], words[2:], strict=False))
    lines = {" ".join(tokens(line)) for line in verdict.split("\n")}
    return [_is_kept(tokens(piece.text), triples, lines) for piece in found]


def _plain(found: Sequence[Piece]) -> list[bool]:
    """Judge without trafilatura: keep words that are not links and not in page furniture."""
    furniture: dict[HtmlElement, bool] = {}

    def stands_in_furniture(element: HtmlElement) -> bool:
        if element not in furniture:
            parent = element.getparent()
            own = _is_never(element) or _is_seldom(element)
            outer = parent is not None and stands_in_furniture(parent)
            furniture[element] = element.tag != "body" and (own or outer)
        return furniture[element]

    return [
        bool(tokens(piece.text))
        and piece.kind != "heading"
        and _link_share(piece) < 0.3
        and not stands_in_furniture(piece.element)
        for piece in found
    ]


def _is_kept(words: list[str], triples: set[tuple[str, str, str]], lines: set[str]) -> bool:
    if not words:
        return False
    if len(words) < 6 and " ".join(words) in lines:
        return True
    own = list(zip(words, words[1:], words[2:], strict=False))
    return len(words) >= 6 and sum(triple in triples for triple in own) >= 0.5 * len(own)


def _weights(found: Sequence[Piece], kept: Sequence[bool]) -> Counter[HtmlElement]:
    """Count the words of kept pieces in each element of the page."""
    weights: Counter[HtmlElement] = Counter()
    for piece, is_kept in zip(found, kept, strict=True):
        if is_kept:
            count = len(tokens(piece.text))
            for element in _line(piece.element):
                weights[element] += count
    return weights


def _container(body: HtmlElement, weights: Counter[HtmlElement]) -> HtmlElement:
    """Return the smallest element with most of the kept words."""
    found, enough = body, MOST * weights[body]
    while enough:
        inner = next((child for child in found if weights[child] >= enough), None)
        if inner is None or inner.tag in {"p", "ul", "ol", "table", "pre", "blockquote"}:
            return found
        found = inner
    return found


def _is_never(element: HtmlElement) -> bool:
    if element.tag in _NEVER_TAGS or (element.get("role") or "") in _NEVER_ROLES:
        return True
    return bool(_NEVER.search(_own_names(element)))


def _is_seldom(element: HtmlElement) -> bool:
    if element.tag in _SELDOM_TAGS or element.get("role") in {"complementary", "banner"}:
        return True
    return bool(_SELDOM.search(_own_names(element)))


def _own_names(element: HtmlElement) -> str:
    """Return what an element is called, in words; the id of a heading only repeats its text."""
    custom = element.tag if "-" in element.tag else ""
    own = "" if element.tag in HEADINGS or element.tag == "section" else element.get("id") or ""
    text = f"{custom} {element.get('class') or ''} {own}"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text)


def _link_share(piece: Piece) -> float:
    return piece.linked / max(1, len(piece.text))


def _is_contents(piece: Piece) -> bool:
    """Tell whether a list is a table of contents: links into the same page, and little else."""
    links = [link.get("href") or "" for link in piece.element.iter("a")]
    inner = sum(href.startswith("#") and len(href) > 1 for href in links)
    return inner >= 3 and inner >= 0.8 * len(links) and _link_share(piece) > 0.6


def _without_listed(chosen: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part what stands under headings like References from the article."""
    text, listed, level = [], [], 0
    for piece in chosen:
        if piece.kind == "heading" and (not level or piece.level <= level):
            level = piece.level if _LISTED.match(piece.text) else 0
        if not level or piece.kind in {"figure", "heading"}:
            text.append(piece)
        elif piece.kind == "list" or _link_share(piece) > 0.3:
            listed.append(replace(piece, kind="reference"))
        else:
            text.append(piece)
    return text, listed


def _unrepeated(chosen: list[Piece]) -> list[Piece]:
    """Drop long words said before: pull quotes, copies for other screens."""
    seen: set[str] = set()
    out = []
    for piece in chosen:
        key = " ".join(tokens(piece.text))
        if len(key) > 60 and key in seen:
            continue
        seen.add(key)
        out.append(piece)
    return out


def _with_company(chosen: list[Piece]) -> list[Piece]:
    """Drop headings under which nothing stands, not even a deeper heading with something."""
    out: list[Piece] = []
    deepest = 0  # the level of the shallowest heading still in need of something above it
    for piece in reversed(chosen):
        if piece.kind != "heading":
            deepest = 7
            out.append(piece)
        elif deepest > piece.level or (deepest == 7):
            out.append(piece)
            deepest = piece.level
    return out[::-1]
