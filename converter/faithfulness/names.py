"""Names: people, places, makers and things, told from common words by how a document writes them.

In most languages a name is a word with a capital in mid-sentence. German writes every
noun so; there a name is what stands beside another name, behind a title, or in the
document without the articles and adjectives a noun comes with. Chinese has no capitals;
names are Latin words, what stands in 《》, known places, words that end as
institutions do, and runs of the characters that foreign names are written in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from converter.faithfulness.calendar import months, places, weekdays
from converter.faithfulness.lexicon import lexicon
from converter.faithfulness.model import Kind
from converter.faithfulness.numbers import quantities
from converter.faithfulness.tokens import Token, alike, primary, tokens
from converter.script.sentences import CJK, stop_words

_ENDS = re.compile(r"[.!?:…•\n“„\"«(–—]")
_MIXED = re.compile(r"\w*[A-Z]\w*[A-Z]\w*|(?=\w*\d)(?=\w*[^\W\d_])\w+")
_TITLED = 0.65
"""From this share of capitals a text is a heading in which they mean nothing."""
_ADJECTIVE = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)")
_PLURALS = ("e", "en", "er", "ern", "eln", "innen")
_QUOTED = re.compile(r"《([^》]{2,20})》")
_LITTLE = (
    "的是了在有和与及但而这那其最每各由为从到于向对将被把也都就还又很更不没个所之着过该此某等给让使"
    "一二三四五六七八九十两"
)
_INSTITUTION = re.compile(
    rf"((?:(?![{_LITTLE}])[{CJK}]){{2,4}}?)"
    "(?:大学|学院|公司|集团|银行|医院|研究所|研究院|(?<![节能可])省|市|县|出版社)"
)
_FOREIGN = re.compile(
    "[阿埃艾安奥巴贝本比波伯博布查达戴德迪蒂丁顿多恩尔法菲费弗福盖戈格哈海汉赫亨霍基加杰卡凯坎科克肯库拉莱兰劳勒雷"
    "里利林卢鲁伦罗洛马迈曼梅门蒙米莫姆纳内尼努诺欧帕佩皮普奇乔琼日瑞萨塞森沙舍圣史斯苏索塔泰坦特蒂托瓦威韦维温沃"
    "乌西希夏谢辛休雅亚扬耶伊易英约泽扎詹珍朱兹佐柏逊翁瓜吉萨丝蕾娜朗昂登丹汤伍]{3,}"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳史唐薛雷贺汤"
    "罗郝安常傅卞康余顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪项祝董梁杜阮蓝季贾江郭梅林钟徐邱骆高夏蔡田樊胡凌霍虞"
    "万柯卢莫房丁邓单洪包左石崔龚程邢陆翁段侯白刘叶文习"
)
_PERSON = re.compile(
    "(?:^|(?<=[，。、；：“（的和与由是对向让给被据在于授士员师长者]))"
    rf"([{_SURNAMES}][{CJK}]{{1,2}}?)"
    "(?=说|看来|表示|认为|指出|教授|博士|先生|女士|总|的|代表|，|。|担任|主任|院长|市长)"
)
_PLACE_END = re.compile("(?:大学|学院|公司|集团|银行|医院|省|市|县|区|镇|村|国|州|站|岛|湖|山|寺)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A word of a name at [start, end).

    A `sure` one is a name by its form or by the document; others have a capital only, and
    of these a `common` one has the article, the adjective or the ending of a common noun,
    or is written without a capital elsewhere.
    An `opening` one begins a sentence, where every word has a capital.
    """

    text: str
    start: int
    end: int
    sure: bool
    common: bool = False
    opening: bool = False

    @property
    def kind(self) -> Kind:
        """What is wrong when it is: 2D for 3D is a number."""
        return "number" if any(map(str.isdigit, self.text)) else "name"

    @property
    def key(self) -> str:
        """How it is compared: lower-case, without a genitive."""
        return re.sub(r"['’]s?$", "", self.text).lower()


