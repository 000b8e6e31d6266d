"""Requests of the contract from the arguments of the methods, the same for every transport."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from . import _tables
from ._gen import messages
from ._policy import duration, new_request_id

#: A session by its name, with user and namespace "default", or by its whole key.
SessionName = str | messages.SessionKey
#: Text for "sh -c", or a program with its arguments.
CommandLine = str | Sequence[str]


def session_key(session: SessionName, user: str = "", namespace: str = "") -> messages.SessionKey:
    """The whole key of a session.

    >>> session_key("s1", user="ada").user
    'ada'
    """
    if isinstance(session, messages.SessionKey):
        return session
    return messages.SessionKey(namespace=namespace, user=user, session=session)


def acquire(
    key: messages.SessionKey,
    template: str,
    request_id: str | None,
    holder: str,
    reuse_only: bool,
    new: Mapping[str, Any],
) -> messages.AcquireSandboxRequest:
    """``new`` are the fields that count for a new sandbox only."""
    return messages.AcquireSandboxRequest(
        session=key,
        template=template,
        request_id=request_id or new_request_id(),
        holder=holder,
        create=messages.CREATE_POLICY_NEVER if reuse_only else messages.CREATE_POLICY_UNSPECIFIED,
        **new_sandbox(**new),
    )


def new_sandbox(
    environment: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    idle_timeout_s: float | None = None,
    workspace_dir: str = "",
    storage_path: str = "",
) -> dict[str, Any]:
    """What Acquire and Create say of a new sandbox."""
    return {
        "environment": environment or {},
        "labels": labels or {},
        "annotations": annotations or {},
        "idle_timeout": duration(idle_timeout_s),
        "workspace_dir": workspace_dir,
        "storage_path": storage_path,
    }


def command_line(command: CommandLine) -> dict[str, Any]:
    """Text goes to a shell, anything else is a program with its arguments."""
    return {"shell": command} if isinstance(command, str) else {"argv": list(command)}


def run(
    sandbox_id: str,
    command: CommandLine,
    stdin: bytes | str,
    environment: Mapping[str, str] | None,
    workdir: str,
    user: str,
    timeout_s: float | None,
    max_output_bytes: int,
    request_id: str | None,
) -> messages.RunExecRequest:
    """A command that is run to its end."""
    return messages.RunExecRequest(
        sandbox_id=sandbox_id,
        **command_line(command),
        stdin=bytes_of(stdin),
        environment=environment or {},
        workdir=workdir,
        user=user,
        # Said, so that it is the time-out that ends the command, and not the deadline of the call.
        timeout=duration(_tables.DEFAULT_EXEC_TIMEOUT_S if timeout_s is None else timeout_s),
        max_output_bytes=max_output_bytes,
        request_id=request_id or new_request_id(),
    )


def exec_spec(
    sandbox_id: str,
    command: CommandLine,
    exec_id: str,
    environment: Mapping[str, str] | None,
    workdir: str,
    user: str,
    timeout_s: float | None,
    terminal: tuple[int, int] | None,
    open_stdin: bool,
    when_full: messages.WhenFull,
) -> messages.ExecSpec:
    """A command that is a thing of its own. It always has a name, so that starting it can be repeated."""
    return messages.ExecSpec(
        sandbox_id=sandbox_id,
        exec_id=exec_id or new_request_id(),
        **command_line(command),
        environment=environment or {},
        workdir=workdir,
        user=user,
        timeout=duration(timeout_s),
        terminal=messages.TerminalSize(columns=terminal[0], rows=terminal[1]) if terminal else None,
        open_stdin=open_stdin,
        when_full=when_full,
    )


def heartbeat(
    key: messages.SessionKey,
    expected_generation: int,
    heartbeat_timeout_s: float | None,
    idle_timeout_s: float | None,
    restore: bool,
) -> messages.HeartbeatRequest:
    """A sign of life."""
    return messages.HeartbeatRequest(
        session=key,
        expected_generation=expected_generation,
        heartbeat_timeout=duration(heartbeat_timeout_s),
        idle_timeout=duration(idle_timeout_s),
        restore=restore,
    )


def event_filter(namespace: str, sandbox_id: str, types: Sequence[str]) -> messages.EventFilter:
    """Which events; empty parts do not restrict."""
    return messages.EventFilter(namespace=namespace, sandbox_id=sandbox_id, types=types)


def bytes_of(data: bytes | str) -> bytes:
    """Text as UTF-8."""
    return data.encode() if isinstance(data, str) else data


def json_of(value: Mapping[str, object] | str) -> str:
    """A JSON object as text; text stays as it is."""
    return value if isinstance(value, str) else json.dumps(value)
