import type { INestApplicationContext } from '@nestjs/common';
import {
  Agreements,
  DecideCommitment,
  ExchangeRates,
  JTIP_GRANT,
  RequestCommitment,
  TakeStep,
  type StepInput,
} from '../../modules/grant-budgeting';
import { PartnerAgreements } from '../../modules/cash-transfers';
import { Transactions } from '../../modules/platform/database/transactions';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import { confirmedSetting } from './confirmed-setting';
import type { SeededProgramme } from './seed-programme';

interface SeededCommitment {
  readonly line: string;
  readonly supplier: string;
  readonly purpose: string;
  readonly amount: string;
  readonly currency: string;
  /** How many people agree to it; null where it waits for somebody. */
  readonly agreed: 0 | 1 | 2;
  readonly then?: readonly Omit<StepInput, 'on'>[];
  readonly planned?: true;
  readonly under?: true;
}

const whole = (amount: string, document: string): readonly Omit<StepInput, 'on'>[] => [
  { step: 'committed' },
  { step: 'received', amount, document: `BL-${document}` },
  { step: 'invoiced', amount, document: `F-${document}` },
];

/** Invented suppliers and amounts, one for each stage that the list can show. */
const COMMITMENTS: readonly SeededCommitment[] = [
  {
    line: 'IOM-1.1',
    supplier: 'Literie du Nord (inventée)',
    currency: 'MAD',
    agreed: 1,
    purpose: 'Vingt matelas et couvertures',
    amount: '46000.00',
    then: [
      ...whole('46000.00', '2026-118'),
      { step: 'paid', amount: '46000.00', document: 'V-31' },
    ],
  },
  {
    line: 'IOM-2.3',
    supplier: 'Papeterie Atlas (inventée)',
    currency: 'MAD',
    agreed: 1,
    purpose: 'Kits d’hygiène et de rentrée',
    amount: '31500.00',
    then: [
      { step: 'committed' },
      { step: 'received', amount: '20000.00', document: 'BL-77' },
      { step: 'invoiced', amount: '20000.00', document: 'F-2041' },
      { step: 'paid', amount: '8000.00', document: 'V-44' },
    ],
  },
  {
    line: 'UNODC-2.1',
    supplier: 'Hôtel de la Baie (inventé)',
    currency: 'MAD',
    agreed: 2,
    purpose: 'Trois ateliers pour les intervenants',
    amount: '240000.00',
    then: [{ step: 'committed' }],
  },
  {
    line: 'ILO-1.1',
    supplier: 'Centre Olivier (inventé)',
    currency: 'USD',
    agreed: 2,
    purpose: 'Vingt places de formation en couture',
    amount: '38000.00',
    under: true,
    then: whole('38000.00', '0917'),
  },
  {
    line: 'IOM-3.1',
    supplier: 'Transports Safi (inventés)',
    currency: 'MAD',
    agreed: 1,
    purpose: 'Minibus, deux mois',
    amount: '54000.00',
    then: [{ step: 'committed' }, { step: 'cancelled', amount: '14000.00', reason: 'not_needed' }],
  },
  {
    line: 'UNODC-1.2',
    supplier: 'Cabinet Azur (inventé)',
    currency: 'EUR',
    agreed: 1,
    purpose: 'Traduction de jugements',
    amount: '3200.00',
  },
  {
    line: 'ILO-2.1',
    supplier: 'Coopérative Argan (inventée)',
    currency: 'MAD',
    agreed: 0,
    purpose: 'Outils pour six ateliers de couture',
    amount: '88000.00',
  },
  {
    line: 'IOM-2.2',
    supplier: 'Cabinet Yasmine (inventé)',
    currency: 'MAD',
    agreed: 0,
    purpose: 'Supervision de l’équipe, un semestre',
    amount: '36000.00',
    planned: true,
  },
];

/** Money promised by choice: an agreement with a partner, and an order at each stage. */
export async function seedCommitments(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  today: CivilDate,
): Promise<string> {
  if (addDays(today, -18) > JTIP_GRANT.endsOn) return 'no commitments: the grant has ended';
  const now = clock.now();
  const [omar, nadia, anas] = [
    await programme.actor('omar'),
    await programme.actor('nadia'),
    await programme.actor('anas'),
  ];
  clock.set(`${addDays(today, -21)}T09:30:00Z`);
  const rate = {
    from: 'EUR',
    to: 'USD',
    rate: '1.08',
    validFrom: addDays(today, -21),
    source: 'invented for the demonstration',
  };
  await confirmedSetting(app, nadia, app.get(ExchangeRates).propose(omar, rate));
  const partner = await app.get(Transactions).run(omar, async (tx) => {
    const [row] = await tx.query<{ id: string }>(
      `SELECT id FROM organisations WHERE kind = 'partner' ORDER BY code DESC LIMIT 1`,
    );
    return row!.id;
  });
  const agreement = await app
    .get(Agreements)
    .make(omar, {
      grantId: programme.grant.grantId,
      organisationId: partner,
      reference: 'ACC-FORMATION-1',
      startsOn: addDays(today, -60),
      endsOn: earlier(addDays(today, 300), JTIP_GRANT.endsOn),
    });
  await app.get(PartnerAgreements).confirm(nadia, agreement.id);
  for (const { line, agreed, then = [], under, ...asked } of COMMITMENTS) {
    const { id } = await app
      .get(RequestCommitment)
      .make(omar, {
        ...asked,
        lineId: programme.grant.lines[line]!,
        startsOn: addDays(today, -20),
        endsOn: earlier(addDays(today, 40), JTIP_GRANT.endsOn),
        ...(under && { agreementId: agreement.id }),
      });
    for (const other of [nadia, anas].slice(0, agreed)) {
      await app.get(DecideCommitment).decide(other, id, { decision: 'approved' });
    }
    let invoiceId: string | undefined;
    for (const [at, step] of then.entries()) {
      const taken = { ...step, on: addDays(today, at - 21) };
      clock.set(`${addDays(today, at - 21)}T10:00:00Z`);
      const paid = step.step === 'paid' && invoiceId !== undefined ? { invoiceId } : {};
      const done = await app.get(TakeStep).take(omar, id, { ...taken, ...paid });
      if (step.step === 'invoiced') invoiceId = (done as { stepId: string }).stepId;
    }
    clock.set(`${addDays(today, -21)}T09:30:00Z`);
  }
  clock.set(now);
  return `${COMMITMENTS.length} commitments at every stage, from planned to paid`;
}

const earlier = (one: CivilDate, other: CivilDate): CivilDate => (one < other ? one : other);
