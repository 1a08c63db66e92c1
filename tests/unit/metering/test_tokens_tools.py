from typing import Any

from headgate.metering.tokens_tools import function_definitions, function_namespace

WEATHER = {
    "name": "get_weather",
    "description": "Tell the weather.",
    "parameters": {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "Where."},
            "unit": {"type": "string", "enum": ["C", "F"]},
            "days": {"type": "array", "items": {"type": "integer"}},
            "any": {"type": "array"},
            "exact": {"type": ["boolean", "null"]},
            "place": {"type": "object", "properties": {"lat": {"type": "number"}}, "required": ["lat"]},
            "odd": 5,
        },
        "required": ["city"],
    },
}


def test_tools_are_written_as_a_typescript_namespace() -> None:
    assert function_namespace([WEATHER, {"name": "ping"}]) == "\n".join(
        [
            "namespace functions {",
            "",
            "// Tell the weather.",
            "type get_weather = (_: {",
            "// Where.",
            "city: string,",
            'unit?: "C" | "F",',
            "days?: number[],",
            "any?: any[],",
            "exact?: boolean | null,",
            "place?: {",
            "  lat: number,",
            "},",
            "}) => any;",
            "",
            "type ping = () => any;",
            "",
            "} // namespace functions",
        ]
    )


def test_definitions_are_found_wherever_an_api_puts_them() -> None:
    request = {
        "tools": [{"type": "function", "function": {"name": "a"}}, {"type": "function", "name": "b"}, {"type": "x"}, 5],
        "functions": [{"name": "c"}],
    }
    assert [each["name"] for each in function_definitions(request)] == ["a", "b", "c"]
    assert function_definitions({"tools": "x"}) == []


def test_a_schema_without_an_end_is_cut() -> None:
    schema: dict[str, Any] = {"type": "array"}
    deep = schema
    for _ in range(500):
        deep["items"] = {"type": "array"}
        deep = deep["items"]
    parameters = {"properties": {"x": schema}}
    assert "x?: any[][]" in function_namespace([{"name": "f", "parameters": parameters}])
