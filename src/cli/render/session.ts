// Sessions as tables and blocks.
import type { Session__Output } from '../../gen/sandkeep/v1/Session.ts';
import type { BlockRow } from './sandbox.ts';
import type { Column, Style } from './table.ts';
import { ageText, agoText, dueText, enumWord, timeoutText } from './text.ts';

const DEFAULT_NAMESPACE = 'default';

const stateStyles: Readonly<Record<string, Style>> = {
  SESSION_STATE_ACTIVE: 'green',
  SESSION_STATE_RESTORING: 'cyan',
  SESSION_STATE_RECYCLING: 'dim',
  SESSION_STATE_RECYCLED: 'dim',
  SESSION_STATE_RELEASED: 'dim',
};

export function sessionStateWord(state: Session__Output['state']): string {
  return enumWord(state, 'SESSION_STATE_');
}

export function sessionStateStyle(state: Session__Output['state']): Style | undefined {
  return stateStyles[state];
}

/** The namespace has a column only where one of the sessions is in another than the default one. */
export function sessionColumns(sessions: readonly Session__Output[], now: Date): readonly Column<Session__Output>[] {
  const hasNamespaces = sessions.some(({ key }) => key !== null && key.namespace !== DEFAULT_NAMESPACE);
  const namespaceColumn: Column<Session__Output> = {
    header: 'NAMESPACE',
    cell: ({ key }) => key?.namespace ?? '-',
    shrinks: true,
  };
  return [
    { header: 'SESSION', cell: ({ key }) => key?.session ?? '-', shrinks: true },
    { header: 'USER', cell: ({ key }) => key?.user ?? '-', shrinks: true },
    ...(hasNamespaces ? [namespaceColumn] : []),
    { header: 'STATE', cell: ({ state }) => sessionStateWord(state), style: ({ state }) => sessionStateStyle(state) },
    { header: 'SANDBOXES', cell: ({ sandboxes }) => String(sandboxes.length), align: 'right' },
    { header: 'GENERATION', cell: ({ generation }) => generation, align: 'right' },
    { header: 'HEARTBEAT', cell: ({ recycleTime }) => dueText(recycleTime, now) },
    { header: 'AGE', cell: ({ createTime }) => ageText(createTime, now), align: 'right' },
  ];
}

export function sessionRows(session: Session__Output, now: Date): readonly BlockRow[] {
  return [
    ['session', session.key?.session],
    ['user', session.key?.user],
    ['namespace', session.key?.namespace],
    ['state', sessionStateWord(session.state)],
    ['generation', session.generation],
    ['heartbeat timeout', timeoutText(session.heartbeatTimeout)],
    ['heartbeat due', dueText(session.recycleTime, now)],
    ['last heartbeat', agoText(session.lastHeartbeatTime, now)],
    ['idle timeout', session.idleTimeout === null ? "the template's" : timeoutText(session.idleTimeout)],
    ['created', agoText(session.createTime, now)],
  ];
}
