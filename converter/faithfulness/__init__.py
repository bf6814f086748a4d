"""Faithfulness: what a Script says, held beside the Document it was made from. No model needed.

`review` compares every spoken sentence with the passage it rests on, and lists what of
the document is told and what is left out. It knows English, German, French, Spanish and
Chinese; in other languages only numbers and names of Latin letters are compared.
"""

from __future__ import annotations

from converter.document.model import Document
from converter.faithfulness.coverage import facts, sections
from converter.faithfulness.model import Claim, Difference, Faithfulness
from converter.faithfulness.passages import Passage, Passages
from converter.faithfulness.support import differences
from converter.script.model import Script, Sentence, Shot

__all__ = ["Claim", "Difference", "Faithfulness", "review"]


def review(document: Document, script: Script) -> Faithfulness:
    """Compare a Script with its Document.

    Sentences that name no passage are compared with the one most like them; where there
    is none, the sentence itself is the difference, of kind `source`.
    """
    passages = Passages(document, script.language)
    found = [
        (shot, sentence, passages.of(sentence))
        for shot in script.shots
        for sentence in shot.sentences
    ]
    told = [passage.section for _, _, passage in found if passage and passage.section is not None]
    return Faithfulness(
        claims=tuple(_claim(*one, passages) for one in found),
        sections=sections(document, script, told),
        facts=facts(document, [sentence.text for _, sentence, _ in found], passages),
    )


def _claim(shot: Shot, sentence: Sentence, passage: Passage | None, passages: Passages) -> Claim:
    said = passages.read(sentence.text)
    if passage is None:
        differ: tuple[Difference, ...] = (Difference(kind="source", said=sentence.text),)
    else:
        differ = differences(said, passage.evidence)
    return Claim(
        shot=shot.id,
        section=shot.section,
        text=sentence.text,
        passage=passage.text if passage else "",
        span=passage.span if passage else None,
        named=passage is not None and passage.named,
        differences=differ,
    )
