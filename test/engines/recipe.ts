// What an engine is made of: the programs it needs and the processes that run it in one directory.

import { libraryDirectories } from './cache.ts';

export interface EngineCommand {
  program: string;
  programArguments: string[];
  /** On top of the test process's own. */
  environment: NodeJS.ProcessEnv;
}

export interface EngineProcess extends EngineCommand {
  /** The socket that accepts connections once the process is ready. */
  socketPath: string;
}

export interface EnginePlan {
  /** In the order they start; the last one serves the engine API. */
  processes: EngineProcess[];
  /** Undoes what the engine changed outside its directory and its processes. It works without the engine running. */
  teardown?: EngineCommand;
}

/** What of an engine differs between tests. */
export interface EngineSettings {
  /** Containers go on while the engine is down; only Docker's have it. */
  readonly liveRestore?: true;
}

export interface EngineRecipe {
  /** Fetches or builds what is missing. */
  ensure(): Promise<void>;
  /** Writes the configuration into the directory. */
  plan(directory: string, settings: EngineSettings): Promise<EnginePlan>;
}

/** What the environment needs so that unpacked programs find each other and their libraries. */
export async function engineEnvironment(programDirectories: string[], unpacked: string): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: [...programDirectories, process.env['PATH'] ?? ''].join(':'),
    LD_LIBRARY_PATH: (await libraryDirectories(unpacked)).join(':'),
  };
}
