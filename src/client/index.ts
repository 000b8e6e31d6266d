// What the package exports as sandkeep/client.
export * from './client.ts';
export { Command, type CommandOutput, type ExitStatus } from './handles/command.ts';
export { EventWatch, type WatchOptions } from './handles/event-watch.ts';
export { type ByteRange, Files } from './handles/files.ts';
export { Keeper } from './handles/keeper.ts';
export {
  type CommandLine,
  type CommandResult,
  type ExecOptions,
  type HeartbeatOptions,
  type RunOptions,
  Sandbox,
} from './handles/sandbox.ts';
export { type AcquireOptions, Client, type CreateOptions, type SessionName } from './handles/session-client.ts';
