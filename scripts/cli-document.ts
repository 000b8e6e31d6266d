// The command tree as a document, for docs/CLI.md and the manual.

import type { Command, Option } from 'commander';
import { exitCodeMeanings } from '../src/cli/exit-codes.ts';
import { buildProgram } from '../src/cli/program.ts';

const GLOBAL_GROUP = 'Global options:';

const introduction = `# The command line

<!-- Written by scripts/cli-docs.ts from the command tree; change it there. -->

\`sandkeep\` talks to \`sandkeepd\` on its socket: \`--socket\`, else \`$SANDKEEP_SOCKET\`, else
\`$XDG_RUNTIME_DIR/sandkeep/sandkeep.sock\` if it exists, else \`/run/sandkeep/sandkeep.sock\` (on macOS, where that does
not exist, \`~/Library/Application Support/sandkeep/sandkeep.sock\`).

- **Ids** are taken whole, as a unique prefix of at least 6 characters, or as the name of the container.
- **Times** are written \`500ms\`, \`30s\`, \`10m\`, \`1h30m\`; a plain number is seconds.
- **Secrets**: \`--env NAME\` takes the value from the caller's environment, so that it is in no process list. The token
  of a sandbox is printed by \`credentials\`, and by \`acquire\` and \`create\` with \`--json\`, and nowhere else.
- **Restarts**: each call that changes something carries a \`request_id\`. While the daemon restarts, a call is sent again
  with the same one for a few seconds, and is done once.
- **Ctrl-C** cancels the call. What an acquire has begun the daemon finishes.

## JSON

With \`--json\` standard output holds one JSON document; \`events\`, \`pull\` and commands that take several ids print one
line for each item. Keys are the field names of the contract in snake_case, and every field is there. Enum values are
without their prefix (\`"RUNNING"\`), or a number where the daemon is newer than the command. Times are ISO 8601, durations
seconds, 64-bit numbers are numbers where JSON can hold them. Bytes that are no text are \`null\`, and in base64 under the
same key with \`_base64\`. Lists are a document with one key: \`sandboxes\`, \`sessions\`, \`templates\`, \`pools\`,
\`entries\`, \`loops\`, \`orphans\`.

An error is one document on standard error, and the exit code tells it as well:
\`{"error": {"message", "hint", "exit_code", "status", "code", "reason", "metadata", "retryable", ...}}\`.
`;

/** In Markdown. */
export function cliDocument(): string {
  const program = buildProgram({
    define: () => {},
    version: '',
    writeOut: () => {},
    writeErr: () => {},
    helpWidth: 120,
  });
  const sections = [
    introduction,
    `## Exit codes\n\n${table(
      ['code', 'meaning'],
      exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
    )}`,
    `## Global options\n\nBefore the command or after it.\n\n${optionTable(program.options.filter(isGlobal))}`,
    '## Commands\n',
    ...visibleCommands(program).flatMap((command) => renderCommand(command, 'sandkeep')),
  ];
  return `${sections.map((section) => section.trimEnd()).join('\n\n')}\n`;
}

function renderCommand(command: Command, parentPath: string): readonly string[] {
  const path = `${parentPath} ${command.name()}`;
  const children = visibleCommands(command);
  if (children.length > 0) return children.flatMap((child) => renderCommand(child, path));
  const options = command.options.filter((option) => !option.hidden && !isGlobal(option));
  return [
    `### ${path}`,
    `${sentence(command.description())}\n\n\`\`\`\n${path} ${usageOf(command, options)}\n\`\`\``,
    ...(options.length > 0 ? [optionTable(options)] : []),
  ];
}

/** Commander names [options] even where there are only global ones. */
function usageOf(command: Command, options: readonly Option[]): string {
  return (
    options.length > 0 ? command.usage() : command.usage().replace('[options] ', '').replace('[options]', '')
  ).trimEnd();
}

function optionTable(options: readonly Option[]): string {
  return table(
    ['option', ''],
    options.map((option) => [`\`${option.flags}\``, sentence(withChoices(option))]),
  );
}

function withChoices({ description, argChoices }: Option): string {
  return argChoices ? `${description}: ${argChoices.join(', ')}` : description;
}

function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headers, headers.map(() => '---'), ...rows].map(tableLine).join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

function sentence(text: string): string {
  const capitalized = text.charAt(0).toUpperCase() + text.slice(1);
  return capitalized.endsWith('.') ? capitalized : `${capitalized}.`;
}

function isGlobal(option: Option): boolean {
  return option.helpGroupHeading === GLOBAL_GROUP;
}

function visibleCommands(command: Command): readonly Command[] {
  return command.commands.filter((child) => !child.name().startsWith('__'));
}
