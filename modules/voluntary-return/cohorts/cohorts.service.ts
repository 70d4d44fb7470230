import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { settingOf } from '../../plans';
import { type TimelinessCount, instalmentsPaidOnTime, plansMadeOnTime } from '../plan/plan.figures';
import { loadBands } from '../survey/survey.queries';
import type { Bands } from '../survey/survey.rules';
import { type CohortFigures, cohortFigures } from './cohort.figures';

export interface Cohort extends CohortFigures {
  /** The year of arriving or of leaving the shelter; null for all of them. */
  readonly year: number | null;
  readonly years: readonly number[];
  readonly today: CivilDate;
  readonly bands: Bands;
  /** Of what was due in that year and has ended: plans made, instalments paid. */
  readonly plans: TimelinessCount;
  readonly instalments: TimelinessCount;
}

const ALWAYS = '2000-01-01';

/** The people who arrived, or left a shelter, in one year, or all of them. */
@Injectable()
export class Cohorts {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, year: number | null): Promise<Cohort> {
    return this.transactions.run(actor, async (tx) => {
      const thisYear = Number(tx.today.slice(0, 4));
      const years = [0, 1, 2, 3].map((back) => thisYear - back);
      if (year !== null && !years.includes(year)) throw notFound();
      const from = year === null ? ALWAYS : `${year}-01-01`;
      const until = year === null ? addDays(tx.today, 1) : `${year + 1}-01-01`;
      const figures = await cohortFigures(tx, { from, until, today: tx.today });
      const days = await settingOf(tx, 'return_instalment_days', 7);
      const over = (day: CivilDate) => ({ from, until: until < day ? until : day });
      return {
        ...figures,
        year,
        years,
        today: tx.today,
        bands: await loadBands(tx, addDays(until, -1)),
        plans: await plansMadeOnTime(tx, over(tx.today)),
        instalments: await instalmentsPaidOnTime(tx, over(addDays(tx.today, -days))),
      };
    });
  }
}
