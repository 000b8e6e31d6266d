"""One sandbox, as its user holds it."""

from __future__ import annotations

import weakref
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType

from .. import _requests as requests
from .._gen import messages
from .._policy import duration, new_request_id
from .._requests import CommandLine
from .._results import CommandResult, enum_name, result_of_run
from .calls import AsyncCalls, Opening
from .command import AsyncCommand
from .files import AsyncFiles
from .keeper import AsyncKeeper


class AsyncSandbox:
    """A sandbox. Leaving its ``with`` block releases it: removed or parked, as its template says, and its files stay.

    ``detach`` in the block, or no block at all, leaves it to the daemon and its idle time-outs.

    >>> async with client.acquire(session="s1") as box:  # doctest: +SKIP
    ...     print((await box.run("echo hello")).text)
    hello
    """

    def __init__(
        self,
        calls: AsyncCalls,
        info: messages.Sandbox,
        endpoint: messages.Endpoint | None = None,
        token: str = "",
        outcome: messages.AcquireOutcome = messages.ACQUIRE_OUTCOME_UNSPECIFIED,
        holder: str = "",
    ) -> None:
        #: The sandbox as the daemon last told of it.
        self.info = info
        #: Where it was reached at the last acquire, start, resume, restore or refresh.
        self.endpoint = endpoint or messages.Endpoint()
        #: Bearer token that the software inside expects; secret, empty where there is none.
        self.token = token
        #: How it was found: "CREATED", "REUSED", and so on; "UNSPECIFIED" unless it was acquired.
        self.outcome = enum_name(messages.AcquireOutcome, outcome, "ACQUIRE_OUTCOME_")
        #: The named interest it was acquired with; its release ends that.
        self.holder = holder
        #: Its files.
        self.files = AsyncFiles(calls, info.id)
        self._calls = calls
        self._keepers: weakref.WeakSet[AsyncKeeper] = weakref.WeakSet()
        self._is_detached = False

    @property
    def id(self) -> str:
        """Durable id; the same through stop, recycle and restore."""
        return self.info.id

    @property
    def state(self) -> str:
        """State without its prefix, such as "RUNNING", as of the last answer about it."""
        return enum_name(messages.SandboxState, self.info.state, "SANDBOX_STATE_")

    @property
    def url(self) -> str:
        """URL of the first port of its template; empty without ports. Another one after each start."""
        return self.endpoint.url

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.state}>"

    async def run(
        self,
        command: CommandLine,
        *,
        stdin: bytes | str = b"",
        environment: Mapping[str, str] | None = None,
        workdir: str = "",
        user: str = "",
        timeout_s: float | None = None,
        max_output_bytes: int = 0,
        check: bool = False,
        request_id: str | None = None,
    ) -> CommandResult:
        """Runs a short command to its end: text in a shell, a list without one. Safe over a restart of the daemon.

        A command that fails is no error unless ``check`` is set: CommandFailed then. ``timeout_s`` (60) ends the
        command with its process tree; ``timed_out`` says so. ``max_output_bytes`` bounds each stream (0: 1 MiB). Raises
        WrongState, HostExecDisabled, CommandNotFound, ExecPathNotMapped, NotSupported or TooManyRequests.

        >>> (await box.run(["wc", "-w"], stdin="one two")).text  # doctest: +SKIP
        '2\\n'
        """
        request = requests.run(
            self.id, command, stdin, environment, workdir, user, timeout_s, max_output_bytes, request_id
        )
        result = result_of_run(await self._calls.unary(self._calls.stubs.exec.RunExec, request))
        return result.check() if check else result

    def exec(
        self,
        command: CommandLine,
        *,
        exec_id: str = "",
        environment: Mapping[str, str] | None = None,
        workdir: str = "",
        user: str = "",
        timeout_s: float | None = None,
        terminal: tuple[int, int] | None = None,
        open_stdin: bool = False,
    ) -> Opening[AsyncCommand]:
        """Starts a command and streams: input, output, signals, the end with its cause. See ``Command``.

        ``timeout_s`` ends the command (None: the daemon's limits.exec_default_timeout), ``terminal`` are columns and
        rows, ``open_stdin`` says that input will be sent. Errors: those of ``run``, and ExecExists.

        >>> async with box.exec(["cat"], open_stdin=True) as command:  # doctest: +SKIP
        ...     print((await command.communicate("hello")).text)
        hello
        """
        spec = requests.exec_spec(
            self.id, command, exec_id, environment, workdir, user, timeout_s, terminal, open_stdin,
            messages.WHEN_FULL_UNSPECIFIED,
        )  # fmt: skip
        return Opening(AsyncCommand.open(self._calls, messages.StreamExecRequest(start=spec)))

    def attach(
        self, exec_id: str, *, stdout_offset: int | None = None, stderr_offset: int | None = None
    ) -> Opening[AsyncCommand]:
        """Streams a command that runs or has run. Offsets are in bytes; None begins with the oldest that is kept.

        Raises ExecNotFound, ExecOutputTrimmed or ExecDetached.

        >>> async with box.attach("build") as command:  # doctest: +SKIP
        ...     print(await command.wait())
        """
        attach = messages.AttachExec(
            sandbox_id=self.id, exec_id=exec_id, stdout_offset=stdout_offset, stderr_offset=stderr_offset
        )
        return Opening(AsyncCommand.open(self._calls, messages.StreamExecRequest(attach=attach)))

    async def start_exec(
        self,
        command: CommandLine,
        *,
        exec_id: str = "",
        stdin: bytes | str = b"",
        environment: Mapping[str, str] | None = None,
        workdir: str = "",
        user: str = "",
        timeout_s: float | None = None,
        terminal: tuple[int, int] | None = None,
    ) -> messages.Exec:
        """Starts a command and leaves it running; its newest output is kept for who attaches. Errors as ``exec``.

        >>> await box.start_exec("make", exec_id="build", timeout_s=600)  # doctest: +SKIP
        """
        spec = requests.exec_spec(
            self.id, command, exec_id, environment, workdir, user, timeout_s, terminal, False,
            messages.WHEN_FULL_UNSPECIFIED,
        )  # fmt: skip
        request = messages.StartExecRequest(spec=spec, stdin=requests.bytes_of(stdin))
        return (await self._calls.unary(self._calls.stubs.exec.StartExec, request)).exec

    async def get_exec(self, exec_id: str, *, timeout_s: float | None = None) -> messages.Exec:
        """One command, running or ended. Raises SandboxNotFound or ExecNotFound.

        >>> (await box.get_exec("build")).stdout_bytes  # doctest: +SKIP
        """
        request = messages.GetExecRequest(sandbox_id=self.id, exec_id=exec_id)
        return (await self._calls.unary(self._calls.stubs.exec.GetExec, request, timeout_s)).exec

    async def list_execs(self, *, timeout_s: float | None = None) -> AsyncIterator[messages.Exec]:
        """Commands of the sandbox, newest first; asks by page. Raises SandboxNotFound.

        >>> [exec.exec_id async for exec in box.list_execs()]  # doctest: +SKIP
        """
        request = messages.ListExecsRequest(sandbox_id=self.id)
        while True:
            page = await self._calls.unary(self._calls.stubs.exec.ListExecs, request, timeout_s)
            for exec_ in page.execs:
                yield exec_
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def signal_exec(
        self, exec_id: str, signal: str = "SIGTERM", *, timeout_s: float | None = None
    ) -> messages.Exec:
        """Sends a signal to the whole process tree of a command.

        Raises ExecNotFound, ExecEnded, ExecKillUnsupported, SandboxLost or WrongState.

        >>> await box.signal_exec("build", "SIGINT")  # doctest: +SKIP
        """
        request = messages.SignalExecRequest(
            sandbox_id=self.id, exec_id=exec_id, signal=signal, request_id=new_request_id()
        )
        return (await self._calls.unary(self._calls.stubs.exec.SignalExec, request, timeout_s)).exec

    async def wait_exec(self, exec_id: str, *, timeout_s: float | None = None) -> messages.Exec:
        """Waits until a command has ended, ``timeout_s`` at most (a day): DeadlinePassed then.

        Raises ExecNotFound or ExecKillUnsupported.

        >>> (await box.wait_exec("build")).exit.exit_code  # doctest: +SKIP
        """
        request = messages.WaitExecRequest(sandbox_id=self.id, exec_id=exec_id)
        return (await self._calls.unary(self._calls.stubs.exec.WaitExec, request, timeout_s)).exec

    def heartbeats(
        self,
        *,
        every_s: float | None = None,
        heartbeat_timeout_s: float | None = None,
        idle_timeout_s: float | None = None,
        restore: bool = False,
    ) -> Opening[AsyncKeeper]:
        """Sends heartbeats of its session in the background until this object is released or forgotten. See ``Keeper``.

        ``every_s`` None takes a third of the time-out. Raises SessionNotFound, and with ``restore`` the errors of a
        restore; an anonymous sandbox has no session, that is InvalidField.

        >>> async with box.heartbeats(heartbeat_timeout_s=60) as keeper:  # doctest: +SKIP
        ...     await long_work()
        """
        request = requests.heartbeat(self.info.session, 0, heartbeat_timeout_s, idle_timeout_s, restore)
        return Opening(self._keep(request, every_s))

    async def refresh(self, *, touch: bool = False, live: bool = False, timeout_s: float | None = None) -> AsyncSandbox:
        """Reads it again. ``touch`` counts as activity, ``live`` asks the engine. Raises SandboxNotFound.

        >>> (await box.refresh()).state  # doctest: +SKIP
        'RUNNING'
        """
        view = messages.SANDBOX_VIEW_LIVE if live else messages.SANDBOX_VIEW_RECORDED
        request = messages.GetSandboxRequest(sandbox_id=self.id, touch=touch, view=view)
        answer = await self._calls.unary(self._calls.stubs.sandbox.GetSandbox, request, timeout_s)
        return self._know(answer.sandbox, answer.endpoint)

    async def update(
        self,
        *,
        labels: Mapping[str, str] | None = None,
        annotations: Mapping[str, str] | None = None,
        idle_timeout_s: float | None = None,
        etag: str = "",
        timeout_s: float | None = None,
    ) -> AsyncSandbox:
        """Changes what is given, maps as a whole. With an ``etag`` only that version of the record.

        Raises SandboxNotFound, Conflict or InvalidField.

        >>> await box.update(labels={"team": "a"}, idle_timeout_s=600)  # doctest: +SKIP
        """
        given = {"labels": labels, "annotations": annotations, "idle_timeout": duration(idle_timeout_s)}
        request = messages.UpdateSandboxRequest(
            sandbox=messages.Sandbox(
                id=self.id, labels=labels, annotations=annotations, idle_timeout=given["idle_timeout"], etag=etag
            ),
            request_id=new_request_id(),
        )
        request.update_mask.paths.extend(name for name, value in given.items() if value is not None)
        answer = await self._calls.unary(self._calls.stubs.sandbox.UpdateSandbox, request, timeout_s)
        return self._know(answer.sandbox)

    async def start(self, *, timeout_s: float | None = None) -> AsyncSandbox:
        """Starts the same container again, or resumes a paused one. Raises WrongState or NotReady.

        >>> await box.start()  # doctest: +SKIP
        """
        request = messages.StartSandboxRequest(sandbox_id=self.id, request_id=new_request_id())
        answer = await self._calls.unary(self._calls.stubs.sandbox.StartSandbox, request, timeout_s)
        return self._know(answer.sandbox, answer.endpoint)

    async def stop(self, *, grace_s: float | None = None, timeout_s: float | None = None) -> AsyncSandbox:
        """Stops the container and keeps it; ``grace_s`` (None: the template's) passes before a kill. Raises WrongState.

        >>> await box.stop(grace_s=5)  # doctest: +SKIP
        """
        request = messages.StopSandboxRequest(sandbox_id=self.id, request_id=new_request_id(), grace=duration(grace_s))
        answer = await self._calls.unary(self._calls.stubs.sandbox.StopSandbox, request, timeout_s)
        return self._know(answer.sandbox)

    async def pause(self, *, timeout_s: float | None = None) -> AsyncSandbox:
        """Freezes it; memory is kept. Raises WrongState or NotSupported.

        >>> (await box.pause()).state  # doctest: +SKIP
        'PAUSED'
        """
        request = messages.PauseSandboxRequest(sandbox_id=self.id, request_id=new_request_id())
        answer = await self._calls.unary(self._calls.stubs.sandbox.PauseSandbox, request, timeout_s)
        return self._know(answer.sandbox)

    async def resume(self, *, timeout_s: float | None = None) -> AsyncSandbox:
        """Thaws it. Raises WrongState or NotSupported.

        >>> (await box.resume()).state  # doctest: +SKIP
        'RUNNING'
        """
        request = messages.ResumeSandboxRequest(sandbox_id=self.id, request_id=new_request_id())
        answer = await self._calls.unary(self._calls.stubs.sandbox.ResumeSandbox, request, timeout_s)
        return self._know(answer.sandbox, answer.endpoint)

    async def restore(self, *, timeout_s: float | None = None) -> AsyncSandbox:
        """Makes a new container of the next generation. Raises WrongState, and the errors of ``Client.acquire``.

        >>> (await box.restore()).info.generation  # doctest: +SKIP
        2
        """
        request = messages.RestoreSandboxRequest(sandbox_id=self.id, request_id=new_request_id())
        answer = await self._calls.unary(self._calls.stubs.sandbox.RestoreSandbox, request, timeout_s)
        return self._know(answer.sandbox, answer.endpoint)

    async def touch(self, *, timeout_s: float | None = None) -> messages.KeepAliveSandboxResponse:
        """Counts as activity. Raises SandboxNotFound or WrongState.

        >>> (await box.touch()).idle_time.ToDatetime()  # doctest: +SKIP
        """
        request = messages.KeepAliveSandboxRequest(sandbox_id=self.id)
        return await self._calls.unary(self._calls.stubs.sandbox.KeepAliveSandbox, request, timeout_s)

    async def explain(self, *, timeout_s: float | None = None) -> messages.ExplainSandboxResponse:
        """Deadlines, what will be done to it and when, why it died. Raises SandboxNotFound.

        >>> print(*(await box.explain()).sentences, sep="\\n")  # doctest: +SKIP
        """
        request = messages.ExplainSandboxRequest(sandbox_id=self.id)
        return await self._calls.unary(self._calls.stubs.sandbox.ExplainSandbox, request, timeout_s)

    async def logs(
        self,
        *,
        tail_lines: int | None = None,
        since: datetime | None = None,
        follow: bool = False,
        timestamps: bool = False,
        timeout_s: float | None = None,
    ) -> AsyncIterator[messages.StreamLogsResponse]:
        """What its first process has written, in pieces of at most 64 KiB; with ``follow`` also what comes.

        ``tail_lines`` None begins with the oldest that is kept, 0 with what comes. Raises SandboxNotFound, SandboxLost,
        WrongState, NotSupported, TooManyRequests or SlowConsumer; DaemonUnreachable ends it.

        >>> async for piece in box.logs(tail_lines=10):  # doctest: +SKIP
        ...     print(piece.data.decode(), end="")
        """
        request = messages.StreamLogsRequest(
            sandbox_id=self.id, tail_lines=tail_lines, follow=follow, timestamps=timestamps
        )
        if since is not None:
            request.since_time.FromDatetime(since)
        stream = await self._calls.stream(self._calls.stubs.log.StreamLogs, request, timeout_s)
        try:
            while (piece := await stream.read()) is not None:
                yield piece
        finally:
            await stream.cancel()

    async def stats(
        self, *, cpu_interval_s: float | None = None, include_disk: bool = False, timeout_s: float | None = None
    ) -> messages.SandboxStats:
        """Measures it now; twice, ``cpu_interval_s`` (10 at most) apart, for its share of a processor.

        Raises SandboxNotFound, InvalidField, SandboxLost, WrongState, NotSupported, RuntimeUnavailable or
        TooManyRequests.

        >>> (await box.stats()).memory_bytes  # doctest: +SKIP
        """
        request = messages.GetStatsRequest(
            sandbox_id=self.id, cpu_interval=duration(cpu_interval_s), include_disk=include_disk
        )
        return (await self._calls.unary(self._calls.stubs.stats.GetStats, request, timeout_s)).stats

    async def credentials(self, *, timeout_s: float | None = None) -> messages.GetSandboxCredentialsResponse:
        """Its token, which is secret. Raises SandboxNotFound.

        >>> (await box.credentials()).token_env  # doctest: +SKIP
        """
        request = messages.GetSandboxCredentialsRequest(sandbox_id=self.id)
        return await self._calls.unary(self._calls.stubs.sandbox.GetSandboxCredentials, request, timeout_s)

    async def check_tools(self, *, timeout_s: float | None = None) -> messages.CheckHealthResponse:
        """Whether its tool server answers now; one that does not is no error. Wakes a recycled sandbox.

        Raises SandboxNotFound, WrongState, SandboxLost, NotSupported or TooManyRequests.

        >>> (await box.check_tools()).healthy  # doctest: +SKIP
        True
        """
        request = messages.CheckHealthRequest(sandbox_id=self.id)
        return await self._calls.unary(self._calls.stubs.tool.CheckHealth, request, timeout_s)

    async def list_tools(self, server: str = "", *, timeout_s: float | None = None) -> messages.ListToolsResponse:
        """The tools of its MCP servers and of its image, or those of one server; ``truncated`` when there are more.

        Raises those of ``check_tools``, ToolServerUnavailable, ToolFailed or ToolResultTooLarge.

        >>> [tool.name for tool in (await box.list_tools()).tools]  # doctest: +SKIP
        """
        request = messages.ListToolsRequest(sandbox_id=self.id, server_name=server)
        return await self._calls.unary(self._calls.stubs.tool.ListTools, request, timeout_s)

    async def call_tool(
        self,
        tool: str,
        arguments: Mapping[str, object] | str = "",
        *,
        server: str = "",
        tool_timeout_s: float | None = None,
        request_id: str | None = None,
        timeout_s: float | None = None,
    ) -> messages.CallToolResponse:
        """Calls a tool and waits for its result; ``arguments`` are a mapping, or a JSON object as text.

        A tool that fails by its own word is no error: ``is_error`` says so. ``tool_timeout_s`` is the time of the tool
        (None: limits.tool_default_timeout of the daemon). Raises those of ``list_tools``, InvalidField, ToolNotFound,
        ToolInterrupted (it may have run) or DeadlinePassed.

        >>> result = await box.call_tool("run_shell_command", {"command": "ls"})  # doctest: +SKIP
        >>> result.content[0].text  # doctest: +SKIP
        """
        request = messages.CallToolRequest(
            sandbox_id=self.id,
            server_name=server,
            tool_name=tool,
            arguments_json=requests.json_of(arguments),
            timeout=duration(tool_timeout_s),
            request_id=request_id or new_request_id(),
        )
        return await self._calls.unary(self._calls.stubs.tool.CallTool, request, timeout_s)

    async def add_mcp_servers(
        self,
        servers: Mapping[str, object] | str,
        *,
        overwrite: bool = False,
        start_timeout_s: float | None = None,
        timeout_s: float | None = None,
    ) -> messages.AddMcpServersResponse:
        """Starts MCP servers in it: ``servers`` is what MCP clients read, ``{"mcpServers": {...}}``. Secret.

        They last as long as its container. Raises those of ``call_tool``.

        >>> await box.add_mcp_servers({"mcpServers": {"time": {"command": "mcp-time"}}})  # doctest: +SKIP
        """
        request = messages.AddMcpServersRequest(
            sandbox_id=self.id,
            servers_json=requests.json_of(servers),
            overwrite=overwrite,
            timeout=duration(start_timeout_s),
            request_id=new_request_id(),
        )
        return await self._calls.unary(self._calls.stubs.tool.AddMcpServers, request, timeout_s)

    async def release(
        self,
        *,
        mode: messages.ReleaseMode = messages.RELEASE_MODE_UNSPECIFIED,
        force: bool = False,
        delete_workspace: bool = False,
        wait: bool = False,
        expected_generation: int = 0,
        timeout_s: float | None = None,
    ) -> Sequence[str]:
        """Lets it go and ends its heartbeats; gives the holders that keep it, none when the release acted.

        ``mode`` unspecified does as the template says; files stay unless ``delete_workspace`` is set; ``wait`` returns
        when the container is gone. Raises SandboxHeld, GenerationMismatch or WorkspaceInUse.

        >>> await box.release(mode=messages.RELEASE_MODE_DESTROY, wait=True)  # doctest: +SKIP
        []
        """
        self._is_detached = True
        await self._stop_keepers()
        request = messages.ReleaseSandboxRequest(
            sandbox_id=self.id,
            request_id=new_request_id(),
            mode=mode,
            holder=self.holder,
            force=force,
            expected_generation=expected_generation,
            delete_workspace=delete_workspace,
            wait=wait,
        )
        answer = await self._calls.unary(self._calls.stubs.sandbox.ReleaseSandbox, request, timeout_s)
        if answer.HasField("sandbox"):
            self.info = answer.sandbox
        return list(answer.remaining_holders)

    def detach(self) -> AsyncSandbox:
        """Has the end of the ``with`` block leave it as it is.

        >>> box.detach()  # doctest: +SKIP
        """
        self._is_detached = True
        return self

    async def __aenter__(self) -> AsyncSandbox:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_detached:
            await self._stop_keepers()
        else:
            await self.release()

    async def _keep(self, request: messages.HeartbeatRequest, every_s: float | None) -> AsyncKeeper:
        keeper = await AsyncKeeper.start(self, self._calls, request, every_s)
        self._keepers.add(keeper)
        return keeper

    async def _stop_keepers(self) -> None:
        for keeper in list(self._keepers):
            await keeper.stop()

    def _know(self, info: messages.Sandbox, endpoint: messages.Endpoint | None = None) -> AsyncSandbox:
        self.info = info
        self.endpoint = endpoint or messages.Endpoint()
        return self
