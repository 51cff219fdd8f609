// What the server refuses, as an exception that keeps all it said.
import type { components } from './schema.ts';

export type Problem = components['schemas']['Problem'];

export class NablaError extends Error {
  override name = 'NablaError';
  readonly status: number;
  /** RFC 9457, with a pointer (or a row and column) for each fault; absent when something else answered. */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? `the server answered ${status}`);
    this.status = status;
    this.problem = problem;
  }

  static async of(response: Response): Promise<NablaError> {
    try {
      return new NablaError(response.status, (await response.json()) as Problem);
    } catch {
      return new NablaError(response.status, undefined);
    }
  }
}

/** The body of a reply that openapi-fetch gives, or what went wrong as an exception. */
export function unwrap<T>(result: { data?: T; error?: unknown; response: Response }): T {
  if (result.response.ok) return result.data as T;
  const { error } = result;
  const told = typeof error === 'object' && error !== null && 'detail' in error;
  throw new NablaError(result.response.status, told ? (error as Problem) : undefined);
}
