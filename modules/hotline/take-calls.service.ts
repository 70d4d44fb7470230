import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { isCode, Lists } from '../reference-lists';
import { constraintOf, sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { CallerIndex } from './caller-index.service';
import { callForm, type CallForm, mergedNote } from './call.form';
import { type CallTexts, HotlineSeals, NO_TEXTS, personOfCall } from './hotline-seals.service';
import { type CallRow, type CallOutcome, findCall } from './calls.queries';
import type { EndCallDto, SaveCallDto } from './dto/call.dto';
import { TRIAGE_QUESTIONS } from './triage.rules';

/** The answer to the page after its call was saved. */
export interface CallSaveResult {
  readonly revision: number;
  /** Present note. */
  readonly note: string;
  /** When another window wrote what this page did not know; null where nothing of the kind is in the note. */
  readonly savedElsewhereAt: Date | null;
}

const CODED = ['type', 'language', 'region', ...TRIAGE_QUESTIONS] as const;
const WORDS = ['note', 'number', 'people', 'help'] as const;

/** A call in progress: started, saved while typing, ended with an outcome. */
@Injectable()
export class TakeCalls {
  constructor(
    private readonly transactions: Transactions,
    private readonly callers: CallerIndex,
    private readonly words: HotlineSeals,
    private readonly lists: Lists,
  ) {}

  begin(actor: Actor, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(actor, { useCase: 'calls.begin', body: {}, requestId }, (tx) =>
      this.beginIn(tx),
    );
  }

  private async beginIn(tx: Tx): Promise<{ id: string }> {
    const id = randomUUID();
    const [made] = await tx
      .query(
        `INSERT INTO calls (id, line_id) VALUES ($1, mawa_organisation())
         ON CONFLICT (taken_by) WHERE ended_at IS NULL DO NOTHING RETURNING 1 AS made`,
        [id],
      )
      .catch((error: unknown) => {
        if (sqlState(error) !== '42501') throw error;
        throw new DomainError('forbidden', 'access.not_yours');
      });
    if (!made) throw new DomainError('conflict', 'hotline.call_open');
    await record(tx, { action: 'calls.begin', kind: 'call', ids: [id] });
    return { id };
  }

  save(actor: Actor, id: string, given: SaveCallDto): Promise<{ revision: number }> {
    return this.transactions.run(actor, (tx) => this.saveIn(tx, id, given));
  }

  /** Merges the changes of a page with those of another window since the state that the page knew (`base`). */
  saveFromPage(
    actor: Actor,
    id: string,
    given: SaveCallDto,
    base: Partial<CallForm>,
  ): Promise<CallSaveResult> {
    return this.transactions.run(actor, async (tx) => {
      const call = await lockOwnCall(tx, id);
      const { note } = callForm({ note: (await this.words.ofCall(tx, id, call.sealed)).note });
      const known = base.note ?? '';
      const mine = given.note === undefined ? known : (given.note ?? '');
      const merged = mergedNote(known, note, mine);
      const changes = given.note === undefined ? given : { ...given, note: merged || null };
      const { revision } = await this.saveIn(tx, id, changes);
      return { revision, note: merged, savedElsewhereAt: merged === mine ? null : call.savedAt };
    });
  }

  async saveIn(tx: Tx, id: string, given: SaveCallDto): Promise<{ revision: number }> {
    const { revision, ...rest } = given;
    const call = await lockOwnCall(tx, id);
    if (revision !== undefined && revision !== call.revision) {
      throw new DomainError('conflict', 'hotline.saved_elsewhere');
    }
    const changed = [...CODED, ...WORDS].filter((field) => rest[field] !== undefined);
    if (changed.length === 0) return { revision: call.revision };
    const coded = await this.codedOf(tx, call, rest);
    const next = await this.wordsOf(tx, call, rest);
    const [row] = await tx
      .query<{ revision: number }>(
        `UPDATE calls SET type = $2, type_version = $3, language = $4, region = $5, danger = $6, medical = $7, minor = $8,
              no_place = $9, sealed = $10, caller = CASE WHEN $11 THEN $12 ELSE caller END,
              number_changes = number_changes + ($11 AND $12 IS DISTINCT FROM caller AND $12 IS NOT NULL)::int,
              revision = revision + 1, saved_at = mawa_now()
        WHERE id = $1 RETURNING revision`,
        [
          id,
          coded.type,
          coded.typeVersion,
          coded.language,
          coded.region,
          ...TRIAGE_QUESTIONS.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).map(
            (q) => coded[q],
          ),
          next.sealed,
          rest.number !== undefined,
          next.caller,
        ],
      )
      .catch(translateDangerError);
    await record(tx, { action: 'calls.save', kind: 'call', ids: [id], fields: changed });
    return row!;
  }

  /** Ends a call with its outcome. A blocked number may be turned away, but never a caller in danger. */
  end(actor: Actor, id: string, { outcome, type }: EndCallDto): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      if (type !== undefined) await this.saveIn(tx, id, { type });
      const call = await lockOwnCall(tx, id);
      if (
        outcome !== 'refused' &&
        call.type === null &&
        !OUTCOMES_WITHOUT_TRIAGE.includes(outcome)
      ) {
        throw new DomainError('invalid', 'hotline.say_which', {}, 'type');
      }
      await tx
        .query(
          `UPDATE calls SET ended_at = coalesce(ended_at, greatest(began_at, mawa_now())), outcome = $2, revision = revision + 1, saved_at = mawa_now()
            WHERE id = $1`,
          [id, outcome],
        )
        .catch(translateDangerError);
      await record(tx, { action: 'calls.end', kind: 'call', ids: [id], fields: [outcome] });
    });
  }

  private async codedOf(
    tx: Tx,
    call: CallRow & { typeVersion: number | null },
    given: SaveCallDto,
  ) {
    const { type = call.type, language = call.language, region = call.region } = given;
    if (language !== null && language !== call.language && !isCode('languages', language)) {
      throw new DomainError('invalid', 'common.not_choice', { field: 'language' }, 'language');
    }
    if (region !== null && region !== call.region && !isCode('regions', region)) {
      throw new DomainError('invalid', 'common.not_choice', { field: 'region' }, 'region');
    }
    let { typeVersion } = call;
    if (type !== call.type) {
      typeVersion =
        type === null ? null : await this.lists.chosenFrom(tx, 'call_types', type, 'type');
    }
    const answers = Object.fromEntries(
      TRIAGE_QUESTIONS.map((question) => [
        question,
        given[question] === undefined ? call[question] : given[question],
      ]),
    ) as Pick<CallRow, (typeof TRIAGE_QUESTIONS)[number]>;
    return { type, typeVersion, language, region, ...answers };
  }

  private async wordsOf(tx: Tx, call: CallRow & { sealed: Buffer | null }, given: SaveCallDto) {
    if (WORDS.every((field) => given[field] === undefined)) {
      return { sealed: call.sealed, caller: null };
    }
    const before = await this.words.ofCall(tx, call.id, call.sealed);
    const number = given.number ? this.callers.normalised(given.number) : null;
    const next: CallTexts = {
      note: given.note === undefined ? before.note : given.note?.trim() || null,
      number: given.number === undefined ? before.number : number,
      people: given.people?.map(personOfCall) ?? before.people,
      help: given.help ?? before.help,
    };
    const empty = JSON.stringify(next) === JSON.stringify(NO_TEXTS);
    return {
      sealed: empty ? null : await this.words.seal(tx, 'call', call.id, next),
      caller: number === null ? null : this.callers.digest(number),
    };
  }
}

