import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { builtGoPrograms } from '../engines/cache.ts';
import { runCommand } from '../engines/commands.ts';
import { startDaemon, type TestDaemon } from '../support/daemon.ts';

const documents = ['docs/API.md'];
const documentedSocket = '/run/sandkeep/sandkeep.sock';
const buildTimeoutMs = 600_000;
const grpcurl = { package: 'github.com/fullstorydev/grpcurl/cmd/grpcurl', version: 'v1.9.4' };

/** Whatever it prints, the last word of the command says what is to be seen in it. */
const seen: Readonly<Record<string, string>> = {
  list: 'sandkeep.v1.SandboxService',
  'sandkeep.v1.SandboxService.AcquireSandbox': 'rpc AcquireSandbox',
  'sandkeep.v1.AdminService/GetInfo': '"status": "DAEMON_STATUS_READY"',
  'sandkeep.v1.SandboxService/AcquireSandbox': '"outcome": "ACQUIRE_OUTCOME_CREATED"',
  'sandkeep.v1.SandboxService/ListSandboxes': '"state": "SANDBOX_STATE_RUNNING"',
  'sandkeep.v1.SessionService/ReleaseSession': '"released": 1',
};

const missing = await runCommand('go', ['version']).then(
  () => '',
  () => 'no Go is here to build grpcurl with',
);
if (missing !== '') console.log(`skipped: ${missing}`);

describe.skipIf(missing !== '')('grpcurl, by reflection on the socket', () => {
  let program: string;
  let daemon: TestDaemon;

  beforeAll(async () => {
    program = path.join(await builtGoPrograms('grpcurl', [grpcurl]), 'grpcurl');
    daemon = await startDaemon({
      config: {
        default_template: 'local',
        runtimes: { docker: { enabled: false }, local: { allow_host_exec: true } },
      },
    });
  }, buildTimeoutMs);

  afterAll(async () => await daemon.dispose());

  it.each(documents)('answers each command of %s', async (document) => {
    const commands = commandsOf(document);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const wanted = seen[command.split(' ').at(-1) ?? ''];
      expect(wanted, command).toBeDefined();
      expect(await run(command), command).toContain(wanted);
    }
  });

  /** As a shell runs it, on the socket of this daemon. */
  async function run(command: string): Promise<string> {
    const here = command.replace('grpcurl', program).replace(documentedSocket, daemon.socketPath);
    return await runCommand('sh', ['-c', here]);
  }
});

function commandsOf(document: string): readonly string[] {
  const text = readFileSync(path.resolve(import.meta.dirname, '../..', document), 'utf8');
  return text.split('\n').filter((line) => line.startsWith('grpcurl '));
}
