// W3C Trace Context: the trace a request belongs to, taken from its `traceparent` header into the log.
// A header that is not well formed is passed over, as the recommendation asks.
// Source: www.w3.org/TR/trace-context-1, section 3.2.
import type { IncomingMessage } from 'node:http';

export interface TraceContext {
  traceId: string;
  /** Of the caller's own span. */
  parentId: string;
}

const form = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/;

export function traceContext({
  headers,
}: Pick<IncomingMessage, 'headers'>): TraceContext | undefined {
  const { traceparent } = headers;
  if (typeof traceparent !== 'string' || traceparent.length > 512) return undefined;
  const [, traceId, parentId] = form.exec(traceparent) ?? [];
  if (traceId === undefined || parentId === undefined) return undefined;
  // All zeros mean none; version 00 has nothing behind its flags.
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  if (traceparent.startsWith('00') && traceparent.length !== 55) return undefined;
  return { traceId, parentId };
}
