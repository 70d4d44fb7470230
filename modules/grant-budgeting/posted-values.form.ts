import type { FormState } from '../platform/web/forms';

export type PostedFields = Record<string, unknown>;

/** The form comes back as it was written, not as it was read. */
export const withPostedValues = (
  { values }: FormState,
  body: PostedFields,
): FormState['values'] => ({
  ...values,
  ...Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ),
});
