// The completion scripts. Each knows the words of every command and asks "sandkeep __complete" for names.
import type { Command } from 'commander';

interface CompletedCommand {
  /** Words from the program's name on, for example "files read". */
  readonly path: string;
  readonly description: string;
  readonly subcommands: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly string[];
  /** What its arguments name: asked from the daemon. Empty where the shell's own file names do. */
  readonly kind: string;
}

const argumentKinds: Readonly<Record<string, string>> = {
  id: 'ids',
  ids: 'ids',
  template: 'templates',
  session: 'sessions',
  loop: 'loops',
};

export function bashCompletion(program: Command): string {
  return `# bash completion for sandkeep: source <(sandkeep completion bash)
_sandkeep() {
  local current=\${COMP_WORDS[COMP_CWORD]} at='' choices='' kind='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    ${descend(program, '${COMP_WORDS[index]}')}
  done
  ${chooseByPath(program)}
  case \${COMP_WORDS[COMP_CWORD - 1]} in -t | --template) choices='' kind=templates ;; esac
  if [[ $current != -* && -n $kind ]]; then
    choices="$choices $(sandkeep __complete "$kind" 2>/dev/null)"
  fi
  COMPREPLY=($(compgen -W "$choices" -- "$current"))
}
complete -o default -F _sandkeep sandkeep
`;
}

export function zshCompletion(program: Command): string {
  return `#compdef sandkeep
# zsh completion for sandkeep: source <(sandkeep completion zsh)
_sandkeep() {
  local at='' choices='' kind='' index
  for ((index = 2; index < CURRENT; index++)); do
    ${descend(program, '${words[index]}')}
  done
  ${chooseByPath(program)}
  case \${words[CURRENT - 1]} in -t | --template) choices='' kind=templates ;; esac
  if [[ $PREFIX != -* && -n $kind ]]; then
    choices="$choices $(sandkeep __complete "$kind" 2>/dev/null)"
  fi
  compadd -- \${=choices} || _files
}
compdef _sandkeep sandkeep
`;
}

/** Goes one command deeper when the word is one that the command so far has. */
function descend(program: Command, word: string): string {
  const patterns = commandPaths(program).map((path) => `'${path}'`);
  return `case "\${at:+$at }${word}" in ${patterns.join(' | ')}) at="\${at:+$at }${word}" ;; esac`;
}

function chooseByPath(program: Command): string {
  const cases = listCommands(program).map(({ path, subcommands, options, kind }) => {
    const choices = [...subcommands.map(({ name }) => name), ...options].join(' ');
    return `    '${path}') choices='${choices}' kind='${kind}' ;;`;
  });
  return `case "$at" in\n${cases.join('\n')}\n  esac`;
}

export function fishCompletion(program: Command): string {
  const lines = listCommands(program).flatMap(({ path, subcommands, options, kind }) => {
    const condition = `"__sandkeep_at '${path}'"`;
    return [
      ...subcommands.map(({ name, description }) => fishLine(condition, `-f -a ${name} -d ${fishQuote(description)}`)),
      ...options.map((option) => fishLine(condition, `-l ${option.slice(2)}`)),
      ...(kind ? [fishLine(condition, `-f -a "(sandkeep __complete ${kind} 2>/dev/null)"`)] : []),
    ];
  });
  return `# fish completion for sandkeep: sandkeep completion fish | source
function __sandkeep_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    set -l deeper (string trim -- "$at $word")
    contains -- $deeper ${commandPaths(program).map(fishQuote).join(' ')}; and set at $deeper
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function fishLine(condition: string, rest: string): string {
  return `complete -c sandkeep -n ${condition} ${rest}`;
}

function fishQuote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}

function commandPaths(program: Command): readonly string[] {
  return listCommands(program)
    .map(({ path }) => path)
    .filter((path) => path !== '');
}

/** The program itself, with the empty path, and every visible command below it. */
export function listCommands(program: Command): readonly CompletedCommand[] {
  return [describe(program, ''), ...visibleCommands(program).flatMap((command) => listBelow(command, ''))];
}

function listBelow(command: Command, prefix: string): readonly CompletedCommand[] {
  const path = prefix === '' ? command.name() : `${prefix} ${command.name()}`;
  return [describe(command, path), ...visibleCommands(command).flatMap((child) => listBelow(child, path))];
}

function describe(command: Command, path: string): CompletedCommand {
  const options = command.options.filter((option) => !option.hidden && option.long !== undefined);
  return {
    path,
    description: command.description(),
    subcommands: visibleCommands(command).map((child) => ({ name: child.name(), description: child.description() })),
    options: [...options.map((option) => option.long ?? ''), '--help'],
    kind: argumentKind(command, path),
  };
}

function argumentKind(command: Command, path: string): string {
  const name = command.registeredArguments[0]?.name() ?? '';
  if (path === 'templates') return 'templates';
  if (path.startsWith('loops ') && name === 'name') return 'loops';
  return argumentKinds[name] ?? '';
}

function visibleCommands(command: Command): readonly Command[] {
  return command.commands.filter((child) => !child.name().startsWith('__'));
}
