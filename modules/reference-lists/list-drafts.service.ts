import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import {
  checkItem,
  hasChanges,
  inOrder,
  type Item,
  itemOf,
  LIMITS,
  moveItem,
  type WrittenItem,
} from './list.rules';
import {
  comparableOf,
  firstTierOf,
  itemsOf,
  ownedLists,
  type VersionRow,
  versionsOf,
} from './lists.queries';
import { copyVersion, putCrosswalk, putItem, putOrder } from './list-drafts.queries';
import { joinWords } from '../platform/shared/punctuation.words';

export interface DraftWords {
  /** What changed and why; required for the approval. */
  readonly note?: string | null;
  readonly source: string;
  readonly licence: string;
  /** The first day on which it is chosen from; from its approval on where left out. */
  readonly holdsFrom?: CivilDate | null;
}

/** Revision that was read, for optimistic locking. */
export interface OfRevision {
  readonly revision: number;
}

/** The next version of a list: drafted by those who own it, approved by one who wrote nothing of it. */
@Injectable()
export class ListDrafts {
  constructor(private readonly transactions: Transactions) {}

  /** Begins with the words of the latest approved version. */
  start(actor: Actor, name: string, requestId: string | null = null): Promise<{ version: number }> {
    return this.transactions.once(
      actor,
      { useCase: 'lists.start', body: { name }, requestId },
      (tx) => this.startIn(tx, name),
    );
  }

  async startIn(tx: Tx, name: string): Promise<{ version: number }> {
    await mustOwn(tx, name);
    const latest = (await versionsOf(tx, name)).find(({ state }) => state === 'approved')!;
    try {
      const version = await copyVersion(tx, latest);
      await wrote(tx, name, version);
      await record(tx, { action: 'lists.start', kind: 'list', fields: [name] });
      return { version };
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'lists.draft_open');
    }
  }

  describe(actor: Actor, name: string, words: DraftWords & OfRevision) {
    return this.change(actor, name, words.revision, 'describe', async (tx, draft) => {
      const { note, source, licence, holdsFrom = null } = words;
      if (holdsFrom !== null && holdsFrom < tx.today) {
        throw new DomainError('invalid', 'lists.holds_before_today', {}, 'holdsFrom');
      }
      // An approval is final: a mistyped year would freeze the list until then.
      if (holdsFrom !== null && holdsFrom > addDays(tx.today, 366)) {
        throw new DomainError('invalid', 'lists.holds_too_late', {}, 'holdsFrom');
      }
      await tx.query(
        `UPDATE list_versions SET note = $3, source = $4, licence = $5, holds_from = $6 WHERE list = $1 AND version = $2`,
        [name, draft.version, note?.trim() || null, source.trim(), licence.trim(), holdsFrom],
      );
    });
  }

  /** A new code, after those of its tier. */
  add(actor: Actor, name: string, item: WrittenItem & OfRevision) {
    return this.change(actor, name, item.revision, 'add_item', async (tx, draft) => {
      const others = await itemsOf(tx, name, draft.version);
      if (others.length >= LIMITS.items) {
        throw new DomainError('invalid', 'common.too_many_items', { limit: LIMITS.items }, 'code');
      }
      await this.put(tx, draft, item, others);
    });
  }

  /** Other words, another place in the tiers, no longer or again chosen; never another code. */
  rewrite(actor: Actor, name: string, item: WrittenItem & OfRevision) {
    return this.change(actor, name, item.revision, 'change_item', async (tx, draft) => {
      const items = await itemsOf(tx, name, draft.version);
      if (!items.some(({ code }) => code === item.code)) throw notFound();
      const others = items.filter(({ code }) => code !== item.code);
      await this.put(tx, draft, item, others);
    });
  }

  move(actor: Actor, name: string, { revision, code, to }: MoveItem) {
    return this.change(actor, name, revision, 'move_item', async (tx, draft) => {
      const items = await itemsOf(tx, name, draft.version);
      if (!items.some((item) => item.code === code)) throw notFound();
      await putOrder(tx, draft, moveItem(items, code, to));
    });
  }

  /** Only what was never approved is taken out; everything else is retired. */
  remove(actor: Actor, name: string, { revision, code }: OfRevision & { code: string }) {
    return this.change(actor, name, revision, 'remove_item', async (tx, draft) => {
      const items = await itemsOf(tx, name, draft.version);
      if (!items.some((item) => item.code === code)) throw notFound();
      const approved = await tx.query(
        `SELECT 1 FROM list_items i JOIN list_versions v USING (list, version)
          WHERE i.list = $1 AND i.code = $2 AND v.state = 'approved' LIMIT 1`,
        [name, code],
      );
      if (approved.length > 0) {
        throw new DomainError('conflict', 'lists.retire_instead', { code }, 'retired');
      }
      if (items.some(({ parent }) => parent === code)) {
        throw new DomainError('conflict', 'lists.parent_of_others', {}, 'parent');
      }
      await tx.query('DELETE FROM list_items WHERE list = $1 AND version = $2 AND code = $3', [
        name,
        draft.version,
        code,
      ]);
      await putOrder(tx, draft, inOrder(items.filter((item) => item.code !== code)));
    });
  }

  drop(actor: Actor, name: string, { revision }: OfRevision) {
    return this.change(actor, name, revision, 'drop', async (tx, draft) => {
      await tx.query(
        `UPDATE list_versions SET state = 'dropped' WHERE list = $1 AND version = $2`,
        [name, draft.version],
      );
    });
  }

  /** By one who owns the list and wrote nothing of this version: it holds from the day that it names. */
  approve(actor: Actor, name: string, { revision }: OfRevision): Promise<{ version: number }> {
    return this.transactions.run(actor, async (tx) => {
      await mustOwn(tx, name);
      const draft = await lockDraft(tx, name, revision);
      if (draft.writers.some(({ id }) => id === actor.userId)) {
        throw new DomainError('forbidden', 'lists.needs_another');
      }
      const before = (await versionsOf(tx, name)).find(({ state }) => state === 'approved')!;
      await checkApproval(tx, draft, before);
      await tx.query(
        `UPDATE list_versions SET state = 'approved', approved_by = $3, approved_at = mawa_now(),
                holds_from = greatest(holds_from, mawa_day(mawa_now()), $4::date) WHERE list = $1 AND version = $2`,
        [name, draft.version, actor.userId, before.holdsFrom],
      );
      await record(tx, { action: 'lists.approve', kind: 'list', fields: [name] });
      return { version: draft.version };
    });
  }

  /** Owner, draft, revision; then the change itself, who wrote it, and the next revision. */
  private change(
    actor: Actor,
    name: string,
    revision: number,
    what: string,
    work: (tx: Tx, draft: VersionRow) => Promise<void>,
  ): Promise<{ revision: number }> {
    return this.transactions.run(actor, async (tx) => {
      await mustOwn(tx, name);
      const draft = await lockDraft(tx, name, revision);
      await tx.query(
        'UPDATE list_versions SET revision = revision + 1 WHERE list = $1 AND version = $2',
        [name, draft.version],
      );
      await wrote(tx, name, draft.version);
      await work(tx, draft);
      await record(tx, { action: `lists.${what}`, kind: 'list', fields: [name] });
      return { revision: revision + 1 };
    });
  }

  private async put(
    tx: Tx,
    draft: VersionRow,
    written: WrittenItem,
    others: readonly Item[],
  ): Promise<void> {
    const comparable = await comparableOf(tx, draft.list);
    const errors = checkItem(written, others, comparable, await firstTierOf(tx, draft.list));
    if (errors.length > 0) throw new FieldErrors(errors);
    const item = itemOf(written);
    await putItem(tx, draft, item, others.length + 1);
    await putCrosswalk(tx, draft, item);
    await putOrder(tx, draft, inOrder(await itemsOf(tx, draft.list, draft.version)));
  }
}

