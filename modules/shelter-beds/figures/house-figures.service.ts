import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor, Language } from '../../../src/shared/actor';
import { DomainError, notFound } from '../../../src/shared/domain-error';
import { addDays, daysBetween } from '../../../src/shared/nights';
import { parseQuarter, quartersBefore, quarterOf } from '../../../src/shared/quarters';
import type { HouseFiguresDto } from '../dto/house-figures.dto';
import type { Period } from '../nights/occupancy.figures';
import { type AllHouseFigures, houseFigures } from './house.figures';
import { houseCsv } from './house.csv';

const MOST_NIGHTS = 5 * 366;
const QUARTERS = 8;

export interface ShownFigures extends AllHouseFigures {
  /** Where a quarter was asked for, or nothing. */
  readonly quarter: string | null;
  readonly shelterId: string | null;
}

/** The figures of the houses, for whoever may: page, API and export ask this and nothing else. */
@Injectable()
export class HouseFiguresService {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked: HouseFiguresDto): Promise<ShownFigures> {
    return this.transactions.run(actor, (tx) => shown(tx, asked));
  }

  quarters(actor: Actor): Promise<string[]> {
    return this.transactions.run(actor, async (tx) =>
      [quarterOf(tx.tonight), ...quartersBefore(tx.tonight, QUARTERS)].map(({ code }) => code),
    );
  }

  csv(actor: Actor, asked: HouseFiguresDto, language: Language): Promise<Buffer> {
    return this.transactions.run(actor, async (tx) => {
      const figures = await shown(tx, asked);
      await record(tx, { action: 'house-figures.export', kind: 'figures', ids: [] });
      return houseCsv(figures, language);
    });
  }
}

async function shown(tx: Tx, asked: HouseFiguresDto): Promise<ShownFigures> {
  const { quarter, ...period } = periodOf(tx, asked);
  const figures = await houseFigures(tx, period);
  const shelterId = asked.shelter ?? null;
  if (shelterId && !figures.shelters.some((one) => one.shelterId === shelterId)) throw notFound();
  return { ...figures, quarter, shelterId };
}

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
