// Files inside sandboxes.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import type { FileEntry__Output } from '../../gen/sandkeep/v1/FileEntry.ts';
import type { Context, Define } from '../context.ts';
import { UsageError } from '../failure.ts';
import { collect, parseCount, parseFileMode, present } from '../parse.ts';
import { bytesText, enumWord, timeText } from '../render/text.ts';
import { fileColumns, modeText } from './file-columns.ts';
import { addFileTreeCommands } from './file-tree.ts';

const STANDARD_STREAM = '-';

interface ReadOptions {
  readonly offset?: number;
  readonly limit?: number;
}

interface WriteOptions {
  readonly mode?: number;
  readonly parents?: true;
  readonly append?: true;
  readonly new?: true;
  readonly ifMatch?: string;
}

interface ListOptions {
  readonly depth?: number;
  readonly exclude?: readonly string[];
}

export function addFileCommands(program: Command, define: Define): void {
  defineRead(program.command('cat <id> <path>').description('print a file'), define);
  defineWrite(program, 'write <id> <path> [local]', define);
  const files = program.command('files').description('read, write, find and change files inside');
  const read = files
    .command('read <id> <path> [local]')
    .description('copy a file out, to standard output or a local file');
  defineRead(read, define);
  defineWrite(files, 'write <id> <path> [local]', define);
  const stat = files
    .command('stat <id> <path>')
    .description('show one file or directory')
    .option('-L, --follow', 'what a link leads to instead of the link');
  define<{ readonly follow?: true }>(stat, statFile);
  const list = files
    .command('ls <id> <path>')
    .description('list a directory')
    .option('--depth <levels>', 'levels below the directory', parseCount)
    .option('--exclude <name>', 'leave out by name, with all below; may be repeated', collect);
  define<ListOptions>(list, listFiles);
  addFileTreeCommands(files, define);
}

function defineRead(command: Command, define: Define): void {
  define<ReadOptions>(
    command.option('--offset <bytes>', 'first byte', parseCount).option('--limit <bytes>', 'bytes at most', parseCount),
    readFile,
  );
}

function defineWrite(parent: Command, usage: string, define: Define): void {
  const write = parent
    .command(usage)
    .description('copy a file in, from standard input or a local file; it appears whole or not at all')
    .option('--mode <bits>', 'permission bits, for example 644', parseFileMode)
    .option('-p, --parents', 'make missing directories')
    .option('--append', 'add to its end')
    .option('--new', 'fail if it exists')
    .option('--if-match <etag>', 'fail when the file has another etag');
  define<WriteOptions>(write, writeFile);
}

async function readFile(context: Context, [sandboxId = '', path = '', local]: readonly string[], options: ReadOptions) {
  const { client, call, output } = context;
  if (output.isJson) throw new UsageError('a file is not JSON', 'Leave --json away.');
  const chunks = client.readFile(
    { sandboxId, path, ...present({ offset: options.offset, limit: options.limit }) },
    call,
  );
  if (local === undefined || local === STANDARD_STREAM) {
    for await (const { data } of chunks) await output.bytes(data);
    return undefined;
  }
  // The first chunk says whether there is a file at all; only then is a local one touched.
  const first = await chunks.next();
  const target = createWriteStream(local);
  if (!first.done) target.write(first.value.data);
  for await (const { data } of chunks) {
    if (!target.write(data)) await once(target, 'drain');
  }
  target.end();
  await finished(target);
  return undefined;
}

async function writeFile(
  context: Context,
  [sandboxId = '', path = '', local]: readonly string[],
  options: WriteOptions,
) {
  const { client, call, output, io } = context;
  const source = local === undefined || local === STANDARD_STREAM ? io.stdin : createReadStream(local);
  const header = {
    sandboxId,
    path,
    createParents: options.parents === true,
    append: options.append === true,
    mustNotExist: options.new === true,
    ...present({ mode: options.mode, ifMatch: options.ifMatch }),
  };
  const response = await client.writeFile(header, source, call);
  await output.show('WriteFileResponse', response, () =>
    response.entry === null ? [] : [summaryLine(response.entry)],
  );
  return undefined;
}

async function statFile(
  context: Context,
  [sandboxId = '', path = '']: readonly string[],
  options: { readonly follow?: true },
) {
  const { client, call, output } = context;
  const response = await client.statFile({ sandboxId, path, followLink: options.follow === true }, call);
  const { entry } = response;
  await output.show('StatFileResponse', response, () =>
    entry === null
      ? []
      : output.block([
          ['path', entry.path],
          ['kind', enumWord(entry.kind, 'FILE_KIND_')],
          ['size', `${entry.sizeBytes} (${bytesText(Number(entry.sizeBytes))})`],
          ['mode', modeText(entry.mode)],
          ['owner', `${entry.uid}:${entry.gid}`],
          ['modified', timeText(entry.modifyTime)],
          ['link to', entry.linkTarget],
          ['etag', entry.etag],
        ]),
  );
  return undefined;
}

async function listFiles(context: Context, [sandboxId = '', path = '']: readonly string[], options: ListOptions) {
  const { client, call, output } = context;
  const entries: FileEntry__Output[] = [];
  let pageToken = '';
  do {
    const page = await client.listFiles(
      { sandboxId, path, pageToken, exclude: [...(options.exclude ?? [])], ...present({ depth: options.depth }) },
      call,
    );
    entries.push(...page.entries);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  await output.list({
    key: 'entries',
    messageName: 'FileEntry',
    rows: entries,
    columns: fileColumns((options.depth ?? 1) > 1 ? 'path' : 'name'),
    whenEmpty: 'The directory is empty.',
  });
  return undefined;
}

function summaryLine({ path, sizeBytes }: FileEntry__Output): string {
  return `${path}  ${bytesText(Number(sizeBytes))}`;
}
