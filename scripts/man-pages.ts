// Writes docs/man from the options of sandkeepd, the command tree of sandkeep and the schema of the config. With --check
// it fails when a checked-in page differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { daemonOptions, exitCodeMeanings, synopsis } from '../src/config/command-line.ts';
import { configDocumentation } from '../src/config/documentation.ts';
import { settingKeys } from '../src/config/reload.ts';
import { cliDocument } from './cli-document.ts';
import { manualPage } from './roff.ts';
import { version } from './version.ts';

const directory = join(import.meta.dirname, '../docs/man');
const source = `sandkeep ${version}`;

const daemonDocument = `
\`sandkeepd\` owns the life of agent sandboxes on one host: it makes them, finds them again, and ends them. What it intends is
in a database of its own, so that a restart or a crash loses none. Clients speak gRPC with it on a Unix socket;
\`sandkeep\` is one. Whoever may open that socket is admin of all sandboxes.

## Options

${twoColumns(daemonOptions.map(([flags, help]) => [`\`${flags}\``, `${help}.`]))}

## Signals

| | |
|---|---|
| \`SIGTERM\`, \`SIGINT\` | stop: new work is refused, what is under way may end within \`drain_timeout\`. Sandboxes keep running unless \`on_shutdown\` says otherwise. A second one ends it at once. |
| \`SIGHUP\` | read the config again, as \`sandkeep reload\` does. |
| \`SIGUSR1\` | write the log at level \`debug\`, and with the next one as before. |

## Exit status

${twoColumns(exitCodeMeanings.map(([code, meaning]) => [String(code), `${meaning}.`]))}

## Environment

| | |
|---|---|
| \`SANDKEEP_CONFIG\` | the config, unless \`--config\` names it. |
| \`SANDKEEP_...\` | a key of the config in capitals, as sandkeep.yaml(5) says. |
| \`STATE_DIRECTORY\`, \`RUNTIME_DIRECTORY\`, \`CONFIGURATION_DIRECTORY\` | the places of the service, as systemd passes them. |
| \`LISTEN_FDS\`, \`NOTIFY_SOCKET\`, \`WATCHDOG_USEC\` | the socket to serve, and where to say that it is ready and alive, as systemd passes them. |

## Files

As root and as the system's service; those of other users are in sandkeep.yaml(5).

| | |
|---|---|
| \`/etc/sandkeep/config.yaml\` | the config. It may be missing. |
| \`/run/sandkeep/sandkeep.sock\` | the socket. |
| \`/var/lib/sandkeep/state.db\` | every record. Only the daemon opens it. |
| \`/var/lib/sandkeep/secret.key\` | seals the secrets in the database, and is in no backup: keep a copy of it elsewhere. |
| \`/var/lib/sandkeep/backups\` | copies of the database. |
| \`/var/lib/sandkeep/data\` | the workspaces. |
`;

const pages: Readonly<Record<string, string>> = {
  'sandkeepd.8': manualPage({
    name: 'sandkeepd',
    section: 8,
    purpose: 'owner of the agent sandboxes of this host',
    source,
    synopsis: [`\`sandkeepd\` ${synopsis}`],
    markdown: daemonDocument,
    seeAlso: ['`sandkeep`(1)', '`sandkeep.yaml`(5)', '`systemd`(1)'],
  }),
  'sandkeep.1': manualPage({
    name: 'sandkeep',
    section: 1,
    purpose: 'use and watch the agent sandboxes of this host',
    source,
    synopsis: ['`sandkeep` [global options] COMMAND [options] [arguments]', '`sandkeep help` [COMMAND]'],
    markdown: cliDocument(),
    seeAlso: ['`sandkeepd`(8)', '`sandkeep.yaml`(5)'],
  }),
  'sandkeep.yaml.5': manualPage({
    name: 'sandkeep.yaml',
    section: 5,
    purpose: 'the config of sandkeepd',
    source,
    synopsis: ['`/etc/sandkeep/config.yaml`', '`~/.config/sandkeep/config.yaml`'],
    markdown: configDocumentation(restartKeys()),
    seeAlso: ['`sandkeepd`(8)', '`sandkeep`(1)'],
  }),
};

function restartKeys(): ReadonlySet<string> {
  return new Set(Object.values(settingKeys).flatMap(([key, change]) => (change === 'restart' ? [key] : [])));
}

function twoColumns(rows: readonly (readonly string[])[]): string {
  return ['| | |', '|---|---|', ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

if (!process.argv.includes('--check')) mkdirSync(directory, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const file = join(directory, name);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`docs/man/${name} differs from its source, run "node scripts/man-pages.ts"`);
    process.exitCode = 1;
  }
}
