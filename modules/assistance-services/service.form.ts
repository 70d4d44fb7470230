import { typedNumber } from '../grant-budgeting';

export type PostedFields = Record<string, unknown>;

const isBlank = (value: unknown): boolean => typeof value !== 'string' || value.trim() === '';

/** "1 250,50" becomes 1250.50; a currency without an amount is no cost. */
export function readPostedFields(body: PostedFields): PostedFields {
  const read: PostedFields = {
    ...body,
    quantity: typedNumber(body['quantity']),
    'cost.amount': typedNumber(body['cost.amount']),
  };
  if (isBlank(body['cost.amount'])) {
    delete read['cost.amount'];
    delete read['cost.currency'];
  }
  return read;
}

/** Values as they were typed, not as they were parsed. */
export const asWritten = (body: PostedFields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
