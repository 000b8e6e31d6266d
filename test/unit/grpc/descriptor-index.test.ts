import { describe, expect, test } from 'vitest';

import { findService, serviceNames } from '../../../src/client/contract.ts';
import { descriptorSetBase64 } from '../../../src/gen/descriptor-set.ts';
import { indexDescriptorSet } from '../../../src/grpc/descriptor-index.ts';

const set = Buffer.from(descriptorSetBase64, 'base64');
const index = indexDescriptorSet(set);

describe('the index of the contract', () => {
  test('has every service that is served', () => {
    expect(index.services).toEqual(
      expect.arrayContaining([...serviceNames, 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection']),
    );
    expect([...index.services].sort()).toEqual(index.services);
  });

  test('finds the file of every service and method', () => {
    for (const service of serviceNames) {
      const file = index.fileOfSymbol(service);
      expect(file).toMatch(/^sandkeep\/v1\/\w+\.proto$/);
      for (const method of Object.keys(findService(service)))
        expect(index.fileOfSymbol(`${service}.${method}`)).toBe(file);
    }
  });

  test('finds messages and enums', () => {
    for (const symbol of ['sandkeep.v1.Sandbox', 'sandkeep.v1.SandboxState', 'google.rpc.BadRequest.FieldViolation']) {
      expect(index.fileOfSymbol(symbol)).not.toBeNull();
    }
    expect(index.fileOfSymbol('sandkeep.v1.Nothing')).toBeNull();
    expect(index.fileOfSymbol('')).toBeNull();
  });

  test('gives a file with all that it imports, each once', () => {
    const file = index.fileOfSymbol('sandkeep.v1.SandboxService') ?? '';
    const files = index.withDependencies(file);
    expect(files.length).toBeGreaterThan(2);
    expect(new Set(files.map((bytes) => bytes.toString('base64'))).size).toBe(files.length);
    expect(files[0]?.includes('SandboxService')).toBe(true);
    expect(index.withDependencies('no/such.proto')).toEqual([]);
  });

  test('is not made of a set that is damaged', () => {
    expect(() => indexDescriptorSet(Buffer.from([0x0a, 0xff]))).toThrow(/damaged/);
    expect(() => indexDescriptorSet(Buffer.concat([Buffer.from([0x0b]), set.subarray(1)]))).toThrow(/damaged/);
  });
});
