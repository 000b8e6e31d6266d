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

class PoolStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POOL_STATUS_UNSPECIFIED: _ClassVar[PoolStatus]
    POOL_STATUS_FULL: _ClassVar[PoolStatus]
    POOL_STATUS_FILLING: _ClassVar[PoolStatus]
    POOL_STATUS_PAUSED: _ClassVar[PoolStatus]
    POOL_STATUS_BACKING_OFF: _ClassVar[PoolStatus]
    POOL_STATUS_FAILED: _ClassVar[PoolStatus]
    POOL_STATUS_NO_ROOM: _ClassVar[PoolStatus]
POOL_STATUS_UNSPECIFIED: PoolStatus
POOL_STATUS_FULL: PoolStatus
POOL_STATUS_FILLING: PoolStatus
POOL_STATUS_PAUSED: PoolStatus
POOL_STATUS_BACKING_OFF: PoolStatus
POOL_STATUS_FAILED: PoolStatus
POOL_STATUS_NO_ROOM: PoolStatus

class Pool(_message.Message):
    __slots__ = ("template", "status", "target", "warm", "creating", "hits", "misses", "claim_wait", "failures", "last_failure", "last_failure_time", "retry_time", "failed_sandbox_ids")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    WARM_FIELD_NUMBER: _ClassVar[int]
    CREATING_FIELD_NUMBER: _ClassVar[int]
    HITS_FIELD_NUMBER: _ClassVar[int]
    MISSES_FIELD_NUMBER: _ClassVar[int]
    CLAIM_WAIT_FIELD_NUMBER: _ClassVar[int]
    FAILURES_FIELD_NUMBER: _ClassVar[int]
    LAST_FAILURE_FIELD_NUMBER: _ClassVar[int]
    LAST_FAILURE_TIME_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIME_FIELD_NUMBER: _ClassVar[int]
    FAILED_SANDBOX_IDS_FIELD_NUMBER: _ClassVar[int]
    template: str
    status: PoolStatus
    target: int
    warm: int
    creating: int
    hits: int
    misses: int
    claim_wait: _duration_pb2.Duration
    failures: int
    last_failure: str
    last_failure_time: _timestamp_pb2.Timestamp
    retry_time: _timestamp_pb2.Timestamp
    failed_sandbox_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, template: _Optional[str] = ..., status: _Optional[_Union[PoolStatus, str]] = ..., target: _Optional[int] = ..., warm: _Optional[int] = ..., creating: _Optional[int] = ..., hits: _Optional[int] = ..., misses: _Optional[int] = ..., claim_wait: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., failures: _Optional[int] = ..., last_failure: _Optional[str] = ..., last_failure_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., retry_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., failed_sandbox_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class ListPoolsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPoolsResponse(_message.Message):
    __slots__ = ("pools",)
    POOLS_FIELD_NUMBER: _ClassVar[int]
    pools: _containers.RepeatedCompositeFieldContainer[Pool]
    def __init__(self, pools: _Optional[_Iterable[_Union[Pool, _Mapping]]] = ...) -> None: ...

