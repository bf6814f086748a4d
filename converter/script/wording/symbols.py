"""Signs and addresses: letter forms a voice does not know, e-mail, URLs, file names."""

from __future__ import annotations

import re
import unicodedata

from converter.script.wording.rules import Rules, rule

LONGEST_PATH = 2
"""Steps of a URL's path that are still worth saying."""

DOMAINS = (
    "com|org|net|edu|gov|mil|int|info|io|ai|app|dev|co|eu|de|at|ch|fr|es|it|nl|uk|us|ca|au|cn|jp|"
    "in|br|ru|pl|se|no|fi|dk|be|cz|xyz|tv|me"
)
FILES = "js|ts|py|rs|md|txt|pdf|csv|json|xml|html|css|exe|zip|jpg|png|svg|mp3|mp4|docx?|xlsx?|pptx?"


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


FORMS: Rules = (
    # Mathematical letters, full-width letters and digits, ℃ and its kin.
    rule("[\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a％℃℉㎏㎞㎡㎎㎜㎝]+", _plain),
    rule("[\u2010\u2011\u2043]", "-"),
    rule("[\u00ad\u200b\ufeff\u2060]"),
)


def _addresses(at: str, dot: str, slash: str, line: str) -> Rules:
    """Make the rules for one language from its words for `@`, `.`, `/` and `_`."""

    def host(text: str) -> str:
        return text.removeprefix("www.").replace(".", f" {dot} ")

    def mail(match: re.Match[str]) -> str:
        name = match[1].replace(".", f" {dot} ").replace("_", f" {line} ")
        return f"{name} {at} {host(match[2])}"

    def url(match: re.Match[str]) -> str:
        steps = [step for step in (match[2] or "").split("/") if step]
        sayable = len(steps) <= LONGEST_PATH and all(map(_is_sayable, steps))
        return f" {slash} ".join([host(match[1]), *(steps if sayable else ())])

    return (
        rule(r"\b(?:mailto:)?([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)\b", mail),
        rule(
            r"\bhttps?://([\w-]+(?:\.[\w-]+)*)(?::\d+)?(/(?:[^\s<>()?#]*[\w/])?)?"
            r"(?:[?#][^\s<>()]*[^\s<>().,;:!?])?",
            url,
        ),
        rule(rf"\b((?:[\w-]+\.)+(?:{DOMAINS}))(?:/([^\s<>()]*[\w/]))?(?![\w-])(?!\.\w)", url),
        rule(rf"(?<=\w)\.({FILES})\b", rf" {dot} \1"),
    )


def _is_sayable(step: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,20}", step) is not None


ADDRESSES: dict[str, Rules] = {
    "en": _addresses("at", "dot", "slash", "underscore"),
    "de": _addresses("ät", "Punkt", "Schrägstrich", "Unterstrich"),
    "fr": _addresses("arobase", "point", "slash", "tiret bas"),
    "es": _addresses("arroba", "punto", "barra", "guion bajo"),
    "zh": _addresses("at", "点", "斜杠", "下划线"),
}
