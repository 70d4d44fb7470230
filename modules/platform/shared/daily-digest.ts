import { createHmac } from 'node:crypto';

/** Tells one address from another for as long as the day lasts, and names none: a keyed digest of it with the day. */
export const dailyDigest = (key: Buffer, now: Date, value: string): string =>
  createHmac('sha256', key)
    .update(`${now.toISOString().slice(0, 10)} ${value}`)
    .digest('base64url')
    .slice(0, 22);
