import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { Format, VALUE_FORMS } from './export-request.types';
import type { ExportList } from './export-list.types';
import type { Recipient, ExportPurpose } from './recipients.rules';

export interface RegisteredExport {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly list: string;
  readonly class: ExportList['class'];
  readonly format: Format;
  readonly words: (typeof VALUE_FORMS)[number];
  readonly filters: readonly string[];
  readonly recipient: Recipient['kind'];
  readonly recipientName: string | null;
  readonly why: ExportPurpose | null;
  /** Null: not counted before it began, and not handed over to its end. */
  readonly lines: number | null;
  readonly leftOut: { readonly few: boolean; readonly about: number };
  /** Null: on its way, or the process stopped before it ended. */
  readonly handedOver: number | null;
  readonly whole: boolean | null;
}

const A_PAGE = 50;

/** Register of exports: who, when, which list, rows, recipient. Reading it is audited. */
@Injectable()
export class ExportRegister {
  constructor(private readonly transactions: Transactions) {}

  read(
    actor: Actor,
    after: string | null,
  ): Promise<{ taken: RegisteredExport[]; total: number; next: string | null }> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<RegisteredExport>(
        `SELECT e.id, e.taken_at AS at, localized_name(u.name, u.names) AS by, e.list, e.class, e.format, e.words, e.filters, e.recipient,
                localized_name(o.name, o.names) AS "recipientName", e.why, coalesce(e.lines, CASE WHEN e.whole THEN e.handed_over END) AS lines,
                e.handed_over AS "handedOver", e.whole,
                json_build_object('few', e.left_out_few, 'about', e.left_out_about) AS "leftOut"
           FROM exports e JOIN users u ON u.id = e.taken_by LEFT JOIN organisations o ON o.id = e.recipient_id
          WHERE $1::uuid IS NULL OR (e.taken_at, e.id) < (SELECT l.taken_at, l.id FROM exports l WHERE l.id = $1)
          ORDER BY e.taken_at DESC, e.id DESC LIMIT ${A_PAGE + 1}`,
        [after],
      );
      const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
        'SELECT count(*)::int AS total FROM exports',
      );
      const taken = rows.slice(0, A_PAGE);
      await record(tx, { action: 'exports.read', kind: 'export', ids: taken.map(({ id }) => id) });
      return { taken, total, next: rows.length > A_PAGE ? taken.at(-1)!.id : null };
    });
  }
}
