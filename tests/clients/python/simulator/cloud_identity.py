"""The cloud around the resources, with the SDKs that programs in Azure use: tokens, secrets, groups. All over TLS."""

import asyncio
import json
import os
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from azure.core.exceptions import ClientAuthenticationError, ResourceNotFoundError
from azure.identity import ClientSecretCredential, DeviceCodeCredential, get_bearer_token_provider
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential
from azure.keyvault.secrets import SecretClient
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph_core import BaseGraphRequestAdapter
from openai import AsyncAzureOpenAI, AuthenticationError, AzureOpenAI, OpenAI
from shown import shown

CLOUD = os.environ["SIMULATOR_CLOUD"]
RESOURCE = os.environ["SIMULATOR_TLS_ENDPOINT"]
WHO = {
    "tenant_id": os.environ["SIMULATOR_TENANT"],
    "client_id": os.environ["SIMULATOR_APP"],
    "client_secret": os.environ["SIMULATOR_APP_SECRET"],
}
OF_THE_SIMULATOR = {"authority": CLOUD, "disable_instance_discovery": True}
SCOPE = "https://cognitiveservices.azure.com/.default"
GROUPS = 201


def ask(client: OpenAI) -> None:
    """A chat must be answered."""
    answer = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Hello"}])
    assert answer.choices[0].message.content


def tokens() -> None:
    """By a secret and on a device, for the resource that the token is meant for and for no other."""
    secret = ClientSecretCredential(**WHO, **OF_THE_SIMULATOR)
    provider = get_bearer_token_provider(secret, SCOPE)
    with AzureOpenAI(azure_endpoint=RESOURCE, azure_ad_token_provider=provider) as azure:
        ask(azure)
    with OpenAI(base_url=f"{RESOURCE}/openai/v1/", api_key=get_bearer_token_provider(secret, SCOPE)) as v1:
        ask(v1)
    shown("Entra ID", "client secret")

    foreign = get_bearer_token_provider(secret, "https://graph.microsoft.com/.default")
    with AzureOpenAI(azure_endpoint=RESOURCE, azure_ad_token_provider=foreign) as azure:
        try:
            ask(azure)
        except AuthenticationError:
            shown("Entra ID", "wrong audience")
    try:
        ClientSecretCredential(**{**WHO, "client_secret": "guessed"}, **OF_THE_SIMULATOR).get_token(SCOPE)
    except ClientAuthenticationError as error:
        assert "AADSTS7000215" in error.message
        shown("Entra ID", "wrong secret")

    def sign_in(_uri: str, user_code: str, _until: object) -> None:
        form = urlencode({"user_code": user_code, "principal": "app"}).encode()
        with urlopen(f"{CLOUD}/simulator/approve", form) as answer:
            assert answer.status == 200

    named = {"tenant_id": WHO["tenant_id"], "client_id": WHO["client_id"]}
    device = DeviceCodeCredential(**named, prompt_callback=sign_in, **OF_THE_SIMULATOR)
    with AzureOpenAI(azure_endpoint=RESOURCE, azure_ad_token=device.get_token(SCOPE).token) as azure:
        ask(azure)
    shown("Entra ID", "device code")


async def conversation() -> None:
    """A WebSocket is opened with a token too."""
    async with AsyncClientSecretCredential(**WHO, **OF_THE_SIMULATOR) as credential:
        token = (await credential.get_token(SCOPE)).token
    async with (
        AsyncAzureOpenAI(azure_endpoint=RESOURCE, azure_ad_token=token) as azure,
        azure.beta.realtime.connect(model="gpt-4o-realtime-preview") as connection,
    ):
        assert (await connection.recv()).type == "session.created"
    shown("Entra ID", "WebSocket")


def secrets() -> None:
    """Read by the Key Vault's own client, which is told by the vault where to get its token."""
    credential = ClientSecretCredential(**WHO, **OF_THE_SIMULATOR)
    with SecretClient(CLOUD, credential, verify_challenge_resource=False) as vault:
        secret = vault.get_secret("gate-key")
        assert secret.value == "a-secret"
        assert vault.get_secret("gate-key", secret.properties.version).value == "a-secret"
        assert {each.name for each in vault.list_properties_of_secrets()} == {"gate-key", "other"}
        try:
            vault.get_secret("nothing")
        except ResourceNotFoundError as error:
            assert error.error is not None
            assert error.error.code == "SecretNotFound"
        shown("Key Vault", "get secret", "list secrets")


class Graph:
    """Microsoft Graph, as its SDK asks it."""

    def __init__(self, credential: AsyncClientSecretCredential) -> None:
        provider = AzureIdentityAuthenticationProvider(
            credential,
            scopes=["https://graph.microsoft.com/.default"],
            allowed_hosts=[CLOUD.partition("//")[2].partition(":")[0]],
        )
        self._adapter = BaseGraphRequestAdapter(provider)

    async def ask(self, method: Method, url: str, body: object = None) -> dict[str, Any]:
        asked = RequestInformation()
        asked.http_method = method
        asked.url = url
        asked.headers.try_add("Accept", "application/json")
        if body is not None:
            asked.set_stream_content(json.dumps(body).encode(), "application/json")
        answer = await self._adapter.send_primitive_async(asked, "bytes", {})
        assert isinstance(answer, bytes)
        found: dict[str, Any] = json.loads(answer)
        return found


async def groups() -> None:
    """All groups at once, and page by page; a token that is over its limit says where to ask."""
    async with AsyncClientSecretCredential(**WHO, **OF_THE_SIMULATOR) as credential:
        graph = Graph(credential)
        who = f"{CLOUD}/v1.0/servicePrincipals/{os.environ['SIMULATOR_APP_ID']}"
        found = await graph.ask(Method.POST, f"{who}/getMemberObjects", {"securityEnabledOnly": True})
        assert len(found["value"]) == GROUPS
        page = await graph.ask(Method.GET, f"{who}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=100")
        listed = [each["id"] for each in page["value"]]
        while next_link := page.get("@odata.nextLink"):
            page = await graph.ask(Method.GET, next_link)
            listed += [each["id"] for each in page["value"]]
        assert set(listed) == set(found["value"])
        shown("Microsoft Graph", "getMemberObjects", "transitiveMemberOf")


tokens()
asyncio.run(conversation())
secrets()
asyncio.run(groups())
