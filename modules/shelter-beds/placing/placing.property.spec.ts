/** Random people and beds, judged a second time by a checker that knows nothing of the rules' code. */
import * as fc from 'fast-check';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { PLACING_DEFAULTS, settingsOf } from './age.rules';
import { rankBeds } from './candidate.rules';
import { checksOf, mayBeSetAside } from './checks.rules';
import { proposeParty, findShortfalls } from './party.rules';
import type { AgeFact, BedFacts, MixSign, Party, PartyMember, Reason } from './placing.types';
import {
  FIRST_RULE_SET,
  NEVER_RELAXED,
  RELAXABLE_RULES,
  SOFT_RULE_NAMES,
  type RuleSet,
} from './rule-set.rules';
import { WhatIfSearch, type WhatIfChange } from './what-if.rules';

const FIRST = '2026-11-24';
const RUNS = 10_000;

const sign = fc.constantFrom<MixSign | null>('woman', 'man', 'girl', 'boy', null);
const date = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((days) => addDays(FIRST, days));
const nights = (least: number, most: number) =>
  fc
    .tuple(date(least, most), fc.option(fc.integer({ min: 1, max: 40 }), { freq: 3 }))
    .map(([from, length]) => ({ from, until: length === null ? null : addDays(from, length) }));

const age = fc.option(
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom(0, 1, 2, 5, 6, 11, 12, 16, 17, 18, 30, 64),
        fc.integer({ min: 0, max: 90 }),
      ),
      fc.constantFrom(0, 0, 0, 1, 3),
      fc.constantFrom('exact', 'steps', 'open'),
      date(1, 45),
    )
    .map(([low, width, kind, on]): AgeFact => {
      const range = { low, high: low + width };
      if (kind === 'open') return range;
      const step = { on, low: low + 1, high: low + width + 1 };
      return { ...range, later: kind === 'steps' ? [step] : [] };
    }),
  { freq: 8 },
);

const member = fc.record<Omit<PartyMember, 'caseId'>>({
  sex: fc.constantFrom('female', 'female', 'female', 'male', 'male', 'other', null),
  age,
  accessNeed: fc.constantFrom('none', 'none', 'none', 'no_climbing', 'step_free', null),
  language: fc.constantFrom(null, 'ar', 'wo'),
});

const party = (most: number) =>
  fc.record<Party>({
    members: fc
      .array(member, { minLength: 1, maxLength: most })
      .map((all) => all.map((one, index) => ({ ...one, caseId: `case${index}` }))),
    related: fc.boolean(),
    nights: fc
      .option(fc.integer({ min: 1, max: 40 }), { freq: 4 })
      .map((n) => ({ from: FIRST, until: n === null ? null : addDays(FIRST, n) })),
    urgency: fc.constant('tonight'),
  });

