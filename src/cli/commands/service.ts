// The daemon as a service of this host: its files and its service manager. Nothing here asks the daemon.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, Option } from 'commander';
import type { Context, Define } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { install, isRunning, stateOf, uninstall } from '../service/apply.ts';
import { choosePlan, requireVisible } from '../service/choose.ts';
import type { ServiceHost, ServicePlan } from '../service/plan.ts';

interface ScopeOptions {
  readonly user?: true;
  readonly system?: true;
}

interface InstallOptions extends ScopeOptions {
  readonly dryRun?: true;
}

export function addServiceCommands(program: Command, define: Define): void {
  const group = program.command('service').description('the daemon as a service of systemd or launchd');
  const installing = scoped(group.command('install'))
    .description('install it, start it, and start it at each boot or login; again after an upgrade')
    .option('--dry-run', 'only print the files and commands');
  define<InstallOptions>(installing, installService);
  define<ScopeOptions>(
    scoped(group.command('uninstall')).description('stop it and remove its files; sandboxes and data stay'),
    uninstallService,
  );
  define<ScopeOptions>(
    scoped(group.command('status')).description('say whether it is installed and runs; exit code 4 if not'),
    showService,
  );
}

function scoped(command: Command): Command {
  return command
    .addOption(new Option('--user', 'for this user; the default unless root asks').conflicts('system'))
    .addOption(new Option('--system', 'for the whole host'));
}

async function installService({ io, output }: Context, _args: readonly string[], options: InstallOptions) {
  const plan = planFor(options);
  requireVisible(thisHost(), plan);
  if (options.dryRun === true) {
    await showPlan(plan, output);
    return undefined;
  }
  requireRights(plan);
  const written = await install(plan, io.env);
  if (output.isJson) await output.json({ ...summaryOf(plan), written: [...written], running: true });
  else
    await output.lines([
      ...plan.files.map(({ path }) => `${written.includes(path) ? 'wrote' : 'unchanged'} ${path}`),
      'sandkeepd runs',
    ]);
  for (const notice of plan.notices) await output.notice(notice);
  return undefined;
}

async function uninstallService({ io, output }: Context, _args: readonly string[], options: ScopeOptions) {
  const plan = planFor(options);
  requireRights(plan);
  const removed = await uninstall(plan, io.env);
  if (output.isJson) await output.json({ ...summaryOf(plan), removed: [...removed] });
  else await output.lines(removed.length === 0 ? ['it is not installed'] : removed.map((path) => `removed ${path}`));
  if (removed.length > 0) await output.notice(`Kept: ${plan.kept}. Sandboxes run on.`);
  return undefined;
}

async function showService({ io, output }: Context, _args: readonly string[], options: ScopeOptions) {
  const plan = planFor(options);
  const files = plan.files.map((file) => ({ path: file.path, state: stateOf(file) }));
  const running = await isRunning(plan, io.env);
  if (output.isJson) await output.json({ ...summaryOf(plan), files, running });
  else {
    await output.lines([
      `${plan.manager}, ${plan.scope}: ${running ? 'sandkeepd runs' : 'sandkeepd does not run'}`,
      ...files.map(({ path, state }) => `${stateWords[state]}  ${path}`),
    ]);
  }
  return running ? exitCodes.ok : exitCodes.precondition;
}

const stateWords = {
  absent: 'not installed',
  same: 'installed    ',
  differs: 'outdated     ',
  foreign: 'not ours     ',
} as const;

async function showPlan(plan: ServicePlan, output: Context['output']): Promise<void> {
  const commands = [...plan.load, ...plan.start];
  if (output.isJson) {
    const files = plan.files.map(({ path, text }) => ({ path, text }));
    await output.json({ ...summaryOf(plan), files, commands: commands.map((words) => [...words]) });
    return;
  }
  const files = plan.files.flatMap(({ path, text }) => [`==> ${path}`, text]);
  await output.lines([...files, '==> commands', ...commands.map((words) => words.join(' '))]);
}

function summaryOf({ manager, scope }: ServicePlan) {
  return { manager, scope };
}

function planFor(options: ScopeOptions): ServicePlan {
  const host = thisHost();
  const isRoot = host.userId === 0;
  const scope = options.system === true || (isRoot && options.user !== true) ? 'system' : 'user';
  return choosePlan(host, scope);
}

function requireRights({ scope }: ServicePlan): void {
  if (scope === 'user' || thisHost().userId === 0) return;
  const hint = 'Run it with sudo, or for this user alone with --user.';
  throw new CommandFailure('only root may change the services of the host', exitCodes.permission, hint);
}

function thisHost(): ServiceHost {
  // As far from src/cli/commands as from dist/cli/commands.
  const packageDirectory = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
  return {
    platform: process.platform,
    userId: process.getuid?.() ?? -1,
    homeDirectory: homedir(),
    nodePath: process.execPath,
    packageDirectory,
    readPackageFile: (name) => readFileSync(join(packageDirectory, name), 'utf8'),
  };
}
