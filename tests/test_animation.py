"""Animation: pictures that move, and begin again where they end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from converter.errors import RenderError
from converter.media import Animation, probe

SIZE = (60, 40)
WAY = 12
"""Pixels the disc goes on from picture to picture."""


def discs(count: int) -> list[Image.Image]:
    """Draw a disc on nothing, ever further to the right."""
    pictures = []
    for number in range(count):
        picture = Image.new("RGBA", SIZE, (0, 0, 0, 0))
        left = number * WAY
        ImageDraw.Draw(picture).ellipse((left, 15, left + 10, 25), fill=(255, 0, 0, 255))
        pictures.append(picture)
    return pictures


def animate(path: Path, durations: int | Sequence[int], count: int = 4) -> Path:
    first, *rest = discs(count)
    lasting = durations if isinstance(durations, int) else list(durations)
    options = {"disposal": 2} if path.suffix in (".gif", ".png") else {"lossless": True}
    first.save(path, save_all=True, append_images=rest, duration=lasting, loop=0, **options)
    return path


def shown(animation: Animation, milliseconds: int) -> list[int]:
    """Return the numbers of the discs that are seen."""
    picture = animation.at(Fraction(milliseconds, 1000))
    return [n for n in range(4) if picture[20, n * WAY + 5, 3] > 128]


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_each_picture_is_shown_for_its_time_and_alone(tmp_path: Path, name: str) -> None:
    path = animate(tmp_path / name, [100, 300, 50, 150])
    with closing(Animation(path)) as animation:
        for time, expected in ((0, 0), (99, 0), (100, 1), (399, 1), (400, 2), (449, 2), (450, 3)):
            assert shown(animation, time) == [expected]
        assert shown(animation, 50) == [0]
        assert shown(animation, 5000) == [3]


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_what_moves_is_an_image_with_a_length(tmp_path: Path, name: str) -> None:
    media = probe(animate(tmp_path / name, [100, 300, 50, 150]))
    assert (media.kind, media.width, media.height) == ("image", *SIZE)
    assert media.duration == Fraction(6, 10)
    assert (media.fps, media.rate) == (Fraction(4) / Fraction(6, 10), 20)
    assert media.animated


def test_a_picture_that_asks_for_no_time_gets_a_tenth_of_a_second(tmp_path: Path) -> None:
    assert probe(animate(tmp_path / "hasty.gif", 0)).duration == Fraction(4, 10)


def test_a_picture_for_programs_that_show_one_is_not_part_of_the_motion(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    cover = Image.new("RGBA", SIZE, "white")
    cover.save(path, save_all=True, append_images=discs(4), duration=100, default_image=True)
    assert probe(path).duration == Fraction(4, 10)
    with closing(Animation(path)) as animation:
        assert animation.at(Fraction(0))[0, 0, 3] == 0


def test_motion_is_reduced_into_a_box(tmp_path: Path) -> None:
    path = animate(tmp_path / "a.gif", 100)
    with closing(Animation(path, within=(30, 30))) as animation:
        assert animation.at(Fraction(0)).shape == (20, 30, 4)


def test_an_image_of_one_picture_does_not_move(tmp_path: Path) -> None:
    path = animate(tmp_path / "still.gif", 100, count=1)
    media = probe(path)
    assert (media.duration, media.fps, media.animated) == (None, None, False)
    with pytest.raises(RenderError, match=r"still\.gif"):
        Animation(path)
