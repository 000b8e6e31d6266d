// Writes docs/ERRORS.md from the error table. With --check it fails when the checked-in file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorRow, errorTable } from '../src/domain/errors.ts';

const target = join(import.meta.dirname, '../docs/ERRORS.md');

const introduction = `# Errors

<!-- Written by scripts/error-docs.ts from src/domain/errors.ts; change it there. -->

Every error of the daemon is a gRPC status with one \`google.rpc.ErrorInfo\` in the trailer \`grpc-status-details-bin\`:
\`reason\` is one of this table, \`domain\` is \`sandkeep\`, \`metadata\` holds the values of the message by name, and
\`hint\` and \`retryable\` of this table. Further details where they apply: \`BadRequest\` names the wrong fields,
\`RetryInfo\` says how long to wait, \`QuotaFailure\` which limit was met. Decide by the reason, not by the text.

**Retry** says whether the same call can succeed later without the caller changing anything. Send it again with the same
\`request_id\`, and it is done once. Reasons may be added; treat one that is not here by its status.`;

const rows = Object.entries(errorTable).map(([reason, { status, retryable, hint }]: [string, ErrorRow]) => [
  `\`${reason}\``,
  status,
  retryable ? 'yes' : 'no',
  hint,
]);
const table = [['reason', 'status', 'retry', 'what to do'], ['---', '---', '---', '---'], ...rows];
const document = `${introduction}\n\n${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;

if (!process.argv.includes('--check')) writeFileSync(target, document);
else if (readOrEmpty(target) !== document) {
  console.error('docs/ERRORS.md differs from the error table, run "node scripts/error-docs.ts"');
  process.exitCode = 1;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
