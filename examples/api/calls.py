"""A call of every method by the Python package, as docs/API.md shows them. They are checked by mypy and not run."""

from __future__ import annotations

from pathlib import Path

import sandkeep
from sandkeep import messages

WORKSPACE = "/mnt/user-data/workspace"


def sandbox_service(client: sandkeep.Client) -> None:
    # AcquireSandbox
    with client.acquire("s1", user="ada", template="python") as box:
        print(box.outcome, box.id, box.url)
    # CreateSandbox
    with client.create("s1", user="ada") as box:
        print(box.id)
    # GetSandbox
    box = client.get("01m7xz5y331k").detach()
    print(box.refresh(live=True).state)
    # ListSandboxes
    wanted = messages.SandboxFilter(user="ada", labels={"team": "search"})
    print([sandbox.id for sandbox in client.list_sandboxes(wanted)])
    # UpdateSandbox
    box.update(labels={"team": "search"})
    # StartSandbox
    print(box.start().url)
    # StopSandbox
    box.stop(grace_s=10)
    # PauseSandbox
    box.pause()
    # ResumeSandbox
    box.resume()
    # ReleaseSandbox
    box.release(wait=True)
    # ReleaseAllSandboxes
    released = client.release_all(messages.SandboxFilter(namespace="tests"))
    print(released.matched, released.released)
    # RestoreSandbox
    print(box.restore().info.generation)
    # KeepAliveSandbox
    box.touch()
    # ExplainSandbox
    print("\n".join(box.explain().sentences))
    # DiscoverSandbox
    found = client.discover("s1", user="ada")
    print(found.id if found else "none")
    # GetSandboxCredentials
    print(len(box.credentials().token))


def session_service(client: sandkeep.Client) -> None:
    # GetSession
    session = client.get_session("s1", user="ada")
    print(session.state, len(session.sandboxes))
    # ListSessions
    print([session.key.session for session in client.list_sessions(states=[messages.SESSION_STATE_RECYCLED])])
    # Heartbeat
    print(client.heartbeat("s1", user="ada", heartbeat_timeout_s=60).needs_restore)
    # ReleaseSession
    client.release_session("s1", user="ada")
    # ReapSession
    print(client.reap_session("s1", user="ada").recycled)
    # RestoreSession
    client.restore_session("s1", user="ada")


def exec_service(box: sandkeep.Sandbox) -> None:
    # RunExec
    result = box.run("ls -l")
    print(result.exit_code, result.text)
    # StreamExec
    with box.exec(["sort"], open_stdin=True) as command:
        command.write("b\na\n")
        command.end_input()
        for piece in command:
            print(piece.stream, piece.text)
        print(command.wait().exit_code)
    # StartExec
    print(box.start_exec("serve", exec_id="server").state)
    # GetExec
    print(box.get_exec("server").exit)
    # ListExecs
    print([exec_.exec_id for exec_ in box.list_execs()])
    # SignalExec
    box.signal_exec("server", "SIGTERM")
    # WaitExec
    print(box.wait_exec("server").exit.cause)


def file_service(box: sandkeep.Sandbox) -> None:
    # ReadFile
    print(box.files.read_text(f"{WORKSPACE}/a.txt"))
    # WriteFile
    print(box.files.write_text(f"{WORKSPACE}/a.txt", "hello\n", create_parents=True).size_bytes)
    # StatFile
    print(box.files.stat(f"{WORKSPACE}/a.txt").etag)
    # ListFiles
    print([entry.path for entry in box.files.list(WORKSPACE)])
    # MakeDirectory
    box.files.make_directory(f"{WORKSPACE}/new", create_parents=True)
    # RemoveFile
    box.files.remove(f"{WORKSPACE}/a.txt")
    # MoveFile
    box.files.move(f"{WORKSPACE}/a.txt", f"{WORKSPACE}/a.old")
    # ChmodFile
    box.files.chmod(f"{WORKSPACE}/a.txt", 0o600)
    # GlobFiles
    print(len(box.files.glob(WORKSPACE, "**/*.py").entries))
    # GrepFiles
    for match in box.files.grep(WORKSPACE, "TODO").matches:
        print(match.path, match.line_number, match.line)
    # ReplaceInFile
    print(box.files.replace(f"{WORKSPACE}/a.txt", "a", "b").count)
    # CopyIn
    with Path("tree.tar").open("rb") as tar:
        box.files.copy_in(WORKSPACE, tar)
    # CopyOut
    with Path("tree.tar").open("wb") as file:
        file.writelines(box.files.copy_out(WORKSPACE))
    # WatchFiles
    for change in box.files.watch(WORKSPACE):
        print(change)


