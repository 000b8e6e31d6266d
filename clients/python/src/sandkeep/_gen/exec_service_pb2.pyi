# Written by scripts/python-stubs.ts from proto/; change it there.
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WhenFull(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WHEN_FULL_UNSPECIFIED: _ClassVar[WhenFull]
    WHEN_FULL_BLOCK: _ClassVar[WhenFull]
    WHEN_FULL_TRIM: _ClassVar[WhenFull]

class ExecState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXEC_STATE_UNSPECIFIED: _ClassVar[ExecState]
    EXEC_STATE_STARTING: _ClassVar[ExecState]
    EXEC_STATE_RUNNING: _ClassVar[ExecState]
    EXEC_STATE_ENDED: _ClassVar[ExecState]

class ExecCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXEC_CAUSE_UNSPECIFIED: _ClassVar[ExecCause]
    EXEC_CAUSE_EXITED: _ClassVar[ExecCause]
    EXEC_CAUSE_SIGNALLED: _ClassVar[ExecCause]
    EXEC_CAUSE_TIMED_OUT: _ClassVar[ExecCause]
    EXEC_CAUSE_OUT_OF_MEMORY: _ClassVar[ExecCause]
    EXEC_CAUSE_SANDBOX_GONE: _ClassVar[ExecCause]
    EXEC_CAUSE_DAEMON_RESTARTED: _ClassVar[ExecCause]
    EXEC_CAUSE_NOT_STARTED: _ClassVar[ExecCause]
    EXEC_CAUSE_UNKNOWN: _ClassVar[ExecCause]
WHEN_FULL_UNSPECIFIED: WhenFull
WHEN_FULL_BLOCK: WhenFull
WHEN_FULL_TRIM: WhenFull
EXEC_STATE_UNSPECIFIED: ExecState
EXEC_STATE_STARTING: ExecState
EXEC_STATE_RUNNING: ExecState
EXEC_STATE_ENDED: ExecState
EXEC_CAUSE_UNSPECIFIED: ExecCause
EXEC_CAUSE_EXITED: ExecCause
EXEC_CAUSE_SIGNALLED: ExecCause
EXEC_CAUSE_TIMED_OUT: ExecCause
EXEC_CAUSE_OUT_OF_MEMORY: ExecCause
EXEC_CAUSE_SANDBOX_GONE: ExecCause
EXEC_CAUSE_DAEMON_RESTARTED: ExecCause
EXEC_CAUSE_NOT_STARTED: ExecCause
EXEC_CAUSE_UNKNOWN: ExecCause

class ExecSpec(_message.Message):
    __slots__ = ("sandbox_id", "exec_id", "argv", "shell", "environment", "workdir", "user", "timeout", "terminal", "open_stdin", "when_full")
    class EnvironmentEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    EXEC_ID_FIELD_NUMBER: _ClassVar[int]
    ARGV_FIELD_NUMBER: _ClassVar[int]
    SHELL_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKDIR_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    TERMINAL_FIELD_NUMBER: _ClassVar[int]
    OPEN_STDIN_FIELD_NUMBER: _ClassVar[int]
    WHEN_FULL_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    exec_id: str
    argv: _containers.RepeatedScalarFieldContainer[str]
    shell: str
    environment: _containers.ScalarMap[str, str]
    workdir: str
    user: str
    timeout: _duration_pb2.Duration
    terminal: TerminalSize
    open_stdin: bool
    when_full: WhenFull
    def __init__(self, sandbox_id: _Optional[str] = ..., exec_id: _Optional[str] = ..., argv: _Optional[_Iterable[str]] = ..., shell: _Optional[str] = ..., environment: _Optional[_Mapping[str, str]] = ..., workdir: _Optional[str] = ..., user: _Optional[str] = ..., timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., terminal: _Optional[_Union[TerminalSize, _Mapping]] = ..., open_stdin: bool = ..., when_full: _Optional[_Union[WhenFull, str]] = ...) -> None: ...

class TerminalSize(_message.Message):
    __slots__ = ("columns", "rows")
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    columns: int
    rows: int
    def __init__(self, columns: _Optional[int] = ..., rows: _Optional[int] = ...) -> None: ...

class ExecExit(_message.Message):
    __slots__ = ("cause", "exit_code", "signal", "message")
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    cause: ExecCause
    exit_code: int
    signal: str
    message: str
    def __init__(self, cause: _Optional[_Union[ExecCause, str]] = ..., exit_code: _Optional[int] = ..., signal: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class Exec(_message.Message):
    __slots__ = ("sandbox_id", "exec_id", "generation", "command", "user", "has_terminal", "state", "exit", "start_time", "deadline", "end_time", "stdout_bytes", "stderr_bytes", "stdin_bytes", "attachable")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    EXEC_ID_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    HAS_TERMINAL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    EXIT_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    STDOUT_BYTES_FIELD_NUMBER: _ClassVar[int]
    STDERR_BYTES_FIELD_NUMBER: _ClassVar[int]
    STDIN_BYTES_FIELD_NUMBER: _ClassVar[int]
    ATTACHABLE_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    exec_id: str
    generation: int
    command: str
    user: str
    has_terminal: bool
    state: ExecState
    exit: ExecExit
    start_time: _timestamp_pb2.Timestamp
    deadline: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    stdout_bytes: int
    stderr_bytes: int
    stdin_bytes: int
    attachable: bool
    def __init__(self, sandbox_id: _Optional[str] = ..., exec_id: _Optional[str] = ..., generation: _Optional[int] = ..., command: _Optional[str] = ..., user: _Optional[str] = ..., has_terminal: bool = ..., state: _Optional[_Union[ExecState, str]] = ..., exit: _Optional[_Union[ExecExit, _Mapping]] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., deadline: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., stdout_bytes: _Optional[int] = ..., stderr_bytes: _Optional[int] = ..., stdin_bytes: _Optional[int] = ..., attachable: bool = ...) -> None: ...

class StreamExecRequest(_message.Message):
    __slots__ = ("start", "attach", "stdin", "stdin_end", "resize", "signal")
    START_FIELD_NUMBER: _ClassVar[int]
    ATTACH_FIELD_NUMBER: _ClassVar[int]
    STDIN_FIELD_NUMBER: _ClassVar[int]
    STDIN_END_FIELD_NUMBER: _ClassVar[int]
    RESIZE_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    start: ExecSpec
    attach: AttachExec
    stdin: bytes
    stdin_end: StdinEnd
    resize: TerminalSize
    signal: str
    def __init__(self, start: _Optional[_Union[ExecSpec, _Mapping]] = ..., attach: _Optional[_Union[AttachExec, _Mapping]] = ..., stdin: _Optional[bytes] = ..., stdin_end: _Optional[_Union[StdinEnd, _Mapping]] = ..., resize: _Optional[_Union[TerminalSize, _Mapping]] = ..., signal: _Optional[str] = ...) -> None: ...

class StdinEnd(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class AttachExec(_message.Message):
    __slots__ = ("sandbox_id", "exec_id", "stdout_offset", "stderr_offset")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    EXEC_ID_FIELD_NUMBER: _ClassVar[int]
    STDOUT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    STDERR_OFFSET_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    exec_id: str
    stdout_offset: int
    stderr_offset: int
    def __init__(self, sandbox_id: _Optional[str] = ..., exec_id: _Optional[str] = ..., stdout_offset: _Optional[int] = ..., stderr_offset: _Optional[int] = ...) -> None: ...

class StreamExecResponse(_message.Message):
    __slots__ = ("started", "stdout", "stderr", "exit")
    STARTED_FIELD_NUMBER: _ClassVar[int]
    STDOUT_FIELD_NUMBER: _ClassVar[int]
    STDERR_FIELD_NUMBER: _ClassVar[int]
    EXIT_FIELD_NUMBER: _ClassVar[int]
    started: Exec
    stdout: ExecOutput
    stderr: ExecOutput
    exit: Exec
    def __init__(self, started: _Optional[_Union[Exec, _Mapping]] = ..., stdout: _Optional[_Union[ExecOutput, _Mapping]] = ..., stderr: _Optional[_Union[ExecOutput, _Mapping]] = ..., exit: _Optional[_Union[Exec, _Mapping]] = ...) -> None: ...

class ExecOutput(_message.Message):
    __slots__ = ("offset", "data")
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    offset: int
    data: bytes
    def __init__(self, offset: _Optional[int] = ..., data: _Optional[bytes] = ...) -> None: ...

class StartExecRequest(_message.Message):
    __slots__ = ("spec", "stdin")
    SPEC_FIELD_NUMBER: _ClassVar[int]
    STDIN_FIELD_NUMBER: _ClassVar[int]
    spec: ExecSpec
    stdin: bytes
    def __init__(self, spec: _Optional[_Union[ExecSpec, _Mapping]] = ..., stdin: _Optional[bytes] = ...) -> None: ...

class StartExecResponse(_message.Message):
    __slots__ = ("exec",)
    EXEC_FIELD_NUMBER: _ClassVar[int]
    exec: Exec
    def __init__(self, exec: _Optional[_Union[Exec, _Mapping]] = ...) -> None: ...

class GetExecRequest(_message.Message):
    __slots__ = ("sandbox_id", "exec_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    EXEC_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    exec_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., exec_id: _Optional[str] = ...) -> None: ...

class GetExecResponse(_message.Message):
    __slots__ = ("exec",)
    EXEC_FIELD_NUMBER: _ClassVar[int]
    exec: Exec
    def __init__(self, exec: _Optional[_Union[Exec, _Mapping]] = ...) -> None: ...

class ListExecsRequest(_message.Message):
    __slots__ = ("sandbox_id", "page_size", "page_token")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    page_size: int
    page_token: str
    def __init__(self, sandbox_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListExecsResponse(_message.Message):
    __slots__ = ("execs", "next_page_token")
    EXECS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    execs: _containers.RepeatedCompositeFieldContainer[Exec]
    next_page_token: str
    def __init__(self, execs: _Optional[_Iterable[_Union[Exec, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class SignalExecRequest(_message.Message):
    __slots__ = ("sandbox_id", "exec_id", "signal", "request_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    EXEC_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    exec_id: str
    signal: str
    request_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., exec_id: _Optional[str] = ..., signal: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class SignalExecResponse(_message.Message):
    __slots__ = ("exec",)
    EXEC_FIELD_NUMBER: _ClassVar[int]
    exec: Exec
    def __init__(self, exec: _Optional[_Union[Exec, _Mapping]] = ...) -> None: ...

class WaitExecRequest(_message.Message):
    __slots__ = ("sandbox_id", "exec_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    EXEC_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    exec_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., exec_id: _Optional[str] = ...) -> None: ...

class WaitExecResponse(_message.Message):
    __slots__ = ("exec",)
    EXEC_FIELD_NUMBER: _ClassVar[int]
    exec: Exec
    def __init__(self, exec: _Optional[_Union[Exec, _Mapping]] = ...) -> None: ...

class RunExecRequest(_message.Message):
    __slots__ = ("sandbox_id", "argv", "shell", "environment", "workdir", "user", "stdin", "timeout", "max_output_bytes", "request_id")
    class EnvironmentEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    ARGV_FIELD_NUMBER: _ClassVar[int]
    SHELL_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKDIR_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    STDIN_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    MAX_OUTPUT_BYTES_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    argv: _containers.RepeatedScalarFieldContainer[str]
    shell: str
    environment: _containers.ScalarMap[str, str]
    workdir: str
    user: str
    stdin: bytes
    timeout: _duration_pb2.Duration
    max_output_bytes: int
    request_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., argv: _Optional[_Iterable[str]] = ..., shell: _Optional[str] = ..., environment: _Optional[_Mapping[str, str]] = ..., workdir: _Optional[str] = ..., user: _Optional[str] = ..., stdin: _Optional[bytes] = ..., timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., max_output_bytes: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class RunExecResponse(_message.Message):
    __slots__ = ("exit_code", "stdout", "stderr", "stdout_truncated_bytes", "stderr_truncated_bytes", "timed_out", "duration")
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    STDOUT_FIELD_NUMBER: _ClassVar[int]
    STDERR_FIELD_NUMBER: _ClassVar[int]
    STDOUT_TRUNCATED_BYTES_FIELD_NUMBER: _ClassVar[int]
    STDERR_TRUNCATED_BYTES_FIELD_NUMBER: _ClassVar[int]
    TIMED_OUT_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    exit_code: int
    stdout: bytes
    stderr: bytes
    stdout_truncated_bytes: int
    stderr_truncated_bytes: int
    timed_out: bool
    duration: _duration_pb2.Duration
    def __init__(self, exit_code: _Optional[int] = ..., stdout: _Optional[bytes] = ..., stderr: _Optional[bytes] = ..., stdout_truncated_bytes: _Optional[int] = ..., stderr_truncated_bytes: _Optional[int] = ..., timed_out: bool = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...
