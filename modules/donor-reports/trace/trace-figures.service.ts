import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { findReport, type ReportRow } from '../reports.queries';
import { type Basis, basisOf, repeated } from './figure-basis.rules';
import { type Figure, KEY_FIGURE } from './document-figures.rules';
import { figuresIn, isFrozen, type KeptReport, KeptReports } from './frozen-report.service';
import { type RowsOfFigure, rowsOfFigure } from './traced-rows.queries';

export interface FiguresOfReport {
  readonly report: ReportRow;
  /** Null for those who read what is published: definitions, and no figure before suppression. */
  readonly figures: readonly Figure[] | null;
}

export interface PartOfFigure {
  readonly as: 'numerator' | 'denominator' | 'from' | 'less';
  readonly figure: Figure;
}

export interface TracedFigure {
  readonly report: ReportRow;
  readonly isFrozen: boolean;
  readonly computedAt: Date;
  readonly figure: Figure;
  readonly basis: Basis;
  readonly parts: readonly PartOfFigure[];
  readonly rows: RowsOfFigure | null;
}

/** From a figure to its definition, its parts and the rows it was counted from when it was computed. */
@Injectable()
export class TraceFigures {
  constructor(
    private readonly transactions: Transactions,
    private readonly reports: KeptReports,
  ) {}

  list(actor: Actor, id: string, language: Language): Promise<FiguresOfReport> {
    return this.transactions.run(actor, async (tx) => {
      if (!may(actor, 'reports:read')) return { report: await findReport(tx, id), figures: null };
      const { report, insider } = await this.reports.open(tx, id);
      await record(tx, { action: 'reports.read_figures', kind: 'report', ids: [id] });
      return { report, figures: figuresIn(insider, language) };
    });
  }

  one(actor: Actor, id: string, key: string, language: Language): Promise<TracedFigure> {
    return this.transactions.run(actor, async (tx) => {
      const kept = await this.reports.open(tx, id);
      const figures = figuresIn(kept.insider, language);
      const figure = figures.find((one) => one.key === key);
      if (!figure) throw notFound();
      const basis = basisOf(figure);
      const rows = await rowsOfFigure(tx, basis, kept.sources, {
        language,
        from: kept.report.from,
        shows: mayShow(actor, basis),
        opens: mayShow(actor, basis) && may(actor, 'people:read'),
      });
      const linked = (rows?.shown ?? []).flatMap(({ caseId }) => caseId ?? []);
      await record(tx, {
        action: 'reports.trace_figure',
        kind: 'report',
        ids: [id, ...new Set(linked)],
        fields: [key],
      });
      return { ...traced(kept, figure, basis, figures), rows };
    });
  }
}

/** Entries of the ledger by the right to the ledger; what people did and received by a right of its own. */
const mayShow = (actor: Actor, { rows }: Basis): boolean =>
  may(actor, rows === 'ledger' ? 'budget:read' : 'reports:trace');

function traced(kept: KeptReport, figure: Figure, basis: Basis, all: readonly Figure[]) {
  const { report, computedAt } = kept;
  const parts = partsOf(figure, basis, all);
  return { report, computedAt, isFrozen: isFrozen(report.state), figure, basis, parts };
}

function partsOf(figure: Figure, basis: Basis, all: readonly Figure[]): PartOfFigure[] {
  const { table, row, column } = repeated(figure);
  const find = (key: string) => all.filter((one) => one.key === key);
  if (basis.definition === 'people_part') {
    const whole = all.filter((one) => one.table === table && one.row === 'total').at(-1);
    if (!whole || whole.key === figure.key) return [];
    return [
      { as: 'numerator', figure },
      { as: 'denominator', figure: whole },
    ];
  }
  const names = basis.made?.how === 'ratio' ? RATIO : DIFFERENCE;
  const made = (basis.made?.of ?? []).filter(
    (one) => one !== column || figure.column === KEY_FIGURE,
  );
  return made.flatMap((one, at) =>
    find(`${table}/${row}/${one}`).map((part) => ({ as: names[at]!, figure: part })),
  );
}

const RATIO = ['numerator', 'denominator'] as const;
const DIFFERENCE = ['from', 'less'] as const;
