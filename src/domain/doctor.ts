// What an operator should know of a daemon and its host, and which engines have known holes.

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

interface EngineHole {
  /** The first version of each line that is closed; a line without one is open. */
  readonly fixedIn: readonly string[];
  readonly id: string;
  readonly what: string;
}

const dockerHoles: readonly EngineHole[] = [
  {
    fixedIn: ['29.5.1'],
    id: 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306',
    what: 'files written into a sandbox can be led to the host',
  },
  {
    fixedIn: ['28.3.3', '25.0.13'],
    id: 'CVE-2025-54388',
    what: 'ports published on loopback are reachable from the network after firewalld reloads',
  },
  {
    fixedIn: ['28.0.0'],
    id: 'moby#45610',
    what: 'ports published on loopback are reachable from the same network segment',
  },
  {
    fixedIn: ['27.1.1', '26.1.5', '25.0.6', '23.0.15'],
    id: 'CVE-2024-41110',
    what: 'authorization plugins can be passed by',
  },
  {
    fixedIn: ['26.0.0', '25.0.5', '23.0.11'],
    id: 'CVE-2024-29018',
    what: 'sandboxes on an internal network can send data out by DNS',
  },
  {
    fixedIn: ['25.0.2', '24.0.9'],
    id: 'CVE-2024-21626',
    what: 'a command in a sandbox can reach the files of the host',
  },
];

/** By the version that the engine names; a distribution may have closed holes without changing it. */
export function engineFindings(check: string, engine: string, version: string): readonly DoctorFinding[] {
  const present = numbersOf(version);
  if (engine !== 'docker') return [found(check, 'ok', `${engine} ${version} answers`)];
  if (present === null) return [found(check, 'notice', `docker names no version that can be compared: "${version}"`)];
  const open = dockerHoles.filter(({ fixedIn }) => !isFixed(present, fixedIn));
  if (open.length === 0) return [found(check, 'ok', `docker ${version} answers and has none of the holes known here`)];
  const newest = dockerHoles[0]?.fixedIn[0] ?? '';
  const remedy = `update the engine to ${newest} or later, or see that your distribution closed it`;
  return open.map(({ id, what }) => found(check, 'warning', `docker ${version}: ${what} (${id})`, remedy));
}

/** Closed in its own line, or newer than every line that had to be closed. */
function isFixed(present: Version, fixedIn: readonly string[]): boolean {
  const fixes = fixedIn.map(numbersOf).filter((version) => version !== null);
  const own = fixes.find(([major]) => major === present[0]);
  if (own !== undefined) return isAtLeast(present, own);
  return fixes.every((fix) => present[0] > fix[0]);
}

type Version = readonly [major: number, minor: number, patch: number];

function numbersOf(text: string): Version | null {
  const parts = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
}

function isAtLeast(left: Version, right: Version): boolean {
  for (const index of [0, 1, 2] as const) {
    if (left[index] !== right[index]) return left[index] > right[index];
  }
  return true;
}
