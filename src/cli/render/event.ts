// One event of the log on one line.
import type { Event__Output } from '../../gen/sandkeep/v1/Event.ts';
import { stateStyle, stateWord } from './sandbox.ts';
import type { Paint } from './table.ts';
import { enumWord, printable, shortId, timeText } from './text.ts';

export function eventLine(event: Event__Output, paint: Paint): string {
  const parts = [
    event.seq,
    timeText(event.time),
    shortId(event.sandboxId) || '-',
    changeText(event, paint),
    event.reason,
    `(${enumWord(event.actor, 'ACTOR_')})`,
    event.message,
  ];
  return parts
    .filter((part) => part !== '')
    .map((part, index) => (index === 3 ? part : printable(part)))
    .join('  ');
}

function changeText({ type, oldState, newState }: Event__Output, paint: Paint): string {
  const plainType = printable(type);
  if (newState === 'SANDBOX_STATE_UNSPECIFIED') return plainType;
  const style = stateStyle(newState);
  const to = style === undefined ? stateWord(newState) : paint(style, stateWord(newState));
  const from = oldState === 'SANDBOX_STATE_UNSPECIFIED' || oldState === newState ? '' : `${stateWord(oldState)} -> `;
  return `${plainType} ${from}${to}`;
}
