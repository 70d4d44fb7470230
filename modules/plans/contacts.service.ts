import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type CivilDate, daysBetween, isCivilDate } from '../platform/shared/nights.rules';
import { settingOf } from './settings.queries';

/** By what somebody was last met or reached: codes of last_contacts(). */
export const CONTACT_KINDS = [
  'service',
  'counselling',
  'return_follow_up',
  'orientation',
  'training',
  'work_follow_up',
  'plan',
  'consent',
  'stage',
  'registered',
] as const;

export interface CaseWithoutContact {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly contactOn: CivilDate;
  readonly kind: (typeof CONTACT_KINDS)[number];
  readonly days: number;
  /** Who answers for the case. */
  readonly officers: readonly string[];
}

export interface CasesWithoutContact {
  readonly days: number;
  readonly total: number;
  readonly cases: readonly CaseWithoutContact[];
  /** Hand it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

const PAGE_SIZE = 50;
const KEY = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Open cases in which nobody was met or reached for some days (docs/access.md). */
@Injectable()
export class Contacts {
  constructor(private readonly transactions: Transactions) {}

  /** The longest without contact first; `days` is the setting contact_days where left out. */
  list(actor: Actor, asked: { days?: number; after?: string }): Promise<CasesWithoutContact> {
    const key = asked.after === undefined ? null : keyOf(asked.after);
    return this.transactions.run(actor, async (tx) => {
      const days = asked.days ?? (await settingOf(tx, 'contact_days', 30));
      const rows = await tx.query<Omit<CaseWithoutContact, 'days'> & { total: number }>(
        `SELECT q.case_id AS "caseId", c.case_number AS "caseNumber", q.contact_on::text AS "contactOn", q.kind,
                q.total, case_officers(q.case_id) AS officers
           FROM cases_without_contact($1, $2, $3, ${PAGE_SIZE + 1}) q JOIN cases c ON c.id = q.case_id
          ORDER BY q.contact_on, q.case_id`,
        [days, key?.day ?? null, key?.id ?? null],
      );
      const cases = rows
        .slice(0, PAGE_SIZE)
        .map(({ total: _total, ...one }) => ({
          ...one,
          days: daysBetween(one.contactOn, tx.today),
        }));
      await recordReading(
        tx,
        'people.list_without_contact',
        cases.map(({ caseId }) => caseId),
      );
      const last = cases.at(-1);
      const next = rows.length > PAGE_SIZE && last ? `${last.contactOn}_${last.caseId}` : null;
      return { days, total: rows[0]?.total ?? 0, cases, next };
    });
  }

  /** For the first page: a number, and no audit row. */
  count(actor: Actor): Promise<{ days: number; total: number }> {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ days: number; total: number }>(
        `SELECT s.days, (SELECT count(*)::int FROM silent_cases(s.days)) AS total
           FROM (SELECT mawa_setting('contact_days')::int AS days) s`,
      );
      return row!;
    });
  }
}

function keyOf(after: string): { day: CivilDate; id: string } {
  const [, day, id] = KEY.exec(after) ?? [];
  if (!isCivilDate(day) || id === undefined) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  return { day, id };
}
