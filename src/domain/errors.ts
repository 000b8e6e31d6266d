// The one error table: every reason a caller can meet, with its gRPC status, whether a retry of the
// same call can succeed, and what to do next. Anything not in it is "INTERNAL" outside and whole in the log.

export type StatusName =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'UNAUTHENTICATED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'RESOURCE_EXHAUSTED'
  | 'UNIMPLEMENTED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'CANCELLED'
  | 'INTERNAL';

export interface ErrorRow {
  readonly status: StatusName;
  /** Whether the same call may succeed later without the caller changing anything. */
  readonly retryable: boolean;
  /** One sentence: what to do next. */
  readonly hint: string;
}

const table = {
  INVALID_FIELD: row('INVALID_ARGUMENT', false, 'Correct the named field and send the request again.'),
  TOKEN_REQUIRED: row(
    'UNAUTHENTICATED',
    false,
    'Set SANDKEEP_TOKEN or --token-file; an admin makes tokens with "sandkeep token create".',
  ),
  TOKEN_INVALID: row('UNAUTHENTICATED', false, 'Use a token that is not revoked; "sandkeep token ls" shows them.'),
  ROLE_DENIED: row('PERMISSION_DENIED', false, 'Use a token of the role that the message names.'),
  NAMESPACE_DENIED: row('PERMISSION_DENIED', false, 'Name a namespace that the token is for, or use another token.'),
  TOKEN_NOT_FOUND: row('NOT_FOUND', false, 'List tokens with "sandkeep token ls".'),
  TOO_MANY_TOKENS: row('RESOURCE_EXHAUSTED', false, 'Revoke tokens that nobody uses, or raise access.max_tokens.'),
  INVALID_PAGE_TOKEN: row('INVALID_ARGUMENT', false, 'Start the listing again without a page token.'),
  INVALID_PATH: row('INVALID_ARGUMENT', false, 'Use an absolute path inside the sandbox, without ".." and NUL.'),
  UNKNOWN_TEMPLATE: row('NOT_FOUND', false, 'List the templates with "sandkeep templates" and name one of them.'),
  SANDBOX_NOT_FOUND: row(
    'NOT_FOUND',
    false,
    'List sandboxes with "sandkeep ls"; released ones are forgotten after their TTL.',
  ),
  AMBIGUOUS_ID: row('INVALID_ARGUMENT', false, 'Give more characters of the id.'),
  SESSION_NOT_FOUND: row(
    'NOT_FOUND',
    false,
    'Acquire a sandbox for it; a session exists from its first acquire until its last record is forgotten.',
  ),
  POOL_NOT_FOUND: row('NOT_FOUND', false, 'Set pool.size of the template, or prewarm it with a count.'),
  FILE_NOT_FOUND: row('NOT_FOUND', false, 'Check the path with "sandkeep files ls".'),
  ORPHAN_NOT_FOUND: row('NOT_FOUND', false, 'List orphans with "sandkeep orphans ls".'),
  LOOP_NOT_FOUND: row('NOT_FOUND', false, 'Name one of the loops that "sandkeep info" shows.'),
  FILE_EXISTS: row('ALREADY_EXISTS', false, 'Choose another path or allow overwriting.'),
  REQUEST_ID_REUSED: row('ALREADY_EXISTS', false, 'Use a new request_id for a different request.'),
  SANDBOX_EXISTS: row('ALREADY_EXISTS', false, 'Use Acquire to get the sandbox of this session.'),
  NOT_A_FILE: row('FAILED_PRECONDITION', false, 'The path is a directory or a special file; name a regular file.'),
  NOT_TEXT: row('FAILED_PRECONDITION', false, 'Replace literally, or read and write the file as bytes.'),
  NOT_A_DIRECTORY: row('FAILED_PRECONDITION', false, 'The path is not a directory; name a directory.'),
  DIRECTORY_NOT_EMPTY: row('FAILED_PRECONDITION', false, 'Remove what is in it first, or remove it recursively.'),
  READ_ONLY_PATH: row('PERMISSION_DENIED', false, 'Write below a writable mount of the template instead.'),
  PATH_ESCAPES: row(
    'PERMISSION_DENIED',
    false,
    'The path leaves its mount through a link or ".."; use a path inside it.',
  ),
  FILE_PERMISSION_DENIED: row('PERMISSION_DENIED', false, 'Check owner and mode of the file inside the sandbox.'),
  FILE_TOO_LARGE: row(
    'RESOURCE_EXHAUSTED',
    false,
    'Transfer the file in parts, or raise limits.file_transfer_max_bytes.',
  ),
  ARCHIVE_REFUSED: row(
    'INVALID_ARGUMENT',
    false,
    'Send a plain tar of files, directories and relative links inside it; "tar --hard-dereference" makes files of hard links.',
  ),
  NO_SPACE: row('RESOURCE_EXHAUSTED', true, 'Free disk space where the workspace lives.'),
  WRONG_STATE: row(
    'FAILED_PRECONDITION',
    false,
    'Look at the state with "sandkeep explain", then use the call that fits it.',
  ),
  GENERATION_MISMATCH: row(
    'FAILED_PRECONDITION',
    false,
    'The sandbox was recreated; read it again and use its present generation.',
  ),
  SANDBOX_HELD: row(
    'FAILED_PRECONDITION',
    false,
    'Other holders use the sandbox; release with force to end it for all of them.',
  ),
  SESSION_IN_USE: row(
    'FAILED_PRECONDITION',
    true,
    'Calls are in flight in the session; wait for them, or reap with force.',
  ),
  REUSE_NOT_FOUND: row('FAILED_PRECONDITION', false, 'No sandbox to reuse: acquire with create allowed.'),
  POOL_EMPTY: row('FAILED_PRECONDITION', true, 'No warm sandbox is ready: allow a cold create.'),
  HOST_EXEC_DISABLED: row(
    'FAILED_PRECONDITION',
    false,
    'Set runtimes.local.allow_host_exec: true and, under systemd, install the drop-in sandkeepd-bubblewrap.conf; or use a container template.',
  ),
  EXEC_PATH_NOT_MAPPED: row(
    'FAILED_PRECONDITION',
    false,
    'Install bubblewrap, or pass the path as an argument of its own instead of inside shell text.',
  ),
  COMMAND_NOT_FOUND: row('FAILED_PRECONDITION', false, 'The image has no such command; check argv[0] and PATH.'),
  EXEC_NOT_FOUND: row(
    'NOT_FOUND',
    false,
    'List execs with "sandkeep execs ls"; ended ones are forgotten after limits.exec_retention.',
  ),
  EXEC_EXISTS: row('ALREADY_EXISTS', false, 'Another command has this exec_id in the sandbox; choose a new one.'),
  EXEC_ENDED: row('FAILED_PRECONDITION', false, 'The command has ended; read how with "sandkeep execs get".'),
  EXEC_DETACHED: row(
    'FAILED_PRECONDITION',
    false,
    'The streams of the command were lost with an earlier daemon; it can be waited for and signalled.',
  ),
  EXEC_OUTPUT_TRIMMED: row(
    'OUT_OF_RANGE',
    false,
    'Attach without an offset for what is kept; limits.exec_buffer_bytes says how much that is.',
  ),
  EXEC_KILL_UNSUPPORTED: row(
    'FAILED_PRECONDITION',
    false,
    'The image has no shell to end a single command with; stop or release the sandbox instead.',
  ),
  TOOL_NOT_FOUND: row('NOT_FOUND', false, 'List the tools of the sandbox with "sandkeep tools ls".'),
  TOOL_FAILED: row(
    'FAILED_PRECONDITION',
    false,
    'The tool server of the sandbox failed, or answered with something else than its API says; look at its log.',
  ),
  TOOL_INTERRUPTED: row(
    'FAILED_PRECONDITION',
    false,
    'The connection broke after the call was sent: it may have had its effect, so look before you call again.',
  ),
  TOOL_SERVER_UNAVAILABLE: row(
    'UNAVAILABLE',
    true,
    'Nothing was called: the tool server of the sandbox does not answer; see "sandkeep tools health".',
  ),
  TOOL_RESULT_TOO_LARGE: row(
    'RESOURCE_EXHAUSTED',
    false,
    'The tool did run; have it write to a file and read that, or raise limits.tool_result_max_bytes.',
  ),
  NOT_SUPPORTED: row(
    'UNIMPLEMENTED',
    false,
    'This runtime, engine or template cannot do it and the message says why; "sandkeep info" shows capabilities.',
  ),
  RUNTIME_DISABLED: row('FAILED_PRECONDITION', false, 'Enable the runtime in the config and reload.'),
  MOUNT_SOURCE_MISSING: row('FAILED_PRECONDITION', false, 'Create the host path, or mark the mount "optional: true".'),
  MOUNT_DENIED: row('PERMISSION_DENIED', false, 'Add the host directory to "allowed_host_mounts" in the config.'),
  WORKSPACE_DENIED: row('PERMISSION_DENIED', false, 'Add the directory to "allowed_workspace_dirs" in the config.'),
  STORAGE_PATH_DENIED: row('PERMISSION_DENIED', false, 'Add the prefix to "storage.allowed_paths" in the config.'),
  STORAGE_DENIED: row(
    'FAILED_PRECONDITION',
    true,
    'The storage refuses the daemon; check its credentials, bucket or directory.',
  ),
  STORAGE_UNAVAILABLE: row(
    'UNAVAILABLE',
    true,
    'The storage does not answer; the files are kept and it is tried again.',
  ),
  STORAGE_FULL: row(
    'RESOURCE_EXHAUSTED',
    true,
    'Free space in the storage; the files are kept here and it is tried again.',
  ),
  STORAGE_CORRUPT: row(
    'FAILED_PRECONDITION',
    false,
    'What is stored is not what was written; restore the storage from its own backup, or use another storage_path.',
  ),
  WORKSPACE_TOO_LARGE: row(
    'RESOURCE_EXHAUSTED',
    true,
    'Delete files of the workspace, or raise storage.max_bytes and storage.max_entries.',
  ),
  WORKSPACE_IN_USE: row('FAILED_PRECONDITION', false, 'Release the other sandboxes of this workspace first.'),
  WORKSPACE_OWNER: row(
    'FAILED_PRECONDITION',
    false,
    'Give the daemon CAP_CHOWN, or set workspace_owner to its own user.',
  ),
  ENVIRONMENT_MISSING: row(
    'FAILED_PRECONDITION',
    false,
    "Set the variable in the daemon's environment, or set missing_environment: empty.",
  ),
  RESERVED_ENVIRONMENT: row('INVALID_ARGUMENT', false, 'The template owns this variable; remove it from the request.'),
  IMAGE_NOT_FOUND: row(
    'FAILED_PRECONDITION',
    false,
    'Check the image name, pull it with "sandkeep pull", or set pull: missing.',
  ),
  IMAGE_PULL_DENIED: row(
    'FAILED_PRECONDITION',
    false,
    'Log in to the registry as the daemon\'s user with "docker login".',
  ),
  IMAGE_PULL_FAILED: row(
    'UNAVAILABLE',
    true,
    'The registry did not deliver the image; check the network and try again.',
  ),
  CONTAINER_EXITED: row(
    'FAILED_PRECONDITION',
    false,
    'The container ended during start; its exit code and last log lines are in the error.',
  ),
  CREATE_REFUSED: row(
    'FAILED_PRECONDITION',
    false,
    'The engine refused the container; its message says why. Check the template.',
  ),
  NOT_READY: row(
    'DEADLINE_EXCEEDED',
    true,
    'Check readiness.path, port and timeout of the template; "sandkeep explain" shows the last log lines.',
  ),
  PORT_UNAVAILABLE: row('UNAVAILABLE', true, 'Widen port_range or free ports on the host.'),
  NAME_TAKEN: row('ABORTED', true, 'Another container has this name; a new generation is tried.'),
  SANDBOX_QUARANTINED: row(
    'FAILED_PRECONDITION',
    false,
    'Inspect it with "sandkeep explain", then adopt or release it.',
  ),
  SANDBOX_LOST: row('FAILED_PRECONDITION', true, 'Its container is gone; acquire the session again to restore it.'),
  RUNTIME_UNAVAILABLE: row('UNAVAILABLE', true, 'Start the container engine, or correct its socket in the config.'),
  RUNTIME_TIMEOUT: row('UNAVAILABLE', true, 'The engine did not answer in time; try again, and look at its load.'),
  ENGINE_CHANGED: row(
    'FAILED_PRECONDITION',
    false,
    'Another engine answers on this socket; "sandkeep recover accept" takes it over.',
  ),
  MASS_CHANGE: row(
    'FAILED_PRECONDITION',
    false,
    'Too much changed at once; check the engine, then "sandkeep recover accept".',
  ),
  CAPACITY_EXHAUSTED: row('RESOURCE_EXHAUSTED', true, 'Release sandboxes or raise max_sandboxes.'),
  HOST_PRESSURE: row(
    'RESOURCE_EXHAUSTED',
    true,
    'The host is short of memory or disk; release sandboxes, or lower min_free_memory or min_free_disk.',
  ),
  TOO_MANY_REQUESTS: row('RESOURCE_EXHAUSTED', true, 'Try again after the given delay.'),
  MESSAGE_TOO_LARGE: row('RESOURCE_EXHAUSTED', false, 'Send smaller messages; use the streaming calls for files.'),
  EVENTS_COMPACTED: row('OUT_OF_RANGE', false, 'List the present state, then watch from the oldest number given.'),
  SLOW_CONSUMER: row('RESOURCE_EXHAUSTED', true, 'Watch again from the last number received, and read faster.'),
  RANGE_NOT_SATISFIABLE: row('OUT_OF_RANGE', false, 'Ask for an offset within the file.'),
  STORE_FULL: row('RESOURCE_EXHAUSTED', true, 'Free space on the disk of the state directory.'),
  BACKUP_FAILED: row(
    'FAILED_PRECONDITION',
    true,
    'Look at the space and the permissions of backup.directory; the message says what failed.',
  ),
  STORE_FAILED: row('UNAVAILABLE', true, 'The state database failed; the daemon restarts and verifies it.'),
  CONFLICT: row('ABORTED', true, 'The sandbox or file changed meanwhile; read it again and retry.'),
  DRAINING: row('UNAVAILABLE', true, 'The daemon is stopping; retry when it is back.'),
  STARTING: row('UNAVAILABLE', true, 'The daemon is starting; retry shortly.'),
  CONFIG_INVALID: row('FAILED_PRECONDITION', false, 'Correct the config; "sandkeepd --check-config" names the line.'),
  DEADLINE_PASSED: row('DEADLINE_EXCEEDED', true, 'Give the call more time; what it began goes on and can be read.'),
  CALL_CANCELLED: row('CANCELLED', false, 'The caller cancelled; acquire again to get the result.'),
  INTERNAL: row('INTERNAL', false, "Look in the daemon's log for the request; report it if it repeats."),
} as const satisfies Record<string, ErrorRow>;

