"""JSON Schema of what the wire carries, for editors and other languages.

It takes what `parse` takes: every accepted spelling of a key, numbers and switches
written as strings, unknown keys and unknown effects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from converter.timeline.effects import EFFECT_TYPES, UnknownEffect
from converter.timeline.model import Timeline
from converter.timeline.output import EditingProduceConfig, OutputMediaConfig
from converter.timeline.values import COLOUR, NUMERAL, SPELLINGS, Model, colour, number

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: Mapping[str, type[Model]] = {
    "timeline": Timeline,
    "output": OutputMediaConfig,
    "editing": EditingProduceConfig,
}
"""What there is a schema of, by the name people ask for it."""


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema, draft 2020-12, of one of MODELS."""
    schema = MODELS[name].model_json_schema(schema_generator=_Wire, by_alias=True)
    tidied: dict[str, Any] = _tidied(schema)
    return {"$schema": DIALECT, **tidied}


_LIMITS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
"""Limits on what a validator of ours returns, which pydantic leaves under its own names."""


class _Wire(GenerateJsonSchema):
    """Says what is accepted, where pydantic says what comes of it."""

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        expected: JsonSchemaValue = super().function_before_schema(schema)
        validator = schema["function"]["function"]
        if validator is number:
            return _or_numeral(expected)
        return {"type": "string", "pattern": COLOUR} if validator is colour else expected

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Write "or null" as one more type, which reads better than an alternative."""
        expected = super().nullable_schema(schema)
        inner: JsonSchemaValue = expected.get("anyOf", [{}])[0]
        if "type" not in inner:
            return expected
        kinds = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
        values = {"enum": [*inner["enum"], None]} if "enum" in inner else {}
        return inner | values | {"type": [*kinds, "null"]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        return {"enum": [True, False, "true", "false"]}

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": super().tagged_union_schema(schema)["oneOf"]}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        expected = super().model_schema(schema)
        fields = expected.get("properties", {})
        also = {other: fields[ours] for other, ours in SPELLINGS.items() if ours in fields}
        expected["properties"] = fields | also
        if schema["cls"] is UnknownEffect:
            expected["properties"]["Type"] = {"not": {"enum": list(EFFECT_TYPES)}}
        return expected

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Tell that a field needs no title, since its key is one."""
        return False


def _or_numeral(expected: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of a number that also takes it written as a string."""
    if "enum" in expected:
        return {"enum": [*expected["enum"], *map(str, expected["enum"])]}
    return {"type": [expected.get("type", "number"), "string"], "pattern": NUMERAL}


def _tidied(schema: Any) -> Any:
    """Return a schema with its limits spelled right, and without defaults of null."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        _LIMITS.get(key, key): _tidied(value)
        for key, value in schema.items()
        if (key, value) != ("default", None)
    }
