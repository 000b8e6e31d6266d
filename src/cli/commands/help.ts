// Help on commands and on the exit codes.
import type { Command } from 'commander';
import { exitCodeMeanings } from '../exit-codes.ts';
import { UsageError } from '../failure.ts';

export function addHelpCommand(program: Command): void {
  program
    .command('help [topic...]')
    .description('help on a command, or on "exit-codes"')
    .action((topic: readonly string[]) => {
      if (topic[0] === 'exit-codes') program.configureOutput().writeOut?.(`${exitCodeLines().join('\n')}\n`);
      else findCommand(program, topic).outputHelp();
    });
}

export function exitCodeLines(): readonly string[] {
  return exitCodeMeanings.map(([code, meaning]) => `${String(code).padStart(3)}  ${meaning}`);
}

function findCommand(program: Command, path: readonly string[]): Command {
  let found = program;
  for (const name of path) {
    const next = found.commands.find((command) => command.name() === name);
    if (next === undefined) throw new UsageError(`there is no command "${path.join(' ')}"`, 'See "sandkeep --help".');
    found = next;
  }
  return found;
}
