// Known holes of old engines and of what they start containers with, by the records of those who publish them.

export type EnginePart = 'docker' | 'containerd' | 'runc';

export interface EngineHole {
  readonly part: EnginePart;
  readonly id: string;
  /** The first version that has it; all older ones do where there is none. */
  readonly since?: string;
  /** The first version of each line that is closed; a line without one is open. */
  readonly fixedIn: readonly string[];
  readonly what: string;
  /** Where the affected versions are written. */
  readonly source: string;
}

const records = 'https://www.cve.org/CVERecord?id=';

/** Those that matter to who runs the code of strangers; the newest of a part first. */
export const engineHoles: readonly EngineHole[] = [
  {
    part: 'docker',
    id: 'CVE-2026-41567, CVE-2026-41568, CVE-2026-42306',
    fixedIn: ['29.5.1'],
    what: 'files written into a sandbox can be led to the host',
    source: `${records}CVE-2026-42306`,
  },
  {
    part: 'docker',
    id: 'CVE-2026-34040',
    fixedIn: ['29.3.1'],
    what: 'authorization plugins can be passed by with a large request',
    source: `${records}CVE-2026-34040`,
  },
  {
    part: 'docker',
    id: 'CVE-2025-54388',
    since: '28.2.0',
    fixedIn: ['28.3.3'],
    what: 'ports published on loopback are reachable from the network after firewalld reloads',
    source: `${records}CVE-2025-54388`,
  },
  {
    part: 'docker',
    id: 'moby#45610',
    fixedIn: ['28.0.0'],
    what: 'ports published on loopback are reachable from the same network segment',
    source: 'https://github.com/moby/moby/issues/45610',
  },
  {
    part: 'docker',
    id: 'CVE-2024-41110',
    since: '19.3.0',
    fixedIn: ['27.1.1', '26.1.5', '25.0.6', '23.0.15'],
    what: 'authorization plugins can be passed by with an empty request',
    source: `${records}CVE-2024-41110`,
  },
  {
    part: 'docker',
    id: 'CVE-2024-29018',
    fixedIn: ['26.0.0', '25.0.5', '23.0.11'],
    what: 'sandboxes on an internal network can send data out by DNS',
    source: `${records}CVE-2024-29018`,
  },
  {
    part: 'runc',
    id: 'CVE-2025-31133, CVE-2025-52565, CVE-2025-52881',
    fixedIn: ['1.4.0', '1.3.3', '1.2.8'],
    what: 'a sandbox can write to files of /proc that are masked, and so break out',
    source: 'https://github.com/opencontainers/runc/blob/main/CHANGELOG.md',
  },
  {
    part: 'runc',
    id: 'CVE-2024-21626',
    since: '1.0.0',
    fixedIn: ['1.1.12'],
    what: 'a command in a sandbox can reach the files of the host',
    source: `${records}CVE-2024-21626`,
  },
  {
    part: 'containerd',
    id: 'CVE-2024-25621',
    fixedIn: ['2.2.0', '2.1.5', '2.0.7', '1.7.29'],
    what: 'users of the host can enter its directories',
    source: `${records}CVE-2024-25621`,
  },
  {
    part: 'containerd',
    id: 'CVE-2024-40635',
    fixedIn: ['2.0.4', '1.7.27', '1.6.38'],
    what: 'an image whose user has a very large number runs as root',
    source: `${records}CVE-2024-40635`,
  },
];

/** What a version has; null when the text names no version that can be compared. */
export function holesOf(part: EnginePart, version: string): readonly EngineHole[] | null {
  const present = numbersOf(version);
  if (present === null) return null;
  return engineHoles.filter((hole) => hole.part === part && hasHole(hole, present));
}

/** The first version without any of these holes. */
export function newestFix(part: EnginePart): string {
  const fixes = engineHoles.filter((hole) => hole.part === part).flatMap(({ fixedIn }) => fixedIn);
  return fixes.reduce((newest, fix) => (isAtLeast(versionOf(fix), versionOf(newest)) ? fix : newest), '0.0.0');
}

/** Not closed in its own line, and not newer than every line that had to be closed. */
function hasHole({ part, since, fixedIn }: EngineHole, present: Version): boolean {
  if (since !== undefined && !isAtLeast(present, versionOf(since))) return false;
  const fixes = fixedIn.map(versionOf);
  const own = fixes.find((fix) => isSameLine(part, present, fix));
  return own === undefined ? !fixes.every((fix) => isAtLeast(present, fix)) : !isAtLeast(present, own);
}

/** Docker keeps a line for each first number, the others for the first two. */
function isSameLine(part: EnginePart, left: Version, right: Version): boolean {
  return left[0] === right[0] && (part === 'docker' || left[1] === right[1]);
}

type Version = readonly [major: number, minor: number, patch: number];

function numbersOf(text: string): Version | null {
  const parts = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
}

function versionOf(text: string): Version {
  return numbersOf(text) ?? [0, 0, 0];
}

function isAtLeast(left: Version, right: Version): boolean {
  for (const index of [0, 1, 2] as const) {
    if (left[index] !== right[index]) return left[index] > right[index];
  }
  return true;
}
