// Completion for shells: commands and options from the command tree, ids from the daemon.
import { Argument, type Command } from 'commander';
import type { Context, Define } from '../context.ts';
import { bashCompletion, fishCompletion, zshCompletion } from '../render/completion.ts';

const ID_LIMIT = 200;
const COMPLETION_TIMEOUT_MS = 1000;
/** Where the command line names none. */
const DEFAULT_PART = 'default';
/** Shells expand what they are offered: a name of strangers must hold nothing that they act on. */
const plainName = /^[\w.@%+=:,/][\w.@%+=:,/-]*$/;

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function addCompletionCommands(program: Command, define: Define): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>').choices(Object.keys(scripts)))
    .description('print a completion script, to be sourced by the shell')
    .action((shell: keyof typeof scripts) => program.configureOutput().writeOut?.(scripts[shell](program)));
  const complete = program
    .command('__complete', { hidden: true })
    .addArgument(new Argument('<kind>').choices(['ids', 'templates', 'sessions', 'loops']));
  define(complete, printCandidates);
}

/** A shell that waits for candidates wants none rather than an error. */
async function printCandidates(context: Context, [kind = '']: readonly string[]) {
  try {
    await context.output.lines(await findCandidates(context, kind));
  } catch {
    return undefined;
  }
  return undefined;
}

async function findCandidates(context: Context, kind: string): Promise<readonly string[]> {
  const { client, signal, namespace } = context;
  const call = { signal, timeoutMs: COMPLETION_TIMEOUT_MS };
  if (kind === 'templates') return (await client.listTemplates({}, call)).templates.map(({ name }) => name);
  if (kind === 'loops') return (await client.getInfo({}, call)).loops.map(({ name }) => name);
  if (kind === 'sessions') return await findSessions(context);
  const filter = namespace === undefined ? {} : { namespace };
  const { sandboxes } = await client.listSandboxes({ filter, pageSize: ID_LIMIT }, call);
  return sandboxes.map(({ id }) => id);
}

/** Only those that their name alone leads to, without --user. */
async function findSessions({ client, signal, namespace = DEFAULT_PART }: Context): Promise<readonly string[]> {
  const call = { signal, timeoutMs: COMPLETION_TIMEOUT_MS };
  const { sessions } = await client.listSessions({ namespace, user: DEFAULT_PART, pageSize: ID_LIMIT }, call);
  return sessions.map(({ key }) => key?.session ?? '').filter((name) => plainName.test(name));
}
