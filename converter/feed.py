"""Feed: a video of every item of an RSS, Atom or JSON feed that has none yet.

What was made is remembered in `feed.json` beside the videos, written anew after each,
so a run that was stopped goes on where it was. What failed is tried again next time.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from converter.errors import DocreelError, DocumentError, SourceError
from converter.pipeline import convert
from converter.publish import replacing
from converter.source import Source, fetch, linked

STATE = "feed.json"
LONGEST_NAME = 60
_JSON_FEED = "https://jsonfeed.org/version/"


@dataclass(frozen=True)
class Item:
    """An entry of a feed; `link` is as it stands there, `day` when it was published."""

    id: str
    title: str
    link: str
    day: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of an item: a video, or the line that says why there is none."""

    item: Item
    video: Path | None = None
    error: str = ""


def follow(
    address: str | Path,
    folder: Path,
    *,
    limit: int | None = None,
    since: date | None = None,
    allow_private: bool = False,
    **options: Any,
) -> Iterator[Outcome]:
    """Make a video of each new item of a feed in `folder`, the oldest first.

    `limit` takes only the newest so many, `since` only those of that day or later;
    `options` go to `convert`. A failing item is an Outcome, not an exception. Raises
    SourceError or DocumentError for the feed itself.
    """
    source = fetch(address, allow_private=allow_private)
    state = _State.load(folder / STATE, str(source.path or source.address))
    new = [item for item in items(source) if item.id not in state.made]
    if since:
        new = [item for item in new if item.day and item.day >= since]
    for item in reversed(new[:limit]):
        video = _free(folder, item, state.videos())
        outcome = _made(item, source, video, {**options, "allow_private": allow_private})
        if outcome.video:
            state.remember(outcome)
        yield outcome


def items(source: Source) -> list[Item]:
    """Return the items of a feed, the newest first; DocumentError for what is no feed."""
    found = _of_json(source) if source.media_type == "application/json" else _of_xml(source)
    known = {item.id: item for item in reversed(found) if item.id}
    return sorted(reversed(known.values()), key=lambda item: item.day or date.min, reverse=True)


def _of_json(source: Source) -> list[Item]:
    try:
        feed = json.loads(source.content)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{source.address}: broken JSON, expected a feed") from error
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith(_JSON_FEED):
        raise DocumentError(f"{source.address}: JSON, but no JSON Feed")
    entries = feed.get("items")
    listed = entries if isinstance(entries, list) else []
    return [_json_item(entry) for entry in listed if isinstance(entry, dict)]


def _json_item(entry: Mapping[str, Any]) -> Item:
    link = str(entry.get("url") or entry.get("external_url") or "")
    stated = str(entry.get("date_published") or "")[:10]
    day = date.fromisoformat(stated) if re.fullmatch(r"\d{4}-[01]\d-[0-3]\d", stated) else None
    return Item(str(entry.get("id") or link), str(entry.get("title") or ""), link, day)


def _of_xml(source: Source) -> list[Item]:
    import feedparser

    parsed = feedparser.parse(io.BytesIO(source.content), resolve_relative_uris=False)
    if not parsed.version:
        raise DocumentError(f"{source.address}: {source.media_type}, expected a feed")
    return [_xml_item(dict(entry)) for entry in parsed.entries]  # its own class guesses dates


def _xml_item(entry: Mapping[str, Any]) -> Item:
    link = str(entry.get("link") or "")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    day = date(*moment[:3]) if moment else None
    return Item(str(entry.get("id") or link), str(entry.get("title") or ""), link, day)


def _made(item: Item, feed: Source, video: Path, options: Mapping[str, Any]) -> Outcome:
    try:
        if not item.link:
            raise SourceError(f"{item.title or item.id}: the item links to no page")
        video.parent.mkdir(parents=True, exist_ok=True)
        convert(linked(item.link, referrer=feed), video, **options)
    except DocreelError as error:
        return Outcome(item, error=str(error))
    except Exception as error:  # one item must not stop the others
        return Outcome(item, error=f"unexpected {type(error).__name__}: {error}")
    return Outcome(item, video)


def _free(folder: Path, item: Item, made: set[str]) -> Path:
    """Return a file name made of day and title that is not taken.

    Videos that were `made` may have been moved elsewhere since.
    """
    title = re.sub(r"\W+", "-", item.title.lower()).strip("-_")[:LONGEST_NAME].rstrip("-_")
    day = item.day.isoformat() if item.day else ""
    stem = "-".join(filter(None, (day, title))) or "item"
    taken = {Path(name).stem for name in made | {path.name for path in folder.glob("*.mp4")}}
    names = (f"{stem}-{number}" if number > 1 else stem for number in range(1, len(taken) + 2))
    return folder / f"{next(name for name in names if name not in taken)}.mp4"


@dataclass
class _State:
    """What was made of which feed, as a file."""

    path: Path
    feed: str
    feeds: dict[str, dict[str, dict[str, str]]]

    @classmethod
    def load(cls, path: Path, feed: str) -> _State:
        """Read the file; SourceError for one that is not ours."""
        try:
            feeds = json.loads(path.read_text("utf-8"))["feeds"]
            sound = all(isinstance(made, dict) for made in feeds.values())
        except FileNotFoundError:
            return cls(path, feed, {})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            sound = False
        if not sound:
            raise SourceError(f"{path}: does not say what was made; move it away to begin anew")
        return cls(path, feed, feeds)

    @property
    def made(self) -> dict[str, dict[str, str]]:
        """What was made of this feed, by the ids of items."""
        return self.feeds.setdefault(self.feed, {})

    def videos(self) -> set[str]:
        """Return the names of all videos, of other feeds too."""
        return {one.get("video", "") for made in self.feeds.values() for one in made.values()}

    def remember(self, outcome: Outcome) -> None:
        """Add what was made, in one step: the file is always whole."""
        self.made[outcome.item.id] = {
            "title": outcome.item.title,
            "link": outcome.item.link,
            "video": outcome.video.name if outcome.video else "",
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with replacing(self.path) as unfinished:
            text = json.dumps({"feeds": self.feeds}, indent=2, ensure_ascii=False)
            unfinished.write_text(text, "utf-8")
