import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import {
  CellReader,
  type Cells,
  Choices,
  eachRow,
  fold,
  type ListField,
  type ImportList,
  type NumberedRow,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  type KeptRecord,
  type WrittenRecord,
} from '../imports';
import { list } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { everyName } from '../platform/shared/local-names';
import type { NewBedDto, NewRoomDto, NewShelterDto } from './shelter.dto';
import { AVAILABILITIES, BED_KINDS, RECEIVED, ROOM_MIXES, SHELTER_KINDS } from '../shelter-beds';
import { Shelters } from './shelters.service';
import type { NamedPlace } from './shown-names';

const KINDS = Choices.named(BED_KINDS, 'beds:bed_kind.');
const MIXES = Choices.named(ROOM_MIXES, 'beds:mix.');
const HOUSES = Choices.named(SHELTER_KINDS, 'beds:shelter_kind.');
const GROUPS = Choices.named(RECEIVED, 'beds:received.');
const SEASONS = Choices.named(AVAILABILITIES, 'inventory:availability.');
const REGIONS = new Choices(list('regions').items.filter(({ code }) => /^\d\d$/.test(code)));
const LANGUAGES = new Choices(list('languages').items);

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `inventory:import.field.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('shelter', 'text', {
    required: true,
    help: 'inventory:import.help.shelter',
    example: 'Cèdre',
    headings: ['centre', 'foyer', 'hébergement', 'shelter', 'house', 'المركز', 'الدار'],
  }),
  field('room', 'text', {
    required: true,
    example: 'Chambre 2',
    headings: ['salle', 'dortoir', 'room', 'الغرفة'],
  }),
  field('bed', 'text', {
    required: true,
    example: '2-B',
    headings: ['lit', 'n° de lit', 'bed', 'السرير'],
  }),
  field('bedKind', 'choice', { ...KINDS.asField() }),
  field('mix', 'choice', { ...MIXES.asField() }),
  field('floor', 'number', { example: '1', headings: ['étage', 'niveau', 'الطابق'] }),
  field('stepFree', 'yes_no', { headings: ['accessible', 'pmr'] }),
  field('availability', 'choice', { ...SEASONS.asField() }),
  field('from', 'date'),
  field('until', 'date', { example: '31/12/2026' }),
  field('region', 'choice', { help: 'inventory:import.help.new_house', ...REGIONS.asField() }),
  field('houseKind', 'choice', { headings: ['نوع الدار'], ...HOUSES.asField() }),
  field('receives', 'choices', { headings: ['تستقبل'], ...GROUPS.asField() }),
  field('languages', 'choices', {
    understood: (cell, language) => LANGUAGES.understood(cell, language),
    headings: ['langues'],
  }),
  field('mostNights', 'number'),
];

interface BedImportRow {
  readonly shelter: string;
  readonly room: string;
  readonly bed: NewBedDto;
  /** Fields of the room and shelter; required if these do not exist yet. */
  readonly ofRoom: Partial<NewRoomDto>;
  readonly ofHouse: Partial<NewShelterDto>;
}

/** Import of beds, one per row; missing rooms and shelters are created with their first bed. */
@Injectable()
export class BedsImport implements ImportList<BedImportRow> {
  readonly name = 'beds';
  readonly title = 'inventory:import.title';
  readonly permission = 'shelters:manage';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly ignored = ['n°', 'no', '#', 'ligne'];
  readonly mostRows = 5_000;

  constructor(private readonly shelters: Shelters) {}

  read(cells: Cells): ReadRow<BedImportRow> {
    const reader = new CellReader(cells);
    const from = reader.day('from');
    const until = reader.day('until');
    const row = {
      shelter: reader.text('shelter', 60) ?? '',
      room: reader.text('room', 60) ?? '',
      bed: {
        label: reader.text('bed', 20) ?? '',
        kind: reader.choice('bedKind', KINDS) ?? 'single',
        ...given({ from, until, availability: reader.choice('availability', SEASONS) }),
      },
      ofRoom: given({
        mix: reader.choice('mix', MIXES),
        floor: reader.whole('floor', -5, 50),
        stepFree: reader.yesNo('stepFree'),
      }),
      ofHouse: given({
        region: reader.choice('region', REGIONS),
        kind: reader.choice('houseKind', HOUSES),
        receives: filled(reader.choices('receives', GROUPS)),
        languages: filled(reader.choices('languages', LANGUAGES)),
        maximumStayNights: reader.whole('mostNights', 1, 3650),
      }),
    } as BedImportRow;
    return { row, errors: reader.errors };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<BedImportRow>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const places = await HouseIndex.of(tx, this.shelters);
    const beds: { row: number; id: string }[] = [];
    await eachRow(tx, rows, progress, async (given, row) => {
      try {
        const roomId = await places.roomOf(given, row);
        const { id } = await this.shelters.addBedIn(tx, roomId, given.bed);
        beds.push({ row, id });
      } catch (error) {
        places.forget(row);
        ofTheRow(error);
      }
    });
    return {
      written: [
        ...(await printed(tx, 'beds', 'bed', beds)),
        ...(await printed(tx, 'rooms', 'room', places.newRooms)),
        ...(await printed(tx, 'shelters', 'shelter', places.newHouses)),
      ],
    };
  }

  async undo(
    tx: Tx,
    written: readonly WrittenRecord[],
    runId: string,
  ): Promise<readonly KeptRecord[]> {
    const staying = await tx.query<KeptRecord>(
      'SELECT row_number AS row, why FROM take_beds_back($1)',
      [runId],
    );
    const ids = written.map(({ id }) => id);
    await record(tx, { action: 'shelters.take_back', kind: 'bed', ids });
    return staying;
  }
}

type CreatedRecord = { readonly row: number; readonly id: string };

/** Houses and rooms by every name that pages show, those that are there and those that the file opens. */
class HouseIndex {
  readonly newHouses: CreatedRecord[] = [];
  readonly newRooms: CreatedRecord[] = [];
  private readonly houses = new Map<string, string | typeof SHARED>();
  private readonly rooms = new Map<string, string | typeof SHARED>();
  /** Fields of shelters and rooms by the row that created them. */
  private readonly said = new Map<string, { row: number; facts: Record<string, unknown> }>();

  private constructor(
    private readonly tx: Tx,
    private readonly shelters: Shelters,
  ) {}

  static async of(tx: Tx, shelters: Shelters): Promise<HouseIndex> {
    const places = new HouseIndex(tx, shelters);
    for (const { id, name, names } of await tx.query<NamedPlace & { id: string }>(
      'SELECT id, code_name AS name, names FROM shelters',
    ))
      for (const each of everyName(name, names)) add(places.houses, fold(each), id);
    for (const { id, shelterId, name, names } of await tx.query<
      NamedPlace & { id: string; shelterId: string }
    >('SELECT id, shelter_id AS "shelterId", name, names FROM rooms'))
      for (const each of everyName(name, names)) add(places.rooms, roomKey(shelterId, each), id);
    return places;
  }

  async roomOf({ shelter, room, ofRoom, ofHouse }: BedImportRow, row: number): Promise<string> {
    this.agree(fold(shelter), ofHouse, row, HOUSE_COLUMNS);
    const shelterId =
      only(this.houses.get(fold(shelter)), ofTwoHouses) ??
      (await this.openHouse(shelter, ofHouse, row));
    const key = roomKey(shelterId, room);
    this.agree(key, ofRoom, row, {});
    const known = only(this.rooms.get(key), ofTwoRooms);
    if (known) return known;
    if (!ofRoom.mix) throw needed('mix');
    const { id } = await this.shelters.addRoomIn(this.tx, shelterId, {
      name: room,
      ...ofRoom,
      mix: ofRoom.mix,
    });
    this.newRooms.push({ row, id });
    this.rooms.set(key, id);
    this.said.set(key, { row, facts: { ...ofRoom } });
    return id;
  }

  private async openHouse(
    codeName: string,
    facts: Partial<NewShelterDto>,
    row: number,
  ): Promise<string> {
    const { region, kind, receives } = facts;
    if (!region) throw needed('region');
    if (!kind) throw needed('houseKind');
    if (!receives) throw needed('receives');
    const { id } = await this.shelters.createIn(this.tx, {
      codeName,
      ...facts,
      region,
      kind,
      receives,
    });
    this.newHouses.push({ row, id });
    this.houses.set(fold(codeName), id);
    this.said.set(fold(codeName), { row, facts: { ...facts } });
    return id;
  }

  /** A row that was refused opened nothing. */
  forget(row: number): void {
    for (const [made, known] of [
      [this.newHouses, this.houses],
      [this.newRooms, this.rooms],
    ] as const) {
      const ids = new Set(made.filter((one) => one.row === row).map(({ id }) => id));
      for (const [key, id] of known) if (id !== SHARED && ids.has(id)) known.delete(key);
      made.splice(0, made.length, ...made.filter((one) => one.row !== row));
    }
    for (const [key, said] of this.said) if (said.row === row) this.said.delete(key);
  }

  /** Later rows may omit fields of the shelter or room but not contradict the first row. */
  private agree(
    key: string,
    facts: object,
    row: number,
    columns: Readonly<Record<string, string>>,
  ): void {
    const before = this.said.get(key);
    for (const [fact, value] of Object.entries(facts)) {
      if (!before || !(fact in before.facts)) continue;
      if (JSON.stringify(before.facts[fact]) === JSON.stringify(value)) continue;
      const params = { first: before.row, row };
      throw new DomainError('invalid', 'inventory.rows_disagree', params, columns[fact] ?? fact);
    }
  }
}

const HOUSE_COLUMNS = { kind: 'houseKind', maximumStayNights: 'mostNights' };
const roomKey = (shelterId: string, room: string): string => `${shelterId}\n${fold(room)}`;

/** In place of an id: several are shown by this name. */
const SHARED = Symbol('shared');

function add(known: Map<string, string | typeof SHARED>, key: string, id: string): void {
  known.set(key, (known.get(key) ?? id) === id ? id : SHARED);
}

const ofTwoHouses = () => new DomainError('invalid', 'inventory.two_houses', {}, 'shelter');
const ofTwoRooms = () => new DomainError('invalid', 'inventory.two_rooms', {}, 'room');

function only(
  found: string | typeof SHARED | undefined,
  refusal: () => DomainError,
): string | undefined {
  if (found === SHARED) throw refusal();
  return found;
}

const filled = (codes: string[]): string[] | null => (codes.length > 0 ? codes : null);
const given = (facts: object): object =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
const needed = (column: string): DomainError =>
  new DomainError('invalid', 'inventory.needed_when_new', {}, column);

const COLUMN_OF: Readonly<Record<string, string>> = {
  codeName: 'shelter',
  name: 'room',
  label: 'bed',
};

/** Maps a form field to its column. */
function ofTheRow(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  const { kind, code, params, field: name = '' } = error;
  throw new DomainError(kind, code, params, COLUMN_OF[name] ?? name);
}

async function printed(
  tx: Tx,
  table: 'beds' | 'rooms' | 'shelters',
  kind: string,
  made: readonly CreatedRecord[],
): Promise<WrittenRecord[]> {
  const prints = await tx.query<{ id: string; print: string }>(
    `SELECT t.id, md5(t::text) AS print FROM ${table} t WHERE t.id = ANY ($1)`,
    [made.map(({ id }) => id)],
  );
  const printOf = new Map(prints.map(({ id, print }) => [id, print]));
  return made.map((one) => ({ ...one, kind, print: printOf.get(one.id)! }));
}
