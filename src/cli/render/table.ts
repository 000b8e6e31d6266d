// Aligned columns that fit the terminal.
import { styleText } from 'node:util';
import { displayWidth, printable, truncate } from './text.ts';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => string;
  readonly style?: (row: Row) => Style | undefined;
  readonly align?: 'right';
  /** Gives way first when the terminal is narrow. */
  readonly shrinks?: true;
}

export interface TableLayout {
  /** Columns of the terminal; Infinity where the output is no terminal, and nothing is cut. */
  readonly width: number;
  readonly paint: Paint;
}

const GAP = '  ';
const MIN_SHRUNK_WIDTH = 8;

export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  layout: TableLayout,
): readonly string[] {
  const cells = rows.map((row) => columns.map((column) => printable(column.cell(row))));
  const natural = columns.map(({ header }, index) =>
    Math.max(displayWidth(header), ...cells.map((texts) => displayWidth(texts[index] ?? ''))),
  );
  const widths = fitWidths(natural, columns, layout.width);
  const renderLine = (texts: readonly string[], styleOf: (index: number) => Style | undefined) =>
    texts
      .map((text, index) => renderCell(text, widths[index] ?? 0, columns[index]?.align, styleOf(index), layout.paint))
      .join(GAP)
      .trimEnd();
  const headers = columns.map(({ header }) => header);
  return [
    renderLine(headers, () => 'bold'),
    ...rows.map((row, rowIndex) => renderLine(cells[rowIndex] ?? [], (index) => columns[index]?.style?.(row))),
  ];
}

/** Names on the left, values on the right. Rows without a value are left out. */
export function renderBlock(
  rows: readonly (readonly [string, string | undefined])[],
  layout: Pick<TableLayout, 'paint'>,
): readonly string[] {
  const shown = rows.filter(([, value]) => value !== undefined && value !== '' && value !== '-');
  const nameWidth = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${layout.paint('dim', name.padEnd(nameWidth))}${GAP}${printable(value ?? '')}`);
}

/** Takes from the widest column that may shrink until the line fits, or none can give more. */
function fitWidths<Row>(natural: readonly number[], columns: readonly Column<Row>[], available: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - available;
  while (excess > 0) {
    const candidates = widths.map((width, index) => (columns[index]?.shrinks ? width : 0));
    const widest = candidates.indexOf(Math.max(...candidates));
    const width = candidates[widest] ?? 0;
    if (width <= MIN_SHRUNK_WIDTH) break;
    widths[widest] = width - 1;
    excess -= 1;
  }
  return widths;
}

function renderCell(
  text: string,
  width: number,
  align: 'right' | undefined,
  style: Style | undefined,
  paint: Paint,
): string {
  const shown = truncate(text, width);
  const padding = ' '.repeat(Math.max(0, width - displayWidth(shown)));
  const painted = style === undefined ? shown : paint(style, shown);
  return align === 'right' ? padding + painted : painted + padding;
}
