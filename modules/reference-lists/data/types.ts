import type { Language } from '../../../src/shared/actor';

export type Labels = Readonly<Record<Language, string>>;

export interface ListItem {
  readonly code: string;
  readonly labels: Labels;
}

/** A coded list with the words people read, where it comes from and which edition this is. */
export interface CodedList {
  readonly version: string;
  readonly source: string;
  readonly items: readonly ListItem[];
}

export const item = (code: string, fr: string, ar: string, en: string): ListItem => ({
  code,
  labels: { fr, ar, en },
});
