// Why a sandbox is as it is, and what it takes to get in.
import type { Command } from 'commander';
import { timestampToDate } from '../../client/convert.ts';
import type { ExplainSandboxResponse__Output } from '../../gen/sandkeep/v1/ExplainSandboxResponse.ts';
import type { Operation__Output } from '../../gen/sandkeep/v1/Operation.ts';
import type { PlannedAction__Output } from '../../gen/sandkeep/v1/PlannedAction.ts';
import type { Context, Define } from '../context.ts';
import type { Output } from '../output.ts';
import { eventLine } from '../render/event.ts';
import { logTailLines } from '../render/sandbox.ts';
import { renderTable } from '../render/table.ts';
import { ageText, dueText, printable, timeText } from '../render/text.ts';

interface ExplainOptions {
  readonly verbose?: true;
}

export function addExplainCommands(program: Command, define: Define): void {
  const explain = program
    .command('explain <id>')
    .description('say why a sandbox is as it is and what will happen to it')
    .option('-v, --verbose', 'its last operations and events as well');
  define<ExplainOptions>(explain, explainSandbox);

  const credentials = program
    .command('credentials <id>')
    .description('print the token that the software inside expects (secret)');
  define(credentials, showCredentials);
}

async function explainSandbox(context: Context, [sandboxId = '']: readonly string[], options: ExplainOptions) {
  const { client, call, output } = context;
  const response = await client.explainSandbox({ sandboxId }, call);
  const now = new Date();
  await output.show('ExplainSandboxResponse', response, () => [
    ...response.sentences.map((sentence) => printable(withDeadlines(sentence, response.planned, now))),
    ...logTailLines(response.sandbox?.failure ?? null),
    ...(options.verbose ? historyLines(response, output) : []),
  ]);
  return undefined;
}

/** The daemon says when; a person asks how long until then. What is overdue keeps its time. */
function withDeadlines(sentence: string, planned: readonly PlannedAction__Output[], now: Date): string {
  return planned.reduce((text, { dueTime }) => {
    if (dueTime === null || timestampToDate(dueTime) < now) return text;
    return text.replace(` at ${timeText(dueTime)}`, ` ${dueText(dueTime, now)}`);
  }, sentence);
}

function historyLines(response: ExplainSandboxResponse__Output, output: Output): readonly string[] {
  const now = new Date();
  const columns = [
    { header: 'OPERATION', cell: ({ kind }: Operation__Output) => kind },
    { header: 'GENERATION', cell: ({ generation }: Operation__Output) => generation, align: 'right' as const },
    { header: 'PHASE', cell: ({ phase }: Operation__Output) => phase },
    { header: 'TRIES', cell: ({ attempts }: Operation__Output) => String(attempts), align: 'right' as const },
    { header: 'AGE', cell: ({ startTime }: Operation__Output) => ageText(startTime, now), align: 'right' as const },
    { header: 'ERROR', cell: ({ error }: Operation__Output) => error || '-', shrinks: true as const },
  ];
  const operations =
    response.operations.length > 0 ? ['', ...renderTable(response.operations, columns, output.layout)] : [];
  const events =
    response.events.length > 0 ? ['', ...response.events.map((event) => eventLine(event, output.paint))] : [];
  return [...operations, ...events];
}

async function showCredentials(context: Context, [sandboxId = '']: readonly string[]) {
  const { client, call, output } = context;
  const response = await client.getSandboxCredentials({ sandboxId }, call);
  await output.show('GetSandboxCredentialsResponse', response, () => (response.token ? [response.token] : []));
  if (response.token === '') await output.notice('Its template injects no token.');
  return undefined;
}
