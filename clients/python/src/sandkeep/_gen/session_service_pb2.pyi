# Written by scripts/python-stubs.ts from proto/; change it there.
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from . import common_pb2 as _common_pb2
from . import sandbox_service_pb2 as _sandbox_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SessionState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SESSION_STATE_UNSPECIFIED: _ClassVar[SessionState]
    SESSION_STATE_ACTIVE: _ClassVar[SessionState]
    SESSION_STATE_RECYCLING: _ClassVar[SessionState]
    SESSION_STATE_RECYCLED: _ClassVar[SessionState]
    SESSION_STATE_RESTORING: _ClassVar[SessionState]
    SESSION_STATE_RELEASED: _ClassVar[SessionState]
SESSION_STATE_UNSPECIFIED: SessionState
SESSION_STATE_ACTIVE: SessionState
SESSION_STATE_RECYCLING: SessionState
SESSION_STATE_RECYCLED: SessionState
SESSION_STATE_RESTORING: SessionState
SESSION_STATE_RELEASED: SessionState

class Session(_message.Message):
    __slots__ = ("key", "state", "generation", "sandboxes", "heartbeat_timeout", "idle_timeout", "last_heartbeat_time", "recycle_time", "create_time")
    KEY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    SANDBOXES_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    LAST_HEARTBEAT_TIME_FIELD_NUMBER: _ClassVar[int]
    RECYCLE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    key: _common_pb2.SessionKey
    state: SessionState
    generation: int
    sandboxes: _containers.RepeatedCompositeFieldContainer[_common_pb2.Sandbox]
    heartbeat_timeout: _duration_pb2.Duration
    idle_timeout: _duration_pb2.Duration
    last_heartbeat_time: _timestamp_pb2.Timestamp
    recycle_time: _timestamp_pb2.Timestamp
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, key: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., state: _Optional[_Union[SessionState, str]] = ..., generation: _Optional[int] = ..., sandboxes: _Optional[_Iterable[_Union[_common_pb2.Sandbox, _Mapping]]] = ..., heartbeat_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., idle_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., last_heartbeat_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., recycle_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetSessionRequest(_message.Message):
    __slots__ = ("session",)
    SESSION_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ...) -> None: ...

class GetSessionResponse(_message.Message):
    __slots__ = ("session",)
    SESSION_FIELD_NUMBER: _ClassVar[int]
    session: Session
    def __init__(self, session: _Optional[_Union[Session, _Mapping]] = ...) -> None: ...

class ListSessionsRequest(_message.Message):
    __slots__ = ("namespace", "user", "states", "page_size", "page_token")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    user: str
    states: _containers.RepeatedScalarFieldContainer[SessionState]
    page_size: int
    page_token: str
    def __init__(self, namespace: _Optional[str] = ..., user: _Optional[str] = ..., states: _Optional[_Iterable[_Union[SessionState, str]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSessionsResponse(_message.Message):
    __slots__ = ("sessions", "next_page_token")
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sessions: _containers.RepeatedCompositeFieldContainer[Session]
    next_page_token: str
    def __init__(self, sessions: _Optional[_Iterable[_Union[Session, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class HeartbeatRequest(_message.Message):
    __slots__ = ("session", "expected_generation", "heartbeat_timeout", "idle_timeout", "restore")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_GENERATION_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    RESTORE_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    expected_generation: int
    heartbeat_timeout: _duration_pb2.Duration
    idle_timeout: _duration_pb2.Duration
    restore: bool
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., expected_generation: _Optional[int] = ..., heartbeat_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., idle_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., restore: bool = ...) -> None: ...

class HeartbeatResponse(_message.Message):
    __slots__ = ("state", "generation", "recycle_time", "needs_restore")
    STATE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    RECYCLE_TIME_FIELD_NUMBER: _ClassVar[int]
    NEEDS_RESTORE_FIELD_NUMBER: _ClassVar[int]
    state: SessionState
    generation: int
    recycle_time: _timestamp_pb2.Timestamp
    needs_restore: bool
    def __init__(self, state: _Optional[_Union[SessionState, str]] = ..., generation: _Optional[int] = ..., recycle_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., needs_restore: bool = ...) -> None: ...

class ReleaseSessionRequest(_message.Message):
    __slots__ = ("session", "mode", "force", "delete_workspace", "wait", "request_id")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    DELETE_WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    mode: _sandbox_service_pb2.ReleaseMode
    force: bool
    delete_workspace: bool
    wait: bool
    request_id: str
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., mode: _Optional[_Union[_sandbox_service_pb2.ReleaseMode, str]] = ..., force: bool = ..., delete_workspace: bool = ..., wait: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class ReleaseSessionResponse(_message.Message):
    __slots__ = ("matched", "released", "held", "failed")
    MATCHED_FIELD_NUMBER: _ClassVar[int]
    RELEASED_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    matched: int
    released: int
    held: int
    failed: int
    def __init__(self, matched: _Optional[int] = ..., released: _Optional[int] = ..., held: _Optional[int] = ..., failed: _Optional[int] = ...) -> None: ...

class ReapSessionRequest(_message.Message):
    __slots__ = ("session", "force", "wait", "request_id")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    force: bool
    wait: bool
    request_id: str
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., force: bool = ..., wait: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class ReapSessionResponse(_message.Message):
    __slots__ = ("session", "recycled")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    RECYCLED_FIELD_NUMBER: _ClassVar[int]
    session: Session
    recycled: int
    def __init__(self, session: _Optional[_Union[Session, _Mapping]] = ..., recycled: _Optional[int] = ...) -> None: ...

class RestoreSessionRequest(_message.Message):
    __slots__ = ("session", "request_id")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    request_id: str
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RestoreFailure(_message.Message):
    __slots__ = ("sandbox_id", "reason", "message")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    reason: str
    message: str
    def __init__(self, sandbox_id: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class RestoreSessionResponse(_message.Message):
    __slots__ = ("session", "restored", "failures")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    RESTORED_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    session: Session
    restored: _containers.RepeatedCompositeFieldContainer[_common_pb2.Sandbox]
    failures: _containers.RepeatedCompositeFieldContainer[RestoreFailure]
    def __init__(self, session: _Optional[_Union[Session, _Mapping]] = ..., restored: _Optional[_Iterable[_Union[_common_pb2.Sandbox, _Mapping]]] = ..., failures: _Optional[_Iterable[_Union[RestoreFailure, _Mapping]]] = ...) -> None: ...