class Names:
    """Tells the names in texts of one document, by what the whole of it shows."""

    def __init__(self, texts: Iterable[str], language: str) -> None:
        self.language = language
        self._texts = list(texts)

    def of(self, text: str) -> list[Name]:
        """Return the words of a text that are names, in order."""
        if primary(self.language) == "zh":
            return list(_chinese(text, self.language, self._whole))
        found = _without_numbers(text, self.language)
        titled = _is_titled(found)
        return [
            Name(
                token.text,
                token.start,
                token.end,
                sure=self._is_sure(found, at, titled),
                common=self._is_common(found, at),
                opening=_opens(found, at),
            )
            for at, token in enumerate(found)
            if self._may_be(found, at)
        ]

    def _may_be(self, found: tuple[Token, ...], at: int) -> bool:
        token = found[at]
        if not token.is_word or token.text.isdigit() or len(token.text) < 2:
            return False
        if not any(c.isupper() for c in token.text):
            return bool(_MIXED.fullmatch(token.text)) and token.text[0].isalpha()
        word = token.lower.partition("'")[0]
        return word not in self._common

    def _is_sure(self, found: tuple[Token, ...], at: int, titled: bool) -> bool:
        token = found[at]
        if _MIXED.fullmatch(token.text) and not (titled and token.text.isupper()):
            return True
        if re.sub(r"['’]s?$", "", token.text) in self._places or self._title_before(found, at):
            return True
        if primary(self.language) == "de":
            return self._german(found, at)
        key = token.lower.removesuffix("'s")
        if titled or _opens(found, at):
            follows = at + 1 < len(found) and found[at + 1].text[0].isupper() and not titled
            return self._inner[key] > 0 or (follows and self._lower[key] == 0)
        return self._lower[key] <= self._inner[key]

    def _is_common(self, found: tuple[Token, ...], at: int) -> bool:
        if primary(self.language) != "de":
            return _opens(found, at) and self._lower[found[at].lower] > 0
        ending = found[at].text.endswith((*self._noun_endings, *_PLURALS))
        return ending or self._has_article(found, at)

    def _german(self, found: tuple[Token, ...], at: int) -> bool:
        word = found[at].text
        if self._with_article[word] or word.endswith(self._noun_endings):
            return False
        # A word that the document lacks may be a title in front of a name, not behind it.
        strange = not _opens(found, at) and not word.endswith(_PLURALS[:2])
        return self._paired[word] > 0 or (strange and self._pairs(found, at, (at - 1,)))

    def _pairs(
        self, found: tuple[Token, ...], at: int, beside: Iterable[int] | None = None
    ) -> bool:
        """Say whether a word stands beside another that may be a name as well."""
        return any(
            0 <= near < len(found)
            and _capital(found[near])
            and not (
                _opens(found, min(near, at)) and _ADJECTIVE.fullmatch(found[min(near, at)].lower)
            )
            and found[near].lower not in self._common
            and not found[near].text.endswith(self._noun_endings)
            for near in beside or (at - 1, at + 1)
        )

    def _title_before(self, found: tuple[Token, ...], at: int) -> bool:
        back = at - 1 - (at > 1 and found[at - 1].text == ".")
        return back >= 0 and found[back].text in self._titles

    @cached_property
    def _common(self) -> frozenset[str]:
        language = self.language
        return stop_words(language) | set(months(language)) | set(weekdays(language)) | {"i", "ii"}

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(
            word for place in places(self.language) for word in place.split() if len(word) > 3
        )

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(lexicon(self.language).titles.split())

    @cached_property
    def _noun_endings(self) -> tuple[str, ...]:
        return tuple(lexicon(self.language).nouns.split())

    @cached_property
    def _whole(self) -> str:
        return "\n".join(self._texts)

    @cached_property
    def _read(self) -> list[tuple[Token, ...]]:
        return [tokens(text, self.language) for text in self._texts]

    @cached_property
    def _lower(self) -> Counter[str]:
        return Counter(t.lower for found in self._read for t in found if t.text[0].islower())

    @cached_property
    def _inner(self) -> Counter[str]:
        """Words with a capital in mid-sentence, outside of headings."""
        return Counter(
            token.lower.removesuffix("'s")
            for found in self._read
            if not _is_titled(found)
            for at, token in enumerate(found)
            if _capital(token) and not _opens(found, at)
        )

    @cached_property
    def _with_article(self) -> Counter[str]:
        """Words with a capital behind an article, an adjective or a number."""
        return Counter(
            token.text
            for found in self._read
            for at, token in enumerate(found)
            if _capital(token) and self._has_article(found, at)
        )

    @cached_property
    def _paired(self) -> Counter[str]:
        """Words that stand beside another that may be a name as well."""
        return Counter(
            token.text
            for found in self._read
            if not _is_titled(found)
            for at, token in enumerate(found)
            if _capital(token) and not self._with_article[token.text] and self._pairs(found, at)
        )

    def _has_article(self, found: tuple[Token, ...], at: int) -> bool:
        if not at:
            return False
        before = found[at - 1]
        adjective = _ADJECTIVE.fullmatch(before.text) and before.lower not in self._common
        return bool(before.lower in self._articles or adjective or before.text.isdigit())

    @cached_property
    def _articles(self) -> frozenset[str]:
        return frozenset(lexicon(self.language).determiners.split())


