import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { formatDate } from '../platform/web/format';
import type { ChangeRoomDto } from './shelter.dto';
import { findBookedNights, type BookedNights, bookedNightsWords } from './booked-nights.queries';
import { factsOf, roomHistory, type RoomFacts, type RoomHistory } from './rooms.queries';

/** Dated properties of rooms: a change ends the present row and begins a new one from a night on. */
@Injectable()
export class Rooms {
  constructor(private readonly transactions: Transactions) {}

  history(actor: Actor, roomId: string): Promise<RoomHistory> {
    return this.transactions.run(actor, async (tx) => {
      const room = await roomHistory(tx, roomId);
      if (!room) throw notFound();
      return room;
    });
  }

  change(actor: Actor, roomId: string, { from, ...asked }: ChangeRoomDto): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      if (from < tx.tonight) throw new DomainError('invalid', 'inventory.past_stays', {}, 'from');
      const beds = await inTurn(tx, roomId);
      const facts = await factsOf(tx, roomId);
      const last = facts.at(-1);
      if (!last) throw notFound();
      if (from < last.from) {
        throw new DomainError(
          'conflict',
          'inventory.planned_already',
          { date: formatDate(last.from, actor.language) },
          'from',
        );
      }
      const next = { ...last, ...given(asked) };
      if (FACTS.every((fact) => next[fact] === last[fact])) {
        throw new DomainError('invalid', 'inventory.nothing_changes', {}, 'from');
      }
      if (from === last.from) {
        throw new DomainError('conflict', 'inventory.changed_that_night', {}, 'from');
      }
      const booked = await findBookedNights(tx, beds, from);
      await withoutPeople(booked, actor.language, () => write(tx, roomId, from, last, next));
      await tx.query('SELECT rooms_follow_their_facts()');
      const fields = FACTS.filter((fact) => next[fact] !== last[fact]);
      await record(tx, { action: 'shelters.change_room', kind: 'room', ids: [roomId], fields });
    });
  }
}

/** Serialises with placements in the room, which then see the change. */
async function inTurn(tx: Tx, roomId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM beds WHERE room_id = $1', [roomId]);
  const beds = rows.map(({ id }) => id);
  await tx.query('SELECT placing_locks($1, $2)', [beds, []]);
  return beds;
}

async function withoutPeople(
  booked: BookedNights | null,
  language: Language,
  change: () => Promise<void>,
): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (constraintOf(error) !== 'room_facts_keep_their_people' || !booked) throw error;
    const code = booked.last === null ? 'inventory.room_is_lived_in' : 'inventory.room_is_booked';
    throw new DomainError('conflict', code, bookedNightsWords(booked, language), 'from');
  }
}

const FACTS = ['mix', 'floor', 'stepFree', 'nearStaff', 'privateBathroom'] as const;

const given = <T extends object>(asked: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

async function write(
  tx: Tx,
  roomId: string,
  from: CivilDate,
  last: RoomFacts,
  next: RoomFacts,
): Promise<void> {
  await tx.query(
    'UPDATE room_facts SET during = daterange(lower(during), $2::date) WHERE id = $1',
    [last.id, from],
  );
  await tx.query(
    `INSERT INTO room_facts (room_id, during, mix, floor, step_free, near_staff, private_bathroom, set_by)
     VALUES ($1, daterange($2::date, NULL), $3, $4, $5, $6, $7, mawa_actor())`,
    [roomId, from, next.mix, next.floor, next.stepFree, next.nearStaff, next.privateBathroom],
  );
}
