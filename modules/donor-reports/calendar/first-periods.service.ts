import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type NamedPeriod, parsePeriod, periodsOver } from '../../platform/shared/periods.rules';
import { editionsInForce } from '../definitions/definitions.queries';
import type { LocalizedText } from '../report-definition.types';
import {
  firstDueDays,
  type FirstPeriodRow,
  grantSpans,
  listFirstPeriods,
} from './expected-reports.queries';
import { type GrantSpan, type ScheduledDefinition } from './expected-reports.rules';

/** From which period on the reports of one kind are due for one grant. */
export interface FirstPeriod {
  readonly kind: string;
  readonly title: LocalizedText;
  readonly grantId: string;
  readonly grantCode: string;
  /** Defined by the grant, so that only an amendment changes it. */
  readonly inGrant: boolean;
  /** Null: the first one in which Mawa keeps data. */
  readonly firstFrom: CivilDate | null;
  /** Those that may be chosen, the earliest first. */
  readonly periods: readonly NamedPeriod[];
  /** Earlier settings, latest first. */
  readonly history: readonly FirstPeriodRow[];
}

export interface FirstPeriodList {
  /** The first day of which Mawa keeps data, or tonight where it keeps none. */
  readonly dataBegin: CivilDate;
  readonly rows: readonly FirstPeriod[];
}

/** A period may be chosen until a year ahead. */
const CHOICE_DAYS = 366;

/** Reads and sets the first period whose report is due. */
@Injectable()
export class FirstPeriods {
  constructor(private readonly transactions: Transactions) {}

  all(actor: Actor): Promise<FirstPeriodList> {
    return this.transactions.run(actor, async (tx) => {
      const [grants, editions] = [await grantSpans(tx), await editionsInForce(tx)];
      const history = await listFirstPeriods(tx);
      const { dataBegin } = await firstDueDays(tx, grants);
      const rows = grants.flatMap((grant) =>
        editions
          .filter((one) => asksFor(one, grant))
          .map(({ kind, title, every }) => {
            const own = history.filter((row) => row.kind === kind && row.grantId === grant.id);
            return {
              kind,
              title,
              grantId: grant.id,
              grantCode: grant.code,
              inGrant: kind in grant.calendar,
              firstFrom: grant.calendar[kind]?.firstFrom ?? own[0]?.firstFrom ?? null,
              periods: periodsOver(every, grant, addDays(tx.today, CHOICE_DAYS)),
              history: own,
            };
          }),
      );
      return { dataBegin, rows };
    });
  }

  set(
    actor: Actor,
    asked: { readonly kind: string; readonly grantId: string; readonly period?: string },
    requestId: string | null,
  ): Promise<{ firstFrom: CivilDate | null }> {
    const once = { useCase: 'reports.first_period', body: asked, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const firstFrom = await firstDayOf(tx, asked);
      await tx.query(
        'INSERT INTO report_first_periods (kind, grant_id, first_from) VALUES ($1, $2, $3)',
        [asked.kind, asked.grantId, firstFrom],
      );
      await record(tx, {
        action: 'reports.set_first_period',
        kind: 'grant',
        ids: [asked.grantId],
        fields: [asked.kind],
      });
      return { firstFrom };
    });
  }
}

async function firstDayOf(
  tx: Tx,
  asked: { readonly kind: string; readonly grantId: string; readonly period?: string },
): Promise<CivilDate | null> {
  const grant = (await grantSpans(tx)).find(({ id }) => id === asked.grantId);
  if (!grant) throw new DomainError('invalid', 'reports.no_grant', {}, 'grantId');
  const edition = (await editionsInForce(tx)).find(({ kind }) => kind === asked.kind);
  if (!edition || !asksFor(edition, grant))
    throw new DomainError('invalid', 'common.not_choice', {}, 'kind');
  if (asked.kind in grant.calendar)
    throw new DomainError('conflict', 'reports.first_period_in_grant', {}, 'period');
  if (asked.period === undefined) return null;
  const period = parsePeriod(asked.period, edition.every, grant);
  if (!period) throw new DomainError('invalid', `reports.no_period.${edition.every}`, {}, 'period');
  if (period.until <= grant.startsOn || period.from > grant.endsOn)
    throw new DomainError('invalid', 'reports.outside_grant', {}, 'period');
  return period.from;
}

const asksFor = (
  { agency }: Pick<ScheduledDefinition, 'agency'>,
  { agencies }: GrantSpan,
): boolean => agency === null || agencies.includes(agency);
