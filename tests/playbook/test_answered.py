"""Answers that are the caller's: relayed as they are, accounted to the token."""

from collections.abc import Callable

import pytest

from headgate.core.usage import Usage
from tests.playbook.asking import DONE, EVENTS, chat, chat_v1, completion, error, request, said, usage_event
from tests.playbook.stage import Play

Stage = Callable[..., Play]


async def test_an_answer_is_relayed_and_metered(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.answers(200, completion(prompt=8, written=2), x_ms_region="East US", apim_request_id="azure-1")

    answer = await play.answer_to(call)
    assert answer.status == 200
    assert answer.json() == completion(prompt=8, written=2)
    assert answer.headers["x-ms-region"] == "East US"
    assert answer.headers["x-headgate-deployment"] == "east/ptu"
    assert answer.headers["x-headgate-attempts"] == "1"

    record = play.record()
    assert answer.headers["x-headgate-request-id"] == record.id
    assert (record.outcome, record.status, record.use_case, record.caller) == ("answered", 200, "bot", "key:bot-1")
    (attempt,) = record.attempts
    assert attempt.usage == Usage(prompt_tokens=8, completion_tokens=2)
    assert (attempt.served_model, attempt.request_id) == ("gpt-4o-2024-11-20", "azure-1")
    assert play.settled == (1, 10)


async def test_the_body_of_the_caller_travels_byte_for_byte(stage: Stage) -> None:
    play = stage()
    body = b'{ "messages" : [ {"role":"user","content":"\xc3\xa9"} ], "seed":1 }'
    target = "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"
    await play.quick(request("POST", target, body), {"body": completion()})

    leg = play.sendings[0]
    assert leg.body == body
    assert leg.target == "/openai/deployments/ptu/chat/completions?api-version=2024-10-21"
    assert leg.headers["content-length"] == str(len(body))


async def test_a_long_answer_is_passed_on_as_it_comes_but_for_its_end(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat())
    east = await play.sent_to("east/ptu")
    await east.begins(200, b'{"choices":[],')
    assert call.reply.body == b'{"choices":[],'
    await east.gives(b'"usage":{"prompt_tokens":3,')
    assert call.reply.body.endswith(b'"prompt_tokens":3,')
    await east.ends(b'"completion_tokens":1}}')

    answer = await play.answer_to(call)
    assert answer.body == b'{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}'
    assert play.record().attempts[0].usage == Usage(prompt_tokens=3, completion_tokens=1)


async def test_a_stream_is_relayed_event_by_event(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True, stream_options={"include_usage": True}))
    east = await play.sent_to("east/ptu")
    await east.begins(200, content_type=EVENTS)
    assert call.begun
    await east.gives(said("Hel"))
    assert call.reply.body == said("Hel")
    await east.gives(said("lo"))
    assert call.reply.body == said("Hel") + said("lo")
    await east.ends(usage_event(8, 2) + DONE)

    answer = await play.answer_to(call)
    assert answer.body == said("Hel") + said("lo") + usage_event(8, 2) + DONE
    assert play.record().attempts[0].usage == Usage(prompt_tokens=8, completion_tokens=2)


async def test_the_books_are_closed_before_a_client_that_leaves_at_done_can_leave(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, said("Hello") + usage_event(8, 2) + DONE, content_type=EVENTS)
    assert [record.outcome for record in play.closed()] == ["answered"]
    await call.leaves()

    assert play.record().outcome == "answered"
    assert play.record().attempts[0].usage == Usage(prompt_tokens=8, completion_tokens=2)


async def test_usage_is_asked_for_and_its_event_swallowed(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True, stream_options={"include_obfuscation": False}))
    east = await play.sent_to("east/ptu")
    assert east.json()["stream_options"] == {"include_obfuscation": False, "include_usage": True}
    await east.begins(200, content_type=EVENTS)
    await east.gives(said("Hello"))
    await east.gives(usage_event(8, 2))
    await east.ends(DONE)

    assert (await play.answer_to(call)).body == said("Hello") + DONE
    assert play.record().attempts[0].usage == Usage(prompt_tokens=8, completion_tokens=2)


async def test_usage_the_caller_asked_for_is_not_swallowed_nor_the_body_touched(stage: Stage) -> None:
    play = stage()
    asked = chat(stream=True, stream_options={"include_usage": True})
    call = await play.calls(asked)
    east = await play.sent_to("east/ptu")
    assert east.body == asked.body
    await east.begins(200, content_type=EVENTS)
    await east.ends(said("Hello") + usage_event() + DONE)

    assert (await play.answer_to(call)).body == said("Hello") + usage_event() + DONE


@pytest.mark.parametrize("options", [None, {"include_usage": False}, {"include_usage": None}])
async def test_stream_options_without_usage_are_completed(stage: Stage, options: dict[str, object] | None) -> None:
    play = stage()
    call = await play.calls(chat(stream=True, stream_options=options))
    east = await play.sent_to("east/ptu")
    assert east.json()["stream_options"] == {"include_usage": True}
    await east.answers(200, said("Hello") + usage_event() + DONE, content_type=EVENTS)

    assert (await play.answer_to(call)).body == said("Hello") + DONE


