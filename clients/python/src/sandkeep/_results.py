"""What commands leave, in the terms of Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ._error import CommandFailed
from ._gen import messages
from ._policy import seconds_of


@dataclass(frozen=True)
class OutputPiece:
    """A piece of the output of a command."""

    #: With a terminal all output is stdout.
    stream: Literal["stdout", "stderr"]
    #: Of the first byte, from the beginning of the stream.
    offset: int
    data: bytes

    @property
    def text(self) -> str:
        """The data as UTF-8; a character that is cut between two pieces is replaced."""
        return self.data.decode(errors="replace")


@dataclass(frozen=True)
class ExitStatus:
    """How a command ended. What is not known is absent, never invented."""

    #: Name of the cause without its prefix: "EXITED", "SIGNALLED", "TIMED_OUT", "DAEMON_RESTARTED", and so on.
    cause: str
    #: None when it is unknown, or when its time-out ended it.
    exit_code: int | None
    #: Such as "SIGTERM", where that is known; else empty.
    signal: str = ""
    #: More about it for people; may be empty.
    message: str = ""

    @property
    def ok(self) -> bool:
        """Whether it ended by itself with exit code 0."""
        return self.exit_code == 0 and self.cause == "EXITED"

    @property
    def how(self) -> str:
        """The end in a few words."""
        return self.signal or (f"exit code {self.exit_code}" if self.exit_code is not None else self.cause)


@dataclass(frozen=True)
class CommandResult:
    """A command that is over, with its output.

    >>> result = CommandResult(ExitStatus("EXITED", 0), b"hello\\n", b"")
    >>> result.text, result.ok
    ('hello\\n', True)
    """

    status: ExitStatus
    stdout: bytes
    stderr: bytes
    #: Bytes of standard output beyond those kept, or lost with an earlier daemon and known to be.
    stdout_truncated_bytes: int = 0
    #: Bytes of standard error beyond those kept, or lost with an earlier daemon and known to be.
    stderr_truncated_bytes: int = 0
    #: Seconds that it ran; None where nobody measured it.
    duration_s: float | None = field(default=None, compare=False)

    @property
    def exit_code(self) -> int | None:
        """None when it is unknown, or when its time-out ended it."""
        return self.status.exit_code

    @property
    def timed_out(self) -> bool:
        """Whether its time-out ended it."""
        return self.status.cause == "TIMED_OUT"

    @property
    def ok(self) -> bool:
        """Whether it ended by itself with exit code 0."""
        return self.status.ok

    @property
    def how(self) -> str:
        """The end in a few words."""
        return self.status.how

    @property
    def text(self) -> str:
        """Standard output as UTF-8; what is none is replaced."""
        return self.stdout.decode(errors="replace")

    def check(self) -> CommandResult:
        """This result. Raises CommandFailed unless it is ok."""
        if not self.ok:
            raise CommandFailed(self)
        return self


def result_of_run(response: messages.RunExecResponse) -> CommandResult:
    """What RunExec answers with."""
    exit_code = response.exit_code if response.HasField("exit_code") else None
    cause = "TIMED_OUT" if response.timed_out else "EXITED" if exit_code is not None else "UNKNOWN"
    return CommandResult(
        status=ExitStatus(cause, exit_code),
        stdout=response.stdout,
        stderr=response.stderr,
        stdout_truncated_bytes=response.stdout_truncated_bytes,
        stderr_truncated_bytes=response.stderr_truncated_bytes,
        duration_s=seconds_of(response.duration),
    )


def status_of_exec(exec_: messages.Exec) -> ExitStatus:
    """The end of a command that has ended."""
    end = exec_.exit
    return ExitStatus(
        cause=enum_name(messages.ExecCause, end.cause, "EXEC_CAUSE_"),
        exit_code=end.exit_code if end.HasField("exit_code") else None,
        signal=end.signal,
        message=end.message,
    )


def enum_name(kind: object, value: int, prefix: str) -> str:
    """Name of a value without its prefix. One that this package is too old to know is UNSPECIFIED.

    >>> enum_name(messages.SandboxState, 3, "SANDBOX_STATE_")
    'RUNNING'
    >>> enum_name(messages.SandboxState, 9999, "SANDBOX_STATE_")
    'UNSPECIFIED'
    """
    names: dict[int, str] = {number: name for name, number in kind.items()}  # type: ignore[attr-defined]
    return names.get(value, f"{prefix}UNSPECIFIED").removeprefix(prefix)
