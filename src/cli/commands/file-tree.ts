// Changes of the files inside sandboxes, searches in them, and watches.
import type { Command } from 'commander';
import type { LineMatch__Output } from '../../gen/sandkeep/v1/LineMatch.ts';
import type { WatchFilesResponse__Output } from '../../gen/sandkeep/v1/WatchFilesResponse.ts';
import { type Context, type Define, newRequestId } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { collect, parseCount, parseFileMode, present } from '../parse.ts';
import { enumWord, printable } from '../render/text.ts';
import { fileColumns } from './file-columns.ts';

interface SearchOptions {
  readonly limit?: number;
  readonly exclude?: readonly string[];
}

interface GlobOptions extends SearchOptions {
  readonly hidden?: true;
}

interface PatternOptions {
  readonly regex?: true;
  readonly ignoreCase?: true;
}

interface GrepOptions extends SearchOptions, PatternOptions {
  readonly include?: readonly string[];
  readonly context?: number;
}

interface ReplaceOptions extends PatternOptions {
  readonly limit?: number;
  readonly ifMatch?: string;
}

export function addFileTreeCommands(files: Command, define: Define): void {
  const mkdir = files
    .command('mkdir <id> <path>')
    .description('make a directory; one that is there is fine')
    .option('--mode <bits>', 'permission bits, for example 755', parseFileMode)
    .option('-p, --parents', 'make missing directories');
  define<{ readonly mode?: number; readonly parents?: true }>(mkdir, makeDirectory);
  const rm = files
    .command('rm <id> <path>')
    .description('remove a file, a link, or a directory')
    .option('-r, --recursive', 'a directory with all that is in it')
    .option('-f, --force', 'a missing one is fine');
  define<{ readonly recursive?: true; readonly force?: true }>(rm, removeFile);
  const mv = files
    .command('mv <id> <from> <to>')
    .description('move or rename')
    .option('-f, --force', 'replace a file that is there');
  define<{ readonly force?: true }>(mv, moveFile);
  define(files.command('chmod <id> <mode> <path>').description('set permission bits, for example 755'), chmodFile);
  addSearchCommands(files, define);
  const watch = files
    .command('watch <id> <path>')
    .description('print what changes in a directory of a mount until Ctrl-C')
    .option('-r, --recursive', 'also in directories below');
  define<{ readonly recursive?: true }>(watch, watchFiles);
}

function addSearchCommands(files: Command, define: Define): void {
  const glob = files
    .command('glob <id> <path> <pattern>')
    .description('find entries below a directory by name, for example "**/*.ts"')
    .option('--limit <count>', 'entries at most', parseCount)
    .option('--exclude <name>', 'leave out by name, with all below; may be repeated', collect)
    .option('--hidden', 'also names that begin with a dot');
  define<GlobOptions>(glob, globFiles);
  const grep = files
    .command('grep <id> <pattern> <path>')
    .description('find lines in a file, or in the files below a directory')
    .option('-E, --regex', 'the pattern is a JavaScript regular expression')
    .option('-i, --ignore-case', 'upper and lower case are the same')
    .option('-C, --context <lines>', 'lines shown around each', parseCount)
    .option('--include <glob>', 'only files like it; may be repeated', collect)
    .option('--exclude <name>', 'leave out by name, with all below; may be repeated', collect)
    .option('--limit <count>', 'lines at most', parseCount);
  define<GrepOptions>(grep, grepFiles);
  const replace = files
    .command('replace <id> <path> <pattern> <replacement>')
    .description('replace text in a file, in one step')
    .option('-E, --regex', 'the pattern is a JavaScript regular expression')
    .option('-i, --ignore-case', 'upper and lower case are the same')
    .option('--limit <count>', 'replacements at most', parseCount)
    .option('--if-match <etag>', 'fail when the file has another etag');
  define<ReplaceOptions>(replace, replaceInFile);
}

async function makeDirectory(
  { client, call, output }: Context,
  [sandboxId = '', path = '']: readonly string[],
  options: { readonly mode?: number; readonly parents?: true },
) {
  const createParents = options.parents === true;
  const request = { sandboxId, path, createParents, ...present({ mode: options.mode }), requestId: newRequestId() };
  await output.show('MakeDirectoryResponse', await client.makeDirectory(request, call), () => [printable(path)]);
  return undefined;
}

