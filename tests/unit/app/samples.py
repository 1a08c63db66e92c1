"""Settings for the tests of the processes."""

import datetime

import msgspec

from headgate.settings import Settings

SETTINGS = msgspec.convert(
    {
        "backends": {
            "east": {
                "endpoint": "https://east.example.com",
                "credential": {"kind": "api-key", "key": "secret"},
                "deployments": {"gpt-4o": {"model": "gpt-4o"}},
            },
            "west": {
                "endpoint": "https://west.example.com",
                "credential": {"kind": "managed-identity"},
                "deployments": {},
            },
        },
        "models": {"gpt-4o": {"pools": [["east/gpt-4o"]]}},
        "use_cases": {"demo": {"callers": ["key:demo"], "models": ["gpt-4o"]}},
        "keys": {"demo": {"sha256": "0" * 64, "expires": datetime.date(2027, 1, 31)}},
    },
    Settings,
)
