import { Injectable } from '@nestjs/common';
import { parseCaseNumber } from '../../beneficiaries';
import {
  CellReader,
  type Cells,
  Choices,
  type ImportList,
  type ImportOutcome,
  type ImportProgress,
  type KeptRecord,
  type ListField,
  type NumberedRow,
  type ReadRow,
  RejectedRows,
  uniqueById,
  type WrittenRecord,
} from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { Courses } from '../courses/courses.service';
import { sessionsIn } from '../courses/courses.queries';
import { type Mark, MARKS } from './attendance.rules';
import { registerOf } from './register.queries';
import { Registers } from './register.service';

const MARK_WORDS = Choices.named(MARKS, 'training:mark.', {
  present: ['p', 'x', '1', 'oui', 'présente', 'yes', 'حاضرة'],
  absent: ['a', '0', 'non', 'absente', 'no', 'غائبة'],
  excused: ['e', 'excusée', 'justifié', 'معذورة'],
});
const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `training:import.field.${key}`,
  required: true,
  ...more,
});
const help = (key: string) => ({ help: `training:import.help.${key}` });
const FIELDS: readonly ListField[] = [
  field('session', 'text', help('session')),
  field('caseNumber', 'text', {
    headings: ['n° dossier', 'numéro de dossier', 'case number', 'رقم الملف'],
  }),
  field('day', 'date', { headings: ['date', 'التاريخ'] }),
  field('mark', 'choice', {
    ...help('mark'),
    ...MARK_WORDS.asField(),
    headings: ['statut', 'status', 'الحالة'],
  }),
];

interface MarkRow {
  readonly session: string;
  readonly caseNumber: string;
  readonly day: CivilDate;
  readonly mark: Mark;
}
type RowRejections = { row: number; error: DomainError }[];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The register of a session as a file: the number of the case alone, and only of those whose care the reader writes. */
@Injectable()
export class SessionAttendanceImport implements ImportList<MarkRow> {
  readonly name = 'training-attendance';
  readonly title = 'training:import.title';
  readonly permission = 'training:register';
  readonly ofPeople = true;
  readonly fields = FIELDS;
  readonly home = '/training';
  readonly ignored = ['n°', 'no', '#', 'ligne', 'signature', 'émargement'];
  /** Others who charge the same grant wait for the whole file. */
  readonly mostRows = 2_000;

  constructor(
    private readonly courses: Courses,
    private readonly registers: Registers,
  ) {}

  read(cells: Cells): ReadRow<MarkRow> {
    const reader = new CellReader(cells);
    const number = parseCaseNumber(reader.cell('caseNumber'));
    if (number === null && reader.cell('caseNumber') !== '') {
      reader.errors.push(notOnRegisterError());
    }
    return {
      row: {
        session: reader.cell('session'),
        caseNumber: number ?? '',
        day: reader.day('day') ?? '',
        mark: (reader.choice('mark', MARK_WORDS) ?? 'absent') as Mark,
      },
      errors: reader.errors,
    };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<MarkRow>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const refused: RowRejections = [];
    const written: WrittenRecord[] = [];
    for (const [sessionId, own] of groupRows(rows, ({ session }) => session.toLowerCase())) {
      const there = UUID.test(sessionId) ? await sessionsIn(tx, { ids: [sessionId] }) : [];
      if (there.length === 0) {
        refused.push(...own.map(({ row }) => ({ row, error: noSessionError() })));
        continue;
      }
      const { days } = await this.courses.oneIn(tx, sessionId);
      for (const [day, ofDay] of [...groupRows(own, (one) => one.day)].sort()) {
        const wrong = !days.includes(day) ? notThatDayError : day > tx.today ? notYetError : null;
        if (wrong) {
          refused.push(...ofDay.map(({ row }) => ({ row, error: wrong() })));
          continue;
        }
        const marks = matchEnrolments(await registerOf(tx, sessionId, day), ofDay, refused);
        if (refused.length > 0) continue;
        await this.registers.takeIn(tx, sessionId, day, marks);
        written.push(
          ...marks.map(({ row, enrolmentId: id }) => ({
            row,
            kind: 'training_mark',
            id,
            print: 'marked',
          })),
        );
        progress(written.length, rows.length);
      }
    }
    if (refused.length > 0) throw new RejectedRows(refused);
    return { written: uniqueById(written) };
  }

  /** A mark is never taken away: another one, by hand or by a file, takes its place and settles its allowance. */
  undo(_tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    return Promise.resolve(written.map(({ row }) => ({ row, why: 'used' as const })));
  }
}

/** Enrolments that the actor cannot see or mark are "not found". */
function matchEnrolments(
  register: Awaited<ReturnType<typeof registerOf>>,
  rows: readonly NumberedRow<MarkRow>[],
  refused: RowRejections,
) {
  const mine = new Map(
    register
      .filter((one) => one.mine)
      .map(({ caseNumber, enrolmentId }) => [caseNumber, enrolmentId]),
  );
  const first = new Map<string, number>();
  return rows.flatMap(({ row, value: { caseNumber, mark } }) => {
    const enrolmentId = mine.get(caseNumber);
    const before = first.get(caseNumber);
    if (!enrolmentId) refused.push({ row, error: notOnRegisterError() });
    else if (before !== undefined) {
      refused.push({ row, error: duplicateRowError(before) });
    } else {
      first.set(caseNumber, row);
      return [{ row, enrolmentId, mark }];
    }
    return [];
  });
}

const noSessionError = () => new DomainError('invalid', 'training.which_session', {}, 'session');
const notThatDayError = () => new DomainError('invalid', 'training.no_session_that_day', {}, 'day');
const notYetError = () => new DomainError('invalid', 'training.in_future', {}, 'day');
const notOnRegisterError = () =>
  new DomainError('invalid', 'training.not_on_register', {}, 'caseNumber');
const duplicateRowError = (first: number) =>
  new DomainError('invalid', 'training.two_marks', { first }, 'caseNumber');

function groupRows(
  rows: readonly NumberedRow<MarkRow>[],
  keyOf: (value: MarkRow) => string,
): Map<string, NumberedRow<MarkRow>[]> {
  const groups = new Map<string, NumberedRow<MarkRow>[]>();
  for (const one of rows) {
    const group = groups.get(keyOf(one.value));
    if (group) group.push(one);
    else groups.set(keyOf(one.value), [one]);
  }
  return groups;
}
