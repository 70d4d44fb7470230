/** To which addresses anything is sent: https, port 443, to the public internet, and origins that the operator allows by name. */
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Not of the public internet: IANA special-purpose registries, RFC 6890. */
const SPECIAL: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only 2000::/3 is given out; in it, documentation, tunnels and benchmarks. */
const SPECIAL_6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of SPECIAL_6) special.addSubnet(network, prefix, 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

/** Of an IP address, as a name resolves to or as it is written. */
export function isPublicAddress(ip: string): boolean {
  if (isIP(ip) === 0) return false;
  if (isIPv6(ip)) return givenOut.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
  return !special.check(ip, 'ipv4');
}

/** IP address used as the host of a URL; null if the host is a name. */
export function writtenIp({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

/** Codes of sentences. */
export type AddressFault =
  | 'webhooks.address_not_address'
  | 'webhooks.address_not_https'
  | 'webhooks.address_not_443'
  | 'webhooks.address_credentials'
  | 'webhooks.address_not_public';

/** What is wrong with an address before its name is resolved; null: nothing. `allowed` are origins. */
export function addressFault(text: string, allowed: readonly string[]): AddressFault | null {
  if (!URL.canParse(text) || /[\s#]/.test(text)) return 'webhooks.address_not_address';
  const url = new URL(text);
  if (url.username || url.password) return 'webhooks.address_credentials';
  if (allowed.includes(url.origin)) return null;
  if (url.protocol !== 'https:') return 'webhooks.address_not_https';
  // The port of https is left out of a URL.
  if (url.port !== '') return 'webhooks.address_not_443';
  const ip = writtenIp(url);
  // A name without a dot, or of these ends, is of the own network.
  const isOwnName =
    ip === null && /^[^.]+\.?$|\.(local|localhost|internal|home\.arpa)\.?$/.test(url.hostname);
  return isOwnName || (ip !== null && !isPublicAddress(ip)) ? 'webhooks.address_not_public' : null;
}