def matches(name: Name, keys: Iterable[str]) -> bool:
    """Say whether a name is among others, also as Norwegian for Norway."""
    key = name.key
    return any(key == other or (len(key) > 4 and alike(key, other)) for other in keys)


def is_short_for(name: Name, text: str) -> bool:
    """Say whether a name is made of the first letters of words that follow each other."""
    if not name.text.isupper() or not 2 <= len(name.text) <= 6:
        return False
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper())
    return name.text in initials


def _without_numbers(text: str, language: str) -> tuple[Token, ...]:
    """Return the words of a text, a mark in the place of each number and its unit."""
    numbers = quantities(text, language)
    return tuple(
        replace(token, text="#") if any(q.start <= token.start < q.end for q in numbers) else token
        for token in tokens(text, language)
    )


def is_like_a_name(text: str) -> bool:
    """Say whether a few Chinese characters may be a name by themselves."""
    person = len(text) in {2, 3} and text[0] in _SURNAMES
    return bool(person or _PLACE_END.search(text) or _FOREIGN.search(text) or text.isascii())


def _capital(token: Token) -> bool:
    return token.text[0].isupper() and len(token.text) > 1


def _opens(found: tuple[Token, ...], at: int) -> bool:
    return at == 0 or bool(_ENDS.fullmatch(found[at - 1].text))


def _is_titled(found: tuple[Token, ...]) -> bool:
    cased = [token for token in found if token.text[0].isalpha() and len(token.text) > 3]
    return len(cased) > 1 and sum(map(_capital, cased)) >= _TITLED * len(cased)


def _chinese(text: str, language: str, whole: str) -> Iterator[Name]:
    taken: list[tuple[int, int]] = []
    for start, end in _chinese_spans(text, language):
        span = _cut(text, start, end, whole), end
        if not any(span[0] < b and a < span[1] for a, b in taken):
            taken.append(span)
            yield Name(text[slice(*span)], *span, sure=True)


def _cut(text: str, start: int, end: int, whole: str) -> int:
    """Return where a name begins of which the document has only the end: 来自清华."""
    return next((at for at in range(start, end - 1) if text[at:end] in whole), start)


def _chinese_spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[A-Za-z][A-Za-z0-9.+-]*[A-Za-z0-9]", text):
        yield found.span()
    for pattern in (_QUOTED, _PERSON):
        for found in pattern.finditer(text):
            yield found.span(1)
    for place in places(language):
        if len(place) > 1 and (at := text.find(place)) >= 0:
            yield at, at + len(place)
    for found in _FOREIGN.finditer(text):
        yield found.span()
    for found in _INSTITUTION.finditer(text):
        yield found.span(1)
