/** Facts about one party member that the rules need, computed once for all beds. */
import {
  always,
  stagesOver,
  type AgeStage,
  type PlacingSettings,
  type RuleOutcome,
} from './age.rules';
import type { MixSign, Party, PartyMember } from './placing.types';
import { YOUNG_PARENT_FROM } from './rule-set.rules';

export interface MemberFacts {
  readonly member: PartyMember;
  readonly stages: readonly AgeStage[];
  /** The signs possible on each stretch of the stay; null for a person of another gender. */
  readonly signs: readonly (readonly MixSign[])[] | null;
  readonly minor: RuleOutcome; // 'pass': surely a minor on every night
  readonly adult: RuleOutcome;
  /** 'pass': surely too young on every night for a room apart from a brother or a sister. */
  readonly smallSibling: RuleOutcome;
  /** Might be an infant on some night: then somebody of the family must sleep in the room. */
  readonly infant: boolean;
  /** The family's own adults and others who could watch over an infant, this person left out. */
  readonly familyAdults: number;
  readonly familyElders: number;
  readonly familySize: number;
  /** Region that the party needs to be near; null if not given. */
  readonly near: string | null;
}

export function memberFactsOf(party: Party, settings: PlacingSettings): MemberFacts[] {
  const own = party.members.map((member) => {
    const stages = stagesOver(member.age, party.nights, settings);
    return {
      member,
      stages,
      signs: signsOver(member, stages, settings),
      minor: always.under(settings.adultFrom, stages),
      adult: always.atLeast(settings.adultFrom, stages),
      smallSibling: always.under(settings.siblingsApartFrom, stages),
      infant: stages.some(({ low }) => low < settings.infantUnder) && member.age !== null,
    };
  });
  const isElder = (stages: readonly AgeStage[]) => stages[0]!.high >= YOUNG_PARENT_FROM;
  return own.map((self) => {
    const family = party.related ? own.filter((other) => other !== self) : [];
    return {
      ...self,
      familyAdults: family.filter(({ adult }) => adult === 'pass').length,
      familyElders: family.filter(({ stages }) => isElder(stages)).length,
      familySize: family.length + 1,
      near: party.near ?? null,
    };
  });
}

function signsOver(
  { sex }: PartyMember,
  stages: readonly AgeStage[],
  { adultFrom }: PlacingSettings,
): MixSign[][] | null {
  if (sex === 'other') return null;
  return stages.map(({ low, high }) => {
    const signs: MixSign[] = [];
    if (sex !== 'male' && low < adultFrom) signs.push('girl');
    if (sex !== 'male' && high >= adultFrom) signs.push('woman');
    if (sex !== 'female' && low < adultFrom) signs.push('boy');
    if (sex !== 'female' && high >= adultFrom) signs.push('man');
    return signs;
  });
}
