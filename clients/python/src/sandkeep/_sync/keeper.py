"""Heartbeats from a thread."""

from __future__ import annotations

import threading
import weakref
from types import TracebackType

from .. import _keeping as keeping
from .._error import SandkeepError
from .._gen import messages
from .calls import Calls


class Keeper:
    """Sends heartbeats of a session until it is stopped, its owner ends or is forgotten, or the session is gone.

    A daemon that is away is waited for. What ends the keeper is in ``failure``.
    """

    def __init__(self, owner: object, calls: Calls, request: messages.HeartbeatRequest, every_s: float | None) -> None:
        #: The last answer of the daemon.
        self.last: messages.HeartbeatResponse
        #: Answered heartbeats.
        self.beats = 0
        #: Why the last heartbeat failed; None after one that was answered.
        self.failure: SandkeepError | None = None
        self._calls = calls
        self._request = request
        self._every_s = every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sandkeep-heartbeats", daemon=True)
        # The thread knows the calls but not the owner, so an owner that nobody holds any more ends it.
        weakref.finalize(owner, self._stopped.set)

    @classmethod
    def start(cls, owner: object, calls: Calls, request: messages.HeartbeatRequest, every_s: float | None) -> Keeper:
        """Sends the first heartbeat, whose failure is raised, and goes on in the background."""
        keeper = cls(owner, calls, request, every_s)
        keeper._beat(None)
        keeper._thread.start()
        return keeper

    @property
    def is_running(self) -> bool:
        """Whether heartbeats go on."""
        return self._thread.is_alive() and not self._stopped.is_set()

    def stop(self) -> None:
        """Ends it; waits a few seconds at most for a heartbeat under way."""
        self._stopped.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(keeping.STOP_TIMEOUT_S)

    def check(self) -> None:
        """Raises what ended the heartbeats, if something did."""
        if self.failure is not None and not self.is_running:
            raise self.failure

    def __enter__(self) -> Keeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stopped.wait(keeping.interval_s(self._every_s, self.last)):
            try:
                self._beat(keeping.BEAT_TIMEOUT_S)
            except SandkeepError as failure:
                self.failure = failure
                if not failure.retryable:
                    self._stopped.set()

    def _beat(self, timeout_s: float | None) -> None:
        self.last = self._calls.unary(self._calls.stubs.session.Heartbeat, self._request, timeout_s)
        self.beats += 1
        self.failure = None
