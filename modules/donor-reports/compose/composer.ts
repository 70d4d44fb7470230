import Decimal from 'decimal.js';
import { translate } from '../../platform/web/i18n';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { writeDate, writeMoney, writeNumber, writePercent } from '../../report-documents';
import type { ApprovalReason } from '../approval-reasons/approval-reason.types';
import type { FigureParts, Part, ReportFigures } from '../figures/report.figures';
import type { PastChoice } from '../../platform/shared/past-choice.rules';
import type { Period } from '../../platform/shared/periods.rules';
import type { AgeGrouping } from '../../disclosure';
import type { ReportDefinition, LocalizedText } from '../report-definition.types';

/** Contents of the cover other than figures. */
export interface ReportHead {
  readonly programme: string;
  /** Who it is for; null inside the programme. */
  readonly audience: string | null;
  /** The partner that the report is about, if any. */
  readonly subject: string | null;
  readonly version: string;
  /** Edition of the definition. */
  readonly edition: string;
  readonly approved: boolean;
  readonly date: CivilDate;
  readonly synthetic: boolean;
  readonly threshold: number;
}

/** Narrative texts by key. */
export type Narratives = Readonly<Record<string, string>>;

export interface Composition {
  readonly definition: ReportDefinition;
  readonly figures: ReportFigures;
  readonly head: ReportHead;
  readonly narratives: Narratives;
  readonly language: Language;
  readonly view: PeopleView;
  readonly lists: ReportLists;
  /** Why it was approved although its sums may not be the last word; null where nothing was in doubt. */
  readonly approvalReason?: ApprovalReason | null;
}

/** The lists in force. */
export interface ReportLists {
  label(list: string, code: string, language: Language): string;
  /** Those that there are, in their order; none of a list that has no end, as of places. */
  codes(list: string): readonly string[];
}

/** How people are shown: by which ages, and whether the picture distinguishes women and men. */
export interface PeopleView {
  readonly ages: AgeGrouping;
  readonly pictureBySex: boolean;
  /** For the programme's own people: nothing is rolled up, nothing is left out. */
  readonly inside: boolean;
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
  private readonly lists: ReportLists;

  constructor(composition: Composition) {
    this.figures = composition.figures;
    this.head = composition.head;
    this.language = composition.language;
    this.definition = composition.definition;
    this.narratives = composition.narratives;
    this.view = composition.view;
    this.lists = composition.lists;
  }

  /** Returns a gathered part. A missing part is an error of the block catalogue. */
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

  /** Whether the figures count what was brought in from before Mawa. */
  get past(): PastChoice {
    return this.definition.past ?? 'without';
  }

  words(words: LocalizedText): string {
    return words[this.language];
  }

  label(list: string, code: string): string {
    return this.lists.label(list, code, this.language);
  }

  /** Every code that there is, and those that are counted and are no longer in the list. */
  codes(list: string, counted: Readonly<Record<string, number>>): string[] {
    const known = this.lists.codes(list);
    return [
      ...known,
      ...Object.keys(counted)
        .filter((code) => !known.includes(code))
        .sort(),
    ];
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

export const sum = (amounts: readonly string[]): string => Decimal.sum(0, ...amounts).toFixed(2);
