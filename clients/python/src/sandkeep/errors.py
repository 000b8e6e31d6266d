# Written by scripts/python-tables.ts from src/domain/errors.ts; change it there.
"""One exception class for each reason that the daemon gives, all of them SandkeepError.

>>> from sandkeep import errors
>>> errors.CapacityExhausted.reason
'CAPACITY_EXHAUSTED'
>>> errors.CapacityExhausted.retryable
True
"""

from ._error import CommandFailed, DaemonUnreachable, FieldViolation, QuotaViolation, SandkeepError


class InvalidField(SandkeepError):
    """INVALID_FIELD, status INVALID_ARGUMENT, not to be sent again as it is.

    Correct the named field and send the request again.
    """

    reason = "INVALID_FIELD"
    status = "INVALID_ARGUMENT"
    retryable = False


class TokenRequired(SandkeepError):
    """TOKEN_REQUIRED, status UNAUTHENTICATED, not to be sent again as it is.

    Set SANDKEEP_TOKEN or --token-file; an admin makes tokens with "sandkeep token create".
    """

    reason = "TOKEN_REQUIRED"
    status = "UNAUTHENTICATED"
    retryable = False


class TokenInvalid(SandkeepError):
    """TOKEN_INVALID, status UNAUTHENTICATED, not to be sent again as it is.

    Use a token that is not revoked; "sandkeep token ls" shows them.
    """

    reason = "TOKEN_INVALID"
    status = "UNAUTHENTICATED"
    retryable = False


class RoleDenied(SandkeepError):
    """ROLE_DENIED, status PERMISSION_DENIED, not to be sent again as it is.

    Use a token of the role that the message names.
    """

    reason = "ROLE_DENIED"
    status = "PERMISSION_DENIED"
    retryable = False


class NamespaceDenied(SandkeepError):
    """NAMESPACE_DENIED, status PERMISSION_DENIED, not to be sent again as it is.

    Name a namespace that the token is for, or use another token.
    """

    reason = "NAMESPACE_DENIED"
    status = "PERMISSION_DENIED"
    retryable = False


class TokenNotFound(SandkeepError):
    """TOKEN_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    List tokens with "sandkeep token ls".
    """

    reason = "TOKEN_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class TooManyTokens(SandkeepError):
    """TOO_MANY_TOKENS, status RESOURCE_EXHAUSTED, not to be sent again as it is.

    Revoke tokens that nobody uses, or raise access.max_tokens.
    """

    reason = "TOO_MANY_TOKENS"
    status = "RESOURCE_EXHAUSTED"
    retryable = False


class InvalidPageToken(SandkeepError):
    """INVALID_PAGE_TOKEN, status INVALID_ARGUMENT, not to be sent again as it is.

    Start the listing again without a page token.
    """

    reason = "INVALID_PAGE_TOKEN"
    status = "INVALID_ARGUMENT"
    retryable = False


class InvalidPath(SandkeepError):
    """INVALID_PATH, status INVALID_ARGUMENT, not to be sent again as it is.

    Use an absolute path inside the sandbox, without ".." and NUL.
    """

    reason = "INVALID_PATH"
    status = "INVALID_ARGUMENT"
    retryable = False


class UnknownTemplate(SandkeepError):
    """UNKNOWN_TEMPLATE, status NOT_FOUND, not to be sent again as it is.

    List the templates with "sandkeep templates" and name one of them.
    """

    reason = "UNKNOWN_TEMPLATE"
    status = "NOT_FOUND"
    retryable = False


class SandboxNotFound(SandkeepError):
    """SANDBOX_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    List sandboxes with "sandkeep ls"; released ones are forgotten after their TTL.
    """

    reason = "SANDBOX_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class AmbiguousId(SandkeepError):
    """AMBIGUOUS_ID, status INVALID_ARGUMENT, not to be sent again as it is.

    Give more characters of the id.
    """

    reason = "AMBIGUOUS_ID"
    status = "INVALID_ARGUMENT"
    retryable = False


class SessionNotFound(SandkeepError):
    """SESSION_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    Acquire a sandbox for it; a session exists from its first acquire until its last record is forgotten.
    """

    reason = "SESSION_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class PoolNotFound(SandkeepError):
    """POOL_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    Set pool.size of the template, or prewarm it with a count.
    """

    reason = "POOL_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class FileNotFound(SandkeepError):
    """FILE_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    Check the path with "sandkeep files ls".
    """

    reason = "FILE_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class OrphanNotFound(SandkeepError):
    """ORPHAN_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    List orphans with "sandkeep orphans ls".
    """

    reason = "ORPHAN_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class LoopNotFound(SandkeepError):
    """LOOP_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    Name one of the loops that "sandkeep info" shows.
    """

    reason = "LOOP_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class FileExists(SandkeepError):
    """FILE_EXISTS, status ALREADY_EXISTS, not to be sent again as it is.

    Choose another path or allow overwriting.
    """

    reason = "FILE_EXISTS"
    status = "ALREADY_EXISTS"
    retryable = False


