# Written by scripts/python-stubs.ts from proto/; change it there.
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from . import common_pb2 as _common_pb2
from . import sandbox_service_pb2 as _sandbox_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetStatsRequest(_message.Message):
    __slots__ = ("sandbox_id", "cpu_interval", "include_disk")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    CPU_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_DISK_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    cpu_interval: _duration_pb2.Duration
    include_disk: bool
    def __init__(self, sandbox_id: _Optional[str] = ..., cpu_interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., include_disk: bool = ...) -> None: ...

class GetStatsResponse(_message.Message):
    __slots__ = ("stats",)
    STATS_FIELD_NUMBER: _ClassVar[int]
    stats: SandboxStats
    def __init__(self, stats: _Optional[_Union[SandboxStats, _Mapping]] = ...) -> None: ...

class StreamStatsRequest(_message.Message):
    __slots__ = ("sandbox_id", "filter", "interval")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    filter: _sandbox_service_pb2.SandboxFilter
    interval: _duration_pb2.Duration
    def __init__(self, sandbox_id: _Optional[str] = ..., filter: _Optional[_Union[_sandbox_service_pb2.SandboxFilter, _Mapping]] = ..., interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class StreamStatsResponse(_message.Message):
    __slots__ = ("stats", "omitted_count", "time", "interval")
    STATS_FIELD_NUMBER: _ClassVar[int]
    OMITTED_COUNT_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    stats: _containers.RepeatedCompositeFieldContainer[SandboxStats]
    omitted_count: int
    time: _timestamp_pb2.Timestamp
    interval: _duration_pb2.Duration
    def __init__(self, stats: _Optional[_Iterable[_Union[SandboxStats, _Mapping]]] = ..., omitted_count: _Optional[int] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class SandboxStats(_message.Message):
    __slots__ = ("sandbox_id", "session", "template", "runtime", "state", "generation", "idle_time", "problem", "time", "cpu_time", "cpu_percent", "memory_bytes", "memory_limit_bytes", "pids", "pids_limit", "network_received_bytes", "network_sent_bytes", "block_read_bytes", "block_written_bytes", "disk")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    IDLE_TIME_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    CPU_PERCENT_FIELD_NUMBER: _ClassVar[int]
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    MEMORY_LIMIT_BYTES_FIELD_NUMBER: _ClassVar[int]
    PIDS_FIELD_NUMBER: _ClassVar[int]
    PIDS_LIMIT_FIELD_NUMBER: _ClassVar[int]
    NETWORK_RECEIVED_BYTES_FIELD_NUMBER: _ClassVar[int]
    NETWORK_SENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    BLOCK_READ_BYTES_FIELD_NUMBER: _ClassVar[int]
    BLOCK_WRITTEN_BYTES_FIELD_NUMBER: _ClassVar[int]
    DISK_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    session: _common_pb2.SessionKey
    template: str
    runtime: str
    state: _common_pb2.SandboxState
    generation: int
    idle_time: _timestamp_pb2.Timestamp
    problem: str
    time: _timestamp_pb2.Timestamp
    cpu_time: _duration_pb2.Duration
    cpu_percent: float
    memory_bytes: int
    memory_limit_bytes: int
    pids: int
    pids_limit: int
    network_received_bytes: int
    network_sent_bytes: int
    block_read_bytes: int
    block_written_bytes: int
    disk: DiskUsage
    def __init__(self, sandbox_id: _Optional[str] = ..., session: _Optional[_Union[_common_pb2.SessionKey, _Mapping]] = ..., template: _Optional[str] = ..., runtime: _Optional[str] = ..., state: _Optional[_Union[_common_pb2.SandboxState, str]] = ..., generation: _Optional[int] = ..., idle_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., problem: _Optional[str] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., cpu_time: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., cpu_percent: _Optional[float] = ..., memory_bytes: _Optional[int] = ..., memory_limit_bytes: _Optional[int] = ..., pids: _Optional[int] = ..., pids_limit: _Optional[int] = ..., network_received_bytes: _Optional[int] = ..., network_sent_bytes: _Optional[int] = ..., block_read_bytes: _Optional[int] = ..., block_written_bytes: _Optional[int] = ..., disk: _Optional[_Union[DiskUsage, _Mapping]] = ...) -> None: ...

class DiskUsage(_message.Message):
    __slots__ = ("writable_layer_bytes", "workspace_bytes", "workspace_too_large", "time")
    WRITABLE_LAYER_BYTES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_BYTES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_TOO_LARGE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    writable_layer_bytes: int
    workspace_bytes: int
    workspace_too_large: bool
    time: _timestamp_pb2.Timestamp
    def __init__(self, writable_layer_bytes: _Optional[int] = ..., workspace_bytes: _Optional[int] = ..., workspace_too_large: bool = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
