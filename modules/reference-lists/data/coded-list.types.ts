import type { Language } from '../../platform/shared/actor';

export type Labels = Readonly<Record<Language, string>>;

export interface ListItem {
  readonly code: string;
  readonly labels: Labels;
}

/** A coded list with labels, source and edition. */
export interface CodedList {
  readonly version: string;
  readonly source: string;
  readonly items: readonly ListItem[];
}

export const item = (code: string, fr: string, ar: string, en: string): ListItem => ({
  code,
  labels: { fr, ar, en },
});

export const STANDARDS = ['htcds', 'ctdc'] as const;
export type StandardName = (typeof STANDARDS)[number];

/** A value of a field (HTCDS) or variable (CTDC). */
export interface Target {
  readonly field: string;
  readonly value: string;
}

/** Equivalents of a code by standard; an empty list means that there is none. */
export type Crosswalk = Readonly<Record<StandardName, readonly Target[]>>;
