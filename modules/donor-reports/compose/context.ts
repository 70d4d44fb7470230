import Decimal from 'decimal.js';
import { translate } from '../../../src/web/i18n';
import type { Language } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { writeDate, writeMoney, writeNumber, writePercent } from '../document';
import type { FigureParts, Part, Period, ReportFigures } from '../figures/report.figures';
import type { AgeGrouping, ReportDefinition, Words } from '../report-definition';

/** What stands on the cover and is not a figure. */
export interface ReportHead {
  readonly programme: string;
  /** Who it is for; null inside the programme. */
  readonly audience: string | null;
  /** Whom it is about, where it is one partner. */
  readonly subject: string | null;
  readonly version: string;
  /** Of the definition. */
  readonly edition: string;
  readonly approved: boolean;
  readonly date: CivilDate;
  readonly synthetic: boolean;
  readonly threshold: number;
}

/** What was written, by the key of the text. */
export type Narratives = Readonly<Record<string, string>>;

export interface Composition {
  readonly definition: ReportDefinition;
  readonly figures: ReportFigures;
  readonly head: ReportHead;
  readonly narratives: Narratives;
  readonly language: Language;
  readonly view: PeopleView;
  /** The words of a code, of the lists in force. */
  readonly label: LabelOf;
}

export type LabelOf = (list: string, code: string, language: Language) => string;

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
  private readonly labelOf: LabelOf;

  constructor(composition: Composition) {
    this.figures = composition.figures;
    this.head = composition.head;
    this.language = composition.language;
    this.definition = composition.definition;
    this.narratives = composition.narratives;
    this.view = composition.view;
    this.labelOf = composition.label;
  }

  /** What a block asks for and its report did not gather is a mistake of the catalogue. */
  part<P extends Part>(name: P): FigureParts[P] {
    const part = this.figures[name] as FigureParts[P] | undefined;
    if (part === undefined) throw new Error(`no figures of ${name} were gathered`);
    return part;
  }

  get people() {
    return this.part('people');
  }

  get beds() {
    return this.part('beds');
  }

  get services() {
    return this.part('services');
  }

  words(words: Words): string {
    return words[this.language];
  }

  label(list: string, code: string): string {
    return this.labelOf(list, code, this.language);
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
