import { Injectable } from '@nestjs/common';
import { type Browser, keepNamesShown, may, maySeePart } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { CaseSeals } from '../case-seals.service';
import { listedName } from '../display-name.words';
import type { PersonNames } from '../new-person.types';

/** The names of a page, as `names` of its model: for `{{> names-switch}}` and `{{> case-name}}`. */
export interface NamesOfPage {
  /** Whether the page shows the switch. */
  readonly offered: boolean;
  readonly shown: boolean;
  /** By the id of the case; only those that the actor may see. */
  readonly byCase: Readonly<Record<string, string>>;
}

/** Which form of a name is decrypted, and the action in the audit log. */
interface OpenedNames {
  readonly nameOf?: (names: PersonNames) => string;
  readonly action?: 'people.list_names' | 'house.read_names' | 'services.read_names';
}

/** Names beside case numbers in lists, if the session shows names, for people whose identity the actor may see. */
@Injectable()
export class ListedNames {
  constructor(
    private readonly transactions: Transactions,
    private readonly seals: CaseSeals,
  ) {}

  /** Names of the people on one page. Reads nothing unless the session shows names. */
  async of(actor: Actor, caseIds: readonly (string | null)[]): Promise<NamesOfPage> {
    if (!isAsked(actor)) return this.without(actor);
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseIds));
  }

  async ofIn(tx: Tx, caseIds: readonly (string | null)[]): Promise<NamesOfPage> {
    if (!isAsked(tx.actor)) return this.without(tx.actor);
    const names = await this.openIn(tx, caseIds);
    return { offered: true, shown: true, byCase: Object.fromEntries(names) };
  }

  /** Decrypts names regardless of the session; one audit row with the cases. */
  async openIn(
    tx: Tx,
    caseIds: readonly (string | null)[],
    { nameOf = listedName, action = 'people.list_names' }: OpenedNames = {},
  ): Promise<Map<string, string>> {
    const ids = [...new Set(caseIds.filter((id) => id !== null))];
    if (ids.length === 0 || !maySeePart(tx.actor, 'identity')) return new Map();
    const opened = await this.seals.open(tx, ids, ['names']);
    if (opened.size === 0) return new Map();
    await record(tx, { action, kind: 'case', ids: [...opened.keys()], fields: ['names'] });
    const names = [...opened].map(([id, { names: known }]): [string, string] => [
      id,
      known ? nameOf(known) : '',
    ]);
    return new Map(names.filter(([, name]) => name !== ''));
  }

  /** The switch: for this session alone, until it ends. */
  show(actor: Actor, here: Browser, shown: boolean): Promise<void> {
    return this.transactions.run(actor, (tx) => {
      keepNamesShown(tx, here, shown);
      return Promise.resolve();
    });
  }

  private without(actor: Actor): NamesOfPage {
    return { offered: isOffered(actor), shown: false, byCase: {} };
  }
}

/** A program has no session, and nobody who may not open who somebody is has the switch. */
const isOffered = (actor: Actor): boolean =>
  actor.session !== undefined &&
  may(actor, 'people:show-identity') &&
  maySeePart(actor, 'identity');

const isAsked = (actor: Actor): boolean => isOffered(actor) && actor.session!.showsNames;
