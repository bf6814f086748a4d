"""Templates of the service: a Timeline with parameters, filled from ClipsParam.

A value `"$Name"` is the parameter of that name, `"$Name:default"` has a default, and
`"$Name:NULL"` leaves its key out when nothing is given. An object whose Sys_Type is
`Array` becomes a list: its Sys_Template once for each item of its Sys_ArrayObject; one
of `ArrayItems` becomes items of the list that it stands in. An item that is an object
gives parameters of its own; any other is the one parameter that the template lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from converter.errors import TimelineError
from converter.timeline.finding import brief

_PARAMETER = re.compile(r"\$(?P<name>[A-Za-z_]\w*)(?::(?P<default>.*))?", re.DOTALL)
_LEFT_OUT = object()


def filled(config: Any, params: Mapping[str, Any]) -> Any:
    """Return the data of a template's Config with its parameters filled in.

    Raises TimelineError, with code InvalidParameter and a JSON path in the Config, for
    a parameter that is neither given nor has a default, and for a bad array.
    """
    return _filled(config, params, "$")


def parameters(value: Any) -> Iterator[str]:
    """Yield the names of the parameters that a template has anywhere."""
    if isinstance(value, str) and (found := _PARAMETER.fullmatch(value)):
        yield found["name"]
    elif isinstance(value, Mapping):
        yield from (name for item in value.values() for name in parameters(item))
    elif isinstance(value, list):
        yield from (name for item in value for name in parameters(item))


def _filled(value: Any, params: Mapping[str, Any], path: str) -> Any:
    if isinstance(value, str):
        return _parameter(value, params, path)
    if isinstance(value, Mapping):
        if value.get("Sys_Type") in ("Array", "ArrayItems"):
            return list(_items(value, params, path))
        filled = {key: _filled(item, params, f"{path}.{key}") for key, item in value.items()}
        return {key: item for key, item in filled.items() if item is not _LEFT_OUT}
    if isinstance(value, list):
        parts = (_part(part, params, f"{path}[{n}]") for n, part in enumerate(value))
        return [item for part in parts for item in part]
    return value


def _part(part: Any, params: Mapping[str, Any], path: str) -> list[Any]:
    """Return what an element of a list becomes: nothing, one thing, or many."""
    filled = _filled(part, params, path)
    if isinstance(part, Mapping) and part.get("Sys_Type") == "ArrayItems":
        return list(filled)
    return [] if filled is _LEFT_OUT else [filled]


def _parameter(text: str, params: Mapping[str, Any], path: str) -> Any:
    found = _PARAMETER.fullmatch(text)
    if not found:
        return text
    if found["name"] in params:
        return params[found["name"]]
    if found["default"] is None:
        raise _refused(path, f"is {text}, which ClipsParam does not give")
    return _LEFT_OUT if found["default"] == "NULL" else found["default"]


def _items(node: Mapping[str, Any], params: Mapping[str, Any], path: str) -> Iterator[Any]:
    template = node.get("Sys_Template")
    if template is None:
        raise _refused(f"{path}.Sys_Template", "is missing")
    array = _filled(node.get("Sys_ArrayObject"), params, f"{path}.Sys_ArrayObject")
    if array is _LEFT_OUT:
        return
    if not isinstance(array, Sequence) or isinstance(array, str):
        raise _refused(f"{path}.Sys_ArrayObject", f"is {brief(array)}, expected a list")
    free = sorted(set(parameters(template)) - params.keys())
    for item in array:
        if not isinstance(item, Mapping) and len(free) != 1:
            wanted = " and ".join(free) or "any keys"
            raise _refused(f"{path}.Sys_ArrayObject", f"holds {brief(item)}, expected {wanted}")
        named = item if isinstance(item, Mapping) else {free[0]: item}
        yield _filled(template, {**params, **named}, f"{path}.Sys_Template")


def _refused(path: str, message: str) -> TimelineError:
    return TimelineError(message, code="InvalidParameter", path=path)