class RequestIdReused(SandkeepError):
    """REQUEST_ID_REUSED, status ALREADY_EXISTS, not to be sent again as it is.

    Use a new request_id for a different request.
    """

    reason = "REQUEST_ID_REUSED"
    status = "ALREADY_EXISTS"
    retryable = False


class SandboxExists(SandkeepError):
    """SANDBOX_EXISTS, status ALREADY_EXISTS, not to be sent again as it is.

    Use Acquire to get the sandbox of this session.
    """

    reason = "SANDBOX_EXISTS"
    status = "ALREADY_EXISTS"
    retryable = False


class NotAFile(SandkeepError):
    """NOT_A_FILE, status FAILED_PRECONDITION, not to be sent again as it is.

    The path is a directory or a special file; name a regular file.
    """

    reason = "NOT_A_FILE"
    status = "FAILED_PRECONDITION"
    retryable = False


class NotText(SandkeepError):
    """NOT_TEXT, status FAILED_PRECONDITION, not to be sent again as it is.

    Replace literally, or read and write the file as bytes.
    """

    reason = "NOT_TEXT"
    status = "FAILED_PRECONDITION"
    retryable = False


class NotADirectory(SandkeepError):
    """NOT_A_DIRECTORY, status FAILED_PRECONDITION, not to be sent again as it is.

    The path is not a directory; name a directory.
    """

    reason = "NOT_A_DIRECTORY"
    status = "FAILED_PRECONDITION"
    retryable = False


class DirectoryNotEmpty(SandkeepError):
    """DIRECTORY_NOT_EMPTY, status FAILED_PRECONDITION, not to be sent again as it is.

    Remove what is in it first, or remove it recursively.
    """

    reason = "DIRECTORY_NOT_EMPTY"
    status = "FAILED_PRECONDITION"
    retryable = False


class ReadOnlyPath(SandkeepError):
    """READ_ONLY_PATH, status PERMISSION_DENIED, not to be sent again as it is.

    Write below a writable mount of the template instead.
    """

    reason = "READ_ONLY_PATH"
    status = "PERMISSION_DENIED"
    retryable = False


class PathEscapes(SandkeepError):
    """PATH_ESCAPES, status PERMISSION_DENIED, not to be sent again as it is.

    The path leaves its mount through a link or ".."; use a path inside it.
    """

    reason = "PATH_ESCAPES"
    status = "PERMISSION_DENIED"
    retryable = False


class FilePermissionDenied(SandkeepError):
    """FILE_PERMISSION_DENIED, status PERMISSION_DENIED, not to be sent again as it is.

    Check owner and mode of the file inside the sandbox.
    """

    reason = "FILE_PERMISSION_DENIED"
    status = "PERMISSION_DENIED"
    retryable = False


class FileTooLarge(SandkeepError):
    """FILE_TOO_LARGE, status RESOURCE_EXHAUSTED, not to be sent again as it is.

    Transfer the file in parts, or raise limits.file_transfer_max_bytes.
    """

    reason = "FILE_TOO_LARGE"
    status = "RESOURCE_EXHAUSTED"
    retryable = False


class ArchiveRefused(SandkeepError):
    """ARCHIVE_REFUSED, status INVALID_ARGUMENT, not to be sent again as it is.

    Send a plain tar of files, directories and relative links inside it; "tar --hard-dereference" makes files of hard
    links.
    """

    reason = "ARCHIVE_REFUSED"
    status = "INVALID_ARGUMENT"
    retryable = False


class NoSpace(SandkeepError):
    """NO_SPACE, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Free disk space where the workspace lives.
    """

    reason = "NO_SPACE"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class WrongState(SandkeepError):
    """WRONG_STATE, status FAILED_PRECONDITION, not to be sent again as it is.

    Look at the state with "sandkeep explain", then use the call that fits it.
    """

    reason = "WRONG_STATE"
    status = "FAILED_PRECONDITION"
    retryable = False


class GenerationMismatch(SandkeepError):
    """GENERATION_MISMATCH, status FAILED_PRECONDITION, not to be sent again as it is.

    The sandbox was recreated; read it again and use its present generation.
    """

    reason = "GENERATION_MISMATCH"
    status = "FAILED_PRECONDITION"
    retryable = False


