import { describe, expect, test } from 'vitest';
import { type Column, type Paint, renderBlock, renderTable } from '../../../src/cli/render/table.ts';

interface Row {
  readonly name: string;
  readonly size: string;
}

const columns: readonly Column<Row>[] = [
  { header: 'NAME', cell: ({ name }) => name, shrinks: true, style: () => 'green' },
  { header: 'SIZE', cell: ({ size }) => size, align: 'right' },
];
const rows = [
  { name: 'a', size: '1' },
  { name: 'a-long-name-indeed', size: '1000000' },
];
const plain: Paint = (_style, text) => text;
const marked: Paint = (style, text) => `<${String(style)}>${text}</>`;

describe('a table', () => {
  test('aligns its columns and ends no line with spaces', () => {
    expect(renderTable(rows, columns, { width: Infinity, paint: plain })).toEqual([
      'NAME                   SIZE',
      'a                         1',
      'a-long-name-indeed  1000000',
    ]);
  });

  test('cuts the columns that may shrink to the width of the terminal', () => {
    const lines = renderTable(rows, columns, { width: 20, paint: plain });
    expect(lines).toEqual(['NAME            SIZE', 'a                  1', 'a-long-nam…  1000000']);
  });

  test('never shrinks a column to nothing', () => {
    expect(renderTable(rows, columns, { width: 3, paint: plain })[2]).toBe('a-long-…  1000000');
  });

  test('is aligned by what is seen, not by its colours', () => {
    const [, first, second] = renderTable(rows, columns, { width: Infinity, paint: marked });
    expect(first).toBe('<green>a</>                         1');
    expect(second).toBe('<green>a-long-name-indeed</>  1000000');
  });

  test('keeps a cell with a line break on its line', () => {
    const lines = renderTable([{ name: 'a\nb', size: '1' }], columns, { width: Infinity, paint: plain });
    expect(lines).toHaveLength(2);
  });
});

describe('a block', () => {
  test('leaves out rows without a value', () => {
    const lines = renderBlock(
      [
        ['id', 'x'],
        ['endpoint', undefined],
        ['digest', ''],
        ['template', 'aio'],
      ],
      { paint: plain },
    );
    expect(lines).toEqual(['id        x', 'template  aio']);
  });
});
