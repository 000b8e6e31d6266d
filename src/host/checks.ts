// Looks at the host for the doctor: permissions, disks, cgroups, the clock. Needs no daemon, and changes only modes, and
// those only when asked to.

import { chmodSync, existsSync, lstatSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { type DoctorFinding, found } from '../domain/doctor.ts';
import type { Settings } from '../domain/settings.ts';

export type Repair = 'look' | 'repair';

const permissionBits = 0o777;
const othersBits = 0o077;
const probeTimeoutMs = 1000;
const lowDiskBytes = 1024 ** 3;
const bytesPerMebibyte = 1024 ** 2;
/** Of statfs(2): what the write-ahead log or a restart does not survive. */
const unfitFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x01021994, 'tmpfs, which is empty after a boot'],
]);
/** Earlier than this program. */
const oldestPlausibleMs = Date.UTC(2026, 0, 1);

export async function checkHost(settings: Settings, nowMs: number, repair: Repair): Promise<readonly DoctorFinding[]> {
  const { paths } = settings;
  return [
    ...(await checkSocket(settings, repair)),
    ...checkState(paths.stateDir, repair),
    ...checkDisk('disk:state', paths.stateDir),
    ...checkDisk('disk:data', paths.dataDir),
    ...checkCgroups(),
    ...checkClock(nowMs),
  ];
}

async function checkSocket({ paths }: Settings, repair: Repair): Promise<readonly DoctorFinding[]> {
  const { socketPath, socketMode, socketDirectoryMode } = paths;
  const check = 'socket';
  const stat = lstatSync(socketPath, { throwIfNoEntry: false });
  if (stat === undefined) {
    const remedy = 'start the daemon: systemctl start sandkeepd, or sandkeepd';
    return [found(check, 'error', `there is no socket ${socketPath}`, remedy)];
  }
  if (!stat.isSocket()) {
    return [found(check, 'error', `${socketPath} is no socket`, `remove ${socketPath} or set "socket"`)];
  }
  const findings = [...checkMode(check, socketPath, stat.mode, socketMode, repair)];
  const directory = path.dirname(socketPath);
  const directoryMode = lstatSync(directory).mode & permissionBits;
  if ((directoryMode & ~socketDirectoryMode & 0o002) !== 0) {
    findings.push(found(check, 'error', `everybody may replace the socket in ${directory}`, `chmod o-w ${directory}`));
  }
  const problem = await connectProblem(socketPath);
  if (problem !== null) {
    const remedy = problem === 'EACCES' ? `join the group of ${socketPath}` : 'systemctl restart sandkeepd';
    findings.push(found(check, 'error', `nobody answers on ${socketPath} (${problem})`, remedy));
  }
  return findings.length > 0 ? findings : [found(check, 'ok', `${socketPath} answers`)];
}

/** More than the config gives is an error; less is what somebody wanted. */
function checkMode(
  check: string,
  name: string,
  mode: number,
  wanted: number,
  repair: Repair,
): readonly DoctorFinding[] {
  if ((mode & permissionBits & ~wanted) === 0) return [];
  const shown = (mode & permissionBits).toString(8).padStart(4, '0');
  const right = wanted.toString(8).padStart(4, '0');
  if (repair === 'repair' && changedMode(name, wanted)) {
    return [found(check, 'notice', `${name} had mode ${shown} and has ${right} now`)];
  }
  const message = `${name} has mode ${shown}: more may use it than should`;
  return [found(check, 'error', message, `chmod ${right} ${name}`, 'repairable')];
}

function changedMode(name: string, mode: number): boolean {
  try {
    chmodSync(name, mode);
    return true;
  } catch {
    return false;
  }
}

function connectProblem(socketPath: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const end = (problem: string | null): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(probeTimeoutMs, () => end('no answer in time'));
    socket.once('connect', () => end(null));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

function checkState(stateDir: string, repair: Repair): readonly DoctorFinding[] {
  const check = 'state';
  const stat = lstatSync(stateDir, { throwIfNoEntry: false });
  if (stat === undefined) return [found(check, 'notice', `${stateDir} is not there yet; the first start makes it`)];
  const owner = process.getuid?.() ?? stat.uid;
  if (stat.uid !== owner && owner !== 0) {
    return [found(check, 'notice', `${stateDir} belongs to uid ${stat.uid}: run the doctor as that user to see more`)];
  }
  const secret = path.join(stateDir, 'secret.key');
  const files = ['state.db', 'secret.key', 'daemon.lock'].map((name) => path.join(stateDir, name)).filter(existsSync);
  const findings = [
    ...checkMode(check, stateDir, stat.mode, permissionBits & ~othersBits, repair),
    ...files.flatMap((name) => checkMode(check, name, lstatSync(name).mode, 0o600, repair)),
  ];
  if (existsSync(path.join(stateDir, 'state.db')) && !existsSync(secret)) {
    findings.push(found(check, 'error', `${secret} is missing`, 'put it back from where you keep it'));
  }
  const fileSystem = unfitFileSystems.get(statfsSync(stateDir).type);
  if (fileSystem !== undefined) {
    findings.push(found(check, 'warning', `${stateDir} is on ${fileSystem}`, 'set state_dir to a local disk'));
  }
  return findings.length > 0 ? findings : [found(check, 'ok', `${stateDir} is closed to others`)];
}

function checkDisk(check: string, directory: string): readonly DoctorFinding[] {
  if (!existsSync(directory)) return [];
  const { bavail, bsize, ffree, files } = statfsSync(directory);
  const free = bavail * bsize;
  const shown = `${Math.floor(free / bytesPerMebibyte)} MiB free for ${directory}`;
  if (files > 0 && ffree === 0) return [found(check, 'error', `no inodes left for ${directory}`, 'remove small files')];
  if (free < lowDiskBytes) return [found(check, 'warning', shown, 'free space, or sandboxes cannot be made soon')];
  return [found(check, 'ok', shown)];
}

function checkCgroups(): readonly DoctorFinding[] {
  if (process.platform !== 'linux') return [];
  if (existsSync('/sys/fs/cgroup/cgroup.controllers')) return [found('cgroups', 'ok', 'cgroup v2')];
  const remedy = 'boot with systemd.unified_cgroup_hierarchy=1';
  return [found('cgroups', 'notice', 'cgroup v1: limits of memory and swap are weaker', remedy)];
}

function checkClock(nowMs: number): readonly DoctorFinding[] {
  const shown = new Date(nowMs).toISOString();
  if (nowMs < oldestPlausibleMs) return [found('clock', 'error', `it says ${shown}`, 'timedatectl set-ntp true')];
  const isSystemd = existsSync('/run/systemd/timesync');
  if (!isSystemd || existsSync('/run/systemd/timesync/synchronized')) return [found('clock', 'ok', `it says ${shown}`)];
  return [found('clock', 'warning', 'it is not synchronized', 'timedatectl set-ntp true')];
}
