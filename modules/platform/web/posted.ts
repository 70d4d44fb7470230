/** Converts posted text to the values that the API accepts; other text is left to validation. */
import { Transform } from 'class-transformer';
import { wholeNumber } from '../shared/digits.rules';

const transformValue = (of: (value: unknown) => unknown) => () =>
  Transform(({ value }: { value: unknown }) => of(value));

/** "yes" and "no" of a form are true and false. */
export const YesNo = transformValue((value) =>
  value === 'yes' ? true : value === 'no' ? false : value,
);

/** One box that was ticked is a list of one. */
export const Many = transformValue((value) => (typeof value === 'string' ? [value] : value));

/** Spaces around are no text. */
export const Trimmed = transformValue((value) =>
  typeof value === 'string' ? value.trim() : value,
);

const asWhole = (value: unknown, digits?: number): unknown =>
  typeof value === 'string' ? (wholeNumber(value, digits) ?? value) : value;

/** Digits, of whichever script, are a number, of at most so many. */
export const Whole = (digits?: number) => transformValue((value) => asWhole(value, digits))();

/** For several values; a single ticked box becomes a list of one. */
export const WholeNumbers = transformValue((value) =>
  value === undefined ? value : [value].flat().map((one) => asWhole(one)),
);
