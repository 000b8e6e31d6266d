// An SDK of OpenTelemetry for a daemon under test, loaded by --import: each span that ends is a line of the file in
// TEST_SPAN_FILE.

import { NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { appendFileSync } from 'node:fs';

const file = process.env['TEST_SPAN_FILE'] ?? '';

const processor: SpanProcessor = {
  onStart: () => undefined,
  onEnd: (span) => {
    const { traceId, spanId } = span.spanContext();
    const { name, status, parentSpanContext } = span;
    const shown = { name, traceId, spanId, parentId: parentSpanContext?.spanId ?? '', status };
    appendFileSync(file, `${JSON.stringify(shown)}\n`);
  },
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

new NodeTracerProvider({ spanProcessors: [processor] }).register();
