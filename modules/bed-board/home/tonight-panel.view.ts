import { may } from '../../access';
import type { HomeFigure, HomeList, HomePanelModel, HomeSection } from '../../home';
import type { Actor, Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatMinutes } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { describePeople, type Say, type RequestRow } from '../../shelter-beds';
import type { Duty } from '../../shelter-operations';
import type { HeldRequest, HouseTonight, Tonight } from './tonight.queries';

type HouseNotes = NonNullable<HomeSection['notes']>;

const ROWS = 5;
const SOON_MINUTES = 15;
const TONIGHT_PATH = '/beds/waiting?urgency=tonight';

/** Null for somebody who works in no house. */
export function tonightPanel(
  { houses, requests, now }: Tonight,
  actor: Actor,
  language: Language,
): HomePanelModel | null {
  if (houses.length === 0) return null;
  const say: Say = (key, params = {}) => translate(language, key, params);
  // Requests without a held bed; those with one are listed above with the remaining time.
  const urgent = may(actor, 'beds:hold')
    ? requests
        .filter(({ urgency }) => urgency === 'tonight')
        .sort((a, b) => Number(a.heldUntil !== null) - Number(b.heldUntil !== null))
    : [];
  const waits = houses.some(
    ({ held, roll, unread }) =>
      held.length + roll.expected.length + roll.tally.open + roll.tally.missing + unread > 0,
  );
  return {
    title: say('home:tonight.title'),
    icon: 'moon-stars',
    waits: waits || urgent.length > 0,
    sections: [
      ...houses.map((one) => houseSection(one, now, language, say)),
      ...(may(actor, 'beds:hold') ? [waitingSection(urgent, now, language, say)] : []),
    ],
  };
}

function houseSection(
  { house, occupancy, roll, held, duties, unread }: HouseTonight,
  now: Date,
  language: Language,
  say: Say,
): HomeSection {
  const { here, leave, missing, open } = roll.tally;
  const rollPath = `/house/${house.id}/roll`;
  const free = occupancy ? occupancy.available - occupancy.used : 0;
  const figure = (key: string, count: number, path: string, tone?: HomeFigure['tone']) => ({
    count,
    label: say(`home:tonight.${key}`),
    path,
    ...(tone && count > 0 ? { tone } : {}),
  });
  return {
    title: house.codeName,
    path: `/beds/tonight?shelter=${house.id}`,
    notes: [
      dutyNote(house.id, duties, now, language, say),
      ...handoverNotes(house.id, unread, say),
    ],
    bars: occupancy
      ? [
          {
            label: say('home:tonight.occupancy'),
            path: `/beds?shelter=${house.id}&nights=28`,
            used: occupancy.used,
            most: occupancy.available,
            words: say('home:tonight.occupied', { ...occupancy }),
            ...(free <= 0 ? { tone: 'warning' as const } : {}),
          },
        ]
      : [],
    figures: [
      figure('free', Math.max(0, free), `/beds?shelter=${house.id}&free=tonight`),
      figure('expected', roll.expected.length, `${rollPath}#expected-title`),
      figure('here', here, rollPath),
      figure('leave', leave, rollPath),
      ...(missing > 0 ? [figure('missing', missing, rollPath, 'danger')] : []),
      figure('open', open, rollPath, 'warning'),
    ],
    lists: held.length > 0 ? [heldList(held, now, language, say)] : [],
  };
}

/** Who answers in the house now, with the time that is left. */
function dutyNote(
  shelterId: string,
  duties: readonly Duty[],
  now: Date,
  language: Language,
  say: Say,
): HouseNotes[number] {
  const path = `/house/${shelterId}/handover#duty`;
  if (duties.length === 0)
    return { text: say('home:tonight.nobody_on_duty'), path, tone: 'warning' };
  const names = duties.map(({ name, until }) => {
    const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
    const time = formatMinutes(minutes, language);
    return say('home:tonight.on_duty_until', { name, time });
  });
  return {
    text: say('home:tonight.on_duty', { names: joinWords(names, language) }),
    path,
    tone: 'good',
  };
}

/** Unread handover notes of the previous shift. */
const handoverNotes = (shelterId: string, unread: number, say: Say): HouseNotes =>
  unread === 0
    ? []
    : [
        {
          text: say('home:tonight.handovers', { count: unread }),
          path: `/house/${shelterId}/handover`,
          tone: 'warning',
        },
      ];

const heldList = (
  held: readonly HeldRequest[],
  now: Date,
  language: Language,
  say: Say,
): HomeList => ({
  title: say('home:tonight.held', {
    total: held.reduce((sum, { bookings }) => sum + bookings.length, 0),
  }),
  // All of them: each runs out within the hour.
  rows: held.map(({ request, bookings, holdUntil, heldBy }) => {
    const minutes = Math.max(1, Math.ceil((holdUntil.getTime() - now.getTime()) / 60_000));
    const numbers = request.people.flatMap(({ caseNumber }) => caseNumber ?? []);
    return {
      text: describePeople(request.people, say, language),
      path: `/beds/requests/${request.id}`,
      caseNumber: numbers.join(' · ') || null,
      more: [
        joinWords(
          bookings.map(({ room, bed }) => `${room} ${bed}`),
          language,
        ),
        heldBy && say('home:tonight.held_by', { name: heldBy }),
      ]
        .filter(Boolean)
        .join(' · '),
      until: {
        at: holdUntil.toISOString(),
        words: say('home:tonight.left', { time: formatMinutes(minutes, language) }),
        tone: minutes <= SOON_MINUTES ? ('danger' as const) : ('warning' as const),
      },
    };
  }),
  rest: null,
});

function waitingSection(
  requests: readonly RequestRow[],
  now: Date,
  language: Language,
  say: Say,
): HomeSection {
  return {
    title: say('home:tonight.requests'),
    path: '/beds/waiting',
    figures: [
      {
        count: requests.length,
        label: say('home:tonight.waiting'),
        path: TONIGHT_PATH,
        ...(requests.length > 0 ? { tone: 'danger' as const } : {}),
      },
    ],
    lists:
      requests.length === 0
        ? []
        : [
            {
              title: say('home:tonight.who_waits'),
              rows: requests
                .slice(0, ROWS)
                .map((request) => ({
                  text: describePeople(request.people, say, language),
                  path: `/beds?request=${request.id}`,
                  more: [
                    request.risk && say(`waiting:risk.${request.risk}`),
                    request.heldUntil
                      ? say('home:tonight.already_held')
                      : say('home:tonight.asked', {
                          time: formatMinutes(
                            Math.max(0, (now.getTime() - request.createdAt.getTime()) / 60_000),
                            language,
                          ),
                        }),
                  ]
                    .filter(Boolean)
                    .join(' · '),
                })),
              rest:
                requests.length > ROWS
                  ? { path: TONIGHT_PATH, words: say('home:all', { total: requests.length }) }
                  : null,
            },
          ],
  };
}
