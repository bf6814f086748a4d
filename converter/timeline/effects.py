"""What a clip may carry in `Effects`: one class a Type of the IMS Timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from converter.timeline.style import HighlightingStyle, TextStyle
from converter.timeline.values import (
    Colour,
    Model,
    Number,
    Numeric,
    Position,
    Positive,
    Seconds,
    Size,
    Whole,
)


class Timed(Model):
    """An effect that runs for a part of the output, by default for its whole clip."""

    timeline_in: Seconds | None = None
    timeline_out: Seconds | None = None


class Transition(Model):
    """How this clip turns into the next; `DLTransition` keeps the total length.

    `sub_type` is a name, `random`, or names with commas between.
    """

    type: Literal["Transition", "DLTransition"]
    sub_type: str = "fade"
    duration: Seconds = 1


class Background(Model):
    """What fills the area that the picture leaves free."""

    type: Literal["Background"]
    sub_type: Literal["Blur", "Color", "Image"] = "Blur"
    radius: Annotated[Number, Field(ge=0.01, le=1)] = 0.1
    color: Colour = "#000000"
    image_url: str | None = None
    media_url: str | None = None
    media_id: str | None = None

    @property
    def source(self) -> str:
        """The picture of an `Image` as the Timeline names it: its URL, else its id."""
        return self.image_url or self.media_url or self.media_id or ""


class Text(TextStyle, Timed):
    """A text that lives as long as its clip."""

    type: Literal["Text"]
    content: str | None = None


class Asr(TextStyle):
    """Captions from the clip's own sound; `alignment_text` is what is said in it."""

    type: Literal["AI_ASR"]
    alignment_text: str | None = None
    need_highlighting: bool = False
    highlighting_style: HighlightingStyle | None = None


class Volume(Model):
    """Loudness factor, inside the source range `in_` to `out` where given."""

    type: Literal["Volume"]
    gain: Annotated[Number, Field(ge=0, le=10)] = 1
    in_: Seconds | None = Field(None, alias="In")
    out: Seconds | None = None


class AFade(Model):
    """Fade of the sound at one end of the clip."""

    type: Literal["AFade"]
    sub_type: Literal["In", "Out"]
    duration: Seconds = 1
    curve: str = "exp"


class ADenoise(Model):
    """Noise reduction; of the modes no more is documented than that there are five.

    Here 0 is the gentlest and 4 the strongest.
    """

    type: Literal["ADenoise"]
    mode: Annotated[Whole, Field(ge=0, le=4)] = 2


class ALoudNorm(Model):
    """Loudness normalisation to LUFS with a true peak in dB."""

    type: Literal["ALoudNorm"]
    loudness: Number = -24
    true_peak: Number = -2


class Filter(Timed):
    """A colour look."""

    type: Literal["Filter"]
    sub_type: str = ""
    ext_params: str | None = None


class Vfx(Timed):
    """A picture effect or a mask."""

    type: Literal["VFX"]
    sub_type: str = ""
    ext_params: str | None = None
    duration: Seconds | None = None


class Crop(Model):
    """A part of the source picture, cut before it is fitted."""

    type: Literal["Crop"]
    x: Position | None = None
    y: Position | None = None
    width: Size | None = None
    height: Size | None = None


class Pad(Model):
    """A larger canvas around the source picture."""

    type: Literal["Pad"]
    left: Number = 0
    right: Number = 0
    top: Number = 0
    bottom: Number = 0
    color: Colour = "#000000"


class Scale(Model):
    """Another size of the source picture."""

    type: Literal["Scale"]
    width: Size | None = None
    height: Size | None = None


class Rotate(Model):
    """A turn of the picture, clockwise."""

    type: Literal["Rotate"]
    degree: Annotated[Literal[0, 90, 180, 270], Numeric] = 90


class Flip(Model):
    """A mirrored picture."""

    type: Literal["Flip"]
    direction: Literal["horizontal", "vertical"] = "horizontal"


class KenBurns(Model):
    """A camera move between two boxes `x,y,w,h`, in fractions of the picture."""

    type: Literal["KenBurns"]
    start: str | None = None
    end: str | None = None


