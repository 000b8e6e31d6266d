// A call of every method by the client of the npm package, as docs/API.md shows them. They are checked by the compiler and
// not run: what is done in one place is undone in another.
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';

import type { SandkeepClient } from 'sandkeep/client';

const session = { user: 'ada', session: 's1' };
const sandboxId = '01m7xz5y331k';
const path = '/mnt/user-data/workspace/a.txt';

export async function sandboxService(client: SandkeepClient): Promise<void> {
  // AcquireSandbox
  const acquired = await client.acquireSandbox(
    { session, template: 'python', requestId: randomUUID() },
    { retry: true },
  );
  console.log(acquired.outcome, acquired.sandbox?.id, acquired.endpoint?.url);
  // CreateSandbox
  const created = await client.createSandbox({ session, requestId: randomUUID() }, { retry: true });
  console.log(created.sandbox?.id);
  // GetSandbox
  const { sandbox, liveness } = await client.getSandbox({ sandboxId, view: 'SANDBOX_VIEW_LIVE' }, { retry: true });
  console.log(sandbox?.state, liveness);
  // ListSandboxes
  const page = await client.listSandboxes({ filter: { user: 'ada', labels: { team: 'search' } } }, { retry: true });
  console.log(page.sandboxes.length, page.nextPageToken);
  // UpdateSandbox
  const labels = { team: 'search' };
  await client.updateSandbox({
    sandbox: { id: sandboxId, labels },
    updateMask: { paths: ['labels'] },
    requestId: randomUUID(),
  });
  // StartSandbox
  const started = await client.startSandbox({ sandboxId, requestId: randomUUID() }, { retry: true });
  console.log(started.endpoint?.url);
  // StopSandbox
  await client.stopSandbox({ sandboxId, requestId: randomUUID(), grace: { seconds: 10 } }, { retry: true });
  // PauseSandbox
  await client.pauseSandbox({ sandboxId, requestId: randomUUID() }, { retry: true });
  // ResumeSandbox
  await client.resumeSandbox({ sandboxId, requestId: randomUUID() }, { retry: true });
  // ReleaseSandbox
  await client.releaseSandbox({ sandboxId, requestId: randomUUID(), wait: true }, { retry: true });
  // ReleaseAllSandboxes
  const released = await client.releaseAllSandboxes({ filter: { namespace: 'tests' }, requestId: randomUUID() });
  console.log(released.matched, released.released);
  // RestoreSandbox
  const restored = await client.restoreSandbox({ sandboxId, requestId: randomUUID() }, { retry: true });
  console.log(restored.sandbox?.generation);
  // KeepAliveSandbox
  await client.keepAliveSandbox({ sandboxId }, { retry: true });
  // ExplainSandbox
  const { sentences } = await client.explainSandbox({ sandboxId }, { retry: true });
  console.log(sentences.join('\n'));
  // DiscoverSandbox
  const found = await client.discoverSandbox({ session }, { retry: true });
  console.log(found.sandbox?.id ?? found.message);
  // GetSandboxCredentials
  const { token } = await client.getSandboxCredentials({ sandboxId }, { retry: true });
  console.log(token.length);
}

export async function sessionService(client: SandkeepClient): Promise<void> {
  // GetSession
  const { session: read } = await client.getSession({ session }, { retry: true });
  console.log(read?.state, read?.sandboxes.length);
  // ListSessions
  const { sessions } = await client.listSessions({ states: ['SESSION_STATE_RECYCLED'] }, { retry: true });
  console.log(sessions.length);
  // Heartbeat
  const { needsRestore } = await client.heartbeat({ session, heartbeatTimeout: { seconds: 60 } }, { retry: true });
  console.log(needsRestore);
  // ReleaseSession
  await client.releaseSession({ session, requestId: randomUUID() }, { retry: true });
  // ReapSession
  const { recycled } = await client.reapSession({ session, requestId: randomUUID() }, { retry: true });
  console.log(recycled);
  // RestoreSession
  await client.restoreSession({ session, requestId: randomUUID() }, { retry: true });
}

