// Changing what a sandbox is marked with.
import type { Command } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { UsageError } from '../failure.ts';
import { collect, collectPairs, parseDurationMs } from '../parse.ts';
import { sandboxRows } from '../render/sandbox.ts';

interface UpdateOptions {
  readonly label?: Record<string, string>;
  readonly removeLabel?: readonly string[];
  readonly annotation?: Record<string, string>;
  readonly removeAnnotation?: readonly string[];
  readonly idleTimeout?: number;
}

export function addUpdateCommand(program: Command, define: Define): void {
  const update = program
    .command('update <id>')
    .description('change labels, notes and the idle time-out')
    .option('--label <key=value>', 'set a label (repeatable)', collectPairs)
    .option('--remove-label <key>', 'remove a label (repeatable)', collect)
    .option('--annotation <key=value>', 'set a note (repeatable)', collectPairs)
    .option('--remove-annotation <key>', 'remove a note (repeatable)', collect)
    .option('--idle-timeout <time>', 'idle time-out, 0 for never', parseDurationMs);
  define<UpdateOptions>(update, updateSandbox);
}

async function updateSandbox(context: Context, [sandboxId = '']: readonly string[], options: UpdateOptions) {
  const { client, call, output } = context;
  const paths = changedFields(options);
  if (paths.length === 0) throw new UsageError('nothing to change', 'Name a label, a note or --idle-timeout.');
  const { sandbox } = await client.getSandbox({ sandboxId }, call);
  if (sandbox === null) throw new Error('the daemon answered without a sandbox');
  const request = {
    requestId: newRequestId(),
    updateMask: { paths },
    sandbox: {
      id: sandbox.id,
      // The daemon replaces whole maps; with the etag it refuses when somebody else changed them meanwhile.
      etag: sandbox.etag,
      labels: changePairs(sandbox.labels, options.label, options.removeLabel),
      annotations: changePairs(sandbox.annotations, options.annotation, options.removeAnnotation),
      ...(options.idleTimeout !== undefined && { idleTimeout: durationFromMs(options.idleTimeout) }),
    },
  };
  const response = await client.updateSandbox(request, call);
  await output.show('UpdateSandboxResponse', response, () =>
    response.sandbox === null ? [] : output.block(sandboxRows(response.sandbox, null, new Date())),
  );
  return undefined;
}

function changedFields(options: UpdateOptions): string[] {
  const paths: string[] = [];
  if (options.label || options.removeLabel) paths.push('labels');
  if (options.annotation || options.removeAnnotation) paths.push('annotations');
  if (options.idleTimeout !== undefined) paths.push('idle_timeout');
  return paths;
}

function changePairs(
  present: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>> = {},
  removed: readonly string[] = [],
): Record<string, string> {
  const kept = Object.entries(present).filter(([key]) => !removed.includes(key));
  return { ...Object.fromEntries(kept), ...added };
}
