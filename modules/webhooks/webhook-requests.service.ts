import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { addressFault, isPublicAddress, writtenIp } from './address.rules';
import { type AttemptError, type AttemptOutcome, outcomeOf } from './delivery.rules';

/** Connecting, sending and the head of the answer together. */
const MOST_MS = 5_000;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Names to IP addresses, as the machine resolves them. */
@Injectable()
export class HostLookup {
  addressesOf(hostname: string): Promise<readonly ResolvedAddress[]> {
    return lookup(hostname, { all: true });
  }
}

class NotSent extends Error {
  constructor(readonly reason: AttemptError) {
    super(reason);
  }
}

/**
 * One POST to a receiver. The name is resolved once, every address of it must be of the public internet, and the
 * connection goes to the address that was checked. A redirect is not followed, and the body of an answer is not read.
 */
@Injectable()
export class WebhookRequests {
  readonly allowedOrigins: readonly string[];

  constructor(
    private readonly hosts: HostLookup,
    @Inject(ENV) env: Env,
  ) {
    this.allowedOrigins = env.MAWA_WEBHOOK_ORIGINS;
  }

  /** Never throws. */
  async post(
    address: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<AttemptOutcome> {
    const tooLate = AbortSignal.timeout(MOST_MS);
    try {
      const checked = await within(tooLate, this.checkedAddresses(address));
      return outcomeOf(await send(new URL(address), checked, headers, body, tooLate));
    } catch (error) {
      return { status: null, error: tooLate.aborted ? 'timeout' : reasonOf(error) };
    }
  }

  private async checkedAddresses(address: string): Promise<readonly ResolvedAddress[]> {
    if (addressFault(address, this.allowedOrigins) !== null) throw new NotSent('address');
    const url = new URL(address);
    // An IP address that is written was checked above.
    if (writtenIp(url) !== null) return [];
    const found = await this.hosts.addressesOf(url.hostname).catch(() => []);
    if (found.length === 0) throw new NotSent('name');
    const isAllowed = this.allowedOrigins.includes(url.origin);
    if (!isAllowed && !found.every((one) => isPublicAddress(one.address)))
      throw new NotSent('address');
    return found;
  }
}

const within = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, fail) =>
      signal.addEventListener('abort', () => fail(new NotSent('timeout')), { once: true }),
    ),
  ]);

function send(
  url: URL,
  checked: readonly ResolvedAddress[],
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  const resolved: LookupFunction = (_name, { all }, done) => {
    const [first] = checked;
    if (all) done(null, [...checked]);
    else done(null, first!.address, first!.family);
  };
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((answered, failed) => {
    const call = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        lookup: resolved,
        signal,
      },
      (answer) => {
        answered(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    call.on('error', failed);
    call.end(body);
  });
}

/** Codes of OpenSSL and of Node about certificates. */
const TLS = /^(ERR_(TLS|SSL)|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

function reasonOf(error: unknown): AttemptError {
  if (error instanceof NotSent) return error.reason;
  return TLS.test((error as { code?: string }).code ?? '') ? 'tls' : 'connection';
}
