# Written by scripts/python-stubs.ts from proto/; change it there.
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from . import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreatePolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREATE_POLICY_UNSPECIFIED: _ClassVar[CreatePolicy]
    CREATE_POLICY_IF_NEEDED: _ClassVar[CreatePolicy]
    CREATE_POLICY_NEVER: _ClassVar[CreatePolicy]

class AcquireOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACQUIRE_OUTCOME_UNSPECIFIED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_REUSED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_UNPARKED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_RESUMED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_STARTED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_RESTORED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_JOINED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_CLAIMED: _ClassVar[AcquireOutcome]
    ACQUIRE_OUTCOME_CREATED: _ClassVar[AcquireOutcome]

class FromPool(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FROM_POOL_UNSPECIFIED: _ClassVar[FromPool]
    FROM_POOL_PREFER: _ClassVar[FromPool]
    FROM_POOL_REQUIRE: _ClassVar[FromPool]
    FROM_POOL_NEVER: _ClassVar[FromPool]

class ReleaseMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RELEASE_MODE_UNSPECIFIED: _ClassVar[ReleaseMode]
    RELEASE_MODE_DESTROY: _ClassVar[ReleaseMode]
    RELEASE_MODE_PARK: _ClassVar[ReleaseMode]

class SandboxView(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SANDBOX_VIEW_UNSPECIFIED: _ClassVar[SandboxView]
    SANDBOX_VIEW_RECORDED: _ClassVar[SandboxView]
    SANDBOX_VIEW_LIVE: _ClassVar[SandboxView]

class Liveness(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LIVENESS_UNSPECIFIED: _ClassVar[Liveness]
    LIVENESS_ALIVE: _ClassVar[Liveness]
    LIVENESS_DEAD: _ClassVar[Liveness]
    LIVENESS_UNKNOWN: _ClassVar[Liveness]
CREATE_POLICY_UNSPECIFIED: CreatePolicy
CREATE_POLICY_IF_NEEDED: CreatePolicy
CREATE_POLICY_NEVER: CreatePolicy
ACQUIRE_OUTCOME_UNSPECIFIED: AcquireOutcome
ACQUIRE_OUTCOME_REUSED: AcquireOutcome
ACQUIRE_OUTCOME_UNPARKED: AcquireOutcome
ACQUIRE_OUTCOME_RESUMED: AcquireOutcome
ACQUIRE_OUTCOME_STARTED: AcquireOutcome
ACQUIRE_OUTCOME_RESTORED: AcquireOutcome
ACQUIRE_OUTCOME_JOINED: AcquireOutcome
ACQUIRE_OUTCOME_CLAIMED: AcquireOutcome
ACQUIRE_OUTCOME_CREATED: AcquireOutcome
FROM_POOL_UNSPECIFIED: FromPool
FROM_POOL_PREFER: FromPool
FROM_POOL_REQUIRE: FromPool
FROM_POOL_NEVER: FromPool
RELEASE_MODE_UNSPECIFIED: ReleaseMode
RELEASE_MODE_DESTROY: ReleaseMode
RELEASE_MODE_PARK: ReleaseMode
SANDBOX_VIEW_UNSPECIFIED: SandboxView
SANDBOX_VIEW_RECORDED: SandboxView
SANDBOX_VIEW_LIVE: SandboxView
LIVENESS_UNSPECIFIED: Liveness
LIVENESS_ALIVE: Liveness
LIVENESS_DEAD: Liveness
LIVENESS_UNKNOWN: Liveness

class PhaseTiming(_message.Message):
    __slots__ = ("phase", "duration")
    PHASE_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    phase: str
    duration: _duration_pb2.Duration
    def __init__(self, phase: _Optional[str] = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class AcquireSandboxRequest(_message.Message):
    __slots__ = ("session", "template", "request_id", "holder", "create", "environment", "labels", "annotations", "idle_timeout", "workspace_dir", "storage_path")
    class EnvironmentEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
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
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    CREATE_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ANNOTATIONS_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_DIR_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PATH_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    template: str
    request_id: str
    holder: str
    create: CreatePolicy
    environment: _containers.ScalarMap[str, str]
    labels: _containers.ScalarMap[str, str]
    annotations: _containers.ScalarMap[str, str]
    idle_timeout: _duration_pb2.Duration
    workspace_dir: str
    storage_path: str
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., template: _Optional[str] = ..., request_id: _Optional[str] = ..., holder: _Optional[str] = ..., create: _Optional[_Union[CreatePolicy, str]] = ..., environment: _Optional[_Mapping[str, str]] = ..., labels: _Optional[_Mapping[str, str]] = ..., annotations: _Optional[_Mapping[str, str]] = ..., idle_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., workspace_dir: _Optional[str] = ..., storage_path: _Optional[str] = ...) -> None: ...

class AcquireSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "outcome", "endpoint", "token", "timings", "skipped_mounts")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_MOUNTS_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    outcome: AcquireOutcome
    endpoint: _common_pb2.Endpoint
    token: str
    timings: _containers.RepeatedCompositeFieldContainer[PhaseTiming]
    skipped_mounts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., outcome: _Optional[_Union[AcquireOutcome, str]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ..., token: _Optional[str] = ..., timings: _Optional[_Iterable[_Union[PhaseTiming, _Mapping]]] = ..., skipped_mounts: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateSandboxRequest(_message.Message):
    __slots__ = ("session", "template", "request_id", "holder", "from_pool", "environment", "labels", "annotations", "idle_timeout", "workspace_dir", "namespace", "storage_path")
    class EnvironmentEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
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
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    FROM_POOL_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    ANNOTATIONS_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_DIR_FIELD_NUMBER: _ClassVar[int]
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    STORAGE_PATH_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    template: str
    request_id: str
    holder: str
    from_pool: FromPool
    environment: _containers.ScalarMap[str, str]
    labels: _containers.ScalarMap[str, str]
    annotations: _containers.ScalarMap[str, str]
    idle_timeout: _duration_pb2.Duration
    workspace_dir: str
    namespace: str
    storage_path: str
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., template: _Optional[str] = ..., request_id: _Optional[str] = ..., holder: _Optional[str] = ..., from_pool: _Optional[_Union[FromPool, str]] = ..., environment: _Optional[_Mapping[str, str]] = ..., labels: _Optional[_Mapping[str, str]] = ..., annotations: _Optional[_Mapping[str, str]] = ..., idle_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., workspace_dir: _Optional[str] = ..., namespace: _Optional[str] = ..., storage_path: _Optional[str] = ...) -> None: ...

class CreateSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "endpoint", "token", "timings", "skipped_mounts")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_MOUNTS_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    endpoint: _common_pb2.Endpoint
    token: str
    timings: _containers.RepeatedCompositeFieldContainer[PhaseTiming]
    skipped_mounts: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ..., token: _Optional[str] = ..., timings: _Optional[_Iterable[_Union[PhaseTiming, _Mapping]]] = ..., skipped_mounts: _Optional[_Iterable[str]] = ...) -> None: ...

class GetSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "touch", "view")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    TOUCH_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    touch: bool
    view: SandboxView
    def __init__(self, sandbox_id: _Optional[str] = ..., touch: bool = ..., view: _Optional[_Union[SandboxView, str]] = ...) -> None: ...

class GetSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "endpoint", "liveness", "liveness_message")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    LIVENESS_FIELD_NUMBER: _ClassVar[int]
    LIVENESS_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    endpoint: _common_pb2.Endpoint
    liveness: Liveness
    liveness_message: str
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ..., liveness: _Optional[_Union[Liveness, str]] = ..., liveness_message: _Optional[str] = ...) -> None: ...

class SandboxFilter(_message.Message):
    __slots__ = ("namespace", "user", "session", "template", "states", "labels", "runtime")
    class LabelsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    user: str
    session: str
    template: str
    states: _containers.RepeatedScalarFieldContainer[_common_pb2.SandboxState]
    labels: _containers.ScalarMap[str, str]
    runtime: str
    def __init__(self, namespace: _Optional[str] = ..., user: _Optional[str] = ..., session: _Optional[str] = ..., template: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_common_pb2.SandboxState, str]]] = ..., labels: _Optional[_Mapping[str, str]] = ..., runtime: _Optional[str] = ...) -> None: ...

class ListSandboxesRequest(_message.Message):
    __slots__ = ("filter", "page_size", "page_token", "show_released")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SHOW_RELEASED_FIELD_NUMBER: _ClassVar[int]
    filter: SandboxFilter
    page_size: int
    page_token: str
    show_released: bool
    def __init__(self, filter: _Optional[_Union[SandboxFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., show_released: bool = ...) -> None: ...

class ListSandboxesResponse(_message.Message):
    __slots__ = ("sandboxes", "next_page_token")
    SANDBOXES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sandboxes: _containers.RepeatedCompositeFieldContainer[_common_pb2.Sandbox]
    next_page_token: str
    def __init__(self, sandboxes: _Optional[_Iterable[_Union[_common_pb2.Sandbox, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UpdateSandboxRequest(_message.Message):
    __slots__ = ("sandbox", "update_mask", "request_id")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    update_mask: _field_mask_pb2.FieldMask
    request_id: str
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateSandboxResponse(_message.Message):
    __slots__ = ("sandbox",)
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ...) -> None: ...

class StartSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "request_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    request_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class StartSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "endpoint")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    endpoint: _common_pb2.Endpoint
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ...) -> None: ...

class StopSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "request_id", "grace")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    GRACE_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    request_id: str
    grace: _duration_pb2.Duration
    def __init__(self, sandbox_id: _Optional[str] = ..., request_id: _Optional[str] = ..., grace: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class StopSandboxResponse(_message.Message):
    __slots__ = ("sandbox",)
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ...) -> None: ...

class PauseSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "request_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    request_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class PauseSandboxResponse(_message.Message):
    __slots__ = ("sandbox",)
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ...) -> None: ...

class ResumeSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "request_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    request_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class ResumeSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "endpoint")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    endpoint: _common_pb2.Endpoint
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ...) -> None: ...

class ReleaseSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "request_id", "mode", "holder", "force", "expected_generation", "delete_workspace", "wait")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    HOLDER_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_GENERATION_FIELD_NUMBER: _ClassVar[int]
    DELETE_WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    request_id: str
    mode: ReleaseMode
    holder: str
    force: bool
    expected_generation: int
    delete_workspace: bool
    wait: bool
    def __init__(self, sandbox_id: _Optional[str] = ..., request_id: _Optional[str] = ..., mode: _Optional[_Union[ReleaseMode, str]] = ..., holder: _Optional[str] = ..., force: bool = ..., expected_generation: _Optional[int] = ..., delete_workspace: bool = ..., wait: bool = ...) -> None: ...

class ReleaseSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "remaining_holders")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    REMAINING_HOLDERS_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    remaining_holders: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., remaining_holders: _Optional[_Iterable[str]] = ...) -> None: ...

class ReleaseAllSandboxesRequest(_message.Message):
    __slots__ = ("filter", "all", "dry_run", "mode", "force", "delete_workspace", "wait", "request_id")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    ALL_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    DELETE_WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    filter: SandboxFilter
    all: bool
    dry_run: bool
    mode: ReleaseMode
    force: bool
    delete_workspace: bool
    wait: bool
    request_id: str
    def __init__(self, filter: _Optional[_Union[SandboxFilter, _Mapping]] = ..., all: bool = ..., dry_run: bool = ..., mode: _Optional[_Union[ReleaseMode, str]] = ..., force: bool = ..., delete_workspace: bool = ..., wait: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class ReleaseAllSandboxesResponse(_message.Message):
    __slots__ = ("matched", "released", "held", "failed", "sandbox_ids")
    MATCHED_FIELD_NUMBER: _ClassVar[int]
    RELEASED_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    SANDBOX_IDS_FIELD_NUMBER: _ClassVar[int]
    matched: int
    released: int
    held: int
    failed: int
    sandbox_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, matched: _Optional[int] = ..., released: _Optional[int] = ..., held: _Optional[int] = ..., failed: _Optional[int] = ..., sandbox_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class RestoreSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id", "request_id")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    request_id: str
    def __init__(self, sandbox_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class RestoreSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "endpoint", "timings")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    endpoint: _common_pb2.Endpoint
    timings: _containers.RepeatedCompositeFieldContainer[PhaseTiming]
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ..., timings: _Optional[_Iterable[_Union[PhaseTiming, _Mapping]]] = ...) -> None: ...

class KeepAliveSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id",)
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    def __init__(self, sandbox_id: _Optional[str] = ...) -> None: ...

class KeepAliveSandboxResponse(_message.Message):
    __slots__ = ("idle_time", "generation")
    IDLE_TIME_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    idle_time: _timestamp_pb2.Timestamp
    generation: int
    def __init__(self, idle_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., generation: _Optional[int] = ...) -> None: ...

