// What a reload changes, and which changes wait for a restart.

import type { Settings } from '../domain/settings.ts';
import type { Template } from '../domain/template.ts';
import { canonicalJson } from './digest.ts';

export interface ReloadPlan {
  /** Keys of the config that take effect now. */
  readonly applied: readonly string[];
  readonly restartRequired: readonly string[];
  /** Templates that were added, removed or changed. */
  readonly changedTemplates: readonly string[];
  /** What is in force from now on: the new settings, with the old values of what waits for a restart. */
  readonly settings: Settings;
}

type Change = 'live' | 'restart';

/** Each value of Settings outside templates, by its path: the key of the config it comes from, and when it changes. */
export const settingKeys: Readonly<Record<string, readonly [key: string, change: Change]>> = {
  'paths.stateDir': ['state_dir', 'restart'],
  'paths.dataDir': ['data_dir', 'restart'],
  'paths.socketPath': ['socket', 'restart'],
  'paths.socketMode': ['socket_mode', 'restart'],
  'paths.socketDirectoryMode': ['socket_directory_mode', 'restart'],
  'paths.socketGroup': ['socket_group', 'restart'],
  logLevel: ['log_level', 'live'],
  onShutdown: ['on_shutdown', 'live'],
  drainTimeoutMs: ['drain_timeout', 'live'],
  defaultTemplate: ['default_template', 'live'],
  allowedHostMounts: ['allowed_host_mounts', 'live'],
  allowedWorkspaceDirs: ['allowed_workspace_dirs', 'live'],
  allowedStoragePaths: ['storage.allowed_paths', 'live'],
  reservedMountTargets: ['reserved_mount_targets', 'live'],
  'runtimes.docker.enabled': ['runtimes.docker.enabled', 'restart'],
  'runtimes.docker.host': ['runtimes.docker.host', 'restart'],
  'runtimes.docker.dockerConfigDir': ['runtimes.docker.config_dir', 'restart'],
  'runtimes.docker.containerPrefix': ['runtimes.docker.container_prefix', 'restart'],
  'runtimes.docker.accessHost': ['runtimes.docker.access_host', 'restart'],
  'runtimes.docker.publishHost': ['runtimes.docker.publish_host', 'restart'],
  'runtimes.docker.portRange': ['runtimes.docker.port_range', 'restart'],
  'runtimes.docker.hostDataDir': ['runtimes.docker.host_data_dir', 'restart'],
  'runtimes.docker.allowedOciRuntimes': ['runtimes.docker.allowed_oci_runtimes', 'restart'],
  'runtimes.docker.maxConnections': ['runtimes.docker.max_connections', 'restart'],
  'runtimes.local.enabled': ['runtimes.local.enabled', 'restart'],
  'runtimes.local.allowHostExec': ['runtimes.local.allow_host_exec', 'restart'],
  'runtimes.local.bubblewrapPath': ['runtimes.local.bubblewrap_path', 'restart'],
  'runtimes.local.maxHeldInstances': ['runtimes.local.max_held_instances', 'restart'],
  'runtimes.fake.enabled': ['runtimes.fake.socket', 'restart'],
  'runtimes.fake.socketPath': ['runtimes.fake.socket', 'restart'],
  'loops.idleCheckIntervalMs': ['idle_check_interval', 'live'],
  'loops.releasedCheckIntervalMs': ['released_check_interval', 'live'],
  'loops.reconcileIntervalMs': ['reconcile_interval', 'live'],
  'loops.retentionIntervalMs': ['retention_interval', 'live'],
  'loops.releasedTtlMs': ['released_ttl', 'live'],
  'loops.releasedMaxDeletions': ['released_max_deletions', 'live'],
  'loops.idleMaxItems': ['limits.idle_max_items', 'live'],
  'loops.poolCheckIntervalMs': ['pool_check_interval', 'live'],
  'loops.heartbeatTimeoutMs': ['heartbeat_timeout', 'live'],
  'loops.recycledTtlMs': ['recycled_ttl', 'live'],
  'loops.workspaceTtlMs': ['workspace_ttl', 'live'],
  'loops.eventRetentionMs': ['event_retention', 'live'],
  'loops.maxEvents': ['max_events', 'live'],
  'loops.failedRetentionMs': ['failed_retention', 'live'],
  'loops.requestIdRetentionMs': ['limits.request_id_retention', 'live'],
  'loops.maxRequestIdsPerNamespace': ['limits.max_request_ids_per_namespace', 'live'],
  'loops.orphanTtlMs': ['orphan_ttl', 'live'],
  'loops.orphanGraceMs': ['orphan_grace', 'live'],
  'engine.provenForMs': ['proven_for', 'live'],
  'engine.activityFlushMs': ['limits.activity_flush_interval', 'live'],
  'engine.maxConcurrentCreates': ['max_concurrent_creates', 'live'],
  'engine.maxQueuedCreates': ['limits.max_queued_creates', 'live'],
  'admission.maxSandboxes': ['max_sandboxes', 'live'],
  'admission.maxSandboxesPerNamespace': ['max_sandboxes_per_namespace', 'live'],
  'admission.namespaces': ['namespaces', 'live'],
  'admission.policy': ['admission', 'live'],
  'admission.waitTimeoutMs': ['admission_timeout', 'live'],
  'admission.maxWaiting': ['limits.max_queued_creates', 'live'],
  'admission.minFreeMemoryBytes': ['min_free_memory', 'live'],
  'admission.minFreeDiskBytes': ['min_free_disk', 'live'],
  'storage.kind': ['storage.kind', 'restart'],
  'storage.path': ['storage.directory', 'restart'],
  'storage.limits.maxBytes': ['storage.max_bytes', 'restart'],
  'storage.limits.maxEntries': ['storage.max_entries', 'restart'],
  'storage.limits.concurrency': ['storage.concurrency', 'restart'],
  'storage.limits.timeoutMs': ['storage.timeout', 'restart'],
  'storage.s3.endpoint': ['storage.s3.endpoint', 'restart'],
  'storage.s3.region': ['storage.s3.region', 'restart'],
  'storage.s3.bucket': ['storage.s3.bucket', 'restart'],
  'storage.s3.prefix': ['storage.s3.prefix', 'restart'],
  'storage.s3.pathStyle': ['storage.s3.path_style', 'restart'],
  'storage.s3.checksums': ['storage.s3.checksums', 'restart'],
  'storage.s3.accessKeyId': ['storage.s3.access_key_id', 'restart'],
  'storage.s3.secretAccessKey': ['storage.s3.secret_access_key', 'restart'],
  'engine.runtimeCallTimeoutMs': ['limits.runtime_call_timeout', 'live'],
  'engine.pullTimeoutMs': ['limits.pull_timeout', 'live'],
  'engine.settleTimeoutMs': ['limits.settle_timeout', 'live'],
  'engine.teardownRetryMaxMs': ['limits.teardown_retry_max', 'live'],
  'engine.reconcileConcurrency': ['limits.reconcile_concurrency', 'live'],
  'engine.massChangeMinimum': ['limits.mass_change_minimum', 'live'],
  'engine.massChangePercent': ['limits.mass_change_percent', 'live'],
  'engine.portAttempts': ['limits.port_attempts', 'live'],
  'engine.execDefaultTimeoutMs': ['limits.exec_default_timeout', 'live'],
  'engine.execMaxTimeoutMs': ['limits.exec_max_timeout', 'live'],
  'engine.execMaxOutputBytes': ['limits.exec_max_output_bytes', 'live'],
  'engine.fileTransferMaxBytes': ['limits.file_transfer_max_bytes', 'live'],
  'engine.listFilesMaxEntries': ['limits.list_files_max_entries', 'live'],
  'engine.maxFileWatches': ['limits.max_file_watches', 'live'],
  'engine.watchMaxQueuedEvents': ['limits.watch_max_queued_events', 'live'],
  'engine.watchMaxDirectories': ['limits.watch_max_directories', 'live'],
  'engine.copyTimeoutMs': ['limits.copy_timeout', 'live'],
  'engine.copyMaxEntries': ['limits.copy_max_entries', 'live'],
  'engine.replaceMaxBytes': ['limits.replace_max_bytes', 'live'],
  'engine.patternTimeoutMs': ['limits.pattern_timeout', 'live'],
  'engine.grepMaxLineCharacters': ['limits.grep_max_line_characters', 'live'],
  'engine.grepMaxFileBytes': ['limits.grep_max_file_bytes', 'live'],
  'engine.grepMaxResults': ['limits.grep_max_results', 'live'],
  'engine.globMaxResults': ['limits.glob_max_results', 'live'],
  'engine.fileWalkMaxEntries': ['limits.file_walk_max_entries', 'live'],
  'engine.maxLogStreams': ['limits.max_log_streams', 'live'],
  'engine.maxStatsStreams': ['limits.max_stats_streams', 'live'],
  'engine.statsMinIntervalMs': ['limits.stats_min_interval', 'live'],
  'engine.statsMaxSandboxes': ['limits.stats_max_sandboxes', 'live'],
  'engine.statsTimeoutMs': ['limits.stats_timeout', 'live'],
  'engine.maxConcurrentStats': ['limits.max_concurrent_stats', 'live'],
  'engine.diskUsageMaxEntries': ['limits.disk_usage_max_entries', 'live'],
  'engine.diskUsageMaxAgeMs': ['limits.disk_usage_max_age', 'live'],
  'engine.maxConcurrentDiskUsage': ['limits.max_concurrent_disk_usage', 'live'],
  'engine.logTailLines': ['limits.log_tail_lines', 'live'],
  'engine.execBufferBytes': ['limits.exec_buffer_bytes', 'live'],
  'engine.execBuffersMaxBytes': ['limits.exec_buffers_max_bytes', 'live'],
  'engine.execRetentionMs': ['limits.exec_retention', 'live'],
  'engine.maxEndedExecs': ['limits.max_ended_execs', 'live'],
  'engine.maxExecsPerSandbox': ['limits.max_execs_per_sandbox', 'live'],
  'engine.maxAttachedReaders': ['limits.max_attached_readers', 'live'],
  'engine.maxConcurrentExecs': ['limits.max_concurrent_execs', 'live'],
  'engine.toolDefaultTimeoutMs': ['limits.tool_default_timeout', 'live'],
  'engine.toolMaxTimeoutMs': ['limits.tool_max_timeout', 'live'],
  'engine.toolConnectTimeoutMs': ['limits.tool_connect_timeout', 'live'],
  'engine.toolHealthTimeoutMs': ['limits.tool_health_timeout', 'live'],
  'engine.toolBodyTimeoutMs': ['limits.tool_body_timeout', 'live'],
  'engine.toolResultMaxBytes': ['limits.tool_result_max_bytes', 'live'],
  'engine.toolsMaxListed': ['limits.tools_max_listed', 'live'],
  'engine.maxConcurrentToolCalls': ['limits.max_concurrent_tool_calls', 'live'],
  'engine.maxToolCallsPerSandbox': ['limits.max_tool_calls_per_sandbox', 'live'],
  'grpc.maxMessageBytes': ['limits.max_message_bytes', 'restart'],
  'grpc.maxConnections': ['limits.max_connections', 'restart'],
  'grpc.maxStreamsPerConnection': ['limits.max_streams_per_connection', 'restart'],
  'grpc.firstByteTimeoutMs': ['limits.first_byte_timeout', 'restart'],
  'grpc.slowReaderTimeoutMs': ['limits.slow_reader_timeout', 'live'],
  'grpc.unaryTimeoutMs': ['limits.unary_timeout', 'restart'],
  'grpc.keepAliveIntervalMs': ['limits.keep_alive_interval', 'restart'],
  'grpc.watchKeepAliveMs': ['limits.watch_keep_alive', 'restart'],
  'grpc.reflection': ['reflection', 'restart'],
  'access.tokens': ['access.tokens', 'restart'],
  'access.auditFile': ['access.audit_file', 'restart'],
  'access.createsPerMinute': ['access.creates_per_minute', 'live'],
  'access.maxTokens': ['access.max_tokens', 'live'],
  'metrics.address': ['metrics.address', 'restart'],
  'backup.directory': ['backup.directory', 'restart'],
  'backup.keep': ['backup.keep', 'live'],
  'backup.intervalMs': ['backup.interval', 'live'],
  'store.maxBatch': ['limits.max_batch', 'restart'],
  'store.ballastBytes': ['limits.ballast_bytes', 'restart'],
};

