// The plan for systemd: the units that are shipped, with the daemon's own command line.
import { join } from 'node:path';
import {
  daemonCommand,
  mark,
  type ServiceCommand,
  type ServiceFile,
  type ServiceHost,
  type ServicePlan,
} from './plan.ts';

const service = 'sandkeepd.service';
const socket = 'sandkeepd.socket';
const packagedDirectory = '/usr/lib/systemd/system';

export function systemdSystemPlan(host: ServiceHost): ServicePlan {
  const units = '/etc/systemd/system';
  const sysusers = '/etc/sysusers.d/sandkeep.conf';
  const tmpfiles = '/etc/tmpfiles.d/sandkeep.conf';
  const systemctl = (...words: string[]): ServiceCommand => ['systemctl', ...words];
  return {
    manager: 'systemd',
    scope: 'system',
    files: [
      fileOf(host, 'systemd/sandkeep.sysusers.conf', sysusers),
      fileOf(host, 'systemd/sandkeep.tmpfiles.conf', tmpfiles),
      fileOf(host, 'systemd/sandkeepd.service', join(units, service)),
      fileOf(host, 'systemd/sandkeepd.socket', join(units, socket)),
    ],
    packaged: [join(packagedDirectory, service)],
    load: [['systemd-sysusers', sysusers], ['systemd-tmpfiles', '--create', tmpfiles], systemctl('daemon-reload')],
    unload: [systemctl('try-restart', service)],
    ...commonCommands(systemctl),
    notices: [
      'Members of the group "sandkeep" may use it, and are admin of every sandbox: usermod --append --groups sandkeep USER',
    ],
    kept: 'the user sandkeep, /var/lib/sandkeep and /etc/sandkeep',
  };
}

export function systemdUserPlan(host: ServiceHost): ServicePlan {
  const units = join(host.homeDirectory, '.config/systemd/user');
  const systemctl = (...words: string[]): ServiceCommand => ['systemctl', '--user', ...words];
  return {
    manager: 'systemd',
    scope: 'user',
    files: [
      fileOf(host, 'systemd/user/sandkeepd.service', join(units, service)),
      fileOf(host, 'systemd/user/sandkeepd.socket', join(units, socket)),
    ],
    packaged: [],
    load: [systemctl('daemon-reload')],
    unload: [systemctl('try-restart', service)],
    ...commonCommands(systemctl),
    notices: ['It ends with your last session, unless you may linger: loginctl enable-linger'],
    kept: 'the sandboxes and what the daemon knows of them, in ~/.local',
  };
}

function commonCommands(systemctl: (...words: string[]) => ServiceCommand) {
  return {
    start: [systemctl('enable', '--now', '--quiet', socket, service)],
    stop: [systemctl('disable', '--now', '--quiet', socket, service)],
    afterRemoval: [systemctl('daemon-reload')],
    isRunning: systemctl('is-active', '--quiet', service),
  };
}

function fileOf(host: ServiceHost, part: string, path: string): ServiceFile {
  const command = daemonCommand(host).map(quoted).join(' ');
  const text = host.readPackageFile(part).replace(/^ExecStart=.*$/m, () => `ExecStart=${command}`);
  return { path, text: `# ${mark}\n${text}` };
}

/** As systemd reads a word of a command line. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /[\s"'\\;]/.test(word) ? `"${escaped.replaceAll(/["\\]/g, '\\$&')}"` : escaped;
}
