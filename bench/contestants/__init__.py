"""Who takes part: one file per contestant, each offering ``started(upstreams, folder)``."""

from bench.contestants import headgate, litellm, nginx, portkey, powerproxy
from bench.contestants.contract import Contestant

CONTESTANTS: dict[str, Contestant] = {
    "nginx": nginx.Nginx(),
    "headgate": headgate.Headgate(),
    "headgate-plain": headgate.HeadgatePlain(),
    "litellm": litellm.LiteLlm(),
    "portkey": portkey.Portkey(),
    "powerproxy": powerproxy.PowerProxy(),
}
"""By the name ``--only`` takes, in the order of the table."""
WITHOUT_STREAMS = {"headgate-plain"}
"""Who is left out of the stream rounds, which take minutes for each contestant: its requests tell enough."""
