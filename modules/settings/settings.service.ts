import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { notFound } from '../platform/shared/domain.errors';
import type { SettingDefinition } from './setting.types';
import {
  currentValues,
  definitionOf,
  definitionsIn,
  proposalIn,
  proposalsOf,
  type SettingProposal,
  type SettingValue,
  valuesOf,
  waitingIn,
} from './settings.queries';

export interface ListedSetting extends SettingDefinition {
  /** Null where it is kept on a page of its own. */
  readonly current: SettingValue | null;
  /** How many changes wait for a second person. */
  readonly waiting: number;
}

export interface OneSetting {
  readonly definition: SettingDefinition;
  readonly current: SettingValue | null;
  /** Confirmed, and still to come into force; the latest first. */
  readonly coming: readonly SettingValue[];
  readonly past: readonly SettingValue[];
  readonly waiting: readonly SettingProposal[];
  readonly closed: readonly SettingProposal[];
  readonly today: CivilDate;
}

/** Every setting with its value in force, its source and what waits; and one with its history. */
@Injectable()
export class Settings {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<ListedSetting[]> {
    return this.transactions.run(actor, async (tx) => {
      const values = await currentValues(tx);
      const waiting = await waitingIn(tx);
      const listed: ListedSetting[] = [];
      for (const definition of await definitionsIn(tx)) {
        const isValue = definition.kind === 'value';
        const current = isValue
          ? (values.get(definition.key) ?? null)
          : inForce(tx, await valuesOf(tx, definition));
        const waits = waiting.filter(({ key }) => key === definition.key).length;
        listed.push({ ...definition, current, waiting: waits });
      }
      return listed;
    });
  }

  one(actor: Actor, key: string): Promise<OneSetting> {
    return this.transactions.run(actor, (tx) => readSetting(tx, key));
  }

  /** What waits for a second person; of the settings that have a page of their own, for that page. */
  waiting(
    actor: Actor,
    key: string,
  ): Promise<{ definition: SettingDefinition; proposals: SettingProposal[] }> {
    return this.transactions.run(actor, async (tx) => {
      const { definition, waiting } = await readSetting(tx, key);
      return { definition, proposals: [...waiting] };
    });
  }

  /** Of a proposal: the setting that it changes. */
  keyOf(actor: Actor, proposalId: string): Promise<string> {
    return this.transactions.run(actor, async (tx) => {
      const proposal = await proposalIn(tx, proposalId);
      if (!proposal) throw notFound();
      return proposal.key;
    });
  }
}

export async function readSetting(tx: Tx, key: string): Promise<OneSetting> {
  const definition = await definitionOf(tx, key);
  if (!definition) throw notFound();
  const values = await valuesOf(tx, definition);
  const current = inForce(tx, values);
  const proposals = await proposalsOf(tx, key);
  return {
    definition,
    current,
    coming: values.filter(({ from }) => from !== null && from > tx.now),
    past: values.filter((one) => one !== current && (from(one) ?? tx.now) <= tx.now),
    waiting: proposals.filter(({ state }) => state === 'proposed'),
    closed: proposals.filter(({ state }) => ['refused', 'withdrawn', 'cancelled'].includes(state)),
    today: tx.today,
  };
}

const from = (value: SettingValue): Date | null => value.from;

/** The latest that has begun. */
const inForce = (tx: Tx, values: readonly SettingValue[]): SettingValue | null =>
  values.find((one) => one.from === null || one.from <= tx.now) ?? null;