export async function execService(client: SandkeepClient): Promise<void> {
  // RunExec
  const run = await client.runExec({ sandboxId, shell: 'ls -l', requestId: randomUUID() }, { retry: true });
  console.log(run.exitCode, run.stdout.toString());
  // StreamExec
  const command = client.exec({ start: { sandboxId, execId: randomUUID(), argv: ['sort'], openStdin: true } });
  await command.write(Buffer.from('b\na\n'));
  command.end();
  for await (const { stream, data } of command.output) console.log(stream, data.toString());
  console.log((await command.exit).exit?.exitCode);
  // StartExec
  const { exec } = await client.startExec({ spec: { sandboxId, execId: 'server', shell: 'serve' } }, { retry: true });
  console.log(exec?.state);
  // GetExec
  console.log((await client.getExec({ sandboxId, execId: 'server' }, { retry: true })).exec?.exit);
  // ListExecs
  const { execs } = await client.listExecs({ sandboxId }, { retry: true });
  console.log(execs.map(({ execId }) => execId));
  // SignalExec
  await client.signalExec({ sandboxId, execId: 'server', signal: 'SIGTERM', requestId: randomUUID() }, { retry: true });
  // WaitExec
  const ended = await client.waitExec({ sandboxId, execId: 'server' }, { retry: true });
  console.log(ended.exec?.exit?.cause);
}

export async function fileService(client: SandkeepClient): Promise<void> {
  // ReadFile
  for await (const { data } of client.readFile({ sandboxId, path })) process.stdout.write(data);
  // WriteFile
  const { entry } = await client.writeFile({ sandboxId, path, createParents: true }, createReadStream('a.txt'));
  console.log(entry?.sizeBytes);
  // StatFile
  console.log((await client.statFile({ sandboxId, path }, { retry: true })).entry?.etag);
  // ListFiles
  const { entries } = await client.listFiles({ sandboxId, path: '/mnt/user-data/workspace' }, { retry: true });
  console.log(entries.map((one) => one.path));
  // MakeDirectory
  await client.makeDirectory({ sandboxId, path: '/mnt/user-data/workspace/new', createParents: true });
  // RemoveFile
  await client.removeFile({ sandboxId, path, requestId: randomUUID() }, { retry: true });
  // MoveFile
  await client.moveFile({ sandboxId, fromPath: path, toPath: `${path}.old`, requestId: randomUUID() }, { retry: true });
  // ChmodFile
  await client.chmodFile({ sandboxId, path, mode: 0o600 });
  // GlobFiles
  const globbed = await client.globFiles({ sandboxId, path: '/mnt/user-data/workspace', pattern: '**/*.py' });
  console.log(globbed.entries.length);
  // GrepFiles
  const grepped = await client.grepFiles({ sandboxId, path: '/mnt/user-data/workspace', pattern: 'TODO' });
  for (const match of grepped.matches) console.log(match.path, match.lineNumber, match.line);
  // ReplaceInFile
  const replaced = await client.replaceInFile({
    sandboxId,
    path,
    pattern: 'a',
    replacement: 'b',
    requestId: randomUUID(),
  });
  console.log(replaced.count);
  // CopyIn
  await client.copyIn({ sandboxId, path: '/mnt/user-data/workspace' }, createReadStream('tree.tar'));
  // CopyOut
  const tar = client.copyOut({ sandboxId, path: '/mnt/user-data/workspace' });
  await pipeline(
    tar,
    async function* (frames) {
      for await (const { data } of frames) yield data;
    },
    createWriteStream('tree.tar'),
  );
  // WatchFiles
  for await (const frame of client.watchFiles({ sandboxId, path: '/mnt/user-data/workspace' })) console.log(frame);
}

export async function eventService(client: SandkeepClient): Promise<void> {
  // WatchEvents
  for await (const { event } of client.watchEvents({ afterSeq: '0', filter: { types: ['sandbox.state'] } })) {
    // After any end, ask again with the last number: none is missed, and none comes twice.
    if (event) console.log(event.seq, event.sandboxId, event.newState);
  }
  // ListEvents
  const { events } = await client.listEvents({ filter: { sandboxId }, newestFirst: true }, { retry: true });
  console.log(events.map(({ reason }) => reason));
}

