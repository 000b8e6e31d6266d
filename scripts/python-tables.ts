// Writes what the Python client shares with the daemon and the TypeScript client: an exception class for each reason
// of the error table, and the deadlines and retries of each method. With --check it fails when a file differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { findService, serviceNames } from '../src/client/contract.ts';
import {
  DEFAULT_EXEC_TIMEOUT_MS,
  DEFAULT_TIMEOUT_MS,
  defaultTimeoutMs,
  EXEC_MARGIN_MS,
  SLOW_TIMEOUT_MS,
} from '../src/client/deadlines.ts';
import { isSafeToRepeat, RETRY_ATTEMPTS, RETRY_FIRST_DELAY_MS, RETRY_MAX_DELAY_MS } from '../src/client/retry.ts';
import { MAX_SOCKET_PATH_BYTES } from '../src/client/socket-path.ts';
import { type ErrorRow, errorTable } from '../src/domain/errors.ts';

const packageDirectory = path.resolve(import.meta.dirname, '../clients/python/src/sandkeep');
const header = (source: string) => `# Written by scripts/python-tables.ts from ${source}; change it there.\n`;
const lineWidth = 120;

const methods = serviceNames.flatMap((service) => Object.keys(findService(service)));

const files: Readonly<Record<string, string>> = { 'errors.py': errors(), '_tables.py': tables() };
for (const [name, content] of Object.entries(files)) {
  const file = path.join(packageDirectory, name);
  if (!process.argv.includes('--check')) {
    mkdirSync(packageDirectory, { recursive: true });
    writeFileSync(file, content);
  } else if (readOrEmpty(file) !== content) {
    console.error(`clients/python/src/sandkeep/${name} differs, run "node scripts/python-tables.ts"`);
    process.exitCode = 1;
  }
}

function errors(): string {
  const rows: readonly (readonly [string, ErrorRow])[] = Object.entries(errorTable);
  const classes = rows.map(([reason, { status, retryable, hint }]) => {
    const first = `${reason}, status ${status}, ${retryable ? 'may succeed when it is sent again' : 'not to be sent again as it is'}.`;
    return `class ${className(reason)}(SandkeepError):
    """${first}

    ${wrapped(hint).join('\n    ')}
    """

    reason = "${reason}"
    status = "${status}"
    retryable = ${retryable ? 'True' : 'False'}
`;
  });
  const local = ['CommandFailed', 'DaemonUnreachable', 'FieldViolation', 'QuotaViolation', 'SandkeepError'];
  const names = [...local, ...rows.map(([reason]) => className(reason))].sort();
  return `${header('src/domain/errors.ts')}"""One exception class for each reason that the daemon gives, all of them SandkeepError.

>>> from sandkeep import errors
>>> errors.CapacityExhausted.reason
'CAPACITY_EXHAUSTED'
>>> errors.CapacityExhausted.retryable
True
"""

from ._error import CommandFailed, DaemonUnreachable, FieldViolation, QuotaViolation, SandkeepError

${classes.map((text) => `\n${text}`).join('\n')}

#: The class of each reason. A daemon may be newer and give a reason that is not here: that is a plain SandkeepError.
BY_REASON: dict[str, type[SandkeepError]] = {
${rows.map(([reason]) => `    "${reason}": ${className(reason)},`).join('\n')}
}

__all__ = [
    "BY_REASON",
${names.map((name) => `    "${name}",`).join('\n')}
]
`;
}

function tables(): string {
  const timeouts = methods.map((name) => [name, defaultTimeoutMs(name, {})] as const);
  const unusual = timeouts.filter(([name, ms]) => ms !== DEFAULT_TIMEOUT_MS && name !== 'RunExec');
  const safe = methods.filter((name) => isSafeToRepeat(name, {})).sort();
  return `${header('src/client')}"""How long each method may take, and which may be sent twice."""

DEFAULT_TIMEOUT_S = ${seconds(DEFAULT_TIMEOUT_MS)}
#: Calls that may wait for an engine, a pull or a readiness probe.
SLOW_TIMEOUT_S = ${seconds(SLOW_TIMEOUT_MS)}
#: What a command may take whose caller says nothing.
DEFAULT_EXEC_TIMEOUT_S = ${seconds(DEFAULT_EXEC_TIMEOUT_MS)}
#: Time for the answer after the command's own time-out.
EXEC_MARGIN_S = ${seconds(EXEC_MARGIN_MS)}
#: Methods that differ from the default.
TIMEOUTS_S = {
${unusual.map(([name, ms]) => `    "${name}": ${seconds(ms)},`).join('\n')}
}

RETRY_ATTEMPTS = ${RETRY_ATTEMPTS}
RETRY_FIRST_DELAY_S = ${seconds(RETRY_FIRST_DELAY_MS)}
RETRY_MAX_DELAY_S = ${seconds(RETRY_MAX_DELAY_MS)}
#: Methods without effect, or with one that a second call does not repeat. Others need a request_id.
SAFE_METHODS = frozenset(
    {
${safe.map((name) => `        "${name}",`).join('\n')}
    }
)

#: Of the path of a socket, on the stricter of our systems.
MAX_SOCKET_PATH_BYTES = ${MAX_SOCKET_PATH_BYTES}
`;
}

function seconds(ms: number): string {
  return Number.isInteger(ms / 1000) ? (ms / 1000).toFixed(1) : String(ms / 1000);
}

function className(reason: string): string {
  return reason.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function wrapped(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length + 5 > lineWidth) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
