/** Addresses that keep sending bodies which are refused for their size. */
import { createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { minutesToWait } from '../database/rate-limiter';
import { DomainError } from '../shared/domain.errors';

/** Nobody sends that many by mistake; behind one address there may be a whole house. */
const ALLOWED = { points: 20, duration: 15 * 60 };

/**
 * Counted in the memory of this process: a flood must not become writes in the database, and the
 * complaint form keeps no address: what is counted is a digest under a key that ends with the process.
 */
export class RefusedBodies {
  private readonly key = randomBytes(32);
  private readonly limiter = new RateLimiterMemory({ keyPrefix: 'refused body', ...ALLOWED });

  async count(address: string): Promise<void> {
    await this.limiter.consume(this.nameOf(address)).catch(() => undefined);
  }

  /** Throws `common.too_many` where this address has sent too many of them. */
  async refuseAfterTooMany(address: string): Promise<void> {
    const found = await this.limiter.get(this.nameOf(address));
    if (found === null || found.consumedPoints <= ALLOWED.points) return;
    throw new DomainError('too_many', 'common.too_many', { minutes: minutesToWait(found) });
  }

  private nameOf(address: string): string {
    return createHmac('sha256', this.key).update(networkOf(address)).digest('base64url');
  }
}

/** One customer of a provider holds a whole IPv6 network of 64 bits: it counts as one address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const all = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