class ExplainSandboxRequest(_message.Message):
    __slots__ = ("sandbox_id",)
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    def __init__(self, sandbox_id: _Optional[str] = ...) -> None: ...

class PlannedAction(_message.Message):
    __slots__ = ("loop", "action", "due_time", "message")
    LOOP_FIELD_NUMBER: _ClassVar[int]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    loop: str
    action: str
    due_time: _timestamp_pb2.Timestamp
    message: str
    def __init__(self, loop: _Optional[str] = ..., action: _Optional[str] = ..., due_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., message: _Optional[str] = ...) -> None: ...

class Operation(_message.Message):
    __slots__ = ("id", "kind", "generation", "phase", "attempts", "start_time", "end_time", "deadline", "error")
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    id: str
    kind: str
    generation: int
    phase: str
    attempts: int
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    deadline: _timestamp_pb2.Timestamp
    error: str
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., generation: _Optional[int] = ..., phase: _Optional[str] = ..., attempts: _Optional[int] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., deadline: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., error: _Optional[str] = ...) -> None: ...

class ExplainSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "planned", "operations", "events", "activity", "skipped_mounts", "sentences")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    PLANNED_FIELD_NUMBER: _ClassVar[int]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    ACTIVITY_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_MOUNTS_FIELD_NUMBER: _ClassVar[int]
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    planned: _containers.RepeatedCompositeFieldContainer[PlannedAction]
    operations: _containers.RepeatedCompositeFieldContainer[Operation]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    activity: int
    skipped_mounts: _containers.RepeatedScalarFieldContainer[str]
    sentences: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., planned: _Optional[_Iterable[_Union[PlannedAction, _Mapping]]] = ..., operations: _Optional[_Iterable[_Union[Operation, _Mapping]]] = ..., events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., activity: _Optional[int] = ..., skipped_mounts: _Optional[_Iterable[str]] = ..., sentences: _Optional[_Iterable[str]] = ...) -> None: ...

class DiscoverSandboxRequest(_message.Message):
    __slots__ = ("session", "template")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    session: _common_pb2.SessionKey
    template: str
    def __init__(self, session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., template: _Optional[str] = ...) -> None: ...

class DiscoverSandboxResponse(_message.Message):
    __slots__ = ("sandbox", "endpoint", "message")
    SANDBOX_FIELD_NUMBER: _ClassVar[int]
    ENDPOINT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    sandbox: _common_pb2.Sandbox
    endpoint: _common_pb2.Endpoint
    message: str
    def __init__(self, sandbox: _Optional[_Union[_common_pb2.Sandbox, _Mapping]] = ..., endpoint: _Optional[_Union[_common_pb2.Endpoint, _Mapping]] = ..., message: _Optional[str] = ...) -> None: ...

class GetSandboxCredentialsRequest(_message.Message):
    __slots__ = ("sandbox_id",)
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    def __init__(self, sandbox_id: _Optional[str] = ...) -> None: ...

class GetSandboxCredentialsResponse(_message.Message):
    __slots__ = ("token", "token_env")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ENV_FIELD_NUMBER: _ClassVar[int]
    token: str
    token_env: str
    def __init__(self, token: _Optional[str] = ..., token_env: _Optional[str] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("seq", "time", "type", "sandbox_id", "session", "generation", "old_state", "new_state", "reason", "message", "actor", "operation_id", "template", "trace_id")
    SEQ_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    OLD_STATE_FIELD_NUMBER: _ClassVar[int]
    NEW_STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    TRACE_ID_FIELD_NUMBER: _ClassVar[int]
    seq: int
    time: _timestamp_pb2.Timestamp
    type: str
    sandbox_id: str
    session: _common_pb2.SessionKey
    generation: int
    old_state: _common_pb2.SandboxState
    new_state: _common_pb2.SandboxState
    reason: str
    message: str
    actor: _common_pb2.Actor
    operation_id: str
    template: str
    trace_id: str
    def __init__(self, seq: _Optional[int] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., type: _Optional[str] = ..., sandbox_id: _Optional[str] = ..., session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., generation: _Optional[int] = ..., old_state: _Optional[_Union[_common_pb2.SandboxState, str]] = ..., new_state: _Optional[_Union[_common_pb2.SandboxState, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., actor: _Optional[_Union[_common_pb2.Actor, str]] = ..., operation_id: _Optional[str] = ..., template: _Optional[str] = ..., trace_id: _Optional[str] = ...) -> None: ...
