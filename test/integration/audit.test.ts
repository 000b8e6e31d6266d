// The audit log: who changed what, and nothing that is secret.

import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { startAccessScene } from '../support/access-scene.ts';
import { refusalOf, sandboxOf, startScene } from '../support/scene.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { waitUntil } from '../support/wait.ts';

type Line = Readonly<Record<string, unknown>>;

function linesOf(file: string): readonly Line[] {
  const texts = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return texts.map((text) => JSON.parse(text) as Line);
}

async function auditFile(): Promise<string> {
  return path.join(await temporaryDirectory('audit'), 'audit.jsonl');
}

test('each call that changes something is a line: who, what, to which, how it ended', async () => {
  const file = await auditFile();
  const { admin, token, scene } = await startAccessScene({ config: { access: { audit_file: file } } });
  const { client, id: who } = await token('CLIENT', ['a']);
  const session = { namespace: 'a', user: 'ada', session: 's1' };
  const { id: sandbox } = sandboxOf(await client.acquireSandbox({ session, template: 'base', requestId: 'r1' }));
  await client.getSandbox({ sandboxId: sandbox });
  await client.runExec({ sandboxId: sandbox, argv: ['echo', 'canary-argv'], environment: { KEY: 'canary-value' } });
  const exec = client.exec({ start: { sandboxId: sandbox, execId: 'e1', shell: 'echo canary-shell' } });
  for await (const piece of exec.output) expect(piece.stream).toBe('stdout');
  await client.writeFile({ sandboxId: sandbox, path: '/f' }, pieces('canary-bytes'));
  await refusalOf(client.acquireSandbox({ session: { namespace: 'b', session: 's2' } }));
  await refusalOf(client.drain({}));
  await refusalOf(scene.client.drain({}));
  await client.releaseSandbox({ sandboxId: sandbox, requestId: 'r2' });
  await admin.client.revokeToken({ tokenId: who });
  const lines = linesOf(file).map(({ time, ...line }) => {
    expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    return line;
  });
  expect(lines).toEqual([
    { who: admin.id, method: 'CreateToken', outcome: 'ok', token: who },
    { who, method: 'AcquireSandbox', outcome: 'ok', request_id: 'r1', sandbox, ...session, template: 'base' },
    { who, method: 'RunExec', outcome: 'ok', sandbox },
    { who, method: 'StreamExec', outcome: 'ok', sandbox, exec: 'e1' },
    { who, method: 'WriteFile', outcome: 'ok', sandbox },
    { who, method: 'AcquireSandbox', outcome: 'NAMESPACE_DENIED', namespace: 'b', session: 's2' },
    { who, method: 'Drain', outcome: 'ROLE_DENIED' },
    { who: 'nobody', method: 'Drain', outcome: 'TOKEN_REQUIRED' },
    { who, method: 'ReleaseSandbox', outcome: 'ok', request_id: 'r2', sandbox },
    { who: admin.id, method: 'RevokeToken', outcome: 'ok', token: who },
  ]);
  const text = readFileSync(file, 'utf8');
  for (const secret of ['canary', admin.secret, admin.secret.slice(-64)]) expect(text.includes(secret)).toBe(false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a line is bounded, whatever a client sends', async () => {
  const file = await auditFile();
  const scene = await startScene({ config: { access: { audit_file: file } } });
  const huge = 'x\n'.repeat(100_000);
  await refusalOf(
    scene.client.acquireSandbox({
      session: { session: huge, user: huge, namespace: huge },
      template: huge,
      requestId: huge,
    }),
  );
  expect(linesOf(file)).toHaveLength(1);
  expect(statSync(file).size).toBeLessThan(4096);
});

test('SIGHUP goes on in a new file where the old one was renamed', async () => {
  const file = await auditFile();
  const scene = await startScene({ config: { access: { audit_file: file } } });
  await scene.client.pauseLoop({ loop: 'idle' });
  renameSync(file, `${file}.1`);
  scene.daemon.signal('SIGHUP');
  await waitUntil(() => existsSync(file), { timeoutMs: 10_000, what: 'the audit log is open again' });
  await scene.client.resumeLoop({ loop: 'idle' });
  expect([`${file}.1`, file].map((name) => linesOf(name).map(({ method }) => method))).toEqual([
    ['PauseLoop'],
    ['ResumeLoop'],
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('one that cannot be written is counted and logged once, and the calls go on', async () => {
  const scene = await startScene({ config: { access: { audit_file: '/dev/full' } } });
  await scene.client.pauseLoop({ loop: 'idle' });
  await scene.client.resumeLoop({ loop: 'idle' });
  expect((await scene.client.getMetrics({})).text).toMatch(/^sandkeep_audit_failures_total 2$/m);
  expect(scene.daemon.logs().split('the audit log cannot be written')).toHaveLength(2);
});

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
