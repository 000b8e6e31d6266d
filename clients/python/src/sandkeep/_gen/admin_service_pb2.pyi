# Written by scripts/python-stubs.ts from proto/; change it there.
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DaemonStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DAEMON_STATUS_UNSPECIFIED: _ClassVar[DaemonStatus]
    DAEMON_STATUS_STARTING: _ClassVar[DaemonStatus]
    DAEMON_STATUS_READY: _ClassVar[DaemonStatus]
    DAEMON_STATUS_DEGRADED: _ClassVar[DaemonStatus]
    DAEMON_STATUS_DRAINING: _ClassVar[DaemonStatus]

class RecoverAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECOVER_ACTION_UNSPECIFIED: _ClassVar[RecoverAction]
    RECOVER_ACTION_SHOW: _ClassVar[RecoverAction]
    RECOVER_ACTION_ACCEPT: _ClassVar[RecoverAction]
    RECOVER_ACTION_DISCARD: _ClassVar[RecoverAction]

class DoctorSeverity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DOCTOR_SEVERITY_UNSPECIFIED: _ClassVar[DoctorSeverity]
    DOCTOR_SEVERITY_OK: _ClassVar[DoctorSeverity]
    DOCTOR_SEVERITY_NOTICE: _ClassVar[DoctorSeverity]
    DOCTOR_SEVERITY_WARNING: _ClassVar[DoctorSeverity]
    DOCTOR_SEVERITY_ERROR: _ClassVar[DoctorSeverity]

class AccessRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCESS_ROLE_UNSPECIFIED: _ClassVar[AccessRole]
    ACCESS_ROLE_READ: _ClassVar[AccessRole]
    ACCESS_ROLE_CLIENT: _ClassVar[AccessRole]
    ACCESS_ROLE_ADMIN: _ClassVar[AccessRole]
DAEMON_STATUS_UNSPECIFIED: DaemonStatus
DAEMON_STATUS_STARTING: DaemonStatus
DAEMON_STATUS_READY: DaemonStatus
DAEMON_STATUS_DEGRADED: DaemonStatus
DAEMON_STATUS_DRAINING: DaemonStatus
RECOVER_ACTION_UNSPECIFIED: RecoverAction
RECOVER_ACTION_SHOW: RecoverAction
RECOVER_ACTION_ACCEPT: RecoverAction
RECOVER_ACTION_DISCARD: RecoverAction
DOCTOR_SEVERITY_UNSPECIFIED: DoctorSeverity
DOCTOR_SEVERITY_OK: DoctorSeverity
DOCTOR_SEVERITY_NOTICE: DoctorSeverity
DOCTOR_SEVERITY_WARNING: DoctorSeverity
DOCTOR_SEVERITY_ERROR: DoctorSeverity
ACCESS_ROLE_UNSPECIFIED: AccessRole
ACCESS_ROLE_READ: AccessRole
ACCESS_ROLE_CLIENT: AccessRole
ACCESS_ROLE_ADMIN: AccessRole

class DegradedMode(_message.Message):
    __slots__ = ("subject", "reason", "message", "remedy")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    subject: str
    reason: str
    message: str
    remedy: str
    def __init__(self, subject: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., remedy: _Optional[str] = ...) -> None: ...

class RuntimeStatus(_message.Message):
    __slots__ = ("name", "available", "engine", "version", "api_version", "engine_id", "capabilities", "message")
    NAME_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    ENGINE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    API_VERSION_FIELD_NUMBER: _ClassVar[int]
    ENGINE_ID_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    name: str
    available: bool
    engine: str
    version: str
    api_version: str
    engine_id: str
    capabilities: _containers.RepeatedScalarFieldContainer[str]
    message: str
    def __init__(self, name: _Optional[str] = ..., available: bool = ..., engine: _Optional[str] = ..., version: _Optional[str] = ..., api_version: _Optional[str] = ..., engine_id: _Optional[str] = ..., capabilities: _Optional[_Iterable[str]] = ..., message: _Optional[str] = ...) -> None: ...

