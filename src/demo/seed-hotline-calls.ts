/** Half a year of calls to the free number as rows, and an evening of them by the real use cases. */
import type { INestApplicationContext } from '@nestjs/common';
import { Client } from 'pg';
import { Chance } from './synthetic-people/random.rules';
import { CallBacks, CallerBlocks, OpenFromCall, TakeCalls } from '../../modules/hotline';
import type { Actor } from '../../modules/platform/shared/actor';
import type { SettableClock } from '../../modules/platform/shared/clock';
import type { SeededProgramme } from './seed-programme';

const WEEKS = 30;
const TYPES = [
  ['information', 30],
  ['emergency', 11],
  ['follow_up', 12],
  ['third_party', 13],
  ['silent', 12],
  ['wrong_number', 12],
  ['prank', 8],
  ['other', 2],
] as const;
const REGIONS = [
  ['06', 30],
  ['04', 22],
  ['01', 18],
  ['03', 12],
  ['02', 9],
  ['08', 6],
  ['09', 3],
] as const;
const LANGUAGES = [
  ['ary', 52],
  ['fra', 24],
  ['wol', 7],
  ['eng', 6],
  ['shi', 5],
  ['rif', 3],
  ['bam', 3],
] as const;
/** How many calls an hour of the day brings, against the others: the evening and the night weigh most. */
const HOURS = [6, 4, 2, 1, 1, 1, 2, 3, 5, 7, 8, 7, 6, 6, 6, 6, 7, 7, 8, 9, 11, 14, 16, 12] as const;

interface PastCall {
  readonly at: string;
  readonly type: string;
  readonly region: string | null;
  readonly language: string | null;
  readonly danger: string;
  readonly minutes: number;
  readonly outcome: string;
  readonly people: number | null;
  /** Asked for other help as well, or for that alone. */
  readonly help: boolean;
}

function pastCalls(until: Date, chance: Chance): PastCall[] {
  const calls: PastCall[] = [];
  for (let day = WEEKS * 7; day >= 1; day -= 1) {
    const date = new Date(until.getTime() - day * 86_400_000);
    const isWeekend = [5, 6, 0].includes(date.getUTCDay());
    for (let left = chance.between(3, isWeekend ? 11 : 7); left > 0; left -= 1) {
      const hour = chance.weighted(HOURS.map((weight, at) => [at, weight] as const));
      date.setUTCHours(hour, chance.between(0, 59), 0, 0);
      calls.push(pastCall(date.toISOString(), chance));
    }
  }
  return calls;
}

function pastCall(at: string, chance: Chance): PastCall {
  const type = chance.weighted(TYPES);
  const speaks = type !== 'silent' && type !== 'wrong_number' && type !== 'prank';
  const emergency = type === 'emergency';
  const placed =
    (emergency && chance.happens(0.6)) || (type === 'third_party' && chance.happens(0.15));
  const oriented = type === 'information' && chance.happens(0.12);
  const outcome = placed
    ? 'bed'
    : oriented
      ? 'oriented'
      : emergency
        ? 'services_sent'
        : speaks
          ? 'informed'
          : 'no_words';
  return {
    at,
    type,
    outcome,
    region: speaks && chance.happens(0.85) ? chance.weighted(REGIONS) : null,
    language: speaks ? chance.weighted(LANGUAGES) : null,
    danger: emergency && chance.happens(0.7) ? 'yes' : speaks ? 'no' : 'skipped',
    minutes: speaks ? chance.between(4, 35) : 1,
    help: oriented || (placed && chance.happens(0.4)),
    people: placed
      ? chance.weighted([
          [1, 6],
          [2, 3],
          [3, 1],
        ] as const)
      : null,
  };
}

