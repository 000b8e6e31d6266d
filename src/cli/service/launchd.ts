// The plan for launchd: the agent of a user, or the daemon of the system, from the property list that is shipped.
import { join } from 'node:path';
import { daemonCommand, mark, type ServiceHost, type ServicePlan } from './plan.ts';

const label = 'dev.sandkeep.sandkeepd';
const part = `launchd/${label}.plist`;

export function launchdUserPlan(host: ServiceHost): ServicePlan {
  const logs = join(host.homeDirectory, 'Library/Logs');
  return launchdPlan({
    scope: 'user',
    domain: `gui/${host.userId}`,
    path: join(host.homeDirectory, 'Library/LaunchAgents', `${label}.plist`),
    text: withCommand(host, host.readPackageFile(part)).replaceAll('@HOME@/Library/Logs', () => escaped(logs)),
    kept: '~/Library/Application Support/sandkeep and ~/Library/Logs/sandkeepd.log',
  });
}

export function launchdSystemPlan(host: ServiceHost): ServicePlan {
  const text = withCommand(host, host.readPackageFile(part))
    .replaceAll('@HOME@/Library/Logs', '/Library/Logs')
    // Only agents belong to sessions.
    .replace(/ *<key>LimitLoadToSessionType<\/key>\s*<array>.*?<\/array>\n/s, '');
  return launchdPlan({
    scope: 'system',
    domain: 'system',
    path: `/Library/LaunchDaemons/${label}.plist`,
    text,
    kept: '/Library/Application Support/sandkeep and /Library/Logs/sandkeepd.log',
  });
}

interface Place {
  readonly scope: ServicePlan['scope'];
  readonly domain: string;
  readonly path: string;
  readonly text: string;
  readonly kept: string;
}

function launchdPlan({ scope, domain, path, text, kept }: Place): ServicePlan {
  const target = `${domain}/${label}`;
  return {
    manager: 'launchd',
    scope,
    files: [{ path, text }],
    packaged: [],
    load: [],
    // launchd has read the old file; it reads the new one when it is bootstrapped.
    unload: [['launchctl', 'bootout', target]],
    start: [
      ['launchctl', 'enable', target],
      ['launchctl', 'bootstrap', domain, path],
    ],
    stop: [['launchctl', 'bootout', target]],
    afterRemoval: [],
    isRunning: ['launchctl', 'print', target],
    notices: [],
    kept,
  };
}

/** The text of the shipped file with this installation's command line, and our mark instead of how to install it. */
function withCommand(host: ServiceHost, text: string): string {
  const words = daemonCommand(host).map((word) => `      <string>${escaped(word)}</string>\n`);
  return text
    .replace(/<!--.*?-->/s, () => `<!-- ${mark} -->`)
    .replace(/(<key>ProgramArguments<\/key>\s*<array>\n).*?( *<\/array>)/s, (_all, open: string, close: string) =>
      [open, ...words, close].join(''),
    );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
