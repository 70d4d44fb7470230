import { createHmac } from 'node:crypto';

/** Keyed digest of an address and the day: distinguishes addresses within one day and does not reveal them. */
export const dailyDigest = (key: Buffer, now: Date, value: string): string =>
  createHmac('sha256', key)
    .update(`${now.toISOString().slice(0, 10)} ${value}`)
    .digest('base64url')
    .slice(0, 22);
