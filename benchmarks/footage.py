"""Cut and match footage whose content is known, and print how much of it is right.

    python -m benchmarks.footage [--hours N] [FILM...]

Forty subjects, in English and in Chinese, each have a clip; the narration tells of
them in other words. What is known of the clips is, in turn: a caption beside the file, a
label burnt into the picture (with the extra `ocr`), subtitles of one long film. Each
FILM is surveyed, and how long an hour of it takes is printed beside the memory used.
With `--hours` a film of that length is written, cut and matched.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from converter import ocr
from converter.footage import Cutting, Footage, Look, Shot, look
from converter.footage.survey import survey
from converter.matching import Slot, match
from converter.media import probe

FPS, SECONDS, SIZE = 10, 3, (480, 270)
LONG_FPS, LONG_SIZE = 25, (320, 180)
FONTS = Path(__file__).parent.parent / "converter" / "fonts"
LONGEST_LABEL = 24
"""Letters of a label in large type."""

SUBJECTS = (
    ("Lighthouse on a rocky coast", "Every evening the old lighthouse sends its beam over rocks"),
    ("Baker kneading dough", "At four in the morning the baker is kneading, the dough is warm"),
    ("Steam train on a viaduct", "A train crosses the viaduct, white steam behind it"),
    ("Children flying kites", "On the beach kites are flying, and children run after them"),
    ("Surgeon in an operating room", "The surgeon washes her hands before operating"),
    ("Beekeeper opening a hive", "Slowly he opens the hive; a beekeeper never hurries"),
    ("Wind turbines at dawn", "Forty turbines turn in the wind long before dawn"),
    ("Violin maker at the bench", "It takes her a year to make one violin, all at this bench"),
    ("Market stall with oranges", "The stall sells oranges, three for the price of two"),
    ("Glacier calving into the sea", "Where the glacier meets the sea it is calving all summer"),
    ("Firefighters raising a ladder", "A ladder goes up, firefighters climb through smoke"),
    ("Cat asleep on a keyboard", "Work has to wait: the cat sleeps on the keyboard again"),
    ("Robot arm welding a car", "An arm of steel does the welding, no car is touched by people"),
    ("Potter at the wheel", "Clay rises between her fingers as the potter's wheel spins"),
    ("Tram in the rain", "Rain falls, and the last tram rings its bell"),
    ("Astronaut repairing a telescope", "High above us an astronaut repairs the telescope"),
    ("Sheep dog with its flock", "One whistle, and the dog brings the sheep home"),
    ("Printing press at night", "The press runs all night so that papers are printed by five"),
    ("Chess players in a park", "Nobody speaks in the park when these players sit down to chess"),
    ("Waterfall in the jungle", "Behind the waterfall, deep in the jungle, there is a cave"),
    ("Blacksmith with a hammer", "The hammer of the blacksmith is heard two streets away"),
    ("Library reading room", "In the reading room of the library green lamps are lit"),
    ("Football fans celebrating", "The fans go on celebrating football till the sun comes up"),
    ("Desert caravan with camels", "Forty camels make a caravan, and the desert has no road"),
    ("Orchestra rehearsing", "Rehearsals begin at ten and the orchestra is never late"),
    ("Solar panels on a roof", "Panels on every roof feed solar power into the street"),
    ("Fishing boat at the quay", "By noon each boat is back at the quay with its fish"),
    ("Ballet dancer at the barre", "A dancer begins every day of her life in ballet at the barre"),
    ("Volcano erupting at night", "At night the eruption of the volcano is seen from here"),
    ("Tea harvest on a hill", "Tea from this hill is harvested by hand"),
    ("大熊猫在吃竹子", "熊猫一天要吃几十斤竹子"),
    ("长城日出", "站在长城上看日出,云海就在脚下"),
    ("外滩的夜景", "到了晚上,外滩的灯光倒映在江面"),
    ("茶农采茶叶", "清明前,茶农天不亮就上山采茶"),
    ("高铁驶过大桥", "高铁从大桥上飞驰而过,只要几秒钟"),
    ("老人在公园打太极拳", "每天早上老人们在公园里打太极"),
    ("厨师做拉面", "面团在厨师手里变成了细细的拉面"),
    ("孩子们放风筝", "春天一到,孩子们就跑去放风筝"),
    ("雪山下的牧民", "雪山脚下,牧民赶着羊群回家"),
    ("书法家写毛笔字", "一支毛笔,书法家写了六十年"),
)


def drawn(label: str, number: int, done: float) -> Image.Image:
    """Draw a frame: a ground of its own, a bar that moves, a label."""
    colours = np.random.default_rng(number).integers(30, 200, (5, 8, 3), dtype=np.uint8)
    picture = Image.fromarray(colours).resize(SIZE, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 250, SIZE[0] * done, 260), fill="white")
    if label:
        size = 30 if len(label) <= LONGEST_LABEL else 24
        pen.rectangle((0, 100, SIZE[0], 160), fill="black")
        font = ImageFont.truetype(str(FONTS / "Inter-SemiBold.otf"), size)
        pen.text((SIZE[0] / 2, 130), label, fill="white", font=font, anchor="mm")
    return picture


def write(path: Path, labels: Sequence[tuple[int, str]]) -> None:
    """Write a film of some scenes of equal length."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", FPS, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for number, label in labels:
            for frame in range(FPS * SECONDS):
                picture = drawn(label, number, frame / (FPS * SECONDS))
                container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode(None))


