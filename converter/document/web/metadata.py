"""Metadata: title, authors, date, site and language, as a page states them.

Pages state them several times, for machines and for people. JSON-LD and citation
tags are believed first, then what is visible, then trafilatura's guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from converter.document.web.page import Page
from converter.document.web.text import text_of

ARTICLES = {
    "Article", "NewsArticle", "BlogPosting", "ScholarlyArticle", "TechArticle", "Report",
    "WebPage", "SocialMediaPosting", "Recipe", "Review", "HowTo", "MedicalWebPage",
    "AnalysisNewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "LiveBlogPosting",
}  # fmt: skip
_NOBODY = re.compile(
    r"(?:python-(?:docx|pptx)|steve canny|microsoft(?: office)?(?: user)?|office user|user|owner|"
    r"admin(?:istrator)?|author|unknown|un-named)?",
    re.I,
)
"""What stands for an author where nobody wrote one."""
_UNTITLED = re.compile(
    r"(?:powerpoint|word|slide|keynote)?[ -]*(?:presentation|document|show)?\d*|untitled.*", re.I
)
_SEPARATOR = re.compile(r"\s+[|·•«»\u2013\u2014:-]{1,2}\s+|\s*[|»]\s*|\s+::\s+|\s+@\s+")


@dataclass(frozen=True)
class Metadata:
    """What a page says of itself."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str | None = None
    site: str | None = None
    language: str | None = None


def metadata(page: Page, guess: Any = None) -> Metadata:
    """Collect what the page says of itself; `guess` is trafilatura's document, if any."""
    facts = _Facts(page)
    site = facts.site()
    return Metadata(
        title=facts.title(site, getattr(guess, "title", None)),
        authors=facts.authors(site, getattr(guess, "author", None)),
        date=facts.date(getattr(guess, "date", None)),
        site=site,
        language=facts.language(),
    )


def stated(
    title: str | None = "",
    authors: Iterable[str] = (),
    date: str | None = None,
    language: str | None = None,
    site: str | None = None,
) -> Metadata:
    """Return what a file states of itself, without what a program filled in."""
    names = (_name(name) for name in authors if not _NOBODY.fullmatch(name.strip()))
    shown = _one_line(title or "")
    return Metadata(
        title="" if _UNTITLED.fullmatch(shown) else shown,
        authors=tuple(dict.fromkeys(filter(None, names))),
        date=day(date),
        site=_one_line(site or "") or None,
        language=language or None,
    )


