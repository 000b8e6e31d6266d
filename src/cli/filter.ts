// Options that choose among all sandboxes.
import type { Command } from 'commander';
import type { SandboxFilter } from '../gen/sandkeep/v1/SandboxFilter.ts';
import type { SandboxState__Output } from '../gen/sandkeep/v1/SandboxState.ts';
import { collectPairs, collectStates, present } from './parse.ts';

export interface FilterOptions {
  readonly user?: string;
  readonly session?: string;
  readonly template?: string;
  readonly state?: SandboxState__Output[];
  readonly label?: Record<string, string>;
  readonly runtime?: string;
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--user <name>', 'only of this user')
    .option('--session <name>', 'only of this session')
    .option('-t, --template <name>', 'only of this template')
    .option('--state <names>', 'only in these states, for example running,parked (repeatable)', collectStates)
    .option('--label <key=value>', 'only with this label (repeatable)', collectPairs)
    .option('--runtime <name>', 'only on this runtime');
}

export function filterOf(options: FilterOptions, namespace: string | undefined): SandboxFilter {
  const { user, session, template, state, label, runtime } = options;
  return present({ namespace, user, session, template, states: state, labels: label, runtime });
}
