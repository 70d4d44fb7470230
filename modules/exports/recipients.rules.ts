/** Recipients and reasons of exports. */
export const RECIPIENTS = ['office', 'organisation', 'research'] as const;

export type Recipient =
  | { readonly kind: 'office' }
  | { readonly kind: 'organisation'; readonly id: string }
  | { readonly kind: 'research' };

/** Why somebody takes lines about people: a code, so that the register holds no story. */
export const EXPORT_PURPOSES = [
  'case_work',
  'coordination',
  'supervision',
  'reporting',
  'agreed_with_people',
  'research',
] as const;
export type ExportPurpose = (typeof EXPORT_PURPOSES)[number];
