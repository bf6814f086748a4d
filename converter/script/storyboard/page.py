"""Page: a Script written down as a storyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from converter.document.model import Figure
from converter.script.model import Picture, Script, Shot
from converter.script.storyboard import settings
from converter.script.storyboard.lines import END, escape
from converter.script.storyboard.panel import own, panel

_THUMBNAIL = re.compile(r"(?:\./)?thumbnails/(?P<name>.+)\.jpg")
_HELP = """\
<!--
This is the storyboard of a video. Change what you like, then make the video:

    docreel convert --resume THIS_FOLDER -o video.mp4

Words        a sentence a line; they are spoken and shown as captions.
# Heading    begins a chapter. The first words of `## s04 · 0:21–0:33` name a shot; its
             times are only for you. Move, copy or delete shots; `## new` adds one.
![](...)     what a shot shows: a figure's name (figure-2), a shot's name for its card, or
             the path of a picture of your own, from this folder. Without it and without
             the lines below it, a card is made of the words.
> ...        the caption of the picture, or what stands on the card: `### heading`,
             `- point`, `| cell | cell |`. Points follow the words they were made of; a card that
             no longer goes with the words gives way to points of them.
- pause: 0.5 s       silence after the words
- duration: 8 s      how long the shot lasts, instead of as long as its words
- captions: off      draws none over this shot
A backslash before a character keeps it from meaning anything: \\- and \\# begin words.
-->"""


def thumbnail(name: str) -> str:
    """Return the path of the thumbnail of a figure or shot, from the storyboard's folder."""
    return f"thumbnails/{name}.jpg"


def named(target: str) -> str:
    """Return the name in the path of a thumbnail; anything else as it is."""
    found = _THUMBNAIL.fullmatch(target)
    return found["name"] if found else target


def write(script: Script, *, seconds: Sequence[float], figures: Sequence[Figure] = ()) -> str:
    """Return a Script as a storyboard.

    `seconds` is how long each shot is planned to last. `figures` are listed at the end,
    for a person to choose from.
    """
    blocks = [_HELP, *_opening(script)]
    section = ""
    begins = accumulate(seconds, initial=0.0)
    for shot, begin, length in zip(script.shots, begins, seconds, strict=False):
        if shot.section != section:
            blocks.append(f"# {escape(shot.section)}".rstrip())
        section = shot.section
        blocks.append(f"## {shot.id} · {_clock(begin)}–{_clock(begin + length)}")
        blocks += _shot(shot, script.title)
    return "\n\n".join([*blocks, *_choice(script, figures)]) + "\n"


def target(shot: Shot) -> str:
    """Return what stands for the picture of a shot."""
    named = isinstance(shot.show, Picture) and shot.show.figure
    return thumbnail(named or shot.id)


def shown(shot: Shot, title: str) -> list[str]:
    """Return the panel of a shot: of a slide only what is told in this shot."""
    show = shot.show if isinstance(shot.show, Picture) else own(shot.show)
    return panel(show, shot.section, title)


def words(shot: Shot) -> list[str]:
    """Return the sentences of a shot, a line each."""
    return [line for line in (escape(said.text) for said in shot.sentences) if line]


def _opening(script: Script) -> Iterator[str]:
    if found := settings.of_script(script):
        yield _listed(found)


def _shot(shot: Shot, title: str) -> Iterator[str]:
    name = shot.show.figure or "picture" if isinstance(shot.show, Picture) else shot.show.kind
    quote = [f"> {line}".rstrip() for line in shown(shot, title)]
    yield "\n".join([f"![{name}]({target(shot)})", *quote])
    if lines := words(shot):
        yield "\n".join(lines)
    if found := settings.of_shot(shot):
        yield _listed(found)


def _listed(found: dict[str, str]) -> str:
    return "\n".join(f"- {key}: {value}" for key, value in found.items())


def _choice(script: Script, figures: Sequence[Figure]) -> Iterator[str]:
    """List the figures there are, and where each is shown."""
    if not figures:
        return
    yield END
    yield "# Pictures of the document"
    for figure in figures:
        at = [s.id for s in script.shots if getattr(s.show, "figure", None) == figure.id]
        told = escape(figure.caption or figure.alt or figure.label or "")
        where = f"shown in {', '.join(at)}" if at else "not shown"
        yield f"![{figure.id}]({thumbnail(figure.id)})"
        yield " · ".join(filter(None, (f"`{figure.id}`", told, where)))


def _clock(seconds: float) -> str:
    minutes, second = divmod(round(seconds), 60)
    return f"{minutes}:{second:02}"
