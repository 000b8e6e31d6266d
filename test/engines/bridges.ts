// A network bridge per engine: two engines on docker0 would give the same addresses to their containers. The kernel
// refuses a second bridge of the same name, which makes the name a claim no two processes can both hold.

import { readFile } from "node:fs/promises";

import { runCommand } from "./commands.ts";

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
    const bridge = { name, gateway, address: `${gateway}/24`, subnet: `10.201.${number}.0/24`, poolSubnet: `10.202.${number}.0/24` };
    await runCommand("ip", ["link", "set", "dev", name, "alias", owner]);
    await runCommand("ip", ["address", "add", bridge.address, "dev", name]);
    await runCommand("ip", ["link", "set", "dev", name, "up"]);
    return bridge;
  }
  throw new Error("every test bridge is taken: `ip link show type bridge` lists them as sk-eng-*");
}

async function addBridge(name: string): Promise<boolean> {
  try {
    await runCommand("ip", ["link", "add", "name", name, "type", "bridge"]);
    return true;
  } catch (error) {
    if (String(error).includes("File exists")) return false;
    throw error;
  }
}

/** Removes the bridge when it is still this owner's: the name may have been claimed again. */
export async function releaseBridge(name: string, owner: string): Promise<void> {
  const alias = await readFile(`/sys/class/net/${name}/ifalias`, "utf8").catch(() => "");
  if (alias.trim() !== owner) return;
  await runCommand("ip", ["link", "delete", "dev", name]);
}
