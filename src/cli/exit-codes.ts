// The exit codes, which are a promise to scripts.

export const exitCodes = {
  ok: 0,
  otherError: 1,
  usage: 2,
  notFound: 3,
  precondition: 4,
  unavailable: 5,
  exhausted: 6,
  permission: 7,
  deadline: 8,
  execTimedOut: 124,
  execFailed: 125,
  execNotFound: 127,
  interrupted: 130,
  terminated: 143,
} as const;

export const exitCodeMeanings: readonly (readonly [number, string])[] = [
  [exitCodes.ok, 'It worked.'],
  [exitCodes.otherError, 'Any other error.'],
  [exitCodes.usage, 'The command line or a value in it is wrong.'],
  [exitCodes.notFound, 'There is no such sandbox, session, template, pool, file, loop or orphan.'],
  [exitCodes.precondition, 'The sandbox is in the wrong state, or something else stands in the way.'],
  [exitCodes.unavailable, 'The daemon or a container engine does not answer.'],
  [exitCodes.exhausted, 'A limit is reached.'],
  [exitCodes.permission, 'It is not allowed.'],
  [exitCodes.deadline, 'It took too long or was cancelled.'],
  [exitCodes.execTimedOut, '"exec": the command was ended by its time-out.'],
  [exitCodes.execFailed, '"exec": sandkeep itself failed, or the exit code is not known.'],
  [exitCodes.execNotFound, '"exec": the sandbox has no such command.'],
  [exitCodes.interrupted, 'Ctrl-C.'],
  [exitCodes.terminated, '"top": ended by SIGTERM or SIGHUP, with the terminal left as it was.'],
];

const byStatus: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: exitCodes.usage,
  NOT_FOUND: exitCodes.notFound,
  ALREADY_EXISTS: exitCodes.precondition,
  FAILED_PRECONDITION: exitCodes.precondition,
  ABORTED: exitCodes.precondition,
  OUT_OF_RANGE: exitCodes.precondition,
  UNAVAILABLE: exitCodes.unavailable,
  RESOURCE_EXHAUSTED: exitCodes.exhausted,
  PERMISSION_DENIED: exitCodes.permission,
  UNAUTHENTICATED: exitCodes.permission,
  DEADLINE_EXCEEDED: exitCodes.deadline,
  CANCELLED: exitCodes.deadline,
};

export function exitCodeOfStatus(statusName: string): number {
  return byStatus[statusName] ?? exitCodes.otherError;
}
