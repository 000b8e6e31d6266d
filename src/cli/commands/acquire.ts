// Getting a sandbox.
import { type Command, Option } from 'commander';
import { durationFromMs } from '../../client/convert.ts';
import { CreatePolicy } from '../../gen/sandkeep/v1/CreatePolicy.ts';
import { FromPool } from '../../gen/sandkeep/v1/FromPool.ts';
import { type Context, type Define, newRequestId, sessionKey } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { collect, collectPairs, parseDurationMs, present, readEnvironment } from '../parse.ts';
import { handoverRows, timingsText } from '../render/sandbox.ts';
import { enumWord, printable } from '../render/text.ts';

interface OwnerOptions {
  readonly user?: string;
  readonly template?: string;
}

interface NewSandboxOptions extends OwnerOptions {
  readonly holder?: string;
  readonly env?: readonly string[];
  readonly label?: Record<string, string>;
  readonly annotation?: Record<string, string>;
  readonly idleTimeout?: number;
  readonly workspaceDir?: string;
  readonly storagePath?: string;
}

interface AcquireOptions extends NewSandboxOptions {
  readonly create: boolean;
}

interface CreateOptions extends NewSandboxOptions {
  readonly fromPool?: keyof typeof poolChoices;
}

const poolChoices = {
  prefer: FromPool.FROM_POOL_PREFER,
  require: FromPool.FROM_POOL_REQUIRE,
  never: FromPool.FROM_POOL_NEVER,
} as const;

export function addAcquireCommands(program: Command, define: Define): void {
  const acquire = program
    .command('acquire <session>')
    .description('get the sandbox of a session: reuse it, bring it back, or create it')
    .option('--no-create', 'reuse only; fail when there is nothing to reuse');
  addNewSandboxOptions(acquire);
  define<AcquireOptions>(acquire, acquireSandbox);

  const create = program
    .command('create [session]')
    .description('create a further sandbox of a session, or an anonymous one')
    .addOption(new Option('--from-pool <when>', 'take a warm one').choices(Object.keys(poolChoices)));
  addNewSandboxOptions(create);
  define<CreateOptions>(create, createSandbox);

  const discover = program
    .command('discover <session>')
    .description('find the sandbox of a session without changing anything');
  addOwnerOptions(discover);
  define<OwnerOptions>(discover, discoverSandbox);
}

function addOwnerOptions(command: Command): void {
  command
    .option('-t, --template <name>', 'template; otherwise the configured default')
    .option('--user <name>', 'user that the session belongs to');
}

function addNewSandboxOptions(command: Command): void {
  addOwnerOptions(command);
  command
    .option('--holder <name>', 'keep it until this holder releases it')
    .option('--env <name=value>', 'variable for a new container; NAME alone takes it from here (repeatable)', collect)
    .option('--label <key=value>', 'label for a new sandbox (repeatable)', collectPairs)
    .option('--annotation <key=value>', 'note for a new sandbox (repeatable)', collectPairs)
    .option('--idle-timeout <time>', 'idle time of a new sandbox, 0 for never', parseDurationMs)
    .option('--workspace-dir <path>', 'host directory of a new session, below the allowed ones')
    .option(
      '--storage-path <path>',
      'where the files of a new session are kept in the storage, below the allowed ones',
    );
}

function newSandboxFields(context: Context, options: NewSandboxOptions) {
  const { template, holder, label, annotation, idleTimeout, workspaceDir, storagePath } = options;
  return {
    requestId: newRequestId(),
    environment: readEnvironment(options.env ?? [], context.io.env),
    ...present({ template, holder, labels: label, annotations: annotation, workspaceDir, storagePath }),
    ...(idleTimeout !== undefined && { idleTimeout: durationFromMs(idleTimeout) }),
  };
}

async function acquireSandbox(context: Context, [session = '']: readonly string[], options: AcquireOptions) {
  const { client, call, output } = context;
  const request = {
    ...newSandboxFields(context, options),
    session: sessionKey(context, session, options.user),
    create: options.create ? CreatePolicy.CREATE_POLICY_IF_NEEDED : CreatePolicy.CREATE_POLICY_NEVER,
  };
  const response = await client.acquireSandbox(request, call);
  await output.show('AcquireSandboxResponse', response, () =>
    output.block([
      ...handoverRows(response.sandbox, response.endpoint),
      ['outcome', enumWord(response.outcome, 'ACQUIRE_OUTCOME_')],
      ['skipped mounts', response.skippedMounts.join(', ')],
      ['timings', timingsText(response.timings)],
    ]),
  );
  return undefined;
}

async function createSandbox(context: Context, [session]: readonly string[], options: CreateOptions) {
  const { client, call, output, namespace } = context;
  const owner =
    session === undefined ? present({ namespace }) : { session: sessionKey(context, session, options.user) };
  const fromPool = options.fromPool && poolChoices[options.fromPool];
  const request = { ...newSandboxFields(context, options), ...owner, ...present({ fromPool }) };
  const response = await client.createSandbox(request, call);
  await output.show('CreateSandboxResponse', response, () =>
    output.block([
      ...handoverRows(response.sandbox, response.endpoint),
      ['skipped mounts', response.skippedMounts.join(', ')],
      ['timings', timingsText(response.timings)],
    ]),
  );
  return undefined;
}

async function discoverSandbox(context: Context, [session = '']: readonly string[], options: OwnerOptions) {
  const { client, call, output } = context;
  const key = sessionKey(context, session, options.user);
  const response = await client.discoverSandbox({ session: key, ...present({ template: options.template }) }, call);
  if (response.sandbox === null) {
    throw new CommandFailure(response.message || 'no sandbox found', exitCodes.notFound);
  }
  await output.show('DiscoverSandboxResponse', response, () => [
    ...output.block(handoverRows(response.sandbox, response.endpoint)),
    ...(response.message ? [printable(response.message)] : []),
  ]);
  return undefined;
}
