"""Calls over a real socket: readiness, repetitions, uploads, watches, heartbeats; by threads and by asyncio."""

from __future__ import annotations

import asyncio
import gc
import inspect
import threading
import time
from collections.abc import Callable, Iterator

import grpc
import pytest
from conftest import Daemon, refusal

import sandkeep
from sandkeep import errors

PATIENCE_S = 10.0
AWAY = (grpc.StatusCode.UNAVAILABLE, None)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_first_call_waits_for_the_daemon_and_only_the_first(daemon: Daemon) -> None:
    daemon.is_serving = False
    threading.Timer(0.3, setattr, (daemon, "is_serving", True)).start()
    with sandkeep.Client(daemon.socket_path) as client:
        client.acquire("s1")
        asked = daemon.health_checks
        client.acquire("s1")
    assert asked > 1
    assert daemon.health_checks == asked


def test_the_same_request_is_sent_again_while_the_daemon_is_away(daemon: Daemon) -> None:
    daemon.refusals += [AWAY, (grpc.StatusCode.UNAVAILABLE, refusal("STARTING"))]
    with sandkeep.Client(daemon.socket_path) as client:
        assert client.acquire("s1").outcome == "REUSED"
    assert len(daemon.requests) == 3
    assert daemon.requests[0].request_id
    assert len({request.request_id for request in daemon.requests}) == 1