class SandboxHeld(SandkeepError):
    """SANDBOX_HELD, status FAILED_PRECONDITION, not to be sent again as it is.

    Other holders use the sandbox; release with force to end it for all of them.
    """

    reason = "SANDBOX_HELD"
    status = "FAILED_PRECONDITION"
    retryable = False


class SessionInUse(SandkeepError):
    """SESSION_IN_USE, status FAILED_PRECONDITION, may succeed when it is sent again.

    Calls are in flight in the session; wait for them, or reap with force.
    """

    reason = "SESSION_IN_USE"
    status = "FAILED_PRECONDITION"
    retryable = True


class ReuseNotFound(SandkeepError):
    """REUSE_NOT_FOUND, status FAILED_PRECONDITION, not to be sent again as it is.

    No sandbox to reuse: acquire with create allowed.
    """

    reason = "REUSE_NOT_FOUND"
    status = "FAILED_PRECONDITION"
    retryable = False


class PoolEmpty(SandkeepError):
    """POOL_EMPTY, status FAILED_PRECONDITION, may succeed when it is sent again.

    No warm sandbox is ready: allow a cold create.
    """

    reason = "POOL_EMPTY"
    status = "FAILED_PRECONDITION"
    retryable = True


class HostExecDisabled(SandkeepError):
    """HOST_EXEC_DISABLED, status FAILED_PRECONDITION, not to be sent again as it is.

    Set runtimes.local.allow_host_exec: true and, under systemd, install the drop-in sandkeepd-bubblewrap.conf; or use a
    container template.
    """

    reason = "HOST_EXEC_DISABLED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ExecPathNotMapped(SandkeepError):
    """EXEC_PATH_NOT_MAPPED, status FAILED_PRECONDITION, not to be sent again as it is.

    Install bubblewrap, or pass the path as an argument of its own instead of inside shell text.
    """

    reason = "EXEC_PATH_NOT_MAPPED"
    status = "FAILED_PRECONDITION"
    retryable = False


class CommandNotFound(SandkeepError):
    """COMMAND_NOT_FOUND, status FAILED_PRECONDITION, not to be sent again as it is.

    The image has no such command; check argv[0] and PATH.
    """

    reason = "COMMAND_NOT_FOUND"
    status = "FAILED_PRECONDITION"
    retryable = False


class ExecNotFound(SandkeepError):
    """EXEC_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    List execs with "sandkeep execs ls"; ended ones are forgotten after limits.exec_retention.
    """

    reason = "EXEC_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class ExecExists(SandkeepError):
    """EXEC_EXISTS, status ALREADY_EXISTS, not to be sent again as it is.

    Another command has this exec_id in the sandbox; choose a new one.
    """

    reason = "EXEC_EXISTS"
    status = "ALREADY_EXISTS"
    retryable = False


class ExecEnded(SandkeepError):
    """EXEC_ENDED, status FAILED_PRECONDITION, not to be sent again as it is.

    The command has ended; read how with "sandkeep execs get".
    """

    reason = "EXEC_ENDED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ExecDetached(SandkeepError):
    """EXEC_DETACHED, status FAILED_PRECONDITION, not to be sent again as it is.

    The streams of the command were lost with an earlier daemon; it can be waited for and signalled.
    """

    reason = "EXEC_DETACHED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ExecOutputTrimmed(SandkeepError):
    """EXEC_OUTPUT_TRIMMED, status OUT_OF_RANGE, not to be sent again as it is.

    Attach without an offset for what is kept; limits.exec_buffer_bytes says how much that is.
    """

    reason = "EXEC_OUTPUT_TRIMMED"
    status = "OUT_OF_RANGE"
    retryable = False


class ExecKillUnsupported(SandkeepError):
    """EXEC_KILL_UNSUPPORTED, status FAILED_PRECONDITION, not to be sent again as it is.

    The image has no shell to end a single command with; stop or release the sandbox instead.
    """

    reason = "EXEC_KILL_UNSUPPORTED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ToolNotFound(SandkeepError):
    """TOOL_NOT_FOUND, status NOT_FOUND, not to be sent again as it is.

    List the tools of the sandbox with "sandkeep tools ls".
    """

    reason = "TOOL_NOT_FOUND"
    status = "NOT_FOUND"
    retryable = False


