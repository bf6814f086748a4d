"""Make errors in true narrations and count how many are found; count false alarms beside.

    python -m benchmarks.faithfulness [CORPUS] [--seed 1] [--list]

Every document of CORPUS (`web/NAME/page.html`, `pdf/NAME.pdf`; without it, that of the
tests) is narrated. Into every sentence that can bear one goes a changed number, a swapped
name and a flipped denial, each alone. The same is done with the words as the voice says
them, numbers in words and units spelled out, and with honest paraphrases written by hand.
Floors are for narrations, the ceiling of false alarms is for all.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from converter.document.model import Document
from converter.errors import DocreelError, SourceError
from converter.script.wording import speakable
from tests.quality.claims import FOUND_AS, PARAPHRASES, Sample, Tally, paraphrased

CORPUS = Path(__file__).parent.parent / "tests" / "quality" / "corpus"
FLOORS = {"numbers": 0.95, "names": 0.90, "negations": 0.90}
CEILING = 0.05

_NAME = re.compile(
    r"(?<=[a-zäöüß,] )[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)+|(?<=[a-z,] )[A-Z][a-zà-ÿ]{3,}"
)
_GERMAN_NAME = re.compile(
    r"(?<=[a-zäöüß,] )[A-Z][a-zà-ÿ]+ [A-Z][a-zà-ÿ]+(?= (?:hat|ist|war|und|aus|in))"
)
_CHINESE_NAME = re.compile(
    "[\u4e00-\u9fff]{2,5}(?:公司|大学|集团|银行)|台北|高雄|日本|北京|上海|深圳|江苏|浙江|中国"
)
_PATTERNS = {"de": _GERMAN_NAME, "zh": _CHINESE_NAME}


def main() -> int:
    """Print one table; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--list", action="store_true", help="every miss and every false alarm")
    given = parser.parse_args()
    tallies: dict[str, Tally] = defaultdict(Tally)
    for path in sorted(PARAPHRASES.glob("*.toml")):
        tallies["paraphrases"].add(paraphrased(path), random.Random(given.seed))
    for sample in narrated(given.corpus, given.seconds):
        tallies["narrations"].add(sample, random.Random(given.seed))
        tallies["as spoken"].add(_spoken(sample), random.Random(given.seed))
    _print(tallies, listed=given.list)
    met = all(tallies["narrations"].share(kind) >= floor for kind, floor in FLOORS.items())
    return 0 if met and all(tally.false_alarms <= CEILING for tally in tallies.values()) else 1


def narrated(corpus: Path, seconds: float) -> Iterator[Sample]:
    """Narrate every document of a corpus that can be read."""
    from converter.document import web
    from converter.script import narrate

    web.fetch_pictures = lambda addresses, **_: {
        address: SourceError("not fetched") for address in addresses
    }
    for path in (*sorted(corpus.glob("web/*/page.html")), *sorted(corpus.glob("pdf/*.pdf"))):
        try:
            document = _read(path)
            script = narrate(document, seconds=seconds)
        except DocreelError as error:
            print(f"{path}: {error}", file=sys.stderr)
            continue
        sentences = [s for shot in script.shots for s in shot.sentences if s.spans]
        yield Sample(document, sentences, _names(document))


def _read(path: Path) -> Document:
    from converter.document import read
    from converter.source import fetch

    with TemporaryDirectory() as assets:
        return read(fetch(path), assets=Path(assets))


def _spoken(sample: Sample) -> Sample:
    """Return a sample whose sentences are written as the voice says them."""
    language = sample.document.language
    said = [s.model_copy(update={"text": speakable(s.text, language)}) for s in sample.sentences]
    return Sample(sample.document, said, sample.names)


def _names(document: Document) -> list[str]:
    """Collect names without the product's help: capitals in mid-sentence, never without."""
    text = "\n".join(section.text for section in document.sections)
    found = Counter(_PATTERNS.get(document.language.partition("-")[0], _NAME).findall(text))
    lower = set(re.findall(r"\b[a-z]+\b", text))
    return [name for name in found if not all(word.lower() in lower for word in name.split())]


def _print(tallies: Mapping[str, Tally], *, listed: bool) -> None:
    print(f"| sentences | true | false alarms | {' | '.join(FOUND_AS)} |")
    print(f"|---|---:|---:{'|---:' * len(FOUND_AS)}|")
    for name, tally in tallies.items():
        shares = [f"{100 * tally.share(kind):.1f} % of {tally.made[kind]}" for kind in FOUND_AS]
        alarms = f"{100 * tally.false_alarms:.1f} %"
        print(f"| {name} | {tally.true} | {alarms} | {' | '.join(shares)} |")
    for name, tally in tallies.items() if listed else ():
        print(f"\n{name}")
        print("\n".join(f"  missed {one}" for one in tally.missed))
        print("\n".join(f"  alarm {one}" for one in tally.alarms))


if __name__ == "__main__":
    sys.exit(main())
