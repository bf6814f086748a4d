"""The report as one self-contained HTML page: what to look at first, then everything.

Light or dark as the reader's system is, and printable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from converter.faithfulness.model import Claim, KeyFact, Told
from converter.script.sentences import is_cjk

if TYPE_CHECKING:
    from converter.report import Report
    from converter.report.measures import Measure

_CALM = "Nothing: the numbers, names, dates and denials that are said stand in the source."
_COMPARED = (
    "Compared are numbers, units, dates, names, denials and the direction of comparisons. "
    "Two common words exchanged, or a wrong conclusion in true words, only a reader sees."
)

_OPENING = 12
"""Characters of a Chinese or Japanese passage by which a browser finds it."""
_NOTES = 6
"""Notes that are shown unasked; of many pictures that could not be had, each is one."""


def page(report: Report) -> str:
    """Return the page of a report."""
    return _PAGE.substitute(
        lang=escape(report.language),
        title=escape(report.title),
        source=_linked(report.source, report.source),
        tiles="".join(_tiles(report)),
        doubtful=_doubtful(report),
        measures=_measures(report.measures),
        coverage=_coverage(report.faithfulness.sections, report.language),
        facts=_facts(report.faithfulness.facts),
        pictures=_pictures(report),
        compared=_COMPARED,
        claims="".join(_by_section(report)),
        notes=_notes(report),
    )


def _tiles(report: Report) -> Iterator[str]:
    faithful = report.faithfulness
    agreeing = len(faithful.claims) - len(faithful.unsupported)
    yield _tile("sentences agree with the source", agreeing, len(faithful.claims))
    kept = sum(not measure.missed for measure in report.measures)
    if report.measures:
        yield _tile("measures within their limits", kept, len(report.measures))
    told = [section for section in faithful.sections if section.sentences]
    yield _tile("sections told", len(told), len(faithful.sections), judged=False)
    if faithful.facts:
        known = sum(fact.told for fact in faithful.facts)
        yield _tile("key facts told", known, len(faithful.facts), judged=False)


def _tile(what: str, some: int, of: int, *, judged: bool = True) -> str:
    state = ("good" if some == of else "bad") if judged else "plain"
    share = 100 * some / of if of else 100
    return (
        f'<div class="tile {state}"><b>{some}<small> of {of}</small></b>{what}'
        f'<i><u style="width:{share:.0f}%"></u></i></div>'
    )


def _doubtful(report: Report) -> str:
    claims = report.faithfulness.unsupported
    missed = [str(measure) for measure in report.measures if measure.missed]
    if not claims and not missed:
        return f'<p class="calm">{_CALM}</p>'
    lines = "".join(f"<li>{escape(one)}" for one in missed)
    drawn = "".join(_claim(claim, report.source) for claim in claims)
    return f"<ul class=missed>{lines}</ul>{drawn}" if lines else drawn


def _by_section(report: Report) -> Iterator[str]:
    for heading, members in groupby(report.faithfulness.claims, key=lambda claim: claim.section):
        yield f"<h3>{escape(heading)}</h3>" if heading else ""
        yield from (_claim(claim, report.source) for claim in members)


def _claim(claim: Claim, source: str) -> str:
    state = "bad" if claim.differences else "good"
    tags = "".join(f'<li class="{one.kind}">{escape(str(one))}' for one in claim.differences)
    return (
        f'<article class="{state}"><div><h4>said · {escape(claim.shot)}</h4><p>{_marked(claim)}</p>'
        f"{f'<ul lang=en>{tags}</ul>' if tags else ''}</div>"
        f"<div><h4>written{_place(claim, source)}</h4>{_passage(claim)}</div></article>"
    )


def _marked(claim: Claim) -> str:
    """Return the sentence with what differs marked."""
    pieces, at = [], 0
    for one in claim.differences:
        if one.end > one.start >= at:
            pieces.append(escape(claim.text[at : one.start]))
            pieces.append(f"<mark>{escape(claim.text[one.start : one.end])}</mark>")
            at = one.end
    return "".join([*pieces, escape(claim.text[at:])])


def _passage(claim: Claim) -> str:
    if not claim.passage:
        return '<p class="none">no passage</p>'
    text = escape(claim.passage)
    for one in claim.differences:
        if one.written:
            word = escape(one.written)
            text = text.replace(word, f"<mark>{word}</mark>", 1)
    return f"<p>{text}</p>"


def _place(claim: Claim, source: str) -> str:
    """Say where a passage stands, with a link to it where the source has an address."""
    span = claim.span
    if span is None:
        return " · title, heading or caption" if claim.passage else ""
    where = f"page {span.page}" if span.page is not None else span.element or ""
    told = " · ".join(part for part in (span.source, where) if part)
    looked = "" if claim.named else " · looked for, not named by the script"
    anchor = f"#page={span.page}" if span.page is not None else _fragment(claim.passage)
    return f" · {_linked((span.source or source) + anchor, told)}{looked}" if told else looked


def _fragment(passage: str) -> str:
    """Return what makes a browser scroll to a passage of a page and mark it."""
    opening = passage[:_OPENING] if is_cjk(passage) else " ".join(passage.split()[:6])
    return f"#:~:text={quote(opening, safe='')}"


def _linked(address: str, text: str) -> str:
    if not address.startswith(("http://", "https://")):
        return escape(text)
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(text)}</a>'


def _measures(measures: Iterable[Measure]) -> str:
    rows = "".join(
        f'<tr class="{"bad" if one.missed else "good"}"><th>{escape(one.name)}'
        f"<td><b>{one.value:g}</b> {escape(one.unit)}<td>{one.limits}<td>{escape(one.note)}"
        for one in measures
    )
    return (
        f"<table class=measured>{rows}</table>"
        if rows
        else '<p class="calm">No video was measured.</p>'
    )


def _coverage(sections: Sequence[Told], language: str) -> str:
    most = max((section.sentences for section in sections), default=1) or 1
    unit = "characters" if language.partition("-")[0] in {"zh", "ja"} else "words"
    rows = "".join(_covered(section, most, unit) for section in sections)
    return f"<table class=cover>{rows}</table>"


def _covered(section: Told, most: int, unit: str) -> str:
    width = 100 * section.sentences / most
    count = f"{section.sentences} sentence{'s' * (section.sentences > 1)}"
    told = count if section.sentences else escape(section.reason or "left out")
    return (
        f'<tr class="{"" if section.sentences else "gone"}">'
        f'<th style="--in:{max(section.level - 1, 0)}">'
        f"{escape(section.heading)}<td>{section.words} {unit}"
        f'<td><i><u style="width:{width:.0f}%"></u></i><td>{told}'
    )


def _facts(facts: Sequence[KeyFact]) -> str:
    if not facts:
        return ""
    items = "".join(
        f'<li class="{"told" if fact.told else ""}" title="{escape(fact.place)}">'
        f"{escape(fact.text)}"
        for fact in facts
    )
    whose = "Numbers and names of title, headings, summary and conclusion"
    return f"<h3>{whose}</h3><ul class=facts>{items}</ul>"


def _pictures(report: Report) -> str:
    shown, rest = report.figures_shown, report.figures_not_shown
    if not (shown or rest):
        return ""
    told = "".join(f'<li class="told">{escape(name)}' for name in shown)
    untold = "".join(f"<li>{escape(name)}" for name in rest)
    heading = f"<h3>Pictures: {len(shown)} of {len(shown) + len(rest)} shown</h3>"
    return f"{heading}<ul class=facts>{told}{untold}</ul>"


def _notes(report: Report) -> str:
    notes = [*report.warnings, *(report.rendering.notes if report.rendering else ())]
    if not notes:
        return ""
    lines = [f"<li>{escape(note)}" for note in notes]
    first, rest = "".join(lines[:_NOTES]), "".join(lines[_NOTES:])
    more = f"<details><summary>{len(lines) - _NOTES} more</summary><ul>{rest}</ul></details>"
    return f"<h2>Notes</h2><ul>{first}</ul>{more if rest else ''}"


_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title: report</title>
<style>
  :root { --ink: #1c2430; --soft: #667085; --paper: #fbfaf7; --card: #fff; --rule: #e5e2da; }
  :root { --good: #1f7a4d; --bad: #b3391f; --plain: #3a66c4; --mark: #ffdf8a; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8e6e0; --soft: #9aa3b2; --paper: #12151b; --card: #1a1f28; --rule: #2c333f; }
    :root { --good: #5cc792; --bad: #ff8a6b; --plain: #8ab0ff; --mark: #7a5a12; }
  }
  * { box-sizing: border-box; }
  body { font: 16px/1.55 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: var(--ink); }
  a { color: inherit; text-decoration-color: var(--plain); text-underline-offset: .2em; }
  body { background: var(--paper); margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 68rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; text-wrap: balance; }
  h2 { font-size: 1.25rem; margin: 3rem 0 .8rem; }
  h3 { font-size: 1rem; margin: 1.8rem 0 .5rem; }
  h4 { font-size: .75rem; font-weight: 500; color: var(--soft); margin: 0 0 .25rem; }
  h4, .source { overflow-wrap: anywhere; }
  .source, .calm, .none, small { color: var(--soft); }
  .source, .none, article p { margin: 0; }
  .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; }
  .tiles { margin-top: 2rem; }
  .tile, article { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; }
  .tile { padding: 1rem 1.2rem; color: var(--soft); font-size: .9rem; }
  .tile b { display: block; font-size: 2rem; line-height: 1.2; color: var(--state); }
  .tile small { font-size: 1rem; font-weight: 400; }
  i { display: block; height: 5px; border-radius: 3px; background: var(--rule); min-width: 5rem; }
  .tile i { margin-top: .7rem; }
  u { display: block; height: 100%; border-radius: 3px; background: var(--state, var(--plain)); }
  .good { --state: var(--good); } .bad { --state: var(--bad); } .plain { --state: var(--plain); }
  article { display: grid; grid-template-columns: 1fr 1fr; margin: .6rem 0; }
  article { border-left: 4px solid var(--state); }
  article > div { padding: .8rem 1.1rem; }
  article > div + div { border-left: 1px solid var(--rule); color: var(--soft); }
  article ul { list-style: none; margin: .6rem 0 0; padding: 0; color: var(--bad); }
  article ul { font-size: .875rem; }
  mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 .15em; }
  table { border-collapse: collapse; width: 100%; font-size: .925rem; }
  th, td { text-align: left; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid var(--rule); }
  th { font-weight: 500; } td { color: var(--soft); } td b { color: var(--state); }
  .cover th { padding-left: calc(var(--in) * 1.2rem); } .cover td { white-space: nowrap; }
  .cover td:last-child { white-space: normal; }
  .gone th { color: var(--soft); font-weight: 400; }
  .facts { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; padding: 0; margin: 0; }
  .facts li { border: 1px dashed var(--rule); border-radius: 99px; padding: .05rem .7rem; }
  .facts li { color: var(--soft); font-size: .875rem; }
  .facts .told { border: 1px solid var(--good); color: var(--ink); }
  .facts .told::before { content: "✓ "; color: var(--good); }
  .missed { color: var(--bad); padding-left: 1.2rem; }
  summary { cursor: pointer; color: var(--plain); }
  #notes li { overflow-wrap: anywhere; }
  @media (max-width: 42rem) {
    body { padding: 1.5rem 1rem 3rem; }
    .measured tr { display: grid; grid-template-columns: 1fr auto; padding: .45rem 0; }
    .measured tr { border-bottom: 1px solid var(--rule); }
    .measured th, .measured td { border: 0; padding: 0; overflow-wrap: anywhere; }
    .measured td:nth-child(2) { text-align: right; }
    .measured td:nth-child(4) { grid-column: 1 / -1; font-size: .85rem; }
    .measured td:nth-child(3) { grid-column: 1 / -1; font-size: .85rem; }
    .cover td:nth-child(3) { display: none; } .cover td { padding-right: .5rem; }
    article { grid-template-columns: 1fr; }
    article > div + div { border-left: 0; border-top: 1px solid var(--rule); }
  }
  @media print { body { padding: 0; } article { break-inside: avoid; } }
</style>
<header><h1 lang="$lang">$title</h1><p class="source">$source</p>
<div class="tiles">$tiles</div></header>
<main>
<section lang="$lang"><h2 lang="en">What needs a look</h2>$doubtful</section>
<section><h2>The video</h2>$measures</section>
<section><h2>Told and left out</h2>$coverage$facts$pictures</section>
<section><h2>Sentence by sentence</h2><p class=calm>$compared</p>
<div lang="$lang">$claims</div></section>
<section id=notes>$notes</section>
</main>
</html>
""")
