import type { Language } from '../../../modules/platform/shared/actor';

export interface NewModule {
  /** library-loans, library_loans, LibraryLoans, library loans. */
  readonly name: string;
  readonly snake: string;
  readonly pascal: string;
  readonly words: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly step: { readonly number: string; readonly className: string };
  readonly version: string;
}
