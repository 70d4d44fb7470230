import { Decimal } from 'decimal.js';
import { toCent } from '../money.rules';

/**
 * What is kept of a line for an agreement, in the grant's currency: the rest that is not accepted, less
 * what is ordered under it, which is kept for the order; nothing once it is closed.
 */
export const reservationFor = ({
  rest,
  ordered,
  closed,
}: {
  readonly rest: Decimal;
  readonly ordered: Decimal;
  readonly closed: boolean;
}): Decimal => (closed ? toCent('0') : Decimal.max(0, rest.minus(ordered)));
