/** Report definitions, which are data: sections, their blocks, audience, due dates. */
import type { Language } from '../platform/shared/actor';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import type { PeriodLength } from '../platform/shared/periods.rules';
import type { Audience } from '../disclosure';

export type LocalizedText = Readonly<Record<Language, string>>;

/** How far a definition was held against a source that was read. */
export const VERIFICATION_STATES = ['verified', 'partly', 'unverified', 'own'] as const;
export type VerificationState = (typeof VERIFICATION_STATES)[number];

/** Blocks with figures (tables and charts); each has one builder in compose/block-catalogue.data.ts. */
export const FIGURE_BLOCKS = [
  'key-figures',
  'since-last-period',
  'reading-note',
  'people-chart',
  'people-pyramid',
  'people-by-age',
  'people-by-origin',
  'people-by-purpose',
  'beds-chart',
  'occupancy-chart',
  'beds-by-month',
  'beds-by-shelter',
  'services-chart',
  'services-by-type',
  'indicator-targets',
  'results-matrix',
  'performance-indicators',
  'indicators-by-sex',
  'referrals',
  'training-flow',
  'training',
  'work',
  'follow-ups',
  'officials-trained',
  'returns',
  'calls-by-type',
  'calls-by-region',
  'calls-map',
  'projects',
  'house-stays',
  'brought-in',
  'with-brought-in',
  'pathway-with-brought-in',
  'indicators-over-time',
  'how-acts',
  'how-means',
  'how-purposes',
  'how-forms',
  'how-motives',
  'how-recruited',
  'recruited-map',
  'where-recruited',
  'exploited-map',
  'where-exploited',
  'accused-by-sex',
  'accused-by-age',
  'accused-by-nationality',
  'accused-by-education',
  'proceedings',
  'compensation',
  'budget-chart',
  'budget-by-line',
  'budget-by-class',
  'budget-by-category',
  'budget-by-outcome',
  'budget-by-partner',
  'beyond-budget',
  'grant-steps',
  'grant-shares',
  'sf-425',
  'sf-425-indirect',
  'partner-advances',
  'award-facts',
  'method',
] as const;
export type FigureBlock = (typeof FIGURE_BLOCKS)[number];

/** A text that the authors of the report write, in each of its languages. */
export interface NarrativeDefinition {
  readonly block: 'narrative';
  /** Key of the text, unique in the report: a letter, then letters, digits and hyphens. */
  readonly key: string;
  readonly title: LocalizedText;
  /** Whether its title is printed above it; the section's title alone, otherwise. */
  readonly heading: boolean;
  /** Instructions for the authors; not part of the report. */
  readonly hint: LocalizedText | null;
  /** Without it, in each language of the report, the report is not approved. */
  readonly required: boolean;
}
/** One of several answers that a form asks the authors for. */
export interface ChoiceDefinition {
  readonly block: 'choice';
  readonly key: string;
  readonly title: LocalizedText;
  readonly options: readonly { readonly code: string; readonly label: LocalizedText }[];
  readonly required: boolean;
}
/** Words of the definition itself, the same in every report. */
export interface NoteDefinition {
  readonly block: 'note';
  readonly key: string;
  readonly text: LocalizedText;
}
export type DefinedBlock =
  | { readonly block: FigureBlock }
  | NarrativeDefinition
  | ChoiceDefinition
  | NoteDefinition;

export interface DefinedSection {
  readonly key: string;
  readonly title: LocalizedText;
  readonly blocks: readonly DefinedBlock[];
}

/** Days after the last day of the period, or the first such day of a year (month-day) after it. */
export type Due = { readonly days: number } | { readonly day: string };

export interface ReportDefinition {
  readonly kind: string;
  readonly title: LocalizedText;
  readonly subtitle: LocalizedText;
  readonly preparedBy: LocalizedText;
  /** Code of the reporting organisation, whose budget lines come first. Null: the whole programme. */
  readonly agency: string | null;
  /** Which budget lines it reports. */
  readonly money: 'all' | 'agency';
  /** Neutral start of file names. */
  readonly fileStem: string;
  readonly audience: Audience;
  /** Whether figures include past records; `without` by default. */
  readonly past?: PastChoice;
  readonly every: PeriodLength;
  readonly due: Due;
  readonly languages: readonly Language[];
  /** Languages proposed when a report is prepared; all by default. */
  readonly usualLanguages?: readonly Language[];
  readonly sections: readonly DefinedSection[];
}

const blocksOf = ({ sections }: ReportDefinition): DefinedBlock[] =>
  sections.flatMap(({ blocks }) => blocks);

export const figureBlocksOf = (definition: ReportDefinition): FigureBlock[] =>
  blocksOf(definition).flatMap((block) => (isFigure(block) ? [block.block] : []));

export const isFigure = (block: DefinedBlock): block is { readonly block: FigureBlock } =>
  (FIGURE_BLOCKS as readonly string[]).includes(block.block);

/** Texts and questions to be written, in the order of the report. */
export const writtenIn = (
  definition: ReportDefinition,
): (NarrativeDefinition | ChoiceDefinition)[] =>
  blocksOf(definition).flatMap((block) =>
    block.block === 'narrative' || block.block === 'choice' ? [block] : [],
  );