class ToolFailed(SandkeepError):
    """TOOL_FAILED, status FAILED_PRECONDITION, not to be sent again as it is.

    The tool server of the sandbox failed, or answered with something else than its API says; look at its log.
    """

    reason = "TOOL_FAILED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ToolInterrupted(SandkeepError):
    """TOOL_INTERRUPTED, status FAILED_PRECONDITION, not to be sent again as it is.

    The connection broke after the call was sent: it may have had its effect, so look before you call again.
    """

    reason = "TOOL_INTERRUPTED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ToolServerUnavailable(SandkeepError):
    """TOOL_SERVER_UNAVAILABLE, status UNAVAILABLE, may succeed when it is sent again.

    Nothing was called: the tool server of the sandbox does not answer; see "sandkeep tools health".
    """

    reason = "TOOL_SERVER_UNAVAILABLE"
    status = "UNAVAILABLE"
    retryable = True


class ToolResultTooLarge(SandkeepError):
    """TOOL_RESULT_TOO_LARGE, status RESOURCE_EXHAUSTED, not to be sent again as it is.

    The tool did run; have it write to a file and read that, or raise limits.tool_result_max_bytes.
    """

    reason = "TOOL_RESULT_TOO_LARGE"
    status = "RESOURCE_EXHAUSTED"
    retryable = False


class NotSupported(SandkeepError):
    """NOT_SUPPORTED, status UNIMPLEMENTED, not to be sent again as it is.

    This runtime, engine or template cannot do it and the message says why; "sandkeep info" shows capabilities.
    """

    reason = "NOT_SUPPORTED"
    status = "UNIMPLEMENTED"
    retryable = False


class RuntimeDisabled(SandkeepError):
    """RUNTIME_DISABLED, status FAILED_PRECONDITION, not to be sent again as it is.

    Enable the runtime in the config and reload.
    """

    reason = "RUNTIME_DISABLED"
    status = "FAILED_PRECONDITION"
    retryable = False


class MountSourceMissing(SandkeepError):
    """MOUNT_SOURCE_MISSING, status FAILED_PRECONDITION, not to be sent again as it is.

    Create the host path, or mark the mount "optional: true".
    """

    reason = "MOUNT_SOURCE_MISSING"
    status = "FAILED_PRECONDITION"
    retryable = False


class MountDenied(SandkeepError):
    """MOUNT_DENIED, status PERMISSION_DENIED, not to be sent again as it is.

    Add the host directory to "allowed_host_mounts" in the config.
    """

    reason = "MOUNT_DENIED"
    status = "PERMISSION_DENIED"
    retryable = False


class WorkspaceDenied(SandkeepError):
    """WORKSPACE_DENIED, status PERMISSION_DENIED, not to be sent again as it is.

    Add the directory to "allowed_workspace_dirs" in the config.
    """

    reason = "WORKSPACE_DENIED"
    status = "PERMISSION_DENIED"
    retryable = False


class StoragePathDenied(SandkeepError):
    """STORAGE_PATH_DENIED, status PERMISSION_DENIED, not to be sent again as it is.

    Add the prefix to "storage.allowed_paths" in the config.
    """

    reason = "STORAGE_PATH_DENIED"
    status = "PERMISSION_DENIED"
    retryable = False


class StorageDenied(SandkeepError):
    """STORAGE_DENIED, status FAILED_PRECONDITION, may succeed when it is sent again.

    The storage refuses the daemon; check its credentials, bucket or directory.
    """

    reason = "STORAGE_DENIED"
    status = "FAILED_PRECONDITION"
    retryable = True


class StorageUnavailable(SandkeepError):
    """STORAGE_UNAVAILABLE, status UNAVAILABLE, may succeed when it is sent again.

    The storage does not answer; the files are kept and it is tried again.
    """

    reason = "STORAGE_UNAVAILABLE"
    status = "UNAVAILABLE"
    retryable = True


class StorageFull(SandkeepError):
    """STORAGE_FULL, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Free space in the storage; the files are kept here and it is tried again.
    """

    reason = "STORAGE_FULL"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class StorageCorrupt(SandkeepError):
    """STORAGE_CORRUPT, status FAILED_PRECONDITION, not to be sent again as it is.

    What is stored is not what was written; restore the storage from its own backup, or use another storage_path.
    """

    reason = "STORAGE_CORRUPT"
    status = "FAILED_PRECONDITION"
    retryable = False


class WorkspaceTooLarge(SandkeepError):
    """WORKSPACE_TOO_LARGE, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Delete files of the workspace, or raise storage.max_bytes and storage.max_entries.
    """

    reason = "WORKSPACE_TOO_LARGE"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class WorkspaceInUse(SandkeepError):
    """WORKSPACE_IN_USE, status FAILED_PRECONDITION, not to be sent again as it is.

    Release the other sandboxes of this workspace first.
    """

    reason = "WORKSPACE_IN_USE"
    status = "FAILED_PRECONDITION"
    retryable = False


