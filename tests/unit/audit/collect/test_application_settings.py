import json
from typing import Any

import pytest

from headgate.audit.collect.application_settings import COLLECTOR
from headgate.audit.collect.contract import Context, Document
from tests.audit_samples import READ_AT


def hints(text: str, path: str, data: Any = None) -> dict[tuple[str, str], Any]:
    document = Document(path=path, text=text, data=data)
    assert COLLECTOR.recognises(document)
    return {(one.kind, one.name): one.value for one in COLLECTOR.collect(document, Context(now=READ_AT)).hints}


def test_an_env_file_is_read_line_by_line() -> None:
    found = hints("# AZURE_X=1\nexport AZURE_REGION = 'eastus'\nOPENAI_API_VERSION=2023-03-15-preview\n", ".env")

    assert found == {
        ("setting", "AZURE_REGION"): "eastus",
        ("setting", "OPENAI_API_VERSION"): "2023-03-15-preview",
        ("api-version", "OPENAI_API_VERSION"): "2023-03-15-preview",
    }


@pytest.mark.parametrize(
    "name, value, shown",
    [
        ("AZURE_OPENAI_KEY", "f3a9b2c4d5e6", "***"),
        ("OPENAI_API_KEY", "f3a9b2c4d5e6", "***"),
        ("STORAGE", "DefaultEndpointsProtocol=https;AccountKey=abc==;x=y", "***"),
        ("AZURE_OPENAI_KEY", "", ""),
        ("AZURE_OPENAI_KEY", "<your-key>", "<your-key>"),
        (
            "AZURE_OPENAI_KEY",
            "@Microsoft.KeyVault(SecretUri=https://v/s)",
            "@Microsoft.KeyVault(SecretUri=https://v/s)",
        ),
        ("PGPASSWORD", "f3a9b2c4d5e6", "***"),
        ("AzureOpenAI__ApiKey", "f3a9b2c4d5e6", "***"),
        ("openAiApiKey", "f3a9b2c4d5e6", "***"),
        ("REDIS_URL", "rediss://:f3a9b2c4d5e6@cache.example:6380", "***"),
        ("ENDPOINT", "https://oai.openai.azure.com/", "https://oai.openai.azure.com/"),
        ("AzureWebJobsStorage", "UseDevelopmentStorage=true", "UseDevelopmentStorage=true"),
        ("SECRET_NAME", "openai-key", "openai-key"),
        ("MAX_TOKEN", "800", "800"),
        ("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=1", "InstrumentationKey=1"),
    ],
)
def test_a_secret_that_is_written_out_is_masked(name: str, value: str, shown: str) -> None:
    assert hints(f"{name}={value}\n", "app.env") == {("setting", name): shown}


def test_the_settings_of_a_function_are_read() -> None:
    data = {"IsEncrypted": False, "Values": {"AZURE_REGION": "eastus"}}

    assert hints(json.dumps(data), "local.settings.json", data) == {("setting", "AZURE_REGION"): "eastus"}


def test_what_the_az_command_lists_is_read() -> None:
    data = [
        {"name": "API_KEY", "value": "f3a9", "slotSetting": False},
        {"name": "A", "value": None, "slotSetting": True},
    ]

    assert hints("", "settings.json", data) == {("setting", "API_KEY"): "***", ("setting", "A"): ""}


def test_other_json_is_left_to_others() -> None:
    assert not COLLECTOR.recognises(Document(path="a.json", text="", data={"Values": {"a": 1}}))
    assert not COLLECTOR.recognises(Document(path="a.json", text="", data=[]))


def test_settings_of_dotnet_are_called_by_their_sections() -> None:
    data = {"OpenAI": {"Endpoint": "https://x", "ApiKey": "f3a9b2c4d5e6"}, "Logging": {"Level": 1}, "All": ["x"]}
    found = hints("", "appsettings.Production.json", data)

    assert found == {
        ("setting", "OpenAI:Endpoint"): "https://x",
        ("setting", "OpenAI:ApiKey"): "***",
        ("setting", "Logging:Level"): "1",
    }