const roomOf = (number: number) =>
  fc
    .record({
      roomMix: fc.constantFrom('women', 'women', 'men', 'family', 'minors', 'mixed'),
      stepFree: fc.boolean(),
      receives: fc.constantFrom(
        ['woman', 'girl', 'boy'],
        ['woman', 'man', 'girl', 'boy', 'other'],
        ['girl', 'boy'],
        ['man'],
      ),
      roommates: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        {
          weight: 2,
          arbitrary: fc.array(fc.record({ sign, related: fc.boolean() }), { maxLength: 3 }),
        },
      ),
      // Closed tonight, or on a night on which nobody of the party comes.
      shut: fc.constantFrom(
        ...(['', '', '', FIRST, addDays(FIRST, 1)] as const).map((on) =>
          on ? { on, since: '22:00', opens: '06:30' } : undefined,
        ),
      ),
      beds: fc.array(
        fc.record({
          kind: fc.constantFrom('single', 'single', 'bunk_lower', 'bunk_upper', 'cot', 'overflow'),
          inService: fc.oneof(
            { weight: 6, arbitrary: fc.constant({ from: '2020-01-01', until: null }) },
            { weight: 1, arbitrary: nights(-20, 20) },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
          bookings: fc.oneof(
            { weight: 4, arbitrary: fc.constant([]) },
            {
              weight: 1,
              arbitrary: fc.array(
                fc.record({
                  kind: fc.constantFrom('hold', 'promised', 'stay', 'blocked'),
                  nights: nights(-30, 40),
                  sign,
                }),
                { maxLength: 2 },
              ),
            },
          ),
          barred: fc.constantFrom(false, false, false, false, true),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    })
    .map(({ beds, ...room }) =>
      beds.map(
        (bed, index) =>
          ({
            ...room,
            ...bed,
            bedId: `${number}-${index}`,
            label: `${number}-${index}`,
            roomId: `room${number}`,
            roomName: `room${number}`,
            shelterId: `shelter${number % 2}`,
            codeName: `house${number % 2}`,
            region: `0${number % 3}`,
            languagesSpoken: ['ar'],
          }) as BedFacts,
      ),
    );
const network = (rooms: number) =>
  fc
    .tuple(...Array.from({ length: rooms }, (_none, index) => roomOf(index)))
    .map((all) => all.flat());

// ---- the second opinion: night by night, written from docs/placement-rules.md ----

type Finding = 'ok' | 'doubt' | 'broken';
const gravest = (all: Finding[]): Finding =>
  all.includes('broken') ? 'broken' : all.includes('doubt') ? 'doubt' : 'ok';

function nightsOf({ nights: { from, until } }: Party): CivilDate[] {
  const all: CivilDate[] = [];
  for (let n = from; n < (until ?? addDays(from, 30)); n = addDays(n, 1)) all.push(n);
  return all;
}

/** The ages that are possible on a night, and whether that range is known or only feared. */
function agesOn(who: PartyMember, night: CivilDate): { low: number; high: number; known: boolean } {
  if (!who.age) return { low: 0, high: 120, known: false };
  if (who.age.later) {
    const steps = who.age.later.filter(({ on }) => on <= night);
    return { ...(steps.at(-1) ?? who.age), known: true };
  }
  const same = night === FIRST;
  return { low: who.age.low, high: who.age.high + (same ? 0 : 1), known: same };
}

const under = (who: PartyMember, night: CivilDate, limit: number): Finding => {
  const { low, high, known } = agesOn(who, night);
  return high < limit ? 'ok' : low < limit && !known ? 'doubt' : 'broken';
};
const atLeast = (who: PartyMember, night: CivilDate, limit: number): Finding => {
  const { low, high, known } = agesOn(who, night);
  return low >= limit ? 'ok' : high >= limit && !known ? 'doubt' : 'broken';
};
const on = (all: CivilDate[], see: (night: CivilDate) => Finding): Finding => gravest(all.map(see));

function couldBe(who: PartyMember, night: CivilDate): MixSign[] {
  const { low, high } = agesOn(who, night);
  return (['woman', 'man', 'girl', 'boy'] as const).filter((one) => {
    const female = one === 'woman' || one === 'girl';
    const grown = one === 'woman' || one === 'man';
    return (
      (who.sex === null || who.sex === (female ? 'female' : 'male')) &&
      (grown ? high >= 18 : low < 18)
    );
  });
}

function meets(who: PartyMember, mate: { sex: Finding; sign: MixSign | null }, all: CivilDate[]) {
  if (mate.sign === null) return 'doubt';
  const grown = mate.sign === 'woman' || mate.sign === 'man';
  return gravest([mate.sex, on(all, (n) => (grown ? atLeast(who, n, 18) : under(who, n, 18)))]);
}

function second(who: PartyMember, bed: BedFacts, ask: Party): Finding {
  const all = nightsOf(ask);
  const lastAsked = ask.nights.until ?? '9999-12-31';
  const others = ask.related ? ask.members.filter((one) => one !== who) : [];
  const adultNear =
    others.some((one) => on(all, (n) => atLeast(one, n, 18)) === 'ok') ||
    bed.roommates.some((m) => m.related && (m.sign === 'woman' || m.sign === 'man'));
  const findings: Finding[] = [];
  for (const { nights: taken } of bed.bookings) {
    if (taken.from < lastAsked && (taken.until ?? '9999-12-31') > FIRST) findings.push('broken');
  }
  if (bed.shut?.on === FIRST) findings.push('doubt');
  if (!bed.inService || bed.inService.from > FIRST) findings.push('broken');
  else if ((bed.inService.until ?? '9999-12-31') < lastAsked) findings.push('broken');

  if (who.sex === 'other') findings.push(bed.receives.includes('other') ? 'ok' : 'doubt');
  else {
    for (const night of all) {
      const possible = couldBe(who, night);
      const welcome = possible.filter((one) => bed.receives.includes(one)).length;
      findings.push(welcome === 0 ? 'broken' : welcome < possible.length ? 'doubt' : 'ok');
    }
  }
  if (bed.roomMix === 'women' && who.sex !== 'female') {
    const small = adultNear ? on(all, (n) => under(who, n, 12)) : 'broken';
    findings.push(small === 'broken' && who.sex !== 'male' ? 'doubt' : small);
    if (who.sex !== 'male' && small !== 'ok') findings.push('doubt');
  }
  if (bed.roomMix === 'men' && who.sex !== 'male') {
    findings.push(who.sex === 'female' ? 'broken' : 'doubt');
  }
  if (bed.roomMix === 'minors') findings.push(on(all, (n) => under(who, n, 18)));
  for (const mate of bed.roommates.filter(({ related }) => !related)) {
    if (bed.roomMix === 'family') findings.push('broken');
    const female = mate.sign === 'woman' || mate.sign === 'girl';
    const sex: Finding =
      who.sex !== 'female' && who.sex !== 'male'
        ? 'doubt'
        : female === (who.sex === 'female')
          ? 'ok'
          : 'broken';
    findings.push(meets(who, { sex, sign: mate.sign }, all));
  }
  if (!bed.stepFree && who.accessNeed !== 'none' && who.accessNeed !== 'no_climbing') {
    findings.push(who.accessNeed === null ? 'doubt' : 'broken');
  }
  if (bed.kind === 'bunk_upper') {
    findings.push(on(all, (n) => atLeast(who, n, 6)));
    if (who.accessNeed !== 'none') findings.push(who.accessNeed === null ? 'doubt' : 'broken');
  }
  if (bed.kind === 'cot') {
    if (!who.age) findings.push('broken');
    findings.push(
      on(all, (n) => {
        const { low, high } = agesOn(who, n);
        return high < 2 ? 'ok' : low < 2 ? 'doubt' : 'broken';
      }),
    );
  }
  const infant = who.age !== null && who.age.low < 2;
  if (infant && !adultNear) {
    const somebody = others.some((one) => !one.age || one.age.high >= 12);
    findings.push(somebody ? 'doubt' : 'broken');
  }
  return gravest(findings);
}

const silentBed = (bed: BedFacts, ask: Party): boolean =>
  bed.barred ||
  bed.bookings.some(
    ({ kind, nights: { from, until } }) =>
      (kind === 'hold' || kind === 'promised') &&
      from < (ask.nights.until ?? '9999-12-31') &&
      (until ?? '9999-12-31') > FIRST,
  );

const VERDICT = { ok: 'fits', doubt: 'ask', broken: 'no' } as const;

test('explanation and verdict never disagree, and the second opinion is the same', () => {
  const seen = { fits: 0, ask: 0, no: 0, not_proposed: 0 };
  fc.assert(
    fc.property(party(3), roomOf(0), (ask, [bed]) => {
      const [candidate] = rankBeds(ask, [bed!]);
      const { verdict, reasons, score } = candidate!;
      seen[verdict] += 1;
      if (silentBed(bed!, ask)) {
        expect(candidate).toEqual({
          bedId: bed!.bedId,
          verdict: 'not_proposed',
          score: null,
          reasons: [],
          caseId: null,
        });
        return;
      }
      const forbids = reasons.some((one) => one.hard && one.sign === 'against');
      const open = reasons.some((one) => one.sign === 'unknown');
      expect(verdict).toBe(forbids ? 'no' : open ? 'ask' : 'fits');
      expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
      const who = ask.members.find(({ caseId }) => caseId === candidate!.caseId)!;
      expect(verdict).toBe(VERDICT[second(who, bed!, ask)]);
      const others = ask.members.map((one) => VERDICT[second(one, bed!, ask)]);
      expect(others.some((one) => one === 'fits') && verdict !== 'fits').toBe(false);
    }),
    { numRuns: RUNS },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 50);
});

/** The first edition lets this be asked: both may reach 12 on some night, and they may be of two sexes. */
const mayBeBrotherAndSister = (who: PartyMember, mate: PartyMember, all: CivilDate[]): boolean =>
  [who, mate].every((one) => on(all, (n) => under(one, n, 12)) !== 'ok') &&
  (who.sex !== mate.sex || (who.sex !== 'female' && who.sex !== 'male'));

/** Children of whom each surely is or turns 12, brothers in one room and sisters in another. */
const roomForEachSex = (ask: Party, here: PartyMember[]): boolean => {
  const all = nightsOf(ask);
  const old = ask.members.every((one) => on(all, (n) => under(one, n, 12)) === 'broken');
  const plain = ask.members.every(({ sex }) => sex === 'female' || sex === 'male');
  const same = ask.members.filter(({ sex }) => sex === here[0]!.sex);
  return old && plain && here.every((one) => same.includes(one)) && same.length === here.length;
};

/** A party in its rooms: no child without its adult, no strangers who must not meet. */
function companyOf(ask: Party, roomIdOf: Map<string, string>, beds: BedFacts[]): Finding {
  const all = nightsOf(ask);
  const grown = (who: PartyMember) => on(all, (n) => atLeast(who, n, 18));
  const findings: Finding[] = [];
  const anyAdult = ask.members.some((who) => grown(who) === 'ok');
  for (const who of ask.members) {
    const room = roomIdOf.get(who.caseId)!;
    const mates = ask.members.filter((one) => one !== who && roomIdOf.get(one.caseId) === room);
    const there = beds.find(({ roomId }) => roomId === room)!;
    const resident = there.roommates.some(
      (m) => m.related && (m.sign === 'woman' || m.sign === 'man'),
    );
    if (ask.related) {
      const adultHere = resident || mates.some((one) => grown(one) === 'ok');
      if (adultHere || grown(who) === 'ok') continue;
      if (anyAdult) findings.push(grown(who) === 'broken' ? 'broken' : 'doubt');
      else if (mates.length + 1 < ask.members.length) {
        findings.push(roomForEachSex(ask, [who, ...mates]) ? 'doubt' : 'broken');
      } else if (mates.some((mate) => mayBeBrotherAndSister(who, mate, all))) {
        findings.push('doubt');
      }
      continue;
    }
    for (const mate of mates) {
      if (there.roomMix === 'family') findings.push('broken');
      const plain = [who.sex, mate.sex].every((sex) => sex === 'female' || sex === 'male');
      findings.push(!plain ? 'doubt' : who.sex === mate.sex ? 'ok' : 'broken');
      const child = grown(who);
      const adult = on(all, (n) => under(mate, n, 18));
      findings.push(
        child === 'ok' || adult === 'ok'
          ? 'ok'
          : child === 'broken' && adult === 'broken'
            ? 'broken'
            : 'doubt',
      );
    }
  }
  return gravest(findings);
}

test('a party is placed whole or not at all, and no proposal breaks a hard rule', () => {
  const found = { whole: 0, none: 0, severalRooms: 0 };
  fc.assert(
    fc.property(party(4), network(5), (ask, beds) => {
      const proposals = proposeParty(ask, beds);
      expect(proposals.length === 0).toBe(findShortfalls(ask, beds).length > 0);
      if (proposals.length) found.whole += 1;
      else found.none += 1;
      for (const { places, verdict, shelterId, rooms, score, reasons } of proposals) {
        expect(places.map(({ caseId }) => caseId)).toEqual(ask.members.map((one) => one.caseId));
        expect(new Set(places.map(({ bedId }) => bedId)).size).toBe(places.length);
        expect(new Set(places.map(({ roomId }) => roomId)).size).toBe(rooms);
        if (rooms > 1) found.severalRooms += 1;
        const findings = places.map(({ bedId }, index) => {
          const bed = beds.find((one) => one.bedId === bedId)!;
          expect(bed.shelterId).toBe(shelterId);
          expect(silentBed(bed, ask)).toBe(false);
          return second(ask.members[index]!, bed, ask);
        });
        const roomIdOf = new Map(places.map(({ caseId, roomId }) => [caseId, roomId]));
        const all = gravest([...findings, companyOf(ask, roomIdOf, beds)]);
        expect(all).not.toBe('broken');
        if (verdict === 'fits') expect(all).toBe('ok');
        const points = [...reasons, ...places.flatMap((one) => one.reasons)];
        expect(score).toBe(points.reduce((sum, one) => sum + one.points, 0));
      }
      const order = proposals.map(({ verdict }) => verdict);
      expect([...order].sort((a, b) => (a === b ? 0 : a === 'fits' ? -1 : 1))).toEqual(order);
    }),
    { numRuns: 3_000 },
  );
  expect(found.whole).toBeGreaterThan(RUNS / 50);
  expect(found.none).toBeGreaterThan(RUNS / 50);
  expect(found.severalRooms).toBeGreaterThan(60);
});

test('where a plain search finds a placing for two people, a proposal is there', () => {
  fc.assert(
    fc.property(party(2), network(3), (ask, beds) => {
      const fit = (who: PartyMember, bed: BedFacts) =>
        !silentBed(bed, ask) && second(who, bed, ask) !== 'broken';
      const [a, b] = ask.members;
      let possible = false;
      for (const bed of beds) {
        if (!fit(a!, bed)) continue;
        if (!b) possible = true;
        else {
          for (const other of beds) {
            if (other === bed || other.shelterId !== bed.shelterId || !fit(b, other)) continue;
            const rooms = new Map([
              [a!.caseId, bed.roomId],
              [b.caseId, other.roomId],
            ]);
            if (companyOf(ask, rooms, beds) !== 'broken') possible = true;
          }
        }
      }
      expect(proposeParty(ask, beds).length > 0).toBe(possible);
    }),
    { numRuns: 1_500 },
  );
});

test('a barred bed changes nothing but itself: the others, and what lacks, are as if it were held', () => {
  const hold = { kind: 'hold' as const, nights: { from: FIRST, until: null }, sign: null };
  fc.assert(
    fc.property(party(3), network(3), fc.nat(), (ask, beds, pick) => {
      const chosen = pick % beds.length;
      const twin = (make: (bed: BedFacts) => BedFacts) =>
        beds.map((bed, index) => (index === chosen ? make(bed) : bed));
      const barred = twin((bed) => ({ ...bed, barred: true }));
      const held = twin((bed) => ({ ...bed, barred: false, bookings: [hold] }));
      expect(rankBeds(ask, barred)).toEqual(rankBeds(ask, held));
      expect(proposeParty(ask, barred)).toEqual(proposeParty(ask, held));
      expect(findShortfalls(ask, barred)).toEqual(findShortfalls(ask, held));
    }),
    { numRuns: RUNS / 10 },
  );
});

const forbids = ({ hard, sign }: Reason): boolean => hard && sign === 'against';

/** The same change made by hand, to facts that the second opinion reads. */
function byHand(bed: BedFacts, ask: Party, flips: readonly WhatIfChange[]): [BedFacts, Party] {
  let [now, party] = [bed, ask];
  for (const flip of flips) {
    if (flip.code === 'until_night') {
      party = { ...party, nights: { ...party.nights, until: flip.until } };
    } else if (flip.code === 'bed_freed') now = { ...now, bookings: [] };
    else if (flip.code === 'in_service') now = { ...now, inService: { from: FIRST, until: null } };
    else if (flip.code === 'received') {
      now = { ...now, receives: [...now.receives, ...flip.signs] };
    } else if (flip.code === 'room_mix') now = { ...now, roomMix: flip.mix };
    else if (flip.code === 'room_alone') {
      now = { ...now, roommates: now.roommates.filter(({ related }) => related) };
    } else if (flip.code === 'step_free') now = { ...now, stepFree: true };
    else now = { ...now, kind: 'single' }; // no upper bunk and no cot: what was accepted or exchanged
  }
  return [now, party];
}

test('what would make it fit does make it fit, alone or in its few changes; nothing is suggested for the others', () => {
  const seen = { withWhatIf: 0, seconded: 0, silent: 0, single: 0 };
  fc.assert(
    fc.property(party(3), roomOf(0), (ask, [bed]) => {
      const [candidate] = rankBeds(ask, [bed!]);
      const asking = new WhatIfSearch(ask, PLACING_DEFAULTS);
      const whatIfs = asking.of(candidate!, bed!);
      if (candidate!.verdict !== 'no') {
        expect(whatIfs).toEqual([]);
        if (candidate!.verdict === 'not_proposed') seen.silent += 1;
        return;
      }
      const who = ask.members.find(({ caseId }) => caseId === candidate!.caseId)!;
      for (const { flips, verdict, from } of whatIfs) {
        seen.withWhatIf += 1;
        if (flips.length === 1) seen.single += 1;
        const answer = asking.answer(who.caseId, bed!, flips);
        expect(answer.verdict).toBe(verdict);
        expect(answer.reasons.some(forbids)).toBe(false);
        // One change less is not enough.
        for (const left of flips.keys()) {
          const fewer = flips.filter((_flip, index) => index !== left);
          expect(asking.answer(who.caseId, bed!, fewer).reasons.some(forbids)).toBe(true);
        }
        if (from !== FIRST) continue;
        seen.seconded += 1;
        const [now, party] = byHand(bed!, ask, flips);
        expect(second(who, now, party)).not.toBe('broken');
      }
    }),
    { numRuns: RUNS / 2 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 50);
});

const ruleSet = fc.record<RuleSet>({
  ages: fc.record({
    infantUnder: fc.integer({ min: 1, max: 4 }),
    upperBunkFrom: fc.integer({ min: 3, max: 12 }),
    boyInWomensRoomUnder: fc.integer({ min: 0, max: 18 }),
    siblingsApartFrom: fc.integer({ min: 6, max: 18 }),
    olderFrom: fc.integer({ min: 45, max: 90 }),
  }),
  numbers: fc.constant(FIRST_RULE_SET.numbers),
  points: fc.constant(FIRST_RULE_SET.points),
  weighs: fc.subarray([...SOFT_RULE_NAMES]),
  relaxed: fc.subarray([...RELAXABLE_RULES]),
});

test('whatever a programme sets: the verdict is what the reasons say, and protection and capacity stay', () => {
  const seen = { relaxed: 0, kept: 0, aside: 0 };
  fc.assert(
    fc.property(ruleSet, party(3), roomOf(0), (rules, ask, [bed]) => {
      const [candidate] = rankBeds(ask, [bed!], settingsOf(rules));
      const [strict] = rankBeds(ask, [bed!], settingsOf({ ...rules, relaxed: [] }));
      const { verdict, reasons, score } = candidate!;
      if (verdict === 'not_proposed') return;
      const broken = reasons.some(forbids);
      const open = reasons.some(({ sign }) => sign === 'unknown');
      expect(verdict).toBe(broken ? 'no' : open ? 'ask' : 'fits');
      expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
      for (const { rule, eased, points } of reasons) {
        if (eased) {
          seen.relaxed += 1;
          expect(rules.relaxed).toContain(rule);
        }
        if (points !== 0) expect(rules.weighs).toContain(rule);
      }
      // What nobody may relax forbids under every rule set.
      if (candidate!.caseId === strict!.caseId) {
        const never = strict!.reasons.filter(
          (one) => forbids(one) && (NEVER_RELAXED as readonly string[]).includes(one.rule),
        );
        if (never.length > 0) {
          seen.kept += 1;
          expect(verdict).toBe('no');
          expect(mayBeSetAside(reasons)).toBe(false);
        }
      }
      if (mayBeSetAside(reasons)) seen.aside += 1;
      const checks = Object.values(checksOf(reasons));
      expect(checks.includes('fail')).toBe(broken);
      expect(!broken && checks.includes('unknown')).toBe(verdict === 'ask');
    }),
    { numRuns: RUNS / 2 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 50);
});
