"""Gallery: the pictures of an article, fetched, checked, stored and described.

A picture that cannot be had stays a Figure without an image, and a warning says why:
its caption is still worth reading.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from converter.document.model import Figure, Span
from converter.document.web.pictures import Picture
from converter.errors import SourceError, TemplateError
from converter.source import Source, bare

TINY = 64
"""A picture with a side below this many pixels is never worth showing."""
LARGEST = 3840
"""Longer sides are scaled down to this: twice what a video needs."""
SLIM = 6
"""A side more than so many times the other makes a rule or a banner."""
ATTEMPTS = 3
"""So many addresses of a picture are tried before it counts as not to be had."""
_LABEL = re.compile(
    r"^\W*((?:fig(?:ure)?|table|abb(?:ildung)?|tab(?:elle)?|figura|tabla|image|chart|scheme|plate)"
    r"\.?\s*(?:[A-Z]?\d+(?:[.-]\d+)*[a-z]?|[IVX]+)|[图圖表]\s*\d+(?:[.-]\d+)*|(?:الشكل|شكل|جدول)\s*\d+)"
    r"(?=\W|$)",
    re.I,
)

Pixels = npt.NDArray[np.float32]
Fetch = Callable[[Iterable[str]], dict[str, Source | SourceError]]
"""Gets pictures by their addresses: from the network, a folder, or out of a file."""


@dataclass
class _Stored:
    """A picture as a file, and what its pixels say."""

    path: Path
    size: tuple[int, int]
    kind: Literal["photo", "diagram"]
    digest: str
    fingerprint: Pixels
    natural: tuple[int, int]


def hang(
    pictures: Sequence[tuple[Picture, Span]],
    source: Source,
    *,
    assets: Path,
    fetch: Fetch,
) -> tuple[list[Figure], list[str]]:
    """Return a Figure for each picture, in order, and warnings for those not to be had."""
    found = _fetched([picture for picture, _ in pictures], fetch)
    figures: list[Figure] = []
    complaints: list[str] = []
    seen: list[_Stored] = []
    for number, ((picture, span), got) in enumerate(zip(pictures, found, strict=True), 1):
        figure = _figure(number, picture, span, source)
        try:
            stored = _store(_had(got), assets)
        except SourceError as error:
            complaints.append(f"picture {number}: {error}")
        else:
            decorative = _decorative(picture, stored, seen)
            src = _src(_had(got).final_address, source)
            figure = _with_image(figure, stored, src=src, decorative=decorative)
            seen.append(stored)
        figures.append(figure)
    if complaints:
        count = f"{len(complaints)} of {len(pictures)} pictures could not be had"
        complaints.insert(0, f"{count}; their captions are kept")
    return figures, complaints


def _had(got: Source | SourceError) -> Source:
    if isinstance(got, SourceError):
        raise got
    return got


def _fetched(pictures: Sequence[Picture], fetch: Fetch) -> list[Source | SourceError]:
    """Fetch the best candidate of each picture, and the next where that fails."""
    out: list[Source | SourceError] = [
        SourceError("drawn or played by the page itself, no picture file") for _ in pictures
    ]
    for attempt in range(ATTEMPTS):
        wanted = {
            index: picture.addresses[attempt]
            for index, picture in enumerate(pictures)
            if len(picture.addresses) > attempt and isinstance(out[index], SourceError)
        }
        got = fetch(wanted.values())
        for index, address in wanted.items():
            out[index] = _checked(got[address])
    return out


def _checked(answer: Source | SourceError) -> Source | SourceError:
    if isinstance(answer, SourceError) or answer.media_type.startswith("image/"):
        return answer
    return SourceError(f"{answer.address}: {answer.media_type}, expected a picture")


def _src(address: str, page: Source) -> str:
    """Return a picture's address; beside a local page, from where the page stands."""
    beside = page.final_address.rpartition("/")[0] + "/" if page.path else ""
    return bare(address).removeprefix(beside)


def _figure(number: int, picture: Picture, span: Span, page: Source) -> Figure:
    label = _LABEL.match(picture.caption)
    return Figure(
        id=f"figure-{number}",
        src=_src(next(iter(picture.addresses), ""), page),
        label=" ".join(label[1].split()) if label else None,
        caption=picture.caption,
        alt=picture.alt,
        decorative=picture.ornament,
        span=span,
    )


def _with_image(figure: Figure, stored: _Stored, *, src: str, decorative: bool) -> Figure:
    width, height = stored.size
    return figure.model_copy(
        update={
            "kind": stored.kind,
            "image": str(stored.path),
            "width": width,
            "height": height,
            "src": src,
            "decorative": decorative,
        }
    )


def _decorative(picture: Picture, stored: _Stored, seen: Sequence[_Stored]) -> bool:
    short, long = sorted(stored.natural)
    if short < TINY or long > SLIM * short:
        return True
    if (picture.ornament or picture.inline) and long < 256:
        return True
    return any(_alike(stored, earlier) for earlier in seen)


