// What is wrong with the daemon and its host; of use also while no daemon answers.
import type { Command } from 'commander';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SandkeepRpcError } from '../../client/errors.ts';
import type { JsonObject } from '../../client/json.ts';
import type { Context, Define } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { describeFailure } from '../failure.ts';
import type { Style } from '../render/table.ts';
import { enumWord, printable } from '../render/text.ts';

interface DoctorOptions {
  readonly repair?: true;
  readonly config?: string;
}

interface Finding {
  readonly check: string;
  readonly severity: string;
  readonly message: string;
  readonly remedy: string;
  readonly repairable: boolean;
}

const offlineTimeoutMs = 120_000;
const maxOutputBytes = 4_194_304;
/** As far from src/cli/commands as from dist/cli/commands. */
const daemonProgram = fileURLToPath(new URL('../../../bin/sandkeepd.js', import.meta.url));
const run = promisify(execFile);
const styles: Readonly<Record<string, Style>> = { error: 'red', warning: 'yellow', notice: 'cyan', ok: 'green' };

export function addDoctorCommand(program: Command, define: Define): void {
  const doctor = program
    .command('doctor')
    .description('say what is wrong with the daemon and its host, and what ends it; also without a daemon')
    .option('--repair', 'also do what is safe: modes that are too wide, a reconcile pass')
    .option('--config <file>', "the daemon's config, for when it does not answer");
  define<DoctorOptions>(doctor, examine);
}

async function examine(context: Context, _args: readonly string[], options: DoctorOptions) {
  const findings = await findingsOf(context, options);
  const { output } = context;
  if (output.isJson) await output.json({ findings: findings.map((finding): JsonObject => ({ ...finding })) });
  else await output.lines(findings.flatMap((finding) => linesOf(finding, context)));
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.precondition : exitCodes.ok;
}

async function findingsOf(context: Context, options: DoctorOptions): Promise<readonly Finding[]> {
  const { client, call } = context;
  try {
    const { findings } = await client.doctor({ repair: options.repair === true }, { ...call, retry: false });
    return findings.map(({ severity, ...finding }) => ({
      ...finding,
      severity: enumWord(severity, 'DOCTOR_SEVERITY_'),
    }));
  } catch (error) {
    if (!(error instanceof SandkeepRpcError) || error.status !== 'UNAVAILABLE') throw error;
    const { message, hint } = describeFailure(error, client.socketPath);
    const away = { check: 'daemon', severity: 'error', message, remedy: hint, repairable: false };
    return [away, ...(await findingsWithoutDaemon(context, options))];
  }
}

/** The daemon's program knows its config and its files; this one knows only the socket. */
async function findingsWithoutDaemon({ io, signal }: Context, options: DoctorOptions): Promise<readonly Finding[]> {
  const config = options.config === undefined ? [] : ['--config', options.config];
  const repair = options.repair === true ? ['--repair'] : [];
  const { stdout } = await run(process.execPath, [daemonProgram, '--doctor', ...repair, ...config], {
    env: { ...io.env },
    signal,
    timeout: offlineTimeoutMs,
    maxBuffer: maxOutputBytes,
  });
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  return findings;
}

function linesOf({ check, severity, message, remedy, repairable }: Finding, { output }: Context): readonly string[] {
  const word = output.paint(styles[severity] ?? 'cyan', severity.padEnd('warning'.length));
  const end = repairable ? `${remedy}, or sandkeep doctor --repair` : remedy;
  return [`${word}  ${printable(`${check}: ${message}`)}`, ...(end === '' ? [] : [`         ${printable(end)}`])];
}