class WorkspaceOwner(SandkeepError):
    """WORKSPACE_OWNER, status FAILED_PRECONDITION, not to be sent again as it is.

    Give the daemon CAP_CHOWN, or set workspace_owner to its own user.
    """

    reason = "WORKSPACE_OWNER"
    status = "FAILED_PRECONDITION"
    retryable = False


class EnvironmentMissing(SandkeepError):
    """ENVIRONMENT_MISSING, status FAILED_PRECONDITION, not to be sent again as it is.

    Set the variable in the daemon's environment, or set missing_environment: empty.
    """

    reason = "ENVIRONMENT_MISSING"
    status = "FAILED_PRECONDITION"
    retryable = False


class ReservedEnvironment(SandkeepError):
    """RESERVED_ENVIRONMENT, status INVALID_ARGUMENT, not to be sent again as it is.

    The template owns this variable; remove it from the request.
    """

    reason = "RESERVED_ENVIRONMENT"
    status = "INVALID_ARGUMENT"
    retryable = False


class ImageNotFound(SandkeepError):
    """IMAGE_NOT_FOUND, status FAILED_PRECONDITION, not to be sent again as it is.

    Check the image name, pull it with "sandkeep pull", or set pull: missing.
    """

    reason = "IMAGE_NOT_FOUND"
    status = "FAILED_PRECONDITION"
    retryable = False


class ImagePullDenied(SandkeepError):
    """IMAGE_PULL_DENIED, status FAILED_PRECONDITION, not to be sent again as it is.

    Log in to the registry as the daemon's user with "docker login".
    """

    reason = "IMAGE_PULL_DENIED"
    status = "FAILED_PRECONDITION"
    retryable = False


class ImagePullFailed(SandkeepError):
    """IMAGE_PULL_FAILED, status UNAVAILABLE, may succeed when it is sent again.

    The registry did not deliver the image; check the network and try again.
    """

    reason = "IMAGE_PULL_FAILED"
    status = "UNAVAILABLE"
    retryable = True


class ContainerExited(SandkeepError):
    """CONTAINER_EXITED, status FAILED_PRECONDITION, not to be sent again as it is.

    The container ended during start; its exit code and last log lines are in the error.
    """

    reason = "CONTAINER_EXITED"
    status = "FAILED_PRECONDITION"
    retryable = False


class CreateRefused(SandkeepError):
    """CREATE_REFUSED, status FAILED_PRECONDITION, not to be sent again as it is.

    The engine refused the container; its message says why. Check the template.
    """

    reason = "CREATE_REFUSED"
    status = "FAILED_PRECONDITION"
    retryable = False


class NotReady(SandkeepError):
    """NOT_READY, status DEADLINE_EXCEEDED, may succeed when it is sent again.

    Check readiness.path, port and timeout of the template; "sandkeep explain" shows the last log lines.
    """

    reason = "NOT_READY"
    status = "DEADLINE_EXCEEDED"
    retryable = True


class PortUnavailable(SandkeepError):
    """PORT_UNAVAILABLE, status UNAVAILABLE, may succeed when it is sent again.

    Widen port_range or free ports on the host.
    """

    reason = "PORT_UNAVAILABLE"
    status = "UNAVAILABLE"
    retryable = True


class NameTaken(SandkeepError):
    """NAME_TAKEN, status ABORTED, may succeed when it is sent again.

    Another container has this name; a new generation is tried.
    """

    reason = "NAME_TAKEN"
    status = "ABORTED"
    retryable = True


class SandboxQuarantined(SandkeepError):
    """SANDBOX_QUARANTINED, status FAILED_PRECONDITION, not to be sent again as it is.

    Inspect it with "sandkeep explain", then adopt or release it.
    """

    reason = "SANDBOX_QUARANTINED"
    status = "FAILED_PRECONDITION"
    retryable = False


class SandboxLost(SandkeepError):
    """SANDBOX_LOST, status FAILED_PRECONDITION, may succeed when it is sent again.

    Its container is gone; acquire the session again to restore it.
    """

    reason = "SANDBOX_LOST"
    status = "FAILED_PRECONDITION"
    retryable = True


class RuntimeUnavailable(SandkeepError):
    """RUNTIME_UNAVAILABLE, status UNAVAILABLE, may succeed when it is sent again.

    Start the container engine, or correct its socket in the config.
    """

    reason = "RUNTIME_UNAVAILABLE"
    status = "UNAVAILABLE"
    retryable = True


class RuntimeTimeout(SandkeepError):
    """RUNTIME_TIMEOUT, status UNAVAILABLE, may succeed when it is sent again.

    The engine did not answer in time; try again, and look at its load.
    """

    reason = "RUNTIME_TIMEOUT"
    status = "UNAVAILABLE"
    retryable = True


