import pytest

from headgate.simulator.heads import Dates, DeploymentHeads, ResourceHeads, apim_request_id, retry_after
from headgate.simulator.profiles import profile_of


def _names(lines: bytes) -> set[str]:
    return {line.partition(": ")[0].lower() for line in lines.decode().split("\r\n")[:-1]}


def _answered(api: str, limits: bytes = b"", client_request_id: bytes = b"") -> bytes:
    heads = DeploymentHeads(region="eastus2", deployment="gpt-4o-prod")
    return heads.answered(api, limits=limits, client_request_id=client_request_id)


def test_chat_names_the_deployment_and_the_region() -> None:
    lines = _answered("chat.completions")

    assert b"x-ms-deployment-name: gpt-4o-prod\r\n" in lines
    assert b"x-ms-region: East US 2\r\n" in lines
    assert b"x-ms-rai-invoked: true\r\n" in lines


@pytest.mark.parametrize("api", ["responses", "embeddings"])
def test_other_apis_do_not_name_the_deployment(api: str) -> None:
    assert not {"x-ms-deployment-name", "x-ms-rai-invoked"} & _names(_answered(api))


def test_a_client_request_id_comes_back() -> None:
    assert b"x-ms-client-request-id: abc\r\n" in _answered("chat.completions", client_request_id=b"abc")
    assert "x-ms-client-request-id" not in _names(_answered("chat.completions"))
    assert b"x-ms-client-request-id: Not-Set\r\n" in _answered("responses")


def test_only_limited_responses_name_the_key_of_the_limit() -> None:
    assert b"x-ratelimit-key: gpt-4o-prod\r\n" in _answered("responses", limits=b"x-ratelimit-limit-tokens: 1\r\n")
    assert "x-ratelimit-key" not in _names(
        _answered("responses", limits=b"azure-openai-deployment-utilization: 1%\r\n")
    )


def test_unauthorized_tells_nothing_of_the_resource() -> None:
    assert _names(ResourceHeads("eastus").unauthorized()) == {"apim-request-id"}


def test_other_refusals_name_the_region() -> None:
    assert _names(ResourceHeads("eastus").refused()) == {
        "apim-request-id",
        "strict-transport-security",
        "x-content-type-options",
        "x-ms-region",
    }


@pytest.mark.parametrize(
    "seconds,whole,milliseconds",
    [(0.0001, 1, 1), (0.25, 1, 250), (1.0, 1, 1000), (1.0001, 2, 1001), (86_400, 86_400, 86_400_000)],
)
def test_waits_are_told_twice_and_rounded_up(seconds: float, whole: int, milliseconds: int) -> None:
    assert retry_after(seconds) == f"retry-after: {whole}\r\nretry-after-ms: {milliseconds}\r\n".encode()


def test_the_date_is_made_once_a_second() -> None:
    dates = Dates()

    assert dates.line(1_774_962_747.2) == b"Date: Tue, 31 Mar 2026 13:12:27 GMT\r\n"
    assert dates.line(1_774_962_747.9) is dates.line(1_774_962_747.2)
    assert dates.line(1_774_962_748.0) == b"Date: Tue, 31 Mar 2026 13:12:28 GMT\r\n"


def _at(month: str, api: str = "chat.completions", **asked: bool) -> set[str]:
    heads = DeploymentHeads(
        region="eastus2", deployment="d", served_model="gpt-4o-2024-11-20", profile=profile_of(month)
    )
    return _names(heads.answered(api, limits=b"x-ratelimit-limit-tokens: 1\r\n", client_request_id=b"", **asked))


def test_the_first_front_door_told_more_of_itself() -> None:
    assert {"access-control-allow-origin", "cache-control", "x-ms-client-request-id"} <= _at("2024-04")
    assert "cmp-upstream-response-duration" in _at("2024-04")
    assert "cmp-upstream-response-duration" not in _at("2024-04", stream=True)
    assert "x-ms-deployment-name" not in _at("2024-04")
    assert "ms-azureml-model-time" not in _at("2024-04")
    assert "ms-azureml-model-time" in _at("2025-03")


def test_a_client_that_names_no_request_is_told_so_until_august_2026() -> None:
    assert "x-ms-client-request-id" in _at("2026-04", api="responses")
    assert "x-ms-client-request-id" not in _at("2026-08", api="responses")


def test_prompts_with_pictures_took_another_way_until_2026() -> None:
    assert {"request-id", "api-supported-versions"} <= _at("2026-01", pictures=True)
    assert "request-id" not in _at("2026-01")
    assert "request-id" not in _at("2026-03", pictures=True)


def test_headers_come_with_their_months() -> None:
    assert _at("2026-04") - _at("2026-03") == {"x-ratelimit-key"}
    assert _at("2026-06") - _at("2026-04") == {"x-ms-served-model", "azureai-fe-is-streaming"}
    assert _at("2026-08") - _at("2026-06") == {"azureai-fe-offer-type"}
    assert "x-ms-aoai-configured-data-retention-days" in _at("2026-08", "responses")


def test_the_request_id_is_read_back() -> None:
    lines = _answered("chat.completions")

    assert b"\r\napim-request-id: %b\r\n" % apim_request_id(lines).encode() in lines
    assert apim_request_id(b"content-type: text/plain\r\n") == ""
