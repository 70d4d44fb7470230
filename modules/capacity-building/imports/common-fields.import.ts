/** Shared parsing of files about trainings: labels to codes, and the training they belong to. */
import { Choices, isNothing, type ListField, type NumberedRow, RejectedRows } from '../../imports';
import { list } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import { SEXES } from '../learners/learners.queries';
import { MARKS } from '../participants/participants.queries';

export const SEX_WORDS = Choices.named(SEXES, 'capacity:a_sex.', {
  female: ['f', 'femmes', 'women', 'نساء', 'féminin', 'feminin', 'woman', 'أنثى', 'امرأة'],
  male: ['m', 'h', 'hommes', 'men', 'رجال', 'masculin', 'man', 'ذكر', 'رجل'],
  not_said: ['nd', 'non précisé'],
});
export const MARK_WORDS = Choices.named(MARKS, 'capacity:mark.', {
  present: ['p', 'x', '1', 'oui', 'présente', 'yes', 'حاضر', 'حاضرة'],
  half: ['demi', 'demi journée', '1/2', '0,5', '0.5', 'half day'],
  absent: ['a', '0', 'non', 'absente', 'no', 'غائب', 'غائبة'],
});
export const REGION_WORDS = new Choices(list('regions').items);

const NEW_LEARNER_WORDS = new Set(['nouveau', 'nouvelle', 'new', 'جديد', 'جديدة']);
/** Parses a cell: the number of an official, "somebody else", or empty. */
export function parseLearnerCell(cell: string): { learner?: number; another?: true } | null {
  const word = cell.trim().toLowerCase();
  if (isNothing(word)) return {};
  if (NEW_LEARNER_WORDS.has(word)) return { another: true };
  return /^\d{1,9}$/.test(word) && Number(word) > 0 ? { learner: Number(word) } : null;
}

export const field = (
  key: string,
  kind: ListField['kind'],
  more: Partial<ListField> = {},
): ListField => ({ key, kind, label: `capacity:import.field.${key}`, ...more });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Rows by their training, which is named by its number or its id; whichever there is not is refused. */
export async function groupByTraining<Row extends { readonly training: string }>(
  tx: Tx,
  rows: readonly NumberedRow<Row>[],
): Promise<Map<string, NumberedRow<Row>[]>> {
  const asked = [...new Set(rows.map(({ value }) => value.training.toLowerCase()))];
  const found = await tx.query<{ id: string; number: string }>(
    'SELECT id, place::text AS number FROM capacity_trainings WHERE id = ANY ($1::uuid[]) OR place::text = ANY ($2)',
    [asked.filter((one) => UUID.test(one)), asked],
  );
  const known = new Map(
    found.flatMap(({ id, number }) => [[id, id] as const, [number, id] as const]),
  );
  const groups = new Map<string, NumberedRow<Row>[]>();
  const refused = rows.flatMap((one) => {
    const id = known.get(one.value.training.toLowerCase());
    if (!id) return [{ row: one.row, error: noTrainingError() }];
    const group = groups.get(id);
    if (group) group.push(one);
    else groups.set(id, [one]);
    return [];
  });
  if (refused.length > 0) throw new RejectedRows(refused);
  return groups;
}

const noTrainingError = () => new DomainError('invalid', 'capacity.which_training', {}, 'training');

/** Reports an error about all rows at the first one. */
export async function rejectFirstRow<T>(row: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new RejectedRows([{ row, error }]);
  }
}