class _Facts:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._head = page.whole
        self._linked = [item for item in _linked_data(page.whole) if _types(item) & ARTICLES]
        self._linked.sort(key=lambda item: "WebPage" in _types(item))

    def title(self, site: str | None, guess: str | None) -> str:
        """Return the title without the name of the site."""
        whole = _text(self._head.find(".//title"))
        full = self._meta("og:title", "twitter:title") or whole
        for text in (self._meta("citation_title", "dc.title"), self._said("headline")):
            if text and (_in(text, full) or _in(text, whole)):
                return text
        heads = [text for text in map(text_of, self._page.body.iter("h1", "h2")) if text]
        for text in heads:
            if not _same(text, site) and any(_begins(name, text) for name in (full, whole)):
                return text
        if full:
            return _without_site(full, site)
        return _one_line(guess or "") or next(iter(heads), "")

    def authors(self, site: str | None, guess: str | None) -> tuple[str, ...]:
        """Return the names of people, in the page's order."""
        for names in self._authors_stated():
            found = [name for name in map(_name, names) if name and not _same(name, site)]
            if found:
                return tuple(dict.fromkeys(found))
        names = [_name(name) for name in (guess or "").split(";")]
        return tuple(name for name in dict.fromkeys(names) if name)

    def _authors_stated(self) -> Iterator[list[str]]:
        yield self._metas("citation_author", "dc.creator", "dcterms.creator")
        yield _people(self._front_matter().get("authors"))
        for item in self._linked:
            yield _people(item.get("author") or item.get("creator"))
        yield [part for name in self._metas("author", "article:author", "byl", "parsely-author")
               for part in re.split(r"\s*[,;]\s+|\s+and\s+|\s+und\s+", name)]  # fmt: skip
        for path in (
            "//*[@itemprop='author']//*[@itemprop='name']",
            "//*[@rel='author']",
            "//*[@itemprop='author']",
            "//*[contains(concat(' ', @class, ' '), ' author-name ')]",
            "//*[contains(concat(' ', @class, ' '), ' byline ')]//a",
        ):
            yield [text_of(element) for element in self._page.body.xpath(path)[:3]]

    def date(self, guess: str | None) -> str | None:
        """Return the day of publication, as far as it is stated."""
        stated = [
            self._said("datePublished"),
            self._meta(
                "article:published_time", "citation_publication_date", "citation_date",
                "dc.date.issued", "dcterms.issued", "dc.date", "date", "pubdate",
                "parsely-pub-date", "sailthru.date", "publish-date", "article:published",
            ),
            *self._page.body.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime"),
            *self._page.body.xpath("//*[@itemprop='datePublished']/@content"),
        ]  # fmt: skip
        times = self._page.body.xpath("//time/@datetime")
        stated += times[:1] if len(set(times)) == 1 else []
        if not self._head.xpath("//*[contains(@class, 'bday')]"):
            stated.append(guess)  # else likely the birthday of what the page is about
        return next(filter(None, map(day, stated)), None)

    def site(self) -> str | None:
        """Return the journal, site or publisher."""
        stated = self._meta("citation_journal_title", "og:site_name", "application-name")
        for item in self._linked:
            publisher = item.get("publisher")
            stated = stated or (_people(publisher) or [""])[0]
        host = next((urlsplit(base).hostname for base in self._page.bases[::-1]), None)
        return stated or (host or "").removeprefix("www.") or None

    def language(self) -> str | None:
        """Return the declared language."""
        root = self._head
        attribute = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        return (
            attribute or root.get("xml:lang") or self._meta("content-language", "og:locale") or None
        )

    def _said(self, name: str) -> str:
        for item in self._linked:
            if isinstance(item.get(name), str) and item[name].strip():
                return _one_line(item[name])
        return ""

    def _meta(self, *names: str) -> str:
        return next(iter(self._metas(*names)), "")

    def _metas(self, *names: str) -> list[str]:
        """Return the contents of the first of these names that has any."""
        for name in names:
            found = [_one_line(text) for text in self._contents.get(name, [])]
            if any(found):
                return [text for text in found if text]
        return []

    @cached_property
    def _contents(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for meta in self._head.iter("meta"):
            key = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
            out.setdefault(key.lower(), []).append(meta.get("content") or "")
        return out

    def _front_matter(self) -> dict[str, Any]:
        for element in self._head.iter("d-front-matter", "dt-front-matter"):
            found = _json("".join(element.itertext()))
            return found if isinstance(found, dict) else {}
        return {}


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield from _items(_json(script.text or ""))


def _items(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for part in data[:50]:
            yield from _items(part)
    elif isinstance(data, dict):
        yield data
        yield from _items(data.get("@graph"))


def _json(text: str) -> Any:
    try:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
        return json.loads(re.sub(r"^[^\[{]*|[^\]}]*$", "", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _types(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    return {str(name) for name in kind} if isinstance(kind, list) else {str(kind)}


def _people(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for part in value for name in _people(part)]
    if isinstance(value, dict):
        name = value.get("name") or value.get("author")
        return _people(name) if name else []
    return [value] if isinstance(value, str) else []


def _name(text: str) -> str:
    """Return a person's name, nothing for what cannot be one."""
    text = re.sub(
        r"^\s*(?:by|written by|posted by|von|par|por|di|作者[::]?)\s+",
        "",
        _one_line(text),
        flags=re.I,
    )
    text = text.strip(" ,;|·")
    return "" if not text or len(text) > 80 or re.search(r"https?:|@\w+\.|^\W*$|/", text) else text


def day(text: str | None) -> str | None:
    """Return the ISO 8601 day, month or year a text begins with."""
    found = re.match(r"\s*(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?", text or "")
    if not found or not 1000 <= int(found[1]) <= 2200:
        return None
    parts = [part for part in found.groups() if part]
    return "-".join([parts[0], *(f"{int(part):02d}" for part in parts[1:])])


def _without_site(title: str, site: str | None) -> str:
    """Cut the name of the site, and of its parts, off either end of a title."""
    title = _SEPARATOR.sub(
        lambda mark: mark[0] if mark.end() < len(title) else "", _one_line(title)
    )
    first = _SEPARATOR.search(title)
    if first and site and _same(title[: first.start()], site):
        return title[first.end() :]
    most = 2  # the last part is likely the site, the one before it less so
    while marks := list(_SEPARATOR.finditer(title)):
        front, tail = title[: marks[-1].start()], title[marks[-1].end() :]
        if not (_same(tail, site) or len(tail) <= min(40, most * len(front))):
            break
        title, most = front, 1
    return title


def _same(one: str, other: str | None) -> bool:
    return bool(other) and _bare(one) == _bare(other or "")


def _begins(long: str, short: str) -> bool:
    return bool(_bare(short)) and _bare(long).startswith(_bare(short))


def _in(short: str, long: str) -> bool:
    return bool(_bare(short)) and _bare(short) in _bare(long)


def _bare(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


def _text(element: HtmlElement | None) -> str:
    return "" if element is None else _one_line("".join(element.itertext()))


def _one_line(text: str) -> str:
    return " ".join(text.split())
