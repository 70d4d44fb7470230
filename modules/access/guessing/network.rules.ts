import { isIP, isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The address as it is kept: without its zone and in the short spelling of IPv4; null where it is none. */
export function plainAddress(address: string): string | null {
  const plain = address.split('%')[0]!;
  const bare = MAPPED.exec(plain)?.[1] ?? plain;
  return isIP(bare) ? bare : null;
}

/**
 * What an address counts as: an IPv4 address itself, an IPv6 address its /64, which is the least that
 * one household or telephone is given.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address) ?? address;
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain;
}

/** What a telephone keeps while it moves about: the /16 of an IPv4 address, the /32 of an IPv6 address. */
export function wideNetworkOf(address: string): string {
  const plain = plainAddress(address) ?? address;
  return isIPv6(plain)
    ? `${groupsOf(plain).slice(0, 2).join(':')}::/32`
    : `${plain.split('.').slice(0, 2).join('.')}.0.0/16`;
}

function groupsOf(plain: string): string[] {
  // The host of a URL comes in the one canonical spelling.
  const canonical = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...new Array<string>(zeros).fill('0'), ...after];
}
