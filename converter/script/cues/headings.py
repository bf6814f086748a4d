"""Headings by what stands under them, in all languages together."""

from __future__ import annotations

APART = r"""
(list of )?references?( cited)?|bibliography|works cited|literature cited|citations?
acknowledge?ments?( and .*)?|.*\bcontributions? statement|(author|credit)\b.* contributions?
(conflicts? of|competing|declaration of( competing)?) interests?|data availability.*
appendi(x|ces)\b.*|annex(es)?\b.*|supplement(ary|al)\b.*
(table of )?contents|on this page|glossary|navigation|tags?|categories
list of (figures|tables|symbols|abbreviations|acronyms|appendices).*
(list of )?(abbreviations|acronyms)
ccs concepts|keywords.*|key words.*|(index|general) terms|acm reference format|pacs( numbers)?
schlüsselwörter|schlagwörter|mots[- ]clés|palabras clave|parole chiave|ключевые слова|关键[词字]
see also|external links|(for )?further reading|useful links|(foot|end)notes
(more|additional|further) information|learn more|downloads?
about the authors?|contact us|licen[sc]e|copyright.*|colophon|imprint|disclaimer
(\d+ )?(comments?|responses?|replies)\b.*
related (posts?|articles?|links?|stories|content)|share( this)?|subscribe|newsletter
literaturverzeichnis|danksagung(en)?|anhang\b.*|inhalt(sverzeichnis)?|einzelnachweise|weblinks
siehe auch|(abbildungs|tabellen|stichwort|symbol|abkürzungs)verzeichnis|impressum|fußnoten
bildquellen|(lösungen|übungs?aufgaben|übungen)\b.*|exercises|solutions( .*)?|answers( .*)?
参考(文献|资料)|致谢|鸣谢|附录.*|目录|目錄|外部链接|参见|注释|延伸阅读|备查文件目录
المراجع|شكر وتقدير|الملاحق|ملحق.*|المحتويات|الفهرس|وصلات خارجية|انظر أيضا
"""
"""Matter that is never narrated."""

APART_AT_END = r"""
literature|sources?|notes|index|funding( \w+)?|authors?|resources|contacts?|links|credits
literatur|quellen|anmerkungen
引用
المصادر
"""
"""The same where it stands last; elsewhere these are subjects."""

ROLES = (
    (
        1.7,
        r"""
abstract|(executive )?summary|overview|at a glance|highlights|key (points|findings|takeaways)
zusammenfassung|kurzfassung|überblick
摘要|概述
ملخص|الملخص
""",
    ),
    (
        1.3,
        r"""
introduction|conclusions?( and .*)?|discussion|results?|findings|takeaways
einleitung|einführung|fazit|schluss|ergebnisse
引言|结论|结果|前言|总结|讨论
مقدمة|المقدمة|الخاتمة|النتائج
""",
    ),
    (
        0.6,
        r"""
related works?|prior work|background|preface|foreword|installation|notation
methods?|methodology|materials and methods|experimental setup|implementation( details)?
vorwort|stand der technik
相关工作
""",
    ),
)
"""What a section is worth beside one of another name; summaries stand first."""

NUMBERING = r"""
^\s*(chapter|section|part|kapitel|teil|abschnitt) [\divxlc]+\s*[.:)]?\s+
^\s*(\d+(\.\d+)*\s*[.:)]?|[IVX]+\.|[A-Z]\.)\s+
^\s*(第[一二三四五六七八九十百\d]+[章节節]|([一二三四五六七八九十]+|\d+)、)\s*
^\s*[•●▪■◦‣·]\s*
^\s*[（(][一二三四五六七八九十\d]+[)）]\s*
"""

TAIL = r"""
\s*(\[\s*edit\s*\]|¶|#)\s*$|(?<=[a-zäöüß]{3})\.$
"""
