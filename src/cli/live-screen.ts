// A screen of its own on the terminal, which is left as it was found.
import type { CliTerminal } from './io.ts';
import type { Output } from './output.ts';

const CSI = '\u001B[';
/** The other screen, without a cursor, with long lines cut instead of wrapped. */
const ENTER = `${CSI}?1049h${CSI}?25l${CSI}?7l`;
const LEAVE = `${CSI}?7h${CSI}?25h${CSI}?1049l`;
const HOME = `${CSI}H`;
const CLEAR = `${CSI}2J`;
const CLEAR_LINE_END = `${CSI}K`;
const CLEAR_BELOW = `${CSI}J`;

export interface LiveScreen {
  /** Puts these lines in the place of those before; what does not fit below is left out. */
  draw(lines: readonly string[]): Promise<void>;
  /** For a screen of another size, which may show anything. */
  clear(): Promise<void>;
}

/** Runs the work on a screen of its own, with every key passed on; however it ends, the terminal is given back. */
export async function onOwnScreen<T>(
  terminal: CliTerminal,
  output: Output,
  work: (screen: LiveScreen) => Promise<T>,
): Promise<T> {
  terminal.setRaw('raw');
  try {
    await output.bytes(ENTER);
    return await work({
      draw: async (lines) => {
        const shown = lines.slice(0, terminal.size().rows);
        await output.bytes(`${HOME}${shown.join(`${CLEAR_LINE_END}\r\n`)}${CLEAR_LINE_END}${CLEAR_BELOW}`);
      },
      clear: async () => await output.bytes(CLEAR),
    });
  } finally {
    terminal.setRaw('line');
    await output.bytes(LEAVE);
  }
}
