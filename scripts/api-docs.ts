// Writes docs/API.md from the comments of the contract, the tables of the client, and the calls of examples/api, which are
// checked by their compilers. With --check it fails when the file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { defaultTimeoutMs } from '../src/client/deadlines.ts';
import { isSafeToRepeat, RETRY_FIRST_DELAY_MS, RETRY_MAX_DELAY_MS } from '../src/client/retry.ts';
import { errorTable } from '../src/domain/errors.ts';
import { type Method, readContract, type Service, type Type } from './contract-comments.ts';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'docs/API.md');

/** What no table says of streams: whether they may be asked for again. */
const streamRetries: Readonly<Record<string, string>> = {
  CopyIn: 'with `overwrite`',
  CopyOut: 'yes, from the beginning',
  PullImage: 'yes',
  ReadFile: 'yes, with `offset` where it broke',
  StreamExec: 'under an `exec_id` of the caller; else attach',
  StreamLogs: 'yes, with `since`',
  StreamStats: 'yes',
  WatchEvents: 'yes, with `after_seq` of the last event',
  WatchFiles: 'yes; what changed meanwhile is not told',
  WriteFile: 'yes, but not with `append`',
};

/** What most callers need comes first. */
const order = ['Sandbox', 'Session', 'Exec', 'File', 'Tool', 'Log', 'Stats', 'Event', 'Template'];

const { services: unsorted, messages, enums } = readContract();
const services = unsorted.toSorted((one, other) => placeOf(one) - placeOf(other));
const methods = services.flatMap((service) => service.methods);
const examples = { TypeScript: examplesOf('calls.ts', '//'), Python: examplesOf('calls.py', '#') };
const content = [introduction(), index(), ...services.map(serviceText), typesText(), gaps()].join('\n\n') + '\n';

if (!process.argv.includes('--check')) writeFileSync(target, content);
else if (readOrEmpty(target) !== content) {
  console.error('docs/API.md differs, run "node scripts/api-docs.ts"');
  process.exitCode = 1;
}

function introduction(): string {
  return readFileSync(path.join(import.meta.dirname, 'api-introduction.md'), 'utf8')
    .trim()
    .replace('{first_delay}', `${RETRY_FIRST_DELAY_MS} ms`)
    .replace('{longest_delay}', `${RETRY_MAX_DELAY_MS} ms`);
}

function gaps(): string {
  return readFileSync(path.join(import.meta.dirname, 'api-gaps.md'), 'utf8').trim();
}

function placeOf({ name }: Service): number {
  const place = order.indexOf(name.replace('Service', ''));
  return place === -1 ? order.length : place;
}

function index(): string {
  const rows = services.map(({ name, methods }) => {
    const links = methods.map((method) => `[${method.name}](#${method.name.toLowerCase()})`);
    return `| [${name}](#${name.toLowerCase()}) | ${links.join(' · ')} |`;
  });
  return ['| service | methods |', '| --- | --- |', ...rows].join('\n');
}

function serviceText({ name, comment, methods }: Service): string {
  return [`## ${name}`, comment, ...methods.map(methodText)].join('\n\n');
}

