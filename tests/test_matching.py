"""Matching: shots for words. Models of a few numbers, made here, stand for those people have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from tokenizers import Tokenizer, models, pre_tokenizers

from converter.errors import FootageError
from converter.footage import Remark, Shot
from converter.matching import Slot, Words, assign, match, matcher, usages
from converter.media import Media

STILL = Media(Path("picture.png"), "image", 640, 360, None, None, False, 0)
FILM = Media(Path("film.mp4"), "video", 640, 360, Fraction(600), Fraction(25), False, 0)


def shot(text: str = "", *, at: int = 0, length: float = 5, people: Sequence[str] = ()) -> Shot:
    """Return a shot of a film that is told about in a text."""
    seconds = Fraction(length).limit_denominator(1000)
    remarks = tuple(Remark(line, "caption") for line in text.splitlines())
    begin = Fraction(at)
    return Shot(
        "film", FILM, seconds, begin, begin + seconds, begin + seconds, remarks, frozenset(people)
    )


def picture(text: str, path: Path = STILL.path) -> Shot:
    media = Media(path, "image", 640, 360, None, None, False, 0)
    return Shot(str(path), media, Fraction(2), remarks=(Remark(text, "caption"),))


def slot(text: str = "", seconds: float = 4, people: Sequence[str] = ()) -> Slot:
    return Slot(text, Fraction(seconds).limit_denominator(1000), frozenset(people))


def chosen(scores: Sequence[Sequence[float]], **options: bool) -> tuple[tuple[int, ...], ...]:
    """Assign slots of 4 s and shots of 5 s by their scores."""
    table = np.array(scores, np.float64)
    slots, shots = [slot()] * table.shape[0], [shot()] * table.shape[1]
    return assign(slots, shots, table, **options).chosen


# --- assignment -----------------------------------------------------------------------


def test_the_best_whole_is_taken_and_not_the_best_first_pair() -> None:
    # Whoever lets the first slot choose first, gets 0.9 + 0.0.
    assert chosen([[0.9, 0.8], [0.9, 0.0]]) == ((1,), (0,))


def test_a_shot_may_serve_again_where_duplicates_are_allowed() -> None:
    assert chosen([[0.9, 0.8], [0.9, 0.0]], duplicates=True) == ((0,), (0,))


def test_in_order_no_shot_comes_before_that_of_the_slot_before() -> None:
    scores = [[0.0, 0.9, 0.1], [0.8, 0.0, 0.3]]
    assert chosen(scores) == ((1,), (0,))
    assert chosen(scores, ordered=True) == ((1,), (2,))


def test_in_order_a_shot_is_held_over_two_slots_only_where_duplicates_are_allowed() -> None:
    scores = [[0.1, 0.9], [0.1, 0.9]]
    assert chosen(scores, ordered=True, duplicates=True) == ((1,), (1,))
    assert chosen(scores, ordered=True) == ((0,), (1,))


@given(st.lists(st.lists(st.floats(0, 1), min_size=5, max_size=5), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_choice_of_single_shots_scores_more_than_the_assignment(
    table: list[list[float]],
) -> None:
    scores = np.array(table)
    best = max(
        sum(scores[row, column] for row, column in enumerate(columns))
        for columns in permutations(range(5), len(table))
    )
    found = chosen(table)
    assert len({column for own in found for column in own}) == len(table)
    assert sum(scores[row, own[0]] for row, own in enumerate(found)) == pytest.approx(
        best, abs=1e-5
    )


@given(st.lists(st.lists(st.floats(0, 1), min_size=6, max_size=6), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_rising_choice_scores_more_than_the_ordered_assignment(table: list[list[float]]) -> None:
    scores = np.array(table)
    best = max(
        sum(scores[row, column] for row, column in enumerate(columns))
        for columns in permutations(range(6), len(table))
        if list(columns) == sorted(columns)
    )
    found = [own[0] for own in chosen(table, ordered=True)]
    assert found == sorted(set(found))
    assert sum(scores[row, own] for row, own in enumerate(found)) == pytest.approx(best, abs=1e-5)


@given(
    st.lists(st.floats(0.5, 30), min_size=1, max_size=5),
    st.lists(st.floats(0.5, 12), min_size=1, max_size=8),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_every_slot_is_filled_whatever_the_lengths(
    wanted: list[float], lengths: list[float], duplicates: bool, ordered: bool
) -> None:
    shots = [shot(length=length) for length in lengths]
    scores = np.random.default_rng(3).random((len(wanted), len(lengths)))
    slots = [slot(seconds=seconds) for seconds in wanted]
    found = assign(slots, shots, scores, duplicates=duplicates, ordered=ordered)
    for own, seconds in zip(found.chosen, wanted, strict=True):
        assert sum(lengths[column] for column in own) * 1.1 >= seconds - 0.01


def test_a_shot_long_enough_is_worth_more_than_one_that_must_be_combined() -> None:
    shots = [shot(length=2), shot(length=8), shot(length=2)]
    found = assign([slot(seconds=8)], shots, np.array([[0.5, 0.5, 0.5]]))
    assert found.chosen == ((1,),)


def test_short_shots_are_combined_in_the_order_of_the_footage() -> None:
    shots = [shot(length=3, at=3 * number) for number in range(6)]
    scores = np.array([[0.0, 0.9, 0.0, 0.8, 0.7, 0.0]])
    assert assign([slot(seconds=8.5)], shots, scores).chosen == ((1, 3, 4),)


def test_a_picture_lasts_as_long_as_it_is_wanted() -> None:
    shots = [shot(length=3), picture("")]
    assert assign([slot(seconds=60)], shots, np.array([[0.0, 0.5]])).chosen == ((1,),)


def test_footage_that_runs_out_is_seen_again_and_a_note_says_so() -> None:
    found = assign([slot()] * 3, [shot()] * 2, np.ones((3, 2)))
    assert len(found.chosen) == 3
    assert any("seen again" in note for note in found.notes)


def test_a_film_too_short_for_its_order_is_used_in_any_and_a_note_says_so() -> None:
    found = assign(
        [slot(seconds=5), slot(seconds=5)], [shot(length=5)], np.ones((2, 1)), ordered=True
    )
    assert any("order" in note for note in found.notes)


# --- words ----------------------------------------------------------------------------


def test_rare_words_count_more_than_frequent_ones() -> None:
    shots = [shot("the panda in the garden"), shot("a panda eats"), shot("a panda sleeps")]
    scores = Words().scores([slot("the panda eats in the evening")], shots)
    assert scores[0].argmax() == 1


def test_chinese_words_are_found_without_a_dictionary() -> None:
    shots = [shot("长城 日出"), shot("大熊猫在吃竹子"), shot("上海的夜景")]
    scores = Words().scores([slot("熊猫最喜欢吃竹子"), slot("夜晚的上海")], shots)
    assert scores.argmax(axis=1).tolist() == [1, 2]


def test_other_forms_of_a_word_are_the_word() -> None:
    shots = [shot("Die Burgen am Rhein"), shot("Ein Wald im Nebel")]
    slots = [slot("Die Burg steht seit dem Mittelalter und ist nicht zerstört")]
    assert Words().scores(slots, shots)[0].argmax() == 0


def test_scores_are_shares_of_one() -> None:
    shots = [shot("red balloon " * 50), shot("balloon"), shot("")]
    scores = Words().scores([slot("a red balloon"), slot("")], shots)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert not scores[:, 2].any()
    assert not scores[1].any()


def test_texts_that_fit_nothing_are_named() -> None:
    found = match([slot("volcano"), slot("balloon")], [shot("balloon"), shot("harbour")])
    assert found.chosen == ((1,), (0,))
    assert [note for note in found.notes if "volcano" in note and "balloon" not in note]


# --- people ---------------------------------------------------------------------------


def test_who_was_recognised_decides_between_shots_of_like_words() -> None:
    shots = [shot("in the train", people=["Old woman"]), shot("in the train", people=["Lin Xia"])]
    assert match([slot("in the train", people=["Lin Xia"])], shots).chosen == ((1,),)


def test_where_nobody_was_recognised_names_are_words_and_a_note_says_so() -> None:
    shots = [shot("a grandson in the train"), shot("Lin Xia in the train")]
    found = match([slot("in the train", people=["Lin Xia"])], shots)
    assert found.chosen == ((1,),)
    assert any("names" in note for note in found.notes)


# --- engines --------------------------------------------------------------------------

VOCABULARY = ("[PAD]", "[UNK]", "dog", "hound", "Hund", "sea", "ocean", "query", "red", "blue")
MEANINGS = (
    (0, 0, 0),
    (0, 0, 0),
    (1, 0, 0),
    (1, 0, 0),
    (1, 0, 0),
    (0, 1, 0),
    (0, 1, 0),
    (0, 0, 0),
    (1, 0, 0),
    (0, 0, 1),
)


Inputs = Mapping[str, tuple[int, list[int | str]]]
"""Types and shapes of what a network takes, by name."""


def written(
    folder: Path, name: str, nodes: list[onnx.NodeProto], inputs: Inputs, output: str, rank: int
) -> None:
    """Write a network whose table of meanings is called `table`, and its tokenizer."""
    table = numpy_helper.from_array(np.array(MEANINGS, np.float32), "table")
    taken = [helper.make_tensor_value_info(n, kind, shape) for n, (kind, shape) in inputs.items()]
    given_ = helper.make_tensor_value_info(output, TensorProto.FLOAT, [None] * rank)
    graph = helper.make_graph(nodes, "tiny", taken, [given_], [table])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.save(model, folder / name)
    words = {word: number for number, word in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))  # type: ignore[call-arg]
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()  # type: ignore[assignment]
    tokenizer.save(str(folder / "tokenizer.json"))


@pytest.fixture
def sentence_model(tmp_path: Path) -> Path:
    """Return a folder with a model that knows ten words and three meanings."""
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    taken: Inputs = {"input_ids": (TensorProto.INT64, ["batch", "length"])}
    written(tmp_path, "model.onnx", nodes, taken, "last_hidden_state", 3)
    return tmp_path


@pytest.fixture
def picture_model(tmp_path: Path) -> Path:
    """Return a folder with a model for which words and pictures mean their colours."""
    taken: Inputs = {"input_ids": (TensorProto.INT64, ["batch", 4])}
    text = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("ReduceMean", ["rows"], ["text_embeds"], axes=[1], keepdims=0),
    ]
    written(tmp_path, "text_model.onnx", text, taken, "text_embeds", 2)
    names = ["pixel_values"], ["image_embeds"]
    vision = [helper.make_node("ReduceMean", *names, axes=[2, 3], keepdims=0)]
    taken = {"pixel_values": (TensorProto.FLOAT, [1, 3, 8, 8])}
    written(tmp_path, "vision_model.onnx", vision, taken, "image_embeds", 2)
    lens = {"size": {"shortest_edge": 8}, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
    (tmp_path / "preprocessor_config.json").write_text(json.dumps(lens), "utf-8")
    return tmp_path


def test_a_sentence_model_finds_what_means_the_same(sentence_model: Path) -> None:
    shots = [shot("ocean"), shot("hound\nunknown words")]
    found = match([slot("Hund"), slot("sea")], shots, matcher(f"sentences:{sentence_model}"))
    assert found.chosen == ((1,), (0,))


def test_a_prompt_of_the_model_is_put_before_what_is_looked_for(sentence_model: Path) -> None:
    # A prompt of sea drowns the dog that is asked for.
    prompts = json.dumps({"prompts": {"query": "sea ocean sea "}})
    (sentence_model / "config_sentence_transformers.json").write_text(prompts, "utf-8")
    shots = [shot("ocean"), shot("hound")]
    scores = matcher(f"sentences:{sentence_model}").scores([slot("dog")], shots)
    assert scores[0].argmax() == 0


def test_an_image_text_model_finds_what_is_seen(picture_model: Path, tmp_path: Path) -> None:
    shots = []
    for name in ("blue", "red"):
        path = tmp_path / f"{name[::-1]}.png"
        Image.new("RGB", (40, 30), name).save(path)
        shots.append(picture("", path))
    found = match([slot("red"), slot("blue")], shots, matcher(f"pictures:{picture_model}"))
    assert found.chosen == ((1,), (0,))


@pytest.mark.parametrize("name", ["sentences", "sentences:{}", "pictures:{}", "guesses", "words:x"])
def test_a_matcher_that_cannot_be_used_says_why(name: str, tmp_path: Path) -> None:
    with pytest.raises(FootageError, match=name.partition(":")[0]):
        matcher(name.format(tmp_path))


def test_a_file_that_is_no_model_is_named(sentence_model: Path) -> None:
    (sentence_model / "model.onnx").write_bytes(b"nothing of the kind")
    with pytest.raises(FootageError, match=r"model\.onnx"):
        matcher(f"sentences:{sentence_model}")


def test_all_matchers_tell_how_they_are_named() -> None:
    assert [usage.partition(":")[0] for usage in usages()] == ["pictures", "sentences", "words"]