export async function templateService(client: SandkeepClient): Promise<void> {
  // ListTemplates
  const { templates } = await client.listTemplates({}, { retry: true });
  console.log(templates.map(({ name }) => name));
  // GetTemplate
  console.log((await client.getTemplate({ template: 'python' }, { retry: true })).template?.image);
  // PullImage
  for await (const { layer, currentBytes } of client.pullImage({ template: 'python' }))
    console.log(layer, currentBytes);
  // ListPools
  console.log((await client.listPools({}, { retry: true })).pools.length);
  // GetPool
  console.log((await client.getPool({ template: 'python' }, { retry: true })).pool?.warm);
  // PausePool
  await client.pausePool({ template: 'python' }, { retry: true });
  // ResumePool
  await client.resumePool({ template: 'python' }, { retry: true });
  // DrainPool
  console.log((await client.drainPool({ template: 'python' }, { retry: true })).released);
  // PrewarmPool
  await client.prewarmPool({ template: 'python', count: 10, wait: true });
}

export async function toolService(client: SandkeepClient): Promise<void> {
  // CheckHealth
  console.log((await client.checkHealth({ sandboxId }, { retry: true })).healthy);
  // ListTools
  const { tools } = await client.listTools({ sandboxId }, { retry: true });
  console.log(tools.map(({ name, inputSchemaJson }) => [name, inputSchemaJson]));
  // CallTool
  const argumentsJson = JSON.stringify({ command: 'ls' });
  const result = await client.callTool({
    sandboxId,
    toolName: 'run_shell_command',
    argumentsJson,
    requestId: randomUUID(),
  });
  console.log(result.isError, result.content[0]?.text);
  // AddMcpServers
  const serversJson = JSON.stringify({ mcpServers: { time: { command: 'mcp-time' } } });
  await client.addMcpServers({ sandboxId, serversJson, requestId: randomUUID() }, { retry: true });
}

export async function logService(client: SandkeepClient): Promise<void> {
  // StreamLogs
  for await (const frame of client.streamLogs({ sandboxId, follow: true })) console.log(frame);
}

export async function statsService(client: SandkeepClient): Promise<void> {
  // GetStats
  console.log((await client.getStats({ sandboxId, includeDisk: true }, { retry: true })).stats?.memoryBytes);
  // StreamStats
  for await (const { stats } of client.streamStats({ interval: { seconds: 5 } })) console.log(stats.length);
}

export async function adminService(client: SandkeepClient): Promise<void> {
  // GetInfo
  const { version, status, degraded } = await client.getInfo({}, { retry: true });
  console.log(version, status, degraded);
  // Reconcile
  console.log((await client.reconcile({}, { retry: true })).counters);
  // RunSweep
  console.log((await client.runSweep({ loop: 'idle' }, { retry: true })).counters);
  // PauseLoop
  await client.pauseLoop({ loop: 'idle' }, { retry: true });
  // ResumeLoop
  await client.resumeLoop({ loop: 'idle' }, { retry: true });
  // Drain
  console.log((await client.drain({ timeout: { seconds: 30 }, requestId: randomUUID() }, { retry: true })).operations);
  // Reload
  console.log((await client.reload({ dryRun: true })).restartRequired);
  // ListOrphans
  const { orphans } = await client.listOrphans({}, { retry: true });
  console.log(orphans.map(({ containerName }) => containerName));
  // AdoptOrphan
  await client.adoptOrphan({ containerName: 'sandkeep-01m7xz-1', session, requestId: randomUUID() }, { retry: true });
  // RemoveOrphan
  await client.removeOrphan({ containerName: 'sandkeep-01m7xz-1', requestId: randomUUID() }, { retry: true });
  // Recover
  const { items } = await client.recover({ action: 'RECOVER_ACTION_SHOW' });
  console.log(items.map(({ message }) => message));
  // Backup
  console.log((await client.backup({}, { retry: true })).path);
  // Doctor
  const { findings } = await client.doctor({}, { retry: true });
  for (const { severity, message, remedy } of findings) console.log(severity, message, remedy);
  // GetMetrics
  process.stdout.write((await client.getMetrics({}, { retry: true })).text);
  // CreateToken
  const made = await client.createToken({ label: 'ci', role: 'ACCESS_ROLE_CLIENT', namespaces: ['ci'] });
  console.log(made.accessToken?.id, made.secret.length);
  // ListTokens
  console.log((await client.listTokens({}, { retry: true })).accessTokens.map(({ label }) => label));
  // RevokeToken
  await client.revokeToken({ tokenId: made.accessToken?.id ?? '' }, { retry: true });
}
