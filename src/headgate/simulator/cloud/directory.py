"""Who there is, and the tokens that say so: claims as Entra writes them, version 1 and 2."""

from collections.abc import Mapping
from typing import Any

from headgate.core.clock import Clock
from headgate.simulator import ids
from headgate.simulator.cloud.signing import SigningKeys
from headgate.simulator.cloud_settings import CloudSettings, PrincipalSettings

_GROUPS_MAX = 200
"""Microsoft Learn, "Access token claims reference": past it a token only names where to ask."""


class Directory:
    """The principals of a tenant, and the keys that sign what is said about them."""

    def __init__(self, settings: CloudSettings, clock: Clock) -> None:
        """Know these principals."""
        self.settings = settings
        self.keys = SigningKeys()
        self._clock = clock
        self._names = {each.object_id: name for name, each in settings.principals.items()}

    def application(self, client_id: str) -> PrincipalSettings | None:
        """The application of this client id."""
        return next((each for each in self.settings.principals.values() if client_id == each.client_id != ""), None)

    def principal(self, object_id: str) -> PrincipalSettings | None:
        """The principal of this object id."""
        return self.settings.principals.get(self._names.get(object_id, ""))

    def token(self, principal: PrincipalSettings, audience: str, *, base: str, person: bool) -> str:
        """An access token. Azure's own services take version 1, applications of the tenant (no URL) version 2."""
        now = int(self._clock.now())
        first = audience.startswith("https://")
        claims: dict[str, Any] = {
            "aud": audience,
            "iss": f"{base}/{self.settings.tenant}/{'' if first else 'v2.0'}",
            "iat": now,
            "nbf": now,
            "exp": now + self.settings.token_seconds,
            "oid": principal.object_id,
            "sub": principal.object_id,
            "tid": self.settings.tenant,
            "idtyp": "user" if person else "app",
            "ver": "1.0" if first else "2.0",
            "uti": ids.base62(22).decode(),
            "appid" if first else "azp": principal.client_id,
            "appidacr" if first else "azpacr": "0" if person else "1",
        }
        if principal.app_roles:
            claims["roles"] = principal.app_roles
        return self.keys.sign(claims | _groups(principal, base))

    def caller(self, authorization: bytes, audiences: Mapping[str, Any] | frozenset[str]) -> str | None:
        """The object id of who holds a token for one of the audiences, now; None when it is no such token."""
        scheme, _, token = authorization.decode("latin-1").partition(" ")
        claims = self.keys.claims(token.strip()) if scheme.lower() == "bearer" else None
        if claims is None or str(claims.get("aud")).rstrip("/") not in audiences:
            return None
        now = self._clock.now()
        begins, ends, tenant = claims.get("nbf"), claims.get("exp"), claims.get("tid")
        if not isinstance(begins, int) or not isinstance(ends, int) or tenant != self.settings.tenant:
            return None
        return str(claims.get("oid")) if begins <= now < ends else None

    def name_of(self, object_id: str) -> str:
        """The name in the settings, or nothing."""
        return self._names.get(object_id, "")


def _groups(principal: PrincipalSettings, base: str) -> dict[str, Any]:
    if not principal.groups:
        return {}
    if len(principal.groups) <= _GROUPS_MAX:
        return {"groups": principal.groups}
    endpoint = f"{base}/v1.0/directoryObjects/{principal.object_id}/getMemberObjects"
    return {"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": endpoint}}}
