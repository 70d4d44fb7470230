import { Injectable } from '@nestjs/common';
import {
  CellReader,
  type Cells,
  Choices,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  RejectedRows,
  type KeptRecord,
  type WrittenRecord,
} from '../../imports';
import { Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import { recordLearners } from '../capacity-actions.service';
import { type NewParticipant, Participants } from '../participants/participants.service';
import type { Sex } from '../learners/learners.queries';
import {
  groupByTraining,
  field,
  parseLearnerCell,
  REGION_WORDS,
  rejectFirstRow,
  SEX_WORDS,
} from './common-fields.import';

const help = (key: string) => ({ help: `capacity:import.help.${key}` });
const FIELDS: readonly ListField[] = [
  field('training', 'text', {
    required: true,
    ...help('training'),
    headings: ['n° formation', 'training no', 'رقم التكوين'],
  }),
  field('name', 'text', {
    required: true,
    headings: ['nom', 'nom complet', 'participant', 'full name', 'الاسم'],
  }),
  field('sex', 'choice', { required: true, headings: ['genre', 'gender'], ...SEX_WORDS.asField() }),
  field('kind', 'text', {
    required: true,
    ...help('kind'),
    headings: ['type', 'corps', 'catégorie', 'category', 'الصنف'],
  }),
  field('institution', 'text', {
    required: true,
    headings: ['organisme', 'service', 'structure', 'organisation', 'الإدارة'],
  }),
  field('region', 'choice', REGION_WORDS.asField()),
  field('email', 'text', { headings: ['mail', 'courriel', 'email', 'adresse e-mail', 'البريد'] }),
  field('phone', 'text', { headings: ['tél', 'tel', 'gsm', 'mobile', 'phone', 'رقم الهاتف'] }),
  field('learner', 'text', { ...help('learner'), headings: ['n° participant', 'matricule mawa'] }),
];

interface ParticipantRowInput extends NewParticipant {
  readonly training: string;
}
const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+$/;
const PHONE = /^[+\d٠-٩][\d٠-٩\s().-]{5,24}$/u;

/** The participants of a training as a file: each found again or asked about as by hand, all of them or nobody. */
@Injectable()
export class CapacityParticipantsImport implements ImportList<ParticipantRowInput> {
  readonly name = 'capacity-participants';
  readonly title = 'capacity:import.participants.list';
  readonly permission = 'capacity:manage';
  readonly ofPeople = true;
  readonly fields = FIELDS;
  readonly home = '/training/capacity';
  readonly ignored = ['n°', 'no', '#', 'ligne', 'signature', 'émargement'];
  /** As many as the largest training has places. */
  readonly mostRows = 1_000;

  constructor(
    private readonly participants: Participants,
    private readonly lists: Lists,
  ) {}

  read(cells: Cells): ReadRow<ParticipantRowInput> {
    const reader = new CellReader(cells);
    const text = (key: string, most: number) => reader.text(key, most);
    const named = parseLearnerCell(reader.cell('learner'));
    if (named === null) reader.wrong('learner', 'capacity.no_such_learner');
    const email = text('email', 200);
    if (email && !EMAIL.test(email)) reader.wrong('email', 'capacity.no_email');
    // A number that begins with + is no formula.
    const phone = reader.cell('phone');
    if (phone !== '' && !PHONE.test(phone)) reader.wrong('phone', 'capacity.no_phone');
    return {
      row: {
        training: reader.cell('training'),
        name: text('name', 120) ?? '',
        sex: (reader.choice('sex', SEX_WORDS) ?? 'not_said') as Sex,
        kind: text('kind', 80) ?? '',
        institution: text('institution', 160) ?? '',
        region: reader.choice('region', REGION_WORDS),
        email,
        phone: phone || null,
        ...(named ?? {}),
      },
      errors: reader.errors,
    };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<ParticipantRowInput>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const { institution_kinds: kinds } = await this.lists.inForce(tx, ['institution_kinds']);
    const words = new Choices(kinds.items.filter(({ retired }) => !retired));
    const refused: { row: number; error: DomainError }[] = [];
    const written: WrittenRecord[] = [];
    for (const [trainingId, group] of await groupByTraining(tx, rows)) {
      const coded = group.map(({ row, value: { training, ...value } }) => {
        void training;
        return { row, value: { ...value, kind: words.codeFor(value.kind) ?? value.kind } };
      });
      const refuse = (row: number, error: DomainError) => void refused.push({ row, error });
      const work = this.participants.registerIn(tx, trainingId, coded, (row, error) => {
        refuse(row, error);
      });
      const made = await rejectFirstRow(group[0]!.row, work).catch((error: unknown) => {
        if (refused.length > 0) throw new RejectedRows(refused);
        throw error;
      });
      written.push(
        ...made.map(({ row, id }) => ({ row, kind: 'capacity_participant', id, print: 'there' })),
      );
      progress(written.length, rows.length);
    }
    if (refused.length > 0) throw new RejectedRows(refused);
    return { written };
  }

  /** Removes participants without later entries, as by hand; known officials stay. */
  async undo(tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const ids = written.map(({ id }) => id);
    const rows = await tx.query<{ id: string; left: boolean; used: boolean; learnerId: string }>(
      `SELECT p.id, p.left_on IS NOT NULL AS left, p.learner_id AS "learnerId",
              EXISTS (SELECT 1 FROM capacity_marks m WHERE m.participant_id = p.id)
                OR EXISTS (SELECT 1 FROM capacity_tests t WHERE t.participant_id = p.id)
                OR EXISTS (SELECT 1 FROM capacity_certificates c WHERE c.participant_id = p.id) AS used
         FROM capacity_participants p WHERE p.id = ANY ($1)`,
      [ids],
    );
    const now = new Map(rows.map((one) => [one.id, one]));
    const staying = written.flatMap(({ row, id }): KeptRecord[] => {
      const one = now.get(id);
      if (!one) return [{ row, why: 'not_yours' }];
      if (one.left) return [{ row, why: 'changed' }];
      return one.used ? [{ row, why: 'used' }] : [];
    });
    if (staying.length > 0) return staying;
    await tx.query(
      'UPDATE capacity_participants SET left_on = $2, left_by = mawa_actor() WHERE id = ANY ($1)',
      [ids, tx.today],
    );
    await recordLearners(
      tx,
      'capacity.leave',
      rows.map(({ learnerId }) => learnerId),
    );
    return [];
  }
}
