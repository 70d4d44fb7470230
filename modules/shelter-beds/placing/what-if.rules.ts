/**
 * What would make a bed fit: one failing fact is changed at a time, and the rules run again. Of the changes that
 * help, the smallest is returned. Beds that are not proposed are left out.
 */
import { overlaps, type CivilDate, type Nights } from '../../platform/shared/nights.rules';
import type { PlacingSettings } from './age.rules';
import { judgeHard, type Candidate } from './candidate.rules';
import { memberFactsOf, type MemberFacts } from './member-facts.rules';
import { oncePrepared } from './placing-assembly.rules';
import type {
  AgeFact,
  BedFacts,
  MixSign,
  Party,
  PartyMember,
  Reason,
  RoomMix,
  RuleName,
} from './placing.types';

/** One fact that would have to be another. The codes are keys of `placement:what_ifs`. */
export type WhatIfChange =
  | { readonly code: 'from_night'; readonly from: CivilDate }
  | { readonly code: 'until_night'; readonly until: CivilDate }
  | { readonly code: 'bed_ready' }
  | { readonly code: 'bed_freed' }
  | { readonly code: 'in_service' }
  | { readonly code: 'received'; readonly signs: readonly MixSign[] }
  | { readonly code: 'room_mix'; readonly mix: RoomMix }
  | { readonly code: 'room_alone' }
  | { readonly code: 'step_free' }
  | { readonly code: 'bunk_accepted' }
  | { readonly code: 'ordinary_bed' };

export interface WhatIf {
  /** All of them together make it fit; most often it is one. */
  readonly flips: readonly WhatIfChange[];
  readonly verdict: 'fits' | 'ask';
  /** The first night on which it would fit. */
  readonly from: CivilDate;
}

/** Maximum number of changes combined in one suggestion; more are of no practical use. */
const MOST_FLIPS = 3;
const MOST_TOLD = 3;

type BedVerdict = Pick<Candidate, 'verdict' | 'reasons'>;

interface WhatIfScenario {
  readonly nights: Nights;
  readonly bed: BedFacts;
  readonly accepted: ReadonlySet<RuleName>;
}

/** Asks again and again for one party: people on other nights, and beds that are alike, are worked out once. */
export class WhatIfSearch {
  private readonly people = new Map<string, ReadonlyMap<string, MemberFacts>>();
  private readonly answers = new Map<string, WhatIf[]>();

  constructor(
    private readonly party: Party,
    private readonly settings: PlacingSettings,
  ) {}

  /** Changes that would make a refused bed fit the party member whom it suits best. */
  of({ verdict, reasons, caseId }: Candidate, bed: BedFacts): WhatIf[] {
    if (verdict !== 'no' || caseId === null) return [];
    const key = factsAsText(caseId, bed);
    let answers = this.answers.get(key);
    if (!answers) this.answers.set(key, (answers = this.smallest(caseId, reasons, bed)));
    return answers;
  }

  private smallest(caseId: string, reasons: readonly Reason[], bed: BedFacts): WhatIf[] {
    const start = { nights: this.party.nights, bed, accepted: NOTHING };
    for (let size = 1; size <= MOST_FLIPS; size += 1) {
      const found: WhatIf[] = [];
      this.search(caseId, start, reasons, [], size, found);
      if (found.length > 0) return found.sort(bySmallest).slice(0, MOST_TOLD);
    }
    return [];
  }

  /** Verdict of the rules with these facts changed. */
  answer(caseId: string, bed: BedFacts, flips: readonly WhatIfChange[]): BedVerdict {
    const start: WhatIfScenario = { nights: this.party.nights, bed, accepted: NOTHING };
    return this.judge(caseId, flips.reduce(flipped, start));
  }

  private search(
    caseId: string,
    world: WhatIfScenario,
    reasons: readonly Reason[],
    done: readonly WhatIfChange[],
    left: number,
    found: WhatIf[],
  ): void {
    const broken = reasons.find(({ sign, hard }) => hard && sign === 'against');
    if (!broken) return;
    for (const flip of flipsFor(broken, world, this.whoOn(world.nights, caseId))) {
      const next = flipped(world, flip);
      const answer = this.judge(caseId, next);
      const flips = [...done, flip];
      if (answer.verdict === 'fits' || answer.verdict === 'ask') {
        found.push({ flips, verdict: answer.verdict, from: next.nights.from });
      } else if (answer.verdict === 'no' && left > 1 && !stillBroken(answer, broken)) {
        this.search(caseId, next, answer.reasons, flips, left - 1, found);
      }
    }
  }

