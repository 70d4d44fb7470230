import { Injectable } from '@nestjs/common';
import {
  CellReader,
  type Cells,
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
import { emailKey, nameWords } from '../learners/match.rules';
import type { Mark } from '../participants/participants.queries';
import { type Participant, Participants } from '../participants/participants.service';
import { CapacityRegister } from '../participants/register.service';
import {
  groupByTraining,
  field,
  parseLearnerCell,
  MARK_WORDS,
  rejectFirstRow,
} from './common-fields.import';

const help = (key: string) => ({ help: `capacity:import.help.${key}` });
const FIELDS: readonly ListField[] = [
  field('training', 'text', {
    required: true,
    ...help('training'),
    headings: ['n° formation', 'training no', 'رقم التكوين'],
  }),
  field('day', 'date', { required: true, headings: ['date', 'التاريخ'] }),
  field('learner', 'text', { ...help('who'), headings: ['n° participant'] }),
  field('email', 'text', { headings: ['mail', 'courriel', 'email', 'البريد'] }),
  field('name', 'text', { headings: ['nom', 'nom complet', 'participant', 'full name', 'الاسم'] }),
  field('mark', 'choice', {
    required: true,
    ...help('mark'),
    ...MARK_WORDS.asField(),
    headings: ['statut', 'status', 'présent', 'présent ?', 'الحالة'],
  }),
];

interface MarkRow {
  readonly training: string;
  readonly day: CivilDate;
  readonly learner: number | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly mark: Mark;
}

/** The attendance of a training as a file: a row for each participant and day, all of them or none. */
@Injectable()
export class CapacityAttendanceImport implements ImportList<MarkRow> {
  readonly name = 'capacity-attendance';
  readonly title = 'capacity:import.attendance.list';
  readonly permission = 'capacity:manage';
  readonly ofPeople = true;
  readonly fields = FIELDS;
  readonly home = '/training/capacity';
  readonly ignored = ['n°', 'no', '#', 'ligne', 'signature', 'émargement', 'institution'];
  readonly mostRows = 10_000;

  constructor(
    private readonly participants: Participants,
    private readonly registers: CapacityRegister,
  ) {}

  read(cells: Cells): ReadRow<MarkRow> {
    const reader = new CellReader(cells);
    const named = parseLearnerCell(reader.cell('learner'));
    if (named === null || named.another) reader.wrong('learner', 'capacity.no_such_learner');
    const row = {
      training: reader.cell('training'),
      day: reader.day('day') ?? '',
      learner: named?.learner ?? null,
      email: reader.text('email', 200),
      name: reader.text('name', 120),
      mark: (reader.choice('mark', MARK_WORDS) ?? 'absent') as Mark,
    };
    if (!row.learner && !row.email && !row.name && reader.cell('learner') === '') {
      reader.errors.push(new DomainError('invalid', 'common.required', {}, 'learner'));
    }
    return { row, errors: reader.errors };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<MarkRow>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const written: WrittenRecord[] = [];
    for (const [trainingId, group] of await groupByTraining(tx, rows)) {
      const found = matchParticipants(await this.participants.allIn(tx, trainingId), group);
      for (const day of [...new Set(found.map((one) => one.day))].sort()) {
        const own = found.filter((one) => one.day === day);
        const first = own[0]!.row;
        await rejectFirstRow(first, this.registers.mustBeDayOfIt(tx, trainingId, day)).catch(
          attributeToDay,
        );
        const marks = own.map(({ participantId, mark }) => ({ participantId, mark }));
        await rejectFirstRow(first, this.registers.takeIn(tx, trainingId, day, marks));
        written.push(
          ...own.map(({ row, participantId: id }) => ({
            row,
            kind: 'capacity_mark',
            id,
            print: 'marked',
          })),
        );
        progress(written.length, rows.length);
      }
    }
    return { written: uniqueById(written) };
  }

  /** A mark is never taken away: another one, by hand or by a file, takes its place. */
  undo(_tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    return Promise.resolve(written.map(({ row }) => ({ row, why: 'used' as const })));
  }
}

interface ParticipantMark {
  readonly row: number;
  readonly participantId: string;
  readonly day: CivilDate;
  readonly mark: Mark;
}

/** Each row's participant: by number, else by e-mail, else by a name that one of them alone has, all that is filled in being theirs; nobody twice a day. */
function matchParticipants(
  participants: readonly Participant[],
  rows: readonly NumberedRow<MarkRow>[],
): ParticipantMark[] {
  const by = (keyOf: (one: Participant) => string | null): Map<string, Participant[]> => {
    const all = new Map<string, Participant[]>();
    for (const one of participants) {
      const key = keyOf(one);
      if (key !== null) all.set(key, [...(all.get(key) ?? []), one]);
    }
    return all;
  };
  const numbers = by(({ number }) => String(number));
  const emails = by(({ email }) => email && emailKey(email));
  const names = by(({ name }) => nameWords(name));
  const first = new Map<string, number>();
  const refused: { row: number; error: DomainError }[] = [];
  const found = rows.flatMap(({ row, value }): ParticipantMark[] => {
    const { learner, email, name, day, mark } = value;
    const key = learner ? 'learner' : email ? 'email' : 'name';
    const said = [
      ...(learner ? [numbers.get(String(learner))] : []),
      ...(email ? [emails.get(emailKey(email))] : []),
      ...(name ? [names.get(nameWords(name))] : []),
    ];
    const them = said[0] ?? [];
    const refuse = (code: string, params = {}) => {
      refused.push({ row, error: new DomainError('invalid', code, params, key) });
      return [];
    };
    if (them.length === 0) return refuse('capacity.not_there');
    if (them.length > 1) return refuse('capacity.which_of_them');
    if (said.some((others) => !others?.includes(them[0]!)))
      return refuse('capacity.not_one_person');
    const participantId = them[0]!.id;
    const before = first.get(`${participantId} ${day}`);
    if (before !== undefined) return refuse('capacity.two_marks', { first: before });
    first.set(`${participantId} ${day}`, row);
    return [{ row, participantId, day, mark }];
  });
  if (refused.length > 0) throw new RejectedRows(refused);
  return found;
}

/** Moves an error about a day to the column of the day. */
function attributeToDay(error: unknown): never {
  if (!(error instanceof RejectedRows)) throw error;
  throw new RejectedRows(
    error.refused.map(({ row, error: said }) => ({
      row,
      error: new DomainError(said.kind, said.code, said.params, 'day'),
    })),
  );
}
