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

class SandboxState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SANDBOX_STATE_UNSPECIFIED: _ClassVar[SandboxState]
    SANDBOX_STATE_CREATING: _ClassVar[SandboxState]
    SANDBOX_STATE_WARM: _ClassVar[SandboxState]
    SANDBOX_STATE_RUNNING: _ClassVar[SandboxState]
    SANDBOX_STATE_PAUSED: _ClassVar[SandboxState]
    SANDBOX_STATE_PARKED: _ClassVar[SandboxState]
    SANDBOX_STATE_STOPPED: _ClassVar[SandboxState]
    SANDBOX_STATE_LOST: _ClassVar[SandboxState]
    SANDBOX_STATE_RECYCLING: _ClassVar[SandboxState]
    SANDBOX_STATE_RECYCLED: _ClassVar[SandboxState]
    SANDBOX_STATE_RESTORING: _ClassVar[SandboxState]
    SANDBOX_STATE_RELEASING: _ClassVar[SandboxState]
    SANDBOX_STATE_RELEASED: _ClassVar[SandboxState]
    SANDBOX_STATE_FAILED: _ClassVar[SandboxState]

class Actor(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACTOR_UNSPECIFIED: _ClassVar[Actor]
    ACTOR_CLIENT: _ClassVar[Actor]
    ACTOR_IDLE: _ClassVar[Actor]
    ACTOR_POOL: _ClassVar[Actor]
    ACTOR_RECONCILE: _ClassVar[Actor]
    ACTOR_ENGINE: _ClassVar[Actor]
    ACTOR_SHUTDOWN: _ClassVar[Actor]
SANDBOX_STATE_UNSPECIFIED: SandboxState
SANDBOX_STATE_CREATING: SandboxState
SANDBOX_STATE_WARM: SandboxState
SANDBOX_STATE_RUNNING: SandboxState
SANDBOX_STATE_PAUSED: SandboxState
SANDBOX_STATE_PARKED: SandboxState
SANDBOX_STATE_STOPPED: SandboxState
SANDBOX_STATE_LOST: SandboxState
SANDBOX_STATE_RECYCLING: SandboxState
SANDBOX_STATE_RECYCLED: SandboxState
SANDBOX_STATE_RESTORING: SandboxState
SANDBOX_STATE_RELEASING: SandboxState
SANDBOX_STATE_RELEASED: SandboxState
SANDBOX_STATE_FAILED: SandboxState
ACTOR_UNSPECIFIED: Actor
ACTOR_CLIENT: Actor
ACTOR_IDLE: Actor
ACTOR_POOL: Actor
ACTOR_RECONCILE: Actor
ACTOR_ENGINE: Actor
ACTOR_SHUTDOWN: Actor

class SessionKey(_message.Message):
    __slots__ = ("namespace", "user", "session")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    user: str
    session: str
    def __init__(self, namespace: _Optional[str] = ..., user: _Optional[str] = ..., session: _Optional[str] = ...) -> None: ...

class Endpoint(_message.Message):
    __slots__ = ("url", "ports")
    URL_FIELD_NUMBER: _ClassVar[int]
    PORTS_FIELD_NUMBER: _ClassVar[int]
    url: str
    ports: _containers.RepeatedCompositeFieldContainer[Port]
    def __init__(self, url: _Optional[str] = ..., ports: _Optional[_Iterable[_Union[Port, _Mapping]]] = ...) -> None: ...

class Port(_message.Message):
    __slots__ = ("container_port", "host", "host_port")
    CONTAINER_PORT_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    HOST_PORT_FIELD_NUMBER: _ClassVar[int]
    container_port: int
    host: str
    host_port: int
    def __init__(self, container_port: _Optional[int] = ..., host: _Optional[str] = ..., host_port: _Optional[int] = ...) -> None: ...

class Failure(_message.Message):
    __slots__ = ("reason", "message", "exit_code", "oom_killed", "log_tail", "time")
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    OOM_KILLED_FIELD_NUMBER: _ClassVar[int]
    LOG_TAIL_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    reason: str
    message: str
    exit_code: int
    oom_killed: bool
    log_tail: _containers.RepeatedScalarFieldContainer[str]
    time: _timestamp_pb2.Timestamp
    def __init__(self, reason: _Optional[str] = ..., message: _Optional[str] = ..., exit_code: _Optional[int] = ..., oom_killed: bool = ..., log_tail: _Optional[_Iterable[str]] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Sandbox(_message.Message):
    __slots__ = ("id", "session", "template", "runtime", "state", "generation", "container_name", "container_id", "image", "image_digest", "template_digest", "outdated", "quarantined", "labels", "annotations", "holders", "workspace_id", "workspace_on_host", "workspace_path", "idle_timeout", "create_time", "update_time", "last_active_time", "release_time", "purge_time", "reason", "message", "actor", "failure", "etag", "primary", "storage_path")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class AnnotationsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    CONTAINER_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTAINER_ID_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OUTDATED_FIELD_NUMBER: _ClassVar[int]
    QUARANTINED_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ANNOTATIONS_FIELD_NUMBER: _ClassVar[int]
    HOLDERS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_ON_HOST_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_PATH_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_ACTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    RELEASE_TIME_FIELD_NUMBER: _ClassVar[int]
    PURGE_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    PRIMARY_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PATH_FIELD_NUMBER: _ClassVar[int]
    id: str
    session: SessionKey
    template: str
    runtime: str
    state: SandboxState
    generation: int
    container_name: str
    container_id: str
    image: str
    image_digest: str
    template_digest: str
    outdated: bool
    quarantined: bool
    labels: _containers.ScalarMap[str, str]
    annotations: _containers.ScalarMap[str, str]
    holders: _containers.RepeatedScalarFieldContainer[str]
    workspace_id: str
    workspace_on_host: bool
    workspace_path: str
    idle_timeout: _duration_pb2.Duration
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    last_active_time: _timestamp_pb2.Timestamp
    release_time: _timestamp_pb2.Timestamp
    purge_time: _timestamp_pb2.Timestamp
    reason: str
    message: str
    actor: Actor
    failure: Failure
    etag: str
    primary: bool
    storage_path: str
    def __init__(self, id: _Optional[str] = ..., session: _Optional[_Union[SessionKey, _Mapping]] = ..., template: _Optional[str] = ..., runtime: _Optional[str] = ..., state: _Optional[_Union[SandboxState, str]] = ..., generation: _Optional[int] = ..., container_name: _Optional[str] = ..., container_id: _Optional[str] = ..., image: _Optional[str] = ..., image_digest: _Optional[str] = ..., template_digest: _Optional[str] = ..., outdated: bool = ..., quarantined: bool = ..., labels: _Optional[_Mapping[str, str]] = ..., annotations: _Optional[_Mapping[str, str]] = ..., holders: _Optional[_Iterable[str]] = ..., workspace_id: _Optional[str] = ..., workspace_on_host: bool = ..., workspace_path: _Optional[str] = ..., idle_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_active_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., release_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., purge_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., actor: _Optional[_Union[Actor, str]] = ..., failure: _Optional[_Union[Failure, _Mapping]] = ..., etag: _Optional[str] = ..., primary: bool = ..., storage_path: _Optional[str] = ...) -> None: ...
