import { Inject, Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { classificationStatistics, ctdcShares } from '../../beneficiaries';
import { Lists } from '../../reference-lists';
import type { Env } from '../../../src/config/env';
import { ENV } from '../../../src/config/env.token';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor, Language } from '../../../src/shared/actor';
import { DomainError } from '../../../src/shared/domain-error';
import { addDays } from '../../../src/shared/nights';
import { quarterOf } from '../../../src/shared/quarters';
import { translate } from '../../../src/web/i18n';
import type { ProtectedAudience } from '../audiences/thresholds';
import { reportLists } from '../compose/labels';
import { forInsiders } from '../disclosure';
import type { DisclosedDocument, ReportDocument } from '../document';
import { audienceOfReader, policyOf } from '../reader-policy';
import { composeStatistics } from './compose-statistics';
import { type Outside, TellStatistics } from './tell-statistics.service';

const FIRST_YEAR = 2017;

export interface StatisticsOfYear {
  readonly document: DisclosedDocument;
  readonly years: readonly number[];
  readonly year: number | null;
  readonly insider: boolean;
}

/**
 * How people were trafficked, in numbers, for those who report to the commission and the donors. Whoever
 * is of the commission, a donor or a partner gets the version of that audience, and of closed years
 * alone, without those who had refused statistics before this quarter began: from two readings a day
 * apart nobody can be told by subtraction.
 */
@Injectable()
export class Statistics {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly tell: TellStatistics,
    @Inject(ENV) private readonly env: Env,
  ) {}

  of(actor: Actor, asked: number | null, language: Language): Promise<StatisticsOfYear> {
    // Reading may be telling, which the database lets nobody else do.
    if (!may(actor, 'statistics:read')) throw new DomainError('forbidden', 'access.not_yours');
    return this.transactions.run(actor, async (tx) => {
      const audience = await audienceOfReader(tx);
      const insider = audience === 'inside';
      const thisYear = Number(tx.today.slice(0, 4));
      const last = insider ? thisYear : thisYear - 1;
      const years = Array.from({ length: last - FIRST_YEAR + 1 }, (_, back) => last - back);
      if (asked !== null && !years.includes(asked)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'year');
      }
      await record(tx, { action: 'statistics.read', kind: 'statistics', fields: [audience] });
      const document = insider
        ? forInsiders((await this.whole(tx, asked, last, null))(language))
        : await this.told(tx, audience, asked, last, language);
      return { document, years, year: asked, insider };
    });
  }

  private async told(
    tx: Tx,
    audience: Outside,
    year: number | null,
    last: number,
    language: Language,
  ): Promise<DisclosedDocument> {
    const told = await this.tell.once(tx, {
      ...{ audience, year, period: periodOf(year, last) },
      make: () => this.whole(tx, year, last, audience),
    });
    return told[language];
  }

  /** Before anything is hidden, in the language that is asked for. */
  private async whole(
    tx: Tx,
    year: number | null,
    last: number,
    audience: ProtectedAudience | null,
  ): Promise<(language: Language) => ReportDocument> {
    const { from, until } = periodOf(year, last);
    const asked = {
      ...{ from, until },
      refusedBefore: audience === null ? null : quarterOf(tx.today).from,
    };
    const { label, codes } = await reportLists(tx, this.lists);
    const facts = {
      statistics: await classificationStatistics(tx, asked),
      shares: await ctdcShares(tx, this.lists, asked),
      threshold: audience === null ? null : (await policyOf(tx, audience)).threshold,
      ...{ date: tx.today, programme: this.env.MAWA_PROGRAMME, codes },
      synthetic: this.env.MAWA_SYNTHETIC,
    };
    return (language) =>
      composeStatistics({
        ...{ ...facts, language },
        label: (dimension, code) => label(dimension, code, language),
        period: {
          ...{ from, to: addDays(until, -1) },
          label: year === null ? translate(language, 'statistics:all_years') : String(year),
        },
      });
  }
}

const periodOf = (year: number | null, last: number) => ({
  from: `${year ?? FIRST_YEAR}-01-01`,
  until: `${(year ?? last) + 1}-01-01`,
});
