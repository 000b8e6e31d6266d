// "$NAME" in the environment of a template, replaced from the daemon's own.

export interface Expansion {
  readonly text: string;
  /** Names that the daemon's environment does not have; they are empty in the text. */
  readonly missing: readonly string[];
  /** A "$" that begins nothing known. */
  readonly isMalformed: boolean;
}

/** "$NAME" and "${NAME}" anywhere; "$$" is a dollar. A variable that is set but empty is not missing. */
export function expandVariables(template: string, env: NodeJS.ProcessEnv): Expansion {
  const missing: string[] = [];
  let isMalformed = false;
  const text = template.replaceAll(
    /\$(?:(\$)|([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})?/g,
    (_match: string, dollar?: string, plain?: string, braced?: string) => {
      if (dollar !== undefined) return '$';
      const name = plain ?? braced;
      if (name === undefined) {
        isMalformed = true;
        return '$';
      }
      const value = env[name];
      if (value === undefined) missing.push(name);
      return value ?? '';
    },
  );
  return { text, missing, isMalformed };
}