function methodText(method: Method): string {
  const facts = [
    `- **Sends** ${method.requestStream ? 'a stream of ' : ''}\`${method.request}\`, **gets** ${method.responseStream ? 'a stream of ' : ''}\`${method.response}\``,
    `- **Safe to send again**: ${retryOf(method)}`,
    `- **Errors**: ${
      errorsOf(method)
        .map((reason) => `[${reason}](ERRORS.md)`)
        .join(', ') || 'none of its own'
    }`,
    `- **Limits**: ${limitsOf(method)}`,
  ];
  const calls = Object.entries(examples).map(
    ([language, calls]) => `\`\`\`${language.toLowerCase()}\n${found(calls, method.name, language)}\n\`\`\``,
  );
  return [
    `### ${method.name}`,
    method.comment,
    facts.join('\n'),
    ...[method.request, method.response].map(fieldsText),
    ...calls,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function retryOf({ name, request, requestStream, responseStream }: Method): string {
  if (requestStream || responseStream) return found(new Map(Object.entries(streamRetries)), name, 'retries of streams');
  if (isSafeToRepeat(name, {})) return 'yes';
  if (name === 'StartExec') return 'with an `exec_id` of the caller';
  const isNamed = messages.get(request)?.fields.some((field) => field.name === 'request_id');
  return isNamed ? 'with a `request_id`' : 'no';
}

/** The reasons that its comment names, and those of the methods that it refers to. */
function errorsOf(method: Method, seen: ReadonlySet<string> = new Set()): readonly string[] {
  if (seen.has(method.name)) return [];
  const [, listed = ''] = /Errors?:([\s\S]*)$/.exec(method.comment) ?? [];
  const others = methods.filter(
    ({ name }) =>
      new RegExp(`\\b${name}\\b`).test(listed) || (/none could be restored/.test(listed) && name === 'RestoreSandbox'),
  );
  const own = [...method.comment.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b|\bDRAINING\b/g)].map(([word]) => word);
  const inherited = others.flatMap((other) => errorsOf(other, new Set([...seen, method.name])));
  return [...new Set([...own, ...inherited])].filter((word) => word in errorTable).sort();
}

function limitsOf(method: Method): string {
  const texts = [method.request, method.response].flatMap((name) => [
    messages.get(name)?.comment ?? '',
    ...(messages.get(name)?.fields ?? []).map(({ comment }) => comment),
  ]);
  const keys = [method.comment, ...texts].flatMap((text) => [...text.matchAll(/\blimits\.\w+/g)].map(([key]) => key));
  const links = [...new Set(keys)].sort().map((key) => `[\`${key}\`](CONFIG.md)`);
  return [`clients wait ${timeText(defaultTimeoutMs(method.name, {}))} unless told otherwise`, ...links].join(', ');
}

function timeText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function fieldsText(name: string): string {
  const fields = messages.get(name)?.fields ?? [];
  return fields.length === 0 ? '' : table(name, fields);
}

function table(heading: string, fields: Type['fields']): string {
  const rows = fields.map(({ name, type, comment }) => `| \`${name}\` | ${typeText(type)} | ${cell(comment)} |`);
  return [`| ${heading} | | |`, '| --- | --- | --- |', ...rows].join('\n');
}

/** A link where the type is told of below. */
function typeText(type: string): string {
  const linked = type.replaceAll(/[A-Za-z][\w.]*/g, (word) =>
    isShared(word) ? `[${word}](#${word.toLowerCase()})` : word,
  );
  return linked.replace('<', '&lt;');
}

function isShared(name: string): boolean {
  const isOfMethod = methods.some(({ request, response }) => name === request || name === response);
  return !isOfMethod && (messages.has(name) || enums.has(name));
}

function typesText(): string {
  const shared = [...messages.values(), ...enums.values()].filter(({ name }) => isShared(name));
  const texts = shared
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ name, comment, fields }) =>
      `### ${name}\n\n${comment}\n\n${fields.length > 0 ? table(name, fields) : ''}`.trimEnd(),
    );
  return ['## Messages and enums', 'What several methods speak of, by name.', ...texts].join('\n\n');
}

function cell(comment: string): string {
  return comment
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}

/** The lines below each line that is a comment with nothing but the name of a method. */
function examplesOf(file: string, mark: string): ReadonlyMap<string, string> {
  const lines = readFileSync(path.join(root, 'examples/api', file), 'utf8').split('\n');
  const calls = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const name = new RegExp(`^ +${mark} ([A-Z][A-Za-z]+)$`).exec(line)?.[1];
    if (name !== undefined) calls.set(name, (current = []));
    else if (/^\S/.test(line)) current = undefined;
    else current?.push(line);
  }
  return new Map([...calls].map(([name, text]) => [name, dedented(text)]));
}

function dedented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return lines
    .map((line) => line.slice(least))
    .join('\n')
    .trimEnd();
}

function found<Value>(map: ReadonlyMap<string, Value>, name: string, where: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`${where}: nothing is said of ${name}`);
  return value;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
