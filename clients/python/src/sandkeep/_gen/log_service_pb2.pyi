# Written by scripts/python-stubs.ts from proto/; change it there.
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LogSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOG_SOURCE_UNSPECIFIED: _ClassVar[LogSource]
    LOG_SOURCE_STDOUT: _ClassVar[LogSource]
    LOG_SOURCE_STDERR: _ClassVar[LogSource]
LOG_SOURCE_UNSPECIFIED: LogSource
LOG_SOURCE_STDOUT: LogSource
LOG_SOURCE_STDERR: LogSource

class StreamLogsRequest(_message.Message):
    __slots__ = ("sandbox_id", "tail_lines", "since_time", "follow", "timestamps")
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    TAIL_LINES_FIELD_NUMBER: _ClassVar[int]
    SINCE_TIME_FIELD_NUMBER: _ClassVar[int]
    FOLLOW_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPS_FIELD_NUMBER: _ClassVar[int]
    sandbox_id: str
    tail_lines: int
    since_time: _timestamp_pb2.Timestamp
    follow: bool
    timestamps: bool
    def __init__(self, sandbox_id: _Optional[str] = ..., tail_lines: _Optional[int] = ..., since_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., follow: bool = ..., timestamps: bool = ...) -> None: ...

class StreamLogsResponse(_message.Message):
    __slots__ = ("source", "data", "time")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    source: LogSource
    data: bytes
    time: _timestamp_pb2.Timestamp
    def __init__(self, source: _Optional[_Union[LogSource, str]] = ..., data: _Optional[bytes] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
