import json

from headgate.simulator import writing


def test_without_a_maximum_the_text_ends_by_itself() -> None:
    written = writing.write_text(1, tokens_max=None, stop=())

    assert written.finish == "stop"
    assert written.text == "".join(written.tokens)


def test_a_maximum_is_used_up() -> None:
    written = writing.write_text(1, tokens_max=100, stop=())

    assert (len(written.tokens), written.finish) == (100, "length")


def test_no_answer_is_longer_than_any_model_writes() -> None:
    assert len(writing.write_text(1, tokens_max=10**9, stop=()).tokens) == writing.TOKENS_MAX


def test_a_stop_sequence_ends_the_text_before_it() -> None:
    whole = writing.write_text(1, tokens_max=None, stop=()).text
    stop = whole[20:25]

    written = writing.write_text(1, tokens_max=None, stop=(stop, "never there"))

    assert written.text == whole[: whole.find(stop)]
    assert written.finish == "stop"


def test_a_stop_sequence_that_does_not_occur_changes_nothing() -> None:
    assert writing.write_text(1, tokens_max=50, stop=("§",)).finish == "length"


def test_json_fits_its_schema() -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}, "degrees": {"type": "integer"}}}

    value = json.loads(writing.write_json(schema, 1, tokens_max=None).text)

    assert set(value) == {"city", "degrees"}
    assert isinstance(value["degrees"], int)


def test_json_without_a_schema_is_some_object() -> None:
    assert isinstance(json.loads(writing.write_json(None, 1, tokens_max=None).text), dict)


def test_json_is_cut_by_the_maximum() -> None:
    written = writing.write_json(None, 1, tokens_max=3)

    assert (len(written.tokens), written.finish) == (3, "length")


def test_a_tool_call_has_arguments() -> None:
    parameters = {"properties": {"city": {"type": "string"}}, "required": ["city"]}

    written = writing.write_call("get_weather", parameters, 1, tokens_max=None)

    assert (written.tool, written.finish) == ("get_weather", "tool_calls")
    assert list(json.loads(written.text)) == ["city"]


def test_the_same_prompt_has_the_same_seed() -> None:
    assert writing.seed_of("Hello") == writing.seed_of(b"Hello") != writing.seed_of("Hello!")


def test_the_filter_stops_a_text_and_leaves_a_call_alone() -> None:
    text = writing.Written(tokens=["a", "b", "c"], finish="stop")
    call = writing.Written(tokens=["{", "}"], finish="tool_calls", tool="f")

    assert writing.filtered(text, 2) == writing.Written(tokens=["a", "b"], finish="content_filter")
    assert writing.filtered(text, None) is text
    assert writing.filtered(call, 1) is call
