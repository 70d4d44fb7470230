import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import { type Actor, NOBODY } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import {
  ComplaintIntake,
  type SlipBatchRegion,
  type ComplaintReceipt,
  type NewComplaint,
} from './complaint-intake.service';
import { findContact } from './form-contacts.service';
import { PublicComplaintLimits } from './form-limits.service';
import { type ComplaintKind, listComplaintKinds } from './complaint-kinds.queries';
import { parseSlipNumber } from './receipt-code.rules';
import { ComplaintReceipts } from './receipts.service';

type PhoneComplaint = NewComplaint & { readonly shelterId?: string | null };

/** Public complaint form without account: every caller is the actor NOBODY, and no network address is stored. */
@Injectable()
export class PublicComplaintForm {
  constructor(
    private readonly transactions: Transactions,
    private readonly receipts: ComplaintReceipts,
    private readonly limits: PublicComplaintLimits,
    private readonly arrivals: ComplaintIntake,
  ) {}

  kinds(): Promise<ComplaintKind[]> {
    return this.transactions.run(NOBODY, (tx) => listComplaintKinds(tx));
  }

  /** Telephone number printed on the slips. */
  phone(): Promise<string | null> {
    return this.transactions.run(NOBODY, async (tx) => (await findContact(tx))?.phone ?? null);
  }

  newTicket(): string {
    return this.receipts.newTicket();
  }

  /** Returns the complaint number, which is shown once and cannot be retrieved again. */
  async write(said: NewComplaint, address: string): Promise<ComplaintReceipt> {
    return this.keep(NOBODY, said, {
      wrongSlip: () => this.limits.wrongSlip(address),
      writing: () => this.limits.writing(address),
    });
  }

  /**
   * Stores a complaint by telephone. The colleague who writes it reads the number aloud and cannot read the complaint
   * afterwards.
   */
  take(actor: Actor, said: PhoneComplaint): Promise<ComplaintReceipt> {
    const uncounted = async () => undefined;
    return this.keep(actor, said, { wrongSlip: uncounted, writing: uncounted });
  }

  private async keep(
    actor: Actor,
    said: PhoneComplaint,
    count: { wrongSlip: () => Promise<void>; writing: () => Promise<void> },
  ): Promise<ComplaintReceipt> {
    const text = said.text?.trim() || null;
    const contact = said.contact?.trim() || null;
    if (!text && !said.kind && !contact) {
      throw new DomainError('invalid', 'complaints.nothing_said', {}, 'text');
    }
    const paper = said.paper ? parseSlipNumber(said.paper) : null;
    if (said.paper && !paper) throw wrongSlipError();
    const batch = paper ? await this.batchOf(paper) : null;
    if (paper && !batch) {
      await count.wrongSlip();
      throw wrongSlipError();
    }
    await count.writing();
    const { ticket, kind, about, child, region, language, shelterId = null } = said;
    const form = { text, contact, paper, kind, about, child, region, language, shelterId };
    const seed = this.receipts.seedOf(ticket, Object.values(form));
    return this.transactions.run(actor, (tx) =>
      this.arrivals.receive(tx, seed, { ...form, ticket, batch }),
    );
  }

  private batchOf(paper: string): Promise<SlipBatchRegion | null> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [row] = await tx.query<SlipBatchRegion>(
        'SELECT batch_id AS id, region FROM batch_of_slip($1)',
        [this.receipts.slipDigest(paper)],
      );
      return row ?? null;
    });
  }
}

const wrongSlipError = () => new DomainError('invalid', 'complaints.wrong_paper', {}, 'paper');
