// What the engine asks of the host besides runtimes: directories for workspaces, and probes of readiness.

import type { WorkspaceOwner } from '../domain/template.ts';

export interface DirectoryRequest {
  readonly path: string;
  readonly mode: number;
  readonly owner: WorkspaceOwner | null;
  /** An existing directory whose content others may change: below it no link is followed. */
  readonly within?: string;
}

export interface HostDirectories {
  /** Makes a directory and its missing parents; an existing one is left as it is. WORKSPACE_OWNER, NO_SPACE. */
  ensure(request: DirectoryRequest): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Moves the directory away at once and deletes it; never follows links. Absent is success. */
  remove(path: string): Promise<void>;
  /** The path without links, or null when it does not exist. */
  realPath(path: string): Promise<string | null>;
}

/** How much of the host is left. */
export interface HostResources {
  /** Memory that can be had without swapping, and free disk space where workspaces live. Bytes. */
  read(): { readonly availableMemoryBytes: number; readonly freeDiskBytes: number };
}

export type ProbeResult = { readonly ready: true } | { readonly ready: false; readonly message: string };

export interface HttpProbe {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expectedStatus: number;
}

/** One try each; never throws for an answer that is not the one hoped for. Proxy variables are ignored. */
export interface ReadinessProbes {
  http(probe: HttpProbe, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult>;
  tcp(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult>;
}