class EngineChanged(SandkeepError):
    """ENGINE_CHANGED, status FAILED_PRECONDITION, not to be sent again as it is.

    Another engine answers on this socket; "sandkeep recover accept" takes it over.
    """

    reason = "ENGINE_CHANGED"
    status = "FAILED_PRECONDITION"
    retryable = False


class MassChange(SandkeepError):
    """MASS_CHANGE, status FAILED_PRECONDITION, not to be sent again as it is.

    Too much changed at once; check the engine, then "sandkeep recover accept".
    """

    reason = "MASS_CHANGE"
    status = "FAILED_PRECONDITION"
    retryable = False


class CapacityExhausted(SandkeepError):
    """CAPACITY_EXHAUSTED, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Release sandboxes or raise max_sandboxes.
    """

    reason = "CAPACITY_EXHAUSTED"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class HostPressure(SandkeepError):
    """HOST_PRESSURE, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    The host is short of memory or disk; release sandboxes, or lower min_free_memory or min_free_disk.
    """

    reason = "HOST_PRESSURE"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class TooManyRequests(SandkeepError):
    """TOO_MANY_REQUESTS, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Try again after the given delay.
    """

    reason = "TOO_MANY_REQUESTS"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class MessageTooLarge(SandkeepError):
    """MESSAGE_TOO_LARGE, status RESOURCE_EXHAUSTED, not to be sent again as it is.

    Send smaller messages; use the streaming calls for files.
    """

    reason = "MESSAGE_TOO_LARGE"
    status = "RESOURCE_EXHAUSTED"
    retryable = False


class EventsCompacted(SandkeepError):
    """EVENTS_COMPACTED, status OUT_OF_RANGE, not to be sent again as it is.

    List the present state, then watch from the oldest number given.
    """

    reason = "EVENTS_COMPACTED"
    status = "OUT_OF_RANGE"
    retryable = False


class SlowConsumer(SandkeepError):
    """SLOW_CONSUMER, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Watch again from the last number received, and read faster.
    """

    reason = "SLOW_CONSUMER"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class RangeNotSatisfiable(SandkeepError):
    """RANGE_NOT_SATISFIABLE, status OUT_OF_RANGE, not to be sent again as it is.

    Ask for an offset within the file.
    """

    reason = "RANGE_NOT_SATISFIABLE"
    status = "OUT_OF_RANGE"
    retryable = False


class StoreFull(SandkeepError):
    """STORE_FULL, status RESOURCE_EXHAUSTED, may succeed when it is sent again.

    Free space on the disk of the state directory.
    """

    reason = "STORE_FULL"
    status = "RESOURCE_EXHAUSTED"
    retryable = True


class BackupFailed(SandkeepError):
    """BACKUP_FAILED, status FAILED_PRECONDITION, may succeed when it is sent again.

    Look at the space and the permissions of backup.directory; the message says what failed.
    """

    reason = "BACKUP_FAILED"
    status = "FAILED_PRECONDITION"
    retryable = True


class StoreFailed(SandkeepError):
    """STORE_FAILED, status UNAVAILABLE, may succeed when it is sent again.

    The state database failed; the daemon restarts and verifies it.
    """

    reason = "STORE_FAILED"
    status = "UNAVAILABLE"
    retryable = True


class Conflict(SandkeepError):
    """CONFLICT, status ABORTED, may succeed when it is sent again.

    The sandbox or file changed meanwhile; read it again and retry.
    """

    reason = "CONFLICT"
    status = "ABORTED"
    retryable = True


class Draining(SandkeepError):
    """DRAINING, status UNAVAILABLE, may succeed when it is sent again.

    The daemon is stopping; retry when it is back.
    """

    reason = "DRAINING"
    status = "UNAVAILABLE"
    retryable = True


class Starting(SandkeepError):
    """STARTING, status UNAVAILABLE, may succeed when it is sent again.

    The daemon is starting; retry shortly.
    """

    reason = "STARTING"
    status = "UNAVAILABLE"
    retryable = True


class ConfigInvalid(SandkeepError):
    """CONFIG_INVALID, status FAILED_PRECONDITION, not to be sent again as it is.

    Correct the config; "sandkeepd --check-config" names the line.
    """

    reason = "CONFIG_INVALID"
    status = "FAILED_PRECONDITION"
    retryable = False


class DeadlinePassed(SandkeepError):
    """DEADLINE_PASSED, status DEADLINE_EXCEEDED, may succeed when it is sent again.

    Give the call more time; what it began goes on and can be read.
    """

    reason = "DEADLINE_PASSED"
    status = "DEADLINE_EXCEEDED"
    retryable = True


