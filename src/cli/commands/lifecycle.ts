// Moving sandboxes between their states.
import type { Command } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import type { Endpoint__Output } from '../../gen/sandkeep/v1/Endpoint.ts';
import type { Sandbox__Output } from '../../gen/sandkeep/v1/Sandbox.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { forEachSandbox } from '../each.ts';
import { parseDurationMs } from '../parse.ts';
import { stateStyle, stateWord } from '../render/sandbox.ts';
import { dueText } from '../render/text.ts';

interface StopOptions {
  readonly grace?: number;
}

export function addLifecycleCommands(program: Command, define: Define): void {
  const start = program.command('start <ids...>').description('start the same container again, or resume it');
  define(start, startSandboxes);
  const stop = program
    .command('stop <ids...>')
    .description('stop the container and keep it')
    .option('--grace <time>', "time until the kill, 0 to kill at once; otherwise the template's", parseDurationMs);
  define<StopOptions>(stop, stopSandboxes);
  define(program.command('pause <ids...>').description('freeze it; memory is kept'), pauseSandboxes);
  define(program.command('resume <ids...>').description('thaw it'), resumeSandboxes);
  const restore = program
    .command('restore <ids...>')
    .description('make a new container for a stopped, failed, lost, recycled or released one');
  define(restore, restoreSandboxes);
  define(program.command('keepalive <ids...>').description('count as activity'), keepAliveSandboxes);
}

function startSandboxes(context: Context, ids: readonly string[]) {
  return forEachSandbox(context, ids, async (sandboxId) => {
    const response = await context.client.startSandbox({ sandboxId, requestId: newRequestId() }, context.call);
    await showMoved(context, 'StartSandboxResponse', response);
  });
}

function stopSandboxes(context: Context, ids: readonly string[], { grace }: StopOptions) {
  const graceField = grace === undefined ? {} : { grace: durationFromMs(grace) };
  return forEachSandbox(context, ids, async (sandboxId) => {
    const request = { sandboxId, requestId: newRequestId(), ...graceField };
    const response = await context.client.stopSandbox(request, context.call);
    await showMoved(context, 'StopSandboxResponse', response);
  });
}

function pauseSandboxes(context: Context, ids: readonly string[]) {
  return forEachSandbox(context, ids, async (sandboxId) => {
    const response = await context.client.pauseSandbox({ sandboxId, requestId: newRequestId() }, context.call);
    await showMoved(context, 'PauseSandboxResponse', response);
  });
}

function resumeSandboxes(context: Context, ids: readonly string[]) {
  return forEachSandbox(context, ids, async (sandboxId) => {
    const response = await context.client.resumeSandbox({ sandboxId, requestId: newRequestId() }, context.call);
    await showMoved(context, 'ResumeSandboxResponse', response);
  });
}

function restoreSandboxes(context: Context, ids: readonly string[]) {
  return forEachSandbox(context, ids, async (sandboxId) => {
    const response = await context.client.restoreSandbox({ sandboxId, requestId: newRequestId() }, context.call);
    await showMoved(context, 'RestoreSandboxResponse', response);
  });
}

function keepAliveSandboxes(context: Context, ids: readonly string[]) {
  const { client, call, output } = context;
  return forEachSandbox(context, ids, async (sandboxId) => {
    const response = await client.keepAliveSandbox({ sandboxId }, call);
    await output.show('KeepAliveSandboxResponse', response, () => [
      `${sandboxId}  ${response.idleTime === null ? 'never idle' : `idle ${dueText(response.idleTime, new Date())}`}`,
    ]);
  });
}

interface Moved {
  readonly sandbox: Sandbox__Output | null;
  readonly endpoint?: Endpoint__Output | null;
}

async function showMoved({ output }: Context, messageName: string, response: Moved): Promise<void> {
  const { sandbox, endpoint } = response;
  await output.show(messageName, response, () => {
    if (sandbox === null) return [];
    const style = stateStyle(sandbox.state);
    const state = style === undefined ? stateWord(sandbox.state) : output.paint(style, stateWord(sandbox.state));
    return [[sandbox.id, state, endpoint?.url ?? ''].filter((part) => part !== '').join('  ')];
  });
}
