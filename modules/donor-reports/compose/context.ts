import Decimal from 'decimal.js';
import { translate } from '../../../src/web/i18n';
import type { Language } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { writeDate, writeMoney, writeNumber, writePercent } from '../document';
import type { Period, ReportFigures } from '../figures/report.figures';
import type { AgeGrouping, NarrativeSection, ReportDefinition } from '../report-definition';

/** What stands on the cover and is not a figure. */
export interface ReportHead {
  readonly programme: string;
  readonly donor: string;
  readonly version: string;
  readonly approved: boolean;
  readonly date: CivilDate;
  readonly synthetic: boolean;
  readonly threshold: number;
}

export type Narratives = Readonly<Partial<Record<NarrativeSection, string>>>;

export interface Composition {
  readonly definition: ReportDefinition;
  readonly figures: ReportFigures;
  readonly head: ReportHead;
  readonly narratives: Narratives;
  readonly language: Language;
  readonly view: PeopleView;
}

/** How people are shown: by which ages, and whether the picture tells women and men apart. */
export interface PeopleView {
  readonly ages: AgeGrouping;
  readonly pictureBySex: boolean;
}

type Params = Record<string, unknown>;

/** Figures and words in one language, for the builders of blocks. */
export class Composer {
  readonly figures: ReportFigures;
  readonly head: ReportHead;
  readonly language: Language;
  readonly definition: ReportDefinition;
  readonly narratives: Narratives;
  readonly view: PeopleView;

  constructor(composition: Composition) {
    this.figures = composition.figures;
    this.head = composition.head;
    this.language = composition.language;
    this.definition = composition.definition;
    this.narratives = composition.narratives;
    this.view = composition.view;
  }

  say(key: string, params: Params = {}): string {
    return translate(this.language, `reports:document.${key}`, params);
  }

  number(value: number): string {
    return writeNumber(value, this.language);
  }

  percent(ratio: string): string {
    return writePercent(ratio, this.language);
  }

  money(amount: string): string {
    return writeMoney(amount, this.figures.budget.grant.currency, this.language);
  }

  date(day: CivilDate): string {
    return writeDate(day, this.language);
  }

  get period(): Period {
    return this.figures.period;
  }
}

/** A share with four decimals, or nothing where there is nothing to divide by. */
export const ratio = (part: Decimal.Value, whole: Decimal.Value): string | null =>
  new Decimal(whole).isZero() ? null : new Decimal(part).div(whole).toFixed(4);

export const sum = (amounts: readonly string[]): string => Decimal.sum(0, ...amounts).toFixed(2);
