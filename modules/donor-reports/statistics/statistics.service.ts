import { Injectable } from '@nestjs/common';
import { audienceOf, may } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { forInsiders } from '../../disclosure';
import type { DisclosedDocument } from '../../report-documents';
import { CountStatistics, FIRST_YEAR, yearOf } from './count-statistics.service';
import {
  releaseFor,
  releasedDocument,
  releasesTo,
  type StatisticsAudience,
  type StatisticsRelease,
} from './releases.queries';
import { READER } from './release-statistics.service';
import { spanLabel } from './year-spans.rules';

export interface YearChoice {
  /** The last year of those that were released together. */
  readonly year: number;
  readonly label: string;
}

export interface StatisticsOfYear {
  /** Null: nothing is released yet to this reader for this choice. */
  readonly document: DisclosedDocument | null;
  /** The release that this reader sees; inside the programme what the commission sees for this choice. */
  readonly released: StatisticsRelease | null;
  readonly choices: readonly YearChoice[];
  readonly year: number | null;
  readonly insider: boolean;
}

/**
 * Trafficking statistics for reports to the commission and donors. Insiders get present counts; external readers get
 * released statistics, and reading releases nothing.
 */
@Injectable()
export class Statistics {
  constructor(
    private readonly transactions: Transactions,
    private readonly count: CountStatistics,
  ) {}

  of(actor: Actor, asked: number | null, language: Language): Promise<StatisticsOfYear> {
    if (!may(actor, 'statistics:read')) throw new DomainError('forbidden', 'access.not_yours');
    return this.transactions.run(actor, async (tx) => {
      const audience = audienceOf(actor);
      await record(tx, { action: 'statistics.read', kind: 'statistics', fields: [audience] });
      return audience === 'inside'
        ? this.counted(tx, asked, language)
        : this.released(tx, audience, asked, language);
    });
  }

  private async counted(
    tx: Tx,
    asked: number | null,
    language: Language,
  ): Promise<StatisticsOfYear> {
    const last = yearOf(tx.today);
    const choices = yearsUntil(last).map((year) => ({ year, label: String(year) }));
    const year = chosen(asked, choices, []);
    const years = { first: year ?? FIRST_YEAR, last: year ?? last, allYears: year === null };
    const document = await this.count.document(tx, years, null);
    return {
      document: forInsiders(document(language)),
      released: releaseFor(await releasesTo(tx, READER), year),
      choices,
      year,
      insider: true,
    };
  }

  private async released(
    tx: Tx,
    audience: StatisticsAudience,
    asked: number | null,
    language: Language,
  ): Promise<StatisticsOfYear> {
    const releases = await releasesTo(tx, audience);
    const closed = yearsUntil(yearOf(tx.today) - 1);
    const choices = closed.flatMap((year) => {
      const release = releaseFor(releases, year);
      if (!release) return [{ year, label: String(year) }];
      return release.last === year ? [{ year, label: spanLabel(release) }] : [];
    });
    const year = chosen(asked, choices, closed);
    const released = releaseFor(releases, year);
    return {
      document: released && (await releasedDocument(tx, released.id, language)),
      released,
      choices,
      year: year === null ? null : (released?.last ?? year),
      insider: false,
    };
  }
}

/** The latest first. */
const yearsUntil = (last: number): number[] =>
  Array.from({ length: last - FIRST_YEAR + 1 }, (_, back) => last - back);

function chosen(
  asked: number | null,
  choices: readonly YearChoice[],
  also: readonly number[],
): number | null {
  const known = [...choices.map(({ year }) => year), ...also];
  if (asked !== null && !known.includes(asked)) {
    throw new DomainError('invalid', 'common.not_choice', {}, 'year');
  }
  return asked;
}