def captioned(folder: Path) -> Iterator[tuple[int, Path, Look]]:
    """Write clips that a text beside them tells about."""
    for number, (told, _) in enumerate(SUBJECTS):
        path = folder / f"clip{number:03}.mp4"
        write(path, [(number, "")])
        path.with_suffix(".txt").write_text(told, "utf-8")
        yield number, path, Look()


def burnt_in(folder: Path) -> Iterator[tuple[int, Path, Look]]:
    """Write clips of which only a label in the picture tells; its font has no Chinese."""
    for number, (told, _) in enumerate(SUBJECTS):
        if told.isascii():
            path = folder / f"clip{number:03}.mp4"
            write(path, [(number, told)])
            yield number, path, Look(letters=True)


def clips(source: Iterator[tuple[int, Path, Look]]) -> tuple[list[Shot], list[int]]:
    """Return the shots of clips, and the subject of each."""
    shots, subjects = [], []
    for number, path, how in source:
        for shot in look(path.name, probe(path), how).shots:
            shots.append(shot)
            subjects.append(number)
    return shots, subjects


def subtitled(folder: Path, order: Sequence[int]) -> tuple[Footage, list[int]]:
    """Return the shots of one film with subtitles, and the subject of each."""
    path = folder / "film.mp4"
    write(path, [(number, "") for number in order])
    cues = [
        f"{at + 1}\n{clock(at * SECONDS)} --> {clock((at + 1) * SECONDS)}\n{SUBJECTS[number][0]}\n"
        for at, number in enumerate(order)
    ]
    path.with_suffix(".srt").write_text("\n".join(cues), "utf-8")
    found = look("film", probe(path), Look(Cutting(by_scenes=True)))
    return found, [order[int((shot.begin + shot.end) / 2 / SECONDS)] for shot in found.shots]