def _alike(one: _Stored, other: _Stored) -> bool:
    """Tell whether two pictures show the same: equal bytes, or equal but for the scale."""
    if one.digest == other.digest:
        return True
    ratio = (one.size[0] * other.size[1]) / (one.size[1] * other.size[0])
    if not 0.97 < ratio < 1.03:
        return False
    return float(np.abs(one.fingerprint - other.fingerprint).mean()) < 2.0


def _store(source: Source, assets: Path) -> _Stored:
    if source.media_type == "image/svg+xml":
        picture, natural = _drawn(source)
    else:
        picture = _decoded(source)
        natural = picture.size
    kind = kind_of(picture)
    data, suffix = _encoded(picture, kind, source)
    digest = hashlib.sha256(data).hexdigest()
    assets.mkdir(parents=True, exist_ok=True)
    path = assets / f"{digest[:24]}{suffix}"
    if not path.exists():
        path.write_bytes(data)
    return _Stored(path, picture.size, kind, digest, _fingerprint(picture), natural)


def _decoded(source: Source) -> Image.Image:
    """Decode a picture upright, without colour profile surprises, not beyond LARGEST."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(source.content))
            picture.draft("RGB", (LARGEST, LARGEST))
            picture.load()
            picture = ImageOps.exif_transpose(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise SourceError(f"{source.address}: too many pixels") from error
    except Exception as error:  # Pillow's decoders raise whatever they like
        raise SourceError(f"{source.address}: {source.media_type} cannot be decoded") from error
    picture = _opaque(picture)
    picture.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB, see-through parts on white, or on dark for light drawings."""
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        values = np.asarray(picture, dtype=np.float64)
        span = max(float(np.ptp(values)), 1.0)
        picture = Image.fromarray(((values - values.min()) * (255 / span)).astype(np.uint8))
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    pixels = np.asarray(layered.resize((64, 64)), dtype=np.float64)
    weight = pixels[..., 3]
    light = (pixels[..., :3].mean(axis=2) * weight).sum() / max(weight.sum(), 1.0)
    ground = Image.new("RGBA", layered.size, (24, 24, 27) if light > 215 else (255, 255, 255))
    return Image.alpha_composite(ground, layered).convert("RGB")


def _drawn(source: Source) -> tuple[Image.Image, tuple[int, int]]:
    """Draw an SVG at the size of a video; the second value is its own size."""
    from converter.typeset import typeset

    text = source.content.decode("utf-8", "replace")
    try:
        pages = typeset(_SVG_PAGE, {"svg": text})
    except TemplateError as error:
        raise SourceError(f"{source.address}: SVG cannot be drawn") from error
    picture = Image.fromarray(pages[0]).convert("RGB")
    return picture, _svg_size(text) or picture.size


_SVG_PAGE = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#let drawing = bytes(json(bytes(sys.inputs.data)).svg)
#context {
  let own = measure(image(drawing, format: "svg"))
  let scale = calc.min(1920pt / own.width, 1440pt / own.height)
  image(drawing, format: "svg", width: own.width * scale)
}
"""


def _svg_size(text: str) -> tuple[int, int] | None:
    root = re.search(r"<(?:\w+:)?svg\b[^>]*>", text)
    if root is None:
        return None
    sides = [
        re.search(rf"""\s{side}\s*=\s*["']([\d.]+)(?:px)?["']""", root[0])
        for side in ("width", "height")
    ]
    if all(sides):
        return (int(float(sides[0][1])), int(float(sides[1][1])))  # type: ignore[index]
    box = re.search(
        r"""viewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""", root[0]
    )
    return (int(float(box[1])), int(float(box[2]))) if box else None


def _encoded(picture: Image.Image, kind: str, source: Source) -> tuple[bytes, str]:
    """Return file bytes: the original where it is fit, else JPEG for photos, PNG for the rest."""
    if source.media_type == "image/jpeg" and _is_fit(picture, source):
        return source.content, ".jpg"
    out = io.BytesIO()
    if kind == "photo":
        picture.save(out, "JPEG", quality=92, subsampling=0)
        return out.getvalue(), ".jpg"
    picture.save(out, "PNG", compress_level=4)
    return out.getvalue(), ".png"


def _is_fit(picture: Image.Image, source: Source) -> bool:
    with Image.open(io.BytesIO(source.content)) as original:
        upright = original.getexif().get(0x0112, 1) == 1
        return upright and original.mode == "RGB" and original.size == picture.size


def kind_of(picture: Image.Image) -> Literal["photo", "diagram"]:
    """Guess from the colours: a drawing has even surfaces, a photograph has none."""
    pixels = np.asarray(picture.resize((128, 128), Image.Resampling.NEAREST), dtype=np.int16)
    coarse = (pixels >> 3) @ np.array([1, 32, 1024])
    counts = np.unique(coarse, return_counts=True)[1]
    even = float((np.abs(np.diff(pixels, axis=1)).max(axis=2) <= 1).mean())
    plain = float(counts.max()) / coarse.size
    return "diagram" if even > 0.5 or plain > 0.4 or len(counts) < 200 else "photo"


def _fingerprint(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("L").resize((48, 48), Image.Resampling.BOX), dtype=np.float32)
