// What each method needs of a caller: one row a method. A method without a row is refused, and a test compares the
// rows with the contract. "read" looks; what counts as use of a sandbox, or may wake it, is "client".

import type { Role } from '../domain/access.ts';

/** How the namespace of a request is found. Paths are fields of the request, or of the first message of a stream. */
export type Subject =
  /** Nothing that belongs to a namespace. */
  | { readonly kind: 'nothing' }
  /** All namespaces at once. */
  | { readonly kind: 'daemon' }
  /** The namespace of the sandbox that is named; one in another namespace is SANDBOX_NOT_FOUND. */
  | { readonly kind: 'sandbox'; readonly paths: readonly string[] }
  /** The namespace of a session key. */
  | { readonly kind: 'session'; readonly path: string }
  /** The one of a session key, else a field of its own. */
  | { readonly kind: 'new'; readonly session: string; readonly namespace: string | null }
  /** A filter: a namespace that it names must be the caller's, and the method shows what is in those only. */
  | { readonly kind: 'filter'; readonly path: string }
  /** The method itself looks among what the caller may see. */
  | { readonly kind: 'service' };

export interface MethodAccess {
  /** null: anybody who can open the socket. */
  readonly role: Role | null;
  readonly subject: Subject;
  /** Whether a call is written to the audit log. */
  readonly effect: 'looks' | 'uses' | 'changes';
  /** Values of fields that make it a call of a client. */
  readonly clientIf?: Readonly<Record<string, unknown>>;
}

const nothing: Subject = { kind: 'nothing' };
const daemon: Subject = { kind: 'daemon' };
const session: Subject = { kind: 'session', path: 'session' };
const sandbox = (...paths: readonly string[]): Subject => ({ kind: 'sandbox', paths });
const filter = (path: string): Subject => ({ kind: 'filter', path });

const look = (subject: Subject, clientIf?: Readonly<Record<string, unknown>>): MethodAccess => ({
  role: 'read',
  subject,
  effect: 'looks',
  ...(clientIf !== undefined && { clientIf }),
});
const use = (subject: Subject): MethodAccess => ({ role: 'client', subject, effect: 'uses' });
const change = (subject: Subject): MethodAccess => ({ role: 'client', subject, effect: 'changes' });
const operate = (effect: MethodAccess['effect'] = 'changes'): MethodAccess => ({
  role: 'admin',
  subject: daemon,
  effect,
});

const id = sandbox('sandboxId');
const header = sandbox('header.sandboxId');

export const methodAccess: Readonly<Record<string, MethodAccess>> = {
  AcquireSandbox: change({ kind: 'new', session: 'session', namespace: null }),
  CreateSandbox: change({ kind: 'new', session: 'session', namespace: 'namespace' }),
  // A live view books what it finds of the container.
  GetSandbox: look(id, { touch: true, view: 'SANDBOX_VIEW_LIVE' }),
  ListSandboxes: look(filter('filter.namespace')),
  UpdateSandbox: change(sandbox('sandbox.id')),
  StartSandbox: change(id),
  StopSandbox: change(id),
  PauseSandbox: change(id),
  ResumeSandbox: change(id),
  // What is unknown counts as released, and so does what the caller may not know of.
  ReleaseSandbox: change({ kind: 'service' }),
  ReleaseAllSandboxes: change(filter('filter.namespace')),
  RestoreSandbox: change(id),
  KeepAliveSandbox: use(id),
  ExplainSandbox: look(id),
  DiscoverSandbox: look(session),
  // Changes nothing; what it hands out is worth a line.
  GetSandboxCredentials: change(id),

  GetSession: look(session),
  ListSessions: look(filter('namespace')),
  Heartbeat: use(session),
  ReleaseSession: change(session),
  ReapSession: change(session),
  RestoreSession: change(session),

  ListTemplates: look(nothing),
  GetTemplate: look(nothing),
  PullImage: operate(),
  // Pools are of no namespace, and their failures tell of the host.
  ListPools: look(daemon),
  GetPool: look(daemon),
  PausePool: operate(),
  ResumePool: operate(),
  DrainPool: operate(),
  PrewarmPool: operate(),

  WatchEvents: look(filter('filter.namespace')),
  ListEvents: look(filter('filter.namespace')),

  RunExec: change(id),
  StreamExec: change(sandbox('start.sandboxId', 'attach.sandboxId')),
  StartExec: change(sandbox('spec.sandboxId')),
  GetExec: look(id),
  ListExecs: look(id),
  SignalExec: change(id),
  WaitExec: use(id),

  ReadFile: use(id),
  WriteFile: change(header),
  StatFile: use(id),
  ListFiles: use(id),
  MakeDirectory: change(id),
  MoveFile: change(id),
  RemoveFile: change(id),
  ChmodFile: change(id),
  GlobFiles: use(id),
  GrepFiles: use(id),
  ReplaceInFile: change(id),
  CopyIn: change(header),
  CopyOut: use(id),
  WatchFiles: use(id),

  StreamLogs: look(id),
  GetStats: look(id),
  StreamStats: look({ kind: 'service' }),

  CheckHealth: use(id),
  ListTools: use(id),
  CallTool: change(id),
  AddMcpServers: change(id),

  // Shows less to who may not see all namespaces.
  GetInfo: look(nothing),
  GetMetrics: look(daemon),
  ListOrphans: look(daemon),
  Reconcile: operate(),
  RunSweep: operate(),
  PauseLoop: operate(),
  ResumeLoop: operate(),
  Drain: operate(),
  Reload: operate(),
  AdoptOrphan: operate(),
  RemoveOrphan: operate(),
  Recover: operate(),
  Backup: operate(),
  Doctor: operate(),
  CreateToken: operate(),
  ListTokens: operate('looks'),
  RevokeToken: operate(),

  ServerReflectionInfo: { role: null, subject: nothing, effect: 'looks' },
};
