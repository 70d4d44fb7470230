import { Inject, Injectable } from '@nestjs/common';
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
import { applyDisclosure, type DisclosurePolicy, INSIDERS } from '../disclosure';
import type { DisclosedDocument } from '../document';
import { composeStatistics } from './compose-statistics';
import { dimensionLabels } from './dimension-labels';

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
    @Inject(ENV) private readonly env: Env,
  ) {}

  of(actor: Actor, asked: number | null, language: Language): Promise<StatisticsOfYear> {
    return this.transactions.run(actor, async (tx) => {
      const policy = await policyOf(tx);
      const insider = policy === INSIDERS;
      const thisYear = Number(tx.today.slice(0, 4));
      const last = insider ? thisYear : thisYear - 1;
      const years = Array.from({ length: last - FIRST_YEAR + 1 }, (_, back) => last - back);
      if (asked !== null && !years.includes(asked)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'year');
      }
      const period = {
        from: `${asked ?? FIRST_YEAR}-01-01`,
        until: `${(asked ?? last) + 1}-01-01`,
        refusedBefore: insider ? null : quarterOf(tx.today).from,
      };
      const label = await dimensionLabels(tx, this.lists);
      const document = composeStatistics({
        statistics: await classificationStatistics(tx, period),
        shares: await ctdcShares(tx, this.lists, period),
        label: (dimension, code) => label(dimension, code, language),
        language,
        period: {
          ...{ from: period.from, to: addDays(period.until, -1) },
          label: asked === null ? translate(language, 'statistics:all_years') : String(asked),
        },
        ...{ date: tx.today, programme: this.env.MAWA_PROGRAMME },
        synthetic: this.env.MAWA_SYNTHETIC,
      });
      const audience = insider ? 'insiders' : 'outside';
      await record(tx, { action: 'statistics.read', kind: 'statistics', fields: [audience] });
      return { document: await applyDisclosure(document, policy), years, year: asked, insider };
    });
  }
}

/** Who is of the programme sees every figure; without a setting nothing small leaves it. */
async function policyOf(tx: Tx): Promise<DisclosurePolicy> {
  const [row] = await tx.query<{ outside: boolean; threshold: number | null }>(
    `SELECT EXISTS (SELECT 1 FROM users u JOIN organisations o ON o.id = u.organisation_id
              WHERE u.id = mawa_actor() AND o.kind <> 'agency') AS outside,
            (mawa_setting('threshold_donor'))::int AS threshold`,
  );
  if (!row!.outside) return INSIDERS;
  return { audience: 'outside', threshold: row!.threshold ?? 11, zeros: 'hide' };
}
