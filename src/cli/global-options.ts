// Options that every command takes, before its name or after it.
import { type Command, Option } from 'commander';
import { parseTimeoutMs } from './parse.ts';

export interface GlobalOptions {
  readonly socket?: string;
  readonly json?: true;
  /** Deadline in milliseconds. */
  readonly timeout?: number;
  readonly namespace?: string;
  readonly token?: string;
  readonly tokenFile?: string;
}

const GROUP = 'Global options:';

function globalOptions(): Option[] {
  return [
    new Option('--socket <path>', "the daemon's socket (SANDKEEP_SOCKET)"),
    new Option('--token-file <path>', 'file that holds the access token (else SANDKEEP_TOKEN)'),
    new Option('--json', 'print JSON: one document, or one line for each item of a stream'),
    new Option('--timeout <time>', 'give up after this time, for example 30s').argParser(parseTimeoutMs),
    new Option('--namespace <name>', 'namespace of sessions and filters (SANDKEEP_NAMESPACE)'),
  ];
}

/** A command that has an option of the same name keeps its own. */
export function addGlobalOptions(command: Command): void {
  const own = new Set(command.options.map((option) => option.long));
  for (const option of globalOptions()) {
    if (!own.has(option.long)) command.addOption(option.helpGroup(GROUP));
  }
}

/** What stands after the command's name wins over what stands before it, and that over the environment. */
export function readGlobalOptions(command: Command, env: Readonly<Record<string, string | undefined>>): GlobalOptions {
  const outer = rootOf(command).opts<GlobalOptions>();
  const inner = command.opts<GlobalOptions>();
  const { SANDKEEP_SOCKET: socket, SANDKEEP_NAMESPACE: namespace, SANDKEEP_TOKEN: token } = env;
  const given = { ...(socket && { socket }), ...(namespace && { namespace }), ...(token && { token }) };
  return { ...given, ...outer, ...pickGlobal(command, inner) };
}

/** Leaves out options of the command's own that only share a name with a global one. */
function pickGlobal(command: Command, inner: GlobalOptions): GlobalOptions {
  const names = command.options
    .filter((option) => option.helpGroupHeading === GROUP)
    .map((option) => option.attributeName());
  return Object.fromEntries(Object.entries(inner).filter(([name]) => names.includes(name)));
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
