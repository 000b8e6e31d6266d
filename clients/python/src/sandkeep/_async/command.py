"""A command that runs: input one way, output and the end the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import TracebackType
from typing import Literal

from .. import _requests as requests
from .._error import DaemonUnreachable, SandkeepError
from .._gen import messages
from .._output import OutputPosition
from .._policy import INPUT_CHUNK_BYTES, Backoff, may_resume
from .._results import CommandResult, ExitStatus, OutputPiece, status_of_exec
from .._tables import RETRY_ATTEMPTS
from .calls import AsyncCalls, AsyncDuplex

#: What an attach with offsets fails with where the output is gone, by a restart or by its amount.
_OUTPUT_IS_NOT_KEPT = ("EXEC_DETACHED", "EXEC_OUTPUT_TRIMMED")


class AsyncCommand:
    """A command with its streams. It goes on when this object is closed, and when the connection breaks.

    A connection that breaks is made again: with a daemon that is another one, the output since then is lost where the
    runtime cannot give it, which ``output_lost`` says, and the end is still reported. A reader that stops reading
    stops the command.

    >>> async with box.exec("read name; echo hello $name", open_stdin=True) as command:  # doctest: +SKIP
    ...     await command.write("ada\\n")
    ...     async for piece in command:
    ...         print(piece.stream, piece.text)
    ...     print((await command.wait()).exit_code)
    stdout hello ada
    0
    """

    def __init__(self, calls: AsyncCalls, first: messages.StreamExecRequest) -> None:
        #: The command as the daemon last told of it.
        self.info = messages.Exec()
        #: Whether some of its output could not be had.
        self.output_lost = False
        self._calls = calls
        self._first = first
        self._duplex: AsyncDuplex[messages.StreamExecRequest, messages.StreamExecResponse] | None = None
        self._status: ExitStatus | None = None
        self._backoff = Backoff(attempts=RETRY_ATTEMPTS)
        # Whether the stream was asked to go on at an offset that the caller did not choose.
        self._is_resumed = False
        attach = first.attach
        self._positions = {
            "stdout": OutputPosition(attach.stdout_offset if attach.HasField("stdout_offset") else None),
            "stderr": OutputPosition(attach.stderr_offset if attach.HasField("stderr_offset") else None),
        }

    @classmethod
    async def open(cls, calls: AsyncCalls, first: messages.StreamExecRequest) -> AsyncCommand:
        """Returns when the command runs. The first message starts it, under a name, or attaches to it."""
        command = cls(calls, first)
        await command._connect(first)
        return command

    @property
    def exec_id(self) -> str:
        """Name of the command, unique in its sandbox; ``attach`` takes it."""
        return self.info.exec_id

    async def write(self, data: bytes | str) -> None:
        """Sends input, text as UTF-8; returns when more may be sent. Input of a command that has ended is dropped."""
        whole = requests.bytes_of(data)
        for start in range(0, len(whole), INPUT_CHUNK_BYTES):
            await self._send(messages.StreamExecRequest(stdin=whole[start : start + INPUT_CHUNK_BYTES]))

    async def end_input(self) -> None:
        """Ends the input; output goes on."""
        await self._send(messages.StreamExecRequest(stdin_end=messages.StdinEnd()))

    async def signal(self, name: str = "SIGTERM") -> None:
        """Sends a signal such as "SIGINT" to the whole process tree."""
        await self._send(messages.StreamExecRequest(signal=name))

    async def resize(self, columns: int, rows: int) -> None:
        """Changes the size of its terminal."""
        size = messages.TerminalSize(columns=columns, rows=rows)
        await self._send(messages.StreamExecRequest(resize=size))

    def __aiter__(self) -> AsyncIterator[OutputPiece]:
        return self

    async def __anext__(self) -> OutputPiece:
        while self._status is None:
            frame = await self._next_frame()
            if frame.HasField("exit"):
                self._end(frame.exit)
                break
            piece = self._piece_of(frame)
            if piece is not None:
                return piece
        raise StopAsyncIteration

    async def wait(self) -> ExitStatus:
        """How it ended. Reads what is left of its output and drops it."""
        async for _ in self:
            pass
        assert self._status is not None
        return self._status

    async def communicate(self, data: bytes | str = b"") -> CommandResult:
        """Sends input and ends it, if it was asked for, and gives the output and the end.

        All in memory, and input before output: for what fits there. ``write`` and iteration have no such bounds.
        """
        if self._first.start.open_stdin:
            await self.write(data)
            await self.end_input()
        output: dict[str, list[bytes]] = {"stdout": [], "stderr": []}
        async for piece in self:
            output[piece.stream].append(piece.data)
        assert self._status is not None
        return CommandResult(
            status=self._status,
            stdout=b"".join(output["stdout"]),
            stderr=b"".join(output["stderr"]),
            stdout_truncated_bytes=max(self.info.stdout_bytes - self._positions["stdout"].next, 0),
            stderr_truncated_bytes=max(self.info.stderr_bytes - self._positions["stderr"].next, 0),
        )

    async def close(self) -> None:
        """Leaves the command running."""
        if self._duplex is not None:
            await self._duplex.cancel()

    async def __aenter__(self) -> AsyncCommand:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _send(self, message: messages.StreamExecRequest) -> None:
        if self._duplex is not None and self._status is None:
            await self._duplex.write(message)

    async def _connect(self, first: messages.StreamExecRequest) -> None:
        """Opens the stream; opens it again while the daemon restarts."""
        while True:
            try:
                self._duplex = await self._calls.duplex(self._calls.stubs.exec.StreamExec, first)
                frame = await self._duplex.read()
                if frame is None or not frame.HasField("started"):
                    raise DaemonUnreachable("the stream ended before the command was started")
                self.info = frame.started
                return
            except SandkeepError as failure:
                delay_s = self._backoff.next_delay_s(failure) if may_resume(failure) else None
                if delay_s is None:
                    raise
            await self._calls.pause(delay_s)

    async def _next_frame(self) -> messages.StreamExecResponse:
        while True:
            assert self._duplex is not None
            try:
                frame = await self._duplex.read()
                if frame is None:
                    raise DaemonUnreachable("the stream ended before the command")
                self._backoff = Backoff(attempts=RETRY_ATTEMPTS)
                return frame
            except SandkeepError as failure:
                attach = self._attach_after(failure)
                delay_s = self._backoff.next_delay_s(failure)
                if delay_s is None:
                    raise
            await self._calls.pause(delay_s)
            await self._connect(messages.StreamExecRequest(attach=attach))

    def _attach_after(self, failure: SandkeepError) -> messages.AttachExec:
        """How to go on: where the output stood, else with what is kept. Raises a failure that ends the stream."""
        attach = messages.AttachExec(sandbox_id=self.info.sandbox_id, exec_id=self.info.exec_id)
        if self._is_resumed and failure.reason in _OUTPUT_IS_NOT_KEPT:
            self._is_resumed = False
            self.output_lost = True
            return attach
        if not may_resume(failure):
            raise failure
        self._is_resumed = True
        attach.stdout_offset = self._positions["stdout"].next
        attach.stderr_offset = self._positions["stderr"].next
        return attach

    def _piece_of(self, frame: messages.StreamExecResponse) -> OutputPiece | None:
        """None for what this package does not know, and for what was read before."""
        name: Literal["stdout", "stderr"]
        if frame.HasField("stdout"):
            name, output = "stdout", frame.stdout
        elif frame.HasField("stderr"):
            name, output = "stderr", frame.stderr
        else:
            return None
        data, is_gap = self._positions[name].take(output.offset, output.data)
        self.output_lost = self.output_lost or is_gap
        return OutputPiece(name, self._positions[name].next - len(data), data) if data else None

    def _end(self, ended: messages.Exec) -> None:
        self.info = ended
        self._status = status_of_exec(ended)
