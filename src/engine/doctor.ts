// What the daemon knows of itself, for the doctor: runtimes, records, what waits for an operator.

import { hasReason } from '../domain/errors.ts';
import { type DoctorFinding, engineFindings, found } from '../domain/doctor.ts';
import type { RuntimeName, Template } from '../domain/template.ts';
import type { NetworkReach } from '../ports/runtime.ts';
import { type EngineContext, runtimeCall } from './context.ts';
import { countOutdated } from './sandbox/queries.ts';
import { recoveryItems } from './reconcile/recovery.ts';

const maxNamed = 5;

/** Reads the database and memory, and asks each engine that is up for the networks of its templates. */
export async function diagnose(context: EngineContext): Promise<readonly DoctorFinding[]> {
  const templates = await templateFindings(context);
  return [...runtimeFindings(context), ...databaseFindings(context), ...recordFindings(context), ...templates];
}

/** What the file says and the daemon does not do yet. `plan` is a reload that changes nothing. */
export async function configFindings(
  plan: () => Promise<{ readonly applied: readonly string[]; readonly restartRequired: readonly string[] }>,
): Promise<readonly DoctorFinding[]> {
  try {
    const { applied, restartRequired } = await plan();
    const waiting = found('config', 'notice', `changed and not in force: ${named(applied)}`, 'sandkeep reload');
    const stopped = `changed, and waits for a restart: ${named(restartRequired)}`;
    const findings = [
      ...(applied.length > 0 ? [waiting] : []),
      ...(restartRequired.length > 0 ? [found('config', 'notice', stopped, 'systemctl restart sandkeepd')] : []),
    ];
    return findings.length > 0 ? findings : [found('config', 'ok', 'the one in force is that of the file')];
  } catch (error) {
    if (!hasReason(error, 'CONFIG_INVALID')) throw error;
    const message = 'the file is not valid: the next start would fail';
    return [found('config', 'error', message, 'sandkeepd --check-config')];
  }
}

function runtimeFindings({ runtimes }: EngineContext): readonly DoctorFinding[] {
  return runtimes.names().flatMap((name) => {
    const check = `runtime:${name}`;
    const health = runtimes.health(name);
    if (health.kind === 'unknown') return [found(check, 'notice', 'it was not asked yet')];
    if (health.kind === 'down') {
      return [
        found(check, 'error', `it does not answer: ${health.message}`, 'start the engine; it is connected by itself'),
      ];
    }
    const limits = health.info.degraded.map(({ mode, remedy }) => found(check, 'notice', mode, remedy));
    return [...engineFindings(check, health.info), ...limits];
  });
}

/** What templates want of their engine, and what its networks let sandboxes reach. Asks each engine once for a network. */
async function templateFindings(context: EngineContext): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const name of context.runtimes.names()) {
    const health = context.runtimes.health(name);
    const templates = [...context.settings().templates.values()].filter(({ runtime }) => runtime === name);
    if (health.kind !== 'up' || templates.length === 0) continue;
    findings.push(...ociRuntimeFindings(templates, health.info.capabilities.ociRuntimes));
    for (const [network, users] of Map.groupBy(templates, (template) => template.network)) {
      findings.push(await networkFinding(context, name, network, named(users.map((template) => template.name))));
    }
  }
  return findings;
}

function ociRuntimeFindings(templates: readonly Template[], known: readonly string[]): readonly DoctorFinding[] {
  return templates.flatMap(({ name, ociRuntime }) => {
    if (ociRuntime === null || known.includes(ociRuntime)) return [];
    const message = `template ${name} asks for OCI runtime ${ociRuntime}, and the engine lists ${named(known)}`;
    return [found('oci_runtime', 'error', message, 'add it to "runtimes" in daemon.json, or change the template')];
  });
}

async function networkFinding(
  context: EngineContext,
  runtime: RuntimeName,
  network: string,
  users: string,
): Promise<DoctorFinding> {
  const check = `network:${runtime}:${network}`;
  try {
    const reach = await context.runtimes.get(runtime).networkReach(network, runtimeCall(context, context.stopping));
    return reachFinding(check, reach, users);
  } catch (error) {
    context.runtimes.noteFailure(runtime, error);
    const message = error instanceof Error ? error.message : String(error);
    return found(check, 'notice', `the engine does not say what it lets sandboxes reach: ${message}`);
  }
}

function reachFinding(check: string, reach: NetworkReach | null, users: string): DoctorFinding {
  switch (reach) {
    case null:
      return found(
        check,
        'error',
        `the engine has no such network, and templates ask for it: ${users}`,
        'docker network create --internal NAME, or change the template',
      );
    case 'nothing':
      return found(check, 'ok', `sandboxes reach nothing: ${users}`);
    case 'own_network':
      return found(check, 'ok', `sandboxes reach each other and the host's address on it, nothing beyond: ${users}`);
    case 'anything':
      return found(
        check,
        'notice',
        `egress is not restricted, sandboxes reach what this host reaches: ${users}`,
        'network: none, or the name of an internal network',
      );
  }
}

function databaseFindings({ store }: EngineContext): readonly DoctorFinding[] {
  const { writable, message } = store.health();
  if (!writable) return [found('database', 'error', message, 'free space; it recovers by itself')];
  return [
    found('database', 'ok', `schema ${store.schemaVersion}; the start has checked it, "sandkeep backup" reads a copy`),
  ];
}

function recordFindings(context: EngineContext): readonly DoctorFinding[] {
  const { store } = context;
  const findings: DoctorFinding[] = recoveryItems(context).map(({ mode, message }) =>
    found('recovery', 'error', `${mode}: ${message}`, 'sandkeep recover show'),
  );
  const orphans = store.orphans().map(({ containerName }) => containerName);
  if (orphans.length > 0) {
    const message = `containers that no record explains: ${named(orphans)}`;
    findings.push(found('orphans', 'warning', message, 'sandkeep orphans ls'));
  }
  const quarantined = store.quarantined(maxNamed + 1);
  if (quarantined.length > 0) {
    const message = `records that are set aside: ${named(quarantined)}`;
    findings.push(found('records', 'error', message, `sandkeep explain ${quarantined[0] ?? ''}`));
  }
  const outdated = countOutdated(context);
  if (outdated > 0) {
    const message = `${outdated} sandboxes run with an older template`;
    findings.push(found('templates', 'notice', message, 'they get the new one with their next container'));
  }
  const paused = store.pausedLoops();
  if (paused.length > 0) {
    findings.push(
      found('loops', 'warning', `paused: ${paused.join(', ')}`, `sandkeep loops resume ${paused[0] ?? ''}`),
    );
  }
  return findings.length > 0 ? findings : [found('records', 'ok', 'nothing waits for an operator')];
}

function named(names: readonly string[]): string {
  const shown = names.slice(0, maxNamed).join(', ');
  return names.length > maxNamed ? `${shown} and more` : shown;
}