def test_two_calls_are_two_requests(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        client.acquire("s1")
        client.acquire("s1")
    assert len({request.request_id for request in daemon.requests}) == 2


def test_an_engine_that_is_away_is_told_at_once(daemon: Daemon) -> None:
    daemon.refusals.append((grpc.StatusCode.UNAVAILABLE, refusal("RUNTIME_UNAVAILABLE")))
    with sandkeep.Client(daemon.socket_path) as client, pytest.raises(errors.RuntimeUnavailable):
        client.acquire("s1")
    assert len(daemon.requests) == 1


def test_asyncio_does_the_same(daemon: Daemon) -> None:
    daemon.refusals += [AWAY, AWAY]

    async def acquire() -> str:
        async with sandkeep.AsyncClient(daemon.socket_path) as client:
            return (await client.acquire("s1")).outcome

    assert asyncio.run(acquire()) == "REUSED"
    assert len({request.request_id for request in daemon.requests}) == 1


def test_leaving_the_block_releases_and_detaching_does_not(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        with client.acquire("s1", holder="me"):
            pass
        with client.acquire("s1") as box:
            box.detach()
    kinds = [type(request).__name__ for request in daemon.requests]
    assert kinds == ["AcquireSandboxRequest", "ReleaseSandboxRequest", "AcquireSandboxRequest"]
    assert daemon.requests[1].holder == "me"


def test_bytes_are_written_again_and_streams_are_not(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        files = client.acquire("s1").files
        daemon.refusals.append(AWAY)
        assert files.write_bytes("/a", b"x" * 600_000).size_bytes == 600_000
        daemon.refusals.append(AWAY)
        with pytest.raises(sandkeep.DaemonUnreachable):
            files.write_bytes("/a", iter([b"x"]))
        daemon.refusals.append(AWAY)
        with pytest.raises(sandkeep.DaemonUnreachable):
            files.write_text("/a", "x", append=True)


def test_what_the_source_of_an_upload_raises_comes_through(daemon: Daemon) -> None:
    def source() -> Iterator[bytes]:
        yield b"x"
        raise KeyError("mine")

    with sandkeep.Client(daemon.socket_path) as client, pytest.raises(KeyError, match="mine"):
        client.acquire("s1").files.write_bytes("/a", source())

    async def write() -> None:
        async with sandkeep.AsyncClient(daemon.socket_path) as client:
            await (await client.acquire("s1")).files.write_bytes("/a", source())

    with pytest.raises(KeyError, match="mine"):
        asyncio.run(write())


def test_an_upload_that_is_refused_early_says_why(daemon: Daemon) -> None:
    # As often as it may be sent: grpc may hide the first answer behind the write that failed.
    refused = (grpc.StatusCode.PERMISSION_DENIED, refusal("READ_ONLY_PATH"))

    async def write() -> None:
        async with sandkeep.AsyncClient(daemon.socket_path) as client:
            box = await client.acquire("s1")
            daemon.refusals += [refused] * 10
            await box.files.write_bytes("/a", b"x" * 20_000_000)

    for _ in range(5):
        with pytest.raises(errors.ReadOnlyPath):
            asyncio.run(write())
        daemon.refusals.clear()


def test_a_read_begins_again_and_gives_nothing_twice(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        files = client.acquire("s1").files
        daemon.refusals.append(AWAY)
        assert files.read_bytes("/a") == b"onetwo"
        daemon.refusals.append(AWAY)
        stream = files.read_stream("/a")
        assert next(stream) == b"one"
        with pytest.raises(sandkeep.DaemonUnreachable):
            next(stream)


def test_a_watch_goes_on_after_the_last_number(daemon: Daemon) -> None:
    daemon.refusals.append(AWAY)
    with sandkeep.Client(daemon.socket_path) as client, client.watch_events(after_seq=3) as watch:
        assert [next(watch).seq for _ in range(4)] == [4, 5, 6, 7]
    assert [request.after_seq for request in daemon.requests] == [3, 5]


def test_a_watch_without_a_number_goes_on_where_it_began(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client, client.watch_events() as watch:
        assert watch.seq == 7


def test_closing_a_watch_ends_its_iteration(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        watch = client.watch_events()
        next(watch)
        watch.close()
        assert list(watch) == []


def test_heartbeats_go_on_until_the_sandbox_is_released(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        box = client.acquire("s1")
        keeper = box.heartbeats(every_s=0.2)
        wait_until(lambda: keeper.beats >= 3)
        box.release()
        assert not keeper.is_running


def test_heartbeats_end_with_the_client(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        keeper = client.heartbeats("s1", every_s=0.2)
        assert keeper.is_running
    assert not keeper.is_running


def test_heartbeats_end_with_an_owner_that_nobody_holds(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client:
        box = client.acquire("s1")
        keeper = box.heartbeats(every_s=0.2)
        del box
        gc.collect()
        wait_until(lambda: not keeper.is_running)


def test_heartbeats_outlast_a_daemon_that_is_away_and_end_with_the_session(daemon: Daemon) -> None:
    with sandkeep.Client(daemon.socket_path) as client, client.heartbeats("s1", every_s=0.2) as keeper:
        daemon.refusals += [AWAY, AWAY]
        wait_until(lambda: not daemon.refusals and keeper.beats >= 2)
        keeper.check()
        status = refusal("SESSION_NOT_FOUND")
        status.details[0].Unpack(info := sandkeep._status.ErrorInfo())
        info.metadata["retryable"] = "false"
        status.details[0].Pack(info)
        daemon.refusals.append((grpc.StatusCode.NOT_FOUND, status))
        wait_until(lambda: not keeper.is_running)
        with pytest.raises(errors.SessionNotFound):
            keeper.check()


def test_heartbeats_of_asyncio_end_with_their_owner_too(daemon: Daemon) -> None:
    async def beat() -> list[bool]:
        async with sandkeep.AsyncClient(daemon.socket_path) as client:
            box = await client.acquire("s1")
            released = await box.heartbeats(every_s=0.2)
            while released.beats < 2:
                await asyncio.sleep(0.01)
            await box.release()
            left = await client.heartbeats("s1", every_s=0.2)
            async with client.heartbeats("s1", every_s=0.2) as stopped:
                running = [left.is_running, stopped.is_running]
        return [*running, released.is_running, left.is_running, stopped.is_running]

    assert asyncio.run(beat()) == [True, True, False, False, False]


def test_a_task_that_is_cancelled_stays_cancelled(daemon: Daemon) -> None:
    daemon.is_serving = False

    async def acquire() -> None:
        async with sandkeep.AsyncClient(daemon.socket_path) as client:
            await asyncio.wait_for(client.acquire("s1").__aenter__(), 0.2)

    with pytest.raises((TimeoutError, asyncio.TimeoutError)):
        asyncio.run(acquire())


def test_threads_and_asyncio_have_the_same_methods_with_the_same_arguments() -> None:
    for name in ("Client", "Sandbox", "Files", "Command", "EventWatch", "Keeper"):
        threads, tasks = getattr(sandkeep, name), getattr(sandkeep, f"Async{name}")
        public = {key for key in vars(threads) if not key.startswith("_")}
        assert public == {key for key in vars(tasks) if not key.startswith("_")}
        for key in public:
            if callable(getattr(threads, key)):
                arguments = [list(inspect.signature(getattr(kind, key)).parameters) for kind in (threads, tasks)]
                assert arguments[0] == arguments[1], key


def test_every_call_carries_the_token_and_none_where_there_is_none(daemon: Daemon) -> None:
    async def by_asyncio() -> None:
        async with sandkeep.AsyncClient(daemon.socket_path, token="skt_1_a") as client:
            await client.acquire("s1")
            await client.acquire("s2")

    asyncio.run(by_asyncio())
    with sandkeep.Client(daemon.socket_path, token="skt_2_b") as client:
        client.acquire("s1")
        client.acquire("s2")
    with sandkeep.Client(daemon.socket_path) as client:
        client.acquire("s1")
        client.acquire("s2")
    by_token = ["Bearer skt_1_a", "Bearer skt_2_b", ""]
    assert daemon.authorizations == [text for text in by_token for _call in range(2)]
