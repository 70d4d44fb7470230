/** The rules once more, on the beds that somebody chose: what forbids, and what is left to be asked. */
import { DomainError } from '../../../src/shared/domain-error';
import type { Language } from '../../../src/shared/actor';
import { bedTaken } from '../beds.errors';
import { judge } from './candidate.rules';
import { companyOf } from './company.rules';
import { isFamilyAdult } from './hard.rules';
import { factsOf, type Who } from './member.facts';
import { groupBy, type Placing } from './placing.assembly';
import type { BedFacts, Reason } from './placing.facts';
import { tell } from './reasons';

export interface Placement {
  readonly caseId: string;
  readonly bedId: string;
}

/** The people of the request, each once, each in a bed of their own. */
export function mustPlaceEverybody(
  placements: readonly Placement[],
  caseIds: readonly string[],
): void {
  const placed = new Set(placements.map(({ caseId }) => caseId));
  const beds = new Set(placements.map(({ bedId }) => bedId));
  const whole =
    placements.length === caseIds.length &&
    placed.size === caseIds.length &&
    caseIds.every((id) => placed.has(id));
  if (!whole) throw new DomainError('invalid', 'beds.all_or_none', {}, 'placements');
  if (beds.size !== placements.length) {
    throw new DomainError('invalid', 'beds.one_bed_each', {}, 'placements');
  }
}

/** Throws where a hard rule forbids; says whether something has to be asked. */
export function checkPlacement(
  { party, beds, settings }: Placing,
  placements: readonly Placement[],
  language: Language,
): { ask: boolean } {
  const asked = { nights: party.nights, settings };
  const everyone = factsOf(party, settings);
  const pairs = placements.map(({ caseId, bedId }) => ({
    who: everyone.find(({ member }) => member.caseId === caseId)!,
    bed: beds.find((one) => one.bedId === bedId)!,
  }));
  let ask = false;
  for (const { who, bed } of pairs) {
    const { verdict, reasons } = judge(who, bed, asked);
    const forbids = reasons.find(({ sign, hard }) => hard && sign === 'against');
    if (verdict === 'not_proposed' || forbids?.rule === 'free') {
      throw bedTaken({ bed: bed.label, from: party.nights.from });
    }
    if (forbids) throw doesNotSuit(bed.label, forbids, language);
    if (verdict === 'ask') ask = true;
  }
  for (const reason of company(pairs, everyone, party.related)) {
    if (reason.hard && reason.sign === 'against') {
      throw doesNotSuit(pairs.map(({ bed }) => bed.label).join(', '), reason, language);
    }
    if (reason.sign === 'unknown') ask = true;
  }
  return { ask };
}

type Pair = { readonly who: Who; readonly bed: BedFacts };

function company(pairs: readonly Pair[], everyone: readonly Who[], related: boolean): Reason[] {
  return [...groupBy(pairs, ({ bed }) => bed.roomId).values()].flatMap((inRoom) =>
    companyOf(
      inRoom.map(({ who }) => who),
      everyone,
      related,
      {
        mix: inRoom[0]!.bed.roomMix,
        familyAdultThere: inRoom.every(({ bed }) => bed.roommates.some(isFamilyAdult)),
      },
    ),
  );
}

export const doesNotSuit = (bed: string, reason: Reason, language: Language): DomainError =>
  new DomainError('invalid', 'beds.does_not_suit', { bed, why: tell(reason, language).text });
