import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isCode } from '../reference-lists';
import { Transactions, type Tx } from '../../src/database/transactions';
import { type Actor, type Language, NOBODY } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { ChannelLimits } from './channel-limits';
import type { About } from './complaint.rules';
import { ComplaintSeals } from './complaint-seals';
import { deadlinesFrom, hoursAfter, isSafeguarding } from './deadlines.rules';
import { type ComplaintKind, kindIn, kindsOf } from './kinds';
import { parsePaper } from './receipt-code.rules';
import { Receipts } from './receipts';
import { deadlineSettings, hoursOf, takeStep } from './stages';
import { note } from './trail';

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
  /** Given out with the empty form: makes two presses one complaint. */
  readonly ticket: string | null;
  readonly language: Language;
}

/** The channel without an account: whoever they are, they are NOBODY here, and no address is kept. */
@Injectable()
export class Channel {
  constructor(
    private readonly transactions: Transactions,
    private readonly receipts: Receipts,
    private readonly limits: ChannelLimits,
    private readonly seals: ComplaintSeals,
  ) {}

  kinds(): Promise<ComplaintKind[]> {
    return this.transactions.run(NOBODY, (tx) => kindsOf(tx));
  }

  /** What the paper slips say whom to call. */
  phone(): Promise<string> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [row] = await tx.query<{ phone: string }>(
        `SELECT mawa_setting('complaint_paper') ->> 'phone' AS phone`,
      );
      return row!.phone;
    });
  }

  newTicket(): string {
    return this.receipts.newTicket();
  }

  /** The number, told once; nobody can tell it again. */
  async write(said: Said, address: string): Promise<{ code: string }> {
    await this.limits.writing(address);
    return this.keep(NOBODY, said, () => this.limits.wrongSlip(address));
  }

  /** Over the phone: whoever writes it down reads the number aloud and sees nothing of it afterwards. */
  take(
    actor: Actor,
    said: Said & { readonly shelterId?: string | null },
  ): Promise<{ code: string }> {
    return this.keep(actor, said, async () => undefined);
  }

  private async keep(
    actor: Actor,
    said: Said & { readonly shelterId?: string | null },
    wrongSlip: () => Promise<void>,
  ): Promise<{ code: string }> {
    const text = said.text?.trim() || null;
    const contact = said.contact?.trim() || null;
    if (!text && !said.kind && !contact) {
      throw new DomainError('invalid', 'complaints.nothing_said', {}, 'text');
    }
    const paper = said.paper ? parsePaper(said.paper) : null;
    if (said.paper && !paper) throw wrongPaper();
    const batch = paper ? await this.batchOf(paper) : null;
    if (paper && !batch) {
      await wrongSlip();
      throw wrongPaper();
    }
    const code = this.receipts.codeOf(said.ticket, paper);
    await this.transactions.run(actor, async (tx) => {
      await asHolder(tx, this.receipts.codeDigest(code));
      const { id, isNew } = await this.open(tx, said, batch);
      const fresh = text ? await this.say(tx, id, { code, ticket: said.ticket, text }) : false;
      if (contact && isNew)
        await this.say(tx, id, { code, ticket: said.ticket, text: contact }, 'contact');
      if (!isNew && !fresh) return;
      if (!isNew) return this.saidMore(tx, id);
      await takeStep(tx, id, 'received', null);
      await tx.query(
        `SELECT tell_of_complaint(id, 'complaint_new', acknowledge_by) FROM complaints WHERE id = $1`,
        [id],
      );
      await note(tx, actor === NOBODY ? 'received' : 'taken_by_phone', id);
    });
    return { code };
  }

  /** Words of the person, once however often they are sent; false where they were said already. */
  async say(
    tx: Tx,
    complaintId: string,
    { code, ticket, text }: { code: string; ticket: string | null; text: string },
    kind: 'said' | 'contact' = 'said',
  ): Promise<boolean> {
    const id = this.receipts.wordsId(code, ticket, `${kind} ${text}`);
    const sealed = await this.seals.seal(tx, complaintId, 'complaint_words', id, text);
    const [made] = await tx.query(
      `INSERT INTO complaint_words (id, complaint_id, kind, text_sealed) VALUES ($1, $2, $4, $3)
       ON CONFLICT DO NOTHING RETURNING 1 AS made`,
      [id, complaintId, sealed, kind],
    );
    return made !== undefined;
  }

  /** What was closed is open again; whoever follows it is told, or all who may. */
  async saidMore(tx: Tx, id: string): Promise<void> {
    const [now] = await tx.query<{ stage: string; handler: string | null }>(
      'SELECT stage, handler_id AS handler FROM complaints WHERE id = $1',
      [id],
    );
    if (now!.stage === 'closed') await takeStep(tx, id, 'reopened', null);
    const due = hoursAfter(tx.now, await hoursOf(tx, 'complaint_words_hours'));
    await tx.query(`SELECT tell_of_complaint($1, 'complaint_words', $2, $3)`, [
      id,
      due,
      now!.handler,
    ]);
    await note(tx, 'said_more', id);
  }

  private async open(
    tx: Tx,
    said: Said & { readonly shelterId?: string | null },
    batch: Batch | null,
  ): Promise<{ id: string; isNew: boolean }> {
    const { kind, about, child, region, language, shelterId = null } = said;
    if (region !== null && !isCode('regions', region)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'region');
    }
    if (shelterId) await mustBeAShelter(tx, shelterId);
    const safeguarding = isSafeguarding((await kindIn(tx, kind))?.safeguarding ?? false, child);
    const due = deadlinesFrom(tx.now, safeguarding, await deadlineSettings(tx));
    const id = randomUUID();
    const way = tx.actor !== NOBODY ? 'phone' : batch ? 'paper' : 'page';
    const [made] = await tx.query(
      `INSERT INTO complaints (id, code_digest, way, language, kind_said, kind, child, about, region, shelter_id, batch_id,
         safeguarding, acknowledge_by, answer_by, due_at)
       VALUES ($1, mawa_number(), $2, $3, $4, $4, $5, $6, coalesce($7, (SELECT region FROM shelters WHERE id = $8)), $8, $9,
         $10, $11, $12, $11)
       ON CONFLICT (code_digest) DO NOTHING RETURNING 1 AS made`,
      [
        ...[id, way, language, kind, child, about],
        ...[region ?? batch?.region ?? null, shelterId, batch?.id ?? null],
        ...[safeguarding, due.acknowledgeBy, due.answerBy],
      ],
    );
    if (!made) {
      const [earlier] = await tx.query<{ id: string }>(
        'SELECT id FROM complaints WHERE code_digest = mawa_number()',
      );
      return { id: earlier!.id, isNew: false };
    }
    return { id, isNew: true };
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

interface Batch {
  readonly id: string;
  readonly region: string | null;
}

/** From here on this transaction is that of whoever holds this number. */
export const asHolder = (tx: Tx, digest: Buffer): Promise<unknown> =>
  tx.query(`SELECT set_config('mawa.number', $1, true)`, [digest.toString('hex')]);

const wrongPaper = () => new DomainError('invalid', 'complaints.wrong_paper', {}, 'paper');

async function mustBeAShelter(tx: Tx, id: string): Promise<void> {
  const [known] = await tx.query('SELECT 1 FROM shelters WHERE id = $1', [id]);
  if (!known) throw new DomainError('invalid', 'common.not_choice', {}, 'shelterId');
}
