import pytest

from headgate.simulator.roles import data_action, may_call, may_manage

CHAT = data_action("chat.completions", "POST")


@pytest.mark.parametrize(
    "role,calls",
    [
        ("Cognitive Services OpenAI User", True),
        ("Cognitive Services User", True),
        ("Cognitive Services Contributor", False),
        ("Owner", False),
    ],
)
def test_who_manages_does_not_call(role: str, calls: bool) -> None:
    assert may_call([role], CHAT) is calls


def test_kept_things_need_their_verb() -> None:
    assert data_action("files", "DELETE").endswith("/OpenAI/files/delete")
    assert not may_call(["Cognitive Services OpenAI User"], data_action("files", "DELETE"))
    assert may_call(["Cognitive Services OpenAI Contributor"], data_action("files", "DELETE"))


def test_keys_are_listed_by_some_who_may_not_make_them() -> None:
    account = "Microsoft.CognitiveServices/accounts"

    assert may_manage(["Cognitive Services User"], f"{account}/listKeys/action")
    assert not may_manage(["Cognitive Services User"], f"{account}/regenerateKey/action")
    assert not may_manage(["Cognitive Services OpenAI User"], f"{account}/listKeys/action")
    assert may_manage(["Contributor"], f"{account}/regenerateKey/action")


@pytest.mark.parametrize(
    "api,method,action",
    [
        ("assistants.list", "GET", "assistants/read"),
        ("threads.create", "POST", "assistants/threads/write"),
        ("threads.messages.delete", "DELETE", "assistants/threads/messages/delete"),
        ("threads.runs.steps.list", "GET", "assistants/threads/runs/steps/read"),
        ("vector_stores.search", "POST", "assistants/vector_stores/write"),
        ("files.list", "GET", "files/read"),
        ("responses.socket", "GET", "responses/write"),
    ],
)
def test_threads_and_vector_stores_are_asked_for_among_assistants_which_users_may_have(
    api: str, method: str, action: str
) -> None:
    asked = data_action(api, method)

    assert asked == f"Microsoft.CognitiveServices/accounts/OpenAI/{action}"
    assert may_call(["Cognitive Services OpenAI User"], asked)
