import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { AuditFilterDto, Outcome } from './audit-filter.dto';

export interface AuditLine {
  readonly seq: string;
  readonly at: Date;
  readonly actorId: string | null;
  readonly actor: string | null;
  readonly action: string;
  readonly kind: string;
  readonly ids: readonly string[];
  readonly fields: readonly string[];
  readonly outcome: Outcome;
}
export interface AuditPage {
  readonly lines: readonly AuditLine[];
  readonly next: string | null;
}

const A_PAGE = 50;

const LINES = `
  SELECT a.seq::text AS seq, a.at, a.actor_id AS "actorId", u.name AS actor, a.action, a.subject_kind AS kind,
         a.subject_ids AS ids, a.fields, a.outcome
    FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
   WHERE ($1::uuid IS NULL OR a.actor_id = $1)
     AND ($2::text IS NULL OR a.action LIKE $2 || '%')
     AND ($3::text IS NULL OR a.subject_kind = $3)
     AND ($4::uuid IS NULL OR a.subject_ids @> ARRAY[$4::uuid])
     AND ($5::date IS NULL OR a.at >= mawa_day_begins($5) AND a.at < mawa_day_begins($5 + 1))
     AND ($6::text IS NULL OR a.outcome = $6)
     AND ($7::bigint IS NULL OR a.seq < $7)
   ORDER BY a.seq DESC LIMIT ${A_PAGE + 1}`;

/** Who did what to which record: ids and names of fields, never what stood in them. Reading it is written too. */
@Injectable()
export class AuditLogs {
  constructor(private readonly transactions: Transactions) {}

  read(actor: Actor, filter: AuditFilterDto): Promise<AuditPage> {
    const { who, action, kind, id, day, outcome, before } = filter;
    const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
    return this.transactions.run(actor, async (tx) => {
      const given = [who, action && literally(action), kind, id, day, outcome, before];
      const rows = await tx.query<AuditLine>(
        LINES,
        given.map((value) => value ?? null),
      );
      const lines = rows.slice(0, A_PAGE);
      await record(tx, {
        action: 'audit.read',
        kind: 'audit',
        ids: id ? [id] : [],
        fields: asked.map(([name]) => name),
      });
      return { lines, next: rows.length > A_PAGE ? lines.at(-1)!.seq : null };
    });
  }

  /** Those who may have acted, for the filter. */
  actors(actor: Actor): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<{ id: string; name: string }>('SELECT id, name FROM users ORDER BY system, name'),
    );
  }
}

const literally = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
