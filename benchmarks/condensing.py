"""Condense a corpus by several methods and print how well each does in one table.

    python -m benchmarks.condensing [CORPUS] [--words 150]

CORPUS holds `web/NAME/page.html` and `pdf/NAME.pdf`, or Documents as `docreel read -o
NAME.json` writes them; without it, it is the corpus of the tests. What a document says
in short of itself (its abstract, its lead, its "At a glance") is taken out and is what
each method's choice is compared with. All choose among the same sentences under the
same budget, so that choosing alone is compared.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from converter.document.model import Document
from converter.script import cues
from converter.script.choice import choose
from converter.script.extractive import outline
from converter.script.passages import Passage, gather, word_count
from converter.script.sentences import words

CORPUS = Path(__file__).parent.parent / "tests" / "quality" / "corpus"
SECONDS_A_WORD = 0.4
FEWEST_WORDS = 40
"""A summary of less is a slogan."""
KEY_TERMS = 25

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Task:
    """A document without its summary, its sentences, and the summary it had."""

    name: str
    document: Document
    passages: Sequence[Passage]
    summary: str
    budget: int

    @cached_property
    def costs(self) -> Matrix:
        """Words of each sentence."""
        return np.array([max(1, word_count(p.text)) for p in self.passages], dtype=np.float64)

    @cached_property
    def terms(self) -> list[list[str]]:
        """Content words of each sentence."""
        return [words(p.text, self.document.language) for p in self.passages]

    @cached_property
    def vectors(self) -> Matrix:
        """Unit vectors of the sentences, tf-idf."""
        known = {term: n for n, term in enumerate(sorted({t for ts in self.terms for t in ts}))}
        counts = np.zeros((len(self.passages), max(1, len(known))))
        for row, terms in enumerate(self.terms):
            for term in terms:
                counts[row, known[term]] += 1
        weighted = counts * np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0)))
        return weighted / np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)


def lead(task: Task) -> list[int]:
    return _within(task, range(len(task.passages)))


def section_leads(task: Task) -> list[int]:
    """First sentences of all sections, then the second ones, and so on."""
    return _within(task, sorted(range(len(task.passages)), key=lambda i: task.passages[i].number))


def textrank(task: Task) -> list[int]:
    """Mihalcea and Tarau 2004: shared words over the logarithms of the lengths."""
    sets = [set(terms) for terms in task.terms]
    size = len(sets)
    alike = np.zeros((size, size))
    for i in range(size):
        for j in range(i):
            logs = np.log(max(2, len(sets[i]))) + np.log(max(2, len(sets[j])))
            alike[i, j] = alike[j, i] = len(sets[i] & sets[j]) / logs
    return _within(task, np.argsort(-_rank(alike), kind="stable"))


def lexrank(task: Task) -> list[int]:
    """Erkan and Radev 2004, with a threshold of 0.1."""
    vectors = task.vectors
    return _within(
        task, np.argsort(-_rank((vectors @ vectors.T > 0.1).astype(float)), kind="stable")
    )


def centroid_mmr(task: Task) -> list[int]:
    """Likeness to the document's centroid, less the likeness to what is chosen (MMR, 0.7)."""
    vectors = task.vectors
    centroid = vectors.sum(axis=0) / max(1e-9, float(np.linalg.norm(vectors.sum(axis=0))))
    worth = vectors @ centroid
    alike = np.zeros(len(vectors))
    chosen: list[int] = []
    left = task.budget
    while fits := [i for i in range(len(worth)) if i not in chosen and task.costs[i] <= left]:
        best = max(fits, key=lambda i: 0.7 * worth[i] - 0.3 * alike[i])
        chosen.append(best)
        left -= task.costs[best]
        alike = np.maximum(alike, vectors @ vectors[best])
    return sorted(chosen)


def submodular(task: Task) -> list[int]:
    """Lin and Bilmes 2011: saturated coverage and square roots over clusters of sentences."""
    vectors = task.vectors
    alike = vectors @ vectors.T
    ceiling = alike.sum(axis=1) * 0.2
    clusters = np.array([p.section for p in task.passages])
    covered, reward = np.zeros(len(vectors)), Counter[int]()
    singles = alike.mean(axis=1)
    chosen: list[int] = []
    left = float(task.budget)
    while fits := [i for i in range(len(vectors)) if i not in chosen and task.costs[i] <= left]:

        def gain(i: int, covered: Matrix = covered) -> float:
            more = np.minimum(covered + alike[i], ceiling) - np.minimum(covered, ceiling)
            c = clusters[i]
            spread = (reward[c] + singles[i]) ** 0.5 - reward[c] ** 0.5
            return float((more.sum() + 6 * spread) / task.costs[i] ** 0.5)

        best = max(fits, key=gain)
        chosen.append(best)
        left -= task.costs[best]
        covered = covered + alike[best]
        reward[clusters[best]] += singles[best]
    return sorted(chosen)


def docreel(task: Task) -> list[int]:
    plan = outline(
        task.document,
        task.passages,
        task.costs * SECONDS_A_WORD,
        task.budget * SECONDS_A_WORD,
        task.document.language,
    )
    texts = {(p.section, p.number): i for i, p in enumerate(task.passages)}
    told = choose(plan, task.budget * SECONDS_A_WORD)
    return [texts[plan.passages[i].section, plan.passages[i].number] for i in told]


