// Paths of mounts, as the engine's host calls them.

/** A daemon in a container sees its data directory elsewhere than the engine does. */
export function sourceTranslation(dataDir: string, hostDataDir: string | null): (source: string) => string {
  if (hostDataDir === null) return (source) => source;
  return (source) =>
    source === dataDir || source.startsWith(`${dataDir}/`) ? hostDataDir + source.slice(dataDir.length) : source;
}
