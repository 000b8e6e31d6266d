// A template that names an OCI runtime of its own: gVisor, where the engine lists it.

import { afterAll, expect, test } from 'vitest';

import { askEngineJson } from '../engines/engineApi.ts';
import { testImages } from '../images/images.ts';
import { type AvailableEngine, describeWithEngine } from '../support/engine-gate.ts';
import { sharedEngineScene } from '../support/engine-scene.ts';
import { PolicyTable, probe } from '../support/policy-probe.ts';
import { refusalOf } from '../support/scene.ts';

const runtime = 'runsc';
const readiness = { kind: 'exec', command: ['true'], timeout: '30s' };
const held = { image: testImages.probe, oci_runtime: runtime, readiness };
const templates = {
  strict: held,
  compat: { ...held, security: { class: 'compat' } },
  unknown: { ...held, oci_runtime: 'no-such-runtime' },
};
const docker = { allowed_oci_runtimes: [runtime, 'no-such-runtime'] };
const refusedToAll = ['mount', 'device_node', 'raw_socket', 'change_root', 'kernel_setting', 'kernel_command'];

await describeWithEngine('an OCI runtime of its own', (engine) => {
  const current = sharedEngineScene({ host: engine.host, templates, docker });
  const table = new PolicyTable(`policy probe, ${runtime} of ${engine.name}:`);
  afterAll(() => table.print());

  test('that the engine does not list is refused with those that it has, and the doctor knows', async () => {
    const call = current().client.acquireSandbox({ session: { session: 'unknown' }, template: 'unknown' });
    const refusal = await refusalOf(call);
    expect(refusal).toMatchObject({ reason: 'CREATE_REFUSED' });
    expect(refusal.message).toContain('"no-such-runtime"');
    const { findings } = await current().client.doctor({});
    const told = findings.filter(
      ({ check, message }) => check === 'oci_runtime' && message.includes('no-such-runtime'),
    );
    expect(told.map(({ severity }) => severity)).toEqual(['DOCTOR_SEVERITY_ERROR']);
  });

  test(`${runtime} runs the sandbox on a kernel of its own, under the same rules`, async ({ skip }) => {
    if (!(await lists(engine, runtime))) return skip(`the engine lists no ${runtime}; "cli.ts run gvisor" has one`);
    const { sandbox } = await current().acquire('strict', { template: 'strict' });
    const inspection = (await askEngineJson(engine.host, { path: `/containers/${sandbox.containerName}/json` })) as {
      HostConfig: { Runtime: string };
    };
    table.expect('OCI runtime, as the engine tells it', runtime, inspection.HostConfig.Runtime);
    const seen = await probe(current(), sandbox.id, 'look');
    table.expect('kernel', 'gVisor', seen['kernel'], /gvisor|4\.4\.0/i);
    table.expect('strict: user, real to file system', '10001', seen['user'], /^10001( 10001)*$/);
    table.expect('strict: capabilities in force', 'none', seen['effective_capabilities'], /^0+$/);
    table.expect('strict: capabilities ever', 'none', seen['bounding_capabilities'], /^0+$/);
    table.expect('strict: no new privileges', '1', seen['no_new_privileges']);
    table.expect('strict: a setuid program of root runs as', '10001', seen['setuid_runs_as']);
    table.expect('strict: write to the root', 'refused', seen['root_write']);
    table.expect('strict: write to the workspace', 'allowed', seen['workspace_write']);
    for (const name of refusedToAll) table.expect(`strict: ${name.replace('_', ' ')}`, 'refused', seen[name]);
    table.expect("strict: sockets, the engine's among them", 'none', seen['sockets'], '');
    table.expect('strict: disks of the host', '0', seen['host_disks']);
  });

  test(`a sandbox under ${runtime} lives as any other: commands, files, stop, start, release`, async ({ skip }) => {
    if (!(await lists(engine, runtime))) return skip(`the engine lists no ${runtime}; "cli.ts run gvisor" has one`);
    const { sandbox } = await current().acquire('compat', { template: 'compat' });
    const { id } = sandbox;
    await current().run(id, ['sh', '-c', 'echo kept >/workspace/note']);
    await current().client.stopSandbox({ sandboxId: id });
    await current().client.startSandbox({ sandboxId: id });
    expect(await current().run(id, ['cat', '/workspace/note'])).toBe('kept\n');
    await current().client.releaseSandbox({ sandboxId: id, force: true, wait: true });
    expect(await current().containers()).not.toContain(sandbox.containerName);
  });
});

async function lists({ host }: AvailableEngine, name: string): Promise<boolean> {
  const { Runtimes } = (await askEngineJson(host, { path: '/info' })) as { Runtimes: Record<string, unknown> };
  return name in Runtimes;
}