class CallCancelled(SandkeepError):
    """CALL_CANCELLED, status CANCELLED, not to be sent again as it is.

    The caller cancelled; acquire again to get the result.
    """

    reason = "CALL_CANCELLED"
    status = "CANCELLED"
    retryable = False


class Internal(SandkeepError):
    """INTERNAL, status INTERNAL, not to be sent again as it is.

    Look in the daemon's log for the request; report it if it repeats.
    """

    reason = "INTERNAL"
    status = "INTERNAL"
    retryable = False


#: The class of each reason. A daemon may be newer and give a reason that is not here: that is a plain SandkeepError.
BY_REASON: dict[str, type[SandkeepError]] = {
    "INVALID_FIELD": InvalidField,
    "TOKEN_REQUIRED": TokenRequired,
    "TOKEN_INVALID": TokenInvalid,
    "ROLE_DENIED": RoleDenied,
    "NAMESPACE_DENIED": NamespaceDenied,
    "TOKEN_NOT_FOUND": TokenNotFound,
    "TOO_MANY_TOKENS": TooManyTokens,
    "INVALID_PAGE_TOKEN": InvalidPageToken,
    "INVALID_PATH": InvalidPath,
    "UNKNOWN_TEMPLATE": UnknownTemplate,
    "SANDBOX_NOT_FOUND": SandboxNotFound,
    "AMBIGUOUS_ID": AmbiguousId,
    "SESSION_NOT_FOUND": SessionNotFound,
    "POOL_NOT_FOUND": PoolNotFound,
    "FILE_NOT_FOUND": FileNotFound,
    "ORPHAN_NOT_FOUND": OrphanNotFound,
    "LOOP_NOT_FOUND": LoopNotFound,
    "FILE_EXISTS": FileExists,
    "REQUEST_ID_REUSED": RequestIdReused,
    "SANDBOX_EXISTS": SandboxExists,
    "NOT_A_FILE": NotAFile,
    "NOT_TEXT": NotText,
    "NOT_A_DIRECTORY": NotADirectory,
    "DIRECTORY_NOT_EMPTY": DirectoryNotEmpty,
    "READ_ONLY_PATH": ReadOnlyPath,
    "PATH_ESCAPES": PathEscapes,
    "FILE_PERMISSION_DENIED": FilePermissionDenied,
    "FILE_TOO_LARGE": FileTooLarge,
    "ARCHIVE_REFUSED": ArchiveRefused,
    "NO_SPACE": NoSpace,
    "WRONG_STATE": WrongState,
    "GENERATION_MISMATCH": GenerationMismatch,
    "SANDBOX_HELD": SandboxHeld,
    "SESSION_IN_USE": SessionInUse,
    "REUSE_NOT_FOUND": ReuseNotFound,
    "POOL_EMPTY": PoolEmpty,
    "HOST_EXEC_DISABLED": HostExecDisabled,
    "EXEC_PATH_NOT_MAPPED": ExecPathNotMapped,
    "COMMAND_NOT_FOUND": CommandNotFound,
    "EXEC_NOT_FOUND": ExecNotFound,
    "EXEC_EXISTS": ExecExists,
    "EXEC_ENDED": ExecEnded,
    "EXEC_DETACHED": ExecDetached,
    "EXEC_OUTPUT_TRIMMED": ExecOutputTrimmed,
    "EXEC_KILL_UNSUPPORTED": ExecKillUnsupported,
    "TOOL_NOT_FOUND": ToolNotFound,
    "TOOL_FAILED": ToolFailed,
    "TOOL_INTERRUPTED": ToolInterrupted,
    "TOOL_SERVER_UNAVAILABLE": ToolServerUnavailable,
    "TOOL_RESULT_TOO_LARGE": ToolResultTooLarge,
    "NOT_SUPPORTED": NotSupported,
    "RUNTIME_DISABLED": RuntimeDisabled,
    "MOUNT_SOURCE_MISSING": MountSourceMissing,
    "MOUNT_DENIED": MountDenied,
    "WORKSPACE_DENIED": WorkspaceDenied,
    "STORAGE_PATH_DENIED": StoragePathDenied,
    "STORAGE_DENIED": StorageDenied,
    "STORAGE_UNAVAILABLE": StorageUnavailable,
    "STORAGE_FULL": StorageFull,
    "STORAGE_CORRUPT": StorageCorrupt,
    "WORKSPACE_TOO_LARGE": WorkspaceTooLarge,
    "WORKSPACE_IN_USE": WorkspaceInUse,
    "WORKSPACE_OWNER": WorkspaceOwner,
    "ENVIRONMENT_MISSING": EnvironmentMissing,
    "RESERVED_ENVIRONMENT": ReservedEnvironment,
    "IMAGE_NOT_FOUND": ImageNotFound,
    "IMAGE_PULL_DENIED": ImagePullDenied,
    "IMAGE_PULL_FAILED": ImagePullFailed,
    "CONTAINER_EXITED": ContainerExited,
    "CREATE_REFUSED": CreateRefused,
    "NOT_READY": NotReady,
    "PORT_UNAVAILABLE": PortUnavailable,
    "NAME_TAKEN": NameTaken,
    "SANDBOX_QUARANTINED": SandboxQuarantined,
    "SANDBOX_LOST": SandboxLost,
    "RUNTIME_UNAVAILABLE": RuntimeUnavailable,
    "RUNTIME_TIMEOUT": RuntimeTimeout,
    "ENGINE_CHANGED": EngineChanged,
    "MASS_CHANGE": MassChange,
    "CAPACITY_EXHAUSTED": CapacityExhausted,
    "HOST_PRESSURE": HostPressure,
    "TOO_MANY_REQUESTS": TooManyRequests,
    "MESSAGE_TOO_LARGE": MessageTooLarge,
    "EVENTS_COMPACTED": EventsCompacted,
    "SLOW_CONSUMER": SlowConsumer,
    "RANGE_NOT_SATISFIABLE": RangeNotSatisfiable,
    "STORE_FULL": StoreFull,
    "BACKUP_FAILED": BackupFailed,
    "STORE_FAILED": StoreFailed,
    "CONFLICT": Conflict,
    "DRAINING": Draining,
    "STARTING": Starting,
    "CONFIG_INVALID": ConfigInvalid,
    "DEADLINE_PASSED": DeadlinePassed,
    "CALL_CANCELLED": CallCancelled,
    "INTERNAL": Internal,
}

