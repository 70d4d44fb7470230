import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import {
  maskDocument,
  type ReleasePlan,
  ReleaseLedger,
  type ReleaseRequest,
  policyOf,
} from '../../disclosure';
import type { DisclosedDocument } from '../../report-documents';
import { CountStatistics, FIRST_YEAR, periodOf, yearOf } from './count-statistics.service';
import {
  type DocumentByLanguage,
  keepRelease,
  type StatisticsAudience,
  type StatisticsRelease,
  releaseFor,
  releasesTo,
} from './releases.queries';
import { joinYears, leastPeople, spanOf, type YearSpan } from './year-spans.rules';

/** Audience of released statistics. */
export const READER: StatisticsAudience = 'commission';

export interface ReleasePreview {
  /** Null: the year and those combined with it have too few people and wait for later years. */
  readonly years: (YearSpan & { readonly allYears: boolean }) | null;
  /** As its readers would see it. */
  readonly document: DisclosedDocument | null;
  /** Present release for this selection. */
  readonly released: StatisticsRelease | null;
  /** How far the release ledger reached when this was planned: a release after it changes what is hidden. */
  readonly reached: string;
  readonly threshold: number;
  readonly least: number;
}

interface PlannedRelease {
  readonly about: ReleaseRequest;
  readonly plan: ReleasePlan;
  readonly documents: DocumentByLanguage;
}

type Years = YearSpan & { readonly allYears: boolean };

/** Releases a table to the commission: once a quarter each, planned against all earlier releases to the same readers. */
@Injectable()
export class ReleaseStatistics {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: ReleaseLedger,
    private readonly count: CountStatistics,
  ) {}

  /** Preview of a release, without releasing. Year null: all closed years. */
  preview(actor: Actor, year: number | null, language: Language): Promise<ReleasePreview> {
    return this.run(actor, async (tx) => {
      const released = await releasesTo(tx, READER);
      const { threshold } = await policyOf(tx, READER);
      const years = await this.yearsOf(tx, released, year, threshold);
      const document = years && (await this.plan(tx, years)).documents[language];
      await record(tx, { action: 'statistics.preview', kind: 'statistics', fields: [READER] });
      return {
        years,
        document,
        released: releaseFor(released, year),
        reached: await this.ledger.position(tx),
        threshold,
        least: leastPeople(threshold),
      };
    });
  }

  /** `reached` is that of the preview that was looked at; without one nothing was looked at before. */
  release(
    actor: Actor,
    year: number | null,
    reached: string | null,
  ): Promise<{ id: string; years: Years }> {
    return this.run(actor, async (tx) => {
      const now = await this.ledger.lock(tx);
      if (reached !== null && reached !== now) {
        throw new DomainError('conflict', 'statistics.moved');
      }
      const { threshold } = await policyOf(tx, READER);
      const years = await this.yearsOf(tx, await releasesTo(tx, READER), year, threshold);
      if (years === null) {
        throw new DomainError('conflict', 'statistics.too_few', { least: leastPeople(threshold) });
      }
      const { about, plan, documents } = await this.plan(tx, years);
      const id = randomUUID();
      await this.ledger.add(tx, { source: 'statistics', id }, about, plan);
      await keepRelease(tx, { ...years, id, audience: READER, documents }).catch(refuseSecond);
      await record(tx, {
        action: 'statistics.release',
        kind: 'statistics',
        ids: [id],
        fields: [READER, `${years.first}-${years.last}`],
      });
      return { id, years };
    });
  }

  private run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (!may(actor, 'statistics:release')) throw new DomainError('forbidden', 'access.not_yours');
    return this.transactions.run(actor, work);
  }

  private async plan(tx: Tx, years: Years): Promise<PlannedRelease> {
    const whole = await this.count.document(tx, years, READER);
    const policy = await policyOf(tx, READER);
    const about = { audience: READER, period: periodOf(years), subjectId: null };
    const plan = await this.ledger.plan(tx, about, whole('fr'), policy);
    const masked = (language: Language) => maskDocument(whole(language), policy, plan.marks);
    return { about, plan, documents: { fr: masked('fr'), ar: masked('ar'), en: masked('en') } };
  }

  /** All years are those of the groups together: the years that still wait would be their difference. */
  private async yearsOf(
    tx: Tx,
    releases: readonly StatisticsRelease[],
    year: number | null,
    threshold: number,
  ): Promise<Years | null> {
    if (year !== null && (year < FIRST_YEAR || year >= yearOf(tx.today))) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'year');
    }
    const kept = releases.filter(({ allYears, by }) => !allYears && by !== null);
    const closed = await this.count.closedYears(tx, READER);
    const spans = joinYears(closed, leastPeople(threshold), kept);
    if (year === null) {
      const last = spans.at(-1)?.last;
      return last === undefined ? null : { first: FIRST_YEAR, last, allYears: true };
    }
    const span = spanOf(spans, year);
    return span && { first: span.first, last: span.last, allYears: false };
  }
}

function refuseSecond(error: unknown): never {
  if (constraintOf(error) === 'statistics_released_once') {
    throw new DomainError('conflict', 'statistics.released_this_quarter');
  }
  throw error;
}
