"""The client: what is asked of the daemon, not of one sandbox."""

from __future__ import annotations

import os
import weakref
from collections.abc import AsyncIterator, Mapping, Sequence
from types import TracebackType

from .. import _requests as requests
from .._gen import messages
from .._gen.stubs import AsyncStubs
from .._policy import duration, new_request_id
from .._requests import SessionName
from .._socket_path import checked_socket_path
from .calls import AsyncCalls, Opening
from .events import AsyncEventWatch
from .keeper import AsyncKeeper
from .sandbox import AsyncSandbox

_PAGE_SIZE = 200


class AsyncClient:
    """A connection to sandkeepd, made with the first call, and again when the daemon comes back; close it.

    ``socket_path`` None takes ``SANDKEEP_SOCKET``, else the socket of this user's daemon, else the system's. ``token``
    is the access token that every call carries, where the daemon asks for one. The first call waits
    ``ready_timeout_s`` at most for a daemon that starts: DaemonUnreachable then. Every call has a deadline
    (``timeout_s``, else one that fits the method), a request_id where there is one, and is sent again for some seconds
    while the daemon restarts, if that does nothing twice. Every error is a SandkeepError, by reason a class of
    ``sandkeep.errors``.

    >>> async with AsyncClient() as client:  # doctest: +SKIP
    ...     async with client.acquire(session="s1") as box:
    ...         print((await box.run("echo hello")).text)
    hello
    """

    def __init__(
        self,
        socket_path: str | os.PathLike[str] | None = None,
        *,
        token: str | None = None,
        ready_timeout_s: float = 30.0,
    ) -> None:
        #: Where the daemon is.
        self.socket_path = checked_socket_path(socket_path)
        self._calls = AsyncCalls(self.socket_path, ready_timeout_s, token)
        self._keepers: weakref.WeakSet[AsyncKeeper] = weakref.WeakSet()

    @property
    def stubs(self) -> AsyncStubs:
        """The generated stubs, bare, for what this package does not wrap: ``client.stubs.admin.GetInfo(request)``."""
        return self._calls.stubs

    async def wait_for_ready(self, timeout_s: float = 30.0) -> None:
        """Returns when the daemon says that it serves. Raises DaemonUnreachable after ``timeout_s``.

        >>> await client.wait_for_ready(5)  # doctest: +SKIP
        """
        await self._calls.wait_for_ready(timeout_s)

    async def close(self) -> None:
        """Ends heartbeats, the connection, and every call on it. Sandboxes stay."""
        for keeper in list(self._keepers):
            await keeper.stop()
        await self._calls.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # Sandboxes

    def acquire(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        template: str = "",
        holder: str = "",
        reuse_only: bool = False,
        environment: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
        annotations: Mapping[str, str] | None = None,
        idle_timeout_s: float | None = None,
        workspace_dir: str = "",
        storage_path: str = "",
        request_id: str | None = None,
        timeout_s: float | None = None,
    ) -> Opening[AsyncSandbox]:
        """The sandbox of a session: reuses, resumes, starts, restores, claims or creates it.

        For a new sandbox only: ``environment`` (secret), ``labels``, ``annotations``, ``idle_timeout_s`` (0: never),
        ``workspace_dir``, ``storage_path``. ``timeout_s`` (600) ends the wait; the daemon finishes what it began.
        Raises UnknownTemplate, InvalidField, ReuseNotFound (with ``reuse_only``), RuntimeUnavailable, NotReady,
        ContainerExited or CapacityExhausted.

        >>> async with client.acquire(session="s1", user="ada", template="python") as box:  # doctest: +SKIP
        ...     print(box.id, box.outcome)
        """
        new = {
            "environment": environment,
            "labels": labels,
            "annotations": annotations,
            "idle_timeout_s": idle_timeout_s,
            "workspace_dir": workspace_dir,
            "storage_path": storage_path,
        }
        key = requests.session_key(session, user, namespace)
        request = requests.acquire(key, template, request_id, holder, reuse_only, new)
        return Opening(self._acquire(request, timeout_s))

    def create(
        self,
        session: SessionName | None = None,
        *,
        user: str = "",
        namespace: str = "",
        template: str = "",
        holder: str = "",
        from_pool: messages.FromPool = messages.FROM_POOL_UNSPECIFIED,
        environment: Mapping[str, str] | None = None,
        labels: Mapping[str, str] | None = None,
        annotations: Mapping[str, str] | None = None,
        idle_timeout_s: float | None = None,
        workspace_dir: str = "",
        storage_path: str = "",
        request_id: str | None = None,
        timeout_s: float | None = None,
    ) -> Opening[AsyncSandbox]:
        """A further sandbox of a session, or an anonymous one. Arguments and errors as ``acquire``, and PoolEmpty.

        >>> async with client.create(template="python") as box:  # doctest: +SKIP
        ...     print(box.id)
        """
        request = messages.CreateSandboxRequest(
            session=None if session is None else requests.session_key(session, user, namespace),
            namespace=namespace,
            template=template,
            request_id=request_id or new_request_id(),
            holder=holder,
            from_pool=from_pool,
            **requests.new_sandbox(environment, labels, annotations, idle_timeout_s, workspace_dir, storage_path),
        )
        return Opening(self._create(request, timeout_s))

    async def get(self, sandbox_id: str, *, touch: bool = False, timeout_s: float | None = None) -> AsyncSandbox:
        """One sandbox by id, unique id prefix or container name. Raises SandboxNotFound or AmbiguousId.

        >>> (await client.get("01j9z0")).detach()  # doctest: +SKIP
        """
        request = messages.GetSandboxRequest(sandbox_id=sandbox_id, touch=touch)
        answer = await self._calls.unary(self._calls.stubs.sandbox.GetSandbox, request, timeout_s)
        return AsyncSandbox(self._calls, answer.sandbox, answer.endpoint)

    async def discover(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        template: str = "",
        timeout_s: float | None = None,
    ) -> AsyncSandbox | None:
        """The sandbox of a session as it is, None when there is none; changes nothing. Raises UnknownTemplate.

        >>> await client.discover("s1")  # doctest: +SKIP
        """
        key = requests.session_key(session, user, namespace)
        request = messages.DiscoverSandboxRequest(session=key, template=template)
        answer = await self._calls.unary(self._calls.stubs.sandbox.DiscoverSandbox, request, timeout_s)
        return AsyncSandbox(self._calls, answer.sandbox, answer.endpoint) if answer.HasField("sandbox") else None

    async def list_sandboxes(
        self,
        filter: messages.SandboxFilter | None = None,
        *,
        show_released: bool = False,
        timeout_s: float | None = None,
    ) -> AsyncIterator[messages.Sandbox]:
        """Sandboxes in order of creation; asks by page, each with the deadline ``timeout_s``.

        >>> [box.id async for box in client.list_sandboxes()]  # doctest: +SKIP
        """
        request = messages.ListSandboxesRequest(filter=filter, page_size=_PAGE_SIZE, show_released=show_released)
        while True:
            page = await self._calls.unary(self._calls.stubs.sandbox.ListSandboxes, request, timeout_s)
            for sandbox in page.sandboxes:
                yield sandbox
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def release_all(
        self,
        filter: messages.SandboxFilter | None = None,
        *,
        all: bool = False,
        dry_run: bool = False,
        mode: messages.ReleaseMode = messages.RELEASE_MODE_UNSPECIFIED,
        force: bool = False,
        delete_workspace: bool = False,
        wait: bool = False,
        timeout_s: float | None = None,
    ) -> messages.ReleaseAllSandboxesResponse:
        """Releases every sandbox that the filter matches, and says how many; no filter at all needs ``all``.

        Raises InvalidField.

        >>> (await client.release_all(messages.SandboxFilter(user="ada"), wait=True)).released  # doctest: +SKIP
        """
        request = messages.ReleaseAllSandboxesRequest(
            filter=filter,
            all=all,
            dry_run=dry_run,
            mode=mode,
            force=force,
            delete_workspace=delete_workspace,
            wait=wait,
            request_id=new_request_id(),
        )
        return await self._calls.unary(self._calls.stubs.sandbox.ReleaseAllSandboxes, request, timeout_s)

    # Sessions

    async def get_session(
        self, session: SessionName, *, user: str = "", namespace: str = "", timeout_s: float | None = None
    ) -> messages.Session:
        """One session with its sandboxes. Raises SessionNotFound.

        >>> (await client.get_session("s1")).generation  # doctest: +SKIP
        """
        request = messages.GetSessionRequest(session=requests.session_key(session, user, namespace))
        return (await self._calls.unary(self._calls.stubs.session.GetSession, request, timeout_s)).session

    async def list_sessions(
        self,
        *,
        namespace: str = "",
        user: str = "",
        states: Sequence[messages.SessionState] = (),
        timeout_s: float | None = None,
    ) -> AsyncIterator[messages.Session]:
        """Sessions in order of creation; asks by page, each with the deadline ``timeout_s``.

        >>> [session.key.session async for session in client.list_sessions(user="ada")]  # doctest: +SKIP
        """
        request = messages.ListSessionsRequest(namespace=namespace, user=user, states=states, page_size=_PAGE_SIZE)
        while True:
            page = await self._calls.unary(self._calls.stubs.session.ListSessions, request, timeout_s)
            for session in page.sessions:
                yield session
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def heartbeat(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        expected_generation: int = 0,
        heartbeat_timeout_s: float | None = None,
        idle_timeout_s: float | None = None,
        restore: bool = False,
        timeout_s: float | None = None,
    ) -> messages.HeartbeatResponse:
        """One sign of life. Time-outs given are kept for the life of the session, 0 is never.

        Raises SessionNotFound, GenerationMismatch, and with ``restore`` the errors of ``restore_session``.

        >>> (await client.heartbeat("s1", heartbeat_timeout_s=60)).needs_restore  # doctest: +SKIP
        False
        """
        key = requests.session_key(session, user, namespace)
        request = requests.heartbeat(key, expected_generation, heartbeat_timeout_s, idle_timeout_s, restore)
        return await self._calls.unary(self._calls.stubs.session.Heartbeat, request, timeout_s)

    def heartbeats(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        every_s: float | None = None,
        heartbeat_timeout_s: float | None = None,
        idle_timeout_s: float | None = None,
        restore: bool = False,
    ) -> Opening[AsyncKeeper]:
        """Sends heartbeats in the background until the keeper is stopped, or this client is closed or forgotten.

        ``every_s`` None takes a third of the time-out. Errors of the first one: those of ``heartbeat``.

        >>> async with client.heartbeats("s1", heartbeat_timeout_s=60):  # doctest: +SKIP
        ...     await long_work()
        """
        key = requests.session_key(session, user, namespace)
        request = requests.heartbeat(key, 0, heartbeat_timeout_s, idle_timeout_s, restore)
        return Opening(self._keep(request, every_s))

    async def release_session(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        mode: messages.ReleaseMode = messages.RELEASE_MODE_UNSPECIFIED,
        force: bool = False,
        delete_workspace: bool = False,
        wait: bool = False,
        timeout_s: float | None = None,
    ) -> messages.ReleaseSessionResponse:
        """Releases every sandbox of the session; files stay unless ``delete_workspace`` is set.

        Raises SandboxHeld or WorkspaceInUse.

        >>> (await client.release_session("s1", wait=True)).released  # doctest: +SKIP
        """
        request = messages.ReleaseSessionRequest(
            session=requests.session_key(session, user, namespace),
            mode=mode,
            force=force,
            delete_workspace=delete_workspace,
            wait=wait,
            request_id=new_request_id(),
        )
        return await self._calls.unary(self._calls.stubs.session.ReleaseSession, request, timeout_s)

    async def reap_session(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        force: bool = False,
        wait: bool = False,
        timeout_s: float | None = None,
    ) -> messages.ReapSessionResponse:
        """Recycles every sandbox of the session now; the next use restores. Raises SessionNotFound or SessionInUse.

        >>> (await client.reap_session("s1", wait=True)).recycled  # doctest: +SKIP
        """
        request = messages.ReapSessionRequest(
            session=requests.session_key(session, user, namespace),
            force=force,
            wait=wait,
            request_id=new_request_id(),
        )
        return await self._calls.unary(self._calls.stubs.session.ReapSession, request, timeout_s)

    async def restore_session(
        self, session: SessionName, *, user: str = "", namespace: str = "", timeout_s: float | None = None
    ) -> messages.RestoreSessionResponse:
        """Makes a new generation of every recycled sandbox of the session.

        Raises SessionNotFound, and the error of the first when none could be restored.

        >>> [box.id for box in (await client.restore_session("s1")).restored]  # doctest: +SKIP
        """
        key = requests.session_key(session, user, namespace)
        request = messages.RestoreSessionRequest(session=key, request_id=new_request_id())
        return await self._calls.unary(self._calls.stubs.session.RestoreSession, request, timeout_s)

    # Templates and pools

    async def list_templates(self, *, timeout_s: float | None = None) -> Sequence[messages.Template]:
        """Every template of the config, by name.

        >>> [template.name for template in await client.list_templates()]  # doctest: +SKIP
        """
        request = messages.ListTemplatesRequest()
        return (await self._calls.unary(self._calls.stubs.template.ListTemplates, request, timeout_s)).templates

    async def get_template(self, template: str = "", *, timeout_s: float | None = None) -> messages.Template:
        """One template; no name takes the default. Raises UnknownTemplate.

        >>> (await client.get_template("python")).image  # doctest: +SKIP
        """
        request = messages.GetTemplateRequest(template=template)
        return (await self._calls.unary(self._calls.stubs.template.GetTemplate, request, timeout_s)).template

    async def pull_image(
        self, template: str = "", *, image: str = "", timeout_s: float | None = None
    ) -> AsyncIterator[messages.PullImageResponse]:
        """Fetches the image of a template, or one by name, and reports progress; the last one is ``done``.

        Raises UnknownTemplate, ImageNotFound, ImagePullDenied, ImagePullFailed or RuntimeUnavailable.

        >>> async for progress in client.pull_image("python"):  # doctest: +SKIP
        ...     print(progress.status)
        """
        request = messages.PullImageRequest(template=template, image=image)
        stream = await self._calls.stream(self._calls.stubs.template.PullImage, request, timeout_s)
        try:
            while (progress := await stream.read()) is not None:
                yield progress
        finally:
            await stream.cancel()

    async def list_pools(self, *, timeout_s: float | None = None) -> Sequence[messages.Pool]:
        """Every pool, by template.

        >>> [(pool.template, pool.warm) for pool in await client.list_pools()]  # doctest: +SKIP
        """
        request = messages.ListPoolsRequest()
        return (await self._calls.unary(self._calls.stubs.template.ListPools, request, timeout_s)).pools

    async def get_pool(self, template: str = "", *, timeout_s: float | None = None) -> messages.Pool:
        """The pool of one template; no name takes the default. Raises UnknownTemplate or PoolNotFound.

        >>> (await client.get_pool("python")).warm  # doctest: +SKIP
        """
        request = messages.GetPoolRequest(template=template)
        return (await self._calls.unary(self._calls.stubs.template.GetPool, request, timeout_s)).pool

    async def pause_pool(self, template: str, *, timeout_s: float | None = None) -> messages.Pool:
        """Stops refilling it; what is warm can still be claimed. Raises UnknownTemplate or PoolNotFound.

        >>> await client.pause_pool("python")  # doctest: +SKIP
        """
        request = messages.PausePoolRequest(template=template)
        return (await self._calls.unary(self._calls.stubs.template.PausePool, request, timeout_s)).pool

    async def resume_pool(self, template: str, *, timeout_s: float | None = None) -> messages.Pool:
        """Refills it again, also after failures. Raises UnknownTemplate or PoolNotFound.

        >>> await client.resume_pool("python")  # doctest: +SKIP
        """
        request = messages.ResumePoolRequest(template=template)
        return (await self._calls.unary(self._calls.stubs.template.ResumePool, request, timeout_s)).pool

    async def drain_pool(self, template: str, *, timeout_s: float | None = None) -> messages.DrainPoolResponse:
        """Pauses it and releases what is warm. Raises UnknownTemplate or PoolNotFound.

        >>> (await client.drain_pool("python")).released  # doctest: +SKIP
        """
        request = messages.DrainPoolRequest(template=template)
        return await self._calls.unary(self._calls.stubs.template.DrainPool, request, timeout_s)

    async def prewarm_pool(
        self, template: str, count: int, *, wait: bool = False, timeout_s: float | None = None
    ) -> messages.Pool:
        """Has at least so many warm sandboxes ready, 1 to 1000.

        Raises UnknownTemplate, and with ``wait`` the errors of ``create``.

        >>> (await client.prewarm_pool("python", 4, wait=True)).warm  # doctest: +SKIP
        4
        """
        request = messages.PrewarmPoolRequest(template=template, count=count, wait=wait)
        return (await self._calls.unary(self._calls.stubs.template.PrewarmPool, request, timeout_s)).pool

    # Events

    def watch_events(
        self,
        *,
        after_seq: int = 0,
        from_start: bool = False,
        namespace: str = "",
        sandbox_id: str = "",
        types: Sequence[str] = (),
        reconnect_timeout_s: float = 60.0,
    ) -> Opening[AsyncEventWatch]:
        """Follows the event log after a number, from its start, or (neither) from now on. See ``EventWatch``.

        Goes on by itself after a restart of the daemon, for which it waits ``reconnect_timeout_s`` at most. Raises
        EventsCompacted or AmbiguousId.

        >>> async with client.watch_events(types=["sandbox.state"]) as watch:  # doctest: +SKIP
        ...     async for event in watch:
        ...         print(event.seq, event.reason)
        """
        request = messages.WatchEventsRequest(
            after_seq=after_seq, from_start=from_start, filter=requests.event_filter(namespace, sandbox_id, types)
        )
        return Opening(AsyncEventWatch.open(self._calls, request, reconnect_timeout_s))

    async def list_events(
        self,
        *,
        after_seq: int = 0,
        namespace: str = "",
        sandbox_id: str = "",
        types: Sequence[str] = (),
        newest_first: bool = False,
        timeout_s: float | None = None,
    ) -> AsyncIterator[messages.Event]:
        """Events with a greater number, oldest first; asks by page. Raises EventsCompacted or AmbiguousId.

        >>> [event.reason async for event in client.list_events(sandbox_id=box.id)]  # doctest: +SKIP
        """
        request = messages.ListEventsRequest(
            after_seq=after_seq,
            filter=requests.event_filter(namespace, sandbox_id, types),
            page_size=_PAGE_SIZE,
            newest_first=newest_first,
        )
        while True:
            page = await self._calls.unary(self._calls.stubs.event.ListEvents, request, timeout_s)
            for event in page.events:
                yield event
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def watch_stats(
        self,
        filter: messages.SandboxFilter | None = None,
        *,
        interval_s: float | None = None,
        timeout_s: float | None = None,
    ) -> AsyncIterator[messages.StreamStatsResponse]:
        """Measures all sandboxes that run and that the filter matches, every ``interval_s`` (2), until it is left.

        Raises InvalidField, TooManyRequests or SlowConsumer; DaemonUnreachable ends it.

        >>> async for measured in client.watch_stats(interval_s=5):  # doctest: +SKIP
        ...     print([(stats.sandbox_id, stats.memory_bytes) for stats in measured.stats])
        """
        request = messages.StreamStatsRequest(filter=filter, interval=duration(interval_s))
        stream = await self._calls.stream(self._calls.stubs.stats.StreamStats, request, timeout_s)
        try:
            while (measured := await stream.read()) is not None:
                yield measured
        finally:
            await stream.cancel()

    # The daemon

    async def info(self, *, timeout_s: float | None = None) -> messages.GetInfoResponse:
        """Who the daemon is, how it is, and each degraded mode with the command that ends it.

        >>> (await client.info()).version  # doctest: +SKIP
        """
        return await self._calls.unary(self._calls.stubs.admin.GetInfo, messages.GetInfoRequest(), timeout_s)

    async def reconcile(self, runtime: str = "", *, timeout_s: float | None = None) -> messages.ReconcileResponse:
        """Compares records and containers now. Raises RuntimeDisabled.

        >>> dict((await client.reconcile()).counters)  # doctest: +SKIP
        """
        request = messages.ReconcileRequest(runtime=runtime)
        return await self._calls.unary(self._calls.stubs.admin.Reconcile, request, timeout_s)

    async def run_sweep(self, loop: str, *, max_items: int = 0, timeout_s: float | None = None) -> Mapping[str, int]:
        """Runs one loop once, now, and gives its counters. Raises LoopNotFound.

        >>> await client.run_sweep("idle")  # doctest: +SKIP
        """
        request = messages.RunSweepRequest(loop=loop, max_items=max_items)
        return (await self._calls.unary(self._calls.stubs.admin.RunSweep, request, timeout_s)).counters

    async def drain(
        self, *, wait_s: float = 0.0, undo: bool = False, timeout_s: float | None = None
    ) -> messages.DrainResponse:
        """Refuses new work with Draining and waits ``wait_s`` at most for what is under way; ``undo`` ends it.

        >>> (await client.drain(wait_s=30)).operations  # doctest: +SKIP
        0
        """
        request = messages.DrainRequest(undo=undo, timeout=duration(wait_s), request_id=new_request_id())
        return await self._calls.unary(self._calls.stubs.admin.Drain, request, timeout_s)

    async def reload(self, *, dry_run: bool = False, timeout_s: float | None = None) -> messages.ReloadResponse:
        """Reads the config again and says what was applied and what needs a restart. Raises ConfigInvalid.

        >>> list((await client.reload()).applied)  # doctest: +SKIP
        """
        request = messages.ReloadRequest(dry_run=dry_run)
        return await self._calls.unary(self._calls.stubs.admin.Reload, request, timeout_s)

    async def pause_loop(self, loop: str, *, timeout_s: float | None = None) -> messages.LoopStatus:
        """Stops a loop until it is resumed; durable. Raises LoopNotFound.

        >>> (await client.pause_loop("idle")).paused  # doctest: +SKIP
        True
        """
        request = messages.PauseLoopRequest(loop=loop)
        return (await self._calls.unary(self._calls.stubs.admin.PauseLoop, request, timeout_s)).loop

    async def resume_loop(self, loop: str, *, timeout_s: float | None = None) -> messages.LoopStatus:
        """Lets a loop run again. Raises LoopNotFound.

        >>> (await client.resume_loop("idle")).paused  # doctest: +SKIP
        False
        """
        request = messages.ResumeLoopRequest(loop=loop)
        return (await self._calls.unary(self._calls.stubs.admin.ResumeLoop, request, timeout_s)).loop

    async def list_orphans(self, *, timeout_s: float | None = None) -> Sequence[messages.Orphan]:
        """Containers with the label of this daemon that no record explains, by name.

        >>> [orphan.container_name for orphan in await client.list_orphans()]  # doctest: +SKIP
        """
        request = messages.ListOrphansRequest()
        return (await self._calls.unary(self._calls.stubs.admin.ListOrphans, request, timeout_s)).orphans

    async def adopt_orphan(
        self,
        container_name: str,
        session: SessionName | None = None,
        *,
        user: str = "",
        namespace: str = "",
        timeout_s: float | None = None,
    ) -> messages.Sandbox:
        """Makes a sandbox of an orphan, for a session or anonymous; it has no token and no workspace.

        Raises OrphanNotFound, SandboxExists, UnknownTemplate or RuntimeUnavailable.

        >>> (await client.adopt_orphan("sandkeep-01j9z0-1", "s1")).id  # doctest: +SKIP
        """
        request = messages.AdoptOrphanRequest(
            container_name=container_name,
            session=None if session is None else requests.session_key(session, user, namespace),
            request_id=new_request_id(),
        )
        return (await self._calls.unary(self._calls.stubs.admin.AdoptOrphan, request, timeout_s)).sandbox

    async def remove_orphan(self, container_name: str, *, timeout_s: float | None = None) -> None:
        """Removes an orphan's container. Raises OrphanNotFound or RuntimeUnavailable.

        >>> await client.remove_orphan("sandkeep-01j9z0-1")  # doctest: +SKIP
        """
        request = messages.RemoveOrphanRequest(container_name=container_name, request_id=new_request_id())
        await self._calls.unary(self._calls.stubs.admin.RemoveOrphan, request, timeout_s)

    async def recover(
        self,
        action: messages.RecoverAction = messages.RECOVER_ACTION_SHOW,
        *,
        timeout_s: float | None = None,
    ) -> messages.RecoverResponse:
        """Shows, accepts or discards what the safe modes hold back, all of it at once. Raises RuntimeUnavailable.

        >>> [item.message for item in (await client.recover()).items]  # doctest: +SKIP
        """
        request = messages.RecoverRequest(action=action, request_id=new_request_id())
        return await self._calls.unary(self._calls.stubs.admin.Recover, request, timeout_s)

    async def backup(self, *, timeout_s: float | None = None) -> messages.BackupResponse:
        """Makes a checked copy of the state database, where the config says. Raises BackupFailed.

        >>> (await client.backup()).path  # doctest: +SKIP
        """
        return await self._calls.unary(self._calls.stubs.admin.Backup, messages.BackupRequest(), timeout_s)

    async def doctor(self, *, repair: bool = False, timeout_s: float | None = None) -> Sequence[messages.DoctorFinding]:
        """What is wrong with the daemon and its host, and what to do; ``repair`` also does what is safe.

        >>> [finding.check for finding in await client.doctor()]  # doctest: +SKIP
        """
        request = messages.DoctorRequest(repair=repair)
        return (await self._calls.unary(self._calls.stubs.admin.Doctor, request, timeout_s)).findings

    async def metrics(self, *, timeout_s: float | None = None) -> str:
        """What the daemon counts and measures, in the text format of Prometheus.

        >>> print(await client.metrics())  # doctest: +SKIP
        """
        request = messages.GetMetricsRequest()
        return (await self._calls.unary(self._calls.stubs.admin.GetMetrics, request, timeout_s)).text

    async def create_token(
        self,
        label: str,
        role: messages.AccessRole,
        *,
        namespaces: Sequence[str] = (),
        all_namespaces: bool = False,
        timeout_s: float | None = None,
    ) -> messages.CreateTokenResponse:
        """Makes an access token; its ``secret`` is in this answer only. Raises InvalidField or TooManyTokens.

        >>> made = await client.create_token("ci", messages.ACCESS_ROLE_CLIENT, namespaces=["ci"])  # doctest: +SKIP
        """
        request = messages.CreateTokenRequest(
            label=label, role=role, namespaces=namespaces, all_namespaces=all_namespaces
        )
        return await self._calls.unary(self._calls.stubs.admin.CreateToken, request, timeout_s)

    async def list_tokens(self, *, timeout_s: float | None = None) -> Sequence[messages.AccessToken]:
        """All access tokens, newest first, revoked ones too; never their secrets.

        >>> [token.label for token in await client.list_tokens()]  # doctest: +SKIP
        """
        request = messages.ListTokensRequest()
        return (await self._calls.unary(self._calls.stubs.admin.ListTokens, request, timeout_s)).access_tokens

    async def revoke_token(self, token_id: str, *, timeout_s: float | None = None) -> messages.AccessToken:
        """Ends an access token, and the calls and streams that are open with it. Raises TokenNotFound.

        >>> await client.revoke_token("k3x9")  # doctest: +SKIP
        """
        request = messages.RevokeTokenRequest(token_id=token_id)
        return (await self._calls.unary(self._calls.stubs.admin.RevokeToken, request, timeout_s)).access_token

    async def _acquire(self, request: messages.AcquireSandboxRequest, timeout_s: float | None) -> AsyncSandbox:
        answer = await self._calls.unary(self._calls.stubs.sandbox.AcquireSandbox, request, timeout_s)
        return AsyncSandbox(self._calls, answer.sandbox, answer.endpoint, answer.token, answer.outcome, request.holder)

    async def _create(self, request: messages.CreateSandboxRequest, timeout_s: float | None) -> AsyncSandbox:
        answer = await self._calls.unary(self._calls.stubs.sandbox.CreateSandbox, request, timeout_s)
        return AsyncSandbox(self._calls, answer.sandbox, answer.endpoint, answer.token, holder=request.holder)

    async def _keep(self, request: messages.HeartbeatRequest, every_s: float | None) -> AsyncKeeper:
        keeper = await AsyncKeeper.start(self, self._calls, request, every_s)
        self._keepers.add(keeper)
        return keeper
