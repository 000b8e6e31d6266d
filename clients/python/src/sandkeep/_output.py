"""Where the reading of an output stream stands."""

from __future__ import annotations


class OutputPosition:
    """Takes pieces in order, some of them twice, some missing.

    >>> position = OutputPosition(0)
    >>> position.take(0, b"abc"), position.take(1, b"bcd"), position.take(6, b"g"), position.next
    ((b'abc', False), (b'd', False), (b'g', True), 7)
    """

    def __init__(self, start: int | None) -> None:
        #: None takes the offset of the first piece for the beginning.
        self._next = start

    @property
    def next(self) -> int:
        """Offset of the next byte."""
        return self._next or 0

    def take(self, offset: int, data: bytes) -> tuple[bytes, bool]:
        """What of the data is new, and whether something before it is missing."""
        expected = offset if self._next is None else self._next
        new = data[max(expected - offset, 0) :]
        self._next = max(expected, offset + len(data))
        return new, offset > expected
