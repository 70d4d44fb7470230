import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../src/database/transactions';
import type { Language } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { quarterOf } from '../../../src/shared/quarters';
import type { ProtectedAudience } from '../audiences/thresholds';
import { maskDocument } from '../disclosure';
import type { DisclosedDocument, ReportDocument } from '../document';
import { ReleaseLedger } from '../ledger/release-ledger';
import { policyOf } from '../reader-policy';

export type Outside = Exclude<ProtectedAudience, 'public'>;
type Told = Readonly<Record<Language, DisclosedDocument>>;

export interface ToTell {
  readonly audience: Outside;
  /** Null: every year that is over. */
  readonly year: number | null;
  readonly period: { readonly from: CivilDate; readonly until: CivilDate };
  make(): Promise<(language: Language) => ReportDocument>;
}

/**
 * Statistics for who is not of the programme: told once a quarter, by whoever reads them first, hidden with all that
 * the same readers were told before, and the same for each reader until the quarter ends.
 */
@Injectable()
export class TellStatistics {
  constructor(private readonly ledger: ReleaseLedger) {}

  async once(tx: Tx, asked: ToTell): Promise<Told> {
    const before = await toldIn(tx, asked);
    if (before) return before;
    await this.ledger.hold(tx);
    // Two read first at once: the other one has told it meanwhile.
    return (await toldIn(tx, asked)) ?? this.tell(tx, asked);
  }

  private async tell(tx: Tx, { audience, year, period, make }: ToTell): Promise<Told> {
    const whole = await make();
    const policy = await policyOf(tx, audience);
    const about = { audience, period, subjectId: null };
    const plan = await this.ledger.plan(tx, about, whole('fr'), policy);
    const told = (language: Language) => maskDocument(whole(language), policy, plan.marks);
    const documents: Told = { fr: told('fr'), ar: told('ar'), en: told('en') };
    const id = randomUUID();
    await this.ledger.add(tx, { source: 'statistics', id }, about, plan);
    await tx.query(
      `INSERT INTO statistics_told (id, audience, year, quarter, documents) VALUES ($1, $2, $3, $4, $5)`,
      [id, audience, year, quarterOf(tx.today).from, JSON.stringify(documents)],
    );
    return documents;
  }
}

async function toldIn(tx: Tx, { audience, year }: ToTell): Promise<Told | null> {
  const [row] = await tx.query<{ documents: Told }>(
    `SELECT documents FROM statistics_told
      WHERE audience = $1 AND year IS NOT DISTINCT FROM $2 AND quarter = $3`,
    [audience, year, quarterOf(tx.today).from],
  );
  return row?.documents ?? null;
}
