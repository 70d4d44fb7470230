import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { ProgrammeProfile } from '../platform/database/programme-profile';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  dayHasPassed,
  decidedAlready,
  onlyFromTomorrow,
  translateSettingErrors,
} from './setting.errors';
import { settingErrors } from './setting-values.rules';
import { hasDay, type SettingDefinition, type SettingRow } from './setting.types';
import { definitionOf, proposalIn, type SettingProposal, valuesOf } from './settings.queries';

export const SETTING_DECISIONS = ['confirmed', 'refused', 'withdrawn'] as const;
export type SettingDecision = (typeof SETTING_DECISIONS)[number];

export interface NewSetting {
  readonly value: unknown;
  /** From this day on; today is at once. */
  readonly from: CivilDate;
  readonly source: string;
}

export interface ProposedSetting {
  readonly id: string;
  /** `confirmed`: no second person is needed, and it is in force from its day. */
  readonly state: 'proposed' | 'confirmed';
}

/** What follows once a change is confirmed; answers how many costs that waited for it were charged. */
export type SettingEffect = (actor: Actor) => Promise<number>;

export interface DecidedSetting {
  readonly key: string;
  readonly decision: SettingDecision;
  /** Confirmed was that a planned change is taken back. */
  readonly isCancellation: boolean;
  readonly charged: number;
}

/**
 * A change of a setting: proposed by one, confirmed by another where it protects somebody or moves money. A port too:
 * a module that keeps a setting on a page of its own proposes it by `proposeSetting` and says what follows.
 */
@Injectable()
export class SettingProposals {
  private readonly effects = new Map<string, SettingEffect>();

  constructor(
    private readonly transactions: Transactions,
    private readonly profile: ProgrammeProfile,
  ) {}

  whenConfirmed(keys: readonly string[], effect: SettingEffect): void {
    for (const key of keys) this.effects.set(key, effect);
  }

  propose(
    actor: Actor,
    key: string,
    given: NewSetting,
    requestId: string | null = null,
  ): Promise<ProposedSetting> {
    const once = { useCase: 'settings.propose', body: { key, ...given }, requestId };
    return this.changing(this.transactions.once(actor, once, (tx) => proposeIn(tx, key, given)));
  }

  /** Takes a confirmed change back before its day: proposed by one, confirmed by another, as the change was. */
  cancel(
    actor: Actor,
    id: string,
    source: string,
    requestId: string | null = null,
  ): Promise<ProposedSetting> {
    const once = { useCase: 'settings.cancel', body: { id, source }, requestId };
    return this.changing(this.transactions.once(actor, once, (tx) => cancelIn(tx, id, source)));
  }

  async decide(
    actor: Actor,
    id: string,
    decision: SettingDecision,
    requestId: string | null = null,
  ): Promise<DecidedSetting> {
    const once = { useCase: 'settings.decide', body: { id, decision }, requestId };
    const { key, isCancellation } = await this.changing(
      this.transactions.once(actor, once, (tx) => decideIn(tx, id, decision)),
    );
    const effect = decision === 'confirmed' ? this.effects.get(key) : undefined;
    return { key, decision, isCancellation, charged: (await effect?.(actor)) ?? 0 };
  }

  /** Pages show a new name of the programme at once. */
  private async changing<T>(work: Promise<T>): Promise<T> {
    const answer = await translateSettingErrors(work);
    this.profile.forget();
    return answer;
  }
}

async function proposeIn(tx: Tx, key: string, given: NewSetting): Promise<ProposedSetting> {
  const definition = await definitionOf(tx, key);
  if (!definition) throw notFound();
  const errors = [
    ...dayErrors(definition, given.from, tx.today),
    ...settingErrors(definition, given.value),
    ...(await fixedErrors(tx, definition, given.value)),
  ];
  if (errors.length > 0) throw new FieldErrors(errors);
  return confirmedAlone(tx, definition, await proposeSetting(tx, key, given));
}

async function cancelIn(tx: Tx, id: string, source: string): Promise<ProposedSetting> {
  const planned = await proposalIn(tx, id);
  const definition = planned && (await definitionOf(tx, planned.key));
  if (!definition) throw notFound();
  const { key, value, fromDay: from } = planned;
  const proposed = await proposeSetting(tx, key, { value, from, source, cancels: id });
  return confirmedAlone(tx, definition, proposed);
}

