"""Templates of the service, filled from ClipsParam."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.errors import TimelineError
from converter.timeline import filled

ITEMS = {
    "Sys_Type": "ArrayItems",
    "Sys_ArrayObject": "$VideoArray",
    "Sys_Template": {"MediaId": "$MediaId", "Speed": "$Speed:NULL"},
}


def test_a_parameter_becomes_its_value_of_any_kind() -> None:
    config = {"MediaId": "$Video", "Effects": "$Effects", "Content": "It costs $5"}
    given_ = {"Video": "m1", "Effects": [{"Type": "Flip"}]}
    assert filled(config, given_) == {
        "MediaId": "m1",
        "Effects": [{"Type": "Flip"}],
        "Content": "It costs $5",
    }


def test_a_default_serves_where_nothing_is_given() -> None:
    config = {"Duration": "$Length:3.5", "Content": "$Title:Hello: you"}
    assert filled(config, {}) == {"Duration": "3.5", "Content": "Hello: you"}
    assert filled(config, {"Length": 2, "Title": ""}) == {"Duration": 2, "Content": ""}


def test_a_default_of_null_leaves_its_key_out() -> None:
    config = {"A": "$A:NULL", "B": [1, "$B:NULL"], "C": {"D": "$D:NULL"}}
    assert filled(config, {}) == {"B": [1], "C": {}}
    assert filled(config, {"A": None}) == {"A": None, "B": [1], "C": {}}


def test_a_parameter_that_is_missing_is_named_with_its_place() -> None:
    with pytest.raises(TimelineError, match=r"\$\.VideoTracks\[1\]\.Id: is \$Name") as caught:
        filled({"VideoTracks": [{}, {"Id": "$Name"}]}, {"name": 1})
    assert caught.value.code == "InvalidParameter"


@pytest.mark.parametrize("items", [["a", "b"], [{"MediaId": "a"}, {"MediaId": "b"}]])
def test_array_items_stand_in_the_list_they_are_in(items: list[Any]) -> None:
    one = {**ITEMS, "Sys_Template": {"MediaId": "$MediaId"}}
    config = {"VideoTrackClips": [{"MediaId": "first"}, one, {"MediaId": "last"}]}
    clips = filled(config, {"VideoArray": items})["VideoTrackClips"]
    assert [clip["MediaId"] for clip in clips] == ["first", "a", "b", "last"]


def test_an_array_becomes_a_list() -> None:
    whole = {"AudioTrackClips": {**ITEMS, "Sys_Type": "Array"}}
    made = filled(whole, {"VideoArray": [{"MediaId": "a", "Speed": 2}, {"MediaId": "b"}]})
    assert made == {"AudioTrackClips": [{"MediaId": "a", "Speed": 2}, {"MediaId": "b"}]}


def test_an_item_may_use_what_is_given_for_all() -> None:
    made = filled([ITEMS], {"VideoArray": [{"MediaId": "a"}], "Speed": 3})
    assert made == [{"MediaId": "a", "Speed": 3}]


@pytest.mark.parametrize(
    ("node", "params", "said"),
    [
        (ITEMS, {"VideoArray": "a"}, "expected a list"),
        (ITEMS, {"VideoArray": ["a"]}, "expected MediaId and Speed"),
        ({"Sys_Type": "Array", "Sys_ArrayObject": []}, {}, "Sys_Template: is missing"),
        ({"Sys_Type": "Array", "Sys_Template": {}}, {}, "is null, expected a list"),
    ],
)
def test_an_array_that_cannot_be_made_is_refused(node: Any, params: Any, said: str) -> None:
    with pytest.raises(TimelineError, match=said):
        filled([node], params)


plain = st.recursive(
    st.none() | st.integers() | st.text(max_size=5).filter(lambda text: not text.startswith("$")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(plain)
def test_what_has_no_parameters_stays_as_it_is(config: Any) -> None:
    assert filled(config, {"A": 1}) == config
