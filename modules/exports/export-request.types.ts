/** Request for an export. */
import type { Language } from '../platform/shared/actor';
import type { ExportPurpose, Recipient } from './recipients.rules';

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];
export const VALUE_FORMS = ['labels', 'codes'] as const;

export interface ExportRequest {
  readonly list: string;
  /** As in the query of the list. */
  readonly filters: Readonly<Record<string, unknown>>;
  readonly format: Format;
  readonly words: (typeof VALUE_FORMS)[number];
  readonly to: Recipient;
  readonly why: ExportPurpose | null;
  readonly language: Language;
}
