import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { startDaemon } from '../support/daemon.ts';

test('a writer that falls silent is ended after a bound, and its file is not written (R9)', async () => {
  const daemon = await startDaemon({ config: { limits: { slow_reader_timeout: '300ms' } } });
  onTestFinished(() => daemon.dispose());
  const { sandbox } = await daemon.client.acquireSandbox({ session: { session: 's1' } });
  const sandboxId = sandbox?.id ?? '';
  let release: () => void = () => undefined;
  const silence = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half of it');
    await silence;
  }
  const path = '/mnt/user-data/half.txt';
  await expect(daemon.client.writeFile({ sandboxId, path }, content())).rejects.toMatchObject({
    reason: 'DEADLINE_PASSED',
  });
  release();
  expect(existsSync(join(sandbox?.workspacePath ?? '', 'half.txt'))).toBe(false);
});
