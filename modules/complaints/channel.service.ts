import { Injectable } from '@nestjs/common';
import { Transactions } from '../../src/database/transactions';
import { type Actor, type Language, NOBODY } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { Arrivals, type Batch, type Receipt } from './arrivals';
import { contactIn } from './channel-contacts.service';
import { ChannelLimits } from './channel-limits';
import type { About } from './complaint.rules';
import { type ComplaintKind, kindsOf } from './kinds';
import { parsePaper } from './receipt-code.rules';
import { Receipts } from './receipts';

export interface Said {
  readonly text: string | null;
  readonly kind: string | null;
  readonly about: About | null;
  readonly child: boolean | null;
  readonly region: string | null;
  /** How the person can be reached without danger. */
  readonly contact: string | null;
  /** The eight digits of a slip of paper. */
  readonly paper: string | null;
  /** A random word that the sender's browser drew: makes two presses one complaint. */
  readonly ticket: string | null;
  readonly language: Language;
}

type SaidAloud = Said & { readonly shelterId?: string | null };

/** The channel without an account: whoever they are, they are NOBODY here, and no address is kept. */
@Injectable()
export class Channel {
  constructor(
    private readonly transactions: Transactions,
    private readonly receipts: Receipts,
    private readonly limits: ChannelLimits,
    private readonly arrivals: Arrivals,
  ) {}

  kinds(): Promise<ComplaintKind[]> {
    return this.transactions.run(NOBODY, (tx) => kindsOf(tx));
  }

  /** What the paper slips say whom to call. */
  phone(): Promise<string | null> {
    return this.transactions.run(NOBODY, async (tx) => (await contactIn(tx))?.phone ?? null);
  }

  newTicket(): string {
    return this.receipts.newTicket();
  }

  /** The number, told once; nobody can tell it again. */
  async write(said: Said, address: string): Promise<Receipt> {
    return this.keep(NOBODY, said, {
      wrongSlip: () => this.limits.wrongSlip(address),
      writing: () => this.limits.writing(address),
    });
  }

  /** Over the phone: whoever writes it down reads the number aloud and sees nothing of it afterwards. */
  take(actor: Actor, said: SaidAloud): Promise<Receipt> {
    const uncounted = async () => undefined;
    return this.keep(actor, said, { wrongSlip: uncounted, writing: uncounted });
  }

  private async keep(
    actor: Actor,
    said: SaidAloud,
    count: { wrongSlip: () => Promise<void>; writing: () => Promise<void> },
  ): Promise<Receipt> {
    const text = said.text?.trim() || null;
    const contact = said.contact?.trim() || null;
    if (!text && !said.kind && !contact) {
      throw new DomainError('invalid', 'complaints.nothing_said', {}, 'text');
    }
    const paper = said.paper ? parsePaper(said.paper) : null;
    if (said.paper && !paper) throw wrongPaper();
    const batch = paper ? await this.batchOf(paper) : null;
    if (paper && !batch) {
      await count.wrongSlip();
      throw wrongPaper();
    }
    await count.writing();
    const { ticket, kind, about, child, region, language, shelterId = null } = said;
    const form = { text, contact, paper, kind, about, child, region, language, shelterId };
    const seed = this.receipts.seedOf(ticket, Object.values(form));
    return this.transactions.run(actor, (tx) =>
      this.arrivals.receive(tx, seed, { ...form, ticket, batch }),
    );
  }

  private batchOf(paper: string): Promise<Batch | null> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [row] = await tx.query<Batch>('SELECT batch_id AS id, region FROM batch_of_slip($1)', [
        this.receipts.slipDigest(paper),
      ]);
      return row ?? null;
    });
  }
}

const wrongPaper = () => new DomainError('invalid', 'complaints.wrong_paper', {}, 'paper');
