import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, operations, paths } from './schema.js';

/** The body of every refusal (`application/problem+json`). */
export type Problem = components['schemas']['Problem'];
export type MawaClient = Client<paths>;

export interface MawaOptions extends Omit<ClientOptions, 'baseUrl'> {
  /** The address of the installation, such as `https://mawa.example.org`. */
  readonly baseUrl: string;
  /** A personal token or a token of a program’s account. */
  readonly token: string;
}

/** Every operation by its method and path: `client.GET('/api/v1/people/{id}', { params: { path: { id } } })`. */
export function createMawaClient({ baseUrl, token, ...options }: MawaOptions): MawaClient {
  const client = createClient<paths>({ ...options, baseUrl });
  client.use({
    onRequest({ request }) {
      request.headers.set('authorization', `Bearer ${token}`);
      return request;
    },
  });
  return client;
}

/** A refusal of the server; `code` does not change between versions. */
export class MawaError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem?.detail ?? `The server answered ${status}`);
    this.name = 'MawaError';
    this.status = status;
    this.code = problem?.code ?? '';
    this.problem = problem;
  }
}

interface Answered<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was answered; a refusal is thrown as `MawaError`. */
export async function dataOf<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new MawaError(response.status, isProblem(error) ? error : null);
  return data as T;
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error;
