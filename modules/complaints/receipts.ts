import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../access';
import { Clock } from '../../src/shared/clock';
import { newCode, newPaper } from './receipt-code.rules';

const TICKET_BYTES = 20;
const TICKET_HOURS = 24;
const HOUR = 3_600_000;

/**
 * Numbers and their digests. A ticket, given out with the empty form, decides the number: the same form
 * sent twice is one complaint with one number, which nobody has to store.
 */
@Injectable()
export class Receipts {
  constructor(
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  codeDigest(code: string): Buffer {
    return this.keyed('numbers of complaints', code);
  }

  slipDigest(paper: string): Buffer {
    return this.keyed('slips of complaints', paper);
  }

  newSlip(): string {
    return newPaper(randomBytes(8));
  }

  newTicket(): string {
    const bytes = randomBytes(TICKET_BYTES);
    bytes.writeUInt32BE(this.hour(), 0);
    return Buffer.concat([bytes, this.mark(bytes)]).toString('base64url');
  }

  /** The number of this form; one of its own where the ticket is missing, old or not ours. */
  codeOf(ticket: string | null, paper: string | null): string {
    const sure = this.genuine(ticket) ?? randomBytes(TICKET_BYTES);
    const half = paper ?? newPaper(this.keyed('first halves', sure));
    return newCode(half, this.keyed('second halves', Buffer.concat([sure, Buffer.from(half)])));
  }

  /** The id of some words: the same words sent twice with the same form are said once. */
  wordsId(code: string, ticket: string | null, text: string): string {
    const sure = this.genuine(ticket) ?? randomBytes(TICKET_BYTES);
    const bytes = this.keyed('words', Buffer.concat([sure, Buffer.from(`${code}\0${text}`)]));
    bytes[6] = (bytes[6]! & 0x0f) | 0x80;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20, 32),
    ].join('-');
  }

  private genuine(ticket: string | null): Buffer | null {
    if (!ticket || ticket.length > 100) return null;
    const given = Buffer.from(ticket, 'base64url');
    const [bytes, mark] = [given.subarray(0, TICKET_BYTES), given.subarray(TICKET_BYTES)];
    const own = this.mark(bytes);
    if (mark.length !== own.length || !timingSafeEqual(mark, own)) return null;
    return this.hour() - bytes.readUInt32BE(0) <= TICKET_HOURS ? bytes : null;
  }

  private mark(bytes: Buffer): Buffer {
    return this.keyed('tickets of the channel', bytes).subarray(0, 16);
  }

  private keyed(purpose: string, value: string | Buffer): Buffer {
    return createHmac('sha256', this.keys.derived(purpose)).update(value).digest();
  }

  private hour(): number {
    return Math.floor(this.clock.now().getTime() / HOUR);
  }
}
