import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../../platform/shared/domain.errors';
import { validateDto } from '../../platform/web/validation';
import { GrantDefinitionDto } from '../dto/grants.dto';
import { translateGrantErrors } from './grant.errors';
import type { GrantDefinition } from './grant-definition.types';
import type { GrantDraft } from './grant-draft.rules';
import { proposalErrors, proposeGrant } from './grant-proposals.service';
import { grantChoices, type GrantChoices } from './grants.queries';

/** Room for a grant of forty lines many times over; a table keeps at most half a million bytes (grant_drafts). */
const MOST_BYTES = 200_000;

export interface DraftRow {
  readonly id: string;
  readonly code: string | null;
  readonly changedAt: Date;
}

export interface CheckedDraft {
  readonly draft: GrantDraft;
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
        `SELECT id, definition ->> 'code' AS code, changed_at AS "changedAt" FROM grant_drafts ORDER BY changed_at DESC`,
      ),
    );
  }

  /** Keeps a draft of what a file holds; without one an empty draft. */
  begin(
    actor: Actor,
    draft: GrantDraft = {},
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'budget.begin_grant_draft', body: draft, requestId };
    return translateGrantErrors(this.transactions.once(actor, once, (tx) => beginIn(tx, draft)));
  }

  /** From a proposal, for example one that was refused. */
  copy(actor: Actor, proposalId: string, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'budget.copy_grant_proposal', body: { proposalId }, requestId };
    return translateGrantErrors(
      this.transactions.once(actor, once, async (tx) => {
        const [proposal] = await tx.query<{ definition: GrantDefinition }>(
          'SELECT definition FROM grant_proposals WHERE id = $1',
          [proposalId],
        );
        if (!proposal) throw notFound();
        return beginIn(tx, proposal.definition);
      }),
    );
  }

  read(actor: Actor, id: string): Promise<CheckedDraft> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await draftIn(tx, id);
      return { draft, errors: await draftErrors(tx, draft), choices: await grantChoices(tx) };
    });
  }

  save(actor: Actor, id: string, change: (draft: GrantDraft) => GrantDraft): Promise<GrantDraft> {
    return this.transactions.run(actor, async (tx) => {
      const draft = change(await draftIn(tx, id, 'FOR UPDATE'));
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
        const definition = await definitionOf(await draftIn(tx, id, 'FOR UPDATE'));
        await removeIn(tx, id);
        return proposeGrant(tx, definition);
      },
    );
  }
}

async function beginIn(tx: Tx, draft: GrantDraft): Promise<{ id: string }> {
  const [row] = await tx.query<{ id: string }>(
    'INSERT INTO grant_drafts (definition) VALUES ($1) RETURNING id',
    [keptText(draft)],
  );
  await record(tx, { action: 'budget.begin_grant_draft', kind: 'grant_draft', ids: [row!.id] });
  return row!;
}

const keptText = (draft: GrantDraft): string => {
  const text = JSON.stringify(draft);
  if (Buffer.byteLength(text) > MOST_BYTES) throw new DomainError('too_large', 'common.too_large');
  return text;
};

/** Only one's own: the policy of grant_drafts shows no other. */
async function draftIn(tx: Tx, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<GrantDraft> {
  const [row] = await tx.query<{ definition: GrantDraft }>(
    `SELECT definition FROM grant_drafts WHERE id = $1 ${lock}`,
    [id],
  );
  if (!row) throw notFound();
  return row.definition;
}

async function removeIn(tx: Tx, id: string): Promise<void> {
  const gone = await tx.query('DELETE FROM grant_drafts WHERE id = $1 RETURNING id', [id]);
  if (gone.length === 0) throw notFound();
  await record(tx, { action: 'budget.remove_grant_draft', kind: 'grant_draft', ids: [id] });
}

const definitionOf = (draft: GrantDraft): Promise<GrantDefinition> =>
  validateDto(GrantDefinitionDto, draft);

/** First what single fields lack; whether it adds up is said once each can be read. */
async function draftErrors(tx: Tx, draft: GrantDraft): Promise<readonly DomainError[]> {
  try {
    return await proposalErrors(tx, await definitionOf(draft));
  } catch (error) {
    if (error instanceof FieldErrors) return error.errors;
    throw error;
  }
}
