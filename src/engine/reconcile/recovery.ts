// Safe modes: what the daemon holds back because going on could destroy something, and how an operator ends it.

import type { EngineContext } from '../context.ts';
import { removeOrphan } from './orphans.ts';
import { add, reconcile, type Counters } from './reconcile.ts';

export interface RecoveryItem {
  readonly mode: string;
  readonly subject: string;
  readonly message: string;
}

const answers: Readonly<Record<string, string>> = {
  engine_changed: 'accept: sandboxes of the old engine become LOST and are restored when acquired',
  mass_change: 'accept: missing sandboxes become LOST and are restored when acquired',
  database_restored: 'accept: running containers that the database does not know become orphans',
  database_lost: 'accept: running containers become orphans; discard: they are removed at once',
};

/** What is held back and what each answer does; empty when nothing is. */
export function recoveryItems(context: EngineContext): readonly RecoveryItem[] {
  return Object.entries(context.store.recoveryModes()).map(([mode, message]) => {
    const [kind = mode, subject = ''] = mode.split(':');
    return { mode: kind, subject, message: `${message}; ${answers[kind] ?? 'accept goes on'}` };
  });
}

/** Takes what the engines show as true and goes on. */
export async function acceptRecovery(context: EngineContext, signal: AbortSignal): Promise<Counters> {
  const modes = Object.keys(context.store.recoveryModes());
  if (modes.length === 0) return {};
  await context.store.write((tx) => {
    for (const mode of modes) tx.setRecoveryMode(mode, null);
    const message = `accepted: ${modes.join(', ')}`;
    tx.appendEvent({ type: 'recovery', sandboxId: '', reason: 'RECOVERY_ACCEPTED', message, actor: 'client' });
    for (const name of context.runtimes.names()) {
      const health = context.runtimes.health(name);
      if (health.kind === 'up' && health.info.engineId !== null) tx.setEngineIdentity(name, health.info.engineId);
    }
  });
  const report = await reconcile(context, signal, null, 'off');
  return report.counters;
}

/** Accepts, and removes every container of ours that no record explains. */
export async function discardRecovery(context: EngineContext, signal: AbortSignal): Promise<Counters> {
  const counters = { ...(await acceptRecovery(context, signal)) };
  for (const orphan of context.store.orphans()) {
    await removeOrphan(context, orphan.containerName, signal);
    add(counters, 'discarded');
  }
  return counters;
}
