import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, AuditOrigin } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { AuditFilterDto, Outcome } from './audit-filter.dto';
import { ASKED_ROWS, questionOf } from './audit-log.queries';

export interface AuditLine {
  readonly seq: string;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actor: string | null;
  readonly organisation: string | null;
  readonly action: string;
  readonly kind: string;
  readonly ids: readonly string[];
  readonly fields: readonly string[];
  readonly outcome: Outcome;
  /** Null: a row of before 0.2.0, or of nobody. */
  readonly origin: AuditOrigin | null;
}
export interface AuditPage {
  readonly lines: readonly AuditLine[];
  readonly next: string | null;
  /** The first day that was looked at; null: since ever. */
  readonly from: CivilDate | null;
}

export interface AuditChoice {
  readonly id: string;
  readonly name: string;
}

const A_PAGE = 50;

const LINES = `
  SELECT a.seq::text AS seq, a.at, a.actor_id AS "actorId", u.name AS actor, localized_name(o.name, o.names) AS organisation, a.action,
         a.subject_kind AS kind, a.subject_ids AS ids, a.fields, a.outcome, a.origin
    FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id LEFT JOIN organisations o ON o.id = u.organisation_id
   WHERE ${ASKED_ROWS}
   ORDER BY a.at DESC, a.seq DESC LIMIT ${A_PAGE + 1}`;

/** Who did what to which record: ids and names of fields, never what stood in them. Reading it is written too. */
@Injectable()
export class AuditLogs {
  constructor(private readonly transactions: Transactions) {}

  read(actor: Actor, filter: AuditFilterDto): Promise<AuditPage> {
    const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
    return this.transactions.run(actor, async (tx) => {
      const { values, from } = questionOf(filter, tx.today);
      const rows = await tx.planned<AuditLine>(LINES, [...values]);
      const lines = rows.slice(0, A_PAGE);
      await record(tx, {
        action: 'audit.read',
        kind: 'audit',
        ids: filter.id ? [filter.id] : [],
        fields: asked.map(([name]) => name),
      });
      return { lines, next: rows.length > A_PAGE ? lines.at(-1)!.seq : null, from };
    });
  }

  /** Accounts and organisations, for the filter and for ids of accounts that lines are about. */
  choices(
    actor: Actor,
  ): Promise<{ accounts: readonly AuditChoice[]; organisations: readonly AuditChoice[] }> {
    return this.transactions.run(actor, async (tx) => {
      const [accounts, organisations] = await Promise.all([
        tx.query<AuditChoice>('SELECT id, name FROM users ORDER BY system, name, id'),
        tx.query<AuditChoice>(
          `SELECT o.id, localized_name(o.name, o.names) AS name FROM organisations o
            WHERE EXISTS (SELECT FROM users u WHERE u.organisation_id = o.id) ORDER BY localized_name(o.name, o.names), o.id`,
        ),
      ]);
      return { accounts, organisations };
    });
  }
}
