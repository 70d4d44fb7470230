import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import {
  parseQuarter,
  type Quarter,
  quarterOf,
  quartersBefore,
} from '../platform/shared/quarters.rules';
import { translateIndicatorErrors } from './indicator.errors';
import {
  type Direction,
  grows,
  type IndicatorStatus,
  indicatorStatusOf,
  type Unit,
} from './indicator.rules';
import {
  type EditionRow,
  editionsIn,
  type IndicatorRow,
  indicatorsIn,
  indicatorsOfQuarter,
  type TargetRow,
  targetsIn,
  type ValueRow,
  valuesIn,
} from './indicators.queries';
import {
  countsPast,
  isMeasure,
  type MeasuredValue,
  measureIndicators,
  MEASURES,
} from './indicator-measures.figures';

/** Value and target of an indicator in a quarter. */
export interface IndicatorInQuarter extends MeasuredValue {
  readonly quarter: Quarter;
  readonly target: string | null;
  readonly standing: IndicatorStatus;
}
export interface IndicatorNow extends IndicatorRow, Omit<IndicatorInQuarter, 'quarter'> {
  /** Whether the figure counts what was brought in from before Mawa; null where it was not asked for. */
  readonly pastCounted: boolean | null;
}
export interface IndicatorsOfQuarter {
  readonly quarter: Quarter;
  readonly today: CivilDate;
  readonly past: PastChoice;
  readonly indicators: readonly IndicatorNow[];
}
export interface IndicatorFile {
  readonly indicator: IndicatorRow;
  readonly targets: readonly TargetRow[];
  readonly values: readonly ValueRow[];
}
export interface IndicatorInTime extends IndicatorFile {
  /** The last ones with this one, the earliest first. */
  readonly quarters: readonly IndicatorInQuarter[];
  readonly past: PastChoice;
  readonly editions: readonly EditionRow[];
  readonly today: CivilDate;
}

export interface NewIndicator {
  readonly framework: IndicatorRow['framework'];
  readonly code: string;
  readonly level: IndicatorRow['level'];
  readonly title: IndicatorRow['title'];
  readonly unit: Unit;
  readonly direction: Direction;
  readonly baseline?: string | null;
  readonly baselineOn?: CivilDate | null;
  readonly measure?: string | null;
  readonly split: IndicatorRow['split'];
  readonly source: string;
  readonly ownerId?: string | null;
}
export interface NewTarget {
  readonly quarter: string;
  readonly number: string;
  readonly reason?: string;
}
export interface NewValue {
  readonly quarter: string;
  readonly number: string;
  readonly women?: string;
  readonly evidence: string;
}

/** How far back the picture of one indicator goes. */
const SHOWN = 6;

/** The indicators of the programme: what they mean, what is aimed at, what is reached. */
@Injectable()
export class Indicators {
  constructor(private readonly transactions: Transactions) {}

  /** The logframe of a quarter. */
  all(
    actor: Actor,
    code: string | null,
    past: PastChoice = 'without',
  ): Promise<IndicatorsOfQuarter> {
    return this.transactions.run(actor, async (tx) => {
      const quarter = quarterAsked(code, tx.today);
      const isOver = quarter.until <= tx.today;
      const rows = await indicatorsOfQuarter(tx, quarter.from);
      const names = rows.flatMap(({ measure }) => measure ?? []);
      const figures = await measureIndicators(tx, names, quarter, past);
      await record(tx, { action: 'indicators.read', kind: 'indicator', fields: [quarter.code] });
      const indicators = rows.map(({ counted, women, target, ...row }): IndicatorNow => ({
        ...row,
        ...quarterStatus(
          row,
          figures,
          past === 'alone' ? null : target,
          counted === null || past === 'alone' ? null : { value: counted, women },
          isOver,
        ),
        pastCounted: past === 'without' ? null : countsPast(row.measure),
      }));
      return { quarter, today: tx.today, past, indicators };
    });
  }

