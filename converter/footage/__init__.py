"""Footage: films and pictures as shots that can be shown, and what is known of each.

    Media ──cut──▶ shots ──remarks, letters, faces──▶ shots that know what they show

What cutting and looking finds is kept by the content of files (`findings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from converter import ocr
from converter.footage import screen
from converter.footage.cutting import Cutting, cut
from converter.footage.faces import Cast, Person, recognised
from converter.footage.model import Footage, Range, Remark, Shot, places
from converter.footage.remarks import remarks
from converter.footage.stills import still
from converter.media import Media

__all__ = [
    "Cast",
    "Cutting",
    "Footage",
    "Look",
    "Person",
    "Range",
    "Remark",
    "Shot",
    "cut",
    "look",
    "places",
    "still",
]


@dataclass(frozen=True, slots=True)
class Look:
    """How footage is looked at: how it is cut, and what is to be known of its shots.

    `speech` is what subtitles say; `letters` what can be read in pictures, which takes
    about a second for each shot; `cast` the people to be recognised.
    """

    cutting: Cutting = field(default_factory=Cutting)
    speech: bool = True
    letters: bool = False
    cast: Cast | None = None


def look(
    source: str,
    media: Media,
    as_: Look = Look(),
    ranges: Sequence[Range] = (),
    told: Sequence[Remark] = (),
) -> Footage:
    """Return the shots of a material with what is known of each.

    Only `ranges` of it are used, where there are any; `told` is what else is known of it,
    by a media library for one. The notes tell what was left out and what could not be
    looked for. Raises RenderError for what cannot be decoded, and
    FootageError for a description that cannot be read.
    """
    found = cut(source, media, as_.cutting, ranges)
    known = remarks(media, speech=as_.speech)
    said = {remark.text for remark in known}
    known += tuple(remark for remark in told if remark.text not in said)
    shots = tuple(_told(shot, known) for shot in found.shots)
    notes = list(found.notes)
    if as_.letters and shots and ocr.available():
        shots = screen.with_screens(shots)
    elif as_.letters:
        notes.append(f"{source}: {screen.WITHOUT_EXTRA}")
    if as_.cast and shots:
        shots = recognised(shots, as_.cast)
    return Footage(shots, tuple(notes))


def _told(shot: Shot, known: Sequence[Remark]) -> Shot:
    about = tuple(
        remark for remark in known if shot.still or remark.is_about((shot.begin, shot.end))
    )
    return replace(shot, remarks=about)
