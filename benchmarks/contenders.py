"""The contenders: the command that makes a work, for each program that is compared.

docreel   `docreel render`, nothing kept from earlier
ffmpeg    one filter graph, each photograph scaled and blurred once and then held
moviepy   MoviePy 2 with all that stands still flattened by hand (`by_moviepy`)
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.works import CAPTION, FADE, FPS, HEIGHT, TITLE, WIDTH, ZOOM, Work, fitted, timeline

FONT = Path(__file__).parent.parent / "converter" / "fonts" / "Inter-Medium.otf"
X264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23")


def docreel(work: Work, output: Path) -> list[str]:
    """Return the command of Docreel."""
    path = work.folder / f"{work.name}.json"
    path.write_text(json.dumps(timeline(work)))
    command = [sys.executable, "-m", "converter.cli", "render", str(path), "-o", str(output)]
    return [*command, "--size", f"{WIDTH}x{HEIGHT}", "--fps", str(FPS), "--quiet"]


def ffmpeg(work: Work, output: Path) -> list[str]:
    """Return the command of ffmpeg."""
    captions = work.folder / f"{work.name}.srt"
    captions.write_text(subrip(work))
    last = f"[b{work.scenes - 1}]"
    written = (
        f"{last}drawtext=fontfile={FONT}:text='{TITLE}':fontsize=55:fontcolor=white:borderw=3:"
        f"x=(w-tw)/2:y=60,subtitles={captions}:fontsdir={FONT.parent}:"
        "force_style='FontName=Inter Medium,FontSize=15,Outline=1',format=yuv420p[v]"
    )
    graph = ";".join((*scenes(work), *fades(work), written))
    sound = ("-stream_loop", "-1", "-i", str(work.sound))
    outputs = ("-map", "[v]", "-map", f"{work.scenes}:a", "-t", str(work.length), *X264)
    command = ["ffmpeg", "-v", "error", "-y", *inputs(work), *sound, "-filter_complex", graph]
    return [
        *command,
        *outputs,
        "-c:a",
        "aac",
        "-b:a",
        "160k",
        "-movflags",
        "+faststart",
        str(output),
    ]


def moviepy(work: Work, output: Path) -> list[str]:
    """Return the command of MoviePy."""
    kinds = [name for name in ("moving", "film") if getattr(work, name)]
    measures = [str(work.scenes), str(work.seconds)]
    script = "benchmarks.by_moviepy"
    return [sys.executable, "-m", script, str(work.folder), str(output), *measures, *kinds]


CONTENDERS: dict[str, Callable[[Work, Path], list[str]]] = {
    "docreel": docreel,
    "ffmpeg": ffmpeg,
    "moviepy": moviepy,
}


def missing(name: str) -> str | None:
    """Return why a contender cannot run here."""
    if name == "ffmpeg" and not shutil.which("ffmpeg"):
        return "ffmpeg is left out: it is not on the PATH"
    if name == "moviepy" and not importlib.util.find_spec("moviepy"):
        return "moviepy is left out: pip install moviepy adds it"
    return None


def inputs(work: Work) -> Iterator[str]:
    """Yield the options that open what the scenes show."""
    for scene in range(work.scenes):
        if work.film:
            yield from ("-ss", f"{work.begins(scene)}", "-t", f"{work.lasts(scene)}")
        yield from ("-i", str(work.media(scene)))


def scenes(work: Work) -> Iterator[str]:
    """Yield the parts of the graph that prepare the scenes."""
    for scene in range(work.scenes):
        end = f"setsar=1,format=yuv420p[{'p' if scene else 'b'}{scene}]"
        if work.film:
            yield f"[{scene}]fps={FPS},settb=1/{FPS},{end}"
            continue
        frames = round(work.lasts(scene) * FPS)
        width, height = fitted(scene)
        held = f"loop={frames - 1}:1:0,settb=1/{FPS},setpts=N,fps={FPS}"
        ground = f"scale={WIDTH // 8}:{HEIGHT // 8},gblur=5,scale={WIDTH}:{HEIGHT}"
        yield f"[{scene}]scale={width}:{height},split[f{scene}][s{scene}]"
        if work.moving:
            zoom = f"zoompan=z='1+{ZOOM - 1}*on/{frames - 1}':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2'"
            yield f"[s{scene}]{ground},format=yuv420p,{held}[g{scene}]"
            yield f"[f{scene}]{zoom}:d={frames}:s={width}x{height}:fps={FPS}[z{scene}]"
            yield f"[g{scene}][z{scene}]overlay=(W-w)/2:(H-h)/2,settb=1/{FPS},{end}"
        else:
            yield f"[s{scene}]{ground}[g{scene}]"
            yield f"[g{scene}][f{scene}]overlay=(W-w)/2:(H-h)/2,format=yuv420p,{held},{end}"


def fades(work: Work) -> Iterator[str]:
    """Yield the parts of the graph that fade from scene to scene."""
    for scene in range(1, work.scenes):
        offset = scene * work.seconds
        yield f"[b{scene - 1}][p{scene}]xfade=duration={FADE}:offset={offset}[b{scene}]"


def subrip(work: Work) -> str:
    """Return the captions as SubRip."""
    return "\n".join(
        f"{start // CAPTION + 1}\n{clock(start)} --> {clock(end)}\n{words}\n"
        for start, end, words in work.captions()
    )


def clock(seconds: int) -> str:
    """Return a time as SubRip writes it."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"
