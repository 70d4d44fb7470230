import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { KnownPeople, type KnownPerson, parseCaseNumber } from '../../beneficiaries';
import {
  CellReader,
  type Cells,
  Choices,
  fold,
  type ImportList,
  type ImportOffers,
  type ImportOutcome,
  type ImportProgress,
  keptOfOthers,
  type KeptRecord,
  type ListField,
  type NumberedRow,
  type ReadRow,
  RejectedRows,
  type WrittenRecord,
} from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import { shortenForMessage } from '../../platform/shared/clean-text.rules';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Language } from '../../platform/shared/actor';
import { everyName } from '../../platform/shared/local-names';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { inOrder, Lists } from '../../reference-lists';
import { ROOM_MIXES } from '../beds.data';
import {
  type BedPosition,
  bedPositions,
  type Conflict,
  insertPastStays,
  type NewPastStay,
  pastStayConflicts,
  removePastStays,
} from './past-stays.queries';
import { impossibleNights, overlappingRows } from './past-stays.rules';

const MIXES = Choices.named(ROOM_MIXES, 'beds:mix.');

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `stays:past.field.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('person', 'text', {
    required: true,
    help: 'stays:past.help.person',
    example: 'DT 2024/017',
    headings: [
      'dossier',
      'n° dossier',
      'numéro de dossier',
      'ancien numéro',
      'case',
      'case number',
      'file number',
      'رقم الملف',
      'الرقم القديم',
    ],
  }),
  field('shelter', 'text', {
    required: true,
    help: 'stays:past.help.shelter',
    headings: ['foyer', 'centre', 'hébergement', 'maison', 'house', 'المركز', 'المأوى'],
  }),
  field('room', 'text', { example: 'Chambre 2', headings: ['salle', 'dortoir'] }),
  field('bed', 'text', { example: '2-B', help: 'stays:past.help.bed', headings: ['n° de lit'] }),
  field('roomMix', 'choice', { ...MIXES.asField() }),
  field('arrivedOn', 'date', {
    required: true,
    headings: ['date d’arrivée', 'entrée', 'date d’entrée', 'du', 'from', 'تاريخ الوصول'],
  }),
  field('leftOn', 'date', {
    example: '05/02/2026',
    required: true,
    help: 'stays:past.help.leftOn',
    headings: ['date de départ', 'sortie', 'date de sortie', 'au', 'until', 'تاريخ المغادرة'],
  }),
  field('destination', 'text', {
    help: 'stays:past.help.destination',
    headings: [
      'motif',
      'motif de départ',
      'motif de sortie',
      'destination',
      'reason',
      'reason for leaving',
      'السبب',
      'سبب المغادرة',
      'الوجهة',
    ],
  }),
];

interface PastStayRow {
  readonly person: string;
  readonly shelter: string;
  readonly room: string | null;
  readonly bed: string | null;
  readonly roomMix: string | null;
  readonly arrivedOn: CivilDate;
  readonly leftOn: CivilDate;
  readonly destination: string | null;
}

type NumberedStay = NewPastStay & { readonly row: number; readonly id: string };
type Refusal = { readonly row: number; readonly error: DomainError };

/** So many rows are written between two signs of progress. */
const ROWS_AT_A_TIME = 2_000;

const CONFLICTS: Readonly<Record<Conflict, { readonly code: string; readonly field: string }>> = {
  brought_before: { code: 'stays.past_brought_before', field: 'arrivedOn' },
  in_mawa: { code: 'stays.past_in_mawa', field: 'arrivedOn' },
  bed_taken: { code: 'stays.past_bed_taken', field: 'bed' },
  closed_night: { code: 'stays.past_closed_night', field: 'leftOn' },
  before_birth: { code: 'stays.past_before_birth', field: 'arrivedOn' },
};

/** A file of stays of before Mawa, a row a stay: kept beside the calendar, in no closed night and charged to nothing. */
@Injectable()
export class PastStaysImport implements ImportList<PastStayRow> {
  readonly name = 'past-stays';
  readonly title = 'stays:past.title';
  readonly permission = 'people:import';
  readonly ofPeople = true;
  readonly fields = FIELDS;
  readonly ignored = ['n°', 'no', '#', 'ligne'];
  readonly errorKinds = {
    'stays.past_overlap': 'stays:past.kind.overlap_file',
    'stays.past_brought_before': 'stays:past.kind.overlap_before',
    'stays.past_in_mawa': 'stays:past.kind.overlap_mawa',
    'stays.past_bed_twice': 'stays:past.kind.bed',
    'stays.past_bed_taken': 'stays:past.kind.bed',
    'stays.past_closed_night': 'stays:past.kind.closed',
    'stays.past_before_birth': 'past:kind.days',
    'stays.past_person': 'stays:past.kind.unknown',
    'stays.past_two_people': 'stays:past.kind.unknown',
    'stays.past_not_yours': 'stays:past.kind.unknown',
    'stays.past_shelter': 'stays:past.kind.unknown',
    'stays.past_two_shelters': 'stays:past.kind.unknown',
    'stays.past_bed': 'stays:past.kind.unknown',
    'stays.past_two_beds': 'stays:past.kind.unknown',
    'stays.past_destination': 'stays:past.kind.unknown',
  };

  constructor(private readonly lists: Lists) {}

  read(cells: Cells, { today }: { today: CivilDate }): ReadRow<PastStayRow> {
    const reader = new CellReader(cells);
    const person = reader.text('person', 60) ?? '';
    const arrivedOn = reader.day('arrivedOn');
    const leftOn = reader.day('leftOn');
    const impossible = arrivedOn && leftOn ? impossibleNights({ arrivedOn, leftOn }, today) : null;
    if (impossible) reader.wrong(impossible.field, impossible.code);
    return {
      row: {
        person: parseCaseNumber(person) ?? person,
        shelter: reader.text('shelter', 60) ?? '',
        room: reader.text('room', 60),
        bed: reader.text('bed', 20),
        roomMix: reader.choice('roomMix', MIXES),
        arrivedOn: arrivedOn ?? '',
        leftOn: leftOn ?? '',
        destination: reader.text('destination', 200),
      },
      errors: reader.errors,
    };
  }

  /** Shelters by their names and the destinations chosen from today. */
  async offers(tx: Tx, language: Language): Promise<ImportOffers> {
    const shelters = new Set((await bedPositions(tx)).map(({ shelter }) => shelter));
    const destinations = (await destinationsOf(tx, this.lists)).items;
    return {
      shelter: [...shelters].sort(),
      destination: inOrder(destinations).map(({ labels }) => labels[language]),
    };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<PastStayRow>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const lookups = await PastStayLookups.of(tx, this.lists, rows);
    const stays: NumberedStay[] = [];
    const refused: Refusal[] = [];
    for (const { row, value } of rows) {
      const found = lookups.stay(value);
      if ('errors' in found) refused.push(...found.errors.map((error) => ({ row, error })));
      else stays.push({ ...found.stay, row, id: randomUUID() });
    }
    refused.push(...twiceInTheFile(stays), ...(await conflictsOf(tx, stays)));
    if (refused.length > 0) throw new RejectedRows(refused);
    for (let from = 0; from < stays.length; from += ROWS_AT_A_TIME) {
      const some = stays.slice(from, from + ROWS_AT_A_TIME);
      await insertPastStays(tx, some, lookups.destinationsVersion);
      progress(from + some.length, stays.length);
    }
    const ids = [...new Set(stays.map(({ caseId }) => caseId))];
    await record(tx, { action: 'stays.bring_in_past', kind: 'case', ids });
    return {
      written: stays.map(({ row, id }) => ({ row, kind: 'past_stay', id, print: '' })),
      notes: ['stays:past.note'],
    };
  }

  /**
   * Nothing refers to imported past stays and nobody changes them; accounts that may write the care of the people can
   * undo the import.
   */
  async undo(tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const removed = await removePastStays(
      tx,
      written.map(({ id }) => id),
    );
    return keptOfOthers(written, removed);
  }
}

const refusal = (code: string, name: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', code, params, name);

/** The destinations that are chosen from today. */
async function destinationsOf(tx: Tx, lists: Lists) {
  const { exit_destinations: edition } = await lists.inForce(tx, ['exit_destinations']);
  return { version: edition.version, items: edition.items.filter(({ retired }) => !retired) };
}

/** A person in two shelters, or a bed with two people, on one night of the file. */
function twiceInTheFile(stays: readonly NumberedStay[]): Refusal[] {
  const people = overlappingRows(stays.map((stay) => ({ ...stay, key: stay.caseId })));
  const beds = overlappingRows(
    stays.flatMap((stay) => (stay.bedId === null ? [] : [{ ...stay, key: stay.bedId }])),
  );
  const twice = new Set(people.map(({ row }) => row));
  return [
    ...people.map(({ row, first }) => ({
      row,
      error: refusal('stays.past_overlap', 'arrivedOn', { first }),
    })),
    ...beds
      .filter(({ row }) => !twice.has(row))
      .map(({ row, first }) => ({ row, error: refusal('stays.past_bed_twice', 'bed', { first }) })),
  ];
}

async function conflictsOf(tx: Tx, stays: readonly NumberedStay[]): Promise<Refusal[]> {
  const found = await pastStayConflicts(tx, stays);
  return found.map(({ place, conflict }) => {
    const { code, field: name } = CONFLICTS[conflict];
    return { row: stays[place]!.row, error: refusal(code, name) };
  });
}

/** Lookups for the rows of a file, loaded at once: people whom the actor sees, shelters with beds, destinations. */
class PastStayLookups {
  private constructor(
    private readonly people: KnownPeople,
    private readonly beds: ReadonlyMap<string, readonly BedPosition[]>,
    private readonly destinations: Choices,
    readonly destinationsVersion: number,
  ) {}

  static async of(
    tx: Tx,
    lists: Lists,
    rows: readonly NumberedRow<PastStayRow>[],
  ): Promise<PastStayLookups> {
    const people = await KnownPeople.of(
      tx,
      rows.map(({ value }) => value.person),
    );
    const beds = new Map<string, BedPosition[]>();
    for (const position of await bedPositions(tx)) {
      for (const name of new Set(everyName(position.shelter, position.shelterNames).map(fold)))
        beds.set(name, [...(beds.get(name) ?? []), position]);
    }
    const { items, version } = await destinationsOf(tx, lists);
    return new PastStayLookups(people, beds, new Choices(items), version);
  }

  /** People whom the actor does not see are reported as "not found". */
  stay(row: PastStayRow): { stay: NewPastStay } | { errors: readonly DomainError[] } {
    const person = this.person(row.person);
    const bed = this.bed(row);
    const destination =
      row.destination === null ? null : (this.destinations.codeFor(row.destination) ?? undefined);
    const errors = [
      ...(person instanceof DomainError ? [person] : []),
      ...(bed instanceof DomainError ? [bed] : []),
      ...(destination === undefined
        ? [unknown('stays.past_destination', 'destination', row.destination!)]
        : []),
    ];
    if (person instanceof DomainError || bed instanceof DomainError || destination === undefined)
      return { errors };
    const { arrivedOn, leftOn, roomMix } = row;
    return { stay: { caseId: person.caseId, ...bed, roomMix, arrivedOn, leftOn, destination } };
  }

  private person(number: string): KnownPerson | DomainError {
    const person = this.people.find(number);
    if (person === 'several') return unknown('stays.past_two_people', 'person', number);
    if (person === 'unknown') return unknown('stays.past_person', 'person', number);
    return person === 'not_yours' ? refusal('stays.past_not_yours', 'person') : person;
  }

  private bed({
    shelter,
    room,
    bed,
  }: PastStayRow): { shelterId: string; bedId: string | null } | DomainError {
    const positions = this.beds.get(fold(shelter));
    if (!positions) return unknown('stays.past_shelter', 'shelter', shelter);
    const { shelterId } = positions[0]!;
    if (positions.some((one) => one.shelterId !== shelterId))
      return unknown('stays.past_two_shelters', 'shelter', shelter);
    const isRoom = (one: BedPosition, typed: string) =>
      everyName(one.room ?? '', one.roomNames).some((name) => fold(name) === fold(typed));
    if (bed === null) return { shelterId, bedId: null };
    const found = positions.filter(
      (one) =>
        one.bed !== null && fold(one.bed) === fold(bed) && (room === null || isRoom(one, room)),
    );
    if (found.length > 1) return unknown('stays.past_two_beds', 'bed', bed);
    return found[0] ? { shelterId, bedId: found[0].bedId } : unknown('stays.past_bed', 'bed', bed);
  }
}

const unknown = (code: string, name: string, value: string): DomainError =>
  refusal(code, name, { value: shortenForMessage(value) });