  private judge(caseId: string, { nights, bed, accepted }: WhatIfScenario): BedVerdict {
    const who = this.whoOn(nights, caseId);
    return judgeHard(who, bed, { nights, settings: this.settings, accepted });
  }

  private whoOn(nights: Nights, caseId: string): MemberFacts {
    const key = `${nights.from}/${nights.until ?? ''}`;
    let people = this.people.get(key);
    if (!people) {
      const members = this.party.members.map((one) => olderBy(one, this.party.nights, nights));
      const everyone = memberFactsOf({ ...this.party, members, nights }, this.settings);
      people = new Map(everyone.map((who) => [who.member.caseId, who]));
      this.people.set(key, people);
    }
    return people.get(caseId)!;
  }
}

const NOTHING: ReadonlySet<RuleName> = new Set();

/** All facts that hard rules read of a bed, as a cache key: beds with equal facts get the same answer. */
function factsAsText(caseId: string, bed: BedFacts): string {
  const { inService, bookings, roommates } = bed;
  let text = `${caseId}|${bed.roomMix}|${bed.kind}|${bed.stepFree}|${bed.receives.join()}`;
  text += `|${inService?.from}|${inService?.until}|${bed.freeFrom}|${bed.shut?.on}`;
  for (const { kind, nights, preparing } of bookings) {
    text += `|${kind}${nights.from}${nights.until}${preparing}`;
  }
  for (const { sign, related } of roommates) text += `|${sign}${related}`;
  return text;
}

/** Whether the same reason remains: this change did not help, and no other of its kind will. */
const stillBroken = ({ reasons }: BedVerdict, { rule, code, params }: Reason): boolean =>
  reasons.some(
    (one) =>
      one.sign === 'against' &&
      one.rule === rule &&
      one.code === code &&
      one.params['from'] === params['from'] &&
      one.params['until'] === params['until'],
  );

/** Rather fewer changes, nothing to be asked, and a later start rather than somebody who leaves. */
const bySmallest = (a: WhatIf, b: WhatIf): number =>
  a.flips.length - b.flips.length ||
  Number(a.verdict === 'ask') - Number(b.verdict === 'ask') ||
  weight(a) - weight(b);
const weight = ({ flips }: WhatIf): number =>
  Math.max(...flips.map(({ code }) => ORDER.indexOf(code)));
const ORDER: readonly WhatIfChange['code'][] = [
  'bed_ready',
  'bunk_accepted',
  'from_night',
  'until_night',
  'step_free',
  'room_mix',
  'ordinary_bed',
  'received',
  'in_service',
  'bed_freed',
  'room_alone',
];

/** Which facts, if they were others, could turn this one no round. */
function flipsFor({ rule, code }: Reason, world: WhatIfScenario, who: MemberFacts): WhatIfChange[] {
  switch (rule) {
    case 'free':
      // A bed that is only to be prepared waits for one word of its house.
      return isOnlyToPrepare(world)
        ? [{ code: 'bed_ready' }]
        : [...laterOrShorter(world), { code: 'bed_freed' }];
    case 'service':
      return [...laterOrShorter(world), { code: 'in_service' }];
    case 'received': {
      const signs = [...new Set(who.signs?.flat())].filter(
        (sign) => !world.bed.receives.includes(sign),
      );
      return signs.length > 0 ? [{ code: 'received', signs }] : [];
    }
    case 'mix':
      return code === 'family_room_taken'
        ? [{ code: 'room_alone' }]
        : mixesFor(who, world.bed).map((mix) => ({ code: 'room_mix', mix }));
    case 'minors':
    case 'sexes':
      return [{ code: 'room_alone' }];
    case 'access':
      return [{ code: 'step_free' }];
    case 'bunk':
      return [{ code: 'bunk_accepted' }];
    case 'cot':
      return [{ code: 'ordinary_bed' }];
    default:
      return []; // an infant without family is helped by no other bed
  }
}

