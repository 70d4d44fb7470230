/** A room over time: one bar for each thing it is and each bed, and the same as sentences. */
import type { Language } from '../../../src/shared/actor';
import { addDays, type CivilDate, daysBetween, type Nights } from '../../../src/shared/nights';
import { formatDate } from '../../../src/web/format';
import { translate } from '../../../src/web/i18n';
import { BED_KINDS, AVAILABILITIES, ROOM_MIXES } from '../words';
import type { RoomFacts, RoomHistory } from './rooms.queries';

const BEFORE = 182;
const AFTER = 182;

export interface Segment {
  readonly x: number;
  readonly width: number;
  readonly kind: string;
  readonly told: string;
}

export function roomPage(room: RoomHistory, language: Language): object {
  const say = (key: string, params: object = {}) => translate(language, key, { ...params });
  const window = windowOf(room);
  const draw = (spans: readonly (Nights & { kind: string; words: string })[]): Segment[] =>
    spans.flatMap((span) => segmentOf(span, window, language));
  const yes = (fact: 'stepFree' | 'nearStaff' | 'privateBathroom') =>
    draw(
      merged(room.facts, (one) => one[fact])
        .filter(({ value }) => value)
        .map((span) => ({ ...span, kind: 'yes', words: say(`inventory:fact.${fact}`) })),
    );
  const labels = [...new Set(room.beds.map(({ label }) => label))];
  return {
    tonight: position(room.tonight, window),
    first: formatDate(window.from, language),
    last: formatDate(addDays(window.until, -1), language),
    lanes: [
      {
        label: say('inventory:fact.mix'),
        segments: draw(
          merged(room.facts, ({ mix }) => mix).map((span) => ({
            ...span,
            kind: span.value,
            words: say(`beds:mix.${span.value}`),
          })),
        ),
      },
      {
        label: say('inventory:fact.floor'),
        segments: draw(
          merged(room.facts, ({ floor }) => floor).map((span) => ({
            ...span,
            kind: span.value === 0 ? 'yes' : 'other',
            words: floorWords(span.value, say),
          })),
        ),
      },
      { label: say('inventory:fact.stepFree'), segments: yes('stepFree') },
      { label: say('inventory:fact.nearStaff'), segments: yes('nearStaff') },
      { label: say('inventory:fact.privateBathroom'), segments: yes('privateBathroom') },
      ...labels.map((label) => ({
        label: say('inventory:bed', { label }),
        segments: [
          ...draw(
            room.beds
              .filter((bed) => bed.label === label)
              .map((bed) => ({
                ...bed,
                kind: bed.availability,
                words: `${say(`beds:bed_kind.${bed.kind}`)}, ${say(`inventory:availability.${bed.availability}`)}`,
              })),
          ),
          ...draw(
            room.outOfService
              .filter((out) => out.label === label)
              .map((out) => ({ ...out, kind: 'out', words: say('inventory:out') })),
          ),
        ],
      })),
    ],
    rows: room.facts.map((facts) => ({
      span: spanWords(facts, language),
      mix: say(`beds:mix.${facts.mix}`),
      floor: floorWords(facts.floor, say),
      ...{ stepFree: facts.stepFree, nearStaff: facts.nearStaff },
      ...{ privateBathroom: facts.privateBathroom, setBy: facts.setBy },
    })),
    beds: room.beds.map((bed) => ({
      ...bed,
      span: spanWords(bed, language),
      mayChange: bed.until === null || bed.until > room.tonight,
    })),
    mixes: choices(ROOM_MIXES, (code) => say(`beds:mix.${code}`)),
    kinds: choices(BED_KINDS, (code) => say(`beds:bed_kind.${code}`)),
    availabilities: choices(AVAILABILITIES, (code) => say(`inventory:availability.${code}`)),
  };
}

const choices = (codes: readonly string[], label: (code: string) => string) =>
  codes.map((value) => ({ value, label: label(value) }));

type Window = { readonly from: CivilDate; readonly until: CivilDate };

/** Half a year before and after tonight, and as far ahead as something is planned. */
function windowOf({ tonight, facts, beds, outOfService }: RoomHistory): Window {
  const planned = [...facts, ...beds, ...outOfService]
    .flatMap(({ from, until }) => [from, until])
    .filter((date): date is CivilDate => date !== null && date > tonight)
    .map((date) => addDays(date, 30));
  const until = [addDays(tonight, AFTER), ...planned].sort().at(-1)!;
  return { from: addDays(tonight, -BEFORE), until };
}

const position = (date: CivilDate, { from, until }: Window): number =>
  (100 * Math.min(Math.max(0, daysBetween(from, date)), daysBetween(from, until))) /
  daysBetween(from, until);

function segmentOf(
  span: Nights & { kind: string; words: string },
  window: Window,
  language: Language,
): Segment[] {
  const x = position(span.from, window);
  const end = span.until === null ? 100 : position(span.until, window);
  if (end <= x) return [];
  const told = `${span.words}, ${spanWords(span, language)}`;
  return [{ x, width: end - x, kind: span.kind, told }];
}

/** Rows next to each other that say the same of one thing are one. */
function merged<T>(
  facts: readonly RoomFacts[],
  valueOf: (facts: RoomFacts) => T,
): (Nights & { value: T })[] {
  const spans: (Nights & { value: T })[] = [];
  for (const one of facts) {
    const last = spans.at(-1);
    const value = valueOf(one);
    if (last && last.value === value) spans[spans.length - 1] = { ...last, until: one.until };
    else spans.push({ from: one.from, until: one.until, value });
  }
  return spans;
}

type Say = (key: string, params?: object) => string;
const floorWords = (floor: number, say: Say): string =>
  floor === 0 ? say('inventory:ground_floor') : say('inventory:on_floor', { floor });

function spanWords({ from, until }: Nights, language: Language): string {
  const isFirst = from <= '2000-01-01';
  const key = isFirst ? (until ? 'until' : 'always') : until ? 'span' : 'since';
  return translate(language, `inventory:${key}`, {
    from: formatDate(from, language),
    until: formatDate(until ? addDays(until, -1) : null, language),
  });
}
