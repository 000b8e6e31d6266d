// gRPC reflection v1 over the checked-in descriptor set, so that grpcurl describes and calls everything.

import { status } from '@grpc/grpc-js';
import { descriptorSetBase64 } from '../../gen/descriptor-set.ts';
import type { ServerReflectionHandlers } from '../../gen/grpc/reflection/v1/ServerReflection.ts';
import type { ServerReflectionRequest__Output } from '../../gen/grpc/reflection/v1/ServerReflectionRequest.ts';
import type { ServerReflectionResponse } from '../../gen/grpc/reflection/v1/ServerReflectionResponse.ts';
import { indexDescriptorSet, type DescriptorIndex } from '../descriptor-index.ts';
import type { Handlers } from '../handler.ts';

/** Requests of one stream; a client that asks for more is not describing an API. */
const maxRequestsPerStream = 10_000;

export function reflectionService(handlers: Handlers): ServerReflectionHandlers {
  let index: DescriptorIndex | null = null;
  return {
    ServerReflectionInfo: handlers.duplex(
      'ServerReflectionInfo',
      async function* (requests): AsyncGenerator<ServerReflectionResponse> {
        index ??= indexDescriptorSet(Buffer.from(descriptorSetBase64, 'base64'));
        let served = 0;
        for await (const request of requests) {
          yield answer(index, request);
          served += 1;
          if (served >= maxRequestsPerStream) return;
        }
      },
    ),
  };
}

function answer(index: DescriptorIndex, request: ServerReflectionRequest__Output): ServerReflectionResponse {
  const common = { validHost: request.host, originalRequest: request };
  if (request.listServices !== undefined) {
    return { ...common, listServicesResponse: { service: index.services.map((name) => ({ name })) } };
  }
  const file = request.fileByFilename ?? index.fileOfSymbol(request.fileContainingSymbol ?? '');
  const files = file === null ? [] : index.withDependencies(file);
  if (files.length > 0) return { ...common, fileDescriptorResponse: { fileDescriptorProto: [...files] } };
  const asked = request.fileByFilename ?? request.fileContainingSymbol ?? 'extensions';
  return { ...common, errorResponse: { errorCode: status.NOT_FOUND, errorMessage: `${asked} is not known` } };
}
