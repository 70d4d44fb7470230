import { Injectable } from '@nestjs/common';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type CivilDate, isCivilDate } from '../platform/shared/nights.rules';
import { settingOf } from './settings.queries';

export interface OfficerLoad {
  readonly userId: string;
  readonly name: string;
  readonly openCases: number;
  readonly overdue: number;
  readonly withoutContact: number;
  readonly plansWaiting: number;
}

/** The most loaded officers, and what counts for all of them. */
export interface CaseloadRanking {
  readonly shown: readonly OfficerLoad[];
  readonly officers: number;
  readonly plansWaiting: number;
  readonly contactDays: number;
}

export interface CaseloadCase {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly overdue: number;
  readonly contactOn: CivilDate;
  readonly plansWaiting: boolean;
}

const COUNTS = `user_id AS "userId", name, open_cases AS "openCases", overdue, without_contact AS "withoutContact",
  plans_waiting AS "plansWaiting"`;
const PAGE_SIZE = 25;
const FILES_A_PAGE = 50;
const KEY = /^(\d{1,6})_(\d{4}-\d{2}-\d{2})_([A-Z0-9-]{4,20})$/;

function keyOf(after: string): Pick<CaseloadCase, 'overdue' | 'contactOn' | 'caseNumber'> {
  const [, overdue, contactOn, caseNumber] = KEY.exec(after) ?? [];
  if (!isCivilDate(contactOn) || caseNumber === undefined) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  return { overdue: Number(overdue), contactOn, caseNumber };
}

/** How the files are spread over the officers: counts, and the files that the supervisor holds too. */
@Injectable()
export class Caseloads {
  constructor(private readonly transactions: Transactions) {}

  list(
    actor: Actor,
    after: string | null,
  ): Promise<{ officers: OfficerLoad[]; next: string | null; contactDays: number }> {
    return this.runChecked(actor, async (tx) => {
      const from = after === null ? null : await nameOf(after);
      const rows = await tx.query<OfficerLoad>(
        `SELECT ${COUNTS} FROM caseload($1, $2, ${PAGE_SIZE + 1})`,
        [from?.name ?? null, from?.id ?? null],
      );
      const officers = rows.slice(0, PAGE_SIZE);
      const last = officers.at(-1);
      return {
        officers,
        next: rows.length > PAGE_SIZE && last ? last.userId : null,
        contactDays: await settingOf(tx, 'contact_days', 30),
      };

      async function nameOf(id: string): Promise<{ id: string; name: string }> {
        const [user] = /^[0-9a-f-]{36}$/.test(id)
          ? await tx.query<{ id: string; name: string }>(
              'SELECT id, localized_name(name, names) AS name FROM users WHERE id = $1',
              [id],
            )
          : [];
        if (!user) throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
        return user;
      }
    });
  }

  /** Ranked over all officers; counts alone, and no audit row (docs/access.md). */
  ranking(actor: Actor, most: number): Promise<CaseloadRanking> {
    return this.runChecked(actor, async (tx) => {
      const rows = await tx.query<OfficerLoad & { officers: number; allPlansWaiting: number }>(
        `SELECT ${COUNTS}, officers, all_plans_waiting AS "allPlansWaiting" FROM caseload_ranking($1)`,
        [most],
      );
      return {
        shown: rows,
        officers: rows[0]?.officers ?? 0,
        plansWaiting: rows[0]?.allPlansWaiting ?? 0,
        contactDays: await settingOf(tx, 'contact_days', 30),
      };
    });
  }

  /** Cases of one officer, those that need attention first; keyset paging. */
  cases(
    actor: Actor,
    userId: string,
    after: string | null = null,
  ): Promise<{ cases: CaseloadCase[]; next: string | null }> {
    const key = after === null ? null : keyOf(after);
    return this.runChecked(actor, async (tx) => {
      const rows = await tx.query<CaseloadCase>(
        `SELECT l.case_id AS "caseId", c.case_number AS "caseNumber", l.overdue, l.contact_on::text AS "contactOn",
                l.waits AS "plansWaiting"
           FROM caseload_cases($1) l JOIN cases c ON c.id = l.case_id
          WHERE $2::int IS NULL OR (-l.overdue, l.contact_on, c.case_number) > (-$2, $3::date, $4)
          ORDER BY l.overdue DESC, l.contact_on, c.case_number LIMIT ${FILES_A_PAGE + 1}`,
        [userId, key?.overdue ?? null, key?.contactOn ?? null, key?.caseNumber ?? null],
      );
      const cases = rows.slice(0, FILES_A_PAGE);
      const last = cases.at(-1);
      const next =
        rows.length > FILES_A_PAGE && last
          ? `${last.overdue}_${last.contactOn}_${last.caseNumber}`
          : null;
      return { cases, next };
    });
  }

  /** Runs `work` and translates "insufficient privilege" of the SQL function, which checks the actor again. */
  private async runChecked<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.transactions.run(actor, work);
    } catch (error) {
      if (sqlState(error) !== '42501') throw error;
      throw new DomainError('forbidden', 'access.not_yours');
    }
  }
}
