"""Make errors in true narrations and count how many are found; count false alarms beside.

    python -m benchmarks.faithfulness [CORPUS ...] [--half tuned|held|both] [--list]

Every document of the corpora (`web/NAME/page.html`, `pdf/NAME.pdf`; without any, that of the
tests) is narrated at several lengths. Into every sentence that can bear one goes an error of
each kind, alone. The same is done with the words as the voice says them, numbers in words
and units spelled out, and with honest paraphrases written by hand.

A hash of its name puts each document into one of two halves, for good. Thresholds and
lexicons may be tuned on the one; of the other, nobody may look at more than the figures,
so `--list` shows none of it. Floors are for narrations, the ceiling of false alarms is for all.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from converter.document.model import Document
from converter.errors import DocreelError, SourceError
from converter.script.model import Sentence
from converter.script.wording import speakable
from tests.quality.claims import FOUND_AS, PARAPHRASES, Sample, Tally, paraphrased

CORPUS = Path(__file__).parent.parent / "tests" / "quality" / "corpus"
HELD_PARAPHRASES = PARAPHRASES / "held"
LENGTHS = (60.0, 300.0, 900.0)
FLOORS = {"numbers": 0.95, "names": 0.90, "negations": 0.90}
CEILING = 0.05

_NAME = re.compile(
    r"(?<=[a-zäöüß,] )[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)+|(?<=[a-z,] )[A-Z][a-zà-ÿ]{3,}"
)
_GERMAN_NAME = re.compile(
    r"\b(?:Euklid|Euler|Gauß|Hausdorff|Jordan|Klein|Kuratowski|Lebesgue|Möbius|Poincaré|Riemann"
    r"|Urysohn|Debian|Linux|Unix|POSIX|Ubuntu)\b"
)
_CHINESE_NAME = re.compile(
    "(?:(?![的及其与于和向经在])[\u4e00-\u9fff]){2,5}(?:公司|大学|集团|银行)|台北|高雄|日本|北京|上海|深圳|江苏|浙江|中国"
    "|Debian|Linux|Unix|GNU"
)
_PATTERNS = {"de": _GERMAN_NAME, "zh": _CHINESE_NAME}


def main() -> int:
    """Print one table a half; return 1 when a floor is not met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--half", choices=("tuned", "held", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="misses and alarms of the tuned half")
    given = parser.parse_args()
    met = True
    for half in ("tuned", "held") if given.half == "both" else (given.half,):
        tallies = _tallied(given.corpora, given.seed, held=half == "held")
        print(f"\n{half}\n")
        _print(tallies)
        if given.list and half == "tuned":
            _list(tallies)
        met = met and _is_met(tallies)
    return 0 if met else 1


def is_held(name: str) -> bool:
    """Say whether a document is one that nobody tunes on."""
    return hashlib.sha256(f"docreel {name}".encode()).digest()[0] % 2 == 1


def _tallied(corpora: Sequence[Path], seed: int, *, held: bool) -> Mapping[str, Tally]:
    """Tally each sort of sentence in each language."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for sample in narrated(corpora, held=held):
        language = _primary(sample.document.language)
        tallies[f"narrated, {language}"].add(sample, random.Random(seed))
        tallies[f"as spoken, {language}"].add(_spoken(sample), random.Random(seed))
    for path in sorted((HELD_PARAPHRASES if held else PARAPHRASES).glob("*.toml")):
        sample = paraphrased(path)
        tallies[f"paraphrased, {sample.document.language}"].add(sample, random.Random(seed))
    return tallies


def narrated(corpora: Iterable[Path], *, held: bool) -> Iterator[Sample]:
    """Narrate the documents of one half that can be read, at every length."""
    from converter.document import web

    web.fetch_pictures = lambda addresses, **_: {
        address: SourceError("not fetched") for address in addresses
    }
    for corpus in corpora:
        for path in (*sorted(corpus.glob("web/*/page.html")), *sorted(corpus.glob("pdf/*.pdf"))):
            name = path.stem if path.suffix == ".pdf" else path.parent.name
            if is_held(name) != held:
                continue
            try:
                document = _read(path)
                yield Sample(document, _sentences(document), _names(document))
            except DocreelError as error:
                print(f"{path}: {error}", file=sys.stderr)


def _read(path: Path) -> Document:
    from converter.document import read
    from converter.source import fetch

    with TemporaryDirectory() as assets:
        return read(fetch(path), assets=Path(assets))


def _sentences(document: Document) -> list[Sentence]:
    """Return what is said of a document at any of the lengths, each sentence once."""
    from converter.script import narrate

    scripts = [narrate(document, seconds=seconds) for seconds in LENGTHS]
    said = (s for script in scripts for shot in script.shots for s in shot.sentences if s.spans)
    return list({(sentence.text, sentence.spans): sentence for sentence in said}.values())


def _spoken(sample: Sample) -> Sample:
    """Return a sample whose sentences are written as the voice says them."""
    language = sample.document.language
    said = [s.model_copy(update={"text": speakable(s.text, language)}) for s in sample.sentences]
    return Sample(sample.document, said, sample.names)


def _names(document: Document) -> list[str]:
    """Collect names without the product's help: capitals in mid-sentence, never without."""
    text = "\n".join(section.text for section in document.sections)
    found = Counter(_PATTERNS.get(_primary(document.language), _NAME).findall(text))
    lower = set(re.findall(r"\b[a-z]+\b", text))
    lower |= {month.lower() for month in month_name}
    return [name for name in found if not all(word.lower() in lower for word in name.split())]


def _primary(language: str) -> str:
    return language.partition("-")[0]


def _is_met(tallies: Mapping[str, Tally]) -> bool:
    told = sum((t for name, t in tallies.items() if name.startswith("narrated")), Tally())
    alarms = sum(tallies.values(), Tally()).false_alarms
    return alarms <= CEILING and all(told.share(kind) >= floor for kind, floor in FLOORS.items())


def _print(tallies: Mapping[str, Tally]) -> None:
    sorts = dict.fromkeys(name.partition(",")[0] for name in tallies)
    print(f"| sentences | true | false alarms | {' | '.join(FOUND_AS)} |")
    print(f"|---|---:|---:{'|---:' * len(FOUND_AS)}|")
    for sort in sorts:
        own = {name: tally for name, tally in tallies.items() if name.startswith(sort)}
        for name, tally in {**dict(sorted(own.items())), sort: sum(own.values(), Tally())}.items():
            shares = " | ".join(_share(tally, kind) for kind in FOUND_AS)
            print(f"| {name} | {tally.true} | {100 * tally.false_alarms:.1f} % | {shares} |")


def _share(tally: Tally, kind: str) -> str:
    made = tally.made[kind]
    return f"{100 * tally.share(kind):.1f} % of {made}" if made else ""


def _list(tallies: Mapping[str, Tally]) -> None:
    for name, tally in tallies.items():
        print(f"\n{name}")
        print("\n".join(f"  missed {one}" for one in tally.missed))
        print("\n".join(f"  alarm {one}" for one in tally.alarms))


if __name__ == "__main__":
    sys.exit(main())
