"""The composition root: the processes of a Headgate, and how each is put together.

``supervisor`` is the parent: it reads the configuration, opens the listening sockets and runs the children,
``gate_process`` (the data plane) and ``control_process`` (everything else). They talk over a ``channel``; see
docs/operations.md for what that looks like from outside.
"""
