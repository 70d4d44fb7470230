import { Inject, Injectable } from '@nestjs/common';
import { classificationStatistics, ctdcShares, peopleRegistered } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeNames } from '../../platform/database/programme-profile';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { quarterOf } from '../../platform/shared/quarters.rules';
import { translate } from '../../platform/web/i18n';
import { type ProtectedAudience, policyOf } from '../../disclosure';
import { reportLists } from '../compose/report-lists.queries';
import type { ReportDocument } from '../../report-documents';
import { composeStatistics } from './compose-statistics.rules';
import { type PeopleOfYear, spanLabel, type YearSpan } from './year-spans.rules';

export const FIRST_YEAR = 2017;

export const yearOf = (day: CivilDate): number => Number(day.slice(0, 4));

export const periodOf = ({ first, last }: YearSpan) => ({
  from: `${first}-01-01`,
  until: `${last + 1}-01-01`,
});

/** Counts the people of some years by how they were trafficked, before anything is hidden. */
@Injectable()
export class CountStatistics {
  constructor(
    private readonly lists: Lists,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * The document in the given language. For external audiences, people who had refused statistics before this quarter
   * are excluded.
   */
  async document(
    tx: Tx,
    years: YearSpan & { readonly allYears: boolean },
    audience: ProtectedAudience | null,
  ): Promise<(language: Language) => ReportDocument> {
    const { from, until } = periodOf(years);
    const asked = { from, until, refusedBefore: refusedBefore(tx, audience) };
    const { label, codes } = await reportLists(tx, this.lists);
    const names = await programmeNames(tx, this.env);
    const facts = {
      statistics: await classificationStatistics(tx, asked),
      shares: await ctdcShares(tx, this.lists, asked),
      threshold: audience === null ? null : (await policyOf(tx, audience)).threshold,
      date: tx.today,
      codes,
      synthetic: this.env.MAWA_SYNTHETIC,
    };
    const everyYear = (language: Language) =>
      `${translate(language, 'statistics:all_years')} (${spanLabel(years)})`;
    return (language) =>
      composeStatistics({
        ...facts,
        programme: names[language],
        language,
        label: (dimension, code) => label(dimension, code, language),
        period: {
          from,
          to: addDays(until, -1),
          label: years.allYears ? everyYear(language) : spanLabel(years),
        },
      });
  }

  /** People of each closed year as they would be released to an audience. */
  async closedYears(tx: Tx, audience: ProtectedAudience): Promise<PeopleOfYear[]> {
    const counted: PeopleOfYear[] = [];
    for (let year = FIRST_YEAR; year < yearOf(tx.today); year += 1) {
      const period = periodOf({ first: year, last: year });
      const people = await peopleRegistered(tx, {
        ...period,
        refusedBefore: refusedBefore(tx, audience),
      });
      counted.push({ year, people });
    }
    return counted;
  }
}

/** All of a quarter are left out together, and nobody alone between two releases. */
const refusedBefore = (tx: Tx, audience: ProtectedAudience | null): CivilDate | null =>
  audience === null ? null : quarterOf(tx.today).from;
