/** Sessions for several people, as far as the actor sees those who were asked to them. */
import { Injectable } from '@nestjs/common';
import { maySeePart } from '../../access';
import { recordReading } from '../../audit';
import { ListedNames } from '../../beneficiaries';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Money } from '../services.service';
import type { Attendance } from './hold-session.service';

export interface SessionRow {
  readonly id: string;
  readonly typeCode: string;
  readonly typeName: Readonly<Record<Language, string>>;
  readonly unit: string;
  readonly heldOn: CivilDate;
  readonly quantity: string;
  readonly provider: string | null;
  readonly present: number;
  /** Cost of the whole session; null also if the actor may not see money. */
  readonly cost: Money | null;
  readonly receipt: string | null;
  readonly by: string;
  readonly cancelledAt: Date | null;
}

export interface Attendee {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly attendance: Attendance;
  readonly serviceId: string | null;
  readonly cancelled: boolean;
  readonly part: Money | null;
}

export interface Candidate {
  readonly id: string;
  readonly caseNumber: string;
  readonly name: string | null;
  /** Was at one's last session of that kind. */
  readonly lately: boolean;
}

export interface SessionPage {
  readonly sessions: readonly SessionRow[];
  /** `after` of the next page. */
  readonly next: string | null;
}

const COLUMNS = `x.id, x.type_code AS "typeCode", t.name AS "typeName", t.unit, x.held_on::text AS "heldOn",
  trim_scale(x.quantity)::text AS quantity, localized_name(o.name, o.names) AS provider, x.present, x.cost_amount AS amount,
  x.cost_currency AS currency, x.receipt, localized_name(u.name, u.names) AS by, x.by AS "byId", x.cancelled_at AS "cancelledAt"`;
const FROM = `FROM service_sessions x JOIN service_types t ON t.code = x.type_code JOIN users u ON u.id = x.by
  LEFT JOIN organisations o ON o.id = x.provider_id`;

type SessionRecordRow = Omit<SessionRow, 'cost'> & {
  amount: string | null;
  currency: string | null;
  byId: string;
};
const PAGE_SIZE = 50;
/** A room holds no more; who else is asked to it is chosen by a filter. */
const OFFERED = 80;

@Injectable()
export class SessionLists {
  constructor(
    private readonly transactions: Transactions,
    private readonly names: ListedNames,
  ) {}

  /** The last held first; `after` is the id of the last session of the page before. */
  list(actor: Actor, after: string | null): Promise<SessionPage> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<SessionRecordRow>(
        `SELECT ${COLUMNS} ${FROM} LEFT JOIN service_sessions l ON l.id = $1
          WHERE $1::uuid IS NULL OR x.held_on < l.held_on OR (x.held_on = l.held_on AND x.id > l.id)
          ORDER BY x.held_on DESC, x.id LIMIT ${PAGE_SIZE + 1}`,
        [after],
      );
      const sessions = rows.slice(0, PAGE_SIZE).map((row) => sessionOfRecord(tx.actor, row));
      return { sessions, next: rows.length > PAGE_SIZE ? sessions.at(-1)!.id : null };
    });
  }

  one(actor: Actor, id: string): Promise<SessionRow & { people: Attendee[] }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<SessionRecordRow>(`SELECT ${COLUMNS} ${FROM} WHERE x.id = $1`, [
        id,
      ]);
      if (!row) throw notFound();
      const session = sessionOfRecord(tx.actor, row);
      const people = await tx.query<
        Omit<Attendee, 'part'> & { amount: string | null; currency: string | null }
      >(
        `SELECT a.case_id AS "caseId", c.case_number AS "caseNumber", a.attendance, a.service_id AS "serviceId",
                s.cancelled_at IS NOT NULL AS cancelled, s.cost_amount AS amount, s.cost_currency AS currency
           FROM service_attendance a JOIN cases c ON c.id = a.case_id LEFT JOIN services s ON s.id = a.service_id
          WHERE a.session_id = $1 ORDER BY array_position(ARRAY['present', 'excused', 'absent'], a.attendance), c.case_number`,
        [id],
      );
      await recordReading(
        tx,
        'services.read_session',
        people.map(({ caseId }) => caseId),
      );
      return {
        ...session,
        people: people.map(({ amount, currency, ...one }) => ({
          ...one,
          part: session.cost && amount && currency ? { amount, currency } : null,
        })),
      };
    });
  }

  /** Whose care one has: those who were at one's last session of that kind first. */
  candidates(actor: Actor, typeCode: string | null): Promise<Candidate[]> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<{ id: string; caseNumber: string; lately: boolean }>(
        `SELECT c.id, c.case_number AS "caseNumber",
                c.id IN (SELECT a.case_id FROM service_attendance a WHERE a.session_id = (
              SELECT x.id FROM service_sessions x WHERE x.by = $1 AND ($2::text IS NULL OR x.type_code = $2)
               ORDER BY x.held_on DESC, x.at DESC LIMIT 1)) AS lately FROM cases c
          WHERE c.merged_into IS NULL AND c.erased_at IS NULL AND c.stage <> 'closed'
            AND EXISTS (SELECT 1 FROM case_access a JOIN access_reasons r USING (reason)
              WHERE a.case_id = c.id AND r.writes @> ARRAY['care'] AND a.parts @> ARRAY['care', 'facts']
                AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
          ORDER BY lately DESC, c.case_number LIMIT ${OFFERED}`,
        [actor.userId, typeCode],
      );
      await recordReading(
        tx,
        'services.choose_person',
        rows.map(({ id }) => id),
      );
      const names = await this.names.openIn(
        tx,
        rows.map(({ id }) => id),
        { action: 'services.read_names' },
      );
      return rows.map((row) => ({ ...row, name: names.get(row.id) || null }));
    });
  }
}

function sessionOfRecord(
  actor: Actor,
  { amount, currency, byId, ...facts }: SessionRecordRow,
): SessionRow {
  const maySee = maySeePart(actor, 'money') || byId === actor.userId;
  return {
    ...facts,
    receipt: maySee ? facts.receipt : null,
    cost: maySee && amount !== null && currency !== null ? { amount, currency } : null,
  };
}
