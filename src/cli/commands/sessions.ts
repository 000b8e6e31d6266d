// Sessions: the conversations that own sandboxes.
import { type Command, Option } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import type { HeartbeatResponse__Output } from '../../gen/sandkeep/v1/HeartbeatResponse.ts';
import type { RestoreSessionResponse__Output } from '../../gen/sandkeep/v1/RestoreSessionResponse.ts';
import type { Session__Output } from '../../gen/sandkeep/v1/Session.ts';
import type { SessionState__Output } from '../../gen/sandkeep/v1/SessionState.ts';
import { type Context, type Define, newRequestId, sessionKey } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { collectSessionStates, parseCount, parseDurationMs, present } from '../parse.ts';
import { sandboxColumns, stateWord } from '../render/sandbox.ts';
import { sessionColumns, sessionRows, sessionStateStyle, sessionStateWord } from '../render/session.ts';
import { renderTable } from '../render/table.ts';
import { dueText, printable } from '../render/text.ts';
import { countsLine, releaseModes } from './release.ts';

const PAGE_SIZE = 500;

interface ListOptions {
  readonly user?: string;
  readonly state?: SessionState__Output[];
  readonly limit?: number;
}

interface UserOptions {
  readonly user?: string;
}

interface ReleaseOptions extends UserOptions {
  readonly mode?: keyof typeof releaseModes;
  readonly force?: true;
  readonly deleteWorkspace?: true;
  readonly wait?: true;
}

interface ReapOptions extends UserOptions {
  readonly force?: true;
  readonly wait?: true;
}

interface HeartbeatOptions extends UserOptions {
  readonly generation?: number;
  readonly heartbeatTimeout?: number;
  readonly idleTimeout?: number;
  readonly restore?: true;
}

export function addSessionCommands(program: Command, define: Define): void {
  const sessions = program
    .command('sessions')
    .description('list sessions in order of creation')
    .option('--user <name>', 'only of this user')
    .option('--state <names>', 'only in these states, for example active,recycled (repeatable)', collectSessionStates)
    .option('--limit <count>', 'at most this many', parseCount);
  define<ListOptions>(sessions, listSessions);

  const session = program
    .command('session')
    .description('look at one session, keep it alive, reap, restore, release it');
  define<UserOptions>(subcommand(session, 'get', 'show one session and its sandboxes'), getSession);
  define<HeartbeatOptions>(addHeartbeatOptions(session), sendHeartbeat);
  const reap = subcommand(session, 'reap', 'recycle its sandboxes now; files stay, and the next use restores')
    .option('--force', 'also when calls are in flight in it')
    .option('--wait', 'wait until the containers are gone');
  define<ReapOptions>(reap, reapSession);
  const restore = subcommand(session, 'restore', 'make new containers for its recycled sandboxes');
  define<UserOptions>(restore, restoreSession);
  const release = subcommand(
    session,
    'release',
    'let all its sandboxes go; files stay unless --delete-workspace is given',
  )
    .addOption(new Option('--mode <mode>', "what to do; otherwise the templates'").choices(Object.keys(releaseModes)))
    .option('--force', 'even those that others hold')
    .option('--delete-workspace', 'delete its files as well')
    .option('--wait', 'wait until the containers are gone');
  define<ReleaseOptions>(release, releaseSession);
}

function subcommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(`${name} <session>`)
    .description(description)
    .option('--user <name>', 'user that the session belongs to');
}

function addHeartbeatOptions(session: Command): Command {
  return subcommand(session, 'heartbeat', 'give a sign of life, which puts off its recycling')
    .option('--generation <number>', 'only if this is its generation', parseCount)
    .option('--heartbeat-timeout <time>', 'from now on recycle it after this silence, 0 never', parseDurationMs)
    .option('--idle-timeout <time>', 'from now on the idle time of its sandboxes, 0 for never', parseDurationMs)
    .option('--restore', 'restore it if it is recycled, and wait for that');
}

async function listSessions(context: Context, _args: readonly string[], options: ListOptions) {
  const sessions = await collectSessions(context, options);
  await context.output.list({
    key: 'sessions',
    messageName: 'Session',
    rows: sessions,
    columns: sessionColumns(sessions, new Date()),
    whenEmpty: 'No sessions. "sandkeep acquire SESSION" begins one.',
  });
  return undefined;
}

