// Where clients reach a sandbox, from what the engine published.

import type { EndpointPort, SandboxRecord } from '../../domain/sandbox.ts';
import type { Settings } from '../../domain/settings.ts';
import type { ObservedInstance } from '../../ports/runtime.ts';

/** In the order of the template's ports. */
export function endpointOf(settings: Settings, record: SandboxRecord, observed: ObservedInstance): EndpointPort[] {
  const accessHost = record.runtime === 'docker' ? settings.runtimes.docker.accessHost : null;
  const order = (port: number): number => settings.templates.get(record.template)?.ports.indexOf(port) ?? 0;
  return observed.ports
    .map((port) => ({
      containerPort: port.containerPort,
      host: accessHost ?? reachableHost(port.hostAddress),
      hostPort: port.hostPort,
    }))
    .sort((a, b) => order(a.containerPort) - order(b.containerPort));
}

/** Where the daemon itself reaches a port that is published on an address: one published everywhere, on loopback. */
export function dialHost(hostAddress: string): string {
  return hostAddress === '::' ? '::1' : reachableHost(hostAddress);
}

function reachableHost(address: string): string {
  return address === '0.0.0.0' || address === '' ? '127.0.0.1' : address;
}
