"""Assistants at work on threads, asked as a client would ask."""

from typing import Any

from headgate.simulator.settings import DeploymentSettings, LatencySettings
from tests.unit.simulator.apis.keeping import Keeper, Said
from tests.unit.simulator.settings_for_tests import deployment

LOOK = {
    "type": "function",
    "function": {"name": "look", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
SLOW = LatencySettings(first_token_seconds=2, between_tokens_seconds=0.5)


class Crew(Keeper):
    """A resource with one assistant and one thread."""

    def __init__(
        self, said: str = "Hello", *, slow: bool = False, model: DeploymentSettings | None = None, **assistant: Any
    ) -> None:
        served = model or deployment(**({"latency": SLOW} if slow else {}))
        super().__init__(**{"gpt-4o": served, "embedding": deployment("text-embedding-3-small")})
        self.assistant = self.post("assistants", {"model": "gpt-4o", **assistant}).json["id"]
        self.thread = self.post("threads", {"messages": [{"role": "user", "content": said}]}).json["id"]

    def start(self, **asked: Any) -> Said:
        return self.post(f"threads/{self.thread}/runs", {"assistant_id": self.assistant, **asked})

    def run(self, **asked: Any) -> str:
        run_id: str = self.start(**asked).json["id"]
        return run_id

    def look(self, run_id: str) -> Any:
        return self.get(f"threads/{self.thread}/runs/{run_id}").json

    def done(self, **asked: Any) -> Any:
        """A run, looked at after it was started."""
        return self.look(self.run(**asked))

    def steps(self, run_id: str) -> list[Any]:
        found: list[Any] = self.get(f"threads/{self.thread}/runs/{run_id}/steps?order=asc").json["data"]
        return found

    def say(self, content: Any, **asked: Any) -> Said:
        return self.post(f"threads/{self.thread}/messages", {"role": "user", "content": content, **asked})

    def messages(self) -> list[Any]:
        found: list[Any] = self.get(f"threads/{self.thread}/messages?order=asc").json["data"]
        return found

    def texts(self) -> list[str]:
        parts = [part for each in self.messages() for part in each["content"]]
        return [part["text"]["value"] for part in parts if part["type"] == "text"]

    def submit(self, run_id: str, outputs: dict[str, str], **asked: Any) -> Said:
        given = [{"tool_call_id": name, "output": output} for name, output in outputs.items()]
        return self.post(f"threads/{self.thread}/runs/{run_id}/submit_tool_outputs", {"tool_outputs": given, **asked})

    def legs(self) -> Any:
        """What the truth says of the deployment."""
        return self.truth.usage().resources["eastus"].deployments["gpt-4o"]


def calls_of(run: Any) -> list[Any]:
    """The functions that a run waits for."""
    found: list[Any] = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    return found
