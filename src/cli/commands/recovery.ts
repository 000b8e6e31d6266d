// What no record explains, and what the daemon holds back until an operator decides.
import type { Command } from 'commander';
import type { Orphan__Output } from '../../gen/sandkeep/v1/Orphan.ts';
import { RecoverAction, type RecoverAction__Output } from '../../gen/sandkeep/v1/RecoverAction.ts';
import { type Context, type Define, newRequestId, sessionKey } from '../context.ts';
import { handoverRows } from '../render/sandbox.ts';
import type { Column } from '../render/table.ts';
import { ageText, dueText, printable } from '../render/text.ts';
import { countersText } from './loops.ts';

interface AdoptOptions {
  readonly session?: string;
  readonly user?: string;
}

export function addRecoveryCommands(program: Command, define: Define): void {
  const orphans = program.command('orphans').description('containers of ours that no record explains');
  define(orphans.command('ls').description('list them'), listOrphans);
  const adopt = orphans
    .command('adopt <container>')
    .description('make a sandbox of one')
    .option('--session <name>', 'session that gets it; otherwise it is anonymous')
    .option('--user <name>', 'user that the session belongs to');
  define<AdoptOptions>(adopt, adoptOrphan);
  define(orphans.command('rm <container>').description('remove one'), removeOrphan);

  const recover = program.command('recover').description('look at and end what the daemon holds back');
  const show = recover.command('show').description('say what is held back and why');
  define(show, (context) => recoverDaemon(context, RecoverAction.RECOVER_ACTION_SHOW));
  const accept = recover.command('accept').description('take what the engine shows as true and go on');
  define(accept, (context) => recoverDaemon(context, RecoverAction.RECOVER_ACTION_ACCEPT));
  const discard = recover.command('discard').description('remove what the records cannot explain and go on');
  define(discard, (context) => recoverDaemon(context, RecoverAction.RECOVER_ACTION_DISCARD));
}

async function listOrphans({ client, call, output }: Context) {
  const { orphans } = await client.listOrphans({}, call);
  await output.list({
    key: 'orphans',
    messageName: 'Orphan',
    rows: orphans,
    columns: orphanColumns(new Date()),
    whenEmpty: 'No orphans.',
  });
  return undefined;
}

function orphanColumns(now: Date): readonly Column<Orphan__Output>[] {
  return [
    { header: 'CONTAINER', cell: ({ containerName }) => containerName },
    { header: 'RUNTIME', cell: ({ runtime }) => runtime },
    { header: 'PHASE', cell: ({ phase }) => phase },
    { header: 'SEEN', cell: ({ firstSeenTime }) => ageText(firstSeenTime, now), align: 'right' },
    { header: 'REMOVED', cell: ({ removeTime }) => dueText(removeTime, now) },
    { header: 'WHY', cell: ({ message }) => message || '-', shrinks: true },
  ];
}

async function adoptOrphan(context: Context, [containerName = '']: readonly string[], options: AdoptOptions) {
  const { client, call, output } = context;
  const owner = options.session === undefined ? {} : { session: sessionKey(context, options.session, options.user) };
  const response = await client.adoptOrphan({ containerName, requestId: newRequestId(), ...owner }, call);
  await output.show('AdoptOrphanResponse', response, () => output.block(handoverRows(response.sandbox, null)));
  return undefined;
}

async function removeOrphan({ client, call, output }: Context, [containerName = '']: readonly string[]) {
  const response = await client.removeOrphan({ containerName, requestId: newRequestId() }, call);
  await output.show('RemoveOrphanResponse', response, () => [`${containerName} is removed`]);
  return undefined;
}

async function recoverDaemon({ client, call, output }: Context, action: RecoverAction__Output) {
  const isShow = action === RecoverAction.RECOVER_ACTION_SHOW;
  const response = await client.recover({ action, requestId: isShow ? '' : newRequestId() }, call);
  await output.show('RecoverResponse', response, () => [
    ...response.items.map(({ mode, subject, message }) => printable(`${mode}: ${subject}: ${message}`)),
    ...(response.items.length === 0 ? ['nothing is held back'] : []),
    ...(isShow ? [] : [countersText(response.counters)]),
  ]);
  return undefined;
}
