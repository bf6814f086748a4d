"""Markdown: CommonMark with tables, footnotes, formulas and front matter, as HTML."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converter.document.model import Document, Span
from converter.document.text import decoded, lines
from converter.source import Source, fetch_pictures

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from converter.document.web.metadata import Metadata

DEEPEST = 60
"""Levels of nesting that are read; real texts have no more than ten."""
MOST_FRONT_MATTER = 65_536
_FRONT = re.compile(
    r"\A(?P<mark>---|\+\+\+)[ \t]*\n(?P<data>.*?)\n(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)", re.S
)
_NAMED = re.compile(r"(?:fig(?:ure|\.)|abb(?:ildung|\.)|图|圖)\s*\d", re.I)


def read_markdown(source: Source, *, assets: Path, allow_private: bool = False) -> Document:
    """Read Markdown; its pictures are relative to the file.

    Raises DocumentError when there is nothing in it.
    """
    from converter.document.web.whole import read_whole

    text = decoded(source)
    facts, body = _front(text)
    parser = _parser()
    tokens = parser.parse(body)
    _show_figures(tokens)
    _say_lines(tokens)
    markup = parser.renderer.render(tokens, parser.options, {})
    fetch = partial(fetch_pictures, referrer=source, allow_private=allow_private)
    deep = any(token.level >= DEEPEST - 1 for token in tokens)
    return read_whole(
        source,
        markup,
        facts,
        assets=assets,
        fetch=fetch,
        base=source.final_address,
        warnings=[f"nested deeper than {DEEPEST} levels: left out from there on"] if deep else [],
    )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin).use(amsmath_plugin)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    for kind in ("math_inline", "math_inline_double", "math_block", "math_block_label", "amsmath"):
        parser.add_render_rule(kind, _formula)
    return parser


def _formula(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    display = ' display="block"' if token.block or token.type == "math_inline_double" else ""
    math = f'<math alttext="{html.escape(token.content.strip())}"{display}></math>'
    where = token.attrGet("data-span")
    return f"<p data-span='{where}'>{math}</p>" if where else math


def _front(text: str) -> tuple[Metadata, str]:
    """Part the front matter from the text, which keeps its line numbers."""
    from converter.document.web.metadata import stated

    found = _FRONT.match(text[:MOST_FRONT_MATTER])
    data = _data(found["mark"], found["data"]) if found else {}
    if not found or not data:
        return stated(), text
    facts = stated(
        title=_plain(data.get("title")),
        authors=_names(data.get("author") or data.get("authors")),
        date=_plain(data.get("date") or data.get("published")),
        language=_plain(data.get("lang") or data.get("language")),
        site=_plain(data.get("site") or data.get("publisher")),
    )
    return facts, "\n" * found[0].count("\n") + text[found.end() :]


def _data(mark: str, text: str) -> dict[str, Any]:
    """Return YAML or TOML as a dictionary; an empty one for what is neither."""
    import yaml

    try:
        found = yaml.safe_load(text) if mark == "---" else tomllib.loads(text)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}
    return {str(key).lower(): value for key, value in found.items()} if _is_table(found) else {}


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _plain(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _names(value: object) -> list[str]:
    """Return people as front matter lists them: a name, names, or tables with a name."""
    if isinstance(value, list):
        return [name for one in value[:100] if not isinstance(one, list) for name in _names(one)]
    if isinstance(value, dict):
        return [_plain(value.get("name"))]
    return re.split(r"\s*[,;]\s+|\s+and\s+", _plain(value))


def _show_figures(tokens: list[Token]) -> None:
    """Make a picture alone in its paragraph a figure, with the caption it has."""
    for index in range(len(tokens) - 2, 0, -1):
        image = _alone(tokens, index)
        if image is None:
            continue
        own, after = _caption(image), index + 2
        if not own and _is_caption(tokens, after):
            own = tokens[after + 1].children or []
            del tokens[after : after + 3]
        tokens[index - 1].tag = tokens[index + 1].tag = "figure"
        if own:
            tokens[index].children = [*(tokens[index].children or []), *_tagged(own)]


def _alone(tokens: Sequence[Token], index: int) -> Token | None:
    if tokens[index].type != "inline" or tokens[index - 1].type != "paragraph_open":
        return None
    shown = [c for c in tokens[index].children or [] if c.type != "text" or c.content.strip()]
    if len(shown) == 3 and shown[0].type == "link_open":
        shown = shown[1:2]
    return shown[0] if len(shown) == 1 and shown[0].type == "image" else None


def _caption(image: Token) -> list[Token]:
    """Return the title of a picture, or an alternative text that names it as captions do."""
    from markdown_it.token import Token

    title = str(image.attrGet("title") or "")
    words = title or (image.content if _NAMED.match(image.content) else "")
    return [Token("text", "", 0, content=words)] if words else []


def _is_caption(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a paragraph is the caption of the picture above: in italics, or named so."""
    if index + 2 >= len(tokens) or tokens[index].type != "paragraph_open":
        return False
    inline = tokens[index + 1]
    inner = [child for child in inline.children or [] if child.type != "text" or child.content]
    slanted = len(inner) > 2 and inner[0].type == "em_open" and inner[-1].type == "em_close"
    whole = slanted and sum(child.type == "em_open" for child in inner) == 1
    return len(inline.content) < 400 and (whole or bool(_NAMED.match(inline.content.lstrip("*_"))))


def _tagged(children: Sequence[Token]) -> Iterator[Token]:
    from markdown_it.token import Token

    yield Token("figcaption_open", "figcaption", 1)
    yield from children
    yield Token("figcaption_close", "figcaption", -1)


def _say_lines(tokens: Sequence[Token]) -> None:
    """Give every block the lines it is made of."""
    for token in tokens:
        if token.map is None or token.nesting < 0 or token.type == "inline":
            continue
        first, last = token.map[0] + 1, max(token.map[0] + 1, token.map[1])
        if token.type == "html_block":
            where = lines(first, last)
            token.content = re.sub(r"<([A-Za-z][\w-]*)", rf"<\1 {where}", token.content, count=1)
        else:
            token.attrSet("data-span", _span(first, last))


def _span(first: int, last: int) -> str:
    span = Span(element=f"L{first}-L{last}" if last > first else f"L{first}")
    return span.model_dump_json(exclude_defaults=True)
