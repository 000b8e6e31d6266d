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
  loop: 'loops',
};

export function bashCompletion(program: Command): string {
  const cases = listCommands(program).map(({ path, subcommands, options, kind }) => {
    const words = [...subcommands.map(({ name }) => name), ...options].join(' ');
    return `    '${path}') words='${words}'; kind='${kind}' ;;`;
  });
  return `# bash completion for sandkeep: source <(sandkeep completion bash)
_sandkeep() {
  local current=\${COMP_WORDS[COMP_CWORD]} path='' words='' kind='' index word
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case " $(_sandkeep_paths) " in *" /\${path:+$path/}$word "*) path=\${path:+$path/}$word ;; esac
  done
  case "\${path//\\// }" in
${cases.join('\n')}
  esac
  if [[ $current != -* && -n $kind ]]; then
    words="$words $(sandkeep __complete "$kind" 2>/dev/null)"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
_sandkeep_paths() {
  echo '${commandPaths(program)
    .map((path) => `/${path.replaceAll(' ', '/')}`)
    .join(' ')}'
}
complete -o default -F _sandkeep sandkeep
`;
}

/** zsh runs the script for bash with its own compatibility layer. */
export function zshCompletion(program: Command): string {
  return `#compdef sandkeep
# zsh completion for sandkeep: source <(sandkeep completion zsh)
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${bashCompletion(program)}`;
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
  set -l path
  for word in (commandline -opc)[2..-1]
    contains -- (string join ' ' $path $word) ${commandPaths(program).map(fishQuote).join(' ')}; and set -a path $word
  end
  test (string join ' ' $path) = "$argv[1]"
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
