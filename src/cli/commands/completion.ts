// Completion for shells: commands and options from the command tree, ids from the daemon.
import { Argument, type Command } from 'commander';
import type { Context, Define } from '../context.ts';
import { bashCompletion, fishCompletion, zshCompletion } from '../render/completion.ts';

const ID_LIMIT = 200;
const COMPLETION_TIMEOUT_MS = 1000;

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function addCompletionCommands(program: Command, define: Define): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>').choices(Object.keys(scripts)))
    .description('print a completion script, to be sourced by the shell')
    .action((shell: keyof typeof scripts) => program.configureOutput().writeOut?.(scripts[shell](program)));
  const complete = program
    .command('__complete', { hidden: true })
    .addArgument(new Argument('<kind>').choices(['ids', 'templates', 'loops']));
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

async function findCandidates({ client, signal, namespace }: Context, kind: string): Promise<readonly string[]> {
  const call = { signal, timeoutMs: COMPLETION_TIMEOUT_MS };
  if (kind === 'templates') return (await client.listTemplates({}, call)).templates.map(({ name }) => name);
  if (kind === 'loops') return (await client.getInfo({}, call)).loops.map(({ name }) => name);
  const filter = namespace === undefined ? {} : { namespace };
  const { sandboxes } = await client.listSandboxes({ filter, pageSize: ID_LIMIT }, call);
  return sandboxes.map(({ id }) => id);
}