class LoopStatus(_message.Message):
    __slots__ = ("name", "interval", "paused", "last_run_time", "last_duration", "runs", "errors", "last_error")
    NAME_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    LAST_RUN_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_DURATION_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_FIELD_NUMBER: _ClassVar[int]
    name: str
    interval: _duration_pb2.Duration
    paused: bool
    last_run_time: _timestamp_pb2.Timestamp
    last_duration: _duration_pb2.Duration
    runs: int
    errors: int
    last_error: str
    def __init__(self, name: _Optional[str] = ..., interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., paused: bool = ..., last_run_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., runs: _Optional[int] = ..., errors: _Optional[int] = ..., last_error: _Optional[str] = ...) -> None: ...

class GetInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetInfoResponse(_message.Message):
    __slots__ = ("version", "instance_id", "epoch", "schema_version", "status", "degraded", "runtimes", "loops", "sandboxes", "start_time", "process_id", "resident_bytes", "event_seq", "default_template")
    class SandboxesEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    VERSION_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    DEGRADED_FIELD_NUMBER: _ClassVar[int]
    RUNTIMES_FIELD_NUMBER: _ClassVar[int]
    LOOPS_FIELD_NUMBER: _ClassVar[int]
    SANDBOXES_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    PROCESS_ID_FIELD_NUMBER: _ClassVar[int]
    RESIDENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    EVENT_SEQ_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    version: str
    instance_id: str
    epoch: int
    schema_version: int
    status: DaemonStatus
    degraded: _containers.RepeatedCompositeFieldContainer[DegradedMode]
    runtimes: _containers.RepeatedCompositeFieldContainer[RuntimeStatus]
    loops: _containers.RepeatedCompositeFieldContainer[LoopStatus]
    sandboxes: _containers.ScalarMap[str, int]
    start_time: _timestamp_pb2.Timestamp
    process_id: int
    resident_bytes: int
    event_seq: int
    default_template: str
    def __init__(self, version: _Optional[str] = ..., instance_id: _Optional[str] = ..., epoch: _Optional[int] = ..., schema_version: _Optional[int] = ..., status: _Optional[_Union[DaemonStatus, str]] = ..., degraded: _Optional[_Iterable[_Union[DegradedMode, _Mapping]]] = ..., runtimes: _Optional[_Iterable[_Union[RuntimeStatus, _Mapping]]] = ..., loops: _Optional[_Iterable[_Union[LoopStatus, _Mapping]]] = ..., sandboxes: _Optional[_Mapping[str, int]] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., process_id: _Optional[int] = ..., resident_bytes: _Optional[int] = ..., event_seq: _Optional[int] = ..., default_template: _Optional[str] = ...) -> None: ...

class ReconcileRequest(_message.Message):
    __slots__ = ("runtime",)
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    runtime: str
    def __init__(self, runtime: _Optional[str] = ...) -> None: ...

class ReconcileResponse(_message.Message):
    __slots__ = ("counters", "unavailable")
    class CountersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    COUNTERS_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_FIELD_NUMBER: _ClassVar[int]
    counters: _containers.ScalarMap[str, int]
    unavailable: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, counters: _Optional[_Mapping[str, int]] = ..., unavailable: _Optional[_Iterable[str]] = ...) -> None: ...

class RunSweepRequest(_message.Message):
    __slots__ = ("loop", "max_items")
    LOOP_FIELD_NUMBER: _ClassVar[int]
    MAX_ITEMS_FIELD_NUMBER: _ClassVar[int]
    loop: str
    max_items: int
    def __init__(self, loop: _Optional[str] = ..., max_items: _Optional[int] = ...) -> None: ...

class RunSweepResponse(_message.Message):
    __slots__ = ("counters",)
    class CountersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    COUNTERS_FIELD_NUMBER: _ClassVar[int]
    counters: _containers.ScalarMap[str, int]
    def __init__(self, counters: _Optional[_Mapping[str, int]] = ...) -> None: ...

class PauseLoopRequest(_message.Message):
    __slots__ = ("loop",)
    LOOP_FIELD_NUMBER: _ClassVar[int]
    loop: str
    def __init__(self, loop: _Optional[str] = ...) -> None: ...

class PauseLoopResponse(_message.Message):
    __slots__ = ("loop",)
    LOOP_FIELD_NUMBER: _ClassVar[int]
    loop: LoopStatus
    def __init__(self, loop: _Optional[_Union[LoopStatus, _Mapping]] = ...) -> None: ...

class ResumeLoopRequest(_message.Message):
    __slots__ = ("loop",)
    LOOP_FIELD_NUMBER: _ClassVar[int]
    loop: str
    def __init__(self, loop: _Optional[str] = ...) -> None: ...

