// What an operator should know of a daemon, its host and its engines.

import { type EnginePart, holesOf, newestFix } from './engine-holes.ts';

export type Severity = 'ok' | 'notice' | 'warning' | 'error';

export interface DoctorFinding {
  /** What was looked at, for example "socket", "runtime:docker". */
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  /** The command or setting that ends it; "" where there is nothing to do. */
  readonly remedy: string;
  /** Whether "doctor --repair" does it: nothing of a sandbox can be lost by that. */
  readonly repairable: boolean;
}

export function found(
  check: string,
  severity: Severity,
  message: string,
  remedy = '',
  repairable: 'repairable' | 'by_hand' = 'by_hand',
): DoctorFinding {
  return { check, severity, message, remedy, repairable: repairable === 'repairable' };
}

/** What an engine says of itself, as far as the doctor judges it. */
export interface ExaminedEngine {
  readonly engine: string;
  readonly version: string;
  /** Programs that it starts containers with, as it names them. */
  readonly components: readonly { readonly name: string; readonly version: string }[];
  /** Where the files of containers lie; null where it does not say. */
  readonly storage: EngineStorage | null;
}

export interface EngineStorage {
  readonly driver: string;
  /** "" where it does not say. */
  readonly fileSystem: string;
  /** Whether a container's own files can be limited: "mount" when it depends on how the file system is mounted. */
  readonly quota: 'yes' | 'mount' | 'no';
}

/** By the versions that the engine names; a distribution may have closed holes without changing them. */
export function engineFindings(check: string, examined: ExaminedEngine): readonly DoctorFinding[] {
  const { engine, version, storage } = examined;
  const parts = partsOf(examined);
  const holes = parts.flatMap((part) => holeFindings(check, part));
  const well = `${engine} ${version} answers${parts.length > 0 ? ' and has none of the holes known here' : ''}`;
  return [
    ...(holes.length > 0 ? holes : [found(check, 'ok', well)]),
    ...(storage === null ? [] : [storageFinding(check, storage)]),
  ];
}

interface Part {
  readonly part: EnginePart;
  readonly version: string;
}

function partsOf({ engine, version, components }: ExaminedEngine): readonly Part[] {
  const named = components.flatMap(({ name, version: its }): readonly Part[] =>
    name === 'containerd' || name === 'runc' ? [{ part: name, version: its }] : [],
  );
  return engine === 'docker' ? [{ part: 'docker', version }, ...named] : named;
}

function holeFindings(check: string, { part, version }: Part): readonly DoctorFinding[] {
  const holes = holesOf(part, version);
  if (holes === null) {
    return [found(check, 'notice', `${part} names no version that can be compared: "${version}"`)];
  }
  const update = `update ${part} to ${newestFix(part)} or later, or see that your distribution closed it`;
  return holes.map(({ id, what, source }) =>
    found(check, 'warning', `${part} ${version}: ${what} (${id})`, `${update}: ${source}`),
  );
}

function storageFinding(check: string, { driver, fileSystem, quota }: EngineStorage): DoctorFinding {
  const place = fileSystem === '' ? driver : `${driver} on ${fileSystem}`;
  if (quota === 'yes') return found(check, 'ok', `its storage, ${place}, can limit the files of a sandbox`);
  if (quota === 'mount') {
    const message = `its storage, ${place}, can limit the files of a sandbox only when it is mounted with pquota`;
    return found(check, 'notice', message, 'mount it with pquota, and give the engine a default size');
  }
  const message = `its storage, ${place}, cannot limit the files of a sandbox outside its workspace`;
  return found(check, 'notice', message, 'give the engine a disk of its own, of xfs mounted with pquota');
}
