# Written by scripts/python-stubs.ts from proto/; change it there.
from . import sandbox_service_pb2 as _sandbox_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class EventFilter(_message.Message):
    __slots__ = ("namespace", "sandbox_id", "types")
    NAMESPACE_FIELD_NUMBER: _ClassVar[int]
    SANDBOX_ID_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    namespace: str
    sandbox_id: str
    types: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, namespace: _Optional[str] = ..., sandbox_id: _Optional[str] = ..., types: _Optional[_Iterable[str]] = ...) -> None: ...

class WatchEventsRequest(_message.Message):
    __slots__ = ("after_seq", "filter", "from_start")
    AFTER_SEQ_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    FROM_START_FIELD_NUMBER: _ClassVar[int]
    after_seq: int
    filter: EventFilter
    from_start: bool
    def __init__(self, after_seq: _Optional[int] = ..., filter: _Optional[_Union[EventFilter, _Mapping]] = ..., from_start: bool = ...) -> None: ...

class WatchReady(_message.Message):
    __slots__ = ("current_seq", "oldest_seq")
    CURRENT_SEQ_FIELD_NUMBER: _ClassVar[int]
    OLDEST_SEQ_FIELD_NUMBER: _ClassVar[int]
    current_seq: int
    oldest_seq: int
    def __init__(self, current_seq: _Optional[int] = ..., oldest_seq: _Optional[int] = ...) -> None: ...

class WatchKeepAlive(_message.Message):
    __slots__ = ("seq",)
    SEQ_FIELD_NUMBER: _ClassVar[int]
    seq: int
    def __init__(self, seq: _Optional[int] = ...) -> None: ...

class WatchEventsResponse(_message.Message):
    __slots__ = ("ready", "event", "keep_alive")
    READY_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    KEEP_ALIVE_FIELD_NUMBER: _ClassVar[int]
    ready: WatchReady
    event: _sandbox_service_pb2.Event
    keep_alive: WatchKeepAlive
    def __init__(self, ready: _Optional[_Union[WatchReady, _Mapping]] = ..., event: _Optional[_Union[_sandbox_service_pb2.Event, _Mapping]] = ..., keep_alive: _Optional[_Union[WatchKeepAlive, _Mapping]] = ...) -> None: ...

class ListEventsRequest(_message.Message):
    __slots__ = ("after_seq", "filter", "page_size", "page_token", "newest_first")
    AFTER_SEQ_FIELD_NUMBER: _ClassVar[int]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    NEWEST_FIRST_FIELD_NUMBER: _ClassVar[int]
    after_seq: int
    filter: EventFilter
    page_size: int
    page_token: str
    newest_first: bool
    def __init__(self, after_seq: _Optional[int] = ..., filter: _Optional[_Union[EventFilter, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., newest_first: bool = ...) -> None: ...

class ListEventsResponse(_message.Message):
    __slots__ = ("events", "next_page_token")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[_sandbox_service_pb2.Event]
    next_page_token: str
    def __init__(self, events: _Optional[_Iterable[_Union[_sandbox_service_pb2.Event, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
