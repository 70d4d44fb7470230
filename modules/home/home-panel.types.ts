/** What a panel of the first page shows, in words of the reader's language: templates/home/_panels.hbs draws it. */
export type Tone = 'danger' | 'warning' | 'good';

/** A count, or an amount, that is a link to the list of exactly these rows. */
export interface HomeFigure {
  readonly count?: number;
  /** Instead of a count: money, as text. */
  readonly amount?: string;
  readonly label: string;
  /** What it is made of. */
  readonly hint?: string;
  readonly path: string;
  readonly tone?: Tone;
}

/** A bar: so much of so much, said in words too. */
export interface HomeBar {
  readonly label: string;
  readonly path: string;
  readonly used: number;
  readonly most: number;
  readonly words: string;
  readonly tone?: Tone;
}

export interface HomeRow {
  readonly text: string;
  readonly path: string;
  readonly caseNumber?: string | null;
  readonly more?: string | null;
  /** When it happened, as an ISO instant: the page writes it in the time of the programme. */
  readonly at?: string;
  /** When it ends or is due, as an ISO instant; `words` where the time that is left says more. */
  readonly until?: { readonly at: string; readonly words?: string; readonly tone?: Tone };
}

export interface HomeList {
  readonly title: string;
  readonly rows: readonly HomeRow[];
  /** Where all of them are, named with their number; null where all are shown. */
  readonly rest: { readonly path: string; readonly words: string } | null;
}

export interface HomeSection {
  readonly title: string | null;
  readonly path?: string;
  readonly bars?: readonly HomeBar[];
  readonly figures?: readonly HomeFigure[];
  readonly lists?: readonly HomeList[];
  readonly rest?: { readonly path: string; readonly words: string } | null;
  /** A sentence: what is as it should be, or a warning. */
  readonly notes?: readonly {
    readonly text: string;
    readonly path?: string;
    readonly tone: Tone;
  }[];
}

export interface HomePanelModel {
  readonly title: string;
  readonly icon: string;
  readonly sections: readonly HomeSection[];
  /** Something in it waits today: the page does not say that nothing does. */
  readonly waits: boolean;
}
