"""The issuer of tokens: discovery, keys, client credentials, sign-in on a device.

As far as azure-identity and any OpenID client need it (Microsoft Learn, "OAuth 2.0 client credentials flow" and
"device authorization grant flow"). A device is approved by ``POST /simulator/approve``, in place of a person.
"""

import base64
import hmac
import json
from typing import Any

from msgspec import Struct

from headgate.core.clock import Clock
from headgate.simulator import ids
from headgate.simulator.answer import Answer
from headgate.simulator.cloud.asked import Asked, CloudError, answered
from headgate.simulator.cloud.directory import Directory
from headgate.simulator.cloud_settings import PrincipalSettings

_DEVICES_MAX = 1_000
"""Sign-ins under way; the oldest gives way."""
_DEVICE_SECONDS = 900
_DEVICE_GRANTS = {"urn:ietf:params:oauth:grant-type:device_code", "device_code"}


class _Device(Struct):
    user_code: str
    client_id: str
    scope: str
    until: float
    principal: PrincipalSettings | None = None


class Login:
    """Answers below ``/{tenant}/`` and ``/common/``."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        """Issue tokens about a directory's principals."""
        self._directory = directory
        self._clock = clock
        self._devices: dict[str, _Device] = {}

    def answer(self, asked: Asked) -> Answer | None:
        """The answer, or None when the path is not one of its own."""
        tenant, *rest = asked.parts
        if rest == ["discovery", "instance"]:
            return answered(self._instance(asked))
        if tenant != self._directory.settings.tenant:
            return None
        match asked.method, rest:
            case "GET", ["v2.0", ".well-known", "openid-configuration"]:
                return answered(self._configuration(asked, version="/v2.0"))
            case "GET", [".well-known", "openid-configuration"]:
                return answered(self._configuration(asked, version=""))
            case "GET", ["discovery", "v2.0", "keys"] | ["discovery", "keys"]:
                return answered(self._directory.keys.published())
            case "POST", ["oauth2", "v2.0", "token"] | ["oauth2", "token"]:
                return answered(self._token(asked))
            case "POST", ["oauth2", "v2.0", "devicecode"]:
                return answered(self._open_device(asked))
        return None

    def approve(self, user_code: str, principal: str) -> None:
        """Sign in on a device as a principal.

        Raises:
            CloudError: when there is no such device or principal.
        """
        device = next((each for each in self._devices.values() if each.user_code == user_code), None)
        known = self._directory.settings.principals.get(principal)
        if device is None or known is None:
            raise _refused("invalid_request", 7_000_021, "no such user code or principal", status=404)
        device.principal = known

    def _instance(self, asked: Asked) -> dict[str, Any]:
        host = asked.base.partition("//")[2]
        tenant = self._directory.settings.tenant
        metadata = [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}]
        endpoint = f"{asked.base}/{tenant}/v2.0/.well-known/openid-configuration"
        return {"tenant_discovery_endpoint": endpoint, "api-version": "1.1", "metadata": metadata}

    def _configuration(self, asked: Asked, *, version: str) -> dict[str, Any]:
        tenant = f"{asked.base}/{self._directory.settings.tenant}"
        return {
            "token_endpoint": f"{tenant}/oauth2{version}/token",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "jwks_uri": f"{tenant}/discovery{version}/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": f"{tenant}{version or '/'}",
            "authorization_endpoint": f"{tenant}/oauth2{version}/authorize",
            "device_authorization_endpoint": f"{tenant}/oauth2{version}/devicecode",
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "oid", "tid", "ver", "groups", "roles"],
        }

    def _token(self, asked: Asked) -> dict[str, Any]:
        grant = asked.form.get("grant_type", "")
        if grant in _DEVICE_GRANTS:
            return self._device_token(asked)
        if grant != "client_credentials":
            raise _refused("unsupported_grant_type", 70_003, f"The app requested an unsupported grant type '{grant}'.")
        application = self._directory.application(_client(asked)[0])
        if application is None:
            raise _refused("unauthorized_client", 700_016, "Application was not found in the directory.")
        if not application.secret or not hmac.compare_digest(application.secret.encode(), _client(asked)[1].encode()):
            raise _refused("invalid_client", 7_000_215, "Invalid client secret provided.", status=401)
        audience = _audience(asked.form)
        return self._granted(self._directory.token(application, audience, base=asked.base, person=False))

    def _open_device(self, asked: Asked) -> dict[str, Any]:
        if len(self._devices) >= _DEVICES_MAX:
            del self._devices[next(iter(self._devices))]
        device_code, user_code = ids.base62(40).decode(), ids.base62(9).decode().upper()
        self._devices[device_code] = _Device(
            user_code=user_code,
            client_id=asked.form.get("client_id", ""),
            scope=asked.form.get("scope", ""),
            until=self._clock.now() + _DEVICE_SECONDS,
        )
        uri = f"{asked.base}/simulator/approve"
        return {
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": uri,
            "expires_in": _DEVICE_SECONDS,
            "interval": 5,
            "message": f"To sign in, POST user_code={user_code} and principal=NAME to {uri}.",
        }

    def _device_token(self, asked: Asked) -> dict[str, Any]:
        code = asked.form.get("device_code") or asked.form.get("code", "")
        device = self._devices.get(code)
        if device is None or device.until <= self._clock.now():
            self._devices.pop(code, None)
            raise _refused("expired_token", 70_019, "The device code is unknown or has expired.")
        if device.principal is None:
            raise _refused("authorization_pending", 70_016, "Authorization is pending. Continue polling.")
        del self._devices[code]
        audience = _audience({"scope": device.scope})
        granted = self._granted(self._directory.token(device.principal, audience, base=asked.base, person=True))
        return granted | self._identity(device.principal, device.client_id, asked.base) | {"scope": device.scope}

    def _identity(self, principal: PrincipalSettings, client_id: str, base: str) -> dict[str, Any]:
        """What tells the program who signed in."""
        tenant, now = self._directory.settings.tenant, int(self._clock.now())
        who = {"uid": principal.object_id, "utid": tenant}
        claims = {
            "aud": client_id,
            "iss": f"{base}/{tenant}/v2.0",
            "iat": now,
            "nbf": now,
            "exp": now + self._directory.settings.token_seconds,
            "oid": principal.object_id,
            "sub": principal.object_id,
            "tid": tenant,
            "preferred_username": self._directory.name_of(principal.object_id),
            "ver": "2.0",
        }
        packed = base64.urlsafe_b64encode(json.dumps(who).encode()).rstrip(b"=").decode()
        return {"id_token": self._directory.keys.sign(claims), "client_info": packed}

    def _granted(self, token: str) -> dict[str, Any]:
        seconds = self._directory.settings.token_seconds
        return {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token}


def _client(asked: Asked) -> tuple[str, str]:
    """Client id and secret, from the form or by basic authentication."""
    scheme, _, packed = asked.authorization.partition(b" ")
    if scheme.lower() == b"basic":
        try:
            client, _, secret = base64.b64decode(packed).decode().partition(":")
        except ValueError:
            return "", ""
        return client, secret
    return asked.form.get("client_id", ""), asked.form.get("client_secret", "")


def _audience(form: dict[str, str]) -> str:
    """Of ``scope`` (version 2) or ``resource`` (version 1)."""
    scopes = [scope for scope in form.get("scope", "").split() if "/" in scope]
    if not scopes and not form.get("resource"):
        raise _refused("invalid_scope", 70_011, "The provided value for the input parameter 'scope' is not valid.")
    audience = form.get("resource") or scopes[0].rpartition("/")[0]
    return audience.removeprefix("api://") if audience.startswith("api://") else audience


def _refused(error: str, number: int, message: str, *, status: int = 400) -> CloudError:
    body = {"error": error, "error_description": f"AADSTS{number}: {message}", "error_codes": [number]}
    return CloudError(status, body)
