import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import { validateDto } from '../../platform/web/validation';
import { ChangeBasisDto, GrantDefinitionDto } from '../dto/grants.dto';
import {
  type ChangeBasis,
  type GrantAmendment,
  proposeAmendment,
  proposedAmendmentErrors,
} from './grant-changes.service';
import { translateGrantErrors, unknownGrant } from './grant.errors';
import type { GrantDefinition } from './grant-definition.types';
import type { GrantDraft } from './grant-draft.rules';
import { proposalErrors, proposeGrant } from './grant-proposals.service';
import { grantChoices, type GrantChoices } from './grants.queries';

/** Room for a grant of forty lines many times over; a table keeps at most half a million bytes (grant_drafts). */
const MOST_BYTES = 200_000;

export interface DraftRow {
  readonly id: string;
  readonly code: string | null;
  readonly isAmendment: boolean;
  readonly changedAt: Date;
}

export interface CheckedDraft {
  readonly draft: GrantDraft;
  /** The grant that it amends. */
  readonly grantId: string | null;
  /** What stands against proposing it; empty where it may be. */
  readonly errors: readonly DomainError[];
  readonly choices: GrantChoices;
}

/** A grant that its writer saves step by step, and proposes when nothing stands against it. */
@Injectable()
export class GrantDrafts {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<DraftRow[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<DraftRow>(
        `SELECT id, definition ->> 'code' AS code, grant_id IS NOT NULL AS "isAmendment", changed_at AS "changedAt" FROM grant_drafts ORDER BY changed_at DESC`,
      ),
    );
  }

  /** Keeps a draft of what a file holds, of an amendment where the file says so; without one an empty draft. */
  begin(
    actor: Actor,
    draft: GrantDraft = {},
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'budget.begin_grant_draft', body: draft, requestId };
    return translateGrantErrors(
      this.transactions.once(actor, once, async (tx) =>
        beginIn(tx, draft, draft.amendment ? await amendedGrant(tx, draft) : null),
      ),
    );
  }

  /** An amendment, from the grant as it stands. */
  amend(actor: Actor, grantId: string, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'budget.begin_amendment', body: { grantId }, requestId };
    return translateGrantErrors(
      this.transactions.once(actor, once, async (tx) => {
        const [row] = await tx.query<{ definition: GrantDefinition }>(
          'SELECT grant_definition(id) AS definition FROM grants WHERE id = $1',
          [grantId],
        );
        if (!row) throw notFound();
        return beginIn(tx, { ...row.definition, amendment: {} }, grantId);
      }),
    );
  }

  /** From a proposal, for example one that was refused. */
  copy(actor: Actor, proposalId: string, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'budget.copy_grant_proposal', body: { proposalId }, requestId };
    return translateGrantErrors(
      this.transactions.once(actor, once, async (tx) => {
        const [proposal] = await tx.query<CopiedProposal>(
          `SELECT definition, grant_id AS "grantId", effective_on::text AS "effectiveOn", reference
             FROM grant_proposals WHERE id = $1 AND definition IS NOT NULL`,
          [proposalId],
        );
        if (!proposal) throw notFound();
        const { definition, grantId, ...amendment } = proposal;
        return beginIn(tx, grantId ? { ...definition, amendment } : definition, grantId);
      }),
    );
  }

  read(actor: Actor, id: string): Promise<CheckedDraft> {
    return this.transactions.run(actor, async (tx) => {
      const kept = await draftIn(tx, id);
      return { ...kept, errors: await draftErrors(tx, kept), choices: await grantChoices(tx) };
    });
  }

  save(actor: Actor, id: string, change: (draft: GrantDraft) => GrantDraft): Promise<GrantDraft> {
    return this.transactions.run(actor, async (tx) => {
      const draft = change((await draftIn(tx, id, 'FOR UPDATE')).draft);
      await tx.query(
        'UPDATE grant_drafts SET definition = $2, changed_at = mawa_now() WHERE id = $1',
        [id, keptText(draft)],
      );
      return draft;
    });
  }

  remove(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, (tx) => removeIn(tx, id));
  }

  propose(actor: Actor, id: string, requestId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'budget.propose_grant_draft', body: { id }, requestId },
      async (tx) => {
        const kept = await draftIn(tx, id, 'FOR UPDATE');
        const { grantId } = kept;
        const { definition, ...basis } = await wholeOf(kept);
        await removeIn(tx, id);
        return grantId
          ? proposeAmendment(tx, grantId, { ...(basis as ChangeBasis), definition })
          : proposeGrant(tx, definition);
      },
    );
  }
}