__all__ = [
    "BY_REASON",
    "AmbiguousId",
    "ArchiveRefused",
    "BackupFailed",
    "CallCancelled",
    "CapacityExhausted",
    "CommandFailed",
    "CommandNotFound",
    "ConfigInvalid",
    "Conflict",
    "ContainerExited",
    "CreateRefused",
    "DaemonUnreachable",
    "DeadlinePassed",
    "DirectoryNotEmpty",
    "Draining",
    "EngineChanged",
    "EnvironmentMissing",
    "EventsCompacted",
    "ExecDetached",
    "ExecEnded",
    "ExecExists",
    "ExecKillUnsupported",
    "ExecNotFound",
    "ExecOutputTrimmed",
    "ExecPathNotMapped",
    "FieldViolation",
    "FileExists",
    "FileNotFound",
    "FilePermissionDenied",
    "FileTooLarge",
    "GenerationMismatch",
    "HostExecDisabled",
    "HostPressure",
    "ImageNotFound",
    "ImagePullDenied",
    "ImagePullFailed",
    "Internal",
    "InvalidField",
    "InvalidPageToken",
    "InvalidPath",
    "LoopNotFound",
    "MassChange",
    "MessageTooLarge",
    "MountDenied",
    "MountSourceMissing",
    "NameTaken",
    "NamespaceDenied",
    "NoSpace",
    "NotADirectory",
    "NotAFile",
    "NotReady",
    "NotSupported",
    "NotText",
    "OrphanNotFound",
    "PathEscapes",
    "PoolEmpty",
    "PoolNotFound",
    "PortUnavailable",
    "QuotaViolation",
    "RangeNotSatisfiable",
    "ReadOnlyPath",
    "RequestIdReused",
    "ReservedEnvironment",
    "ReuseNotFound",
    "RoleDenied",
    "RuntimeDisabled",
    "RuntimeTimeout",
    "RuntimeUnavailable",
    "SandboxExists",
    "SandboxHeld",
    "SandboxLost",
    "SandboxNotFound",
    "SandboxQuarantined",
    "SandkeepError",
    "SessionInUse",
    "SessionNotFound",
    "SlowConsumer",
    "Starting",
    "StorageCorrupt",
    "StorageDenied",
    "StorageFull",
    "StoragePathDenied",
    "StorageUnavailable",
    "StoreFailed",
    "StoreFull",
    "TokenInvalid",
    "TokenNotFound",
    "TokenRequired",
    "TooManyRequests",
    "TooManyTokens",
    "ToolFailed",
    "ToolInterrupted",
    "ToolNotFound",
    "ToolResultTooLarge",
    "ToolServerUnavailable",
    "UnknownTemplate",
    "WorkspaceDenied",
    "WorkspaceInUse",
    "WorkspaceOwner",
    "WorkspaceTooLarge",
    "WrongState",
]
