/** The first edition of the forms. Like a merged migration it is never edited: a better form is a new version. */
import { BEST_INTERESTS } from './best-interests';
import { DELPHI_ADULT_LABOUR } from './delphi-adult-labour';
import { ILO_INDICATORS } from './ilo-indicators';
import { NEEDS } from './needs';
import { RISK } from './risk';
import { VULNERABILITY } from './vulnerability';

export const FIRST_FORMS: readonly { readonly form: string; readonly kind: string }[] = [
  NEEDS,
  RISK,
  VULNERABILITY,
  BEST_INTERESTS,
  ILO_INDICATORS,
  DELPHI_ADULT_LABOUR,
];
