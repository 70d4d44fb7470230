import { Injectable } from '@nestjs/common';
import { isCode } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import { NOBODY } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { ComplaintMessages } from './complaint-messages.service';
import { deadlinesFrom, isSafeguarding } from './deadlines.rules';
import { findComplaintKind } from './complaint-kinds.queries';
import type { ComplaintSubject } from './complaint.rules';
import type { Language } from '../platform/shared/actor';
import { ComplaintReceipts } from './receipts.service';
import { deadlineSettings, takeStep } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

export interface NewComplaint {
  readonly text: string | null;
  readonly kind: string | null;
  readonly about: ComplaintSubject | null;
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

/** A sheet of slips. */
export interface SlipBatchRegion {
  readonly id: string;
  readonly region: string | null;
}

export interface ReceivedComplaint extends NewComplaint {
  /** Shelter, as stated in a telephone complaint. */
  readonly shelterId: string | null;
  readonly batch: SlipBatchRegion | null;
}

export interface ComplaintReceipt {
  readonly code: string;
  /** By when somebody has it in hand. */
  readonly readBy: Date;
}

/** More numbers than one slip of paper has ever given out. */
const MAX_CODE_ATTEMPTS = 20;

/** Creates complaints, one per submitted form, each with a unique receipt number. */
@Injectable()
export class ComplaintIntake {
  constructor(
    private readonly receipts: ComplaintReceipts,
    private readonly words: ComplaintMessages,
  ) {}

  async receive(tx: Tx, seed: Buffer, arriving: ReceivedComplaint): Promise<ComplaintReceipt> {
    const id = this.receipts.idOf(seed);
    for (let turn = 0; turn < MAX_CODE_ATTEMPTS; turn += 1) {
      const code = this.receipts.codeOf(seed, arriving.paper, turn);
      await actAsReceiptHolder(tx, this.receipts.codeDigest(code));
      const isNew = await this.open(tx, id, arriving);
      const [kept] = await tx.query<{ id: string; readBy: Date }>(
        `SELECT id, acknowledge_by AS "readBy" FROM complaints WHERE code_digest = mawa_number()`,
      );
      if (isNew) await this.begin(tx, id, code, arriving);
      if (kept?.id === id) return { code, readBy: kept.readBy };
    }
    throw new Error('no number is left for this form');
  }

  private async begin(tx: Tx, id: string, code: string, said: ReceivedComplaint): Promise<void> {
    const { ticket, text, contact } = said;
    if (text) await this.words.save(tx, id, { code, ticket, text });
    if (contact) await this.words.save(tx, id, { code, ticket, text: contact }, 'contact');
    await takeStep(tx, id, 'received', null);
    await recordComplaintAction(tx, tx.actor === NOBODY ? 'received' : 'taken_by_phone', id);
  }

  /** False where this form is kept already, or this number is another's. */
  private async open(tx: Tx, id: string, arriving: ReceivedComplaint): Promise<boolean> {
    const { kind, about, child, region, language, shelterId, batch } = arriving;
    if (region !== null && !isCode('regions', region)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'region');
    }
    if (shelterId) await mustBeAShelter(tx, shelterId);
    const safeguarding = isSafeguarding(
      (await findComplaintKind(tx, kind))?.safeguarding ?? false,
      child,
    );
    const due = deadlinesFrom(tx.now, safeguarding, await deadlineSettings(tx));
    const way = tx.actor !== NOBODY ? 'phone' : batch ? 'paper' : 'page';
    const [made] = await tx.query(
      `INSERT INTO complaints (id, code_digest, way, language, kind_said, kind, child, about, region, shelter_id, batch_id,
         safeguarding, acknowledge_by, answer_by, due_at)
       VALUES ($1, mawa_number(), $2, $3, $4, $4, $5, $6, coalesce($7, (SELECT region FROM shelters WHERE id = $8)), $8, $9,
         $10, $11, $12, $11)
       ON CONFLICT DO NOTHING RETURNING 1 AS made`,
      [
        id,
        way,
        language,
        kind,
        child,
        about,
        region ?? batch?.region ?? null,
        shelterId,
        batch?.id ?? null,
        safeguarding,
        due.acknowledgeBy,
        due.answerBy,
      ],
    );
    return made !== undefined;
  }
}

/** Sets the transaction to act as holder of this receipt number. */
export const actAsReceiptHolder = (tx: Tx, digest: Buffer): Promise<unknown> =>
  tx.query(`SELECT set_config('mawa.number', $1, true)`, [digest.toString('hex')]);

async function mustBeAShelter(tx: Tx, id: string): Promise<void> {
  const [known] = await tx.query('SELECT 1 FROM shelters WHERE id = $1', [id]);
  if (!known) throw new DomainError('invalid', 'common.not_choice', {}, 'shelterId');
}
