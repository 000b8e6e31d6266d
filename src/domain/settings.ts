// Everything the config can say, resolved: defaults filled in, times in milliseconds, sizes in bytes.
// Every bound of the program is here under a name (R9).

import type { RuntimeName, Template } from './template.ts';

export type ShutdownPolicy = 'detach' | 'park' | 'release';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

export interface PathSettings {
  /** Database, lock, key and identity; 0700. */
  readonly stateDir: string;
  /** Workspaces and what the local runtime keeps. */
  readonly dataDir: string;
  readonly socketPath: string;
  readonly socketMode: number;
  readonly socketDirectoryMode: number;
  /** Group name or number of socket and directory; null leaves the daemon's own. */
  readonly socketGroup: string | null;
}

export interface DockerSettings {
  readonly enabled: boolean;
  /** As DOCKER_HOST; null: DOCKER_HOST, the current docker context, then the default paths. */
  readonly host: string | null;
  /** Directory of docker's config.json; null: DOCKER_CONFIG or ~/.docker. */
  readonly dockerConfigDir: string | null;
  /** Prefix of container names, for people only. */
  readonly containerPrefix: string;
  /** Host name that clients are told; null: the address ports are published on. */
  readonly accessHost: string | null;
  readonly publishHost: string;
  readonly portRange: { readonly first: number; readonly last: number } | null;
  /** Path on the engine's host that the data directory is, when the daemon itself runs in a container. */
  readonly hostDataDir: string | null;
  readonly allowedOciRuntimes: readonly string[];
  readonly maxConnections: number;
}

export interface LocalSettings {
  readonly enabled: boolean;
  readonly allowHostExec: boolean;
  readonly bubblewrapPath: string | null;
  readonly maxHeldInstances: number;
}

/** The test engine in its own process; enabled only by naming its socket. */
export interface FakeSettings {
  readonly enabled: boolean;
  readonly socketPath: string;
}

export interface LoopSettings {
  /** 0 switches the loop off. */
  readonly idleCheckIntervalMs: number;
  readonly releasedCheckIntervalMs: number;
  readonly reconcileIntervalMs: number;
  readonly retentionIntervalMs: number;
  /** Released records live this long; 0 keeps them. */
  readonly releasedTtlMs: number;
  readonly releasedMaxDeletions: number;
  readonly idleMaxItems: number;
  readonly poolCheckIntervalMs: number;
  /** Of sessions that send heartbeats and whose templates say nothing; 0 never. */
  readonly heartbeatTimeoutMs: number;
  /** A recycled sandbox is released, with its workspace, after this time; 0 keeps it. */
  readonly recycledTtlMs: number;
  /** A workspace that no sandbox refers to is deleted after this time; 0 keeps it (R13). */
  readonly workspaceTtlMs: number;
  readonly eventRetentionMs: number;
  readonly maxEvents: number;
  readonly failedRetentionMs: number;
  readonly requestIdRetentionMs: number;
  readonly maxRequestIdsPerNamespace: number;
  readonly orphanTtlMs: number;
  readonly orphanGraceMs: number;
}

/** What happens to a request that finds a limit reached. */
export interface AdmissionSettings {
  /** 0 is unlimited. */
  readonly maxSandboxes: number;
  readonly maxSandboxesPerNamespace: number;
  /** Limits of single namespaces, instead of the common one. Has no prototype, so that any name can be looked up. */
  readonly namespaces: Readonly<Record<string, number>>;
  readonly policy: 'reject' | 'wait';
  readonly waitTimeoutMs: number;
  readonly maxWaiting: number;
  /** Below these the host is under pressure: nothing new is made, pools shrink; 0 does not look. */
  readonly minFreeMemoryBytes: number;
  readonly minFreeDiskBytes: number;
}

export interface StorageLimits {
  readonly maxBytes: number;
  readonly maxEntries: number;
  readonly concurrency: number;
  /** Bound of one transfer of a whole workspace. */
  readonly timeoutMs: number;
}

export interface S3Settings {
  /** URL of the service; null is Amazon's for the region. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly pathStyle: boolean;
  /** Whether checksums of newer S3 are sent only where the service demands them. */
  readonly checksums: 'when_required' | 'when_supported';
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
}

/** Where workspaces are copied when their containers end. */
export type StorageSettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'directory'; readonly path: string; readonly limits: StorageLimits }
  | { readonly kind: 's3'; readonly s3: S3Settings; readonly limits: StorageLimits };

