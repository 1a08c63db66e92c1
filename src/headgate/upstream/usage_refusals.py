"""What has been learnt of api-versions that do not know ``stream_options``."""

from typing import Final

_LEARNT_MAX: Final = 1024


class UsageRefusals:
    """Deployments and api-versions that answered 400 to an added ``stream_options``.

    Documentation dates the option to 2024-09-01-preview, but older versions accept it on newer models (recorded:
    2024-02-01 in 2026), so it is tried once and the answer remembered.
    """

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._learnt: set[tuple[str, str]] = set()

    def knows(self, deployment: str, api_version: str) -> bool:
        """Whether this deployment has refused the option under this api-version."""
        return (deployment, api_version) in self._learnt

    def learn(self, deployment: str, api_version: str) -> None:
        """Remember a refusal; a full memory starts anew."""
        if len(self._learnt) >= _LEARNT_MAX:
            self._learnt.clear()
        self._learnt.add((deployment, api_version))