/** As the statement above names them. */
const ORDER = ['danger', 'medical', 'minor', 'no_place'];
/** One may end without saying what sort of call it was. */
const OUTCOMES_WITHOUT_TRIAGE: readonly CallOutcome[] = ['cut_off', 'no_words'];

interface LockedCall {
  readonly sealed: Buffer | null;
  readonly typeVersion: number | null;
  readonly savedAt: Date;
}

/** Locks a call. Visible to the line; editable by its operator while it is open and for some hours. */
export async function lockOwnCall(tx: Tx, id: string): Promise<CallRow & LockedCall> {
  const call = await findCall(tx, id);
  const [row] = await tx.query<LockedCall>(
    'SELECT sealed, type_version AS "typeVersion", saved_at AS "savedAt" FROM calls WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!row) throw new DomainError('forbidden', 'hotline.not_your_call');
  // Read again under the lock: somebody may have saved while it was waited for.
  return { ...call, ...(await findCall(tx, id)), ...row };
}

function translateDangerError(error: unknown): never {
  const constraint = constraintOf(error);
  if (constraint === 'calls_danger_is_heard') {
    throw new DomainError('conflict', 'hotline.danger_is_heard');
  }
  if (constraint === 'calls_are_refused_by_a_block') {
    throw new DomainError('conflict', 'hotline.not_blocked');
  }
  if (constraint === 'calls_number_changes') {
    throw new DomainError('too_many', 'hotline.number_tries', {}, 'number');
  }
  throw error;
}
