import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { isCode } from '../reference-lists';
import { constraintOf, Transactions, sqlState, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { type LocalNames, localNames } from '../platform/shared/local-names';
import { isEmptyRange, toDateRange } from '../platform/shared/nights.rules';
import type { ChangeBedDto, NewBedDto, NewRoomDto, NewShelterDto } from './shelter.dto';
import { findBookedNights, bookedNightsWords } from './booked-nights.queries';
import { listShelters, type ShelterRow } from './shelters.queries';
import { mustBeOnlyHouse, mustBeOnlyRoom, namesInTurn } from './shown-names';

type Id = { readonly id: string };

/** The inventory: shelters, rooms, beds. A change of a bed ends its row and opens a new one. */
@Injectable()
export class Shelters {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<ShelterRow[]> {
    return this.transactions.run(actor, listShelters);
  }

  create(actor: Actor, shelter: NewShelterDto): Promise<Id> {
    return this.transactions.run(actor, (tx) => this.createIn(tx, shelter));
  }

  async createIn(tx: Tx, shelter: NewShelterDto): Promise<Id> {
    if (!isCode('regions', shelter.region)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'region');
    }
    const languages = shelter.languages ?? [];
    if (!languages.every((code) => isCode('languages', code))) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'languages');
    }
    const { codeName } = shelter;
    const names = localNames(shelter.names);
    namesInTurn(tx);
    return inInventory(async () => {
      await mustBeOnlyHouse(tx, { name: codeName, names, oneNameField: 'codeName' }, null);
      const [row] = await tx.query<Id>(
        `INSERT INTO shelters (code_name, region, kind, receives, languages, maximum_stay_nights, organisation_id, names)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
        [
          codeName,
          shelter.region,
          shelter.kind,
          shelter.receives,
          languages,
          shelter.maximumStayNights ?? null,
          shelter.organisationId ?? null,
          names,
        ],
      );
      await record(tx, { action: 'shelters.create', kind: 'shelter', ids: [row!.id] });
      return row!;
    });
  }

  /** The code name in each language; the code name itself stays. */
  nameShelter(actor: Actor, id: string, given: LocalNames | null | undefined): Promise<void> {
    const names = localNames(given);
    return this.transactions.run(actor, async (tx) => {
      namesInTurn(tx);
      const [house] = await tx.query<{ name: string }>(
        'UPDATE shelters SET names = $2 WHERE id = $1 RETURNING code_name AS name',
        [id, names],
      );
      if (!house) throw notFound();
      await mustBeOnlyHouse(tx, { ...house, names, oneNameField: null }, id);
      const fields = ['names'];
      await record(tx, { action: 'shelters.name', kind: 'shelter', ids: [id], fields });
    });
  }

  nameRoom(actor: Actor, id: string, given: LocalNames | null | undefined): Promise<void> {
    const names = localNames(given);
    return this.transactions.run(actor, async (tx) => {
      namesInTurn(tx);
      const [room] = await tx.query<{ name: string; shelterId: string }>(
        'UPDATE rooms SET names = $2 WHERE id = $1 RETURNING name, shelter_id AS "shelterId"',
        [id, names],
      );
      if (!room) throw notFound();
      const { name, shelterId } = room;
      await mustBeOnlyRoom(tx, { name, names, oneNameField: null }, { shelterId, id });
      const fields = ['names'];
      await record(tx, { action: 'shelters.name_room', kind: 'room', ids: [id], fields });
    });
  }

  addRoom(actor: Actor, shelterId: string, room: NewRoomDto): Promise<Id> {
    return this.transactions.run(actor, (tx) => this.addRoomIn(tx, shelterId, room));
  }

  async addRoomIn(tx: Tx, shelterId: string, room: NewRoomDto): Promise<Id> {
    const [known] = await tx.query('SELECT 1 FROM shelters WHERE id = $1', [shelterId]);
    if (!known) throw notFound();
    const { name } = room;
    const names = localNames(room.names);
    namesInTurn(tx);
    return inInventory(async () => {
      await mustBeOnlyRoom(tx, { name, names, oneNameField: 'name' }, { shelterId, id: null });
      const [row] = await tx.query<Id>(
        `INSERT INTO rooms (shelter_id, name, mix, floor, step_free, names) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [shelterId, name, room.mix, room.floor ?? 0, room.stepFree ?? false, names],
      );
      await record(tx, { action: 'shelters.add_room', kind: 'room', ids: [row!.id, shelterId] });
      return row!;
    });
  }

  addBed(actor: Actor, roomId: string, bed: NewBedDto): Promise<Id> {
    return this.transactions.run(actor, (tx) => this.addBedIn(tx, roomId, bed));
  }

  async addBedIn(tx: Tx, roomId: string, bed: NewBedDto): Promise<Id> {
    const [room] = await tx.query<{ shelter_id: string }>(
      'SELECT shelter_id FROM rooms WHERE id = $1',
      [roomId],
    );
    if (!room) throw notFound();
    return inInventory(async () => {
      const availability =
        bed.availability ?? (bed.kind === 'overflow' ? 'overflow' : 'year_round');
      if (availability === 'seasonal' && !bed.until) {
        throw new DomainError('invalid', 'inventory.season_ends', {}, 'until');
      }
      const nights = { from: bed.from ?? tx.tonight, until: bed.until ?? null };
      if (isEmptyRange(nights)) {
        throw new DomainError('invalid', 'beds.ends_before_it_begins', {}, 'until');
      }
      const [row] = await tx.query<Id>(
        `INSERT INTO beds (room_id, shelter_id, label, kind, in_service, availability)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
        [roomId, room.shelter_id, bed.label, bed.kind, toDateRange(nights), availability],
      );
      await record(tx, { action: 'shelters.add_bed', kind: 'bed', ids: [row!.id, roomId] });
      return row!;
    });
  }

  endBed(actor: Actor, bedId: string, from: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await endBed(tx, bedId, from);
      await record(tx, { action: 'shelters.end_bed', kind: 'bed', ids: [bedId] });
    });
  }

  /** The past keeps the bed that it had: the old row ends, a new one begins on the same night. */
  changeBed(actor: Actor, bedId: string, change: ChangeBedDto): Promise<Id> {
    return this.transactions.run(actor, async (tx) => {
      const before = await endBed(tx, bedId, change.from);
      return this.addBedIn(tx, change.roomId ?? before.room_id, {
        label: change.label ?? before.label,
        kind: change.kind ?? before.kind,
        from: change.from,
        until: change.until ?? before.until ?? undefined,
        availability: change.availability ?? before.availability,
      });
    });
  }
}

type BedRow = {
  room_id: string;
  label: string;
  kind: NewBedDto['kind'];
  availability: NewBedDto['availability'];
  until: string | null;
};

async function endBed(tx: Tx, bedId: string, from: string): Promise<BedRow> {
  const booked = await findBookedNights(tx, [bedId], from);
  return inInventory(
    async () => {
      const [bed] = await tx.query<BedRow>(
        `UPDATE beds b SET in_service = daterange(lower(b.in_service), greatest(lower(b.in_service), $2::date))
         FROM beds was
        WHERE b.id = $1 AND was.id = b.id AND (upper(b.in_service) IS NULL OR upper(b.in_service) > $2::date)
        RETURNING b.room_id, b.label, b.kind, b.availability, upper(was.in_service)::text AS until`,
        [bedId, from],
      );
      if (!bed) throw notFound();
      return bed;
    },
    booked && { ...bookedNightsWords(booked, tx.actor.language), isOpen: booked.last === null },
  );
}

/** The names that must differ and the dates that must hold, as sentences beside their fields. */
async function inInventory<T>(
  change: () => Promise<T>,
  booked: { first: string; last: string; isOpen: boolean } | null = null,
): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const state = sqlState(error);
    const constraint = constraintOf(error) ?? '';
    if (state === '23514' && constraint === 'beds_keep_their_bookings') {
      const { isOpen, ...nights } = booked ?? { isOpen: false, first: '', last: '' };
      if (isOpen) throw new DomainError('conflict', 'inventory.bed_is_lived_in', nights, 'from');
      throw new DomainError('conflict', 'beds.bed_has_bookings', nights, 'from');
    }
    if (state === '23514' && constraint.startsWith('beds_in_service')) {
      throw new DomainError('invalid', 'beds.ends_before_it_begins', {}, 'from');
    }
    if (state === '23P01') throw new DomainError('conflict', 'beds.label_taken', {}, 'label');
    if (state === '23505' && constraint === 'shelters_code_name_once') {
      throw new DomainError('conflict', 'beds.code_name_taken', {}, 'codeName');
    }
    if (state === '23505') throw new DomainError('conflict', 'beds.room_name_taken', {}, 'name');
    if (state === '23503') throw new DomainError('invalid', 'common.not_choice');
    throw error;
  }
}
