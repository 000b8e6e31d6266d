// Which plan fits a host, and whether it can work there.
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import { launchdSystemPlan, launchdUserPlan } from './launchd.ts';
import type { Scope, ServiceHost, ServicePlan } from './plan.ts';
import { systemdSystemPlan, systemdUserPlan } from './systemd.ts';

/** What the hardened unit hides from the daemon. */
const hiddenDirectories = ['/home/', '/root/', '/run/user/', '/tmp/', '/var/tmp/'];

/** CommandFailure where no service manager is known. */
export function choosePlan(host: ServiceHost, scope: Scope): ServicePlan {
  if (host.platform === 'darwin') return scope === 'system' ? launchdSystemPlan(host) : launchdUserPlan(host);
  if (host.platform === 'linux') return scope === 'system' ? systemdSystemPlan(host) : systemdUserPlan(host);
  const hint = 'Run "sandkeepd" by whatever starts programs here.';
  throw new CommandFailure(`no service manager is known on ${host.platform}`, exitCodes.precondition, hint);
}

/** CommandFailure where the service would not see its own program. */
export function requireVisible(host: ServiceHost, { manager, scope }: ServicePlan): void {
  if (manager !== 'systemd' || scope !== 'system') return;
  const hidden = [host.nodePath, host.packageDirectory].find((path) =>
    hiddenDirectories.some((directory) => path.startsWith(directory)),
  );
  if (hidden === undefined) return;
  const hint = 'Install Node.js and sandkeep for the host, for example with "npm install --global --prefix /usr".';
  throw new CommandFailure(`the service of the host could not see ${hidden}`, exitCodes.precondition, hint);
}
