"""Make labelled footage for the requests of this folder: one look tells which shot it is.

Every scene has colours of its own, its name in large letters and something that moves;
what it shows stands in words beside the file, of a film second by second. The files are
laid out as a storage, `FOLDER/market` being a bucket, and those that the requests name by
MediaId are in a media library beside it.

    python samples/batch/make.py FOLDER
    docreel batch samples/batch/001-storyboard.json --out videos --storage FOLDER
        --store FOLDER/library.sqlite
"""

from __future__ import annotations

import colorsys
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from converter.library import Library

FONT = Path(__file__).parents[2] / "converter" / "fonts" / "Inter-SemiBold.otf"
FPS = 10
RATE = 48_000


@dataclass(frozen=True)
class Scene:
    """What is to be seen for some seconds: a name to read, a description to match."""

    name: str
    shows: str
    seconds: float = 4.0


def colour(name: str) -> tuple[int, int, int]:
    """Return a colour that belongs to a name."""
    number = sum(ord(letter) * (place + 7) for place, letter in enumerate(name))
    red, green, blue = colorsys.hsv_to_rgb(number % 360 / 360, 0.6, 0.4 + number % 7 * 0.06)
    return round(255 * red), round(255 * green), round(255 * blue)


def still(name: str, size: tuple[int, int], done: float = 0.5) -> Image.Image:
    """Draw one picture of a scene; `done` moves a bar from left to right."""
    if name == "black":
        return Image.new("RGB", size)
    width, height = size
    shades = np.linspace(colour(name), colour(name[::-1]), height).astype(np.uint8)
    picture = Image.fromarray(np.repeat(shades[:, None], width, axis=1))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 0.7, width * done, height * 0.72), fill="white")
    font = ImageFont.truetype(str(FONT), size=min(height // 5, round(1.6 * width / len(name))))
    pen.text((width / 2, height / 2), name, fill="white", font=font, anchor="mm")
    return picture


def picture(file: Path, scene: Scene, size: tuple[int, int] = (320, 180)) -> None:
    """Write a picture, and beside it what it shows."""
    still(scene.name, size).save(file)
    file.with_suffix(".txt").write_text(scene.shows, encoding="utf-8")


def label(file: Path, text: str) -> None:
    """Write a round sticker that is transparent around."""
    picture = Image.new("RGBA", (300, 300))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((6, 6, 294, 294), fill="gold", outline="white", width=8)
    font = ImageFont.truetype(str(FONT), size=90)
    pen.text((150, 150), text, fill="black", font=font, anchor="mm")
    picture.save(file)


def wall(file: Path) -> None:
    """Write an upright picture to stand behind others: tiles."""
    picture = Image.new("RGB", (360, 640), "#24424a")
    pen = ImageDraw.Draw(picture)
    for left in range(0, 360, 40):
        for top in range(0, 640, 40):
            pen.rectangle((left, top, left + 37, top + 37), fill="#2d525c")
    picture.save(file)


def clip(file: Path, scene: Scene, size: tuple[int, int] = (320, 180)) -> None:
    """Write a video of one scene, and beside it what it shows."""
    _write(file, [scene], size)
    file.with_suffix(".txt").write_text(scene.shows, encoding="utf-8")


def film(file: Path, scenes: Sequence[Scene], size: tuple[int, int] = (320, 180)) -> None:
    """Write a video of several scenes, and beside it what each shows as subtitles."""
    _write(file, scenes, size)
    begin, cues = 0.0, []
    for number, scene in enumerate(scenes, start=1):
        end = begin + scene.seconds
        cues.append(f"{number}\n{_clock(begin)} --> {_clock(end)}\n{scene.shows}\n")
        begin = end
    file.with_suffix(".srt").write_text("\n".join(cues), encoding="utf-8")


def music(file: Path, seconds: float = 4.0) -> None:
    """Write a quiet chord."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        time = np.arange(round(seconds * RATE)) / RATE
        chord = sum(np.sin(2 * np.pi * note * time) for note in (220.0, 275.0, 330.0))
        _encode(container, stream, chord / 10)


def _write(file: Path, scenes: Sequence[Scene], size: tuple[int, int]) -> None:
    with av.open(str(file), "w") as container:
        video = container.add_stream(
            "libx264", rate=FPS, options={"crf": "30", "preset": "veryfast"}
        )
        video.width, video.height = size
        sound = container.add_stream("aac", rate=RATE, layout="mono")
        frames = (
            still(scene.name, size, number / (scene.seconds * FPS))
            for scene in scenes
            for number in range(round(scene.seconds * FPS))
        )
        for number, frame in enumerate(frames):
            coded = av.VideoFrame.from_image(frame)
            coded.pts, coded.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(coded))
        container.mux(video.encode(None))
        _encode(
            container,
            sound,
            np.concatenate(
                [_tone(200.0 + 50 * number, scene) for number, scene in enumerate(scenes)]
            ),
        )


def _tone(note: float, scene: Scene) -> np.ndarray:
    return 0.2 * np.sin(2 * np.pi * note * np.arange(round(scene.seconds * RATE)) / RATE)


def _encode(
    container: av.container.OutputContainer, stream: av.AudioStream, samples: np.ndarray
) -> None:
    whole = (samples * 32767).astype(np.int16)[None, :]
    frame = av.AudioFrame.from_ndarray(whole, format="s16", layout="mono")
    frame.sample_rate = RATE
    container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


MARKET = (
    Scene("entrance", "The gate of the new fish market by the harbour on its first day"),
    Scene("crowd", "Many visitors, a crowd that fills the hall", 6),
    Scene("bread", "Shelves with cheap bread and apples"),
    Scene("gulls", "Gulls circle over the pier"),
)
STILLS = (
    Scene("till", "Long queues wait to pay at the till"),
    Scene("champion", "The chess champion Ida Holm moves her queen"),
    Scene("lorry", "A lorry unloads crates of ice"),
)
LIGHTHOUSE = (
    Scene("black", "", 2),
    Scene("lamp", "An old keeper lights the lamp and sings a song to a child"),
    Scene("storm", "Waves break against the rocks in a storm"),
    Scene("boat", "Mara rows a boat towards the shore"),
    Scene("letter", "At a desk Mara writes a letter by candlelight"),
    Scene("ships", "Old photographs of ships hang on a wall"),
    Scene("dawn", "At dawn Mara walks along the quay and smiles"),
)
TRAIN = (
    Scene("carriage", "Late at night Lena films with her phone in a corner of the carriage", 5),
    Scene("guard", "A guard with white hair punches a ticket", 5),
    Scene("window", "The lights of a town fly past the window", 5),
    Scene("diary", "Lena sits in her kitchen and writes into a diary", 5),
    Scene("square", "People look at pictures in the square", 5),
    Scene("bridge", "In the morning the train crosses a long bridge", 5),
)
"""Films in the order of their scenes."""

ASSETS = {
    "9d46c886b45481030f6e": "entrance.mp4",
    "c886810b4549d4630f6e": "crowd.mp4",
    "549d46c88b4681030f6e": "film.mp4",
    "b681034549d46c880f6e": "sticker.png",
    "b4549d46c88681030f6e": "one.wav",
    "6c886b4549d481030f6e": "backdrop.png",
}
"""Files by the MediaIds that the requests name them by."""
LIBRARY = "fish-market"
"""The search library of all clips and pictures of the market."""


def make(folder: Path) -> None:
    """Write all footage that the requests, the tests and the documentation speak of."""
    bucket = folder / "market"
    bucket.mkdir(parents=True, exist_ok=True)
    for scene in MARKET:
        clip(bucket / f"{scene.name}.mp4", scene)
    for scene in STILLS:
        picture(bucket / f"{scene.name}.png", scene)
    film(bucket / "film.mp4", LIGHTHOUSE)
    film(bucket / "train.mp4", TRAIN)
    label(bucket / "sticker.png", "sale")
    wall(bucket / "backdrop.png")
    picture(bucket / "face.png", Scene("face", "A face"), (100, 100))
    for name in ("one.wav", "two.wav"):
        music(bucket / name)
    library = Library(folder / "library.sqlite")
    ids = {name: media_id for media_id, name in ASSETS.items()}
    shown = [f"{scene.name}.mp4" for scene in MARKET] + [f"{scene.name}.png" for scene in STILLS]
    for name in dict.fromkeys([*ids, *shown]):
        kept = LIBRARY if name in shown else "other"
        library.add(bucket / name, media_id=ids.get(name, ""), library=kept)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