class ResumeLoopResponse(_message.Message):
    __slots__ = ("loop",)
    LOOP_FIELD_NUMBER: _ClassVar[int]
    loop: LoopStatus
    def __init__(self, loop: _Optional[_Union[LoopStatus, _Mapping]] = ...) -> None: ...

class DrainRequest(_message.Message):
    __slots__ = ("undo", "timeout", "request_id")
    UNDO_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    undo: bool
    timeout: _duration_pb2.Duration
    request_id: str
    def __init__(self, undo: bool = ..., timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class DrainResponse(_message.Message):
    __slots__ = ("operations", "draining")
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    DRAINING_FIELD_NUMBER: _ClassVar[int]
    operations: int
    draining: bool
    def __init__(self, operations: _Optional[int] = ..., draining: bool = ...) -> None: ...

class ReloadRequest(_message.Message):
    __slots__ = ("dry_run",)
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    dry_run: bool
    def __init__(self, dry_run: bool = ...) -> None: ...

class ReloadResponse(_message.Message):
    __slots__ = ("applied", "restart_required", "outdated_sandboxes")
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    RESTART_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    OUTDATED_SANDBOXES_FIELD_NUMBER: _ClassVar[int]
    applied: _containers.RepeatedScalarFieldContainer[str]
    restart_required: _containers.RepeatedScalarFieldContainer[str]
    outdated_sandboxes: int
    def __init__(self, applied: _Optional[_Iterable[str]] = ..., restart_required: _Optional[_Iterable[str]] = ..., outdated_sandboxes: _Optional[int] = ...) -> None: ...

class Orphan(_message.Message):
    __slots__ = ("container_name", "container_id", "runtime", "sandbox_id", "generation", "phase", "message", "first_seen_time", "remove_time")
    CONTAINER_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTAINER_ID_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FIRST_SEEN_TIME_FIELD_NUMBER: _ClassVar[int]
    REMOVE_TIME_FIELD_NUMBER: _ClassVar[int]
    container_name: str
    container_id: str
    runtime: str
    sandbox_id: str
    generation: int
    phase: str
    message: str
    first_seen_time: _timestamp_pb2.Timestamp
    remove_time: _timestamp_pb2.Timestamp
    def __init__(self, container_name: _Optional[str] = ..., container_id: _Optional[str] = ..., runtime: _Optional[str] = ..., sandbox_id: _Optional[str] = ..., generation: _Optional[int] = ..., phase: _Optional[str] = ..., message: _Optional[str] = ..., first_seen_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., remove_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListOrphansRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListOrphansResponse(_message.Message):
    __slots__ = ("orphans",)
    ORPHANS_FIELD_NUMBER: _ClassVar[int]
    orphans: _containers.RepeatedCompositeFieldContainer[Orphan]
    def __init__(self, orphans: _Optional[_Iterable[_Union[Orphan, _Mapping]]] = ...) -> None: ...

class AdoptOrphanRequest(_message.Message):
    __slots__ = ("container_name", "session", "request_id")
    CONTAINER_NAME_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    container_name: str
    session: _common_pb2.SessionKey
    request_id: str
    def __init__(self, container_name: _Optional[str] = ..., session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class AdoptOrphanResponse(_message.Message):
    __slots__ = ("sandbox",)
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ...) -> None: ...

class RemoveOrphanRequest(_message.Message):
    __slots__ = ("container_name", "request_id")
    CONTAINER_NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    container_name: str
    request_id: str
    def __init__(self, container_name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RemoveOrphanResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RecoverRequest(_message.Message):
    __slots__ = ("action", "request_id")
    ACTION_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    action: RecoverAction
    request_id: str
    def __init__(self, action: _Optional[_Union[RecoverAction, str]] = ..., request_id: _Optional[str] = ...) -> None: ...

class RecoveryItem(_message.Message):
    __slots__ = ("mode", "subject", "message")
    MODE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    mode: str
    subject: str
    message: str
    def __init__(self, mode: _Optional[str] = ..., subject: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class RecoverResponse(_message.Message):
    __slots__ = ("items", "counters")
    class CountersEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    COUNTERS_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[RecoveryItem]
    counters: _containers.ScalarMap[str, int]
    def __init__(self, items: _Optional[_Iterable[_Union[RecoveryItem, _Mapping]]] = ..., counters: _Optional[_Mapping[str, int]] = ...) -> None: ...

class GetMetricsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetMetricsResponse(_message.Message):
    __slots__ = ("text", "content_type")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    text: str
    content_type: str
    def __init__(self, text: _Optional[str] = ..., content_type: _Optional[str] = ...) -> None: ...

class BackupRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BackupResponse(_message.Message):
    __slots__ = ("path", "bytes", "removed")
    PATH_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    path: str
    bytes: int
    removed: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, path: _Optional[str] = ..., bytes: _Optional[int] = ..., removed: _Optional[_Iterable[str]] = ...) -> None: ...

class DoctorRequest(_message.Message):
    __slots__ = ("repair",)
    REPAIR_FIELD_NUMBER: _ClassVar[int]
    repair: bool
    def __init__(self, repair: bool = ...) -> None: ...

class DoctorFinding(_message.Message):
    __slots__ = ("check", "severity", "message", "remedy", "repairable")
    CHECK_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    REPAIRABLE_FIELD_NUMBER: _ClassVar[int]
    check: str
    severity: DoctorSeverity
    message: str
    remedy: str
    repairable: bool
    def __init__(self, check: _Optional[str] = ..., severity: _Optional[_Union[DoctorSeverity, str]] = ..., message: _Optional[str] = ..., remedy: _Optional[str] = ..., repairable: bool = ...) -> None: ...

class DoctorResponse(_message.Message):
    __slots__ = ("findings",)
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    findings: _containers.RepeatedCompositeFieldContainer[DoctorFinding]
    def __init__(self, findings: _Optional[_Iterable[_Union[DoctorFinding, _Mapping]]] = ...) -> None: ...

class AccessToken(_message.Message):
    __slots__ = ("id", "label", "role", "namespaces", "all_namespaces", "create_time", "last_used_time", "revoke_time")
    ID_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    NAMESPACES_FIELD_NUMBER: _ClassVar[int]
    ALL_NAMESPACES_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_USED_TIME_FIELD_NUMBER: _ClassVar[int]
    REVOKE_TIME_FIELD_NUMBER: _ClassVar[int]
    id: str
    label: str
    role: AccessRole
    namespaces: _containers.RepeatedScalarFieldContainer[str]
    all_namespaces: bool
    create_time: _timestamp_pb2.Timestamp
    last_used_time: _timestamp_pb2.Timestamp
    revoke_time: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., label: _Optional[str] = ..., role: _Optional[_Union[AccessRole, str]] = ..., namespaces: _Optional[_Iterable[str]] = ..., all_namespaces: bool = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_used_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., revoke_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateTokenRequest(_message.Message):
    __slots__ = ("label", "role", "namespaces", "all_namespaces")
    LABEL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    NAMESPACES_FIELD_NUMBER: _ClassVar[int]
    ALL_NAMESPACES_FIELD_NUMBER: _ClassVar[int]
    label: str
    role: AccessRole
    namespaces: _containers.RepeatedScalarFieldContainer[str]
    all_namespaces: bool
    def __init__(self, label: _Optional[str] = ..., role: _Optional[_Union[AccessRole, str]] = ..., namespaces: _Optional[_Iterable[str]] = ..., all_namespaces: bool = ...) -> None: ...

class CreateTokenResponse(_message.Message):
    __slots__ = ("access_token", "secret")
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SECRET_FIELD_NUMBER: _ClassVar[int]
    access_token: AccessToken
    secret: str
    def __init__(self, access_token: _Optional[_Union[AccessToken, _Mapping]] = ..., secret: _Optional[str] = ...) -> None: ...

class ListTokensRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListTokensResponse(_message.Message):
    __slots__ = ("access_tokens",)
    ACCESS_TOKENS_FIELD_NUMBER: _ClassVar[int]
    access_tokens: _containers.RepeatedCompositeFieldContainer[AccessToken]
    def __init__(self, access_tokens: _Optional[_Iterable[_Union[AccessToken, _Mapping]]] = ...) -> None: ...

class RevokeTokenRequest(_message.Message):
    __slots__ = ("token_id",)
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    token_id: str
    def __init__(self, token_id: _Optional[str] = ...) -> None: ...

class RevokeTokenResponse(_message.Message):
    __slots__ = ("access_token",)
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    access_token: AccessToken
    def __init__(self, access_token: _Optional[_Union[AccessToken, _Mapping]] = ...) -> None: ...
