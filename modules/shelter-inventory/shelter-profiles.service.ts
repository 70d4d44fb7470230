import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { isCode } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { formatDate } from '../platform/web/format';
import type { ChangeHouseDto } from './shelter.dto';
import { minutesSinceNoon } from '../shelter-beds';
import {
  houseFactsOf,
  houseHistory,
  inOrder,
  nightRulesOn,
  type HouseFacts,
  type HouseHistory,
  type NightRules,
} from './houses.queries';

/** Dated properties of shelters: a change ends the present row and begins a new one from a night on. */
@Injectable()
export class ShelterProfiles {
  constructor(private readonly transactions: Transactions) {}

  history(actor: Actor, shelterId: string): Promise<HouseHistory> {
    return this.transactions.run(actor, async (tx) => {
      const house = await houseHistory(tx, shelterId);
      if (!house) throw notFound();
      return house;
    });
  }

  /** How each house goes tonight, by its id. */
  nightRules(actor: Actor): Promise<ReadonlyMap<string, NightRules>> {
    return this.transactions.run(actor, (tx) => nightRulesOn(tx, tx.tonight));
  }

  change(actor: Actor, shelterId: string, asked: ChangeHouseDto): Promise<void> {
    return this.transactions.run(actor, (tx) => this.changeIn(tx, shelterId, asked));
  }

  async changeIn(tx: Tx, shelterId: string, { from, ...asked }: ChangeHouseDto): Promise<void> {
    if (from < tx.tonight) throw new DomainError('invalid', 'inventory.past_stays', {}, 'from');
    await inTurn(tx, shelterId);
    const last = (await houseFactsOf(tx, shelterId)).at(-1)!;
    if (from < last.from) {
      const date = formatDate(last.from, tx.actor.language);
      throw new DomainError('conflict', 'inventory.planned_already', { date }, 'from');
    }
    const next = wholeOf(last, asked);
    const fields = FACTS.filter((fact) => String(next[fact]) !== String(last[fact]));
    if (fields.length === 0) throw new DomainError('invalid', 'houses.nothing_changes', {}, 'from');
    if (from === last.from) {
      throw new DomainError('conflict', 'inventory.changed_that_night', {}, 'from');
    }
    await mustExpectNobody(tx, shelterId, from, last, next);
    await write(tx, shelterId, from, last, next);
    await tx.query('SELECT shelters_follow_their_facts()');
    await record(tx, { action: 'shelters.change', kind: 'shelter', ids: [shelterId], fields });
  }
}

const FACTS = [
  'kind',
  'receives',
  'languages',
  'doorsClose',
  'doorsOpen',
  'lateArrivals',
  'nightStaff',
] as const;

/** Serialises with other changes and with placements, which then see this one. */
async function inTurn(tx: Tx, shelterId: string): Promise<void> {
  const [house] = await tx.query('SELECT 1 FROM shelters WHERE id = $1 FOR NO KEY UPDATE', [
    shelterId,
  ]);
  if (!house) throw notFound();
  await tx.query(`SELECT placing_locks(ARRAY(SELECT id FROM beds WHERE shelter_id = $1), '{}')`, [
    shelterId,
  ]);
}

/** Merges a change with the last properties, in a fixed order, and checks the result. */
function wholeOf(last: HouseFacts, asked: Omit<ChangeHouseDto, 'from'>): HouseFacts {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  const next: HouseFacts = { ...last, ...Object.fromEntries(given) };
  if (!next.languages.every((code) => isCode('languages', code))) {
    throw new DomainError('invalid', 'common.not_choice', {}, 'languages');
  }
  mustHaveWholeDoors(next);
  return inOrder(next);
}

function mustHaveWholeDoors({ doorsClose, doorsOpen, lateArrivals }: NightRules): void {
  const said = { doorsClose, doorsOpen, lateArrivals };
  const missing = Object.entries(said).filter(([, value]) => value === null);
  if (missing.length === 3) return;
  if (missing.length > 0) {
    throw new DomainError('invalid', 'houses.doors_whole', {}, missing[0]![0]);
  }
  if (minutesSinceNoon(doorsClose!) >= minutesSinceNoon(doorsOpen!)) {
    throw new DomainError('invalid', 'houses.doors_in_turn', {}, 'doorsOpen');
  }
}

/** Refused while people are expected whom the shelter would no longer receive; residents may stay. */
async function mustExpectNobody(
  tx: Tx,
  shelterId: string,
  from: CivilDate,
  last: HouseFacts,
  next: HouseFacts,
): Promise<void> {
  const signs = last.receives.filter((sign) => !next.receives.includes(sign));
  const [expected] = await tx.query<{ first: CivilDate | null; last: CivilDate | null }>(
    'SELECT min(night)::text AS first, max(night)::text AS last FROM arrivals_expected($1, $2, $3)',
    [shelterId, from, signs],
  );
  if (!expected?.first) return;
  const inWords = (date: CivilDate | null) => formatDate(date, tx.actor.language);
  const nights = { first: inWords(expected.first), last: inWords(expected.last) };
  throw new DomainError('conflict', 'houses.guests_expected', nights, 'receives');
}

async function write(
  tx: Tx,
  shelterId: string,
  from: CivilDate,
  last: HouseFacts,
  next: HouseFacts,
): Promise<void> {
  await tx.query(
    'UPDATE shelter_facts SET during = daterange(lower(during), $2::date) WHERE id = $1',
    [last.id, from],
  );
  await tx.query(
    `INSERT INTO shelter_facts (shelter_id, during, kind, receives, languages, doors_close, doors_open,
       late_arrivals, night_staff, set_by)
     VALUES ($1, daterange($2::date, NULL), $3, $4, $5, $6, $7, $8, $9, mawa_actor())`,
    [
      shelterId,
      from,
      next.kind,
      next.receives,
      next.languages,
      next.doorsClose,
      next.doorsOpen,
      next.lateArrivals,
      next.nightStaff,
    ],
  );
}
