// The audit log: one line of JSON for each call that changes something. A line is written before the caller is
// answered, so that none is lost with the process; one that cannot be written is counted and the call goes on.

import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';
import type { Clock } from '../ports/clock.ts';
import type { Audit, AuditEntry, Logger, Metrics } from '../ports/observer.ts';

const fileMode = 0o600;
const maxCharacters = 256;

/** A path of null writes none. */
export function createAudit(path: string | null, clock: Clock, logger: Logger, metrics: Metrics): Audit {
  let file: number | null = null;
  let isFailing = false;
  let isCut = false;
  const failed = (error: unknown): void => {
    metrics.count('sandkeep_audit_failures_total');
    if (!isFailing) logger.error({ event: 'audit', err: error }, 'the audit log cannot be written');
    isFailing = true;
  };
  const open = (): void => {
    if (path === null) return;
    const before = file;
    try {
      file = openSync(path, 'a', fileMode);
      fchmodSync(file, fileMode);
      isFailing = false;
    } catch (error) {
      failed(error);
      return;
    }
    if (before !== null) closeSync(before);
  };
  open();
  return {
    isOn: path !== null,
    reopen: open,
    record: (entry) => {
      if (file === null) open();
      if (file === null) return;
      try {
        const line = JSON.stringify(clipped({ time: new Date(clock.wallMs()).toISOString(), ...entry }));
        // After a part of a line the next one begins a line of its own.
        const bytes = Buffer.from(`${isCut ? '\n' : ''}${line}\n`);
        const written = writeSync(file, bytes);
        isCut = written < bytes.length;
        if (isCut) throw new Error(`${written} of ${bytes.length} bytes were written`);
        isFailing = false;
      } catch (error) {
        failed(error);
      }
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function clipped(entry: AuditEntry & { readonly time: string }): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, maxCharacters) : value,
    ]),
  );
}
