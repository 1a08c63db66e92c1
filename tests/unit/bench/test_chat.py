import json

from bench.chat import BODY_BYTES, Route, answer_body, azure_path, request_body


def test_a_request_is_one_kilobyte_of_json_naming_its_model() -> None:
    body = request_body("gpt-4o-tls")

    assert len(body) == BODY_BYTES
    assert json.loads(body)["model"] == "gpt-4o-tls"


def test_the_answer_is_about_one_kilobyte_and_says_what_it_used() -> None:
    assert 1000 < len(answer_body()) < 1200
    assert json.loads(answer_body())["usage"]["total_tokens"] == 208


def test_a_route_sends_what_the_sdk_sends_and_its_own_credential() -> None:
    headers = Route(port=1, path=azure_path("gpt-4o"), model="gpt-4o", headers={"api-key": "k"}).all_headers()

    assert headers["api-key"] == "k"
    assert headers["X-Stainless-Lang"] == "python"
