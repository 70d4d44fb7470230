/** Who decides for a child, kept with the consent; a name is sealed under the child's key. */
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { allowedParts, CaseSeals, People } from '../beneficiaries';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import {
  checkGuardianship,
  childStatus,
  type Age,
  type Assent,
  type ChildStatus,
  type GuardianRelation,
} from './child.rules';
import { assentFromAge } from './consents.queries';
import type { Decision, Purpose } from './consents.rules';

export interface Guardian {
  readonly relation: GuardianRelation;
  readonly caseId?: string | null;
  readonly name?: string | null;
}

export interface GuardianDecision {
  readonly relation: GuardianRelation | null;
  readonly caseId: string | null;
  readonly sealedName: Buffer | null;
}

const placeOf = (consentId: string) => ({
  table: 'consents',
  column: 'guardian_sealed',
  row: consentId,
});

@Injectable()
export class Guardians {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  /** Completed years today: by the exact date where it is known, else the range it leaves. */
  async ageOf(tx: Tx, caseId: string): Promise<Age> {
    const [fact] = await this.people.placementFacts(tx, [caseId], tx.today);
    return { low: fact!.ageLow, high: fact!.ageHigh };
  }

  async statusOf(tx: Tx, caseId: string): Promise<ChildStatus> {
    return childStatus(await this.ageOf(tx, caseId));
  }

  async check(
    tx: Tx,
    ids: { readonly caseId: string; readonly consentId: string },
    consent: { readonly purpose: Purpose; readonly decision: Decision },
    guardian: Guardian | null,
    assent: Assent | null,
  ): Promise<GuardianDecision> {
    const name = guardian?.name?.trim() || null;
    const guardianCaseId = guardian?.caseId ?? null;
    if (consent.decision === 'given') {
      const relation = guardian?.relation ?? null;
      const known = guardianCaseId !== null || name !== null;
      const age = await this.ageOf(tx, ids.caseId);
      checkGuardianship(consent, { relation, known, assent }, age, await assentFromAge(tx));
    }
    if (guardianCaseId !== null) await this.mustBeAnotherAdult(tx, ids.caseId, guardianCaseId);
    return {
      relation: guardian?.relation ?? null,
      caseId: guardianCaseId,
      sealedName:
        name === null
          ? null
          : await this.seals.sealText(tx, ids.caseId, placeOf(ids.consentId), name),
    };
  }

  private async mustBeAnotherAdult(tx: Tx, caseId: string, guardianId: string): Promise<void> {
    const seen = await tx.query('SELECT 1 FROM cases WHERE id = $1', [guardianId]);
    if (seen.length === 0 || guardianId === caseId) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'guardian.caseId');
    }
    if ((await this.statusOf(tx, guardianId)) !== 'adult') {
      throw new DomainError('invalid', 'consents.guardian_adult', {}, 'guardian.caseId');
    }
  }

  /** The deliberate "show" of a guardian's name: who may see identities, and always recorded. */
  name(actor: Actor, caseId: string, consentId: string): Promise<{ name: string | null }> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      if ((await allowedParts(tx, caseId, ['identity'])).length === 0) {
        throw new DomainError('forbidden', 'people.part_not_yours');
      }
      const [row] = await tx.query<{ sealed: Buffer | null }>(
        'SELECT guardian_sealed AS sealed FROM consents WHERE id = $1 AND case_id = $2',
        [consentId, caseId],
      );
      if (!row) throw notFound();
      await record(tx, {
        action: 'consents.show_guardian',
        kind: 'case',
        ids: [caseId],
        fields: ['guardian_name'],
      });
      if (!row.sealed) return { name: null };
      const [name] = await this.seals.openTexts(tx, [
        { caseId, place: placeOf(consentId), sealed: row.sealed },
      ]);
      return { name: name ?? null };
    });
  }
}