async function collectSessions(context: Context, options: ListOptions): Promise<readonly Session__Output[]> {
  const { user, state, limit = Infinity } = options;
  const filter = present({ namespace: context.namespace, user, states: state });
  const found: Session__Output[] = [];
  let pageToken = '';
  while (found.length < limit) {
    const pageSize = Math.min(PAGE_SIZE, limit - found.length);
    const page = await context.client.listSessions({ ...filter, pageSize, pageToken }, context.call);
    found.push(...page.sessions);
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  return found;
}

async function getSession(context: Context, [name = '']: readonly string[], { user }: UserOptions) {
  const { client, call, output } = context;
  const response = await client.getSession({ session: sessionKey(context, name, user) }, call);
  const { session } = response;
  await output.show('GetSessionResponse', response, () => (session === null ? [] : sessionLines(session, output)));
  return undefined;
}

function sessionLines(session: Session__Output, output: Output): readonly string[] {
  const now = new Date();
  const { sandboxes } = session;
  const table = sandboxes.length > 0 ? ['', ...renderTable(sandboxes, sandboxColumns(now), output.layout)] : [];
  return [...output.block(sessionRows(session, now)), ...table];
}

async function sendHeartbeat(context: Context, [name = '']: readonly string[], options: HeartbeatOptions) {
  const { client, call, output } = context;
  const { user, generation, heartbeatTimeout, idleTimeout } = options;
  const request = {
    session: sessionKey(context, name, user),
    restore: options.restore === true,
    ...present({ expectedGeneration: generation }),
    ...(heartbeatTimeout !== undefined && { heartbeatTimeout: durationFromMs(heartbeatTimeout) }),
    ...(idleTimeout !== undefined && { idleTimeout: durationFromMs(idleTimeout) }),
  };
  const response = await client.heartbeat(request, call);
  await output.show('HeartbeatResponse', response, () => [heartbeatLine(name, response, output)]);
  if (response.needsRestore)
    await output.notice('A sandbox of it is recycled; --restore, or its next use, brings it back.');
  return undefined;
}

function heartbeatLine(name: string, response: HeartbeatResponse__Output, output: Output): string {
  const { generation, recycleTime } = response;
  const due = recycleTime === null ? 'never due' : `due ${dueText(recycleTime, new Date())}`;
  return [printable(name), stateText(response, output), `generation ${generation}`, due].join('  ');
}

function stateText({ state }: Pick<Session__Output, 'state'>, output: Output): string {
  const style = sessionStateStyle(state);
  return style === undefined ? sessionStateWord(state) : output.paint(style, sessionStateWord(state));
}

async function reapSession(context: Context, [name = '']: readonly string[], options: ReapOptions) {
  const { client, call, output } = context;
  const request = {
    session: sessionKey(context, name, options.user),
    requestId: newRequestId(),
    force: options.force === true,
    wait: options.wait === true,
  };
  const response = await client.reapSession(request, call);
  const { session, recycled } = response;
  await output.show('ReapSessionResponse', response, () =>
    session === null ? [] : [`${printable(name)}  ${stateText(session, output)}  ${countOf(recycled)} recycled`],
  );
  return undefined;
}

async function restoreSession(context: Context, [name = '']: readonly string[], { user }: UserOptions) {
  const { client, call, output } = context;
  const request = { session: sessionKey(context, name, user), requestId: newRequestId() };
  const response = await client.restoreSession(request, call);
  await output.show('RestoreSessionResponse', response, () => restoredLines(name, response, output));
  for (const { sandboxId, reason, message } of response.failures) {
    await output.notice(`sandkeep: ${sandboxId} is not restored: ${message} (${reason})`);
  }
  return response.failures.length > 0 ? exitCodes.otherError : exitCodes.ok;
}

function restoredLines(name: string, response: RestoreSessionResponse__Output, output: Output): readonly string[] {
  const { session, restored } = response;
  const first =
    session === null ? [] : [`${printable(name)}  ${stateText(session, output)}  generation ${session.generation}`];
  return [...first, ...restored.map(({ id, state }) => `${id}  ${stateWord(state)}`)];
}

function countOf(sandboxes: number): string {
  return sandboxes === 1 ? '1 sandbox' : `${sandboxes} sandboxes`;
}

async function releaseSession(context: Context, [name = '']: readonly string[], options: ReleaseOptions) {
  const { client, call, output } = context;
  const request = {
    session: sessionKey(context, name, options.user),
    requestId: newRequestId(),
    force: options.force === true,
    deleteWorkspace: options.deleteWorkspace === true,
    wait: options.wait === true,
    ...present({ mode: options.mode && releaseModes[options.mode] }),
  };
  const response = await client.releaseSession(request, call);
  const { matched, held, failed } = response;
  await output.show('ReleaseSessionResponse', response, () => (matched > 0 ? [countsLine(response, 'released')] : []));
  if (matched === 0) await output.notice(`${name}: nothing of this session is left to release`);
  if (failed > 0) return exitCodes.otherError;
  return held > 0 ? exitCodes.precondition : exitCodes.ok;
}
