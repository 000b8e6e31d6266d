// A network bridge per engine: two engines on docker0 would give the same addresses to their containers. The kernel
// refuses a second bridge of the same name, which makes the name a claim no two processes can both hold.

import { readdir, readFile } from 'node:fs/promises';

import { runCommand } from './commands.ts';

const bridgeCount = 250;

export interface Bridge {
  name: string;
  /** The bridge's own address with its prefix length. */
  address: string;
  subnet: string;
  gateway: string;
  /** Addresses for the networks a test makes itself. */
  poolSubnet: string;
}

export async function claimBridge(owner: string): Promise<Bridge> {
  const first = Math.floor(Math.random() * bridgeCount);
  for (let attempt = 0; attempt < bridgeCount; attempt += 1) {
    const number = ((first + attempt) % bridgeCount) + 1;
    const name = `sk-eng-${number}`;
    if (!(await addBridge(name))) continue;
    const gateway = `10.201.${number}.1`;
    const bridge = {
      name,
      gateway,
      address: `${gateway}/24`,
      subnet: `10.201.${number}.0/24`,
      poolSubnet: `10.202.${number}.0/24`,
    };
    await runCommand('ip', ['link', 'set', 'dev', name, 'alias', owner]);
    await runCommand('ip', ['address', 'add', bridge.address, 'dev', name]);
    await runCommand('ip', ['link', 'set', 'dev', name, 'up']);
    return bridge;
  }
  throw new Error('every test bridge is taken: `ip link show type bridge` lists them as sk-eng-*');
}

async function addBridge(name: string): Promise<boolean> {
  try {
    await runCommand('ip', ['link', 'add', 'name', name, 'type', 'bridge']);
    return true;
  } catch (error) {
    if (String(error).includes('File exists')) return false;
    throw error;
  }
}

/** Removes the bridges this owner claimed, and those of networks a test made and left behind. */
export async function releaseBridges(owner: string): Promise<void> {
  for (const name of await readdir('/sys/class/net')) {
    const number = /^sk-eng-(\d+)$/.exec(name)?.[1];
    if (!number) continue;
    const alias = await readFile(`/sys/class/net/${name}/ifalias`, 'utf8').catch(() => '');
    if (alias.trim() !== owner) continue;
    for (const left of await linksWithAddress(`10.202.${number}.`)) await deleteLink(left);
    await deleteLink(name);
  }
}

async function linksWithAddress(prefix: string): Promise<string[]> {
  const lines = (await runCommand('ip', ['-oneline', '-4', 'address', 'show'])).split('\n');
  return lines
    .map((line) => line.split(/\s+/))
    .filter((fields) => fields[3]?.startsWith(prefix))
    .map((fields) => fields[1] ?? '');
}

async function deleteLink(name: string): Promise<void> {
  // A bridge a network's last container took with it is gone already.
  await runCommand('ip', ['link', 'delete', 'dev', name]).catch(() => undefined);
}
