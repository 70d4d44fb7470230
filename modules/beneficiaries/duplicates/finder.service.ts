import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { KEY_FILE, type KeyFile, mastersOf } from '../../access';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers, type WorkHandler, type WorkItem } from '../../platform/queue';
import { DUPLICATE_FINDER } from '../../platform/shared/actor';
import { runInWorker } from '../../platform/shared/worker';
import type { AgeCertainty, Sex } from '../new-person.types';
import { birthYearRangeOf, MATCHER_VERSION } from './duplicate.rules';
import type { ComparedPerson, FinderAnswer, FinderWork } from './find-duplicates.rules';

interface Row {
  readonly id: string;
  readonly sex: Sex | null;
  readonly birth_year: number | null;
  readonly age_at_registration: number | null;
  readonly age_certainty: AgeCertainty;
  readonly registered_in: number;
  readonly nationality: string | null;
  readonly families: string[];
  readonly mark: string | null;
  readonly sealed: Buffer | null;
  readonly wrapped: Buffer | null;
}

const TIMEOUT_MS = 30 * 60_000;
const HEAP_MB = 2_048;

/**
 * Compares new and changed people with all others, and all with all after a change of the matching algorithm. The list
 * of people to compare is cleared in the transaction that stores the pairs, so that an interrupted run has no effect
 * and is repeated.
 */
@Injectable()
export class DuplicateFinder implements OnModuleInit, WorkHandler<'find-duplicates'> {
  readonly kind = 'find-duplicates';

  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
    @Inject(KEY_FILE) private readonly keyFile: KeyFile,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork(this);
  }

  async run(work: WorkItem<'find-duplicates'>): Promise<void> {
    const { how } = work.params;
    const given = await this.transactions.run(DUPLICATE_FINDER, (tx) => this.read(tx, how));
    await work.progress(20, 'comparing');
    const answer = await this.compare(given, work.signal);
    await work.progress(90, 'writing');
    const seen = given.people.flatMap(({ id, mark }) => (mark ? [{ id, mark }] : []));
    await this.transactions.run(DUPLICATE_FINDER, async (tx) => {
      await tx.query('SELECT propose_duplicates($1, $2, $3, $4, $5, $6, $7)', [
        how,
        MATCHER_VERSION,
        given.all,
        JSON.stringify(answer.pairs),
        JSON.stringify(seen),
        answer.common,
        answer.unread,
      ]);
      // Without a result: the job belongs to the account that registered the person.
      await work.finish(tx);
    });
  }

  private async read(tx: Tx, how: 'intake' | 'nightly') {
    const [last] = await tx.query<{ matcher: string }>(
      `SELECT matcher FROM duplicate_runs WHERE how = 'nightly' ORDER BY finished_at DESC LIMIT 1`,
    );
    const all = how === 'nightly' && last?.matcher !== MATCHER_VERSION;
    const rows = await tx.query<Row>('SELECT * FROM people_to_compare($1)', [all]);
    const documents =
      rows.length === 0
        ? []
        : await tx.query<{ one: string; other: string }>('SELECT * FROM same_documents($1)', [all]);
    return {
      all,
      people: rows.map(personOf),
      sameDocument: documents.map(({ one, other }) => [one, other] as const),
    };
  }

  private async compare(
    { all, people, sameDocument }: Omit<FinderWork, 'masters'>,
    signal: AbortSignal,
  ): Promise<FinderAnswer> {
    if (people.length === 0) return { pairs: [], common: 0, unread: 0 };
    const work: FinderWork = { masters: mastersOf(this.keyFile), people, sameDocument, all };
    return runInWorker<FinderAnswer>(join(__dirname, 'duplicate.worker'), work, {
      timeoutMs: TIMEOUT_MS,
      maxHeapMb: HEAP_MB,
      signal,
    });
  }
}

const personOf = (row: Row): ComparedPerson & { readonly mark: string | null } => ({
  id: row.id,
  sex: row.sex,
  born: birthYearRangeOf({
    birthYear: row.birth_year,
    ageAtRegistration: row.age_at_registration,
    ageCertainty: row.age_certainty,
    registeredIn: row.registered_in,
  }),
  nationality: row.nationality,
  families: row.families,
  waiting: row.mark !== null,
  mark: row.mark,
  wrapped: row.wrapped,
  sealed: row.sealed,
});
