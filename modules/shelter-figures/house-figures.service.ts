import { Injectable } from '@nestjs/common';
import { audienceOf } from '../access';
import { record } from '../audit';
import { Lists } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, daysBetween } from '../platform/shared/nights.rules';
import { parseQuarter, quartersBefore, quarterOf } from '../platform/shared/quarters.rules';
import type { HouseFiguresDto } from './house-figures.dto';
import type { Period } from '../platform/shared/periods.rules';
import type { ShelterFilter } from '../shelter-beds';
import { type AllHouseFigures, houseFigures } from './house.figures';
import { houseCsv } from './house-figures.export';
import type { HouseFiguresView } from './house-figures.types';

const MOST_NIGHTS = 5 * 366;
const QUARTERS = 8;

/** Figures of shelters with permission checks; used by page, API and export. */
@Injectable()
export class HouseFiguresService {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, asked: HouseFiguresDto, language = actor.language): Promise<HouseFiguresView> {
    return this.transactions.run(actor, (tx) => this.shown(tx, asked, language));
  }

  csv(actor: Actor, asked: HouseFiguresDto, language: Language): Promise<Buffer> {
    return this.transactions.run(actor, async (tx) => {
      const figures = await this.shown(tx, asked, language);
      await record(tx, { action: 'house-figures.export', kind: 'figures', ids: [] });
      return houseCsv(figures, language);
    });
  }

  private async shown(
    tx: Tx,
    asked: HouseFiguresDto,
    language: Language,
  ): Promise<HouseFiguresView> {
    const { quarter, ...period } = periodOf(tx, asked);
    const houses = housesOf(tx.actor);
    const { editions, ...figures } = await houseFigures(tx, period, houses);
    const shelterId = asked.shelter ?? null;
    if (shelterId && !figures.shelters.some((one) => one.shelterId === shelterId)) throw notFound();
    const quarters = [quarterOf(tx.tonight), ...quartersBefore(tx.tonight, QUARTERS)];
    const destinations = await this.wordsOf(tx, editions, language);
    return {
      ...figures,
      quarter,
      shelterId,
      destinations,
      own: houses !== null,
      quarters: quarters.map(({ code }) => code),
    };
  }

  private async wordsOf(tx: Tx, editions: AllHouseFigures['editions'], language: Language) {
    const list = 'exit_destinations';
    const chosen = [...editions].map(([code, version]) => ({ list, version, code }));
    const words = await this.lists.words(tx, chosen);
    return Object.fromEntries(chosen.map((one) => [one.code, words(one, language)]));
  }
}

/** Shelter managers read figures of their shelters, officers and programme staff those of all. */
const housesOf = (actor: Actor): ShelterFilter =>
  audienceOf(actor) === 'inside' &&
  actor.roles.some((role) => role === 'case_supervisor' || role === 'programme_officer')
    ? null
    : new Set(actor.shelterIds);

function periodOf(
  { tonight }: Tx,
  { quarter, from, until }: HouseFiguresDto,
): Period & { readonly quarter: string | null } {
  if (!quarter && (from || until)) {
    if (!from) throw new DomainError('invalid', 'house-figures.both_ends', {}, 'from');
    if (!until) throw new DomainError('invalid', 'house-figures.both_ends', {}, 'until');
    if (until < from) throw new DomainError('invalid', 'house-figures.ends_before', {}, 'until');
    if (daysBetween(from, until) >= MOST_NIGHTS) {
      throw new DomainError('invalid', 'house-figures.too_long', {}, 'until');
    }
    return { from, until: addDays(until, 1), quarter: null };
  }
  const chosen = (quarter && parseQuarter(quarter)) || quartersBefore(tonight, 1)[0]!;
  return { from: chosen.from, until: chosen.until, quarter: chosen.code };
}
