"""Clips: what of a file is seen, cut out, turned and filled up, from render to pixels."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from PIL import Image

from converter.media import probe
from converter.render import clips
from converter.render.picture import Painter
from converter.render.scheduling import schedule
from converter.timeline import parse_timeline

FPS = 25
RED, GREEN, BLUE, BLACK, WHITE = (
    *((220, 30, 30), (20, 170, 70), (20, 60, 230), (0, 0, 0)),
    (255, 255, 255),
)
Drawing = Callable[[int], np.ndarray]


def film(
    path: Path, drawing: Drawing, frames: int = 25, codec: str = "libx264", **fields: Any
) -> str:
    """Write a video of 160x90, lossless where the codec can; return its name."""
    form = fields.pop("form", "yuv444p")
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=FPS, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = 160, 90, form
        if rotation := fields.pop("rotation", 0):
            stream.set_display_rotation(rotation)
        for number in range(frames):
            picture = drawing(number)
            form = "rgba" if picture.shape[2] == 4 else "rgb24"
            frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), form)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.name


def plain(colour: tuple[int, ...]) -> np.ndarray:
    return np.full((90, 160, len(colour)), colour, np.uint8)


def halves(left: tuple[int, ...], right: tuple[int, ...]) -> np.ndarray:
    return np.hstack((plain(left)[:, :80], plain(right)[:, :80]))


class Screening:
    """A Timeline of one track over a white picture, frame by frame, 160x90."""

    def __init__(self, folder: Path, *shown: dict[str, Any], seed: int = 0) -> None:
        Image.new("RGB", (16, 9), "white").save(folder / "white.png")
        ground = {"Type": "GlobalImage", "MediaURL": "white.png", "Width": 1, "Height": 1}
        tracks = [{"VideoTrackClips": [ground]}, {"VideoTrackClips": list(shown)}]
        timeline = parse_timeline({"VideoTracks": tracks})
        found = {address: probe(folder / address) for _, address in timeline.addresses()}
        self.plan = schedule(timeline, speeches={}, media=found, size=(160, 90), seed=seed)
        self.painter = Painter(self.plan)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.plan.notes + self.painter.notes

    def colour(self, frame: int, x: int, y: int) -> tuple[int, ...]:
        return tuple(int(value) for value in self.painter.draw(frame)[y, x])

    def shows(self, frame: int, x: int, y: int, colour: tuple[int, ...], by: int = 12) -> bool:
        found = self.colour(frame, x, y)
        return max(abs(a - b) for a, b in zip(found, colour, strict=True)) <= by


# --- what is cut out ------------------------------------------------------------------


def sweeping(number: int) -> np.ndarray:
    """Draw a mask that is open at the left, ever wider."""
    picture = plain(BLACK)
    picture[:, : 16 + 4 * number] = 255
    return picture


def test_a_mask_video_opens_its_clip_on_the_clock_of_the_source(tmp_path: Path) -> None:
    red = film(tmp_path / "red.mp4", lambda _: plain(RED))
    mask = film(tmp_path / "mask.mp4", sweeping)
    seen = Screening(tmp_path, {"MediaURL": red, "In": 0.4, "MaskVideoUrl": mask})
    # Frame 0 is second 0.4 of source and mask: its tenth frame, open up to 56.
    assert seen.shows(0, 50, 45, RED)
    assert seen.shows(0, 62, 45, WHITE)
    assert seen.shows(10, 90, 45, RED)
    assert seen.notes == ()


def test_a_mask_of_another_size_and_an_image_as_mask(tmp_path: Path) -> None:
    red = film(tmp_path / "red.mp4", lambda _: plain(RED))
    Image.fromarray(halves(WHITE, BLACK)).resize((40, 30)).save(tmp_path / "mask.png")
    seen = Screening(tmp_path, {"MediaURL": red, "MaskVideoUrl": "mask.png"})
    assert seen.shows(3, 40, 45, RED)
    assert seen.shows(3, 120, 45, WHITE)


def test_a_moving_mask_opens_a_picture_that_stands_still(tmp_path: Path) -> None:
    Image.new("RGB", (160, 90), RED).save(tmp_path / "red.png")
    mask = film(tmp_path / "mask.mp4", sweeping)
    still = {"Type": "Image", "MediaURL": "red.png", "Duration": 1, "MaskVideoUrl": mask}
    seen = Screening(tmp_path, still)
    assert seen.shows(2, 60, 45, WHITE)
    assert seen.shows(20, 60, 45, RED)


def test_a_mask_that_ends_early_is_held_and_it_is_said(tmp_path: Path) -> None:
    red = film(tmp_path / "red.mp4", lambda _: plain(RED), 50)
    mask = film(tmp_path / "mask.mp4", sweeping, 10)
    seen = Screening(tmp_path, {"MediaURL": red, "MaskVideoUrl": mask})
    assert seen.shows(40, 40, 45, RED)
    assert seen.shows(40, 60, 45, WHITE)
    assert any("mask.mp4 lasts 0.4 s" in note for note in seen.notes)


def test_a_green_screen_is_seen_through(tmp_path: Path) -> None:
    def actor(_: int) -> np.ndarray:
        picture = plain(GREEN)
        picture[20:70, 60:100] = RED
        return picture

    shot = film(tmp_path / "shot.mp4", actor)
    keyed = {"MediaURL": shot, "Effects": [{"Type": "AI_Matting", "Color": "green"}]}
    seen = Screening(tmp_path, keyed)
    assert seen.shows(4, 80, 45, RED)
    assert seen.shows(4, 10, 10, WHITE)
    assert seen.shows(4, 54, 45, WHITE, by=25)


def test_a_transparent_video_is_seen_through_also_when_reduced(tmp_path: Path) -> None:
    def half(_: int) -> np.ndarray:
        return halves((*RED, 255), (0, 0, 0, 0))

    path = tmp_path / "half.mov"
    clear = film(path, half, 5, "qtrle", form="argb")
    seen = Screening(tmp_path, {"MediaURL": clear}, {"MediaURL": clear, "Width": 0.5})
    assert seen.shows(0, 40, 45, RED)
    assert seen.shows(0, 120, 45, WHITE)
    row = seen.painter.draw(6)[20, :80].astype(int)
    # Nothing of the black that is under the transparent half gets into the edge.
    assert all(pixel[0] >= 215 for pixel in row)


# --- what moves -----------------------------------------------------------------------


def blinking(path: Path) -> str:
    """Write an animation of red, green and blue, a fifth of a second each."""
    first, *rest = (Image.new("RGB", (160, 90), colour) for colour in (RED, GREEN, BLUE))
    first.save(path, save_all=True, append_images=rest, duration=200, loop=0)
    return path.name


def test_an_animated_image_begins_again_until_its_time_is_over(tmp_path: Path) -> None:
    gif = blinking(tmp_path / "a.gif")
    seen = Screening(tmp_path, {"Type": "Image", "MediaURL": gif, "Duration": 2})
    assert seen.plan.frames == 50
    for frame, colour in ((0, RED), (4, RED), (5, GREEN), (12, BLUE), (15, RED), (40, BLUE)):
        assert seen.shows(frame, 80, 45, colour), frame


def test_dync_frames_are_pictures_a_second(tmp_path: Path) -> None:
    gif = blinking(tmp_path / "a.gif")
    fast = {"Type": "Image", "MediaURL": gif, "Duration": 1, "DyncFrames": 25}
    seen = Screening(tmp_path, fast)
    assert [seen.shows(n, 80, 45, c) for n, c in enumerate((RED, GREEN, BLUE, RED))] == [True] * 4


def test_an_animated_image_lasts_one_turn_where_nothing_says_how_long(tmp_path: Path) -> None:
    gif = blinking(tmp_path / "a.gif")
    assert Screening(tmp_path, {"Type": "Image", "MediaURL": gif}).plan.frames == 15


def test_as_a_video_an_animated_image_is_cut_and_held(tmp_path: Path) -> None:
    gif = blinking(tmp_path / "a.gif")
    seen = Screening(tmp_path, {"MediaURL": gif, "In": 0.2, "TimelineOut": 1})
    assert seen.shows(0, 80, 45, GREEN)
    assert seen.shows(24, 80, 45, BLUE)


def test_a_video_filmed_upright_stands_upright(tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    phone = film(path, lambda _: halves(RED, BLUE), rotation=90, form="yuv420p")
    seen = Screening(tmp_path, {"MediaURL": phone})
    assert seen.shows(0, 80, 70, RED)
    assert seen.shows(0, 80, 20, BLUE)
    assert seen.shows(0, 20, 45, WHITE)


def test_many_cuts_of_one_file_show_each_its_own_second(tmp_path: Path) -> None:
    def counted(number: int) -> np.ndarray:
        return plain((2 * number, 2 * number, 2 * number))

    long = film(tmp_path / "long.mp4", counted, 120)
    starts = [4.0, 0.4, 2.8, 1.2, 3.6, 0.0, 2.0]
    cuts = [{"MediaURL": long, "In": start, "Out": start + 0.08} for start in starts]
    seen = Screening(tmp_path, *cuts)
    shown = [seen.colour(2 * number, 80, 45)[0] / 2 for number in range(len(starts))]
    assert shown == pytest.approx([25 * start for start in starts], abs=1)


def test_a_wall_of_videos_is_read_once_each(tmp_path: Path, monkeypatch: Any) -> None:
    shot = film(tmp_path / "shot.mp4", lambda _: plain(RED))
    places = [{"X": 16 * n, "Y": 9 * n, "Width": 16, "Height": 9} for n in range(9)]
    tracks = [{"VideoTrackClips": [{"MediaURL": shot, **place}]} for place in places]
    plan = schedule(
        parse_timeline({"VideoTracks": tracks}),
        speeches={},
        media={shot: probe(tmp_path / shot)},
        size=(160, 90),
    )
    opened = []
    plainly = clips.VideoFrames

    def counting(path: Path, **options: Any) -> Any:
        opened.append(path)
        return plainly(path, **options)

    monkeypatch.setattr(clips, "VideoFrames", counting)
    with closing(Painter(plan)) as painter:
        for frame in range(5):
            painter.draw(frame)
    assert len(opened) == 9


def test_a_frozen_frame_is_the_last_one_and_moves_no_more(tmp_path: Path) -> None:
    def counted(number: int) -> np.ndarray:
        return plain((8 * number, 8 * number, 8 * number))

    shot = film(tmp_path / "shot.mp4", counted)
    frozen = {"MediaURL": shot, "Out": 0.4, "Effects": [{"Type": "FreezeFrame", "Duration": 0.6}]}
    seen = Screening(tmp_path, frozen)
    assert seen.plan.frames == 25
    assert [round(seen.colour(n, 80, 45)[0] / 8) for n in (0, 8, 9, 10, 24)] == [0, 8, 9, 9, 9]


# --- what is behind and around --------------------------------------------------------


def test_a_background_picture_covers_the_frame_behind_its_clip(tmp_path: Path) -> None:
    Image.fromarray(halves(RED, BLUE)).save(tmp_path / "back.png")
    Image.new("RGB", (90, 90), GREEN).save(tmp_path / "square.png")
    for key in ("ImageURL", "MediaURL", "MediaId"):
        back = {"Type": "Background", "SubType": "Image", key: "back.png"}
        square = {"Type": "Image", "MediaURL": "square.png", "Duration": 1, "Effects": [back]}
        seen = Screening(tmp_path, square)
        assert seen.shows(0, 10, 45, RED)
        assert seen.shows(0, 80, 45, GREEN)
        assert seen.shows(0, 150, 45, BLUE)


def test_a_large_photograph_is_cropped_by_its_own_pixels(tmp_path: Path) -> None:
    large = Image.new("RGB", (7000, 4000), RED)
    large.paste(BLUE, (3500, 2000, 7000, 4000))
    large.save(tmp_path / "large.jpg")
    crop = {"Type": "Crop", "X": 3500, "Y": 2000, "Width": 3500, "Height": 2000}
    shown = {"Type": "Image", "MediaURL": "large.jpg", "Duration": 1, "Effects": [crop]}
    seen = Screening(tmp_path, shown)
    assert all(seen.shows(0, x, y, BLUE) for x, y in ((25, 3), (80, 45), (135, 86)))


def test_the_order_inside_a_clip_is_fixed_whatever_the_order_in_the_list(tmp_path: Path) -> None:
    """Crop the right half of red and blue, turn it, and fill up with its own blur."""
    Image.fromarray(halves(RED, BLUE)).save(tmp_path / "two.png")
    effects = [
        {"Type": "Background", "SubType": "Color", "Color": "#00ff00"},
        {"Type": "Flip", "Direction": "horizontal"},
        {"Type": "Rotate", "Degree": 90},
        {"Type": "Pad", "Left": 0.5, "Color": "#ffff00"},
        {"Type": "Crop", "X": 0.25, "Width": 0.5},
    ]
    shown = {"Type": "Image", "MediaURL": "two.png", "Duration": 1}
    pictures = []
    for order in (effects, effects[::-1]):
        seen = Screening(tmp_path, {**shown, "Effects": order})
        pictures.append(seen.painter.draw(0))
    # Cropped to 40 of each colour, padded by 40 at the left, turned clockwise, mirrored:
    # from top to bottom yellow, red and blue, 90 wide and 120 high, fitted to the height.
    assert np.array_equal(*pictures)
    assert [seen.shows(0, 80, y, c) for y, c in ((15, (255, 255, 0)), (45, RED), (75, BLUE))] == [
        *[True] * 3
    ]
    assert seen.shows(0, 10, 45, (0, 255, 0))


def test_a_watermark_is_blurred_for_the_seconds_of_the_source_it_names(tmp_path: Path) -> None:
    def marked(_: int) -> np.ndarray:
        picture = plain(BLUE)
        picture[20:40:4, 20:60] = 255
        return picture

    shot = film(tmp_path / "shot.mp4", marked, 50)
    clean = {"Type": "DeWatermark", "SubType": "Delogo_Blur", "X": 16, "Y": 16}
    clean |= {"Width": 48, "Height": 28, "In": 1, "Out": 1.4}
    seen = Screening(tmp_path, {"MediaURL": shot, "In": 0.8, "Effects": [clean]})

    def contrast(frame: int) -> int:
        return int(np.ptp(seen.painter.draw(frame)[22:38, 40, 0].astype(int)))

    assert contrast(4) > 150
    assert contrast(5) < 60
    assert contrast(14) < 60
    assert contrast(15) > 150
