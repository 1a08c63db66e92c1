from headgate.adapters.credential_api_key import StaticCredential, api_key_credential


def test_azure_takes_it_as_a_header_of_its_own() -> None:
    assert api_key_credential("secret", "azure").header() == b"api-key: secret\r\n"


def test_others_take_it_as_a_bearer_token() -> None:
    assert api_key_credential("secret", "openai").header() == b"authorization: Bearer secret\r\n"


async def test_there_is_no_other() -> None:
    assert await api_key_credential("secret", "azure").refresh() is False


def test_a_backend_may_need_none() -> None:
    assert StaticCredential(b"").header() == b""
