"""Pictures: image files of any mode as RGBA arrays, the way a viewer shows them."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from converter.errors import RenderError

# No PDF, PostScript or metafile: those are documents, and some run a program.
FORMATS = (
    *("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "JPEG2000"),
    *("PPM", "ICO", "DIB", "QOI"),
)
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
MAX_PIXELS = 90_000_000
ORIENTATION_TAG = 0x0112
ROTATIONS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Modes of more than 8 bits a sample, and the sample that means white.
WHITE = {"I;16": 65535, "I;16L": 65535, "I;16B": 65535, "I": 65535, "F": 1}


def load_picture(path: Path, *, within: tuple[int, int] | None = None) -> NDArray[np.uint8]:
    """Load an image as uint8 RGBA, shape (height, width, 4), colours in sRGB.

    Turned upright by its EXIF orientation; the first frame of an animation.
    `within` is a box (width, height) in pixels the picture is reduced to fit, never
    enlarged. Raises RenderError for what is no image, is damaged, or has more than
    90 million pixels.
    """
    path = Path(path)
    with opened(path) as image:
        if within:
            # A JPEG can be decoded at a half, a quarter or an eighth at less cost.
            image.draft(None, _lying(image, within))
        if image.width * image.height > MAX_PIXELS:
            raise RenderError(f"{path}: {image.width}x{image.height} is more than 90 megapixels")
        return upright(image, within)


def displayed_shape(image: Image.Image) -> tuple[int, int, int]:
    """Return width and height as displayed, and degrees clockwise."""
    rotation = ROTATIONS.get(_orientation(image), 0)
    width, height = image.size[::-1] if rotation % 180 else image.size
    return width, height, rotation


def upright(image: Image.Image, within: tuple[int, int] | None) -> NDArray[np.uint8]:
    """Return an open image as an array, as `load_picture` does; the image is used up then."""
    orientation, profile = _orientation(image), image.info.get("icc_profile")
    box = within and _lying(image, within)
    picture = _eight_bit(image)
    if box:
        picture.thumbnail(box, Image.Resampling.LANCZOS)
    picture = _in_srgb(picture, profile)
    if orientation in TURNS:
        picture = picture.transpose(TURNS[orientation])
    return np.array(picture.convert("RGBA"))


def is_picture(path: Path) -> bool:
    """Tell whether a file is an image that can be read.

    Raises RenderError for those that only look like one and are known not to be read.
    """
    try:
        with decoding(path), Image.open(path, formats=FORMATS):
            return True
    except _NoImageError:
        _refuse_known(path)
        return False


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """Open an image; while it is open, failures name it as RenderError."""
    with decoding(path), Image.open(path, formats=FORMATS) as image:
        yield image


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn the library's failures into RenderError."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of what MAX_PIXELS refuses after a reduced decode.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    except Image.DecompressionBombError as error:
        raise RenderError(f"{path}: more than 90 megapixels") from error
    except UnidentifiedImageError as error:
        raise _NoImageError(f"{path}: no image of a known format") from error
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, struct.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise RenderError(f"{path}: cannot be decoded ({reason})") from error


class _NoImageError(RenderError):
    """The file is no image of a known format; it may be a video or a sound."""


def _refuse_known(path: Path) -> None:
    """Raise RenderError for pictures of formats that are known and not read."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"<svg" in head:
        raise RenderError(f"{path}: is an SVG drawing, expected pixels: PNG, JPEG, GIF or WebP")
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        raise RenderError(f"{path}: is a HEIF photograph, expected PNG, JPEG, GIF or WebP")


def _lying(image: Image.Image, box: tuple[int, int]) -> tuple[int, int]:
    """Return a box around the displayed picture as one around the stored picture."""
    return box[::-1] if ROTATIONS.get(_orientation(image), 0) % 180 else box


def _orientation(image: Image.Image) -> int:
    return int(image.getexif().get(ORIENTATION_TAG, 1))


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return the picture as RGB, RGBA or CMYK of 8 bits a sample."""
    if image.mode in WHITE:
        levels = np.asarray(image, dtype=np.float32) * (255 / WHITE[image.mode])
        return Image.fromarray(levels.clip(0, 255).round().astype(np.uint8)).convert("RGB")
    if image.mode in ("RGB", "RGBA", "CMYK"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring colours from an embedded profile to sRGB; a bad profile is passed over."""
    if not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return picture
        opaque = picture.convert("RGB") if picture.mode == "RGBA" else picture
        target = ImageCms.createProfile("sRGB")
        matched = ImageCms.profileToProfile(opaque, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    if matched is None:
        return picture
    if picture.mode == "RGBA":
        matched.putalpha(picture.getchannel("A"))
    return matched
