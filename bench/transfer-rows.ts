// Rows about much data: output of a command, a file read and written, and what the daemon's memory grows by meanwhile.

import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { buildTar } from '../test/images/tar.ts';
import type { ContainerEngine } from './container-rows.ts';
import { type MeasuredDaemon, startDaemon } from './daemon.ts';
import { makeRow, median, type Row, timeMs, timePair, type Work } from './measure.ts';
import { type DockerClient, dockerClient, startTransferFloor, type TransferFloor } from './transfer-floor.ts';

const transferBytes = 100_000_000;
const pieceBytes = 256 * 1024;
const sampleMs = 20;
const flood = ['head', '-c', String(transferBytes), '/dev/zero'];
const workspaceFile = '/workspace/big';
const workspaceCopy = '/workspace/copy';
const rootFile = '/root-big';

/** Only on an engine whose execs and archives dockerode speaks. */
export async function transferRows(directory: string, engine: ContainerEngine, rounds: number): Promise<Row[]> {
  if (engine.name === 'fake') return [];
  // A root that can be written, so that its files can be measured too.
  const template = { ...engine.template, security: { class: 'compat' } };
  const place = { directory: path.join(directory, 'transfers'), template };
  const daemon = await startDaemon({ ...place, runtimes: engine.runtimes(engine.socketPath) });
  const floor = await startTransferFloor(directory, engine.socketPath);
  try {
    const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 'transfers' } });
    const names = { sandboxId: sandbox?.id ?? '', container: sandbox?.containerName ?? '' };
    const bench = new TransferBench({ directory, engine, daemon, floor, rounds, ...names });
    const growth = watchGrowth(daemon, floor);
    const rows = [await bench.stdout(), await bench.write(), await bench.read()];
    return [...rows, makeRow({ ...bench.labels('rss_transfers', 'MB'), ...growth.end(), against: 'the floor server' })];
  } finally {
    await daemon.client.releaseAllSandboxes({ all: true, force: true, wait: true });
    await floor.stop();
    await daemon.stop();
  }
}

interface Options {
  readonly directory: string;
  readonly engine: ContainerEngine;
  readonly daemon: MeasuredDaemon;
  readonly floor: TransferFloor;
  readonly rounds: number;
  readonly sandboxId: string;
  readonly container: string;
}

class TransferBench {
  readonly #options: Options;
  readonly #docker: DockerClient | null;
  readonly #hostFile: string;
  readonly #content = Buffer.alloc(transferBytes, 'sandkeep');

  constructor(options: Options) {
    this.#options = options;
    this.#docker = dockerClient(options.engine.socketPath);
    this.#hostFile = path.join(options.directory, 'big');
    writeFileSync(this.#hostFile, this.#content);
  }

  async stdout(): Promise<Row> {
    const { daemon, floor, sandboxId, container } = this.#options;
    const run = async (): Promise<void> => {
      const call = daemon.client.exec({ start: { sandboxId, argv: flood } });
      let bytes = 0;
      for await (const { data } of call.output) bytes += data.length;
      requireAll(bytes);
      await call.exit;
    };
    return await this.#row('exec_stdout_100mb', run, async () => requireAll(await floor.exec(container, flood)), {
      'docker exec': this.#client(['exec', container, ...flood]),
    });
  }

  async write(): Promise<Row> {
    const { floor, container } = this.#options;
    const archive = buildTar([{ path: path.basename(workspaceCopy), kind: 'file', content: this.#content }]);
    const put = async (): Promise<void> => floor.put(container, path.dirname(workspaceCopy), archive);
    return await this.#row('file_write_100mb', () => this.#write(workspaceFile), put, {
      'docker cp': this.#client(['cp', this.#hostFile, `${container}:${workspaceCopy}`]),
      'a file of the root': () => this.#write(rootFile),
      'docker cp to the root': this.#client(['cp', this.#hostFile, `${container}:/root-copy`]),
    });
  }

  /** Of what write has written. */
  async read(): Promise<Row> {
    const { floor, container } = this.#options;
    const get = async (): Promise<void> => requireAll(await floor.get(container, workspaceFile));
    return await this.#row('file_read_100mb', () => this.#read(workspaceFile), get, {
      'docker cp': this.#client(['cp', `${container}:${workspaceFile}`, '-']),
      'a file of the root': () => this.#read(rootFile),
      'docker cp of the root': this.#client(['cp', `${container}:${rootFile}`, '-']),
    });
  }

  labels(name: string, unit: Row['unit']): Pick<Row, 'name' | 'unit' | 'engine'> {
    return { name, unit, engine: this.#options.engine.name };
  }

  async #row(name: string, value: Work, floor: Work, others: Readonly<Record<string, Work | null>>): Promise<Row> {
    const { rounds } = this.#options;
    const pair = await timePair(rounds, value, floor, 1);
    const beside: { name: string; value: number | null }[] = [];
    for (const [other, work] of Object.entries(others)) {
      beside.push({ name: other, value: work === null ? null : await medianMs(rounds, work) });
    }
    const row = makeRow({ ...this.labels(name, 'ms'), ...pair, against: 'dockerode and a bare grpc-js stream' });
    return { ...row, beside };
  }

  #client(clientArguments: readonly string[]): Work | null {
    const docker = this.#docker;
    return docker === null ? null : () => docker(clientArguments);
  }

  async #write(file: string): Promise<void> {
    const { daemon, sandboxId } = this.#options;
    const content = this.#content;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < content.length; at += pieceBytes) yield content.subarray(at, at + pieceBytes);
    }
    const { entry } = await daemon.client.writeFile({ sandboxId, path: file }, pieces());
    requireAll(Number(entry?.sizeBytes));
  }

  async #read(file: string): Promise<void> {
    const { daemon, sandboxId } = this.#options;
    let bytes = 0;
    for await (const { data } of daemon.client.readFile({ sandboxId, path: file })) bytes += data.length;
    requireAll(bytes);
  }
}

function requireAll(bytes: number): void {
  if (bytes < transferBytes) throw new Error(`${bytes} bytes came`);
}

async function medianMs(rounds: number, work: Work): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await timeMs(work));
  return Math.round(median(times));
}

/** The most that both took above what they take now. */
function watchGrowth(daemon: MeasuredDaemon, floor: TransferFloor): { end(): { value: number; floor: number } } {
  const resident = [(): number => daemon.process.residentMb(), (): number => floor.residentMb()];
  const before = resident.map((read) => read());
  const most = [...before];
  const look = (): void => resident.forEach((read, index) => (most[index] = Math.max(most[index] ?? 0, read())));
  const timer = setInterval(look, sampleMs);
  return {
    end: () => {
      clearInterval(timer);
      look();
      const [value = 0, floorValue = 0] = most.map((mb, index) => mb - (before[index] ?? 0));
      return { value, floor: floorValue };
    },
  };
}
