// The suites that need an engine, on each engine in turn, with one line of result each:
//   npm run test:engines [-- --only debian,current]

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { type EngineName, ensure, engineNames, ensureRegistry, isEngineName } from './engines.ts';
import { runWithEngine } from './run-with-engine.ts';

const root = path.resolve(import.meta.dirname, '../..');
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const suites = ['test/contract/docker.test.ts', 'test/contract/registry.test.ts', 'test/e2e'];

interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

interface EngineResult {
  readonly line: string;
  readonly isGreen: boolean;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const wanted = values.only?.split(',') ?? engineNames;
  const unknown = wanted.filter((name) => !isEngineName(name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}; there are ${engineNames.join(', ')}`);
    return 2;
  }
  const results: EngineResult[] = [];
  for (const name of wanted.filter(isEngineName)) results.push(await testOn(name));
  console.log(results.map(({ line }) => line).join('\n'));
  return results.every(({ isGreen }) => isGreen) ? 0 : 1;
}

async function testOn(name: EngineName): Promise<EngineResult> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sandkeep-engines-'));
  const report = path.join(directory, 'report.json');
  try {
    await ensure(name);
    await ensureRegistry();
    const startedAt = performance.now();
    const { exitCode, engine } = await runWithEngine(name, [
      process.execPath,
      vitest,
      'run',
      ...suites,
      `--root=${root}`,
      '--maxWorkers=1',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8')) as Counts;
    const counts = `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`;
    const version = `${engine.version} (API ${engine.apiVersion})`;
    // A suite that cannot be loaded has no tests that fail.
    const isGreen = exitCode === 0 && numPassedTests > 0;
    return { line: `${name} ${version}: ${counts}, ${seconds} s${isGreen ? '' : ', NOT GREEN'}`, isGreen };
  } catch (error) {
    return { line: `${name}: could not run: ${String(error)}`, isGreen: false };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
