/** A room over time: one bar for each thing it is and each bed, and the same as sentences. */
import type { Language } from '../platform/shared/actor';
import { joinWords } from '../platform/shared/punctuation.words';
import { translate } from '../platform/web/i18n';
import { BED_KINDS, AVAILABILITIES, ROOM_MIXES } from '../shelter-beds';
import { lanesOver, merged, spanWords } from './lanes.view';
import type { RoomHistory } from './rooms.queries';

export function roomPage(room: RoomHistory, language: Language): object {
  const say = (key: string, params: object = {}) => translate(language, key, { ...params });
  const planned = [...room.facts, ...room.beds, ...room.outOfService];
  const { draw, ends } = lanesOver(room.tonight, planned, language);
  const yes = (fact: 'stepFree' | 'nearStaff' | 'privateBathroom') =>
    draw(
      merged(room.facts, (one) => one[fact])
        .filter(({ value }) => value)
        .map((span) => ({ ...span, kind: 'yes', words: say(`inventory:fact.${fact}`) })),
    );
  const labels = [...new Set(room.beds.map(({ label }) => label))];
  return {
    ...ends,
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
                words: joinWords(
                  [
                    say(`beds:bed_kind.${bed.kind}`),
                    say(`inventory:availability.${bed.availability}`),
                  ],
                  language,
                ),
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
      stepFree: facts.stepFree,
      nearStaff: facts.nearStaff,
      privateBathroom: facts.privateBathroom,
      setBy: facts.setBy,
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

type Say = (key: string, params?: object) => string;
const floorWords = (floor: number, say: Say): string =>
  floor === 0 ? say('inventory:ground_floor') : say('inventory:on_floor', { floor });
