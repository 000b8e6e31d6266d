// docs/CONFIG.md, made from the schema.

import { stringify } from 'yaml';

import { readyMadeTemplates } from './ready-made/index.ts';
import { type DocumentedKey, documentedKeys } from './schema-walk.ts';
import { fileSchema } from './schema.ts';

const introduction = `# The config of sandkeepd

<!-- Written by scripts/config-docs.ts from the schema; change it there. -->

The file is YAML: \`/etc/sandkeep/config.yaml\` for root and the system's service, \`$XDG_CONFIG_HOME/sandkeep/config.yaml\`
(\`~/.config/sandkeep/config.yaml\`) for other users. It is optional unless \`--config\` or \`SANDKEEP_CONFIG\` names it.
\`examples/config.yaml\` is a commented start. \`sandkeepd --check-config\` tells every problem with its line.

Later ones win: defaults, the file, the environment, options. A variable is \`SANDKEEP_\` and the key in capitals, with
\`__\` where the table has a dot: \`SANDKEEP_LOG_LEVEL\`, \`SANDKEEP_RUNTIMES__DOCKER__HOST\`,
\`SANDKEEP_TEMPLATES__AIO__IMAGE\`. An empty variable counts as not set; lists are written with commas.

Durations are \`10m\`, \`600s\`, \`1h30m\`, \`250ms\`, \`7d\` or a number of seconds. Sizes are \`2g\`, \`512m\`, \`64k\` or a number
of bytes, in powers of 1024. Modes are quoted octal text, \`"0750"\`. 0 means 0: an interval or a time-out of 0 switches its
loop off. An empty section is as if it were not there; an unknown key is an error. An empty list of permissions allows nothing.

## Keys

"restart" marks keys that a reload does not change.

`;

const directories = `
## Directories

| | root, system service | other users | macOS |
|---|---|---|---|
| state_dir | \`/var/lib/sandkeep\` | \`$XDG_STATE_HOME/sandkeep\` (\`~/.local/state/sandkeep\`) | \`~/Library/Application Support/sandkeep\` |
| data_dir | \`/var/lib/sandkeep/data\` | \`$XDG_DATA_HOME/sandkeep\` (\`~/.local/share/sandkeep\`) | \`data\` in state_dir |
| socket | \`/run/sandkeep/sandkeep.sock\` | \`$XDG_RUNTIME_DIR/sandkeep/sandkeep.sock\`, else \`run/sandkeep.sock\` in state_dir | \`run/sandkeep.sock\` in state_dir |

systemd's \`STATE_DIRECTORY\` and \`RUNTIME_DIRECTORY\` replace the first and the last, and \`CONFIGURATION_DIRECTORY\` the
directory of the file. When state_dir is set, data_dir is
\`data\` in it unless it is set too. Root on macOS has \`/Library/Application Support/sandkeep\` and
\`/var/run/sandkeep/sandkeep.sock\`.

## Templates

\`aio\`, \`local\` and five \`agentscope-*\` are ready-made. A template in the file with the name of a ready-made one extends
it; \`extends\` names another base, \`extends: null\` none. Sections and maps merge key by key, mounts by target, other
lists are replaced.

\`\`\`yaml
templates:
  aio:
    limits: { memory: 4g }
  mine:
    extends: aio
    environment: { API_KEY: "$API_KEY", PRICE: "5$$" }
\`\`\`

A mount of the file needs its source below \`allowed_host_mounts\`, and never covers, from above or below, \`/proc\`, \`/sys\`,
\`/dev\`, the files in \`/etc\` that the engine makes, \`/mnt/user-data\`, \`/mnt/acp-workspace\`, \`/mnt/skills\`,
\`reserved_mount_targets\`, or where its template shows the workspace. Never a source, nor above or below one: \`/proc\`,
\`/sys\`, \`/dev\`, \`/run\`, \`/var/run\`, \`/etc\`, \`/boot\`, the directories and sockets of container engines, state_dir, the
directory of the storage, and \`.ssh\`, \`.gnupg\`, \`.aws\`, \`.kube\` and \`.docker\` in the daemon's home. In \`source\`,
\`{data_dir}\` and \`{skills_dir}\` stand for those directories.

A change of what shapes a container (image, command, ports, environment, limits, security, mounts, workspace, network)
makes its sandboxes outdated; a change of readiness, pull, times, policies, labels or description does not.

## Ready-made templates

What they say; the rest is as in the table. The images of \`agentscope-*\` come from where \`agentscope.registry\`, \`namespace\`
and \`tag\` say, and \`{agentscope_repository}\` and \`{agentscope_tag}\` mean the same in other templates. A template with
\`refused\` is there so that its reason can be read; it makes no sandbox unless a template that extends it says
\`refused: null\` and brings an image that runs without what is refused.
`;

/** Keys that wait for a restart, as the reload says. */
export function configDocumentation(restartKeys: ReadonlySet<string>): string {
  const header = '| Key | Takes | Default | What it does |\n|---|---|---|---|\n';
  const rows = documentedKeys(fileSchema).map((key) => row(key, restartKeys.has(key.path)));
  return `${introduction}${header}${rows.join('\n')}\n${directories}\n${readyMade()}`;
}

function readyMade(): string {
  const yaml = stringify(
    { templates: Object.fromEntries(readyMadeTemplates) },
    { aliasDuplicateObjects: false, lineWidth: 120 },
  );
  return `\`\`\`yaml\n${yaml}\`\`\`\n`;
}

function row(key: DocumentedKey, needsRestart: boolean): string {
  const help = needsRestart ? `${key.help} (restart)` : key.help;
  const cells = [`\`${key.path}\``, key.kind, key.isRequired ? 'required' : formatDefault(key.fallback), help];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function formatDefault(value: unknown): string {
  if (value === null || value === '') return '';
  return typeof value === 'string' ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
}
