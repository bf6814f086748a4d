"""Media: pictures, sound and video as they come from and go to files."""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import av
import cv2
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image, ImageCms

from converter.errors import RenderError
from converter.media import (
    Chapter,
    CodedFrame,
    VideoEncoder,
    VideoFrames,
    VideoSettings,
    load_picture,
    load_sound,
    probe,
    stream_sound,
    to_yuv,
    write_movie,
)

RED = (255, 0, 0)
SETTINGS = VideoSettings((64, 48), Fraction(25), options=(("g", "10"), ("preset", "ultrafast")))


def halves(mode: str = "RGB") -> Image.Image:
    """Draw 40x20 pixels, red on the left and black on the right."""
    image = Image.new("RGB", (40, 20))
    image.paste(RED, (0, 0, 20, 20))
    return image.convert(mode)


def save(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def write_wave(path: Path, samples: np.ndarray, rate: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def tone(seconds: float, rate: int, channels: int = 1, hertz: int = 440) -> np.ndarray:
    clock = np.arange(round(seconds * rate)) / rate
    return np.repeat(0.5 * np.sin(2 * np.pi * hertz * clock)[:, None], channels, axis=1)


def planar(samples: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(samples.T, np.float32)


def grey(level: int) -> np.ndarray:
    return np.full((48, 64, 3), level, np.uint8)


def coded(levels: list[int], settings: VideoSettings = SETTINGS) -> Iterator[CodedFrame]:
    encoder = VideoEncoder(settings)
    for level in levels:
        yield from encoder.push(grey(level))
    yield from encoder.finish()


def write_variable(path: Path, times: list[int], rotation: int = 0) -> Path:
    """Write frames 10, 20, 30... of grey at `times` in milliseconds, white at the top left."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1000, options={"g": "4"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        for number, time in enumerate(times):
            picture = grey(10 * number + 10)
            picture[:16, :16] = 255
            frame = VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts, frame.time_base = time, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


# Pictures


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK", "YCbCr"])
def test_a_picture_of_any_mode_becomes_rgba(tmp_path: Path, mode: str) -> None:
    suffix = ".tif" if mode in ("CMYK", "YCbCr") else ".png"
    picture = load_picture(save(halves(mode), tmp_path / f"picture{suffix}"))
    assert picture.shape == (20, 40, 4)
    assert picture.dtype == np.uint8
    assert np.abs(picture[10, 5].astype(int) - (*RED, 255)).max() <= 2
    assert np.abs(picture[10, 35].astype(int) - (0, 0, 0, 255)).max() <= 2


def test_sixteen_bits_become_eight_without_clipping(tmp_path: Path) -> None:
    levels = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, 256)
    picture = load_picture(save(Image.fromarray(levels), tmp_path / "deep.png"))
    assert picture[0, :, 0].tolist() == list(range(256))


@pytest.mark.parametrize("mode", ["LA", "P", "RGBA"])
def test_transparency_is_kept(tmp_path: Path, mode: str) -> None:
    image = Image.new("RGBA", (4, 4), (255, 255, 255, 0)).convert(mode)
    options = {"transparency": 0} if mode == "P" else {}
    picture = load_picture(save(image, tmp_path / "clear.png", **options))
    assert picture[..., 3].max() == 0


def test_only_the_first_frame_of_an_animation_counts(tmp_path: Path) -> None:
    others = [Image.new("RGB", (40, 20), "blue")]
    path = save(halves(), tmp_path / "moving.gif", save_all=True, append_images=others)
    assert tuple(load_picture(path)[10, 5]) == (*RED, 255)
    assert probe(path).kind == "image"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whatever_its_exif_says(tmp_path: Path, orientation: int) -> None:
    upright = halves()
    upright.paste((0, 255, 0), (0, 10, 20, 20))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save(stored, tmp_path / "photo.png", exif=exif)
    assert np.array_equal(load_picture(path)[..., :3], np.asarray(upright))
    assert (probe(path).width, probe(path).height) == (40, 20)


def test_a_photograph_is_reduced_into_its_box_and_never_enlarged(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = save(halves().resize((4000, 2000)), tmp_path / "photo.jpg", exif=exif)
    assert load_picture(path, within=(500, 800)).shape == (800, 400, 4)
    assert load_picture(path, within=(9000, 9000)).shape == (4000, 2000, 4)


def test_edges_of_cut_out_pictures_do_not_darken_when_reduced(tmp_path: Path) -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (0, 0, 31, 64))
    picture = load_picture(save(image, tmp_path / "cut.png"), within=(16, 16))
    assert picture[picture[..., 3] > 0][:, :3].min() >= 250


def test_colours_are_brought_from_the_embedded_profile(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    for profile in (lab.tobytes(), srgb.tobytes(), b"no profile at all"):
        path = save(halves(), tmp_path / "profile.png", icc_profile=profile)
        assert tuple(load_picture(path)[10, 5]) == (*RED, 255)


def test_a_decompression_bomb_is_refused(tmp_path: Path) -> None:
    path = save(Image.new("1", (12_000, 9_000)), tmp_path / "bomb.png")
    with pytest.raises(RenderError, match=r"bomb\.png.*90 megapixels"):
        load_picture(path)


def test_a_photograph_too_large_whole_is_loaded_reduced(tmp_path: Path) -> None:
    path = save(Image.new("L", (12_000, 9_000)), tmp_path / "large.jpg")
    assert load_picture(path, within=(1200, 1200)).shape == (900, 1200, 4)


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (3000, 2)])
def test_the_smallest_and_the_thinnest_pictures_are_loaded(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = save(Image.new("RGB", size, RED), tmp_path / "thin.png")
    assert load_picture(path).shape == (*size[::-1], 4)
    assert min(load_picture(path, within=(100, 100)).shape[:2]) >= 1


@pytest.mark.parametrize(
    ("name", "head", "what"),
    [
        ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64), "HEIF"),
    ],
)
def test_pictures_that_are_not_read_are_refused_by_name(
    tmp_path: Path, name: str, head: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(head)
    with pytest.raises(RenderError, match=f"{what}.*expected"):
        probe(tmp_path / name)


def test_sixteen_bits_a_channel_become_eight(tmp_path: Path) -> None:
    deep = np.full((4, 4, 3), (65535, 32896, 257), np.uint16)
    cv2.imwrite(str(tmp_path / "deep.png"), deep[..., ::-1])
    assert load_picture(tmp_path / "deep.png")[0, 0].tolist() == [255, 128, 1, 255]


@pytest.mark.parametrize("cut", [0, 20, 300])
def test_a_damaged_picture_is_an_error_that_names_it(tmp_path: Path, cut: int) -> None:
    path = save(halves().resize((400, 200)).effect_spread(9), tmp_path / "torn.png")
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(RenderError, match=r"torn\.png"):
        load_picture(path)


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    for open_file in (load_picture, load_sound, probe, VideoFrames):
        with pytest.raises(RenderError, match=r"gone\.png.*No such file"):
            open_file(tmp_path / "gone.png")


def test_a_document_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    for open_file in (load_picture, probe):
        with pytest.raises(RenderError, match=r"page\.png"):
            open_file(path)


# Sound


def test_sound_is_resampled_to_one_rate_and_length(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "tone.wav", tone(2, 44_100), 44_100)
    sound = load_sound(path)
    assert sound.dtype == np.float32
    assert sound.shape == (96_000, 2)
    expected = tone(2, 48_000, 2)
    assert np.abs(sound[2000:-2000] - expected[2000:-2000]).max() < 0.01


def test_two_channels_become_their_mean_and_one_is_heard_alike_on_both(tmp_path: Path) -> None:
    left_only = tone(1, 48_000, 2) * (1, 0)
    path = write_wave(tmp_path / "left.wav", left_only, 48_000)
    assert np.abs(load_sound(path, channels=1)[:, 0] - left_only[:, 0] / 2).max() < 0.001
    path = write_wave(tmp_path / "mono.wav", left_only[:, :1], 48_000)
    assert np.abs(load_sound(path) - left_only[:, :1]).max() < 0.001


def test_a_damaged_place_in_a_song_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    write_song(path)
    data = bytearray(path.read_bytes())
    data[10_000:12_000] = np.random.default_rng(2).bytes(2000)
    path.write_bytes(data)
    assert abs(len(load_sound(path, rate=44_100)) - 3 * 44_100) < 44_100 / 4


def test_an_empty_recording_is_no_samples(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "empty.wav", np.zeros((0, 1)), 16_000)
    assert load_sound(path).shape == (0, 2)


def test_sound_comes_in_blocks_that_make_up_the_whole(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "tone.wav", tone(3, 22_050), 22_050)
    blocks = list(stream_sound(path, rate=16_000, channels=1))
    assert len(blocks) > 2
    assert np.array_equal(np.concatenate(blocks), load_sound(path, rate=16_000, channels=1))


def test_sound_that_begins_after_the_picture_is_preceded_by_silence(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=48_000, layout="mono")
        for number in range(50):
            frame = VideoFrame.from_ndarray(grey(9), "rgb24")
            frame.pts = number
            container.mux(video.encode(frame))
        samples = (tone(1, 48_000).T * 32767).astype(np.int16)
        sound = AudioFrame.from_ndarray(samples, "s16", "mono")
        sound.sample_rate, sound.pts, sound.time_base = 48_000, 500, Fraction(1, 1000)
        container.mux([*video.encode(None), *audio.encode(sound), *audio.encode(None)])
    loaded = load_sound(path)
    assert len(loaded) == 72_000
    assert np.abs(loaded[:24_000]).max() == 0
    assert np.abs(loaded[24_000:25_000]).max() > 0.3


def write_sound(path: Path, samples: np.ndarray, codec: str, begins: Sequence[float] = ()) -> Path:
    """Write mono sound of 48 kHz in pieces of a tenth of a second, each where it begins."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=48_000, layout="mono")
        for number, piece in enumerate(np.split(samples[:, 0], len(samples) // 4800)):
            data = np.ascontiguousarray((piece[None] * 32767).astype(np.int16))
            frame = AudioFrame.from_ndarray(data, "s16", "mono")
            frame.sample_rate, frame.time_base = 48_000, Fraction(1, 48_000)
            frame.pts = round((begins[number] if begins else number / 10) * 48_000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def chirp(seconds: int) -> np.ndarray:
    """Return a tone that rises, so that no second is like another."""
    clock = np.arange(seconds * 48_000) / 48_000
    return 0.5 * np.sin(2 * np.pi * (200 + 10 * clock) * clock)[:, None]


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        *(("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame")),
        *(("a.m4a", "aac"), ("a.aac", "aac"), ("a.mkv", "libopus"), ("a.ts", "aac")),
    ],
)
@pytest.mark.parametrize(("start", "end"), [("0.2", "1"), ("7.35", "8.1"), ("18.5", "99")])
def test_a_piece_of_a_sound_is_that_of_the_whole(
    tmp_path: Path, name: str, codec: str, start: str, end: str
) -> None:
    path = write_sound(tmp_path / name, chirp(20), codec)
    first, last = round(Fraction(start) * 48_000), round(Fraction(end) * 48_000)
    whole = load_sound(path, channels=1)[first:last]
    piece = np.concatenate(
        list(stream_sound(path, channels=1, start=Fraction(start), end=Fraction(end)))
    )
    # Matroska counts milliseconds, a transport stream 1/90000 s.
    late = 48 if name.endswith((".mkv", ".ts")) else 0
    assert abs(len(piece) - len(whole)) <= late
    shifts = [np.abs(piece[60:4000] - whole[60 + k : 4000 + k]).max() for k in (-late, 0, late)]
    assert min(shifts) < 0.06


def test_a_piece_from_the_end_of_a_long_sound_is_at_hand_at_once(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "long.mp3", chirp(60), "libmp3lame")
    begun = perf_counter()
    load_sound(path)
    loaded = perf_counter()
    list(stream_sound(path, start=Fraction(58), end=Fraction(59)))
    assert perf_counter() - loaded < (loaded - begun) / 4


def test_a_hole_in_a_sound_stays_as_long_as_it_is(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "hole.mkv", tone(1, 48_000), "pcm_s16le", [*TENTHS, *LATER])
    sound = load_sound(path)
    assert len(sound) == pytest.approx(2.5 * 48_000, abs=100)
    assert not sound[24_100:95_900].any()
    assert np.abs(sound[96_100:]).max() > 0.4


TENTHS, LATER = (0, 0.1, 0.2, 0.3, 0.4), (2, 2.1, 2.2, 2.3, 2.4)


def test_a_video_without_sound_has_none_to_load(tmp_path: Path) -> None:
    path = write_variable(tmp_path / "silent.mp4", [0, 40])
    with pytest.raises(RenderError, match=r"silent\.mp4: no sound"):
        load_sound(path)


def test_the_length_of_sound_without_a_clock_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "tone.aac"
    with av.open(str(path), "w", format="adts") as container:
        stream = container.add_stream("aac", rate=48_000, layout="stereo")
        quiet_then_loud = np.concatenate([np.zeros((480_000, 2)), tone(2, 48_000, 2)])
        frame = AudioFrame.from_ndarray(planar(quiet_then_loud), "fltp", "stereo")
        frame.sample_rate = 48_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    duration = probe(path).duration
    assert duration is not None
    assert abs(duration - 12) < Fraction(1, 20)


# Video in


def test_the_frame_shown_at_a_time_is_found_in_any_order(tmp_path: Path) -> None:
    times = [0, 40, 50, 400, 440, 1000, 1500, 4000, 9000, 9040, 9080, 15_000]
    path = write_variable(tmp_path / "variable.mp4", times)
    rng = np.random.default_rng(3)
    asked = [*times, *(times[1:] - np.ones(len(times) - 1, int)), *rng.integers(0, 16_000, 60)]
    with closing(VideoFrames(path)) as frames:
        for time in [int(time) for time in rng.permutation(asked)]:
            number = int(np.searchsorted(times, time, side="right"))
            level = int(frames.at(Fraction(time, 1000))[40, 60, 0])
            assert abs(level - 10 * number) <= 3, time


def test_before_and_after_the_video_its_ends_are_shown(tmp_path: Path) -> None:
    path = write_variable(tmp_path / "short.mp4", [0, 40, 80])
    with closing(VideoFrames(path)) as frames:
        assert abs(int(frames.at(Fraction(99))[40, 60, 0]) - 30) <= 3
        assert abs(int(frames.at(Fraction(-1))[40, 60, 0]) - 10) <= 3


@pytest.mark.parametrize(
    ("counterclockwise", "corner"), [(0, (5, 5)), (90, (-5, 5)), (180, (-5, -5)), (-90, (5, -5))]
)
def test_a_turned_video_is_shown_upright(
    tmp_path: Path, counterclockwise: int, corner: tuple[int, int]
) -> None:
    path = write_variable(tmp_path / "phone.mp4", [0, 40], counterclockwise)
    media = probe(path)
    with closing(VideoFrames(path)) as frames:
        picture = frames.at(Fraction(0))
    assert picture.shape == (media.height, media.width, 3)
    assert picture[corner][0] > 240
    assert media.rotation == -counterclockwise % 360


def test_frames_are_reduced_into_a_box(tmp_path: Path) -> None:
    path = write_variable(tmp_path / "phone.mp4", [0, 40], 90)
    with closing(VideoFrames(path, within=(24, 1000))) as frames:
        assert frames.at(Fraction(0)).shape == (32, 24, 3)


def test_video_without_a_picture_in_it_is_refused(tmp_path: Path) -> None:
    path = write_wave(tmp_path / "tone.wav", tone(1, 8000), 8000)
    with pytest.raises(RenderError, match=r"tone\.wav: no video"):
        VideoFrames(path)


def test_a_torn_video_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = write_variable(tmp_path / "torn.mp4", [0, 40, 80])
    path.write_bytes(path.read_bytes()[:400])
    for open_file in (probe, VideoFrames):
        with pytest.raises(RenderError, match=r"torn\.mp4"):
            open_file(path)


def test_colours_survive_the_way_to_video_and_back(tmp_path: Path) -> None:
    colours = [(250, 20, 20), (20, 200, 30), (30, 40, 220), (128, 128, 128), (255, 255, 255)]
    encoder = VideoEncoder(SETTINGS)
    frames = []
    for colour in colours:
        frames += encoder.push(np.broadcast_to(np.array(colour, np.uint8), (48, 64, 3)).copy())
    frames += encoder.finish()
    path = tmp_path / "colours.mp4"
    write_movie(path, frames, SETTINGS, length=len(colours))
    with closing(VideoFrames(path)) as video:
        for number, colour in enumerate(colours):
            shown = video.at(Fraction(number, 25))[20, 30, :3].astype(int)
            assert np.abs(shown - colour).max() <= 5


def test_yuv_follows_bt_709_in_limited_range() -> None:
    yuv = to_yuv(np.broadcast_to(np.array(RED, np.uint8), (2, 2, 3)).copy())
    luma, blue, red = 16 + 219 * 0.2126, 128 - 224 * 0.2126 / 1.8556, 128 + 224 * 0.5
    assert np.abs(yuv.ravel() - [luma, luma, luma, luma, blue, red]).max() <= 1


def test_a_video_of_odd_size_is_refused() -> None:
    with pytest.raises(RenderError, match="even"):
        VideoEncoder(VideoSettings((63, 48), Fraction(25)))


# Video out


def test_sound_and_picture_of_a_movie_begin_and_end_together(tmp_path: Path) -> None:
    levels = [250 if number == 50 else 20 for number in range(103)]
    sound = np.zeros((48_000, 2), np.float32)
    clicks = np.zeros((200_000, 2), np.float32)
    clicks[48_000 : 48_000 + 96] = 0.9
    path = tmp_path / "movie.mp4"
    write_movie(path, coded(levels), SETTINGS, length=103, sound=[sound, clicks])
    media = probe(path)
    loaded = load_sound(path)
    with closing(VideoFrames(path)) as frames:
        assert frames.at(Fraction(50, 25))[20, 30, 0] > 200
        assert frames.at(Fraction(49, 25))[20, 30, 0] < 60
    assert np.flatnonzero(np.abs(loaded[:, 0]) > 0.4)[0] == pytest.approx(96_000, abs=100)
    assert media.duration == Fraction(103, 25)
    assert abs(len(loaded) - 48_000 * 103 / 25) <= 48_000 / 25


@pytest.mark.parametrize("seconds", [0, 1, 30])
def test_sound_is_fitted_to_the_length_of_the_picture(tmp_path: Path, seconds: int) -> None:
    path = tmp_path / "movie.mp4"
    sound = np.zeros((48_000 * seconds, 2), np.float32)
    write_movie(path, coded([9] * 250), SETTINGS, length=250, sound=sound)
    assert abs(len(load_sound(path)) - 480_000) < 1024


def test_sound_without_end_is_asked_for_no_longer_than_needed(tmp_path: Path) -> None:
    def endless() -> Iterator[np.ndarray]:
        while True:
            yield np.zeros((10_000, 2), np.float32)

    path = tmp_path / "movie.mp4"
    write_movie(path, coded([9] * 25), SETTINGS, length=25, sound=endless())
    assert abs(len(load_sound(path)) - 48_000) < 1024


def test_a_movie_carries_its_chapters_title_and_language(tmp_path: Path) -> None:
    path = tmp_path / "movie.mp4"
    chapters = [Chapter(0, "Überblick"), Chapter(30, "方法")]
    write_movie(
        path,
        coded([9] * 50),
        SETTINGS,
        length=50,
        chapters=chapters,
        title="Ein Film",
        language="de-AT",
    )
    with av.open(str(path)) as container:
        found = [
            (chapter["start"] * (chapter["time_base"] or 0), chapter["metadata"]["title"])
            for chapter in container.chapters()
        ]
        assert found == [(0, "Überblick"), (Fraction(30, 25), "方法")]
        assert container.metadata["title"] == "Ein Film"
        assert container.streams.video[0].language == "deu"


def test_a_movie_says_its_colours_and_has_its_index_first(tmp_path: Path) -> None:
    path = tmp_path / "movie.mp4"
    write_movie(path, coded([9] * 5), SETTINGS, length=5)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_range, context.colorspace) == (1, 1)
        assert (context.color_primaries, context.color_trc) == (1, 1)
        assert context.pix_fmt == "yuv420p"


def test_progress_is_told_frame_by_frame(tmp_path: Path) -> None:
    told = []
    write_movie(
        tmp_path / "movie.mp4",
        coded([9] * 5),
        SETTINGS,
        length=5,
        sound=np.zeros((9600, 2), np.float32),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(number, 5) for number in range(1, 6)]


class Cancelled(Exception):
    pass


def test_a_cancelled_movie_leaves_nothing_behind(tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        if done == 20:
            raise Cancelled

    path = tmp_path / "movie.mp4"
    path.write_bytes(b"the film before")
    sound = np.zeros((480_000, 2), np.float32)
    with pytest.raises(Cancelled):
        write_movie(path, coded([9] * 250), SETTINGS, length=250, sound=sound, progress=cancel)
    assert [file.name for file in tmp_path.iterdir()] == ["movie.mp4"]
    assert path.read_bytes() == b"the film before"


def test_a_failure_of_the_sound_reaches_the_caller(tmp_path: Path) -> None:
    def broken() -> Iterator[np.ndarray]:
        yield np.zeros((9600, 2), np.float32)
        raise RenderError("music.mp3: torn")

    with pytest.raises(RenderError, match=r"music\.mp3"):
        write_movie(tmp_path / "a.mp4", coded([9] * 250), SETTINGS, length=250, sound=broken())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("drawn", [0, 4, 6])
def test_a_movie_has_as_many_frames_as_were_scheduled(tmp_path: Path, drawn: int) -> None:
    with pytest.raises(RenderError, match=f"5 frames: {drawn} were drawn"):
        write_movie(tmp_path / "movie.mp4", coded([9] * drawn), SETTINGS, length=5)
    assert list(tmp_path.iterdir()) == []


def test_a_movie_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"movie\.mp4: cannot be written \(No such file"):
        write_movie(tmp_path / "no" / "movie.mp4", coded([9] * 5), SETTINGS, length=5)


def test_the_same_movie_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    sound = tone(1, 48_000, 2).astype(np.float32)
    for name in ("one.mp4", "other.mp4"):
        write_movie(tmp_path / name, coded([9] * 25), SETTINGS, length=25, sound=sound, title="T")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "other.mp4").read_bytes()


def write_song(path: Path) -> None:
    """Write three seconds of MP3 with cover art."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libmp3lame", rate=44_100, layout="stereo")
        art = container.add_stream("png", rate=1)
        art.width, art.height, art.pix_fmt = 40, 20, "rgb24"
        art.disposition = av.stream.Disposition.attached_pic
        frame = AudioFrame.from_ndarray(planar(tone(3, 44_100, 2)), "fltp", "stereo")
        frame.sample_rate = 44_100
        cover = VideoFrame.from_ndarray(np.asarray(halves()))
        container.mux([*art.encode(cover), *stream.encode(frame)])
        container.mux([*art.encode(None), *stream.encode(None)])


def test_cover_art_does_not_make_a_song_a_video(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    write_song(path)
    media = probe(path)
    assert (media.kind, media.has_audio, media.width) == ("audio", True, 0)
    assert media.duration is not None
    assert abs(media.duration - 3) < Fraction(1, 10)