/** Where nobody has to confirm it, it is confirmed in the same act. */
async function confirmedAlone(
  tx: Tx,
  { key, protects }: SettingDefinition,
  proposed: ProposedSetting,
): Promise<ProposedSetting> {
  if (protects !== null) return proposed;
  await write(tx, { id: proposed.id, key }, 'confirmed');
  return { ...proposed, state: 'confirmed' };
}

/** The value was checked by whoever keeps the setting; a page of its own calls this itself. */
export async function proposeSetting(
  tx: Tx,
  key: string,
  { value, from, source, cancels = null }: NewSetting & { readonly cancels?: string | null },
): Promise<ProposedSetting> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO setting_proposals (key, value, from_day, source, cancels) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
    [key, JSON.stringify(value), from, source.trim(), cancels],
  );
  const action = cancels ? 'settings.cancel' : 'settings.propose';
  await record(tx, { action, kind: 'setting', ids: [row!.id], fields: [key] });
  return { ...row!, state: 'proposed' };
}

/** A set of rows holds for whole days; entries hold from their confirmation on, an edition from a day on. */
function dayErrors(
  definition: SettingDefinition,
  from: CivilDate,
  today: CivilDate,
): DomainError[] {
  const { kind } = definition;
  if (!hasDay(definition)) return [];
  if (from < today) return [dayHasPassed()];
  return kind === 'dated_rows' && from === today ? [onlyFromTomorrow()] : [];
}

/** What an entry never changes: its unit, its category. Past records were written with it. */
async function fixedErrors(tx: Tx, definition: SettingDefinition, value: unknown) {
  const { kind, shape } = definition;
  if (kind !== 'entries' || !Array.isArray(value)) return [];
  const [current] = (await valuesOf(tx, definition)).filter(
    ({ from }) => (from ?? tx.now) <= tx.now,
  );
  const rows = (current?.value ?? []) as SettingRow[];
  return (value as (SettingRow | null)[]).flatMap((given, at) => {
    const row = given ?? {};
    const before = rows.find((one) => one[shape.rowKey!] === row[shape.rowKey!]);
    const refused = (code: string, path: string) =>
      new DomainError('invalid', code, {}, `rows.r${at}.${path}`);
    if (shape.closed && !before) return [refused('settings.closed_list', shape.rowKey!)];
    const parts = shape.parts ?? [];
    if (!before) return shape.edition ? newQuestionErrors(row, refused) : [];
    return parts
      .filter(({ path, fixed, optional }) => fixed && !(optional && row[path] === undefined))
      .filter(({ path }) => before[path] !== row[path])
      .map(({ path }) => refused('settings.fixed', path));
  });
}

/** What a question that was asked before may leave out; a scale of its own is that of the question that has it. */
function newQuestionErrors(
  row: SettingRow,
  refused: (code: string, path: string) => DomainError,
): DomainError[] {
  const missing = ['place', 'dimension', 'scale'].filter((path) => row[path] === undefined);
  const errors = missing.map((path) => refused('settings.required', path));
  return row['scale'] === 'own' ? [...errors, refused('settings.no_own_scale', 'scale')] : errors;
}

async function decideIn(tx: Tx, id: string, decision: SettingDecision) {
  const proposal = await proposalIn(tx, id);
  if (!proposal) throw notFound();
  if (proposal.state !== 'proposed') throw decidedAlready();
  await write(tx, proposal, decision);
  return { key: proposal.key, isCancellation: proposal.cancels !== null };
}

/** A confirmation writes the value as well: trigger setting_is_decided. */
async function write(
  tx: Tx,
  { id, key }: Pick<SettingProposal, 'id' | 'key'>,
  decision: SettingDecision,
): Promise<void> {
  await tx.query('INSERT INTO setting_decisions (proposal_id, decision) VALUES ($1, $2)', [
    id,
    decision,
  ]);
  await record(tx, { action: `settings.${decision}`, kind: 'setting', ids: [id], fields: [key] });
}
