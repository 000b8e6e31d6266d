"""Every method that the scenario does not use, once, against a daemon on the fake engine. Fails at what is not so."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable

import sandkeep
from sandkeep import errors, messages

ROOT = "/workspace"


def main() -> None:
    with sandkeep.Client() as client:
        with client.acquire("tour", user="ada", labels={"a": "1"}) as box:
            commands(box)
            files(box.files)
            tools(box)
            life(client, box)
            sessions(client)
        daemon(client, box.id)
    print("every method did what it says")


def commands(box: sandkeep.Sandbox) -> None:
    with box.exec("echo hi; cat", open_stdin=True, terminal=(80, 24)) as command:
        assert next(command).text == "hi\r\n"
        command.resize(100, 30)
        command.signal("SIGKILL")
        assert command.wait().signal == "SIGKILL"
    started = box.start_exec("echo done; exit 3", exec_id="tour", timeout_s=30)
    assert box.wait_exec("tour").exit.exit_code == 3
    assert box.get_exec("tour").start_time == started.start_time
    assert "tour" in {exec_.exec_id for exec_ in box.list_execs()}
    with box.attach("tour", stdout_offset=2) as command:
        assert command.communicate().stdout == b"ne\n"
    box.start_exec(["sleep", "60"], exec_id="sleeper")
    box.signal_exec("sleeper", "SIGTERM")
    assert box.wait_exec("sleeper").exit.cause == messages.EXEC_CAUSE_SIGNALLED
    try:
        box.signal_exec("sleeper")
    except errors.ExecEnded as error:
        assert not error.retryable
    else:
        raise AssertionError("a command that has ended takes no signal")


def files(files: sandkeep.Files) -> None:
    files.make_directory(f"{ROOT}/d", create_parents=True)
    files.write_bytes(f"{ROOT}/d/a", iter([b"one ", b"two"]), mode=0o640)
    assert files.stat(f"{ROOT}/d/a").mode == 0o640
    tar = b"".join(files.copy_out(f"{ROOT}/d"))
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        assert archive.getnames() == ["a"]
    assert files.copy_in(f"{ROOT}/e", io.BytesIO(tar), create_parents=True).entry_count == 1
    assert b"".join(files.read_stream(f"{ROOT}/e/a", offset=4)) == b"two"
    assert [entry.path for entry in files.list(f"{ROOT}/e")] == [f"{ROOT}/e/a"]
    assert files.remove(f"{ROOT}/e", recursive=True)
    assert not files.exists(f"{ROOT}/e")
    assert files.move(f"{ROOT}/d/a", f"{ROOT}/d/b").path == f"{ROOT}/d/b"
    assert files.chmod(f"{ROOT}/d/b", 0o600).mode == 0o600
    assert files.replace(f"{ROOT}/d/b", "two", "2").count == 1
    assert [match.line for match in files.grep(ROOT, "one 2").matches] == ["one 2"]
    assert len(files.glob(ROOT, "**/b").entries) == 1
    changes = files.watch(f"{ROOT}/d")
    assert next(changes) is None
    files.write_text(f"{ROOT}/d/c", "new")
    change = next(changes)
    assert change is not None
    assert change.path.startswith(f"{ROOT}/d/")
    changes.close()  # type: ignore[attr-defined]


def tools(box: sandkeep.Sandbox) -> None:
    """The image of the scene has no tool server: all of them say so."""
    calls: tuple[Callable[[], object], ...] = (
        box.check_tools,
        box.list_tools,
        lambda: box.call_tool("run_shell_command", {"command": "ls"}, tool_timeout_s=5),
        lambda: box.add_mcp_servers({"mcpServers": {"time": {"command": "mcp-time"}}}),
    )
    for call in calls:
        try:
            call()
        except errors.NotSupported:
            continue
        raise AssertionError("a template without tool_api serves no tools")


def life(client: sandkeep.Client, box: sandkeep.Sandbox) -> None:
    assert dict(box.update(labels={"a": "2"}).info.labels) == {"a": "2"}
    assert [box.pause().state, box.resume().state, box.stop().state, box.start().state] == [
        "PAUSED",
        "RUNNING",
        "STOPPED",
        "RUNNING",
    ]
    assert box.touch().generation == box.refresh(live=True).info.generation == 1
    assert box.explain().sentences
    assert box.credentials().token == box.token
    assert list(box.logs()) is not None
    assert box.stats().sandbox_id == box.id
    assert box.id in {stats.sandbox_id for stats in next(client.watch_stats(interval_s=1)).stats}
    found = client.discover("tour", user="ada")
    assert found is not None
    assert found.id == box.id
    assert client.discover("nobody") is None
    with client.create("tour", user="ada") as further:
        assert further.id != box.id
        assert {listed.id for listed in client.list_sandboxes()} == {box.id, further.id}


def sessions(client: sandkeep.Client) -> None:
    assert [session.key.user for session in client.list_sessions()] == ["ada"]
    assert client.reap_session("tour", user="ada", wait=True).recycled == 1
    assert client.heartbeat("tour", user="ada").needs_restore
    assert [box.generation for box in client.restore_session("tour", user="ada").restored] == [2]
    assert client.get_session("tour", user="ada").generation == 2
    assert client.release_session("tour", user="ada", wait=True).released == 1


def daemon(client: sandkeep.Client, sandbox_id: str) -> None:
    assert client.info().event_seq > 0
    assert "base" in {template.name for template in client.list_templates()}
    assert client.get_template().name == "base"
    assert client.list_pools() == []
    assert [event.seq for event in client.list_events(sandbox_id=sandbox_id)]
    assert client.release_all(all=True, dry_run=True).matched == 0
    assert "errors" in client.run_sweep("idle")
    assert client.reload(dry_run=True).restart_required == []
    client.reconcile()
    assert [client.pause_loop("idle").paused, client.resume_loop("idle").paused] == [True, False]
    assert client.list_orphans() == []
    assert not client.recover().items
    assert client.backup().bytes > 0
    assert {finding.check for finding in client.doctor()}
    assert client.metrics().startswith("# HELP")
    made = client.create_token("tour", messages.ACCESS_ROLE_READ, namespaces=["default"])
    assert [token.label for token in client.list_tokens()] == ["tour"]
    assert client.revoke_token(made.access_token.id).HasField("revoke_time")
    for call in (client.adopt_orphan, client.remove_orphan):
        try:
            call("nobody")
        except errors.OrphanNotFound:
            continue
        raise AssertionError("there is no orphan of this name")
    assert client.drain().draining
    try:
        client.acquire("tour", timeout_s=1)
    except errors.Draining as error:
        assert error.retryable
    else:
        raise AssertionError("a daemon that drains takes no new work")
    assert not client.drain(undo=True).draining


if __name__ == "__main__":
    main()
