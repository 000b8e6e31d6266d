// The same for each of several sandboxes: one failure does not keep the others from their turn.
import { SandkeepRpcError } from '../client/errors.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { describeFailure } from './failure.ts';

/** Returns the exit code of the first failure. With one sandbox, its failure is the command's. */
export async function forEachSandbox(
  context: Context,
  ids: readonly string[],
  work: (id: string) => Promise<void>,
): Promise<number> {
  let exitCode: number = exitCodes.ok;
  for (const id of ids) {
    try {
      await work(id);
    } catch (error) {
      // Without a daemon, or after Ctrl-C, the others would only fail the same way.
      const isAboutThisOne = error instanceof SandkeepRpcError && error.reason !== '' && !context.signal.aborted;
      if (ids.length === 1 || !isAboutThisOne) throw error;
      const failure = describeFailure(error, context.client.socketPath);
      const shown = failure.message.includes(id) ? failure : { ...failure, message: `${id}: ${failure.message}` };
      await context.output.failure(shown, { sandbox_id: id });
      exitCode ||= failure.exitCode;
    }
  }
  return exitCode;
}
