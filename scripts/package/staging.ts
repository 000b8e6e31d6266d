// Lays out what both packages hold, as it lies below a prefix: bin, lib/sandkeep with Node.js and what it runs, units,
// manual, completions, documents.

import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { buildProgram } from '../../src/cli/program.ts';
import { bashCompletion, fishCompletion, zshCompletion } from '../../src/cli/render/completion.ts';
import { version } from '../version.ts';
import { root, run } from './commands.ts';
import { thirdPartyLicences } from './licences.ts';
import { productionPackages } from './lock-file.ts';
import { nodeProgram } from './node-runtime.ts';

export interface BundleRequest {
  /** Of "npm pack". */
  readonly packed: string;
  readonly bundle: string;
  readonly sbom: string;
}

const units = ['sandkeepd.service', 'sandkeepd.socket'];
const dropIn = 'sandkeepd-bubblewrap.conf';

export function stageBundle({ packed, bundle, sbom }: BundleRequest): void {
  const program = path.join(bundle, 'lib/sandkeep');
  const documents = path.join(bundle, 'share/doc/sandkeep');
  mkdirSync(program, { recursive: true });
  mkdirSync(documents, { recursive: true });
  run('tar', ['--extract', '--strip-components=1', `--file=${packed}`, `--directory=${program}`]);
  copyUnits(program, bundle);
  moveManual(path.join(program, 'docs/man'), path.join(bundle, 'share/man'));
  for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE', 'docs', 'examples']) {
    renameSync(path.join(program, name), path.join(documents, name));
  }
  rmSync(path.join(program, 'launchd'), { recursive: true });
  for (const name of globSync('dist/**', { cwd: program })) {
    if (!isNeeded(name)) rmSync(path.join(program, name));
  }
  addModules(program);
  writeFileSync(path.join(documents, 'THIRD-PARTY-LICENSES'), thirdPartyLicences(productionPackages()));
  writeFileSync(path.join(documents, 'sandkeep.cdx.json'), sbom);
  cpSync(nodeProgram, path.join(program, 'node'));
  mkdirSync(path.join(bundle, 'bin'));
  for (const name of ['sandkeep', 'sandkeepd']) addWrapper(bundle, program, name);
  addCompletions(bundle);
}

/** To systemd's own directories; the program keeps them too, for "sandkeep service", and what is for people is among the documents. */
function copyUnits(program: string, bundle: string): void {
  const copy = (name: string, place: string): void => {
    cpSync(path.join(program, 'systemd', name), path.join(bundle, place));
  };
  for (const name of units) copy(name, `lib/systemd/system/${name}`);
  copy('sandkeep.sysusers.conf', 'lib/sysusers.d/sandkeep.conf');
  copy('sandkeep.tmpfiles.conf', 'lib/tmpfiles.d/sandkeep.conf');
  copy(dropIn, `share/doc/sandkeep/systemd/${dropIn}`);
}

function moveManual(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    const section = path.join(to, `man${name.slice(name.lastIndexOf('.') + 1)}`);
    mkdirSync(section, { recursive: true });
    renameSync(path.join(from, name), path.join(section, name));
  }
  rmSync(from, { recursive: true });
}

/** Runs with the Node.js beside it, and with the settings that the program's own first line asks for. */
function addWrapper(bundle: string, program: string, name: string): void {
  const [firstLine = ''] = readFileSync(path.join(program, `bin/${name}.js`), 'utf8').split('\n');
  const asked = /^#!\/usr\/bin\/env (?:-S )?((?:\w+=\S+ )*)node ?(.*)$/.exec(firstLine);
  if (asked === null) throw new Error(`bin/${name}.js begins with another line than is known here: ${firstLine}`);
  const [, variables = '', options = ''] = asked;
  const file = path.join(bundle, 'bin', name);
  const command = [variables.trim(), 'exec', '"$home/node"', options, `"$home/bin/${name}.js"`, '"$@"'];
  writeFileSync(
    file,
    `#!/bin/sh
self=$(readlink -f -- "$0") || exit
home=\${self%/bin/*}/lib/sandkeep
${command.filter(Boolean).join(' ')}
`,
  );
  chmodSync(file, 0o755);
}

function addCompletions(bundle: string): void {
  const silent = { define: () => {}, version, writeOut: () => {}, writeErr: () => {}, helpWidth: 80 };
  const tree = buildProgram(silent);
  const scripts: Readonly<Record<string, string>> = {
    'bash-completion/completions/sandkeep': bashCompletion(tree),
    'zsh/vendor-completions/_sandkeep': zshCompletion(tree),
    'fish/vendor_completions.d/sandkeep.fish': fishCompletion(tree),
  };
  for (const [name, text] of Object.entries(scripts)) {
    const file = path.join(bundle, 'share', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** What the daemon runs with, without what only compilers, editors and other platforms read. */
function addModules(program: string): void {
  for (const { directory } of productionPackages()) {
    if (directory.startsWith('node_modules/@types/')) continue;
    cpSync(path.join(root, directory), path.join(program, directory), {
      recursive: true,
      filter: (source) => isNeeded(path.relative(path.join(root, directory), source)),
    });
  }
  for (const name of ['deps', 'src', 'binding.gyp']) {
    rmSync(path.join(program, 'node_modules/better-sqlite3', name), { recursive: true });
  }
  const own = `linux-${process.arch}`;
  for (const found of globSync('node_modules/**/prebuilds/*', { cwd: program })) {
    if (path.parse(found).name !== own) rmSync(path.join(program, found), { recursive: true });
  }
}

/** Packages inside packages have entries of their own in the lock file. */
function isNeeded(name: string): boolean {
  return !/(?:^|\/)node_modules(?:\/|$)|\.(?:d\.[cm]?ts|[cm]?js\.map|d\.[cm]?ts\.map)$/.test(name);
}