class GetPoolRequest(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: str
    def __init__(self, template: _Optional[str] = ...) -> None: ...

class GetPoolResponse(_message.Message):
    __slots__ = ("pool",)
    POOL_FIELD_NUMBER: _ClassVar[int]
    pool: Pool
    def __init__(self, pool: _Optional[_Union[Pool, _Mapping]] = ...) -> None: ...

class PausePoolRequest(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: str
    def __init__(self, template: _Optional[str] = ...) -> None: ...

class PausePoolResponse(_message.Message):
    __slots__ = ("pool",)
    POOL_FIELD_NUMBER: _ClassVar[int]
    pool: Pool
    def __init__(self, pool: _Optional[_Union[Pool, _Mapping]] = ...) -> None: ...

class ResumePoolRequest(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: str
    def __init__(self, template: _Optional[str] = ...) -> None: ...

class ResumePoolResponse(_message.Message):
    __slots__ = ("pool",)
    POOL_FIELD_NUMBER: _ClassVar[int]
    pool: Pool
    def __init__(self, pool: _Optional[_Union[Pool, _Mapping]] = ...) -> None: ...

class DrainPoolRequest(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: str
    def __init__(self, template: _Optional[str] = ...) -> None: ...

class DrainPoolResponse(_message.Message):
    __slots__ = ("pool", "released")
    POOL_FIELD_NUMBER: _ClassVar[int]
    RELEASED_FIELD_NUMBER: _ClassVar[int]
    pool: Pool
    released: int
    def __init__(self, pool: _Optional[_Union[Pool, _Mapping]] = ..., released: _Optional[int] = ...) -> None: ...

class PrewarmPoolRequest(_message.Message):
    __slots__ = ("template", "count", "wait")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    template: str
    count: int
    wait: bool
    def __init__(self, template: _Optional[str] = ..., count: _Optional[int] = ..., wait: bool = ...) -> None: ...

class PrewarmPoolResponse(_message.Message):
    __slots__ = ("pool",)
    POOL_FIELD_NUMBER: _ClassVar[int]
    pool: Pool
    def __init__(self, pool: _Optional[_Union[Pool, _Mapping]] = ...) -> None: ...

class Template(_message.Message):
    __slots__ = ("name", "runtime", "image", "pull", "ports", "readiness", "workspace", "security_class", "idle_timeout", "idle_action", "release_mode", "environment_names", "memory_bytes", "cpus", "pids", "digest", "description", "mount_targets", "default_template")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    PULL_FIELD_NUMBER: _ClassVar[int]
    PORTS_FIELD_NUMBER: _ClassVar[int]
    READINESS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    SECURITY_CLASS_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    IDLE_ACTION_FIELD_NUMBER: _ClassVar[int]
    RELEASE_MODE_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_NAMES_FIELD_NUMBER: _ClassVar[int]
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    CPUS_FIELD_NUMBER: _ClassVar[int]
    PIDS_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MOUNT_TARGETS_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    name: str
    runtime: str
    image: str
    pull: str
    ports: _containers.RepeatedScalarFieldContainer[int]
    readiness: str
    workspace: str
    security_class: str
    idle_timeout: _duration_pb2.Duration
    idle_action: str
    release_mode: str
    environment_names: _containers.RepeatedScalarFieldContainer[str]
    memory_bytes: int
    cpus: float
    pids: int
    digest: str
    description: str
    mount_targets: _containers.RepeatedScalarFieldContainer[str]
    default_template: bool
    def __init__(self, name: _Optional[str] = ..., runtime: _Optional[str] = ..., image: _Optional[str] = ..., pull: _Optional[str] = ..., ports: _Optional[_Iterable[int]] = ..., readiness: _Optional[str] = ..., workspace: _Optional[str] = ..., security_class: _Optional[str] = ..., idle_timeout: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., idle_action: _Optional[str] = ..., release_mode: _Optional[str] = ..., environment_names: _Optional[_Iterable[str]] = ..., memory_bytes: _Optional[int] = ..., cpus: _Optional[float] = ..., pids: _Optional[int] = ..., digest: _Optional[str] = ..., description: _Optional[str] = ..., mount_targets: _Optional[_Iterable[str]] = ..., default_template: bool = ...) -> None: ...

class ListTemplatesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListTemplatesResponse(_message.Message):
    __slots__ = ("templates",)
    TEMPLATES_FIELD_NUMBER: _ClassVar[int]
    templates: _containers.RepeatedCompositeFieldContainer[Template]
    def __init__(self, templates: _Optional[_Iterable[_Union[Template, _Mapping]]] = ...) -> None: ...

class GetTemplateRequest(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: str
    def __init__(self, template: _Optional[str] = ...) -> None: ...

class GetTemplateResponse(_message.Message):
    __slots__ = ("template",)
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    template: Template
    def __init__(self, template: _Optional[_Union[Template, _Mapping]] = ...) -> None: ...

class PullImageRequest(_message.Message):
    __slots__ = ("template", "image")
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    IMAGE_FIELD_NUMBER: _ClassVar[int]
    template: str
    image: str
    def __init__(self, template: _Optional[str] = ..., image: _Optional[str] = ...) -> None: ...

class PullImageResponse(_message.Message):
    __slots__ = ("layer", "status", "current_bytes", "total_bytes", "done", "digest")
    LAYER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CURRENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_BYTES_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    layer: str
    status: str
    current_bytes: int
    total_bytes: int
    done: bool
    digest: str
    def __init__(self, layer: _Optional[str] = ..., status: _Optional[str] = ..., current_bytes: _Optional[int] = ..., total_bytes: _Optional[int] = ..., done: bool = ..., digest: _Optional[str] = ...) -> None: ...
