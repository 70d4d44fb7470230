import type { INestApplicationContext } from '@nestjs/common';
import { DecideCommitment, JTIP_GRANT } from '../../modules/grant-budgeting';
import {
  AgreePlan,
  DraftPlan,
  PayInstalments,
  type NewPlanItem,
} from '../../modules/voluntary-return';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

interface StartedTrack {
  readonly id: string;
  readonly caseId: string;
}

/** Invented plans of those who begin anew here: one that is being paid, one that waits for the person's word. */
export async function seedReintegrationPlans(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  today: CivilDate,
): Promise<string> {
  if (addDays(today, 70) > JTIP_GRANT.endsOn) return 'no plans of reintegration: the grant ends';
  const now = clock.now();
  const leila = await programme.actor('leila');
  // Somebody whose file was hers already when the plan is begun.
  const begun = addDays(today, -22);
  const [first, second] = await app.get(Transactions).run(leila, (tx) =>
    tx.query<StartedTrack>(
      `SELECT t.id, t.case_id AS "caseId" FROM return_tracks t
          WHERE t.door = 'home' AND t.state = 'reintegrating'
            AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = t.case_id AND a.from_at < $1)
          ORDER BY t.opened_on`,
      [begun],
    ),
  );
  const drafts = app.get(DraftPlan);
  const add = (track: StartedTrack, item: NewPlanItem) =>
    drafts.add(leila, track.caseId, track.id, item);
  clock.set(`${begun}T10:00:00Z`);
  for (const item of agreedItems(programme, today)) await add(first!, item);
  await agree(app, leila, first!, begun, 'own');
  clock.set(`${addDays(today, -20)}T10:00:00Z`);
  await agreeToAll(app, await programme.actor('nadia'), leila, first!);
  await payFirst(app, leila, clock, first!, today);
  clock.set(`${addDays(today, -3)}T10:00:00Z`);
  await add(first!, {
    dimension: 'social',
    level: 'individual',
    kind: 'child_care',
    lineId: programme.grant.lines['ILO-1.2']!,
    amount: '1800.00',
    currency: 'MAD',
    instalments: [
      { form: 'cash', dueOn: addDays(today, 10), amount: '1800.00', condition: 'enrolled' },
    ],
  });
  await agree(app, leila, first!, addDays(today, -3), 'agrees');
  clock.set(now);
  for (const kind of ['training', 'psychosocial'] as const) {
    const dimension = kind === 'training' ? 'economic' : 'psychosocial';
    await add(second!, { dimension, level: 'individual', kind });
  }
  return 'plans of reintegration: one with instalments paid, late and to come, one being prepared';
}

const agreedItems = (programme: SeededProgramme, today: CivilDate): NewPlanItem[] => {
  const [business, rent] = [programme.grant.lines['ILO-2.1']!, programme.grant.lines['IOM-2.3']!];
  const due = (days: number) => addDays(today, days);
  return [
    {
      dimension: 'economic',
      level: 'individual',
      kind: 'start_up',
      lineId: business,
      amount: '12000.00',
      currency: 'MAD',
      note: 'Un atelier de couture chez elle, avec deux machines (texte inventé).',
      instalments: [
        { form: 'kind', dueOn: due(-12), amount: '5000.00', condition: 'quotes' },
        { form: 'kind', dueOn: due(20), amount: '4000.00', condition: 'opened' },
        { form: 'cash', dueOn: due(50), amount: '3000.00', condition: 'accounted' },
      ],
    },
    {
      dimension: 'social',
      level: 'individual',
      kind: 'housing',
      lineId: rent,
      amount: '4500.00',
      currency: 'MAD',
      instalments: [-15, 5, 35].map((days) => ({
        form: 'cash' as const,
        dueOn: due(days),
        amount: '1500.00',
        condition: 'lease',
      })),
    },
    { dimension: 'psychosocial', level: 'individual', kind: 'psychosocial' },
    { dimension: 'psychosocial', level: 'community', kind: 'community_project' },
    { dimension: 'social', level: 'structural', kind: 'legal_documents' },
  ];
};

async function agree(
  app: INestApplicationContext,
  officer: Actor,
  { id, caseId }: StartedTrack,
  on: CivilDate,
  voice: 'own' | 'agrees',
): Promise<void> {
  await app
    .get(AgreePlan)
    .agree(officer, caseId, id, {
      on,
      voice,
      agreedBy: 'self',
      note: 'Elle a choisi l’ordre des étapes elle-même (texte inventé).',
    });
}

async function agreeToAll(
  app: INestApplicationContext,
  second: Actor,
  officer: Actor,
  { id }: StartedTrack,
): Promise<void> {
  const asked = await app
    .get(Transactions)
    .run(officer, (tx) =>
      tx.query<{ id: string }>(
        'SELECT commitment_id AS id FROM return_plan_requests WHERE track_id = $1',
        [id],
      ),
    );
  for (const one of asked)
    await app.get(DecideCommitment).decide(second, one.id, { decision: 'approved' });
}

/** The first rent whole, the first machine in part. */
async function payFirst(
  app: INestApplicationContext,
  officer: Actor,
  clock: SettableClock,
  { id, caseId }: StartedTrack,
  today: CivilDate,
): Promise<void> {
  const rows = await app
    .get(Transactions)
    .run(officer, (tx) =>
      tx.query<{ id: string; condition: string }>(
        `SELECT id, condition FROM return_instalments WHERE track_id = $1 AND due_on < $2 ORDER BY due_on`,
        [id, today],
      ),
    );
  for (const [place, one] of rows.entries()) {
    const on = addDays(today, place === 0 ? -15 : -10);
    clock.set(`${on}T11:00:00Z`);
    await app
      .get(PayInstalments)
      .pay(officer, caseId, id, one.id, {
        amount: place === 0 ? '1500.00' : '3200.00',
        on,
        metOn: addDays(on, -1),
        receipt: `2026-${117 + place}`,
      });
  }
}