export interface EngineSettings {
  /** A running sandbox proven alive within this time is handed out without asking the engine. */
  readonly provenForMs: number;
  readonly activityFlushMs: number;
  readonly maxConcurrentCreates: number;
  readonly maxQueuedCreates: number;
  readonly runtimeCallTimeoutMs: number;
  readonly pullTimeoutMs: number;
  readonly settleTimeoutMs: number;
  readonly teardownRetryMaxMs: number;
  readonly reconcileConcurrency: number;
  /** Share of known sandboxes that one pass may find lost before the brake holds. */
  readonly massChangeMinimum: number;
  readonly massChangePercent: number;
  readonly portAttempts: number;
  readonly execDefaultTimeoutMs: number;
  readonly execMaxTimeoutMs: number;
  readonly execMaxOutputBytes: number;
  readonly fileTransferMaxBytes: number;
  readonly listFilesMaxEntries: number;
  readonly maxFileWatches: number;
  readonly watchMaxQueuedEvents: number;
  readonly watchMaxDirectories: number;
  readonly copyTimeoutMs: number;
  readonly copyMaxEntries: number;
  readonly replaceMaxBytes: number;
  readonly patternTimeoutMs: number;
  readonly grepMaxLineCharacters: number;
  readonly grepMaxFileBytes: number;
  readonly grepMaxResults: number;
  readonly globMaxResults: number;
  readonly fileWalkMaxEntries: number;
  readonly maxLogStreams: number;
  readonly maxStatsStreams: number;
  readonly statsMinIntervalMs: number;
  readonly statsMaxSandboxes: number;
  readonly statsTimeoutMs: number;
  readonly maxConcurrentStats: number;
  readonly diskUsageMaxEntries: number;
  readonly diskUsageMaxAgeMs: number;
  readonly maxConcurrentDiskUsage: number;
  readonly logTailLines: number;
  readonly execBufferBytes: number;
  readonly execBuffersMaxBytes: number;
  readonly execRetentionMs: number;
  readonly maxEndedExecs: number;
  readonly maxExecsPerSandbox: number;
  readonly maxAttachedReaders: number;
  readonly maxConcurrentExecs: number;
  readonly toolDefaultTimeoutMs: number;
  readonly toolMaxTimeoutMs: number;
  readonly toolConnectTimeoutMs: number;
  readonly toolHealthTimeoutMs: number;
  readonly toolBodyTimeoutMs: number;
  readonly toolResultMaxBytes: number;
  readonly toolsMaxListed: number;
  readonly maxConcurrentToolCalls: number;
  readonly maxToolCallsPerSandbox: number;
}

export interface GrpcSettings {
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
  readonly maxStreamsPerConnection: number;
  readonly firstByteTimeoutMs: number;
  readonly slowReaderTimeoutMs: number;
  readonly unaryTimeoutMs: number;
  readonly keepAliveIntervalMs: number;
  readonly watchKeepAliveMs: number;
  readonly reflection: boolean;
}

/** Where metrics are served: to this host only. */
export type MetricsAddress =
  | { readonly kind: 'port'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly path: string; readonly mode: number };

export interface MetricsSettings {
  /** null serves them nowhere but by GetMetrics. */
  readonly address: MetricsAddress | null;
}

export interface BackupSettings {
  readonly directory: string;
  readonly keep: number;
  /** 0 makes none by itself. */
  readonly intervalMs: number;
}

export interface StoreSettings {
  readonly maxBatch: number;
  readonly ballastBytes: number;
}

export interface AccessSettings {
  readonly tokens: 'off' | 'required';
  /** null writes no audit log. */
  readonly auditFile: string | null;
  /** 0 is unlimited. */
  readonly createsPerMinute: number;
  readonly maxTokens: number;
}

export interface Settings {
  readonly paths: PathSettings;
  readonly logLevel: LogLevel;
  readonly onShutdown: ShutdownPolicy;
  readonly drainTimeoutMs: number;
  readonly defaultTemplate: string;
  readonly allowedHostMounts: readonly string[];
  readonly allowedWorkspaceDirs: readonly string[];
  /** Prefixes below which a request may name its place in the storage. */
  readonly allowedStoragePaths: readonly string[];
  /** Host paths that no mount may have as its source, nor anything above or below them, whatever is allowed. */
  readonly deniedMountSources: readonly string[];
  readonly reservedMountTargets: readonly string[];
  readonly runtimes: { readonly docker: DockerSettings; readonly local: LocalSettings; readonly fake: FakeSettings };
  readonly loops: LoopSettings;
  readonly engine: EngineSettings;
  readonly admission: AdmissionSettings;
  readonly storage: StorageSettings;
  readonly grpc: GrpcSettings;
  readonly access: AccessSettings;
  readonly store: StoreSettings;
  readonly metrics: MetricsSettings;
  readonly backup: BackupSettings;
  readonly templates: ReadonlyMap<string, Template>;
}

export function isRuntimeEnabled(settings: Settings, name: RuntimeName): boolean {
  return settings.runtimes[name].enabled;
}
