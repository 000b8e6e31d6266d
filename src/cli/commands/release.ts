// Letting sandboxes go.
import { type Command, Option } from 'commander';
import type { ReleaseAllSandboxesResponse__Output } from '../../gen/sandkeep/v1/ReleaseAllSandboxesResponse.ts';
import { ReleaseMode } from '../../gen/sandkeep/v1/ReleaseMode.ts';
import type { ReleaseSandboxResponse__Output } from '../../gen/sandkeep/v1/ReleaseSandboxResponse.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { forEachSandbox } from '../each.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../failure.ts';
import { addFilterOptions, type FilterOptions, filterOf } from '../filter.ts';
import { parseCount, present } from '../parse.ts';
import { stateWord } from '../render/sandbox.ts';

interface ReleaseOptions extends FilterOptions {
  readonly all?: true;
  readonly dryRun?: true;
  readonly mode?: keyof typeof releaseModes;
  readonly holder?: string;
  readonly force?: true;
  readonly generation?: number;
  readonly deleteWorkspace?: true;
  readonly wait?: true;
}

export const releaseModes = { destroy: ReleaseMode.RELEASE_MODE_DESTROY, park: ReleaseMode.RELEASE_MODE_PARK } as const;
const filterNames = ['user', 'session', 'template', 'state', 'label', 'runtime'] as const;

export function addReleaseCommand(program: Command, define: Define): void {
  const release = program
    .command('release [ids...]')
    .description('let sandboxes go; files stay unless --delete-workspace is given')
    .option('--all', 'every sandbox, or every one that the filters match')
    .option('--dry-run', 'with --all: only say what would be released')
    .addOption(new Option('--mode <mode>', "what to do; otherwise the template's").choices(Object.keys(releaseModes)))
    .option('--holder <name>', "end this holder's hold; it goes with the last one")
    .option('--force', 'even if others hold it')
    .option('--generation <number>', 'only if this is its generation', parseCount)
    .option('--delete-workspace', 'delete its files as well')
    .option('--wait', 'wait until the container is gone');
  define<ReleaseOptions>(addFilterOptions(release), releaseSandboxes);
}

async function releaseSandboxes(context: Context, ids: readonly string[], options: ReleaseOptions) {
  checkChoice(ids, options);
  if (options.all) return await releaseAll(context, options);
  return await forEachSandbox(context, ids, async (id) => await releaseOne(context, id, options));
}

function checkChoice(ids: readonly string[], options: ReleaseOptions): void {
  const hasFilter = filterNames.some((name) => options[name] !== undefined);
  if (options.all) {
    if (ids.length > 0) throw new UsageError('--all and ids exclude each other');
    if (options.holder !== undefined || options.generation !== undefined) {
      throw new UsageError('--holder and --generation need ids');
    }
    return;
  }
  if (ids.length === 0) throw new UsageError('nothing to release', 'Give ids, or --all with or without filters.');
  if (hasFilter) throw new UsageError('filters need --all');
  if (options.dryRun) throw new UsageError('--dry-run needs --all');
}

async function releaseOne({ client, call, output }: Context, id: string, options: ReleaseOptions): Promise<void> {
  const { holder, generation, mode } = options;
  const request = {
    sandboxId: id,
    requestId: newRequestId(),
    force: options.force === true,
    deleteWorkspace: options.deleteWorkspace === true,
    wait: options.wait === true,
    ...present({ holder, expectedGeneration: generation, mode: mode && releaseModes[mode] }),
  };
  const response = await client.releaseSandbox(request, call);
  await output.show('ReleaseSandboxResponse', response, () => releasedLines(response));
  if (response.sandbox === null) await output.notice(`${id}: no such sandbox, so there is nothing to release`);
}

function releasedLines({ sandbox, remainingHolders }: ReleaseSandboxResponse__Output): readonly string[] {
  if (sandbox === null) return [];
  const held = remainingHolders.length > 0 ? `  kept by ${remainingHolders.join(', ')}` : '';
  return [`${sandbox.id}  ${stateWord(sandbox.state)}${held}`];
}

async function releaseAll({ client, call, output, namespace }: Context, options: ReleaseOptions): Promise<number> {
  const filter = filterOf(options, namespace);
  const request = {
    filter,
    all: Object.keys(filter).length === 0,
    requestId: newRequestId(),
    dryRun: options.dryRun === true,
    force: options.force === true,
    deleteWorkspace: options.deleteWorkspace === true,
    wait: options.wait === true,
    ...present({ mode: options.mode && releaseModes[options.mode] }),
  };
  const response = await client.releaseAllSandboxes(request, call);
  await output.show('ReleaseAllSandboxesResponse', response, () => [
    ...(options.dryRun ? response.sandboxIds : []),
    countsLine(response, options.dryRun ? 'would be released' : 'released'),
  ]);
  return response.failed > 0 ? exitCodes.otherError : exitCodes.ok;
}

type Counts = Pick<ReleaseAllSandboxesResponse__Output, 'matched' | 'released' | 'held' | 'failed'>;

/** "1 of 3 released, 2 held". */
export function countsLine({ matched, released, held, failed }: Counts, verb: string): string {
  const rest = [held > 0 ? `${held} held` : '', failed > 0 ? `${failed} failed` : ''].filter((part) => part !== '');
  return [`${released} of ${matched} ${verb}`, ...rest].join(', ');
}