METHODS: tuple[Callable[[Task], list[int]], ...] = (
    lead, section_leads, textrank, lexrank, centroid_mmr, submodular, docreel,
)  # fmt: skip


def measures(task: Task, chosen: Sequence[int]) -> dict[str, float]:
    """Score a choice: likeness to the summary, what is covered, what is said twice or hangs."""
    from rouge_score.rouge_scorer import RougeScorer

    said = " ".join(task.passages[i].text for i in chosen)
    scorer = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    scores = scorer.score(task.summary, said)
    told = set(words(said, task.document.language))
    return {
        "ROUGE-1": scores["rouge1"].fmeasure,
        "ROUGE-2": scores["rouge2"].fmeasure,
        "ROUGE-L": scores["rougeL"].fmeasure,
        "headings": _share(told, _heading_terms(task)),
        "key terms": _share(told, _key_terms(task)),
        "redundancy": _redundancy(task, chosen),
        "hanging": _hanging(task, chosen),
    }


def _share(told: set[str], terms: set[str]) -> float:
    return len(told & terms) / max(1, len(terms))


def _heading_terms(task: Task) -> set[str]:
    told = {passage.section for passage in task.passages}
    headings = (task.document.sections[section].heading or "" for section in told)
    return {word for name in headings for word in words(cues.plain(name), task.document.language)}


def _key_terms(task: Task) -> set[str]:
    counts = Counter(term for terms in task.terms for term in set(terms))
    return {term for term, _ in counts.most_common(KEY_TERMS)}


def _redundancy(task: Task, chosen: Sequence[int]) -> float:
    """How like its likest other each sentence is, on average."""
    vectors = task.vectors[list(chosen)]
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, 0.0)
    return float(alike.max(axis=1).mean()) if len(chosen) > 1 else 0.0


def _hanging(task: Task, chosen: Sequence[int]) -> float:
    """Return the share of sentences that need one before them that is not said."""
    needy = [i for i in chosen if task.passages[i].needs not in (None, *chosen)]
    return len(needy) / max(1, len(chosen))


def _within(task: Task, order: Sequence[int]) -> list[int]:
    chosen, left = [], float(task.budget)
    for i in order:
        if task.costs[i] <= left:
            chosen.append(int(i))
            left -= task.costs[i]
    return sorted(chosen)


def _rank(alike: Matrix) -> Matrix:
    """PageRank of a graph of sentences."""
    links = alike / np.maximum(alike.sum(axis=0, keepdims=True), 1e-9)
    rank = np.ones(len(alike)) / len(alike)
    for _ in range(50):
        rank = 0.15 / len(alike) + 0.85 * links @ rank
    return rank


def tasks(corpus: Path, budget: int) -> Iterator[Task]:
    """Yield the documents that sum themselves up, and name those left out."""
    for name, document in documents(corpus):
        front = next(_summaries(document), None)
        if front is None:
            print(f"{name}: no summary of its own, left out", file=sys.stderr)
            continue
        summary = document.sections[front].text
        blank = document.sections[front].model_copy(update={"blocks": ()})
        sections = (*document.sections[:front], blank, *document.sections[front + 1 :])
        rest = document.model_copy(update={"sections": sections})
        passages = gather(rest, document.language).passages
        if sum(word_count(p.text) for p in passages) > 2.5 * budget:
            yield Task(name, rest, passages, summary, budget)


def _summaries(document: Document) -> Iterator[int]:
    """Yield the sections a document sums itself up in: by its heading, or what opens it."""
    long = [i for i, s in enumerate(document.sections) if word_count(s.text) >= FEWEST_WORDS]
    yield from (i for i in long if cues.is_summary(document.sections[i].heading or ""))
    if document.media_type == "text/html":  # what opens a PDF is its title page
        yield from (i for i in long if i == 0 and document.sections[i].heading is None)


def documents(corpus: Path) -> Iterator[tuple[str, Document]]:
    """Read the corpus, without pictures."""
    for path in sorted(corpus.glob("*.json")):
        yield path.stem, Document.model_validate_json(path.read_text(encoding="utf-8"))
    pages = [(path.parent.name, path) for path in sorted(corpus.glob("web/*/page.html"))]
    files = [(path.stem, path) for path in sorted(corpus.glob("pdf/*.pdf"))]
    for name, path in pages + files:
        yield name, _read(path)


def _read(path: Path) -> Document:
    from converter.document import read
    from converter.document.web import gallery
    from converter.errors import SourceError
    from converter.source import fetch

    gallery.fetch_pictures = lambda addresses, **_: {  # type: ignore[assignment]
        address: SourceError("not fetched") for address in addresses
    }
    with TemporaryDirectory() as assets:
        return read(fetch(path), assets=Path(assets))


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare methods of condensing.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--words", type=int, default=150)
    asked = parser.parse_args()
    known = list(tasks(asked.corpus, asked.words))
    print(f"{len(known)} documents, {asked.words} words: {', '.join(t.name for t in known)}\n")
    for n, method in enumerate(METHODS):
        scores = [measures(task, method(task)) for task in known]
        if not n:
            print("| method | " + " | ".join(scores[0]) + " |")
            print("|---|" + "---:|" * len(scores[0]))
        means = (f"{100 * mean(score[name] for score in scores):.1f}" for name in scores[0])
        print(f"| {method.__name__.replace('_', ' ')} | {' | '.join(means)} |", flush=True)


if __name__ == "__main__":
    main()
