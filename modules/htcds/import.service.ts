import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { SaveClassifications, People, validatePerson } from '../beneficiaries';
import { DraftPlans } from '../plans';
import { Lists } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import { ageOn } from '../platform/shared/nights.rules';
import { keyOfCode, translate } from '../platform/web/i18n';
import { ComposeHtcdsFile } from './compose-file.service';
import { readFile } from './files/read-file.import';
import { type FileError, type ReadRecords, readRecords } from './files/read-records.import';
import { ReceivedRecords } from './received-records.service';
import { type Cells, type HtcdsRecord, one } from './htcds-record.types';
import { DISCLOSABLE_PARTS } from './rules/columns.rules';
import { lookupsOf, digestsOfOwnFields } from './rules/received-records.rules';
import { errorCellOf } from './rules/error-cells.rules';
import { unmappedFields, type UnmappedField } from './rules/unmapped-fields.rules';
import { type Intake, intakeOf, hasAnswers } from './rules/to-facts.rules';

export interface LocalisedFileError extends FileError {
  /** In the reader's language. */
  readonly sentence: string;
}

export interface HtcdsImport {
  /** People in the file. */
  readonly people: number;
  readonly errors: readonly LocalisedFileError[];
  /** Fields without an equivalent in Mawa: stored verbatim, and included in later exports. */
  readonly kept: readonly UnmappedField[];
  readonly registered: number;
  readonly possibleDuplicate: boolean;
}

interface ReadFile {
  readonly read: ReadRecords;
  readonly intakes: readonly Intake[];
  readonly errors: readonly FileError[];
}

/** A file of cases in HTCDS format: all of them or none, each mistake reported by sheet, row and field. */
@Injectable()
export class HtcdsImports {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly classify: SaveClassifications,
    private readonly plans: DraftPlans,
    private readonly lists: Lists,
    private readonly kept: ReceivedRecords,
    private readonly compose: ComposeHtcdsFile,
  ) {}

  /** Reads and reports; looks up and writes nothing about the people in the file. */
  async check(actor: Actor, bytes: Buffer, password: string | null): Promise<HtcdsImport> {
    const found = await this.read(actor, bytes, password);
    return this.result(found, actor.language);
  }

  async run(
    actor: Actor,
    bytes: Buffer,
    {
      password,
      requestId,
    }: { readonly password: string | null; readonly requestId: string | null },
  ): Promise<HtcdsImport> {
    const found = await this.read(actor, bytes, password);
    const result = this.result(found, actor.language);
    if (result.errors.length > 0) return result;
    const body = bytes.toString('base64');
    try {
      const { possibleDuplicate } = await this.transactions.once(
        actor,
        { useCase: 'htcds.import', body, requestId },
        (tx) => this.write(tx, found),
      );
      return { ...result, registered: result.people, possibleDuplicate };
    } catch (error) {
      const places = placesOf(error, found);
      if (!places) throw error;
      return { ...result, errors: inWords(places, actor.language) };
    }
  }

  private async read(actor: Actor, bytes: Buffer, password: string | null): Promise<ReadFile> {
    const read = readRecords(await readFile(bytes, password));
    if (read.errors.length > 0) return { read, intakes: [], errors: read.errors };
    const { today, crosswalk } = await this.transactions.run(actor, async (tx) => ({
      today: tx.today,
      crosswalk: await this.lists.crosswalk(tx),
    }));
    const organisations = new Map(read.file.organisations.map((row) => [row.org_Name!, row]));
    const given = { today, crosswalk, organisations };
    const intakes = read.file.records.map((record) => intakeOf(record, given));
    const errors = intakes.flatMap((intake, at) =>
      mistakes(intake, today).map((error) => placeOf(error, read, at)),
    );
    return { read, intakes, errors };
  }

  private result({ read, errors }: ReadFile, language: Language): HtcdsImport {
    return {
      people: read.file.records.length,
      errors: inWords(errors, language),
      kept: unmappedFields(read.file.records),
      registered: 0,
      possibleDuplicate: false,
    };
  }

  private async write(
    tx: Tx,
    { read, intakes }: ReadFile,
  ): Promise<{ possibleDuplicate: boolean }> {
    const { cases, possibleDuplicate } = await this.people.register(
      tx,
      intakes.map(({ person }) => person),
      { reached: intakes.map(({ reached }) => reached) },
    );
    for (const [at, { id }] of cases.entries()) {
      await this.classifyOne(tx, id, intakes[at]!, at);
      await this.planOne(tx, id, intakes[at]!);
      await this.keepOne(tx, id, read.file.records[at]!, read.file.organisations);
    }
    const ids = cases.map(({ id }) => id);
    await record(tx, { action: 'htcds.import', kind: 'case', ids });
    return { possibleDuplicate };
  }

  private async classifyOne(tx: Tx, caseId: string, { classified }: Intake, at: number) {
    if (!hasAnswers(classified)) return;
    try {
      await this.classify.saveIn(tx, caseId, { version: 0, caseVersion: 1, classified });
    } catch (error) {
      // Everything is rolled back: the error is reported by its position in the file.
      throw error instanceof DomainError ? new RecordImportError(at, error) : error;
    }
  }

  /** A draft: what is in force was agreed with the person, and here nobody has asked yet. */
  private async planOne(tx: Tx, caseId: string, { goals }: Intake): Promise<void> {
    if (goals.length === 0) return;
    await this.plans.startIn(tx, caseId);
    await this.plans.writeIn(tx, caseId, { revision: 1, goals });
  }

  private async keepOne(
    tx: Tx,
    caseId: string,
    { rows }: HtcdsRecord,
    organisations: readonly Cells[],
  ): Promise<void> {
    const own = await this.compose.ownRows(tx, caseId, {
      parts: DISCLOSABLE_PARTS,
      consentId: null,
    });
    const named = lookupsOf(rows);
    await this.kept.keep(tx, caseId, {
      said: rows,
      wrote: digestsOfOwnFields(own),
      organisations: organisations.filter(({ org_Name }) => named.has(org_Name!)),
    });
  }
}