async def test_usage_that_never_comes_is_estimated_from_the_text(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat(stream=True))
    east = await play.sent_to("east/ptu")
    await east.begins(200, content_type=EVENTS)
    await east.gives(said("Hello"))
    await east.ends(DONE)
    await play.answer_to(call)

    usage = play.record().attempts[0].usage
    assert usage == Usage(prompt_tokens=7, completion_tokens=len("Hello"), estimated=True)


async def test_sending_and_answering_each_wait_for_the_journal(stage: Stage) -> None:
    play = stage()
    await play.quick(chat(), {"body": completion()})

    assert play.journal.waits == 2


@pytest.mark.parametrize(
    "body",
    [
        error("content_filter", innererror={"code": "ResponsibleAIPolicyViolation", "content_filter_result": {}}),
        error("content_filter", inner_error={"code": "ResponsibleAIPolicyViolation", "content_filter_results": {}}),
    ],
    ids=["innererror", "inner_error"],
)
async def test_a_filtered_prompt_is_the_callers_and_is_billed(stage: Stage, body: dict[str, object]) -> None:
    play = stage()
    answer = await play.quick(chat(), {"status": 400, "body": body})

    assert (answer.status, answer.json()) == (400, body)
    record = play.record()
    assert (record.outcome, record.code) == ("answered", "content_filter")
    assert record.attempts[0].usage == Usage(prompt_tokens=7, completion_tokens=0, estimated=True)
    assert play.closed_for("east/ptu") is None
    await play.nothing_more_is_sent()


@pytest.mark.parametrize("status", [400, 404, 409, 413, 415, 422, 424])
async def test_an_error_of_the_callers_making_is_relayed_and_not_billed(stage: Stage, status: int) -> None:
    play = stage()
    answer = await play.quick(chat(), {"status": status, "body": error("your_mistake")})

    assert (answer.status, answer.code) == (status, "your_mistake")
    record = play.record()
    assert (record.outcome, record.status, record.code) == ("answered", status, "your_mistake")
    assert record.attempts[0].usage is None
    await play.nothing_more_is_sent()


async def test_the_model_in_the_body_becomes_the_deployment(stage: Stage) -> None:
    play = stage()
    call = await play.calls(chat_v1(temperature=0.5))
    east = await play.sent_to("east/ptu")
    assert east.target == "/openai/v1/chat/completions"
    assert east.json() | {"model": "gpt-4o"} == chat_v1_body(temperature=0.5)
    await east.answers(200, completion())

    assert (await play.answer_to(call)).status == 200
    assert play.record().model == "gpt-4o"


def chat_v1_body(**body: object) -> dict[str, object]:
    return {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say hello"}], **body}


async def test_a_model_named_twice_is_sent_once(stage: Stage) -> None:
    play = stage(["east/gpt-4o"])
    body = b'{"model":"gpt-4o-secret","messages":[],"model":"gpt-4o"}'
    call = await play.calls(request("POST", "/v1/chat/completions", body))
    east = await play.sent_to("east/gpt-4o")
    assert east.body.count(b'"model"') == 1
    await east.answers(200, completion())
    await play.answer_to(call)


async def test_the_model_of_a_form_becomes_the_deployment(stage: Stage) -> None:
    play = stage()
    form = (
        b'--cut\r\nContent-Disposition: form-data; name="model"\r\n\r\n%b\r\n'
        b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n\x00\xff\r\n--cut--\r\n'
    )
    asked = request(
        "POST", "/v1/audio/transcriptions", form % b"gpt-4o", content_type="multipart/form-data; boundary=cut"
    )
    call = await play.calls(asked)
    await play.rests()
    leg = await play.sent_to("east/openai/v1/audio/transcriptions")
    assert leg.body == form % b"ptu"
    assert leg.headers["content-type"] == "multipart/form-data; boundary=cut"
    await leg.answers(200, {"text": "Hello", "usage": {"type": "duration", "seconds": 3}})

    assert (await play.answer_to(call)).status == 200
    assert play.record().attempts[0].usage == Usage(seconds=3.0)


async def test_embeddings_are_metered(stage: Stage) -> None:
    play = stage()
    asked = request("POST", "/v1/embeddings", {"model": "gpt-4o", "input": ["Say", "hello"]})
    await play.quick(asked, {"body": {"data": [], "model": "m", "usage": {"prompt_tokens": 5, "total_tokens": 5}}})

    assert play.record().api == "embeddings"
    assert play.record().attempts[0].usage == Usage(prompt_tokens=5)


async def test_speech_is_metered_by_its_characters(stage: Stage) -> None:
    play = stage()
    asked = request("POST", "/v1/audio/speech", {"model": "gpt-4o", "input": "Good m\u00f6rning", "voice": "alloy"})
    answer = await play.quick(asked, {"body": b"\x00\x01", "content_type": "audio/mpeg"})

    assert answer.body == b"\x00\x01"
    assert play.record().attempts[0].usage == Usage(characters=12)