const isOnlyToPrepare = ({ nights, bed: { bookings } }: WhatIfScenario): boolean =>
  bookings.every((one) => one.preparing === true || !overlaps(one.nights, nights));

/**
 * Within the asked nights alone: what is booked after them is not for this request to learn. Of a
 * bed that others are in, the first night after them; of one that is wanted later, the night before.
 */
function laterOrShorter({ nights, bed: { bookings, inService } }: WhatIfScenario): WhatIfChange[] {
  const flips: WhatIfChange[] = [];
  const ends = bookings.filter((one) => overlaps(one.nights, nights)).map((one) => one.nights);
  const starts = [...ends.map(({ from }) => from), inService?.until ?? null];
  for (const from of [...ends.map(({ until }) => until), inService?.from ?? null]) {
    if (from === null || from <= nights.from) continue;
    if (nights.until === null || from < nights.until) flips.push({ code: 'from_night', from });
  }
  for (const until of starts) {
    if (until === null || until <= nights.from) continue;
    if (nights.until === null || until < nights.until) flips.push({ code: 'until_night', until });
  }
  return flips.filter((flip, index) => flips.findIndex((one) => same(one, flip)) === index);
}

const same = (a: WhatIfChange, b: WhatIfChange): boolean =>
  a.code === b.code &&
  ('from' in a ? a.from : null) === ('from' in b ? b.from : null) &&
  ('until' in a ? a.until : null) === ('until' in b ? b.until : null);

/** The kind of room that this person belongs in first. */
function mixesFor({ member, minor, familySize }: MemberFacts, { roomMix }: BedFacts): RoomMix[] {
  const mixes: RoomMix[] = [];
  if (familySize > 1) mixes.push('family');
  else if (minor === 'pass') mixes.push('minors');
  if (member.sex === 'female') mixes.push('women');
  if (member.sex === 'male') mixes.push('men');
  return mixes.filter((mix) => mix !== roomMix).slice(0, 1);
}

function flipped(world: WhatIfScenario, flip: WhatIfChange): WhatIfScenario {
  const { bed, nights, accepted } = world;
  switch (flip.code) {
    case 'from_night':
      return { ...world, nights: { ...nights, from: flip.from } };
    case 'until_night':
      return { ...world, nights: { ...nights, until: flip.until } };
    case 'bed_ready':
      return { ...world, bed: oncePrepared(bed) };
    case 'bed_freed':
      return {
        ...world,
        bed: { ...bed, bookings: bed.bookings.filter((one) => !overlaps(one.nights, nights)) },
      };
    case 'in_service':
      return { ...world, bed: { ...bed, inService: { from: nights.from, until: null } } };
    case 'received':
      return { ...world, bed: { ...bed, receives: [...bed.receives, ...flip.signs] } };
    case 'room_mix':
      return { ...world, bed: { ...bed, roomMix: flip.mix } };
    case 'room_alone':
      return { ...world, bed: { ...bed, roommates: bed.roommates.filter((one) => one.related) } };
    case 'step_free':
      return { ...world, bed: { ...bed, stepFree: true } };
    case 'ordinary_bed':
      return { ...world, bed: { ...bed, kind: 'single' } };
    case 'bunk_accepted':
      return { ...world, accepted: new Set([...accepted, 'bunk' as const]) };
  }
}

/** The party member on the first night of a later start, with birthdays up to then. */
function olderBy(member: PartyMember, asked: Nights, nights: Nights): PartyMember {
  const { age } = member;
  if (age === null || nights.from === asked.from) return member;
  return { ...member, age: laterAge(age, nights.from) };
}

function laterAge(age: AgeFact, from: CivilDate): AgeFact {
  // An unknown birthday may have passed by then.
  if (!age.later) return { low: age.low, high: age.high + 1 };
  const past = age.later.filter(({ on }) => on <= from);
  const now = past.at(-1) ?? age;
  return { low: now.low, high: now.high, later: age.later.filter(({ on }) => on > from) };
}