class RecordImportError extends Error {
  constructor(
    readonly at: number,
    readonly reason: DomainError,
  ) {
    super(reason.code);
  }
}

/** Consistency errors about a person, before anything is written. */
function mistakes({ person, classified }: Intake, today: string): DomainError[] {
  const errors = validatePerson(person, today);
  const age = person.birthDate && errors.length === 0 ? ageOn(person.birthDate, today) : null;
  if (age === null || classified.ageBegan === undefined || classified.ageBegan <= age)
    return errors;
  return [new DomainError('invalid', 'classification.age_later_than_now', { age }, 'ageBegan')];
}

function placeOf(
  { code, params, field = '' }: DomainError,
  read: ReadRecords,
  at: number,
): FileError {
  const { id, rows } = read.file.records[at]!;
  const { table, column } = errorCellOf(field);
  const row = read.places.get(id)?.[table] ?? read.places.get(id)?.prs ?? 0;
  const shown = Object.hasOwn(one(rows, table), column ?? '') ? column : null;
  return { sheet: read.flat ? '' : table, row, column: column ?? shown, code, params };
}

const flat = (error: DomainError): readonly DomainError[] =>
  error instanceof FieldErrors ? error.errors : [error];

function placesOf(error: unknown, { read }: ReadFile): FileError[] | null {
  if (error instanceof RecordImportError) {
    return flat(error.reason).map((wrong) => placeOf(wrong, read, error.at));
  }
  if (!(error instanceof FieldErrors)) return null;
  return error.errors.map((wrong) => {
    const [, at = '0', field = ''] = /^people\.(\d+)\.(.+)$/.exec(wrong.field ?? '') ?? [];
    const { kind, code, params } = wrong;
    return placeOf(new DomainError(kind, code, params, field), read, Number(at));
  });
}

const inWords = (errors: readonly FileError[], language: Language): LocalisedFileError[] =>
  errors.map((error) => ({
    ...error,
    sentence: translate(language, keyOfCode(error.code), { ...error.params }),
  }));
