import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { csvFile } from '../../platform/shared/csv';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import type { CivilDate } from '../../platform/shared/nights.rules';

const COLUMNS = [
  'number',
  'at',
  'account',
  'name',
  'act',
  'kind',
  'ids',
  'fields',
  'outcome',
] as const;
const PIECE = 1_000;

/** The rows of these days, both among them, as CSV for programs. */
@Injectable()
export class AuditExport {
  constructor(private readonly transactions: Transactions) {}

  /** With an audit row of its own, written before the first line is handed out. */
  async *csv(actor: Actor, from: CivilDate, to: CivilDate): AsyncGenerator<Buffer> {
    const { rows } = await this.transactions.openCursor(actor, async (tx) => {
      await record(tx, {
        action: 'audit.export',
        kind: 'audit',
        fields: [`from:${from}`, `to:${to}`],
      });
      const sql = `SELECT a.seq, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.actor_id, u.name,
              a.action, a.subject_kind, array_to_string(a.subject_ids, ' '), array_to_string(a.fields, ' '), a.outcome
         FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
        WHERE a.at >= mawa_day_begins($1::date) AND a.at < mawa_day_begins($2::date + 1)
        ORDER BY a.seq`;
      return { result: null, select: { sql, params: [from, to] } };
    });
    try {
      yield auditLines([COLUMNS]);
      for (;;) {
        const piece = await rows.next(PIECE);
        if (piece.length === 0) return;
        yield auditLines(piece);
      }
    } finally {
      await rows.close();
    }
  }
}

/** Rows as lines for programs; empty where nothing is. */
export const auditLines = (rows: readonly (readonly (string | null)[])[]): Buffer =>
  csvFile(
    rows.map((row) => row.map((cell) => escapeFormula(cell ?? ''))),
    { delimiter: ',', mark: false },
  );
