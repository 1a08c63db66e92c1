from typing import Any

from headgate.audit.collect.code_files import COLLECTOR
from headgate.audit.collect.contract import Context, Document, Evidence
from tests.audit_samples import READ_AT


def evidence(text: str, path: str, data: Any = None) -> Evidence:
    document = Document(path=path, text=text, data=data)
    assert COLLECTOR.recognises(document)
    return COLLECTOR.collect(document, Context(now=READ_AT))


def found(text: str, path: str, data: Any = None) -> list[tuple[str, str, Any]]:
    return [(one.kind, one.name, one.value) for one in evidence(text, path, data).hints]


def test_requirements_are_read_with_their_versions() -> None:
    text = "# tools\n-r other.txt\nopenai==0.28.1\nlangchain[all]>=0.2 ; python_version > '3.9'\npromptflow\n"

    assert found(text, "requirements.txt") == [
        ("package", "openai", "0.28.1"),
        ("package", "langchain", ">=0.2"),
        ("package", "promptflow", ""),
    ]


def test_a_project_names_its_packages() -> None:
    text = '[project]\ndependencies = ["openai==1.2"]\n[tool.poetry.dependencies]\nsemantic-kernel = "0.9"\n'

    assert found(text, "pyproject.toml") == [("package", "openai", "1.2"), ("package", "semantic-kernel", "0.9")]


def test_a_project_that_is_no_toml_is_told() -> None:
    [trouble] = evidence("[", "pyproject.toml").troubles

    assert "is not TOML" in trouble.reason


def test_packages_of_node_and_dotnet_are_read() -> None:
    assert found("", "package.json", {"dependencies": {"openai": "^4.0.0"}}) == [("package", "openai", "^4.0.0")]
    assert found('<PackageReference Include="Azure.AI.OpenAI" Version="1.0.0-beta.14" />', "app.csproj") == [
        ("package", "Azure.AI.OpenAI", "1.0.0-beta.14")
    ]


def test_code_says_what_it_calls() -> None:
    text = 'client = AzureOpenAI(api_version="2023-03-15-preview")\nrun = client.beta.threads.create()\n'

    assert found(text, "app.py") == [
        ("api-version", "api-version", "2023-03-15-preview"),
        ("call", "assistants", "run = client.beta.threads.create()"),
    ]
