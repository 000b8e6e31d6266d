# Written by scripts/python-sync.ts from _async/client.py; change it there.
"""The client: what is asked of the daemon, not of one sandbox."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType

from .. import _requests as requests
from .._gen import messages
from .._gen.stubs import Stubs
from .._policy import duration, new_request_id
from .._requests import SessionName
from .._socket_path import checked_socket_path
from .calls import Calls
from .events import EventWatch
from .keeper import Keeper
from .sandbox import Sandbox

_PAGE_SIZE = 200


class Client:
    """A connection to sandkeepd, made with the first call, and again when the daemon comes back; close it.

    ``socket_path`` None takes ``SANDKEEP_SOCKET``, else the socket of this user's daemon, else the system's. ``token``
    is the access token that every call carries, where the daemon asks for one. The first call waits
    ``ready_timeout_s`` at most for a daemon that starts: DaemonUnreachable then. Every call has a deadline
    (``timeout_s``, else one that fits the method), a request_id where there is one, and is sent again for some seconds
    while the daemon restarts, if that does nothing twice. Every error is a SandkeepError, by reason a class of
    ``sandkeep.errors``.

    >>> with Client() as client:  # doctest: +SKIP
    ...     with client.acquire(session="s1") as box:
    ...         print(box.run("echo hello").text)
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
        self._calls = Calls(self.socket_path, ready_timeout_s, token)
        self._keepers: weakref.WeakSet[Keeper] = weakref.WeakSet()

    @property
    def stubs(self) -> Stubs:
        """The generated stubs, bare, for what this package does not wrap: ``client.stubs.admin.GetInfo(request)``."""
        return self._calls.stubs

    def wait_for_ready(self, timeout_s: float = 30.0) -> None:
        """Returns when the daemon says that it serves. Raises DaemonUnreachable after ``timeout_s``.

        >>> client.wait_for_ready(5)  # doctest: +SKIP
        """
        self._calls.wait_for_ready(timeout_s)

    def close(self) -> None:
        """Ends heartbeats, the connection, and every call on it. Sandboxes stay."""
        for keeper in list(self._keepers):
            keeper.stop()
        self._calls.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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
    ) -> Sandbox:
        """The sandbox of a session: reuses, resumes, starts, restores, claims or creates it.

        For a new sandbox only: ``environment`` (secret), ``labels``, ``annotations``, ``idle_timeout_s`` (0: never),
        ``workspace_dir``, ``storage_path``. ``timeout_s`` (600) ends the wait; the daemon finishes what it began.
        Raises UnknownTemplate, InvalidField, ReuseNotFound (with ``reuse_only``), RuntimeUnavailable, NotReady,
        ContainerExited or CapacityExhausted.

        >>> with client.acquire(session="s1", user="ada", template="python") as box:  # doctest: +SKIP
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
        return self._acquire(request, timeout_s)

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
    ) -> Sandbox:
        """A further sandbox of a session, or an anonymous one. Arguments and errors as ``acquire``, and PoolEmpty.

        >>> with client.create(template="python") as box:  # doctest: +SKIP
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
        return self._create(request, timeout_s)

    def get(self, sandbox_id: str, *, touch: bool = False, timeout_s: float | None = None) -> Sandbox:
        """One sandbox by id, unique id prefix or container name. Raises SandboxNotFound or AmbiguousId.

        >>> client.get("01j9z0").detach()  # doctest: +SKIP
        """
        request = messages.GetSandboxRequest(sandbox_id=sandbox_id, touch=touch)
        answer = self._calls.unary(self._calls.stubs.sandbox.GetSandbox, request, timeout_s)
        return Sandbox(self._calls, answer.sandbox, answer.endpoint)

    def discover(
        self,
        session: SessionName,
        *,
        user: str = "",
        namespace: str = "",
        template: str = "",
        timeout_s: float | None = None,
    ) -> Sandbox | None:
        """The sandbox of a session as it is, None when there is none; changes nothing. Raises UnknownTemplate.

        >>> client.discover("s1")  # doctest: +SKIP
        """
        key = requests.session_key(session, user, namespace)
        request = messages.DiscoverSandboxRequest(session=key, template=template)
        answer = self._calls.unary(self._calls.stubs.sandbox.DiscoverSandbox, request, timeout_s)
        return Sandbox(self._calls, answer.sandbox, answer.endpoint) if answer.HasField("sandbox") else None

    def list_sandboxes(
        self,
        filter: messages.SandboxFilter | None = None,
        *,
        show_released: bool = False,
        timeout_s: float | None = None,
    ) -> Iterator[messages.Sandbox]:
        """Sandboxes in order of creation; asks by page, each with the deadline ``timeout_s``.

        >>> [box.id for box in client.list_sandboxes()]  # doctest: +SKIP
        """
        request = messages.ListSandboxesRequest(filter=filter, page_size=_PAGE_SIZE, show_released=show_released)
        while True:
            page = self._calls.unary(self._calls.stubs.sandbox.ListSandboxes, request, timeout_s)
            for sandbox in page.sandboxes:
                yield sandbox
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def release_all(
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

        >>> client.release_all(messages.SandboxFilter(user="ada"), wait=True).released  # doctest: +SKIP
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
        return self._calls.unary(self._calls.stubs.sandbox.ReleaseAllSandboxes, request, timeout_s)

    # Sessions

    def get_session(
        self, session: SessionName, *, user: str = "", namespace: str = "", timeout_s: float | None = None
    ) -> messages.Session:
        """One session with its sandboxes. Raises SessionNotFound.

        >>> client.get_session("s1").generation  # doctest: +SKIP
        """
        request = messages.GetSessionRequest(session=requests.session_key(session, user, namespace))
        return self._calls.unary(self._calls.stubs.session.GetSession, request, timeout_s).session

    def list_sessions(
        self,
        *,
        namespace: str = "",
        user: str = "",
        states: Sequence[messages.SessionState] = (),
        timeout_s: float | None = None,
    ) -> Iterator[messages.Session]:
        """Sessions in order of creation; asks by page, each with the deadline ``timeout_s``.

        >>> [session.key.session for session in client.list_sessions(user="ada")]  # doctest: +SKIP
        """
        request = messages.ListSessionsRequest(namespace=namespace, user=user, states=states, page_size=_PAGE_SIZE)
        while True:
            page = self._calls.unary(self._calls.stubs.session.ListSessions, request, timeout_s)
            for session in page.sessions:
                yield session
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def heartbeat(
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

        >>> client.heartbeat("s1", heartbeat_timeout_s=60).needs_restore  # doctest: +SKIP
        False
        """
        key = requests.session_key(session, user, namespace)
        request = requests.heartbeat(key, expected_generation, heartbeat_timeout_s, idle_timeout_s, restore)
        return self._calls.unary(self._calls.stubs.session.Heartbeat, request, timeout_s)

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
    ) -> Keeper:
        """Sends heartbeats in the background until the keeper is stopped, or this client is closed or forgotten.

        ``every_s`` None takes a third of the time-out. Errors of the first one: those of ``heartbeat``.

        >>> with client.heartbeats("s1", heartbeat_timeout_s=60):  # doctest: +SKIP
        ...     long_work()
        """
        key = requests.session_key(session, user, namespace)
        request = requests.heartbeat(key, 0, heartbeat_timeout_s, idle_timeout_s, restore)
        return self._keep(request, every_s)

    def release_session(
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

        >>> client.release_session("s1", wait=True).released  # doctest: +SKIP
        """
        request = messages.ReleaseSessionRequest(
            session=requests.session_key(session, user, namespace),
            mode=mode,
            force=force,
            delete_workspace=delete_workspace,
            wait=wait,
            request_id=new_request_id(),
        )
        return self._calls.unary(self._calls.stubs.session.ReleaseSession, request, timeout_s)

    def reap_session(
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

        >>> client.reap_session("s1", wait=True).recycled  # doctest: +SKIP
        """
        request = messages.ReapSessionRequest(
            session=requests.session_key(session, user, namespace),
            force=force,
            wait=wait,
            request_id=new_request_id(),
        )
        return self._calls.unary(self._calls.stubs.session.ReapSession, request, timeout_s)

    def restore_session(
        self, session: SessionName, *, user: str = "", namespace: str = "", timeout_s: float | None = None
    ) -> messages.RestoreSessionResponse:
        """Makes a new generation of every recycled sandbox of the session.

        Raises SessionNotFound, and the error of the first when none could be restored.

        >>> [box.id for box in client.restore_session("s1").restored]  # doctest: +SKIP
        """
        key = requests.session_key(session, user, namespace)
        request = messages.RestoreSessionRequest(session=key, request_id=new_request_id())
        return self._calls.unary(self._calls.stubs.session.RestoreSession, request, timeout_s)

    # Templates and pools

    def list_templates(self, *, timeout_s: float | None = None) -> Sequence[messages.Template]:
        """Every template of the config, by name.

        >>> [template.name for template in client.list_templates()]  # doctest: +SKIP
        """
        request = messages.ListTemplatesRequest()
        return self._calls.unary(self._calls.stubs.template.ListTemplates, request, timeout_s).templates

    def get_template(self, template: str = "", *, timeout_s: float | None = None) -> messages.Template:
        """One template; no name takes the default. Raises UnknownTemplate.

        >>> client.get_template("python").image  # doctest: +SKIP
        """
        request = messages.GetTemplateRequest(template=template)
        return self._calls.unary(self._calls.stubs.template.GetTemplate, request, timeout_s).template

    def pull_image(
        self, template: str = "", *, image: str = "", timeout_s: float | None = None
    ) -> Iterator[messages.PullImageResponse]:
        """Fetches the image of a template, or one by name, and reports progress; the last one is ``done``.

        Raises UnknownTemplate, ImageNotFound, ImagePullDenied, ImagePullFailed or RuntimeUnavailable.

        >>> for progress in client.pull_image("python"):  # doctest: +SKIP
        ...     print(progress.status)
        """
        request = messages.PullImageRequest(template=template, image=image)
        stream = self._calls.stream(self._calls.stubs.template.PullImage, request, timeout_s)
        try:
            while (progress := stream.read()) is not None:
                yield progress
        finally:
            stream.cancel()

    def list_pools(self, *, timeout_s: float | None = None) -> Sequence[messages.Pool]:
        """Every pool, by template.

        >>> [(pool.template, pool.warm) for pool in client.list_pools()]  # doctest: +SKIP
        """
        request = messages.ListPoolsRequest()
        return self._calls.unary(self._calls.stubs.template.ListPools, request, timeout_s).pools

    def get_pool(self, template: str = "", *, timeout_s: float | None = None) -> messages.Pool:
        """The pool of one template; no name takes the default. Raises UnknownTemplate or PoolNotFound.

        >>> client.get_pool("python").warm  # doctest: +SKIP
        """
        request = messages.GetPoolRequest(template=template)
        return self._calls.unary(self._calls.stubs.template.GetPool, request, timeout_s).pool

    def pause_pool(self, template: str, *, timeout_s: float | None = None) -> messages.Pool:
        """Stops refilling it; what is warm can still be claimed. Raises UnknownTemplate or PoolNotFound.

        >>> client.pause_pool("python")  # doctest: +SKIP
        """
        request = messages.PausePoolRequest(template=template)
        return self._calls.unary(self._calls.stubs.template.PausePool, request, timeout_s).pool

    def resume_pool(self, template: str, *, timeout_s: float | None = None) -> messages.Pool:
        """Refills it again, also after failures. Raises UnknownTemplate or PoolNotFound.

        >>> client.resume_pool("python")  # doctest: +SKIP
        """
        request = messages.ResumePoolRequest(template=template)
        return self._calls.unary(self._calls.stubs.template.ResumePool, request, timeout_s).pool

    def drain_pool(self, template: str, *, timeout_s: float | None = None) -> messages.DrainPoolResponse:
        """Pauses it and releases what is warm. Raises UnknownTemplate or PoolNotFound.

        >>> client.drain_pool("python").released  # doctest: +SKIP
        """
        request = messages.DrainPoolRequest(template=template)
        return self._calls.unary(self._calls.stubs.template.DrainPool, request, timeout_s)

    def prewarm_pool(
        self, template: str, count: int, *, wait: bool = False, timeout_s: float | None = None
    ) -> messages.Pool:
        """Has at least so many warm sandboxes ready, 1 to 1000.

        Raises UnknownTemplate, and with ``wait`` the errors of ``create``.

        >>> client.prewarm_pool("python", 4, wait=True).warm  # doctest: +SKIP
        4
        """
        request = messages.PrewarmPoolRequest(template=template, count=count, wait=wait)
        return self._calls.unary(self._calls.stubs.template.PrewarmPool, request, timeout_s).pool

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
    ) -> EventWatch:
        """Follows the event log after a number, from its start, or (neither) from now on. See ``EventWatch``.

        Goes on by itself after a restart of the daemon, for which it waits ``reconnect_timeout_s`` at most. Raises
        EventsCompacted or AmbiguousId.

        >>> with client.watch_events(types=["sandbox.state"]) as watch:  # doctest: +SKIP
        ...     for event in watch:
        ...         print(event.seq, event.reason)
        """
        request = messages.WatchEventsRequest(
            after_seq=after_seq, from_start=from_start, filter=requests.event_filter(namespace, sandbox_id, types)
        )
        return EventWatch.open(self._calls, request, reconnect_timeout_s)

    def list_events(
        self,
        *,
        after_seq: int = 0,
        namespace: str = "",
        sandbox_id: str = "",
        types: Sequence[str] = (),
        newest_first: bool = False,
        timeout_s: float | None = None,
    ) -> Iterator[messages.Event]:
        """Events with a greater number, oldest first; asks by page. Raises EventsCompacted or AmbiguousId.

        >>> [event.reason for event in client.list_events(sandbox_id=box.id)]  # doctest: +SKIP
        """
        request = messages.ListEventsRequest(
            after_seq=after_seq,
            filter=requests.event_filter(namespace, sandbox_id, types),
            page_size=_PAGE_SIZE,
            newest_first=newest_first,
        )
        while True:
            page = self._calls.unary(self._calls.stubs.event.ListEvents, request, timeout_s)
            for event in page.events:
                yield event
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    def watch_stats(
        self,
        filter: messages.SandboxFilter | None = None,
        *,
        interval_s: float | None = None,
        timeout_s: float | None = None,
    ) -> Iterator[messages.StreamStatsResponse]:
        """Measures all sandboxes that run and that the filter matches, every ``interval_s`` (2), until it is left.

        Raises InvalidField, TooManyRequests or SlowConsumer; DaemonUnreachable ends it.

        >>> for measured in client.watch_stats(interval_s=5):  # doctest: +SKIP
        ...     print([(stats.sandbox_id, stats.memory_bytes) for stats in measured.stats])
        """
        request = messages.StreamStatsRequest(filter=filter, interval=duration(interval_s))
        stream = self._calls.stream(self._calls.stubs.stats.StreamStats, request, timeout_s)
        try:
            while (measured := stream.read()) is not None:
                yield measured
        finally:
            stream.cancel()

    # The daemon

    def info(self, *, timeout_s: float | None = None) -> messages.GetInfoResponse:
        """Who the daemon is, how it is, and each degraded mode with the command that ends it.

        >>> client.info().version  # doctest: +SKIP
        """
        return self._calls.unary(self._calls.stubs.admin.GetInfo, messages.GetInfoRequest(), timeout_s)

    def reconcile(self, runtime: str = "", *, timeout_s: float | None = None) -> messages.ReconcileResponse:
        """Compares records and containers now. Raises RuntimeDisabled.

        >>> dict(client.reconcile().counters)  # doctest: +SKIP
        """
        request = messages.ReconcileRequest(runtime=runtime)
        return self._calls.unary(self._calls.stubs.admin.Reconcile, request, timeout_s)

    def run_sweep(self, loop: str, *, max_items: int = 0, timeout_s: float | None = None) -> Mapping[str, int]:
        """Runs one loop once, now, and gives its counters. Raises LoopNotFound.

        >>> client.run_sweep("idle")  # doctest: +SKIP
        """
        request = messages.RunSweepRequest(loop=loop, max_items=max_items)
        return self._calls.unary(self._calls.stubs.admin.RunSweep, request, timeout_s).counters

    def drain(
        self, *, wait_s: float = 0.0, undo: bool = False, timeout_s: float | None = None
    ) -> messages.DrainResponse:
        """Refuses new work with Draining and waits ``wait_s`` at most for what is under way; ``undo`` ends it.

        >>> client.drain(wait_s=30).operations  # doctest: +SKIP
        0
        """
        request = messages.DrainRequest(undo=undo, timeout=duration(wait_s), request_id=new_request_id())
        return self._calls.unary(self._calls.stubs.admin.Drain, request, timeout_s)

    def reload(self, *, dry_run: bool = False, timeout_s: float | None = None) -> messages.ReloadResponse:
        """Reads the config again and says what was applied and what needs a restart. Raises ConfigInvalid.

        >>> list(client.reload().applied)  # doctest: +SKIP
        """
        request = messages.ReloadRequest(dry_run=dry_run)
        return self._calls.unary(self._calls.stubs.admin.Reload, request, timeout_s)

    def pause_loop(self, loop: str, *, timeout_s: float | None = None) -> messages.LoopStatus:
        """Stops a loop until it is resumed; durable. Raises LoopNotFound.

        >>> client.pause_loop("idle").paused  # doctest: +SKIP
        True
        """
        request = messages.PauseLoopRequest(loop=loop)
        return self._calls.unary(self._calls.stubs.admin.PauseLoop, request, timeout_s).loop

    def resume_loop(self, loop: str, *, timeout_s: float | None = None) -> messages.LoopStatus:
        """Lets a loop run again. Raises LoopNotFound.

        >>> client.resume_loop("idle").paused  # doctest: +SKIP
        False
        """
        request = messages.ResumeLoopRequest(loop=loop)
        return self._calls.unary(self._calls.stubs.admin.ResumeLoop, request, timeout_s).loop

    def list_orphans(self, *, timeout_s: float | None = None) -> Sequence[messages.Orphan]:
        """Containers with the label of this daemon that no record explains, by name.

        >>> [orphan.container_name for orphan in client.list_orphans()]  # doctest: +SKIP
        """
        request = messages.ListOrphansRequest()
        return self._calls.unary(self._calls.stubs.admin.ListOrphans, request, timeout_s).orphans

    def adopt_orphan(
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

        >>> client.adopt_orphan("sandkeep-01j9z0-1", "s1").id  # doctest: +SKIP
        """
        request = messages.AdoptOrphanRequest(
            container_name=container_name,
            session=None if session is None else requests.session_key(session, user, namespace),
            request_id=new_request_id(),
        )
        return self._calls.unary(self._calls.stubs.admin.AdoptOrphan, request, timeout_s).sandbox

    def remove_orphan(self, container_name: str, *, timeout_s: float | None = None) -> None:
        """Removes an orphan's container. Raises OrphanNotFound or RuntimeUnavailable.

        >>> client.remove_orphan("sandkeep-01j9z0-1")  # doctest: +SKIP
        """
        request = messages.RemoveOrphanRequest(container_name=container_name, request_id=new_request_id())
        self._calls.unary(self._calls.stubs.admin.RemoveOrphan, request, timeout_s)

    def recover(
        self,
        action: messages.RecoverAction = messages.RECOVER_ACTION_SHOW,
        *,
        timeout_s: float | None = None,
    ) -> messages.RecoverResponse:
        """Shows, accepts or discards what the safe modes hold back, all of it at once. Raises RuntimeUnavailable.

        >>> [item.message for item in client.recover().items]  # doctest: +SKIP
        """
        request = messages.RecoverRequest(action=action, request_id=new_request_id())
        return self._calls.unary(self._calls.stubs.admin.Recover, request, timeout_s)

    def backup(self, *, timeout_s: float | None = None) -> messages.BackupResponse:
        """Makes a checked copy of the state database, where the config says. Raises BackupFailed.

        >>> client.backup().path  # doctest: +SKIP
        """
        return self._calls.unary(self._calls.stubs.admin.Backup, messages.BackupRequest(), timeout_s)

    def doctor(self, *, repair: bool = False, timeout_s: float | None = None) -> Sequence[messages.DoctorFinding]:
        """What is wrong with the daemon and its host, and what to do; ``repair`` also does what is safe.

        >>> [finding.check for finding in client.doctor()]  # doctest: +SKIP
        """
        request = messages.DoctorRequest(repair=repair)
        return self._calls.unary(self._calls.stubs.admin.Doctor, request, timeout_s).findings

    def metrics(self, *, timeout_s: float | None = None) -> str:
        """What the daemon counts and measures, in the text format of Prometheus.

        >>> print(client.metrics())  # doctest: +SKIP
        """
        request = messages.GetMetricsRequest()
        return self._calls.unary(self._calls.stubs.admin.GetMetrics, request, timeout_s).text

    def create_token(
        self,
        label: str,
        role: messages.AccessRole,
        *,
        namespaces: Sequence[str] = (),
        all_namespaces: bool = False,
        timeout_s: float | None = None,
    ) -> messages.CreateTokenResponse:
        """Makes an access token; its ``secret`` is in this answer only. Raises InvalidField or TooManyTokens.

        >>> made = client.create_token("ci", messages.ACCESS_ROLE_CLIENT, namespaces=["ci"])  # doctest: +SKIP
        """
        request = messages.CreateTokenRequest(
            label=label, role=role, namespaces=namespaces, all_namespaces=all_namespaces
        )
        return self._calls.unary(self._calls.stubs.admin.CreateToken, request, timeout_s)

    def list_tokens(self, *, timeout_s: float | None = None) -> Sequence[messages.AccessToken]:
        """All access tokens, newest first, revoked ones too; never their secrets.

        >>> [token.label for token in client.list_tokens()]  # doctest: +SKIP
        """
        request = messages.ListTokensRequest()
        return self._calls.unary(self._calls.stubs.admin.ListTokens, request, timeout_s).access_tokens

    def revoke_token(self, token_id: str, *, timeout_s: float | None = None) -> messages.AccessToken:
        """Ends an access token, and the calls and streams that are open with it. Raises TokenNotFound.

        >>> client.revoke_token("k3x9")  # doctest: +SKIP
        """
        request = messages.RevokeTokenRequest(token_id=token_id)
        return self._calls.unary(self._calls.stubs.admin.RevokeToken, request, timeout_s).access_token

    def _acquire(self, request: messages.AcquireSandboxRequest, timeout_s: float | None) -> Sandbox:
        answer = self._calls.unary(self._calls.stubs.sandbox.AcquireSandbox, request, timeout_s)
        return Sandbox(self._calls, answer.sandbox, answer.endpoint, answer.token, answer.outcome, request.holder)

    def _create(self, request: messages.CreateSandboxRequest, timeout_s: float | None) -> Sandbox:
        answer = self._calls.unary(self._calls.stubs.sandbox.CreateSandbox, request, timeout_s)
        return Sandbox(self._calls, answer.sandbox, answer.endpoint, answer.token, holder=request.holder)

    def _keep(self, request: messages.HeartbeatRequest, every_s: float | None) -> Keeper:
        keeper = Keeper.start(self, self._calls, request, every_s)
        self._keepers.add(keeper)
        return keeper
