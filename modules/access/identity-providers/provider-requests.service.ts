import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { NOBODY } from '../../platform/shared/actor';
import { ProviderUnreachable } from './openid.errors';
import { isProviderAddress } from './openid.rules';

const SECONDS = 5;
/** Maximum response size; discovery documents, key sets and token responses have a few thousand bytes. */
const MOST_BYTES = 256 * 1024;

export interface ProviderRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** HTTP requests of Mawa to identity providers: TLS only, allowed addresses only, with limits of time and size. */
@Injectable()
export class ProviderRequests {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Whether http to the loopback address is allowed: only in databases marked as synthetic before their first account.
   */
  loopbackToo(): Promise<boolean> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [row] = await tx.query<{ synthetic: boolean }>('SELECT synthetic FROM installation');
      return row?.synthetic ?? false;
    });
  }

  /** Whether Mawa may request this address or redirect a browser to it. */
  async isAllowed(address: string): Promise<boolean> {
    return isProviderAddress(address, address.startsWith('http:') && (await this.loopbackToo()));
  }

  /** Throws `ProviderUnreachable`. Redirects are not followed. */
  async fetch(address: string, { method, headers, body, signal }: ProviderRequest) {
    if (!(await this.isAllowed(address)))
      throw new ProviderUnreachable('an address that is not asked');
    const tooLate = AbortSignal.timeout(SECONDS * 1000);
    try {
      const answer = await fetch(address, {
        method,
        headers,
        body: body as string | URLSearchParams | undefined,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, tooLate]) : tooLate,
      });
      const bytes = await boundedBody(answer);
      if (answer.status >= 500) throw new ProviderUnreachable(`answered ${answer.status}`);
      const plain = new Headers(answer.headers);
      for (const name of ['content-encoding', 'content-length', 'transfer-encoding'])
        plain.delete(name);
      return new Response(bytes, { status: answer.status, headers: plain });
    } catch (error) {
      if (error instanceof ProviderUnreachable) throw error;
      throw new ProviderUnreachable((error as Error).name);
    }
  }
}

async function boundedBody(answer: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!answer.body) return null;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length;
    // Leaving the loop ends the connection.
    if (size > MOST_BYTES) throw new ProviderUnreachable('answered too much');
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
