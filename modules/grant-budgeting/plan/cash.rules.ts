/** The cash that a grant needs by quarter: its lines, the support costs on them, and the agent's fee. */
import { Decimal } from 'decimal.js';
import { convert, sumOf, toCent, written, type Amount } from '../money.rules';

/**
 * Support costs of an agency: its rate on what is planned up to a quarter, less what was counted
 * before; the last quarter takes what remains of its share, so that the parts add up to it.
 */
export function supportByQuarter(
  direct: readonly Amount[],
  rate: Amount,
  support: Amount,
): string[] {
  return cumulated(direct, support, (upToHere) => convert(upToHere, rate));
}

/** The agent's fee, taken off each contribution in the proportion of the whole. */
export function feeByQuarter(needs: readonly Amount[], fee: Amount): string[] {
  const whole = sumOf(needs);
  if (whole.isZero())
    return needs.map((_, at) => (at === needs.length - 1 ? written(fee) : '0.00'));
  return cumulated(needs, fee, (upToHere) =>
    toCent(new Decimal(fee).times(upToHere).dividedBy(whole)),
  );
}

function cumulated(
  parts: readonly Amount[],
  whole: Amount,
  upTo: (sum: Decimal) => Decimal,
): string[] {
  let before = new Decimal(0);
  return parts.map((_, at) => {
    const isLast = at === parts.length - 1;
    const now = isLast ? toCent(whole) : upTo(sumOf(parts.slice(0, at + 1)));
    const part = now.minus(before);
    before = now;
    return written(part);
  });
}
