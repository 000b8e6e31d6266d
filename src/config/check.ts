// What "sandkeepd --check-config" prints.

import { loadSettings, type LoadOptions } from './load.ts';
import { ConfigError, formatProblem } from './problems.ts';

export interface CheckedConfig {
  readonly ok: boolean;
  readonly text: string;
}

export function checkConfig(options: LoadOptions): CheckedConfig {
  try {
    const { sources, warnings } = loadSettings(options);
    const read = sources.length === 0 ? 'nothing; all values are defaults' : sources.join(', ');
    return { ok: true, text: ['OK', `read: ${read}`, ...warnings.map((text) => `warning: ${text}`)].join('\n') };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ok: false, text: error.problems.map(formatProblem).join('\n') };
  }
}
