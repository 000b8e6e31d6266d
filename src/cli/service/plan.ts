// What makes the daemon a service of this host: files, and commands of its service manager.

export type Scope = 'system' | 'user';

/** Where and for whom; the process's own unless a test says otherwise. */
export interface ServiceHost {
  readonly platform: string;
  readonly userId: number;
  readonly homeDirectory: string;
  /** The Node.js that runs this, and the package it runs. */
  readonly nodePath: string;
  readonly packageDirectory: string;
  readonly readPackageFile: (name: string) => string;
}

export interface ServiceFile {
  readonly path: string;
  readonly text: string;
}

export type ServiceCommand = readonly [string, ...string[]];

export interface ServicePlan {
  readonly manager: 'systemd' | 'launchd';
  readonly scope: Scope;
  readonly files: readonly ServiceFile[];
  /** Files of a package that has installed the service already. */
  readonly packaged: readonly string[];
  /** After the files were written or changed. */
  readonly load: readonly ServiceCommand[];
  /** What runs with older files; it fails where nothing runs, and that is well. */
  readonly unload: readonly ServiceCommand[];
  /** To start it now and at each boot or login; may be repeated. */
  readonly start: readonly ServiceCommand[];
  /** Before the files go; each may fail where there is nothing to stop. */
  readonly stop: readonly ServiceCommand[];
  readonly afterRemoval: readonly ServiceCommand[];
  /** Succeeds while it runs. */
  readonly isRunning: ServiceCommand;
  /** For people who installed it. */
  readonly notices: readonly string[];
  /** What a removal leaves. */
  readonly kept: string;
}

/** In each file that was made here, and what tells them from those of others. */
export const mark = 'Made by "sandkeep service install"; "sandkeep service uninstall" removes it.';

/** The daemon's command line: what the first line of its program says, with this very Node.js. */
export function daemonCommand({ nodePath, packageDirectory, readPackageFile }: ServiceHost): readonly string[] {
  const [first = ''] = readPackageFile('bin/sandkeepd.js').split('\n');
  const words = first.replace(/^#!\S+ -S /, '').split(' ');
  const program = `${packageDirectory}/bin/sandkeepd.js`;
  return ['/usr/bin/env', ...words.map((word) => (word === 'node' ? nodePath : word)), program];
}
