# Written by scripts/python-tables.ts from src/client; change it there.
"""How long each method may take, and which may be sent twice."""

DEFAULT_TIMEOUT_S = 30.0
#: Calls that may wait for an engine, a pull or a readiness probe.
SLOW_TIMEOUT_S = 600.0
#: What a command may take whose caller says nothing.
DEFAULT_EXEC_TIMEOUT_S = 60.0
#: Time for the answer after the command's own time-out.
EXEC_MARGIN_S = 30.0
#: Methods that differ from the default.
TIMEOUTS_S = {
    "Reconcile": 600.0,
    "RunSweep": 600.0,
    "Drain": 600.0,
    "AdoptOrphan": 600.0,
    "RemoveOrphan": 600.0,
    "Recover": 600.0,
    "WatchEvents": 86400.0,
    "StreamExec": 86400.0,
    "WaitExec": 86400.0,
    "ReadFile": 600.0,
    "WriteFile": 600.0,
    "ListFiles": 600.0,
    "RemoveFile": 600.0,
    "MoveFile": 600.0,
    "GlobFiles": 600.0,
    "GrepFiles": 600.0,
    "ReplaceInFile": 600.0,
    "CopyIn": 3600.0,
    "CopyOut": 3600.0,
    "WatchFiles": 86400.0,
    "StreamLogs": 86400.0,
    "AcquireSandbox": 600.0,
    "CreateSandbox": 600.0,
    "StartSandbox": 600.0,
    "StopSandbox": 600.0,
    "PauseSandbox": 600.0,
    "ResumeSandbox": 600.0,
    "ReleaseSandbox": 600.0,
    "ReleaseAllSandboxes": 600.0,
    "RestoreSandbox": 600.0,
    "ReleaseSession": 600.0,
    "ReapSession": 600.0,
    "RestoreSession": 600.0,
    "StreamStats": 86400.0,
    "PullImage": 3600.0,
    "DrainPool": 600.0,
    "PrewarmPool": 600.0,
    "CheckHealth": 600.0,
    "ListTools": 600.0,
    "CallTool": 660.0,
    "AddMcpServers": 660.0,
}

RETRY_ATTEMPTS = 30
RETRY_FIRST_DELAY_S = 0.1
RETRY_MAX_DELAY_S = 0.25
#: Methods without effect, or with one that a second call does not repeat. Others need a request_id.
SAFE_METHODS = frozenset(
    {
        "Backup",
        "CheckHealth",
        "DiscoverSandbox",
        "Doctor",
        "DrainPool",
        "ExplainSandbox",
        "GetExec",
        "GetInfo",
        "GetMetrics",
        "GetPool",
        "GetSandbox",
        "GetSandboxCredentials",
        "GetSession",
        "GetStats",
        "GetTemplate",
        "GlobFiles",
        "GrepFiles",
        "Heartbeat",
        "KeepAliveSandbox",
        "ListEvents",
        "ListExecs",
        "ListFiles",
        "ListOrphans",
        "ListPools",
        "ListSandboxes",
        "ListSessions",
        "ListTemplates",
        "ListTokens",
        "ListTools",
        "PauseLoop",
        "PausePool",
        "Reconcile",
        "ResumeLoop",
        "ResumePool",
        "RevokeToken",
        "RunSweep",
        "StatFile",
        "WaitExec",
    }
)

#: Of the path of a socket, on the stricter of our systems.
MAX_SOCKET_PATH_BYTES = 103
