import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../access';
import { newCode, newSlipNumber } from './receipt-code.rules';

/** A shorter word could be guessed, and with it the number: it counts as none. */
const SHORTEST_TICKET = 20;

/**
 * Receipt numbers and their digests. The number is derived from a random value drawn by the sender's browser and all
 * fields of the form, so that the same form sent twice is one complaint without storing anything, and nobody without
 * these values gets the same number.
 */
@Injectable()
export class ComplaintReceipts {
  constructor(private readonly keys: Keys) {}

  codeDigest(code: string): Buffer {
    return this.keyed('numbers of complaints', code);
  }

  slipDigest(paper: string): Buffer {
    return this.keyed('slips of complaints', paper);
  }

  newSlip(): string {
    return newSlipNumber(randomBytes(8));
  }

  newTicket(): string {
    return randomBytes(16).toString('base64url');
  }

  /** From which id and number of this form are drawn; without a word of its own, by chance. */
  seedOf(ticket: string | null, fields: readonly unknown[]): Buffer {
    return isLong(ticket)
      ? this.keyed('forms of complaints', JSON.stringify([ticket, fields]))
      : randomBytes(32);
  }

  idOf(seed: Buffer): string {
    return uuidOf(this.keyed('ids of complaints', seed));
  }

  /** Drawn again on the next turn where it is another's already. */
  codeOf(seed: Buffer, paper: string | null, turn: number): string {
    const drawn = Buffer.concat([seed, Buffer.of(turn)]);
    const half = paper ?? newSlipNumber(this.keyed('first halves', drawn));
    return newCode(half, this.keyed('second halves', Buffer.concat([drawn, Buffer.from(half)])));
  }

  /** Id of a message: the same text sent twice with the same form is stored once. */
  wordsId(code: string, ticket: string | null, text: string): string {
    return uuidOf(
      isLong(ticket) ? this.keyed('words', JSON.stringify([ticket, code, text])) : randomBytes(16),
    );
  }

  private keyed(purpose: string, value: string | Buffer): Buffer {
    return createHmac('sha256', this.keys.lasting(purpose)).update(value).digest();
  }
}

const isLong = (ticket: string | null): ticket is string =>
  ticket !== null && ticket.length >= SHORTEST_TICKET;

/** Version 8: made of bytes of one's own. */
function uuidOf(given: Buffer): string {
  const bytes = Buffer.from(given.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
