"""Faces: which shipped typeface stands for a font a Timeline names.

The fonts of the cloud are not free to ship. Names of theirs are drawn with ours,
and the substitution is said in the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from converter.typeset import font_file

if TYPE_CHECKING:
    from converter.timeline.style import TextStyle

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface; `ascent` and `descent` in em, as its own tables say.

    `cuts` says which it has beside the upright ones: the rest is made from those.
    `folder` is where the font is when it is none of ours.
    """

    family: str
    ascent: float
    descent: float
    weight: int = REGULAR
    cuts: frozenset[str] = frozenset()
    folder: Path | None = None

    @property
    def real_height(self) -> float:
        """Ascent and descent in em: what FontSize means unless it is nominal."""
        return self.ascent + self.descent


BOLD_AND_ITALIC = frozenset({"bold", "italic"})

SANS = Face("Inter", 0.96875, 0.2412, cuts=BOLD_AND_ITALIC)
SERIF = Face("Libertinus Serif", 0.894, 0.246, cuts=BOLD_AND_ITALIC)
MONO = Face("JetBrains Mono", 1.02, 0.3)
CJK = Face("Droid Sans Fallback", 1.043, 0.27)

_SHIPPED = {face.family.lower(): face for face in (SANS, SERIF, MONO, CJK)}
_SERIF_NAME = re.compile(r"song|simsun|serif|fangsong|kai|ming|mincho|times|georgia", re.I)
_MONO_NAME = re.compile(r"\bmono|courier|consolas|menlo", re.I)
_BOLD_NAME = re.compile(r"bold|black|heavy|\b95\b", re.I)
_SEMIBOLD_NAME = re.compile(r"semi-? ?bold|demi-? ?bold", re.I)
_MEDIUM_NAME = re.compile(r"medium|\b65\b", re.I)


def face(name: str | None) -> tuple[Face, bool]:
    """Return the face for a font name, and whether it is a substitute.

    No name is SimSun, the default of the cloud. A shipped family may name its weight:
    `Inter Medium`.
    """
    name = (name or "SimSun").strip()
    for family, shipped in _SHIPPED.items():
        if name.lower().startswith(family):
            return replace(shipped, weight=_weight(name)), False
    return replace(_alike(name), weight=_weight(name)), True


def style_face(style: TextStyle, name: str | None = None) -> Face:
    """Return the face of a style: of its font file, else of its font, or of another `name`.

    Raises TemplateError for a font file that cannot be read.
    """
    if style.font_url is None or name is not None:
        return face(name or style.font)[0]
    found = font_file(Path(style.font_url))
    cuts = frozenset({"bold"} if found.weight >= SEMIBOLD else ())
    return Face(found.family, found.ascent, found.descent, found.weight, cuts, found.folder)


def _alike(name: str) -> Face:
    if _MONO_NAME.search(name):
        return MONO
    sans = "sans" in name.lower()
    return SERIF if _SERIF_NAME.search(name) and not sans else SANS


def _weight(name: str) -> int:
    if _SEMIBOLD_NAME.search(name):
        return SEMIBOLD
    if _BOLD_NAME.search(name):
        return BOLD
    return MEDIUM if _MEDIUM_NAME.search(name) else REGULAR