export function compareSettings(before: Settings, after: Settings): ReloadPlan {
  const changed = Object.entries(settingKeys).filter(
    ([path]) => canonicalJson(settingAt(before, path)) !== canonicalJson(settingAt(after, path)),
  );
  const keysThatAre = (when: Change): readonly string[] =>
    [...new Set(changed.flatMap(([, [key, change]]) => (change === when ? [key] : [])))].sort();
  return {
    applied: keysThatAre('live'),
    restartRequired: keysThatAre('restart'),
    changedTemplates: changedTemplates(before.templates, after.templates),
    settings: {
      ...after,
      paths: before.paths,
      deniedMountSources: before.deniedMountSources,
      runtimes: before.runtimes,
      grpc: before.grpc,
      store: before.store,
      metrics: before.metrics,
      access: { ...after.access, tokens: before.access.tokens, auditFile: before.access.auditFile },
      // What no mount may have as its source is that of the start.
      backup: { ...after.backup, directory: before.backup.directory },
      storage: before.storage,
    },
  };
}

function changedTemplates(
  before: ReadonlyMap<string, Template>,
  after: ReadonlyMap<string, Template>,
): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => canonicalJson(before.get(name)) !== canonicalJson(after.get(name))).sort();
}

/** undefined where the settings have no such part, as the storage of another kind. */
function settingAt(settings: Settings, path: string): unknown {
  let value: unknown = settings;
  for (const segment of path.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[segment];
  return value;
}
