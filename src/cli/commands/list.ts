// Looking at sandboxes.
import type { Command } from 'commander';
import type { Sandbox__Output } from '../../gen/sandkeep/v1/Sandbox.ts';
import { SandboxView } from '../../gen/sandkeep/v1/SandboxView.ts';
import type { Context, Define } from '../context.ts';
import { addFilterOptions, type FilterOptions, filterOf } from '../filter.ts';
import { parseCount } from '../parse.ts';
import { logTailLines, sandboxColumns, sandboxRows } from '../render/sandbox.ts';
import { enumWord } from '../render/text.ts';

const PAGE_SIZE = 500;

interface ListOptions extends FilterOptions {
  readonly all?: true;
  readonly quiet?: true;
  readonly limit?: number;
  readonly trunc: boolean;
}

interface GetOptions {
  readonly touch?: true;
  readonly live?: true;
}

export function addListCommands(program: Command, define: Define): void {
  const list = program
    .command('ls')
    .description('list sandboxes in order of creation')
    .option('-a, --all', 'released ones as well')
    .option('-q, --quiet', 'only whole ids, one a line')
    .option('--limit <count>', 'at most this many', parseCount)
    .option('--no-trunc', 'whole ids');
  define<ListOptions>(addFilterOptions(list), listSandboxes);

  const get = program
    .command('get <id>')
    .description('show one sandbox')
    .option('--touch', 'count this as activity')
    .option('--live', 'ask the engine whether it lives');
  define<GetOptions>(get, getSandbox);
}

async function listSandboxes(context: Context, _args: readonly string[], options: ListOptions) {
  const { output } = context;
  const sandboxes = await collectSandboxes(context, options);
  if (options.quiet && !output.isJson) {
    await output.lines(sandboxes.map(({ id }) => id));
    return undefined;
  }
  await output.list({
    key: 'sandboxes',
    messageName: 'Sandbox',
    rows: sandboxes,
    columns: options.trunc ? sandboxColumns(new Date()) : sandboxColumns(new Date(), (id) => id),
    whenEmpty: 'No sandboxes. "sandkeep acquire SESSION" makes one.',
  });
  return undefined;
}

async function collectSandboxes(context: Context, options: ListOptions): Promise<readonly Sandbox__Output[]> {
  const filter = filterOf(options, context.namespace);
  const limit = options.limit ?? Infinity;
  const found: Sandbox__Output[] = [];
  let pageToken = '';
  while (found.length < limit) {
    const pageSize = Math.min(PAGE_SIZE, limit - found.length);
    const request = { filter, pageSize, pageToken, showReleased: options.all === true };
    const page = await context.client.listSandboxes(request, context.call);
    found.push(...page.sandboxes);
    pageToken = page.nextPageToken;
    if (pageToken === '') break;
  }
  return found;
}

async function getSandbox(context: Context, [sandboxId = '']: readonly string[], options: GetOptions) {
  const { client, call, output } = context;
  const view = options.live ? SandboxView.SANDBOX_VIEW_LIVE : SandboxView.SANDBOX_VIEW_RECORDED;
  const response = await client.getSandbox({ sandboxId, view, touch: options.touch === true }, call);
  const { sandbox, endpoint, livenessMessage } = response;
  await output.show('GetSandboxResponse', response, () => {
    if (sandbox === null) return [];
    const liveness = enumWord(response.liveness, 'LIVENESS_');
    const livenessText = livenessMessage ? `${liveness}: ${livenessMessage}` : liveness;
    const rows = output.block([
      ...sandboxRows(sandbox, endpoint, new Date()),
      ['engine says', options.live ? livenessText : ''],
    ]);
    return [...rows, ...logTailLines(sandbox.failure)];
  });
  return undefined;
}
