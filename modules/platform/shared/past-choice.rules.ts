/** Whether a figure counts what was brought in from before Mawa: not at all, together with the rest, or alone. */
export const PAST_CHOICES = ['without', 'with', 'alone'] as const;
export type PastChoice = (typeof PAST_CHOICES)[number];

/** Rows of facts, as the choice asks for them; both queries have the same columns in the same order. */
export const chosenRows = (here: string, past: string, choice: PastChoice): string =>
  choice === 'without' ? here : choice === 'alone' ? past : `(${here}) UNION ALL (${past})`;