interface CopiedProposal {
  readonly definition: GrantDefinition;
  readonly grantId: string | null;
  readonly effectiveOn: string;
  readonly reference: string;
}

interface KeptDraft {
  readonly draft: GrantDraft;
  readonly grantId: string | null;
}

async function beginIn(
  tx: Tx,
  draft: GrantDraft,
  grantId: string | null = null,
): Promise<{ id: string }> {
  const [row] = await tx.query<{ id: string }>(
    'INSERT INTO grant_drafts (definition, grant_id) VALUES ($1, $2) RETURNING id',
    [keptText(draft), grantId],
  );
  await record(tx, { action: 'budget.begin_grant_draft', kind: 'grant_draft', ids: [row!.id] });
  return row!;
}

/** The grant in force whose code the file of an amendment has. */
async function amendedGrant(tx: Tx, { code = '' }: GrantDraft): Promise<string> {
  const [row] = await tx.query<{ id: string }>('SELECT id FROM grants WHERE code = $1', [
    String(code),
  ]);
  if (!row) throw unknownGrant(String(code).slice(0, 60));
  return row.id;
}

const keptText = (draft: GrantDraft): string => {
  const text = JSON.stringify(draft);
  if (Buffer.byteLength(text) > MOST_BYTES) throw new DomainError('too_large', 'common.too_large');
  return text;
};

/** Only one's own: the policy of grant_drafts shows no other. */
async function draftIn(tx: Tx, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<KeptDraft> {
  const [row] = await tx.query<KeptDraft>(
    `SELECT definition AS draft, grant_id AS "grantId" FROM grant_drafts WHERE id = $1 ${lock}`,
    [id],
  );
  if (!row) throw notFound();
  return row;
}

async function removeIn(tx: Tx, id: string): Promise<void> {
  const gone = await tx.query('DELETE FROM grant_drafts WHERE id = $1 RETURNING id', [id]);
  if (gone.length === 0) throw notFound();
  await record(tx, { action: 'budget.remove_grant_draft', kind: 'grant_draft', ids: [id] });
}

/** What a draft proposes, with the day and the agreement of an amendment. FieldErrors where a field is missing or wrong. */
async function wholeOf({ draft, grantId }: KeptDraft): Promise<GrantAmendment | WholeDraft> {
  if (!grantId) return { definition: await validateDto(GrantDefinitionDto, draft) };
  const { amendment = {}, ...definition } = draft;
  const errors: DomainError[] = [];
  const checked = async <T>(work: Promise<T>, prefix: string): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof FieldErrors)) throw error;
      errors.push(
        ...error.errors.map(
          ({ kind, code, params, field }) =>
            new DomainError(kind, code, params, `${prefix}${field}`),
        ),
      );
      return null;
    }
  };
  const basis = await checked(validateDto(ChangeBasisDto, amendment), 'amendment.');
  const grant = await checked(validateDto(GrantDefinitionDto, definition), '');
  if (!basis || !grant) throw new FieldErrors(errors);
  return { effectiveOn: basis.effectiveOn, reference: basis.reference, definition: grant };
}

interface WholeDraft {
  readonly definition: GrantDefinition;
}

/** First what single fields lack; whether it adds up is said once each can be read. */
async function draftErrors(tx: Tx, kept: KeptDraft): Promise<readonly DomainError[]> {
  try {
    const { definition } = await wholeOf(kept);
    return kept.grantId
      ? await proposedAmendmentErrors(tx, kept.grantId, definition)
      : await proposalErrors(tx, definition);
  } catch (error) {
    if (error instanceof FieldErrors) return error.errors;
    throw error;
  }
}