def event_service(client: sandkeep.Client) -> None:
    # WatchEvents
    with client.watch_events(types=["sandbox.state"]) as watch:
        for event in watch:
            print(event.seq, event.sandbox_id, event.new_state)
    # ListEvents
    print([event.reason for event in client.list_events(sandbox_id="01m7xz5y331k", newest_first=True)])


def template_service(client: sandkeep.Client) -> None:
    # ListTemplates
    print([template.name for template in client.list_templates()])
    # GetTemplate
    print(client.get_template("python").image)
    # PullImage
    for progress in client.pull_image("python"):
        print(progress.layer, progress.current_bytes)
    # ListPools
    print(len(client.list_pools()))
    # GetPool
    print(client.get_pool("python").warm)
    # PausePool
    client.pause_pool("python")
    # ResumePool
    client.resume_pool("python")
    # DrainPool
    print(client.drain_pool("python").released)
    # PrewarmPool
    client.prewarm_pool("python", 10, wait=True)


def tool_service(box: sandkeep.Sandbox) -> None:
    # CheckHealth
    print(box.check_tools().healthy)
    # ListTools
    print([(tool.name, tool.input_schema_json) for tool in box.list_tools().tools])
    # CallTool
    result = box.call_tool("run_shell_command", {"command": "ls"})
    print(result.is_error, result.content[0].text)
    # AddMcpServers
    box.add_mcp_servers({"mcpServers": {"time": {"command": "mcp-time"}}})


def log_service(box: sandkeep.Sandbox) -> None:
    # StreamLogs
    for piece in box.logs(follow=True):
        print(piece)


def stats_service(client: sandkeep.Client, box: sandkeep.Sandbox) -> None:
    # GetStats
    print(box.stats(include_disk=True).memory_bytes)
    # StreamStats
    for sample in client.watch_stats(interval_s=5):
        print(len(sample.stats))


def admin_service(client: sandkeep.Client) -> None:
    # GetInfo
    info = client.info()
    print(info.version, info.status, info.degraded)
    # Reconcile
    print(client.reconcile().counters)
    # RunSweep
    print(client.run_sweep("idle"))
    # PauseLoop
    client.pause_loop("idle")
    # ResumeLoop
    client.resume_loop("idle")
    # Drain
    print(client.drain(wait_s=30).operations)
    # Reload
    print(client.reload(dry_run=True).restart_required)
    # ListOrphans
    print([orphan.container_name for orphan in client.list_orphans()])
    # AdoptOrphan
    client.adopt_orphan("sandkeep-01m7xz-1", "s1", user="ada")
    # RemoveOrphan
    client.remove_orphan("sandkeep-01m7xz-1")
    # Recover
    print([item.message for item in client.recover().items])
    # Backup
    print(client.backup().path)
    # Doctor
    for finding in client.doctor():
        print(finding.severity, finding.message, finding.remedy)
    # GetMetrics
    print(client.metrics())
    # CreateToken
    made = client.create_token("ci", messages.ACCESS_ROLE_CLIENT, namespaces=["ci"])
    print(made.access_token.id, len(made.secret))
    # ListTokens
    print([token.label for token in client.list_tokens()])
    # RevokeToken
    client.revoke_token(made.access_token.id)
