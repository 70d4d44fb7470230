/** The rules once more, on the beds that somebody chose: what forbids, and what is left to be asked. */
import { DomainError } from '../../platform/shared/domain.errors';
import type { Language } from '../../platform/shared/actor';
import { groupBy } from '../../platform/shared/group-by';
import { bedTaken } from '../beds.errors';
import { judge } from './candidate.rules';
import { roomSharingReasons } from './room-sharing.rules';
import { isFamilyAdult } from './hard.rules';
import { memberFactsOf } from './member-facts.rules';
import type { PlacementInput } from './placing-assembly.rules';
import { fail, type Reason } from './placing.types';
import { formatReason } from './reasons.words';
import { canBeSetAside, type RelaxableRule } from './rule-set.rules';
import { joinWords } from '../../platform/shared/punctuation.words';

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

/** A hard rule that forbids a bed to somebody, and that two people together may set aside. */
export interface RuleSetAside {
  readonly caseId: string;
  readonly bedId: string;
  readonly rule: RelaxableRule;
  readonly code: string;
}

/** Throws where a hard rule forbids; answers what has to be asked. */
export function checkPlacement(
  placing: PlacementInput,
  placements: readonly Placement[],
  language: Language,
): { unknown: readonly Reason[] } {
  const { unknown, broken } = judgePlacement(placing, placements);
  if (broken.length > 0) throw refusal(placing, broken[0]!, language);
  return { unknown };
}

/** Rules that this placement would have to override. Throws if one of them cannot be overridden. */
export function mustBeSetAside(
  placing: PlacementInput,
  placements: readonly Placement[],
  language: Language,
): RuleSetAside[] {
  const { broken } = judgePlacement(placing, placements);
  const never = broken.find(({ reason }) => !canBeSetAside(reason));
  if (never) throw refusal(placing, never, language);
  return broken.flatMap(({ beds, reason }) =>
    beds.map(({ caseId, bedId }) => {
      return { caseId, bedId, rule: reason.rule as RelaxableRule, code: reason.code };
    }),
  );
}

interface RuleViolation {
  /** A bed that is not proposed is answered as taken, whatever the cause. */
  readonly taken: boolean;
  readonly beds: readonly Placement[];
  readonly reason: Reason;
}

const TAKEN: Reason = fail('free', 'occupied_open');

function judgePlacement(
  { party, beds, settings }: PlacementInput,
  placements: readonly Placement[],
): { unknown: Reason[]; broken: RuleViolation[] } {
  const asked = { nights: party.nights, settings };
  const everyone = memberFactsOf(party, settings);
  const pairs = placements.map((place) => ({
    place,
    who: everyone.find(({ member }) => member.caseId === place.caseId)!,
    bed: beds.find((one) => one.bedId === place.bedId)!,
  }));
  const unknown: Reason[] = [];
  const broken: RuleViolation[] = [];
  for (const { place, who, bed } of pairs) {
    const { verdict, reasons } = judge(who, bed, asked);
    if (verdict === 'not_proposed') broken.push({ taken: true, beds: [place], reason: TAKEN });
    for (const reason of reasons.filter(forbids)) {
      broken.push({ taken: reason.rule === 'free', beds: [place], reason });
    }
    unknown.push(...reasons.filter(({ sign }) => sign === 'unknown'));
  }
  for (const inRoom of groupBy(pairs, ({ bed }) => bed.roomId).values()) {
    const room = {
      mix: inRoom[0]!.bed.roomMix,
      familyAdultThere: inRoom.every(({ bed }) => bed.roommates.some(isFamilyAdult)),
    };
    const together = inRoom.map(({ who }) => who);
    const group = { everyone, related: party.related, asked };
    for (const reason of roomSharingReasons(together, group, room)) {
      const all = inRoom.map(({ place }) => place);
      if (forbids(reason)) broken.push({ taken: false, beds: all, reason });
      if (reason.sign === 'unknown') unknown.push(reason);
    }
  }
  // Occupied beds first, then violations that cannot be overridden.
  const rank = (one: RuleViolation) => (one.taken ? 0 : canBeSetAside(one.reason) ? 2 : 1);
  return { unknown, broken: broken.sort((a, b) => rank(a) - rank(b)) };
}

const forbids = ({ sign, hard }: Reason): boolean => hard && sign === 'against';

function refusal(
  { party, beds }: PlacementInput,
  { taken, beds: where, reason }: RuleViolation,
  language: Language,
) {
  const labels = joinWords(
    where.map(({ bedId }) => beds.find((one) => one.bedId === bedId)!.label),
    language,
  );
  return taken
    ? bedTaken({ bed: labels, from: party.nights.from })
    : unsuitableBedError(labels, reason, language);
}

export const unsuitableBedError = (bed: string, reason: Reason, language: Language): DomainError =>
  new DomainError('invalid', 'beds.does_not_suit', {
    bed,
    why: formatReason(reason, language).text,
  });
