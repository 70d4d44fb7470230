/** Fields of a court summary; it contains nothing else. */
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface SummaryDocument {
  readonly language: Language;
  readonly madeOn: CivilDate;
  readonly by: string;
  readonly court: string | null;
  readonly kind: string;
  readonly prosecutorFile: string | null;
  readonly courtFile: string | null;
  /** Null where the name is kept secret. */
  readonly name: string | null;
  readonly reference: string;
  readonly birth: string | null;
  readonly nationality: string | null;
  /** Person with whom documents are served; never where the person lives. */
  readonly servedWith: string | null;
  readonly stages: readonly SummaryLine[];
  readonly hearings: readonly SummaryLine[];
  readonly measures: readonly SummaryLine[];
  readonly orders: readonly SummaryLine[];
  readonly compensation: readonly SummaryLine[];
  readonly paragraphs: readonly string[];
}
export interface SummaryLine {
  readonly on: CivilDate | null;
  readonly text: string;
}

/** Everything that somebody typed, and everything else that is read as text: all of it is looked through. */
export const textsOf = (document: SummaryDocument): string[] => {
  const { language: _language, madeOn: _madeOn, court: _court, kind: _kind, ...rest } = document;
  return stringsIn(rest);
};

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
