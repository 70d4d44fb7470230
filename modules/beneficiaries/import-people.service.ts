import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { once } from '../../src/database/once';
import { Transactions, type Tx } from '../../src/database/transactions';
import type { Actor, Language } from '../../src/shared/actor';
import { DomainError, FieldErrors } from '../../src/shared/domain-error';
import { keyOfCode, translate } from '../../src/web/i18n';
import { parseBeneficiaries } from './import/parse-beneficiaries';
import { People } from './people.service';

export interface ImportSummary {
  /** Rows with a person in them that could be read. */
  readonly rows: number;
  readonly errors: readonly {
    /** As a spreadsheet numbers it; 0 is the file as a whole. */
    readonly row: number;
    readonly field: string | null;
    readonly column: string | null;
    readonly code: string;
    readonly params: Record<string, string | number>;
    /** In the reader's language. */
    readonly sentence: string;
  }[];
  readonly registered: number;
  readonly possibleDuplicate: boolean;
}

export interface ImportOptions {
  readonly dryRun?: boolean;
  /** The same file with the same id is registered once. */
  readonly requestId?: string | null;
  /** After each batch: how many of how many are written (not yet committed). */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * A file of people: all of them or none, and each bad row by its number and reason. A dry run
 * reads and checks; it asks the database nothing about anybody.
 */
@Injectable()
export class ImportPeople {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  async run(
    actor: Actor,
    bytes: Buffer,
    { dryRun = false, requestId = null, onProgress = () => undefined }: ImportOptions = {},
  ): Promise<ImportSummary> {
    if (!may(actor, 'people:import')) throw new DomainError('forbidden', 'access.not_yours');
    const today = await this.transactions.run(actor, (tx) => Promise.resolve(tx.today));
    const { rows, rowNumbers, errors } = parseBeneficiaries(bytes, { today });
    const found = rows.length;
    if (errors.length > 0) {
      const told = errors.map(({ row, field, code, params }) => ({
        row,
        field: field ?? null,
        column: typeof params.column === 'string' ? params.column : null,
        code,
        params,
        sentence: sentenceOf(actor.language, code, params),
      }));
      return { rows: found, errors: told, registered: 0, possibleDuplicate: false };
    }
    if (dryRun) return { rows: found, errors: [], registered: 0, possibleDuplicate: false };
    try {
      const body = bytes.toString('base64');
      const work = (tx: Tx) =>
        once(tx, 'people.import', body, async () => {
          await record(tx, { action: 'people.import', kind: 'file' });
          const { possibleDuplicate } = await this.people.register(tx, rows, {}, (done) =>
            onProgress(done, found),
          );
          return { possibleDuplicate };
        });
      const { possibleDuplicate } = await this.transactions.run(actor, work, requestId);
      return { rows: found, errors: [], registered: found, possibleDuplicate };
    } catch (error) {
      if (!(error instanceof FieldErrors)) throw error;
      const told = error.errors.map((one) => rowError(one, rowNumbers, actor.language));
      return { rows: found, errors: told, registered: 0, possibleDuplicate: false };
    }
  }
}

const sentenceOf = (language: Language, code: string, params: object): string =>
  translate(language, keyOfCode(code), { ...params });

function rowError(
  { code, params, field }: DomainError,
  rowNumbers: readonly number[],
  language: Language,
): ImportSummary['errors'][number] {
  const [, place = '0', name = null] = /^people\.(\d+)\.(.+)$/.exec(field ?? '') ?? [];
  return {
    row: rowNumbers[Number(place)] ?? 0,
    field: name,
    column: null,
    code,
    params,
    sentence: sentenceOf(language, code, params),
  };
}
