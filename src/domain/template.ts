// What a template is once the config has been read: every default filled in, every time in milliseconds.

export type ReadinessKind = 'http' | 'tcp' | 'exec' | 'healthcheck' | 'none';

export interface Readiness {
  readonly kind: ReadinessKind;
  /** Container port probed by http and tcp. */
  readonly port: number;
  readonly path: string;
  readonly expectedStatus: number;
  /** Values may hold `${token}`. */
  readonly headers: Readonly<Record<string, string>>;
  /** argv run inside the sandbox by kind exec; exit code 0 is ready. */
  readonly command: readonly string[];
  readonly timeoutMs: number;
}

export type SecurityClass = 'strict' | 'compat';
export type PullPolicy = 'missing' | 'always' | 'never';
export type WorkspaceKind = 'session' | 'sandbox' | 'none';
export type IdleAction = 'recycle' | 'park' | 'release' | 'none';
export type ReleaseMode = 'destroy' | 'park';
/** The HTTP API that the image serves its tools by; none: it has none. */
export type ToolApi = 'agentscope' | 'aio' | 'none';
export type RuntimeName = 'docker' | 'local' | 'fake';

export interface TemplateMount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** A missing source is skipped and shown by Explain instead of failing the create. */
  readonly optional: boolean;
}

/** One directory inside the workspace, mounted at a container path. `subpath` "" is the whole workspace. */
export interface WorkspaceMount {
  readonly subpath: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** A directory beside the workspace, at `<workspace>.<name>` on the host, mounted at a container path. */
export interface SiblingMount {
  readonly name: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface WorkspaceOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface ResourceLimits {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  readonly openFiles: number;
  readonly shmBytes: number;
  readonly tmpBytes: number;
  readonly logMaxBytes: number;
  readonly logMaxFiles: number;
}

export interface SecuritySettings {
  readonly class: SecurityClass;
  /** Capabilities beyond those of the class; a named loosening, logged at load. */
  readonly extraCapabilities: readonly string[];
  /** Overrides what the class says. */
  readonly readOnlyRoot: boolean;
  /** "default" is the engine's own profile, "chromium" the shipped one (default plus clone and unshare). */
  readonly seccomp: 'default' | 'chromium';
}

/** Sandboxes of the template that are ready before anybody asks. */
export interface PoolSettings {
  /** Warm sandboxes kept; 0 is no pool. */
  readonly size: number;
  /** Creates of the pool under way at once. */
  readonly refillConcurrency: number;
  /** Least time between two creates of the pool. */
  readonly refillIntervalMs: number;
  /** How long after the last claim a gap is filled, so that a burst of claims is not met by a burst of creates. */
  readonly refillDelayMs: number;
  /** A warm sandbox older than this is replaced; 0 never. */
  readonly maxAgeMs: number;
  /** Whether warm sandboxes wait frozen; thawed at the claim. */
  readonly frozen: boolean;
  /** Failures in a row after which the pool stops trying until an operator resumes it. */
  readonly maxFailures: number;
  /** First and longest pause after a failure; doubles in between. */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
}

export interface PublishSettings {
  /** Host address that ports are published on. */
  readonly host: string;
  /** First and last host port, or null to let the engine choose. */
  readonly portRange: { readonly first: number; readonly last: number } | null;
}

export interface Template {
  readonly name: string;
  readonly runtime: RuntimeName;
  readonly image: string;
  readonly pull: PullPolicy;
  readonly command: readonly string[] | null;
  readonly workdir: string | null;
  readonly ports: readonly number[];
  readonly readiness: Readiness;
  /** Resolved at load: numbers and booleans are text, `$VAR` replaced. Values are secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that `$VAR` named and the daemon's environment does not have; create fails with them. */
  readonly missingEnvironment: readonly string[];
  /** Name of the environment variable that receives the sandbox's token; null: no token is injected. */
  readonly tokenEnv: string | null;
  readonly toolApi: ToolApi;
  /** Container port of the tool API; 0 when no port is published. */
  readonly toolPort: number;
  readonly limits: ResourceLimits;
  readonly security: SecuritySettings;
  readonly runAs: string | null;
  readonly network: string;
  readonly ociRuntime: string | null;
  readonly mounts: readonly TemplateMount[];
  readonly workspace: WorkspaceKind;
  readonly workspaceMounts: readonly WorkspaceMount[];
  /** Directories of the session that are not part of its workspace. */
  readonly siblingMounts: readonly SiblingMount[];
  readonly workspaceOwner: WorkspaceOwner | null;
  /** Octal permission bits of the workspace directory. */
  readonly workspaceMode: number;
  /** Pattern below the data directory with {namespace} {user} {session} {id}; null is the standard layout. */
  readonly workspacePath: string | null;
  /** Directories made inside a new workspace. */
  readonly workspaceDirectories: readonly string[];
  readonly publish: PublishSettings;
  readonly stopGraceMs: number;
  readonly createTimeoutMs: number;
  readonly autoStart: boolean;
  readonly idleTimeoutMs: number;
  readonly idleAction: IdleAction;
  /** A session unheard of for this long is recycled, counted from its first use; null: counted from its first heartbeat, 0 never. */
  readonly heartbeatTimeoutMs: number | null;
  readonly releaseMode: ReleaseMode;
  readonly pool: PoolSettings;
  /** Sandboxes of this template with a container at once; 0 is unlimited. */
  readonly maxSandboxes: number;
  /** Whether its workspaces are kept in the storage, where one is configured. */
  readonly storeWorkspace: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Why no sandbox is made of it; null when nothing speaks against it. */
  readonly refused: string | null;
  readonly description: string;
  /** Digest over everything that shapes the container; another digest means outdated. */
  readonly digest: string;
}
