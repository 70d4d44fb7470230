import type { INestApplicationContext } from '@nestjs/common';
import { Consents, CONSENT_POINTS } from '../../modules/consents';
import { type OrganisationFacts, Organisations } from '../../modules/organisations';
import { Partners, Referrals, SendReferrals } from '../../modules/referrals';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import type { SettableClock } from '../../modules/platform/shared/clock';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

type Facts = Partial<OrganisationFacts>;
/** Invented partners: those that are there already are described, the others added. */
const PARTNERS: readonly (readonly [code: string, name: string, facts: Facts])[] = [
  ['MINARET', 'Clinique juridique du Minaret (inventée)', { partnerType: 'legal', region: '04' }],
  ['CEDRE', 'Association Cèdre (inventée)', { partnerType: 'association', region: '07' }],
  [
    'TILLEUL',
    'Dispensaire du Tilleul (inventé)',
    {
      partnerType: 'health',
      region: '06',
      language: 'ar',
      names: { ar: 'مستوصف الزيزفون (مختلق)' },
    },
  ],
  [
    'OLIVIER',
    'Centre de formation Olivier (inventé)',
    { partnerType: 'training', region: '06', names: { ar: 'مركز الزيتون للتكوين (مختلق)' } },
  ],
  [
    'DAKAR',
    'Accueil de Dakar (inventé)',
    {
      partnerType: 'abroad',
      country: 'SN',
      singleContact: true,
      names: { ar: 'دار استقبال داكار (مختلقة)' },
    },
  ],
];

/** Code of the partner, help, places (null: nobody counts), days of waiting. */
const PLACES = [
  ['MINARET', 'legal', 8, null],
  ['MINARET', 'papers', null, 10],
  ['CEDRE', 'psychological', 5, 7],
  ['CEDRE', 'material', null, null],
  ['TILLEUL', 'medical', 6, 3],
  ['TILLEUL', 'psychological', 0, 21],
  ['OLIVIER', 'training', 12, 30],
  ['DAKAR', 'return', 4, null],
] as const;

interface SeededReferral {
  readonly partner: string;
  readonly service: string;
  readonly urgency: 'urgent' | 'soon' | 'normal';
  readonly needs: string;
  readonly daysAgo: number;
  readonly then?: 'accepted' | 'declined' | 'completed' | 'withdrawn';
}
const SENT: readonly SeededReferral[] = [
  {
    partner: 'TILLEUL',
    service: 'medical',
    urgency: 'soon',
    daysAgo: 2,
    needs:
      'Une consultation générale et un bilan sanguin ; une femme médecin, si possible. (inventé)',
  },
  {
    partner: 'TILLEUL',
    service: 'medical',
    urgency: 'urgent',
    daysAgo: 3,
    needs: 'Une douleur au dos qui ne passe pas, à voir cette semaine. (inventé)',
  },
  {
    partner: 'MINARET',
    service: 'legal',
    urgency: 'soon',
    daysAgo: 1,
    needs: 'Être conseillée avant une audition ; un interprète est nécessaire. (inventé)',
  },
  {
    partner: 'MINARET',
    service: 'legal',
    urgency: 'normal',
    daysAgo: 12,
    then: 'accepted',
    needs: 'Une demande d’indemnisation à préparer. (inventé)',
  },
  {
    partner: 'CEDRE',
    service: 'psychological',
    urgency: 'normal',
    daysAgo: 9,
    then: 'completed',
    needs: 'Trois entretiens de soutien. (inventé)',
  },
  {
    partner: 'OLIVIER',
    service: 'training',
    urgency: 'normal',
    daysAgo: 8,
    then: 'declined',
    needs: 'Une formation de couture avec garde d’enfant. (inventé)',
  },
  {
    partner: 'CEDRE',
    service: 'psychological',
    urgency: 'soon',
    daysAgo: 4,
    then: 'withdrawn',
    needs: 'Un suivi régulier, en darija. (inventé)',
  },
];
const ALL_SAID = Object.fromEntries(CONSENT_POINTS.map((point) => [point, 'yes' as const]));

/** Partners with their places, and referrals at every point of their way. */
export async function seedReferrals(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  people: readonly RegisteredPerson[],
  now: Date,
): Promise<string> {
  const [leila, amal] = [await programme.actor('leila'), await programme.actor('amal')];
  const ago = (days: number) => clock.set(new Date(now.getTime() - days * 86_400_000));
  ago(14);
  const partners = await namePartners(app, amal);
  for (const [code, service, places, waitingDays] of PLACES) {
    const noted = { service, places, waitingDays, how: 'phone' as const };
    await app.get(Partners).note(leila, partners.get(code)!, noted);
  }
  const hers = people.filter(
    ({ officer, family, age }) =>
      officer === 'leila' && family === null && age !== null && age >= 25,
  );
  const chosen = hers.slice(-SENT.length - 8, -8);
  for (const [at, one] of SENT.entries()) {
    ago(one.daysAgo);
    const caseId = chosen[at]!.caseId;
    await refer(app, leila, caseId, partners.get(one.partner)!, one);
  }
  clock.set(now);
  return `${SENT.length} referrals to ${partners.size} invented partners`;
}

async function namePartners(
  app: INestApplicationContext,
  amal: Actor,
): Promise<Map<string, string>> {
  const organisations = app.get(Organisations);
  return app.get(Transactions).run(amal, async (tx) => {
    const known = new Map((await organisations.listIn(tx)).map(({ code, id }) => [code, id]));
    const partners = new Map<string, string>();
    for (const [code, name, more] of PARTNERS) {
      const facts: OrganisationFacts = {
        name,
        country: 'MA',
        partnerType: null,
        region: null,
        language: 'fr',
        singleContact: false,
        ...more,
      };
      const id = known.get(code);
      if (id) await organisations.describeIn(tx, id, facts);
      const made = id ?? (await organisations.createIn(tx, { code, kind: 'partner', ...facts })).id;
      partners.set(code, made);
    }
    return partners;
  });
}

async function refer(
  app: INestApplicationContext,
  leila: Actor,
  caseId: string,
  partnerId: string,
  { service, urgency, needs, then }: SeededReferral,
): Promise<void> {
  const agreed = {
    purpose: 'sharing' as const,
    recipientId: partnerId,
    how: 'oral' as const,
    language: 'fra',
    points: ALL_SAID,
  };
  await app.get(Consents).record(leila, caseId, { ...agreed, decision: 'given' });
  const { id } = await app
    .get(SendReferrals)
    .send(leila, caseId, {
      partnerId,
      service,
      urgency,
      needs,
      parts: ['facts', 'needs', 'safe_contact'],
    });
  const referrals = app.get(Referrals);
  if (then === 'withdrawn') {
    await app.get(Consents).record(leila, caseId, { ...agreed, decision: 'withdrawn' });
  } else if (then === 'declined') {
    await referrals.answered(leila, id, {
      answer: 'declined',
      reason: 'full',
      note: 'Rappeler au printemps. (inventé)',
    });
  } else if (then) {
    await referrals.answered(leila, id, { answer: 'accepted', note: 'Mardi à 10 h. (inventé)' });
    if (then === 'completed') {
      const note = 'Trois entretiens, la personne dort mieux. (inventé)';
      await referrals.news(leila, id, { news: 'completed', times: 3, note });
    }
  }
}