class Zoom(Model):
    """A zoom into the centre."""

    type: Literal["Zoom"]
    start_rate: Positive | None = None
    end_rate: Positive | None = None
    duration: Seconds | None = None


class FreezeFrame(Model):
    """The last frame, held for `duration` more."""

    type: Literal["FreezeFrame"]
    duration: Seconds = 0


class RandomClip(Model):
    """A piece of the source, taken at random."""

    type: Literal["Clip"]
    sub_type: Literal["RandomClip"] = "RandomClip"
    clip_duration: Positive | None = None


class DeWatermark(Timed):
    """A blurred region of the picture."""

    type: Literal["DeWatermark"]
    sub_type: str = "Delogo_Blur"
    x: Position | None = None
    y: Position | None = None
    width: Size | None = None
    height: Size | None = None
    in_: Seconds | None = Field(None, alias="In")
    out: Seconds | None = None


class Matting(Model):
    """A background taken away: by colour, green if none is said, or by recognition."""

    type: Literal["AI_Matting", "AI_RealMatting"]
    color: Literal["green", "blue"] | None = None


class Harmonization(Model):
    """Colours matched to those of another clip."""

    type: Literal["Harmonization"]
    reference_clip_id: str | None = None


class UnknownEffect(Model):
    """An effect of a Type that we do not know, kept as it came."""

    type: str = ""


EFFECTS: Mapping[str, type[Model]] = {
    "Transition": Transition,
    "DLTransition": Transition,
    "Background": Background,
    "Text": Text,
    "AI_ASR": Asr,
    "Volume": Volume,
    "AFade": AFade,
    "ADenoise": ADenoise,
    "ALoudNorm": ALoudNorm,
    "Filter": Filter,
    "VFX": Vfx,
    "Crop": Crop,
    "Pad": Pad,
    "Scale": Scale,
    "Rotate": Rotate,
    "Flip": Flip,
    "KenBurns": KenBurns,
    "Zoom": Zoom,
    "FreezeFrame": FreezeFrame,
    "Clip": RandomClip,
    "DeWatermark": DeWatermark,
    "AI_Matting": Matting,
    "AI_RealMatting": Matting,
    "Harmonization": Harmonization,
}
"""The class of every Type of effect."""
EFFECT_TYPES = tuple(EFFECTS)


def _tag(value: Any) -> str:
    if isinstance(value, Model):
        return type(value).__name__
    kind = value.get("Type", value.get("type")) if isinstance(value, Mapping) else None
    return EFFECTS.get(kind, UnknownEffect).__name__ if isinstance(kind, str) else "UnknownEffect"


Effect = Annotated[
    Annotated[Transition, Tag("Transition")]
    | Annotated[Background, Tag("Background")]
    | Annotated[Text, Tag("Text")]
    | Annotated[Asr, Tag("Asr")]
    | Annotated[Volume, Tag("Volume")]
    | Annotated[AFade, Tag("AFade")]
    | Annotated[ADenoise, Tag("ADenoise")]
    | Annotated[ALoudNorm, Tag("ALoudNorm")]
    | Annotated[Filter, Tag("Filter")]
    | Annotated[Vfx, Tag("Vfx")]
    | Annotated[Crop, Tag("Crop")]
    | Annotated[Pad, Tag("Pad")]
    | Annotated[Scale, Tag("Scale")]
    | Annotated[Rotate, Tag("Rotate")]
    | Annotated[Flip, Tag("Flip")]
    | Annotated[KenBurns, Tag("KenBurns")]
    | Annotated[Zoom, Tag("Zoom")]
    | Annotated[FreezeFrame, Tag("FreezeFrame")]
    | Annotated[RandomClip, Tag("RandomClip")]
    | Annotated[DeWatermark, Tag("DeWatermark")]
    | Annotated[Matting, Tag("Matting")]
    | Annotated[Harmonization, Tag("Harmonization")]
    | Annotated[UnknownEffect, Tag("UnknownEffect")],
    Discriminator(_tag),
]
"""Any effect of a clip, chosen by its Type; an unknown Type is kept, not refused."""
