"""Secrets in settings of applications: recognised by name and form, and never repeated."""

import re
from collections.abc import Iterator

from msgspec import Struct

from headgate.audit.graph.resource import Resource
from headgate.audit.graph.source import DECLARING
from headgate.audit.graph.value import MISSING, Missing, Unknown, Value, look, present
from headgate.audit.verdict import Quote, Verdict, failed, passed, unknown

_SECRET_NAME = re.compile(
    r"(?:^|[_:.-])(?:API_?KEY|KEY|KEY1|SECRET|PASSWORD|ACCESS_?KEY|ACCOUNT_?KEY|CONNECTION_?STRING)$|^AzureWebJobsStorage$",
    re.IGNORECASE,
)
_CAMEL_NAME = re.compile(
    r"(?:(?:[Aa]pi|[Aa]ccess|[Aa]ccount|[Aa]dmin|[Pp]rimary|[Ss]econdary|[Mm]aster|[Ff]unction|[Oo]pen[Aa][Ii]|[Ss]earch|[Ss]torage"
    r"|[Cc]osmos(?:[Dd][Bb])?|[Rr]edis|[Ss]ubscription|[Ss]hared)Key\d?|Password|Secret|ConnectionString|SasToken)$"
)
_SECRET_VALUE = re.compile(r"(?:AccountKey|SharedAccessKey|Password|sig)=[^;]|://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
_HARMLESS = re.compile(r"instrumentation_?key$|^app(?:lication)?_?insights|project_?connection_?string$", re.IGNORECASE)
"""Application Insights takes them from anybody; that of a Foundry project is where it is, without a key."""
_WRITTEN = re.compile(r"(?=.*\d)[A-Za-z0-9+/=_-]{24,}")
"""A key as Azure gives them: no words, no dots, digits among letters. A shorter text is the name of something."""
_PASSWORD = re.compile(r"(?!https?://)(?:\S*[!@#$%^&*]\S*|(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)\S{8,})")
"""As rules for passwords want them: capitals, small letters and digits, or signs."""
_DECLARED_SECRET = re.compile(r"^secure parameter |^(?:parameter '.*' is a )?secret\b.* of a Key Vault$")
_PUBLIC_NAME = re.compile(
    r"(?:^|[-_])(?:LOCATION|REGION|ENDPOINT|(?:TENANT|CLIENT|SUBSCRIPTION)-?_?ID|RESOURCE-?_?GROUP|API-?_?VERSION)$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^list\w+\(\)")
_LISTED_WITHIN = re.compile(r"\{list\w+\(")
_REFERENCE = "@microsoft.keyvault("


CONTAINER_APP = "microsoft.app/containerapps"
OWN_SECRETS = "configuration.secrets"
"""Where a container application keeps secrets itself, unless they are read from Key Vault."""


class Entry(Struct, frozen=True, eq=False):
    """One setting, and where it stands."""

    name: str
    value: Value | Missing
    path: str
    kept: bool = False
    """It is a reference to where the secret is kept."""


def comes_from_listing(value: Value | Missing) -> bool:
    """Whether a template fills a value by listing keys (``listKeys``, ``listAdminKeys`` and others)."""
    if not isinstance(value, Unknown):
        return False
    return _LISTED.search(value.reason) is not None or _LISTED_WITHIN.search(value.form) is not None


def comes_from_a_secret(value: Value | Missing) -> bool:
    """Whether a template fills a value from what it calls a secret itself: a secure parameter, a secret of a Key Vault.

    The deployment puts the secret in its place; a reference to where it is kept would be a plain text of the template.
    """
    return isinstance(value, Unknown) and _DECLARED_SECRET.search(value.reason) is not None


def _asked_of_the_deployer(value: Unknown) -> bool:
    return re.match(r"parameter '.*' (?:has no value|comes from the environment)", value.reason) is not None


def is_observed(value: Unknown) -> bool:
    """Whether a value is what a resource says of itself: that never holds its keys, which only ``list…()`` gives."""
    return re.match(r"known only once deployed: (?!Microsoft\.Resources/)[\w.]+/", value.reason) is not None


def is_no_secret(name: str, value: Value | Missing) -> bool:
    """Whether what a vault keeps under a name is certainly no secret: an address, a name, a version.

    True only for a text that is known and has not the form of a key, for what a resource says of itself, and for what
    is called by the name of something public. What the evidence does not give may be a secret.
    """
    if comes_from_listing(value) or sounds_secret(name):
        return False
    if isinstance(value, Unknown):
        return is_observed(value) or _PUBLIC_NAME.search(name) is not None
    if not isinstance(value, str | bool | int | float):
        return False
    text = str(value)
    formed = _SECRET_VALUE.search(text) or _WRITTEN.fullmatch(text) or _PASSWORD.fullmatch(text)
    return not _SECRET_VALUE.search(text) and (_PUBLIC_NAME.search(name) is not None or not formed)


def withheld(resource: Resource, path: str) -> Quote:
    """Quote a secret without repeating it."""
    return Quote(resource, path, "(withheld)")


def _lists(resource: Resource) -> Iterator[tuple[str, Value | Missing]]:
    for name in ("appSettings", "connectionStrings"):
        yield f"siteConfig.{name}", look(resource.properties, "siteConfig", name)
    containers: Value | Missing = look(resource.properties, "template", "containers")
    if isinstance(containers, Unknown):
        yield "template.containers", containers
    for number, one in enumerate(containers if isinstance(containers, list) else ()):
        yield f"template.containers[{number}].env", look(one, "env")
    yield OWN_SECRETS, look(resource.properties, "configuration", "secrets")


def unreadable_settings(resource: Resource) -> Unknown | None:
    """Return why the settings cannot be told; None when they can."""
    if isinstance(resource.properties, Unknown):
        return resource.properties
    if resource.type == "microsoft.web/sites" and resource.source.kind not in DECLARING:
        listed = look(resource.properties, "siteConfig", "appSettings")
        if listed is MISSING or listed is None:
            return Unknown("exports of an application leave them out; az webapp config appsettings list would tell")
    for _, listed in _lists(resource):
        names = [look(one, "name") for one in listed] if isinstance(listed, list) else []
        for value in (listed, *names):
            if isinstance(value, Unknown):
                return value
    return None


def settings_of(resource: Resource) -> Iterator[Entry]:
    """Yield the settings of a web application, of its ``config``, or of a container application."""
    if resource.type == "microsoft.web/sites/config":
        if resource.short_name.lower() == "appsettings" and isinstance(resource.properties, dict):
            for key, value in resource.properties.items():
                yield Entry(key, value, f"properties.{key}")
        return
    for path, listed in _lists(resource):
        for number, one in enumerate(listed if isinstance(listed, list) else ()):
            name = look(one, "name")
            if isinstance(name, str):
                yield _entry(one, name, f"properties.{path}[{number}]")


def _entry(one: Value, name: str, place: str) -> Entry:
    plain = [look(one, key) for key in ("value", "connectionString")]
    references = [present(look(one, key)) for key in ("secretRef", "keyVaultUrl")]
    # Without a plain value beside it, a reference that cannot be told is one all the same.
    kept = any(each is True for each in references)
    if any(isinstance(each, Unknown) for each in references):
        kept = kept or all(present(each) is False for each in plain)
    held = (look(one, key) for key in ("value", "connectionString", "secretRef", "keyVaultUrl"))
    value = next((each for each in held if each is not MISSING), MISSING)
    return Entry(name, value, f"{place}.value", kept=kept)


def judge_entry(resource: Resource, entry: Entry) -> Verdict | None:
    """Judge one setting; None when nothing says that it is a secret. What it holds is never repeated."""
    sounds = sounds_secret(entry.name)
    quote = withheld(resource, entry.path)
    if entry.kept:
        return passed(f"{entry.name} is kept elsewhere and referred to", quote) if sounds else None
    if sounds and entry.path.startswith(f"properties.{OWN_SECRETS}["):
        return failed(f"{entry.name} is kept in the application itself, not in Key Vault", quote)
    if comes_from_listing(entry.value):
        return failed(f"{entry.name} is a key that the template lists", quote)
    if isinstance(entry.value, Unknown):
        return _judge_unknown(resource, entry, entry.value, quote)
    if not isinstance(entry.value, str) or not entry.value:
        return None
    if entry.value.lower().startswith(_REFERENCE):
        return passed(f"{entry.name} is a reference to Key Vault", quote)
    if _SECRET_VALUE.search(entry.value) and not _HARMLESS.search(entry.name):
        return failed(f"{entry.name} holds a connection string with its key", quote)
    return failed(f"{entry.name} holds a key", quote) if sounds and _WRITTEN.fullmatch(entry.value) else None


def _judge_unknown(resource: Resource, entry: Entry, value: Unknown, quote: Quote) -> Verdict | None:
    """Judge a setting of which only its origin, or a part of it, is known."""
    if value.form.lower().startswith(_REFERENCE):
        return passed(f"{entry.name} is a reference to Key Vault", quote)
    if _SECRET_VALUE.search(value.form) and not _HARMLESS.search(entry.name):
        return failed(f"{entry.name} holds a connection string with its key", quote)
    if comes_from_a_secret(value) and not _HARMLESS.search(entry.name):
        return failed(f"{entry.name} is filled with a secret, in plain: {value.reason}", quote)
    if not sounds_secret(entry.name) or is_observed(value):
        return None
    is_key = not entry.name.lower().replace("_", "").endswith("connectionstring")
    if is_key and resource.type == CONTAINER_APP and _asked_of_the_deployer(value):
        # A container takes what stands there for the value itself: there are no references but secretRef.
        return failed(f"{entry.name} is filled in plain, not by secretRef: {value.reason}", quote)
    return unknown(f"{entry.name} cannot be told: {value.reason}", quote)


def sounds_secret(name: str) -> bool:
    """Whether the name of a setting says that it holds a secret."""
    if _HARMLESS.search(name):
        return False
    return _SECRET_NAME.search(name) is not None or _CAMEL_NAME.search(name) is not None
