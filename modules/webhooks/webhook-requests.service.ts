import { lookup, Resolver } from 'node:dns/promises';
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
/** Of these, to resolve the name. */
const NAME_MS = 3_000;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Names of one round of sending, each resolved once. */
export type ResolvedHosts = Map<string, Promise<readonly ResolvedAddress[]>>;

class NotSent extends Error {
  constructor(readonly reason: AttemptError) {
    super(reason);
  }
}

/** Names to IP addresses; none where there is no such name. Errors: `resolver`, `timeout`. */
@Injectable()
export class HostLookup {
  private readonly ownLookups: ResolvedHosts = new Map();

  /**
   * Names of the own network as the machine resolves them, /etc/hosts among that. All others at its DNS servers, without
   * the four threads of libuv: `lookup` has them alone, and a few names without an answer would hold them all.
   */
  addressesOf(hostname: string, isOwn: boolean): Promise<readonly ResolvedAddress[]> {
    return isOwn ? this.ownAddressesOf(hostname) : this.publicAddressesOf(hostname);
  }

  resolver(): Resolver {
    return new Resolver({ timeout: NAME_MS, tries: 1 });
  }

  private async publicAddressesOf(hostname: string): Promise<readonly ResolvedAddress[]> {
    const resolver = this.resolver();
    // There may be several servers, each of which is waited for.
    const limit = setTimeout(() => resolver.cancel(), NAME_MS);
    try {
      const answers = await Promise.allSettled([
        resolver.resolve4(hostname),
        resolver.resolve6(hostname),
      ]);
      const found = answers.flatMap((answer, n) =>
        answer.status === 'fulfilled'
          ? answer.value.map((address) => ({ address, family: n === 0 ? 4 : 6 }))
          : [],
      );
      if (found.length > 0) return found;
      const codes = answers.map((answer) => answer.status === 'rejected' && codeOf(answer.reason));
      if (codes.includes('ECONNREFUSED')) throw new NotSent('resolver');
      if (codes.some((code) => code === 'ETIMEOUT' || code === 'ECANCELLED'))
        throw new NotSent('timeout');
      return [];
    } finally {
      clearTimeout(limit);
    }
  }

  /** One that is under way is not begun again. Whether it waits for a thread or for an answer is not known. */
  private ownAddressesOf(hostname: string): Promise<readonly ResolvedAddress[]> {
    let begun = this.ownLookups.get(hostname);
    if (!begun) {
      begun = lookup(hostname, { all: true })
        .catch((error: unknown) => {
          if (codeOf(error) === 'ENOTFOUND') return [];
          throw new NotSent('resolver');
        })
        .finally(() => this.ownLookups.delete(hostname));
      this.ownLookups.set(hostname, begun);
    }
    return within(AbortSignal.timeout(NAME_MS), begun, 'resolver');
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
    hosts: ResolvedHosts = new Map(),
  ): Promise<AttemptOutcome> {
    const tooLate = AbortSignal.timeout(MOST_MS);
    try {
      const checked = await within(tooLate, this.checkedAddresses(address, hosts), 'timeout');
      return outcomeOf(await send(new URL(address), checked, headers, body, tooLate));
    } catch (error) {
      const isLate = tooLate.aborted && !(error instanceof NotSent);
      return { status: null, error: isLate ? 'timeout' : reasonOf(error) };
    }
  }

  private async checkedAddresses(
    address: string,
    hosts: ResolvedHosts,
  ): Promise<readonly ResolvedAddress[]> {
    if (addressFault(address, this.allowedOrigins) !== null) throw new NotSent('address');
    const url = new URL(address);
    // An IP address that is written was checked above.
    if (writtenIp(url) !== null) return [];
    const isAllowed = this.allowedOrigins.includes(url.origin);
    const key = `${isAllowed} ${url.hostname}`;
    const resolved = hosts.get(key) ?? this.hosts.addressesOf(url.hostname, isAllowed);
    hosts.set(key, resolved);
    const found = await resolved;
    if (found.length === 0) throw new NotSent('name');
    if (!isAllowed && !found.every((one) => isPublicAddress(one.address)))
      throw new NotSent('address');
    return found;
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);

const within = <T>(signal: AbortSignal, work: Promise<T>, reason: AttemptError): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, fail) =>
      signal.addEventListener('abort', () => fail(new NotSent(reason)), { once: true }),
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
  return TLS.test(codeOf(error)) ? 'tls' : 'connection';
}
