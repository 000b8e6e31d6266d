"""When the next heartbeat is due, and which failures end it; the same for every transport."""

from __future__ import annotations

import time

from ._gen import messages

#: Without anything to go by.
DEFAULT_EVERY_S = 20.0
SHORTEST_EVERY_S = 0.2
#: So many beats may be lost before the session is taken for silent.
BEATS_IN_TIMEOUT = 3
#: A beat that takes longer is worth less than the next one.
BEAT_TIMEOUT_S = 10.0
#: How long the end of a keeper may wait for a beat under way.
STOP_TIMEOUT_S = 5.0


def interval_s(every_s: float | None, answer: messages.HeartbeatResponse) -> float:
    """Seconds until the next beat: as asked, or a third of the time that the session has."""
    if every_s is not None:
        return max(every_s, SHORTEST_EVERY_S)
    if not answer.HasField("recycle_time"):
        return DEFAULT_EVERY_S
    left_s = answer.recycle_time.ToNanoseconds() / 1e9 - time.time()
    return min(max(left_s / BEATS_IN_TIMEOUT, SHORTEST_EVERY_S), DEFAULT_EVERY_S)
