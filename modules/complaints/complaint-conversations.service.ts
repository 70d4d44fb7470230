import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import { NOBODY } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { actAsReceiptHolder } from './complaint-intake.service';
import { PublicComplaintLimits } from './form-limits.service';
import { ComplaintMessages } from './complaint-messages.service';
import type { Stage } from './complaint.rules';
import { ComplaintSeals } from './complaint-seals.service';
import { parseCode } from './receipt-code.rules';
import { ComplaintReceipts } from './receipts.service';
import { takeStep } from './stages.service';
import { recordComplaintAction } from './complaint-audit.service';

export interface Conversation {
  readonly stage: Stage;
  readonly receivedAt: Date;
  /** By when somebody answers; null once that is done. */
  readonly dueAt: Date | null;
  readonly words: readonly { readonly mine: boolean; readonly at: Date; readonly text: string }[];
  /** The person may rate the answer or appeal to another focal point. */
  readonly answered: boolean;
  readonly mayAppeal: boolean;
}

interface ConversationRow {
  id: string;
  stage: Stage;
  receivedAt: Date;
  dueAt: Date | null;
  appealed: boolean;
}

/** With the number, and with nothing else: reading what was answered, saying more, asking for another. */
@Injectable()
export class ComplaintConversations {
  constructor(
    private readonly transactions: Transactions,
    private readonly receipts: ComplaintReceipts,
    private readonly limits: PublicComplaintLimits,
    private readonly seals: ComplaintSeals,
    private readonly words: ComplaintMessages,
  ) {}

  read(typed: string, address: string): Promise<Conversation> {
    return this.withNumber(typed, address, async (tx, row) => {
      await recordComplaintAction(tx, 'read_by_number', row.id, ['words']);
      return this.conversation(tx, row);
    });
  }

  add(
    typed: string,
    { text, ticket }: { text: string; ticket: string | null },
    address: string,
  ): Promise<Conversation> {
    return this.withNumber(typed, address, async (tx, row, code) => {
      const words = text.trim();
      if (words === '') throw new DomainError('invalid', 'complaints.nothing_said', {}, 'text');
      const fresh = await this.words.save(tx, row.id, { code, ticket, text: words });
      if (fresh) await this.words.saidMore(tx, row.id);
      return this.again(tx);
    });
  }

  /** Whether the answer helped: each time a row, the last one counts. */
  opinion(typed: string, satisfied: boolean, address: string): Promise<Conversation> {
    return this.withNumber(typed, address, async (tx, row) => {
      if (row.stage !== 'answered' && row.stage !== 'closed') {
        throw new DomainError('conflict', 'complaints.no_answer_yet');
      }
      await tx.query('INSERT INTO complaint_opinions (complaint_id, satisfied) VALUES ($1, $2)', [
        row.id,
        satisfied,
      ]);
      await recordComplaintAction(tx, 'opinion', row.id, [
        satisfied ? 'satisfied' : 'not_satisfied',
      ]);
      return this.again(tx);
    });
  }

  /** Appeal: another focal point takes the complaint, and the former one cannot read it from then on. */
  appeal(typed: string, address: string): Promise<Conversation> {
    return this.withNumber(typed, address, async (tx, row) => {
      if (row.stage !== 'appealed') {
        await takeStep(tx, row.id, 'appealed', null);
        await recordComplaintAction(tx, 'appealed', row.id);
      }
      return this.again(tx);
    });
  }

  /**
   * Runs `work` for a receipt number. A number with a wrong check digit is reported as mistyped, which anybody can
   * compute. All numbers without a complaint get the same error, whatever the reason.
   */
  private async withNumber<T>(
    typed: string,
    address: string,
    work: (tx: Tx, row: ConversationRow, code: string) => Promise<T>,
  ): Promise<T> {
    const code = parseCode(typed);
    if (!code) throw new DomainError('invalid', 'complaints.mistyped', {}, 'code');
    await this.limits.trying(code, address);
    let right = false;
    try {
      return await this.transactions.run(NOBODY, async (tx) => {
        await actAsReceiptHolder(tx, this.receipts.codeDigest(code));
        const row = await loadConversation(tx);
        if (!row) throw new DomainError('invalid', 'complaints.no_such_number', {}, 'code');
        right = true;
        return work(tx, row, code);
      });
    } finally {
      if (right) await this.limits.found(code, address);
    }
  }

  private async again(tx: Tx): Promise<Conversation> {
    return this.conversation(tx, (await loadConversation(tx))!);
  }

  private async conversation(tx: Tx, row: ConversationRow): Promise<Conversation> {
    const words = await tx.query<{ id: string; kind: string; at: Date; sealed: Buffer }>(
      `SELECT id, kind, at, text_sealed AS sealed FROM complaint_words
        WHERE complaint_id = $1 AND kind IN ('said', 'answer') ORDER BY at, place`,
      [row.id],
    );
    const texts = await this.seals.open(
      tx,
      row.id,
      words.map(({ id, sealed }) => ({ table: 'complaint_words', row: id, sealed })),
    );
    const { stage, receivedAt, dueAt } = row;
    const answered = stage === 'answered' || stage === 'closed';
    return {
      stage,
      receivedAt,
      dueAt,
      answered,
      mayAppeal: (answered || stage === 'reopened') && !row.appealed,
      words: words.map(({ kind, at }, place) => ({
        mine: kind === 'said',
        at,
        text: texts[place] ?? '',
      })),
    };
  }
}

async function loadConversation(tx: Tx): Promise<ConversationRow | undefined> {
  const [row] = await tx.query<ConversationRow>(
    `SELECT c.id, c.stage, c.received_at AS "receivedAt", c.due_at AS "dueAt",
            EXISTS (SELECT 1 FROM complaint_stages s WHERE s.complaint_id = c.id AND s.to_stage = 'appealed'
              AND s.at > coalesce((SELECT max(a.at) FROM complaint_stages a WHERE a.complaint_id = c.id
                AND a.to_stage = 'answered'), '-infinity')) AS appealed
       FROM complaints c WHERE c.code_digest = mawa_number()`,
  );
  return row;
}
