import { describe, expect, test } from 'vitest';
import { findMessage } from '../../../src/client/contract.ts';
import { durationFromMs, durationToMs, timestampToDate } from '../../../src/client/convert.ts';
import { messageToJson } from '../../../src/client/json.ts';

/** As the message looks after its way over the wire. */
function received(name: string, fields: object): object {
  const type = findMessage(`sandkeep.v1.${name}`);
  if (type === undefined) throw new Error(`no message ${name}`);
  return type.deserialize(type.serialize(fields));
}

const toJson = (name: string, fields: object) => messageToJson(name, received(name, fields));

describe('a message as JSON', () => {
  test('has snake_case keys, short enum values, ISO times, seconds and numbers', () => {
    const json = toJson('Sandbox', {
      id: 'a',
      state: 'SANDBOX_STATE_RUNNING',
      generation: '3',
      workspaceOnHost: true,
      idleTimeout: durationFromMs(1500),
      createTime: { seconds: '1900000000', nanos: 500_000_000 },
      session: { namespace: 'n', user: 'u', session: 's' },
    });
    expect(json).toMatchObject({
      id: 'a',
      state: 'RUNNING',
      generation: 3,
      workspace_on_host: true,
      idle_timeout: 1.5,
      create_time: '2030-03-17T17:46:40.500Z',
      session: { namespace: 'n', user: 'u', session: 's' },
    });
  });

  test('has every field, also those without a value', () => {
    const json = toJson('Sandbox', {});
    expect(json).toMatchObject({ failure: null, create_time: null, labels: {}, holders: [], reason: '' });
    expect(Object.keys(json)).toHaveLength(32);
  });

  test('leaves keys and values of maps alone', () => {
    expect(toJson('Sandbox', { labels: { camelCase: '12' } })['labels']).toEqual({ camelCase: '12' });
    expect(toJson('RunSweepResponse', { counters: { due: '12' } })['counters']).toEqual({ due: 12 });
  });

  test('keeps a number that JSON cannot hold as text', () => {
    expect(toJson('Event', { seq: '9007199254740993' })['seq']).toBe('9007199254740993');
  });

  test('shows an enum value newer than the client as its number', () => {
    expect(toJson('Event', { newState: 77 })['new_state']).toBe(77);
  });

  test('tells an absent exit code from zero', () => {
    expect(toJson('RunExecResponse', {})['exit_code']).toBeNull();
    expect(toJson('RunExecResponse', { exitCode: 0 })['exit_code']).toBe(0);
  });

  test('has bytes that are text as text, and others in base64 under a key of their own', () => {
    const json = toJson('RunExecResponse', { stdout: Buffer.from('grün'), stderr: Buffer.from([0xff, 0xfe]) });
    expect(json).toMatchObject({ stdout: 'grün', stderr: null, stderr_base64: '//4=' });
  });
});

describe('times of the contract', () => {
  test.each([0, 1, 999, 1500, 86_400_000])('%i ms survive the way there and back', (ms) => {
    expect(durationToMs(durationFromMs(ms))).toBe(ms);
  });

  test('a timestamp becomes a date', () => {
    expect(timestampToDate({ seconds: '1', nanos: 5_000_000 }).getTime()).toBe(1005);
  });
});
