"""Changing the settings of running children: all of them, or none.

A configuration that does not hold changes nothing. One that holds is sent to every child; if one of them cannot work
with it, the others get the old one back.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from headgate.adapters.log import Log
from headgate.app.channel import ChannelClosedError
from headgate.app.children import Child
from headgate.app.messages import Rejected, Reload, Reloaded
from headgate.app.watching import FileWatch
from headgate.core.errors import ConfigurationError, Mistake
from headgate.settings import Settings
from headgate.settings_load import LoadedSettings

ANSWER_SECONDS_MAX = 15.0
"""How long children may take to work with new settings; past it the change counts as rejected."""


class Reloads:
    """Holds the settings that are in force, and brings in new ones."""

    def __init__(self, load: Callable[[], LoadedSettings], first: LoadedSettings, log: Log) -> None:
        """``load`` reads the configuration again; ``first`` is what the children were started with."""
        self._load = load
        self._log = log
        self._in_force = first
        self._proposed: LoadedSettings | None = None
        self._unanswered: set[str] = set()
        self._answer_by = 0.0
        self._watch = FileWatch(first.files)

    @property
    def settings(self) -> Settings:
        """What a child is started with now: the settings in force, or those that are about to be.

        A change that is taken back reaches every child, so one started in the middle of it ends up right as well.
        """
        return (self._proposed or self._in_force).settings

    def files_changed(self) -> bool:
        """Tell, once, that a file of the configuration has changed."""
        return self._watch.settled_change()

    def propose(self, children: Iterable[Child], now: float) -> None:
        """Read the configuration and send it to the children; ``now`` is monotonic seconds.

        It is sent even when the settings are the same: a file that they name, such as that of prices, may be new.
        """
        try:
            loaded = self._load()
        except ConfigurationError as error:
            self._refuse(error.mistakes)
            return
        self._watch = FileWatch(loaded.files)
        for warning in loaded.warnings:
            self._log.warning("configuration_warning", message=str(warning))
        loaded = self._without_what_needs_a_restart(loaded)
        self._log.level = loaded.settings.log.level
        self._proposed = loaded
        self._answer_by = now + ANSWER_SECONDS_MAX
        self._unanswered = _send(Reload(loaded.settings, loaded.digest), children)
        self._finish_when_all_agreed()

    def answered(self, child: Child, answer: Reloaded | Rejected, children: Iterable[Child]) -> None:
        """Take a child's answer; ``children`` are all that run."""
        if self._proposed is None or answer.digest != self._proposed.digest:
            return
        if isinstance(answer, Rejected):
            self._take_back(answer.mistakes, f"{child.name} cannot work with it", children)
            return
        self._unanswered.discard(child.name)
        self._finish_when_all_agreed()

    def died(self, child: Child) -> None:
        """Stop waiting for a child that is gone: it is started again with ``settings``."""
        self._unanswered.discard(child.name)
        self._finish_when_all_agreed()

    def check_time(self, children: Iterable[Child], now: float) -> None:
        """Take a change back that was not answered in time."""
        if self._proposed is not None and now >= self._answer_by:
            self._take_back((), f"no answer from {', '.join(sorted(self._unanswered))}", children)

    def _finish_when_all_agreed(self) -> None:
        if self._proposed is not None and not self._unanswered:
            self._in_force, self._proposed = self._proposed, None
            self._log.info("reloaded", digest=self._in_force.digest)

    def _take_back(self, mistakes: Sequence[Mistake], reason: str, children: Iterable[Child]) -> None:
        self._proposed = None
        self._log.level = self._in_force.settings.log.level
        self._refuse(mistakes, reason)
        _send(Reload(self._in_force.settings, self._in_force.digest), children)

    def _refuse(self, mistakes: Sequence[Mistake], reason: str = "the configuration does not hold") -> None:
        for mistake in mistakes:
            self._log.error("configuration_mistake", message=str(mistake))
        self._log.error("reload_refused", reason=reason, consequence="nothing has changed")

    def _without_what_needs_a_restart(self, loaded: LoadedSettings) -> LoadedSettings:
        """Keep what cannot change while running as it is, and say so."""
        settings, changed = keep_what_needs_a_restart(self._in_force.settings, loaded.settings)
        for key in changed:
            self._log.warning("restart_needed", key=key, consequence="the rest of the change is applied")
        return msgspec.structs.replace(loaded, settings=settings) if changed else loaded


def keep_what_needs_a_restart(old: Settings, new: Settings) -> tuple[Settings, list[str]]:
    """Return ``new`` with the parts of ``old`` that hold until a restart, and the keys that were asked to change."""
    wanted = {
        "gate.listen": (old.gate.listen, new.gate.listen),
        "gate.workers": (old.gate.workers, new.gate.workers),
        "gate.tls": (old.gate.tls, new.gate.tls),
        "control.listen": (old.control.listen, new.control.listen),
        "data": (old.data, new.data),
        "store": (old.store, new.store),
        "shared": (old.shared, new.shared),
    }
    kept = msgspec.structs.replace(
        new,
        gate=msgspec.structs.replace(new.gate, listen=old.gate.listen, workers=old.gate.workers, tls=old.gate.tls),
        control=msgspec.structs.replace(new.control, listen=old.control.listen),
        data=old.data,
        store=old.store,
        shared=old.shared,
    )
    return kept, [key for key, (before, after) in wanted.items() if before != after]


def _send(message: Reload, children: Iterable[Child]) -> set[str]:
    """Send to the children whom settings concern; return the names of those that will answer."""
    reached = set()
    for child in children:
        if child.spec.takes_settings and child.channel is not None:
            try:
                child.channel.send(message)
            except ChannelClosedError:
                # It is dead or stuck: the supervisor sees that on its own and starts it again.
                continue
            reached.add(child.name)
    return reached
