import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import {
  type Cells,
  fold,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  RejectedRows,
  rejectedByPosition,
  type KeptRecord,
  type WrittenRecord,
} from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { NewPerson } from '../new-person.types';
import { insertEarlierNumbers, usedEarlierNumbers } from '../earlier-numbers.queries';
import { People } from '../people.service';
import { validatePerson } from '../person.rules';
import { IGNORED_HEADINGS, PEOPLE_FIELDS } from './columns.data';
import { readPerson } from './read-person.rules';

/** A file of people: each row a person, registered as by hand. */
@Injectable()
export class PeopleImport implements ImportList<NewPerson> {
  readonly name = 'people';
  readonly title = 'people:import.title';
  readonly permission = 'people:import';
  readonly ofPeople = true;
  readonly fields = PEOPLE_FIELDS;
  readonly ignored = IGNORED_HEADINGS;

  constructor(private readonly people: People) {}

  read(cells: Cells, { today }: { today: CivilDate }): ReadRow<NewPerson> {
    const { person, errors } = readPerson(cells, today);
    const unread = new Set(errors.map(({ field }) => field));
    const impossible = validatePerson(person, today).filter(({ field }) => !unread.has(field));
    return { row: person, errors: [...errors, ...impossible] };
  }

  /**
   * Whether two equal rows are an error: people known by age only may be different, the same name twice is an error.
   */
  isSlipTwice({ names, phone, documents }: NewPerson): boolean {
    return (
      Boolean(names.given || names.family || phone) || names.aliases.length + documents.length > 0
    );
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<NewPerson>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const people = rows.map(({ value }) => value);
    await refuseUsedNumbers(tx, rows);
    try {
      const { cases, possibleDuplicate } = await this.people.register(tx, people, {}, (done) =>
        progress(done, rows.length),
      );
      await insertEarlierNumbers(
        tx,
        cases.flatMap(({ id: caseId }, place) => {
          const number = people[place]!.earlierNumber;
          return number === undefined ? [] : [{ caseId, number }];
        }),
      );
      return {
        // The version counts each change of somebody's facts; a new person has the first.
        written: cases.map(({ id }, place) => ({
          row: rows[place]!.row,
          kind: 'case',
          id,
          print: '1',
        })),
        notes: possibleDuplicate ? ['people:import.document_known'] : [],
      };
    } catch (error) {
      throw rejectedByPosition(error, rows);
    }
  }

  async undo(
    tx: Tx,
    written: readonly WrittenRecord[],
    runId: string,
  ): Promise<readonly KeptRecord[]> {
    const staying = await tx.query<KeptRecord>(
      'SELECT row_number AS row, why FROM take_people_back($1)',
      [runId],
    );
    const ids = written.map(({ id }) => id);
    if (staying.length === 0) await record(tx, { action: 'people.take_back', kind: 'case', ids });
    return staying;
  }
}

/** A number is one person's within an organisation: in the file, and among those brought in before. */
async function refuseUsedNumbers(tx: Tx, rows: readonly NumberedRow<NewPerson>[]): Promise<void> {
  const numbered = rows.flatMap(({ row, value: { earlierNumber } }) =>
    earlierNumber === undefined ? [] : [{ row, number: earlierNumber }],
  );
  if (numbered.length === 0) return;
  const used = await usedEarlierNumbers(
    tx,
    numbered.map(({ number }) => number),
  );
  const first = new Map<string, number>();
  const refused = numbered.flatMap(({ row, number }) => {
    const key = fold(number);
    const before = first.get(key);
    first.set(key, before ?? row);
    const code = used.has(number)
      ? 'people.number_used'
      : before === undefined
        ? null
        : 'people.number_twice';
    if (code === null) return [];
    const params = { value: number, first: before ?? row };
    return [{ row, error: new DomainError('conflict', code, params, 'earlierNumber') }];
  });
  if (refused.length > 0) throw new RejectedRows(refused);
}