export type ErrorReason = keyof typeof table;

export const errorTable: Readonly<Record<ErrorReason, ErrorRow>> = table;

export function isErrorReason(text: string): text is ErrorReason {
  return Object.hasOwn(table, text);
}

export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

export interface ErrorDetails {
  /** Every dynamic value of the message, by name. Never a secret. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly fieldViolations?: readonly FieldViolation[];
  readonly retryAfterMs?: number;
  readonly quota?: { readonly subject: string; readonly description: string };
  readonly cause?: unknown;
}

/** The only error type that crosses rooms on purpose. */
export class SandkeepError extends Error {
  readonly reason: ErrorReason;
  readonly details: ErrorDetails;

  constructor(reason: ErrorReason, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SandkeepError';
    this.reason = reason;
    this.details = details;
  }

  get status(): StatusName {
    return errorTable[this.reason].status;
  }

  get retryable(): boolean {
    return errorTable[this.reason].retryable;
  }

  get hint(): string {
    return errorTable[this.reason].hint;
  }
}

export function invalidField(field: string, description: string): SandkeepError {
  return new SandkeepError('INVALID_FIELD', `${field}: ${description}`, {
    fieldViolations: [{ field, description }],
    metadata: { field },
  });
}

export function hasReason(error: unknown, ...reasons: readonly ErrorReason[]): error is SandkeepError {
  return error instanceof SandkeepError && reasons.includes(error.reason);
}

/** The engine may or may not have done it: nothing may be concluded from the failure (R4). */
export function isUnknownOutcome(error: unknown): boolean {
  if (!(error instanceof SandkeepError)) return true;
  return hasReason(error, 'RUNTIME_UNAVAILABLE', 'RUNTIME_TIMEOUT', 'CALL_CANCELLED', 'DEADLINE_PASSED', 'INTERNAL');
}

function row(status: StatusName, retryable: boolean, hint: string): ErrorRow {
  return { status, retryable, hint };
}
