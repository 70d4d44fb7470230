import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { csvFile } from '../../platform/shared/csv';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import { actWords } from './audit-acts.view';
import type { AuditFilterDto, ExportReason } from './audit-filter.dto';
import { ASKED_ROWS, questionOf } from './audit-log.queries';

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
  'origin',
] as const;
/** Column after which the text of the action is inserted. */
const ACT = COLUMNS.indexOf('act');
const PIECE = 1_000;

export interface AuditExportOrder {
  readonly filter: AuditFilterDto;
  /** Null: by a command on the server. */
  readonly reason: ExportReason | null;
  /** With the words of the act in this language, for people. */
  readonly language?: Language;
}

/** The rows that a question asks for as CSV, oldest first. */
@Injectable()
export class AuditExport {
  constructor(private readonly transactions: Transactions) {}

  /** With an audit row of its own, written before the first line is handed out. */
  async *csv(actor: Actor, { filter, reason, language }: AuditExportOrder): AsyncGenerator<Buffer> {
    const { rows, result } = await this.transactions.openCursor(actor, async (tx) => {
      const { values, from } = questionOf({ ...filter, before: undefined }, tx.today);
      const asked = Object.entries({ ...filter, from: from ?? undefined }).filter(
        ([name, value]) => value !== undefined && name !== 'before' && name !== 'reason',
      );
      await record(tx, {
        action: 'audit.export',
        kind: 'audit',
        ids: filter.id ? [filter.id] : [],
        fields: [
          ...asked.map(([name, value]) => (NAMED.has(name) ? `${name}:${value}` : name)),
          ...(reason ? [`reason:${reason}`] : []),
        ],
      });
      const sql = `SELECT a.seq, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.actor_id, u.name,
              a.action, a.subject_kind, array_to_string(a.subject_ids, ' '), array_to_string(a.fields, ' '), a.outcome,
              a.origin
         FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
        WHERE ${ASKED_ROWS}
        ORDER BY a.at, a.seq`;
      return { result: tx.now, select: { sql, params: [...values] } };
    });
    try {
      if (reason) yield auditLines([['reason', reason, 'taken', result.toISOString(), actor.name]]);
      yield auditLines([language ? withWords([...COLUMNS], 'words') : COLUMNS]);
      for (;;) {
        const piece = await rows.next(PIECE);
        if (piece.length === 0) return;
        yield auditLines(
          language
            ? piece.map((row) => withWords([...row], actWords(language, row[ACT] ?? '')))
            : piece,
        );
      }
    } finally {
      await rows.close();
    }
  }
}

/** Filters whose value is a day or a code, which the row of the export may hold. */
const NAMED = new Set(['from', 'to', 'day', 'action', 'kind', 'outcome', 'origin']);

const withWords = <T>(row: T[], words: T): T[] => row.toSpliced(ACT + 1, 0, words);

/** Rows as lines for programs; empty where nothing is. */
export const auditLines = (rows: readonly (readonly (string | null)[])[]): Buffer =>
  csvFile(
    rows.map((row) => row.map((cell) => escapeFormula(cell ?? ''))),
    { delimiter: ',', mark: false },
  );