def clock(seconds: float) -> str:
    """Return a time as SubRip writes it."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


def right(
    shots: Sequence[Shot],
    subjects: Sequence[int],
    wanted: Sequence[int],
    words: Sequence[str] = (),
    *,
    ordered: bool = False,
) -> str:
    """Match the words about some subjects, and tell how many get the right shot."""
    said = words or [SUBJECTS[number][1] for number in wanted]
    slots = [Slot(text, Fraction(SECONDS)) for text in said]
    begun = time.perf_counter()
    found = match(slots, shots, ordered=ordered)
    spent = time.perf_counter() - begun
    hits = sum(subjects[own[0]] == number for own, number in zip(found.chosen, wanted, strict=True))
    return f"{hits} of {len(wanted)} ({100 * hits / len(wanted):.0f} %), {1000 * spent:.0f} ms"


def long_film(path: Path, scenes: Sequence[str], hours: float) -> None:
    """Write a film of equal scenes, and what each shows as subtitles."""
    length = round(hours * 3600 * LONG_FPS / len(scenes))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", LONG_FPS, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *LONG_SIZE, "yuv420p"
        for number in range(len(scenes)):
            for picture in panned(number, length):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode(None))
    times = [clock(at * length / LONG_FPS) for at in range(len(scenes) + 1)]
    cues = (
        f"{at + 1}\n{times[at]} --> {times[at + 1]}\n{told}\n" for at, told in enumerate(scenes)
    )
    path.with_suffix(".srt").write_text("\n".join(cues), "utf-8")


def panned(number: int, frames: int) -> Iterator[np.ndarray]:
    """Yield the frames of a landscape that is panned over, to and fro."""
    width, height = LONG_SIZE
    colours = np.random.default_rng(number).integers(0, 255, (6, 10, 3), dtype=np.uint8)
    wide = Image.fromarray(colours).resize((2 * width, height), Image.Resampling.BICUBIC)
    landscape = np.asarray(wide)
    for frame in range(frames):
        left = round(abs(frame % 400 / 200 - 1) * width)
        yield np.ascontiguousarray(landscape[:, left : left + width])


def measured(hours: float) -> str:
    """Cut a long film and match words about a tenth of its scenes, of two subjects each."""
    pairs = list(combinations([pair for pair in SUBJECTS if pair[0].isascii()], 2))
    wanted = random.Random(1).sample(range(len(pairs)), len(pairs) // 10)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        long_film(path, [f"{one[0]}. {other[0]}." for one, other in pairs], hours)
        media = probe(path)
        begun = time.perf_counter(), time.process_time()
        found = look("film", media, Look(Cutting(by_scenes=True, clean=True)))
        spent, worked = time.perf_counter() - begun[0], time.process_time() - begun[1]
    scene = float(media.duration or 1) / len(pairs)
    shown = [int((shot.begin + shot.end) / 2 / Fraction(scene)) for shot in found.shots]
    words = [f"{pairs[number][0][1]}. {pairs[number][1][1]}." for number in wanted]
    return (
        f"{hours:g} h cut into {len(found.shots)} shots of {len(pairs)} scenes: an hour takes"
        f" {spent / hours:.0f} s ({worked / hours:.0f} s of work), {peak():.0f} MB at most;"
        f" right shots {right(found.shots, shown, wanted, words)}"
    )


def peak() -> float:
    """Return the most memory this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print one line for each kind of knowledge, and one for each film."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("films", nargs="*", type=Path)
    parser.add_argument("--hours", type=float, help="write, cut and match a film this long")
    given = parser.parse_args()
    if given.hours:
        print(measured(given.hours))
        return
    known()
    for path in given.films:
        begun = time.perf_counter(), time.process_time()
        found = survey(path)
        spent, worked = time.perf_counter() - begun[0], time.process_time() - begun[1]
        hours = float(found.seconds) / 3600
        print(
            f"{path}: {len(found.scenes)} scenes; an hour of it takes {spent / hours:.0f} s"
            f" ({worked / hours:.0f} s of work), {peak():.0f} MB at most"
        )


def known() -> None:
    """Print how much is right for each kind of knowledge."""
    dealt = random.Random(1)
    order = dealt.sample(range(len(SUBJECTS)), len(SUBJECTS))
    with TemporaryDirectory() as folder:
        shots, subjects = clips(captioned(Path(folder)))
        print(f"captions beside clips   {right(shots, subjects, order)}")
        if ocr.available():
            shots, subjects = clips(burnt_in(Path(folder)))
            wanted = [number for number in order if number in subjects]
            print(f"labels in the picture   {right(shots, subjects, wanted)}")
        film, subjects = subtitled(Path(folder), order)
        print(f"subtitles of a film     {right(film.shots, subjects, order[::2])}")
        print(f"... in its order        {right(film.shots, subjects, order[::2], ordered=True)}")


if __name__ == "__main__":
    main()
