// Traces that callers began: which one the present work belongs to, and spans for whoever registered an SDK of
// OpenTelemetry (node --import). Without one nothing is recorded, and a call without a traceparent costs nothing.

import {
  context,
  createTraceState,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type SpanContext,
  type Tracer as ApiTracer,
} from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallerTrace, Span, Tracer } from '../ports/observer.ts';

const tracerName = 'sandkeep';
const maxTraceStateCharacters = 512;
const invalidTraceId = '0'.repeat(32);
const invalidSpanId = '0'.repeat(16);

export function createTracer(): Tracer {
  const present = new AsyncLocalStorage<string>();
  const api = registeredTracer();
  return {
    traceId: () => present.getStore() ?? '',
    call: (method, caller) => {
      const parent = remoteParent(caller);
      if (api === null) return parent === null ? null : carried(present, parent.traceId);
      const base = parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
      return recorded(present, api, { name: `sandkeep.v1/${method}`, kind: SpanKind.SERVER, base });
    },
    step: (name) =>
      api === null ? null : recorded(present, api, { name, kind: SpanKind.CLIENT, base: context.active() }),
  };
}

/** Null while nobody has registered an SDK; it has to do so before the daemon begins. */
function registeredTracer(): ApiTracer | null {
  const provider = trace.getTracerProvider();
  const isOff = provider instanceof ProxyTracerProvider && provider.getDelegateTracer(tracerName) === undefined;
  return isOff ? null : trace.getTracer(tracerName);
}

/** The trace of a caller, where nothing records spans. */
function carried(present: AsyncLocalStorage<string>, traceId: string): Span {
  return { run: (fn) => present.run(traceId, fn), end: () => undefined };
}

function recorded(
  present: AsyncLocalStorage<string>,
  tracer: ApiTracer,
  { name, kind, base }: { readonly name: string; readonly kind: SpanKind; readonly base: Context },
): Span {
  const span = tracer.startSpan(name, { kind }, base);
  const inner = trace.setSpan(base, span);
  return {
    run: (fn) => present.run(span.spanContext().traceId, () => context.with(inner, fn)),
    end: (failure) => {
      if (failure !== null) {
        span.setAttribute('error.type', failure);
        span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      }
      span.end();
    },
  };
}

/** What the caller sent, if it is what W3C Trace Context says; anything else is no trace. */
function remoteParent({ traceparent, tracestate }: CallerTrace): SpanContext | null {
  if (traceparent === undefined) return null;
  const parts = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(traceparent);
  const [, version = 'ff', traceId = '', spanId = '', flags = '', more] = parts ?? [];
  if (version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (traceId === invalidTraceId || spanId === invalidSpanId) return null;
  const isSampled = (Number.parseInt(flags, 16) & TraceFlags.SAMPLED) !== 0;
  const state =
    tracestate === undefined || tracestate.length > maxTraceStateCharacters
      ? {}
      : { traceState: createTraceState(tracestate) };
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return { traceId, spanId, traceFlags, isRemote: true, ...state };
}
