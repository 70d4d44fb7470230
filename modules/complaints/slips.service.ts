import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { constraintOf, sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import {
  type Contact,
  findContact,
  type ProposedContact,
  findProposedContact,
} from './form-contacts.service';
import { slipsPdf, SLIPS_A_SHEET } from './slips-pdf.view';
import { ComplaintReceipts } from './receipts.service';

export interface SlipOrder {
  readonly sheets: number;
  /** Null: for some shelter, which one is not known from the paper. */
  readonly shelterId: string | null;
}

export interface SlipBatch {
  readonly id: string;
  readonly shelter: string | null;
  readonly slips: number;
  readonly by: string;
  readonly at: Date;
}

/** Ten million halves: a sheet of which one is taken is rare, ten in a row are a defect. */
const MOST_TURNS = 10;

/** Printed slips, each with half of a receipt number. Who takes a slip is unknown. */
@Injectable()
export class ComplaintSlips {
  constructor(
    private readonly transactions: Transactions,
    private readonly receipts: ComplaintReceipts,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Printed sheets, never which slips were used. */
  list(actor: Actor): Promise<{
    batches: SlipBatch[];
    shelters: { id: string; name: string }[];
    /** Contact to be printed; null if none was approved and the server has no public URL. */
    contact: Contact | null;
    proposed: ProposedContact | null;
  }> {
    return this.transactions.run(actor, async (tx) => ({
      batches: await tx.query<SlipBatch>(
        `SELECT b.id, localized_name(s.code_name, s.names) AS shelter, b.slips, localized_name(u.name, u.names) AS by, b.printed_at AS at
             FROM complaint_batches b JOIN users u ON u.id = b.printed_by LEFT JOIN shelters s ON s.id = b.shelter_id
            ORDER BY b.printed_at DESC, b.id LIMIT 100`,
      ),
      shelters: await sheltersIn(tx),
      contact: await this.contactNow(tx),
      proposed: await findProposedContact(tx),
    }));
  }

  shelters(actor: Actor): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, sheltersIn);
  }

  /** Printed once: the halves are kept as digests alone. */
  async print(actor: Actor, order: SlipOrder): Promise<{ id: string; pdf: Buffer }> {
    for (let turn = 1; ; turn += 1) {
      const slips = Array.from({ length: order.sheets * SLIPS_A_SHEET }, () =>
        this.receipts.newSlip(),
      );
      try {
        return await this.printSlips(actor, order, slips);
      } catch (error) {
        // The number exists on another sheet and would name another shelter: draw again.
        if (constraintOf(error) !== 'complaint_slips_pkey' || turn === MOST_TURNS) throw error;
      }
    }
  }

  private async printSlips(
    actor: Actor,
    order: SlipOrder,
    slips: readonly string[],
  ): Promise<{ id: string; pdf: Buffer }> {
    const { id, contact, today } = await this.transactions.run(actor, async (tx) => {
      const stands = await this.contactNow(tx);
      if (!stands) throw new DomainError('conflict', 'complaints.no_contact');
      const batchId = await this.keepBatch(tx, order, slips);
      const ids = [batchId, ...(order.shelterId ? [order.shelterId] : [])];
      await record(tx, { action: 'complaints.print', kind: 'complaint_batch', ids });
      return { id: batchId, contact: stands, today: tx.today };
    });
    const pdf = await slipsPdf(slips, contact, { on: today, synthetic: this.env.MAWA_SYNTHETIC });
    return { id, pdf };
  }

  /** Contact approved by two organisations; before that, the public URL of the server. */
  private async contactNow(tx: Tx): Promise<Contact | null> {
    const agreed = await findContact(tx);
    const { MAWA_PUBLIC_URL: own } = this.env;
    return agreed ?? (own ? { address: new URL('/mot', own).href, phone: null } : null);
  }

  private async keepBatch(
    tx: Tx,
    { shelterId }: SlipOrder,
    slips: readonly string[],
  ): Promise<string> {
    const id = randomUUID();
    try {
      await tx.query(
        'INSERT INTO complaint_batches (id, shelter_id, slips, printed_by) VALUES ($1, $2, $3, $4)',
        [id, shelterId, slips.length, tx.actor.userId],
      );
    } catch (error) {
      if (sqlState(error) === '42501') throw new DomainError('forbidden', 'access.not_yours');
      if (sqlState(error) !== '23503') throw error;
      throw new DomainError('invalid', 'common.not_choice', {}, 'shelterId');
    }
    await tx.query(
      'INSERT INTO complaint_slips (digest, batch_id) SELECT unnest($1::bytea[]), $2',
      [slips.map((slip) => this.receipts.slipDigest(slip)), id],
    );
    return id;
  }
}

const sheltersIn = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.query(
    'SELECT id, localized_name(code_name, names) AS name FROM shelters WHERE active ORDER BY name',
  );
