import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { temporary } from '../../support/daemon.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const released = path.join(root, 'test/released/contract.binpb');
const contract = 'proto/sandkeep/v1';

interface End {
  readonly code: number | string | null | undefined;
  readonly output: string;
}

/** In a tree that has nothing but the contract. */
async function buf(directory: string, ...args: readonly string[]): Promise<End> {
  return await new Promise((resolve) => {
    execFile(path.join(root, 'node_modules/.bin/buf'), args, { cwd: directory }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    );
  });
}

describe('the contract', () => {
  let directory: string;

  beforeEach(() => {
    directory = temporary();
    for (const name of ['buf.yaml', 'proto'])
      cpSync(path.join(root, name), path.join(directory, name), { recursive: true });
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const breaking = async () => await buf(directory, 'breaking', '--against', released);

  function change(file: string, from: string, to: string): void {
    const target = path.join(directory, contract, file);
    const text = readFileSync(target, 'utf8');
    expect(text).toContain(from);
    writeFileSync(target, text.replace(from, to));
  }

  it('breaks no client of the last release', async () => {
    expect(await breaking()).toEqual({ code: 0, output: '' });
  });

  it('may grow', async () => {
    change('tool_service.proto', 'message ListToolsRequest {', 'message ListToolsRequest {\n  bool newer = 900;');
    expect(await breaking()).toEqual({ code: 0, output: '' });
  });

  it.each([
    ['a field that is taken away', 'tool_service.proto', '  string server_name = 2;\n', ''],
    ['a field of another type', 'tool_service.proto', 'string server_name = 2;', 'int64 server_name = 2;'],
    ['a number that means something else', 'common.proto', 'SANDBOX_STATE_WARM = 2;', 'SANDBOX_STATE_WARM = 99;'],
    ['a method that is taken away', 'tool_service.proto', 'rpc CheckHealth(', 'rpc CheckTools('],
    ['another package of Java', 'common.proto', '"dev.sandkeep.v1"', '"dev.other.v1"'],
  ])('is refused with %s', async (_what, file, from, to) => {
    change(file, from, to);
    const { code, output } = await breaking();
    expect(code).toBe(100);
    expect(output).toContain(file);
  });

  it('says where each language puts what is generated', () => {
    for (const name of readdirSync(path.join(root, contract)).filter((each) => each.endsWith('.proto'))) {
      const text = readFileSync(path.join(root, contract, name), 'utf8');
      expect(text, name).toContain('option go_package = "github.com/sandkeep/sandkeep/gen/go/sandkeep/v1;sandkeepv1";');
      expect(text, name).toContain('option java_package = "dev.sandkeep.v1";');
      expect(text, name).toContain('option java_multiple_files = true;');
      expect(text, name).toContain('package sandkeep.v1;');
    }
  });
});
