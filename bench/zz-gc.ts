import path from 'node:path';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { insertRunning } from './record-rows.ts';
import { startDaemon } from './daemon.ts';
import { startProgram } from './process.ts';
import { temporary } from '../test/support/daemon.ts';
import { seedOf, startFakeEngine } from '../test/support/fake-engine.ts';
const directory = temporary();
const engine = await startFakeEngine({ directory });
for (const count of [10000]) {
  const place = path.join(directory, String(count)); mkdirSync(place);
  const { instanceId, ids } = await insertRunning(place, count);
  await engine.seed(seedOf(instanceId, ids, 'bench'));
  const daemon = await startDaemon({ directory: place, runtimes: { fake: { socket: engine.socketPath } }, template: { runtime: 'fake', image: 'fake:base' } });
  const split = () => { const s = readFileSync(`/proc/${daemon.process.pid}/status`, 'utf8'); return ['RssAnon','RssFile','VmHWM'].map(n => n+' '+(Number(new RegExp(n+':\\s+(\\d+)').exec(s)![1])/1024).toFixed(1)).join(' '); };
  console.log(count, 'ready', daemon.process.residentMb().toFixed(1), split(), daemon.process.tookMs.toFixed(0));
  let token = ''; const t = performance.now();
  do { token = (await daemon.client.listSandboxes({ pageSize: 100, pageToken: token })).nextPageToken; } while (token);
  console.log(count, 'listed', daemon.process.residentMb().toFixed(1), split(), ((performance.now()-t)/(count/100||1)).toFixed(1));
  await daemon.stop();
}
const idle = await startProgram([path.join(import.meta.dirname, 'floor-start.js')], '"event":"ready"');
console.log('floor', idle.residentMb().toFixed(1)); await idle.stop();
await engine.stop(); rmSync(directory, { recursive: true });
