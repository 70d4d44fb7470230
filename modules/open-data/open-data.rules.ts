/** Which quarters and years of a grant are published when files are made up to the end of a quarter. */
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  nextQuarter,
  parseQuarter,
  type Quarter,
  quarterOf,
} from '../platform/shared/quarters.rules';

interface Span {
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

/** Of the grant, each once, the earliest first. */
export function quartersToPublish({ startsOn }: Span, last: Quarter): Quarter[] {
  const quarters: Quarter[] = [];
  for (let one = quarterOf(startsOn); one.from <= last.from; one = nextQuarter(one))
    quarters.push(one);
  return quarters;
}

/** Whole years alone: of a part of one too few would be left, and the rest would follow from the whole. */
export function yearsToPublish({ startsOn }: Span, last: Quarter): number[] {
  const first = Number(startsOn.slice(0, 4));
  const end = Number(last.until.slice(0, 4)) - 1;
  return Array.from({ length: Math.max(0, end - first + 1) }, (_, at) => first + at);
}

/** Over, and with at least a day of the grant in it; the latest first. */
export function quartersOver(grant: Span, today: CivilDate): Quarter[] {
  const quarters: Quarter[] = [];
  for (
    let one = quarterOf(grant.startsOn);
    one.until <= today && one.from <= grant.endsOn;
    one = nextQuarter(one)
  )
    quarters.unshift(one);
  return quarters;
}

export function quarterAsked(code: string, grant: Span, today: CivilDate): Quarter {
  const quarter = parseQuarter(code);
  if (!quarter) throw new DomainError('invalid', 'common.not_choice', {}, 'quarter');
  if (quarter.until > today) throw new DomainError('invalid', 'quarter_goes_on', {}, 'quarter');
  const known = quartersOver(grant, today).some((one) => one.code === quarter.code);
  if (!known) throw new DomainError('invalid', 'open-data.outside_grant', {}, 'quarter');
  return quarter;
}
