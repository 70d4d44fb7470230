import { isIP, isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The address as it is kept: without its zone and in the short spelling of IPv4; null where it is none. */
export function plainAddress(address: string): string | null {
  const plain = address.split('%')[0]!;
  const bare = MAPPED.exec(plain)?.[1] ?? plain;
  return isIP(bare) ? bare : null;
}

/**
 * Network for counting: the IPv4 address itself, or the /64 of an IPv6 address (the smallest block assigned to a
 * household or telephone).
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address) ?? address;
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain;
}

/** Wide network, which a moving telephone usually stays in: the /16 of an IPv4 address, the /32 of an IPv6 address. */
export function wideNetworkOf(address: string): string {
  const plain = plainAddress(address) ?? address;
  return isIPv6(plain)
    ? `${groupsOf(plain).slice(0, 2).join(':')}::/32`
    : `${plain.split('.').slice(0, 2).join('.')}.0.0/16`;
}

function groupsOf(plain: string): string[] {
  // URL parsing gives the canonical spelling of an IPv6 address.
  const canonical = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...new Array<string>(zeros).fill('0'), ...after];
}
