// What is unpacked or installed anywhere runs: the tarball without any Node.js beside it, the npm package with the oldest
// that it names.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';

import { temporaryDirectory } from '../support/temporary.ts';
import { waitUntil } from '../support/wait.ts';
import { command, makePackages, version } from './packages.ts';
import { describePackages } from './suite.ts';

const patienceMs = 30_000;
const testTimeoutMs = 300_000;
/** What package.json says under "engines". */
const oldestNode = '22.14.0';
/** Has no Node.js in it. */
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';

/** How one of them is started. */
interface Installation {
  readonly daemon: string;
  readonly client: string;
  readonly path: string;
}

describePackages('the packages', (packages) => {
  test(
    'are the same bytes when they are made again',
    async () => {
      const again = await makePackages(await temporaryDirectory('again'));
      const sums = (directory: string): string => readFileSync(path.join(directory, 'SHA256SUMS'), 'utf8');
      expect(sums(again.directory)).toBe(sums(packages.directory));
    },
    testTimeoutMs,
  );

  test('the tarball runs where it is unpacked, with the Node.js that is in it', async () => {
    const directory = await temporaryDirectory('tarball');
    await command('tar', ['--extract', `--file=${packages.tarball}`, '--strip-components=1'], { cwd: directory });
    const bin = path.join(directory, 'bin');
    await expectItRuns({
      daemon: path.join(bin, 'sandkeepd'),
      client: path.join(bin, 'sandkeep'),
      path: systemPath,
    });
    const service = await command(path.join(bin, 'sandkeep'), ['service', 'install', '--user', '--dry-run']);
    expect(service).toContain(` ${directory}/lib/sandkeep/node --max-semi-space-size=1 `);
    for (const name of [
      'share/man/man8/sandkeepd.8',
      'lib/systemd/system/sandkeepd.service',
      'share/doc/sandkeep/LICENSE',
    ]) {
      expect(existsSync(path.join(directory, name)), name).toBe(true);
    }
    for (const [shell, file] of [
      ['bash', 'share/bash-completion/completions/sandkeep'],
      ['sh', 'bin/sandkeepd'],
    ] as const) {
      await command(shell, ['-n', path.join(directory, file)]);
    }
  });

  test('the licences of everything in it are there', async () => {
    const directory = await temporaryDirectory('licences');
    await command('tar', ['--extract', `--file=${packages.tarball}`, '--strip-components=1'], { cwd: directory });
    const licences = readFileSync(path.join(directory, 'share/doc/sandkeep/THIRD-PARTY-LICENSES'), 'utf8');
    const listed = await command('find', ['lib/sandkeep/node_modules', '-name', 'package.json'], { cwd: directory });
    const manifests = listed
      .trim()
      .split('\n')
      .filter((name) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(name));
    expect(manifests.length).toBeGreaterThan(50);
    const named = manifests.map((name) => {
      const manifest = JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as Record<string, string>;
      return `\n${manifest['name']} ${manifest['version']}\nLicence: `;
    });
    expect(named.filter((line) => !licences.includes(line))).toEqual([]);
    expect(licences).toContain('\nNode.js ');
  });

  test('the SBOM names what package.json depends on, and Node.js, each with its version', () => {
    const bom = JSON.parse(readFileSync(packages.sbom, 'utf8')) as {
      readonly bomFormat: string;
      readonly metadata: { readonly component: Record<string, string> };
      readonly components: readonly Record<string, string>[];
    };
    const manifest = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
      readonly dependencies: Record<string, string>;
      readonly devDependencies: Record<string, string>;
    };
    expect(bom.bomFormat).toBe('CycloneDX');
    expect(bom.metadata.component).toMatchObject({ name: 'sandkeep', version });
    const purls = bom.components.map(({ purl }) => purl ?? '');
    const has = (name: string): boolean =>
      purls.some((purl) => decodeURIComponent(purl).startsWith(`pkg:npm/${name}@`)) ||
      purls.some((purl) => purl.startsWith(`pkg:generic/${name}@`));
    expect(['node', ...Object.keys(manifest.dependencies)].filter((name) => !has(name))).toEqual([]);
    expect(has('vitest')).toBe(false);
  });

  test(
    `the npm package is installed in an empty folder and runs with Node.js ${oldestNode}, the oldest that it names`,
    async () => {
      const directory = await temporaryDirectory('npm');
      await writeFile(path.join(directory, 'package.json'), '{"private":true}');
      // Without scripts: nothing of it needs to be built.
      const install = ['install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
      const nodePackage = `node-linux-${process.arch}`;
      await command('npm', [...install, packages.npm, `${nodePackage}@${oldestNode}`], { cwd: directory });
      const modules = path.join(directory, 'node_modules');
      const nodeDirectory = path.join(modules, nodePackage, 'bin');
      const bin = path.join(modules, '.bin');
      expect(await command(path.join(nodeDirectory, 'node'), ['--version'])).toBe(`v${oldestNode}\n`);
      await expectItRuns({
        daemon: path.join(bin, 'sandkeepd'),
        client: path.join(bin, 'sandkeep'),
        path: `${nodeDirectory}:${systemPath}`,
      });
    },
    testTimeoutMs,
  );
});

/** From its version to a sandbox with a file in it. */
async function expectItRuns(installation: Installation): Promise<void> {
  const directory = await temporaryDirectory('run');
  const socket = path.join(directory, 's.sock');
  const config = path.join(directory, 'config.yaml');
  await writeFile(
    config,
    stringify({
      state_dir: path.join(directory, 'state'),
      socket,
      default_template: 'local',
      runtimes: { docker: { enabled: false } },
    }),
  );
  const env = { PATH: installation.path, SANDKEEP_SOCKET: socket };
  const sandkeep = async (...words: readonly string[]): Promise<string> =>
    await command(installation.client, words, { env, cwd: directory });
  expect(await command(installation.daemon, ['--version'], { env })).toBe(`sandkeepd ${version}\n`);
  const plan = await sandkeep('service', 'install', '--user', '--dry-run');
  expect(plan).toMatch(/^ExecStart=\/usr\/bin\/env .*sandkeepd\.js$/m);
  const daemon = spawn(installation.daemon, ['--config', config], {
    env: { HOME: directory, ...env },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => daemon.once('exit', resolve));
  onTestFinished(() => {
    daemon.kill('SIGKILL');
  });
  await waitUntil(() => existsSync(socket), { timeoutMs: patienceMs, what: 'the daemon serves' });
  const { sandbox } = JSON.parse(await sandkeep('acquire', 'chat-1', '--json')) as {
    readonly sandbox: { readonly id: string; readonly state: string; readonly workspace_path: string };
  };
  expect(sandbox.state).toBe('RUNNING');
  await writeFile(path.join(sandbox.workspace_path, 'note'), 'kept\n');
  expect(await sandkeep('files', 'ls', sandbox.id, '/mnt/user-data')).toContain('note');
  await sandkeep('backup');
  daemon.kill('SIGTERM');
  expect(await ended).toBe(0);
}