/** Rows and no words: what was typed then is long destroyed, as it would be. */
export async function seedPastCalls(
  adminUrl: string,
  operator: Actor,
  shelterIds: readonly string[],
  now: Date,
): Promise<number> {
  const chance = new Chance(20_261);
  const calls = pastCalls(now, chance);
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true), set_config('mawa.tonight', $3, true)`,
      [operator.userId, now.toISOString(), now.toISOString().slice(0, 10)],
    );
    await client.query(
      `WITH given AS (
         SELECT gen_random_uuid() AS id, g.* FROM jsonb_to_recordset($1::jsonb)
           AS g(at timestamptz, type text, region text, language text, danger text, minutes int, outcome text, people int, help boolean)
       ), taken AS (
         INSERT INTO calls (id, line_id, taken_by, began_at, saved_at, type, type_version, language, region, danger, no_place, ended_at, outcome)
         SELECT id, $2, $3, at, at, type, 1, language, region, danger, CASE WHEN people IS NULL THEN 'no' ELSE 'yes' END,
                at + make_interval(mins => minutes), outcome FROM given RETURNING id
       )
       INSERT INTO call_steps (call_id, step, at, people, shelter_id, held_until)
       SELECT g.id, s, g.at + interval '5 minutes', CASE WHEN s = 'help' THEN 1 ELSE coalesce(g.people, 1) END, CASE s WHEN 'hold' THEN h.id END,
              CASE s WHEN 'hold' THEN g.at + interval '2 hours' END
         FROM given g CROSS JOIN unnest(ARRAY['case', 'request', 'hold', 'help']) AS s
         CROSS JOIN LATERAL (SELECT ($4::uuid[])[1 + g.minutes % cardinality($4::uuid[])] AS id) h
        WHERE CASE s WHEN 'case' THEN g.people IS NOT NULL OR g.help WHEN 'request' THEN g.people IS NOT NULL
                     WHEN 'hold' THEN g.people IS NOT NULL AND g.minutes % 4 > 0 ELSE g.help END`,
      [JSON.stringify(calls), operator.organisationId, operator.userId, shelterIds],
    );
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  return calls.length;
}

const MINUTE = 60_000;

/** The hours that have just passed: pranks from one number, a promise to call back, papers, a danger. */
export async function seedTonightsCalls(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  now: Date,
): Promise<void> {
  const [sanae, salma] = await Promise.all(['sanae', 'salma'].map((key) => programme.actor(key)));
  const [taking, backs] = [app.get(TakeCalls), app.get(CallBacks)];
  const call = async (
    minutesAgo: number,
    facts: Parameters<TakeCalls['save']>[2],
    outcome: Parameters<TakeCalls['end']>[2]['outcome'],
    during: (id: string) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<string> => {
    clock.set(new Date(now.getTime() - minutesAgo * MINUTE).toISOString());
    const { id } = await taking.begin(sanae!);
    await taking.save(sanae!, id, facts);
    await during(id);
    clock.advance(4 * MINUTE);
    await taking.end(sanae!, id, { outcome });
    return id;
  };
  const prank = { type: 'prank', number: '0600000011' } as const;
  await call(170, prank, 'no_words');
  await call(160, prank, 'no_words');
  const third = await call(150, prank, 'no_words');
  await app.get(CallerBlocks).block(salma!, third, { reason: 'prank', days: 7 });
  await call(
    120,
    {
      type: 'information',
      language: 'fra',
      region: '06',
      number: '0600000012',
      danger: 'no',
      medical: 'no',
      minor: 'no',
      no_place: 'no',
      note: 'Demande comment garder ses papiers si elle quitte son employeur (inventé).',
    },
    'call_back',
    (id) =>
      backs.open(sanae!, id, {
        sameNumber: true,
        dueAt: new Date(now.getTime() - 10 * MINUTE).toISOString(),
        when: 'Le soir, quand elle étend le linge (inventé)',
        who: 'Elle seule ; si un homme répond, raccrocher',
        say: 'L’école, au sujet de l’inscription',
      }),
  );
  // Needs no bed: what she asks for stands in her file, and an officer has a task.
  await call(
    100,
    {
      type: 'information',
      language: 'ary',
      region: '06',
      danger: 'no',
      medical: 'no',
      minor: 'no',
      no_place: 'no',
      note: 'Son employeur garde son passeport ; elle loge chez une amie (inventé).',
    },
    'oriented',
    (id) =>
      app
        .get(OpenFromCall)
        .run(sanae!, id, {
          people: [{ sex: 'female', age: 26, name: 'Ikram' }],
          help: ['legal', 'papers'],
          noBed: true,
        }),
  );
  await call(
    80,
    {
      type: 'third_party',
      language: 'ary',
      region: '04',
      danger: 'skipped',
      minor: 'yes',
      note: 'Une voisine entend pleurer une fillette placée chez des gens (inventé).',
    },
    'oriented',
  );
  await call(
    45,
    {
      type: 'emergency',
      language: 'wol',
      region: '06',
      danger: 'yes',
      medical: 'no',
      no_place: 'yes',
      number: '0600000013',
      note: 'Sortie par la fenêtre, attend près d’une station ; police prévenue avec son accord (inventé).',
    },
    'services_sent',
    (id) =>
      backs.open(sanae!, id, {
        sameNumber: true,
        dueAt: new Date(now.getTime() + 14 * 60 * MINUTE).toISOString(),
        when: 'En semaine avant 14 h (inventé)',
        who: 'Elle, ou sa sœur',
        say: 'La couturière, pour la robe',
      }),
  );
  clock.set(now.toISOString());
}