export interface MoveItem extends OfRevision {
  readonly code: string;
  readonly to: 'up' | 'down';
}

/** An unknown list is "not found"; a list of another owner is refused. */
async function mustOwn(tx: Tx, name: string): Promise<void> {
  const row = (await ownedLists(tx)).find((one) => one.name === name);
  if (!row) throw notFound();
  if (!row.mine) throw new DomainError('forbidden', 'lists.not_yours');
}

/** Locks the draft; a writer who read an earlier revision is refused with the names of its writers. */
async function lockDraft(tx: Tx, name: string, revision: number): Promise<VersionRow> {
  await tx.query(`SELECT 1 FROM list_versions WHERE list = $1 AND state = 'draft' FOR UPDATE`, [
    name,
  ]);
  const draft = (await versionsOf(tx, name)).find(({ state }) => state === 'draft');
  if (!draft) throw new DomainError('conflict', 'lists.no_draft');
  if (draft.revision !== revision) {
    const names = draft.writers.map((writer) => writer.name);
    const who = joinWords(names, tx.actor.language);
    throw new DomainError('conflict', 'lists.changed_meanwhile', { who });
  }
  return draft;
}

const wrote = (tx: Tx, name: string, version: number) =>
  tx.query(
    'INSERT INTO list_writers (list, version, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [name, version, tx.actor.userId],
  );

async function checkApproval(tx: Tx, draft: VersionRow, before: VersionRow): Promise<void> {
  if (!draft.note) throw new DomainError('invalid', 'lists.note_missing', {}, 'note');
  const items = await itemsOf(tx, draft.list, draft.version);
  const sameWords = draft.source === before.source && draft.licence === before.licence;
  if (sameWords && !hasChanges(await itemsOf(tx, draft.list, before.version), items)) {
    throw new DomainError('conflict', 'lists.nothing_changed');
  }
  if (items.every(({ retired }) => retired)) throw new DomainError('conflict', 'lists.all_retired');
}
