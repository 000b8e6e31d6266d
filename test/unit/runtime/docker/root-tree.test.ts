import { expect, test } from 'vitest';
import { filesBetween } from '../../../../src/runtime/docker/root-tree.ts';

const mark = '0123456789abcdef';

test('files stand between marks, and one whose end was cut off does not come', () => {
  const output = `${mark}/a\0one${mark}/b\n\0${mark}/c\0x\0y${mark}/d\0cut`;
  const files = filesBetween(Buffer.from(output), mark, 100);
  expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
    ['/a', 'one'],
    ['/b\n', ''],
    ['/c', 'x\0y'],
  ]);
  expect(filesBetween(Buffer.from(mark), mark, 100)).toEqual([]);
  expect(filesBetween(Buffer.alloc(0), mark, 100)).toEqual([]);
});

test('no more of a file comes than asked for', () => {
  const [file] = filesBetween(Buffer.from(`${mark}/a\0abcdef${mark}`), mark, 3);
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe('abc');
});
