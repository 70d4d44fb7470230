import { Injectable } from '@nestjs/common';
import { maySeePart, type CasePart } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { CaseSeals, type SealedField } from './case-seals.service';
import { joinedFiles } from './person-files.queries';
import type { IdentityDocument, PersonNames, SafeContact } from './new-person.types';
import { partsOpenedTo } from './people.queries';
import { People } from './people.service';
import { fieldsWith, PERSON_FIELDS } from './person.fields';

export const IDENTITY_PARTS = ['safe_contact', 'identity', 'contact', 'story'] as const;
export type IdentityPart = (typeof IDENTITY_PARTS)[number];

const sealedFieldsOf = (parts: readonly CasePart[]): SealedField[] =>
  parts.flatMap((part) =>
    fieldsWith('sealed')
      .map((name) => PERSON_FIELDS[name])
      .filter((field) => field.part === part)
      .map(({ sealed }) => sealed),
  );

/** Safe contact instructions come before telephone numbers and addresses. */
export interface Identity {
  readonly safeContact?: Partial<SafeContact> | null;
  readonly names?: PersonNames | null;
  readonly birthDate?: string | null;
  readonly contact?: { readonly phone: string } | null;
  readonly documents?: readonly IdentityDocument[];
  readonly story?: string | null;
  /** By what other files of the person, joined to this one, know them. */
  readonly joined?: readonly JoinedIdentity[];
}

export interface JoinedIdentity {
  readonly caseNumber: string;
  readonly names: PersonNames | null;
  readonly birthDate: string | null;
  readonly documents: readonly IdentityDocument[];
}

/** The deliberate "show": only the parts that role and access both open, and always recorded. */
@Injectable()
export class ShowIdentity {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  run(
    actor: Actor,
    caseId: string,
    asked: readonly IdentityPart[] = ['safe_contact', 'identity', 'contact'],
  ): Promise<Identity> {
    return this.transactions.run(actor, (tx) => this.runIn(tx, caseId, asked));
  }

  async runIn(tx: Tx, caseId: string, asked: readonly IdentityPart[]): Promise<Identity> {
    await this.people.find(tx, caseId);
    const parts = await allowedParts(tx, caseId, asked);
    if (parts.length === 0) throw new DomainError('forbidden', 'people.part_not_yours');
    const fields = sealedFieldsOf(parts);
    const joined = parts.includes('identity') ? await joinedFiles(tx, caseId) : [];
    const ids = [caseId, ...joined.map(({ id }) => id)];
    const all = await this.seals.open(tx, ids, fields);
    const opened = all.get(caseId) ?? {};
    await record(tx, { action: 'people.show_identity', kind: 'case', ids, fields });
    const has = (part: IdentityPart): boolean => parts.includes(part);
    return {
      ...(has('safe_contact') && { safeContact: opened.safe_contact ?? null }),
      ...(has('identity') && {
        names: opened.names ?? null,
        birthDate: opened.birth_date ?? null,
        documents: opened.documents ?? [],
      }),
      ...(joined.length > 0 && {
        joined: joined.map(({ id, caseNumber }) => ({
          caseNumber,
          names: all.get(id)?.names ?? null,
          birthDate: all.get(id)?.birth_date ?? null,
          documents: all.get(id)?.documents ?? [],
        })),
      }),
      ...(has('contact') && { contact: opened.contact ?? null }),
      ...(has('story') && { story: opened.story ?? null }),
    };
  }
}

/** Parts of this case that the actor may see: allowed by the roles, and by row-level security for the case. */
export async function allowedParts<P extends CasePart>(
  tx: Tx,
  caseId: string,
  asked: readonly P[],
): Promise<P[]> {
  const opened = await partsOpenedTo(tx, caseId);
  return asked.filter((part) => opened.includes(part) && maySeePart(tx.actor, part));
}
