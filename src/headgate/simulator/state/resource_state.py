"""All that one resource keeps. Nothing of it is known to another resource."""

from headgate.simulator.state.batches import Batch
from headgate.simulator.state.files import StoredFile, Upload
from headgate.simulator.state.responses import StoredResponse
from headgate.simulator.state.sealing import Seal
from headgate.simulator.state.shelf import Shelf
from headgate.simulator.state.spoken import SpokenAnswer
from headgate.simulator.state.threads import Assistant, Thread
from headgate.simulator.state.vector_stores import VectorStore

_MEGABYTE = 1_048_576


class ResourceState:
    """The shelves of one resource. Their limits keep a simulator small; Azure's own are higher."""

    def __init__(self, resource: str) -> None:
        """Start with nothing."""
        self.endpoint = ""
        """Where the resource is reached; empty until it listens."""
        self.seal = Seal(resource)
        self.responses: Shelf[StoredResponse] = Shelf(
            "responses", count_max=5_000, bytes_max=64 * _MEGABYTE, forgetful=True
        )
        self.spoken: Shelf[SpokenAnswer] = Shelf(
            "spoken answers", count_max=10_000, bytes_max=8 * _MEGABYTE, forgetful=True
        )
        self.files: Shelf[StoredFile] = Shelf("files", count_max=500, bytes_max=256 * _MEGABYTE)
        self.uploads: Shelf[Upload] = Shelf("uploads", count_max=100, bytes_max=256 * _MEGABYTE, forgetful=True)
        self.batches: Shelf[Batch] = Shelf("batches", count_max=500, bytes_max=64 * _MEGABYTE)
        self.vector_stores: Shelf[VectorStore] = Shelf("vector stores", count_max=200, bytes_max=0)
        self.assistants: Shelf[Assistant] = Shelf("assistants", count_max=1_000, bytes_max=64 * _MEGABYTE)
        self.threads: Shelf[Thread] = Shelf("threads", count_max=5_000, bytes_max=128 * _MEGABYTE, forgetful=True)
