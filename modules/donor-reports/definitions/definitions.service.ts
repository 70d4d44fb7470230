import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintOf, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { ReportDefinition, LocalizedText } from '../report-definition.types';
import { assertWhole, readDefinition } from './check-definition.rules';
import {
  type DraftRow,
  draftOf,
  draftsIn,
  editionInForce,
  type EditionInForce,
  type EditionRow,
  editionsInForce,
  editionsOf,
} from './definitions.queries';

export interface DefinitionsOverview {
  readonly editions: readonly EditionInForce[];
  readonly drafts: readonly DraftRow[];
}
export interface DefinitionDetails {
  readonly kind: string;
  /** The last first; none of a kind that is still a draft. */
  readonly editions: readonly EditionRow[];
  readonly draft: DraftRow | null;
}
export interface DefinitionDraftInput {
  readonly body: unknown;
  readonly source: string;
  /** The revision that the author had before them. */
  readonly revision: number;
}

/** Report definitions: read, copy, draft, and put in force as an immutable edition. */
@Injectable()
export class Definitions {
  constructor(private readonly transactions: Transactions) {}

  all(actor: Actor): Promise<DefinitionsOverview> {
    return this.transactions.run(actor, async (tx) => ({
      editions: await editionsInForce(tx),
      drafts: await draftsIn(tx),
    }));
  }

  one(actor: Actor, kind: string): Promise<DefinitionDetails> {
    return this.transactions.run(actor, async (tx) => {
      const [editions, draft] = [await editionsOf(tx, kind), await draftOf(tx, kind)];
      if (editions.length === 0 && !draft) throw notFound();
      return { kind, editions, draft };
    });
  }

  /** A report of one's own, begun as another one is. */
  copy(
    actor: Actor,
    from: string,
    given: { readonly kind: string; readonly title: LocalizedText },
    requestId: string | null = null,
  ) {
    const once = { useCase: 'definitions.copy', body: { from, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const edition = await inForce(tx, from);
      const { kind, title } = given;
      if ((await editionsOf(tx, kind)).length > 0)
        throw new DomainError('conflict', 'definitions.exists', {}, 'kind');
      const body = readDefinition(kind, {
        ...edition.body,
        title,
        fileStem: `mawa-${kind}`.slice(0, 40).replace(/-+$/, ''),
      });
      return begin(tx, { kind, body, source: edition.source, copiedFrom: from });
    });
  }

  /** The next edition of a report, begun as the last one is. */
  draft(actor: Actor, kind: string, requestId: string | null = null) {
    const once = { useCase: 'definitions.draft', body: { kind }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const { body, source } = await inForce(tx, kind);
      return begin(tx, { kind, body, source, copiedFrom: null });
    });
  }

  /** The draft as it is written now; what another wrote meanwhile is not overwritten. */
  write(actor: Actor, kind: string, given: DefinitionDraftInput): Promise<{ revision: number }> {
    return this.transactions.run(actor, async (tx) =>
      this.keep(tx, kind, readDefinition(kind, given.body), given),
    );
  }

  /** One act of the editor upon the draft. */
  change(
    actor: Actor,
    kind: string,
    revision: number,
    change: (body: ReportDefinition) => ReportDefinition,
  ): Promise<{ revision: number }> {
    return this.transactions.run(actor, async (tx) => {
      const draft = await lockDraft(tx, kind);
      const body = readDefinition(kind, change(draft.body));
      return this.keep(tx, kind, body, { source: draft.source, revision });
    });
  }

  drop(actor: Actor, kind: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await lockDraft(tx, kind);
      await tx.query('DELETE FROM report_definition_drafts WHERE kind = $1', [kind]);
      await record(tx, { action: 'definitions.drop', kind: 'report_definition', fields: [kind] });
    });
  }

  /** From now on reports of this kind are made with it; those begun before keep theirs. */
  putInForce(
    actor: Actor,
    kind: string,
    revision: number,
    requestId: string | null = null,
  ): Promise<{ version: string }> {
    const once = { useCase: 'definitions.put_in_force', body: { kind, revision }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const draft = await lockDraft(tx, kind);
      if (draft.revision !== revision) throw writtenMeanwhile();
      const body = readDefinition(kind, draft.body);
      assertWhole(body);
      const last = await editionInForce(tx, kind);
      const edition = (last?.edition ?? 0) + 1;
      const version = `${tx.today.slice(0, 7)}/${edition}`;
      await tx.query(
        `INSERT INTO report_definitions (kind, version, edition, body, source, verified)
         VALUES ($1, $2, $3, $4, $5, 'own')`,
        [kind, version, edition, JSON.stringify(body), draft.source],
      );
      await tx.query('DELETE FROM report_definition_drafts WHERE kind = $1', [kind]);
      await record(tx, {
        action: 'definitions.put_in_force',
        kind: 'report_definition',
        fields: [`${kind} ${version}`],
      });
      return { version };
    });
  }

  private async keep(
    tx: Tx,
    kind: string,
    body: ReportDefinition,
    { source, revision }: Omit<DefinitionDraftInput, 'body'>,
  ): Promise<{ revision: number }> {
    const draft = await lockDraft(tx, kind);
    if (draft.revision !== revision) throw writtenMeanwhile();
    await tx.query(
      `UPDATE report_definition_drafts
          SET body = $2, source = $3, revision = revision + 1, "by" = mawa_actor(), at = mawa_now() WHERE kind = $1`,
      [kind, JSON.stringify(body), source.trim()],
    );
    await record(tx, { action: 'definitions.write', kind: 'report_definition', fields: [kind] });
    return { revision: revision + 1 };
  }
}

const writtenMeanwhile = () => new DomainError('conflict', 'definitions.written_meanwhile');

async function inForce(tx: Tx, kind: string): Promise<EditionRow> {
  const edition = await editionInForce(tx, kind);
  if (!edition) throw notFound();
  return edition;
}

async function lockDraft(tx: Tx, kind: string): Promise<DraftRow> {
  await tx.query('SELECT 1 FROM report_definition_drafts WHERE kind = $1 FOR UPDATE', [kind]);
  const draft = await draftOf(tx, kind);
  if (!draft) throw notFound();
  return draft;
}

async function begin(
  tx: Tx,
  draft: Pick<DraftRow, 'kind' | 'body' | 'source' | 'copiedFrom'>,
): Promise<{ kind: string }> {
  const { kind, body, source, copiedFrom } = draft;
  try {
    await tx.query(
      'INSERT INTO report_definition_drafts (kind, body, source, copied_from) VALUES ($1, $2, $3, $4)',
      [kind, JSON.stringify(body), source, copiedFrom],
    );
  } catch (error) {
    if (constraintOf(error) !== 'report_definition_drafts_one') throw error;
    throw new DomainError('conflict', 'definitions.drafted_already', {}, 'kind');
  }
  await record(tx, { action: 'definitions.draft', kind: 'report_definition', fields: [kind] });
  return { kind };
}