async function removeFile(
  { client, call, output }: Context,
  [sandboxId = '', path = '']: readonly string[],
  options: { readonly recursive?: true; readonly force?: true },
) {
  const [recursive, allowMissing] = [options.recursive === true, options.force === true];
  const request = { sandboxId, path, recursive, allowMissing, requestId: newRequestId() };
  const response = await client.removeFile(request, call);
  await output.show('RemoveFileResponse', response, () => (response.removed ? [printable(path)] : []));
  return undefined;
}

async function moveFile(
  { client, call, output }: Context,
  [sandboxId = '', fromPath = '', toPath = '']: readonly string[],
  options: { readonly force?: true },
) {
  const request = { sandboxId, fromPath, toPath, overwrite: options.force === true, requestId: newRequestId() };
  await output.show('MoveFileResponse', await client.moveFile(request, call), () => [printable(toPath)]);
  return undefined;
}

async function chmodFile({ client, call, output }: Context, [sandboxId = '', bits = '', path = '']: readonly string[]) {
  const request = { sandboxId, path, mode: parseFileMode(bits), requestId: newRequestId() };
  await output.show('ChmodFileResponse', await client.chmodFile(request, call), () => [printable(path)]);
  return undefined;
}

async function globFiles(
  { client, call, output }: Context,
  [sandboxId = '', path = '', pattern = '']: readonly string[],
  options: GlobOptions,
) {
  const { entries, truncated } = await client.globFiles(
    {
      sandboxId,
      path,
      pattern,
      includeHidden: options.hidden === true,
      ...present({ limit: options.limit, exclude: mutable(options.exclude) }),
    },
    call,
  );
  await output.list({
    key: 'entries',
    messageName: 'FileEntry',
    rows: entries,
    columns: fileColumns('path'),
    whenEmpty: 'Nothing matches.',
  });
  if (truncated) await output.notice('There are more; see --limit.');
  return undefined;
}

async function grepFiles(
  { client, call, output }: Context,
  [sandboxId = '', pattern = '', path = '']: readonly string[],
  options: GrepOptions,
) {
  const response = await client.grepFiles(
    {
      sandboxId,
      path,
      pattern,
      regex: options.regex === true,
      ignoreCase: options.ignoreCase === true,
      ...present({
        contextLines: options.context,
        limit: options.limit,
        include: mutable(options.include),
        exclude: mutable(options.exclude),
      }),
    },
    call,
  );
  await output.show('GrepFilesResponse', response, () => response.matches.flatMap(matchLines));
  if (response.truncated) await output.notice('There are more; see --limit.');
  return response.matches.length === 0 ? exitCodes.otherError : undefined;
}

/** As grep prints them: the line with ":", what is around it with "-". */
function matchLines({ path, lineNumber, line, before, after }: LineMatch__Output): readonly string[] {
  const around = (text: string, number: number): string => printable(`${path}-${number}-${text}`);
  return [
    ...before.map((text, index) => around(text, lineNumber - before.length + index)),
    printable(`${path}:${lineNumber}:${line}`),
    ...after.map((text, index) => around(text, lineNumber + 1 + index)),
    ...(before.length + after.length > 0 ? ['--'] : []),
  ];
}

async function replaceInFile(
  { client, call, output }: Context,
  [sandboxId = '', path = '', pattern = '', replacement = '']: readonly string[],
  options: ReplaceOptions,
) {
  const response = await client.replaceInFile(
    {
      sandboxId,
      path,
      pattern,
      replacement,
      regex: options.regex === true,
      ignoreCase: options.ignoreCase === true,
      requestId: newRequestId(),
      ...present({ limit: options.limit, ifMatch: options.ifMatch }),
    },
    call,
  );
  const { count } = response;
  await output.show('ReplaceInFileResponse', response, () => [`${count} replaced`]);
  if (count > 0) return undefined;
  throw new CommandFailure('the text is not in the file', exitCodes.otherError, 'Look with "sandkeep files grep".');
}

async function watchFiles(
  { client, call, output }: Context,
  [sandboxId = '', path = '']: readonly string[],
  options: { readonly recursive?: true },
) {
  const request = { sandboxId, path, recursive: options.recursive === true };
  for await (const frame of client.watchFiles(request, call)) {
    await output.show('WatchFilesResponse', frame, () => watchLines(frame));
  }
  return undefined;
}

function watchLines({ change, overflow }: WatchFilesResponse__Output): readonly string[] {
  if (overflow) return ['some changes are missing here'];
  return change ? [`${enumWord(change.kind, 'FILE_CHANGE_KIND_')}  ${printable(change.path)}`] : [];
}

function mutable(texts: readonly string[] | undefined): string[] | undefined {
  return texts === undefined ? undefined : [...texts];
}