  one(actor: Actor, id: string, past: PastChoice = 'without'): Promise<IndicatorInTime> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.fileIn(tx, id);
      const { indicator, targets, values } = file;
      const names = indicator.measure ? [indicator.measure] : [];
      const quarters: IndicatorInQuarter[] = [];
      for (const quarter of lastQuarters(tx.today)) {
        const figures = await measureIndicators(tx, names, quarter, past);
        const here = (row: { readonly from: CivilDate }) => row.from === quarter.from;
        const isAlone = past === 'alone';
        const target = isAlone ? null : (targets.findLast(here)?.target ?? null);
        const counted = isAlone
          ? null
          : (values.findLast((row) => here(row) && row.stands === true) ?? null);
        const isOver = quarter.until <= tx.today;
        quarters.push({ quarter, ...quarterStatus(indicator, figures, target, counted, isOver) });
      }
      await record(tx, { action: 'indicators.read', kind: 'indicator', ids: [id] });
      return { ...file, quarters, past, editions: await editionsIn(tx, id), today: tx.today };
    });
  }

  async fileIn(tx: Tx, id: string): Promise<IndicatorFile> {
    const indicator = await this.rowIn(tx, id);
    return { indicator, targets: await targetsIn(tx, id), values: await valuesIn(tx, id) };
  }

  async rowIn(tx: Tx, id: string): Promise<IndicatorRow> {
    const [row] = await indicatorsIn(tx, id);
    if (!row) throw notFound();
    return row;
  }

  add(actor: Actor, given: NewIndicator, requestId: string | null = null) {
    const once = { useCase: 'indicators.define', body: given, requestId };
    return this.transactions.once(actor, once, (tx) => this.insert(tx, given, null));
  }

  /** Adds an edition of the definition; targets and values stay with the indicator. */
  edition(actor: Actor, id: string, given: NewIndicator, requestId: string | null = null) {
    const once = { useCase: 'indicators.define', body: { id, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) =>
      this.insert(tx, given, await this.rowIn(tx, id)),
    );
  }

  setTarget(actor: Actor, id: string, given: NewTarget, requestId: string | null = null) {
    const once = { useCase: 'indicators.aim', body: { id, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await this.rowIn(tx, id);
      const targetId = randomUUID();
      await translateIndicatorErrors(
        tx.query(
          'INSERT INTO indicator_targets (id, root_id, from_day, target, reason) VALUES ($1, $2, $3, $4, $5)',
          [targetId, id, fromOf(given.quarter), given.number, given.reason?.trim() || null],
        ),
      );
      await record(tx, { action: 'indicators.aim', kind: 'indicator', ids: [id, targetId] });
      return { id: targetId };
    });
  }

  recordValue(actor: Actor, id: string, given: NewValue, requestId: string | null = null) {
    const once = { useCase: 'indicators.count', body: { id, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await this.rowIn(tx, id);
      if (given.women && Number(given.women) > Number(given.number)) {
        throw new DomainError('invalid', 'indicators.women_of_all', {}, 'women');
      }
      const valueId = randomUUID();
      await translateIndicatorErrors(
        tx.query(
          'INSERT INTO indicator_values (id, root_id, from_day, value, women, evidence) VALUES ($1, $2, $3, $4, $5, $6)',
          [
            valueId,
            id,
            fromOf(given.quarter),
            given.number,
            given.women ?? null,
            given.evidence.trim(),
          ],
        ),
      );
      await record(tx, { action: 'indicators.count', kind: 'indicator', ids: [id, valueId] });
      return { id: valueId };
    });
  }

  /** Review of a value by another person than its author, with the evidence. */
  reviewValue(
    actor: Actor,
    id: string,
    valueId: string,
    given: { readonly stands: boolean },
    requestId: string | null = null,
  ) {
    const once = { useCase: 'indicators.look', body: { valueId, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const found = (await valuesIn(tx, id)).some((value) => value.id === valueId);
      if (!found) throw notFound();
      await translateIndicatorErrors(
        tx.query('INSERT INTO indicator_value_reviews (value_id, stands) VALUES ($1, $2)', [
          valueId,
          given.stands,
        ]),
      );
      await record(tx, { action: 'indicators.look', kind: 'indicator', ids: [id, valueId] });
      return { id: valueId };
    });
  }

  private async insert(tx: Tx, given: NewIndicator, former: IndicatorRow | null) {
    const measure = given.measure ?? null;
    if (measure !== null && !(isMeasure(measure) && MEASURES[measure]!.unit === given.unit)) {
      throw new DomainError('invalid', 'indicators.other_unit', {}, 'measure');
    }
    if ((given.baseline ?? null) === null ? given.baselineOn : !given.baselineOn) {
      throw new DomainError('invalid', 'indicators.baseline_when', {}, 'baselineOn');
    }
    const id = randomUUID();
    const { framework, code, level, title, unit, direction, split, source } = given;
    await translateIndicatorErrors(
      tx.query(
        `INSERT INTO indicators (id, root_id, edition, framework, code, level, title, unit, direction, baseline, baseline_on, measure,
           split, source, owner_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        [
          id,
          former?.id ?? id,
          (former?.edition ?? 0) + 1,
          framework,
          code,
          level,
          JSON.stringify(title),
          unit,
          direction,
          given.baseline ?? null,
          given.baselineOn ?? null,
          measure,
          split,
          source.trim(),
          given.ownerId ?? null,
        ],
      ),
    );
    const ids = former ? [former.id, id] : [id];
    await record(tx, { action: 'indicators.define', kind: 'indicator', ids });
    return { id: former?.id ?? id };
  }
}

/** Value of the module, or the latest accepted one, with the latest target. */
function quarterStatus(
  { measure, direction, unit }: Pick<IndicatorRow, 'measure' | 'direction' | 'unit'>,
  figures: ReadonlyMap<string, MeasuredValue>,
  target: string | null,
  counted: { readonly value: string; readonly women: string | null } | null,
  isOver: boolean,
): Omit<IndicatorInQuarter, 'quarter'> {
  const figure: MeasuredValue = measure
    ? (figures.get(measure) ?? { value: null })
    : {
        value: counted?.value ?? null,
        ...(counted?.women && { bySex: { female: Number(counted.women) } }),
      };
  // A share is judged as it is, not as it is rounded to be shown.
  const exact =
    figure.of && figure.of.whole > 0
      ? new Decimal(figure.of.part).times(100).div(figure.of.whole).toString()
      : figure.value;
  const standing = indicatorStatusOf(exact, target, direction, { isOver, grows: grows(unit) });
  return { ...figure, target, standing };
}

export function lastQuarters(today: CivilDate): Quarter[] {
  const quarters = [quarterOf(today)];
  while (quarters.length < SHOWN) {
    const [{ from }] = quarters as [Quarter];
    quarters.unshift(quarterOf(addDays(from, -1)));
  }
  return quarters;
}

function quarterAsked(code: string | null, today: CivilDate): Quarter {
  if (code === null) return quartersBefore(today)[0]!;
  const quarter = parseQuarter(code);
  if (!quarter || quarter.from > today) {
    throw new DomainError('invalid', 'common.not_choice', {}, 'quarter');
  }
  return quarter;
}

function fromOf(code: string): CivilDate {
  const quarter = parseQuarter(code);
  if (!quarter) throw new DomainError('invalid', 'common.not_choice', {}, 'quarter');
  return quarter.from;
}
