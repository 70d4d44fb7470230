import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Organisations } from '../../organisations';
import { isCode, Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { type Standard, standardsIn } from './standards.queries';
import { translateRecognitionErrors } from '../recognition.errors';

export interface NewStandard {
  readonly title: string;
  /** ISCO-08, one to four digits. */
  readonly isco: string;
  readonly field: string;
  readonly language: string;
  readonly authorityId: string;
  readonly origin: string;
  readonly since: CivilDate;
  readonly currentYears: number;
  readonly fee: string;
  readonly currency: string;
  readonly lineId?: string | null;
  /** In their order. */
  readonly units: readonly { readonly title: string; readonly required: boolean }[];
}

/** Occupational standards; immutable, a change is a new edition. */
@Injectable()
export class Standards {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly organisations: Organisations,
  ) {}

  all(actor: Actor): Promise<Standard[]> {
    return this.transactions.run(actor, (tx) => standardsIn(tx));
  }

  async oneIn(tx: Tx, id: string): Promise<Standard> {
    const [standard] = await standardsIn(tx, { ids: [id] });
    if (!standard) throw notFound();
    return standard;
  }

  one(actor: Actor, id: string): Promise<Standard> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, id));
  }

  add(actor: Actor, given: NewStandard, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'recognition.add_standard', body: given, requestId };
    return this.transactions.once(actor, once, (tx) => {
      const id = randomUUID();
      return this.writeIn(tx, { id, rootId: id, edition: 1 }, given);
    });
  }

  /** Adds an edition after the latest one; refused if another was added since it was read. */
  addEdition(
    actor: Actor,
    formerId: string,
    given: NewStandard,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const once = { useCase: 'recognition.add_edition', body: { formerId, ...given }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const { rootId, edition } = await this.oneIn(tx, formerId);
      return this.writeIn(tx, { id: randomUUID(), rootId, edition: edition + 1 }, given);
    });
  }

  private async writeIn(
    tx: Tx,
    { id, rootId, edition }: { id: string; rootId: string; edition: number },
    given: NewStandard,
  ): Promise<{ id: string }> {
    const authority = (await this.organisations.listIn(tx)).find(
      (one) => one.id === given.authorityId,
    );
    if (!authority?.active) refuseField('authorityId');
    if (!isCode('languages', given.language)) refuseField('language');
    if (!isCivilDate(given.since)) {
      throw new DomainError('invalid', 'common.not_date', {}, 'since');
    }
    if (!given.units.some(({ required }) => required)) {
      throw new DomainError('invalid', 'recognition.a_required_unit', {}, 'units');
    }
    const groups = await this.lists.chosenFrom(tx, 'occupation_groups', given.isco[0]!, 'isco');
    const fields = await this.lists.chosenFrom(tx, 'isced_fields', given.field, 'field');
    const lineId = given.lineId ?? null;
    if (lineId !== null) await mustBeLine(tx, lineId);
    await translateRecognitionErrors(
      tx.query(
        `INSERT INTO recognition_standards (id, root_id, edition, title, isco, list_version, field, field_version, language, authority_id,
           origin, since, current_years, fee, currency, line_id, unit_count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
        [
          id,
          rootId,
          edition,
          given.title.trim(),
          given.isco,
          groups,
          given.field,
          fields,
          given.language,
          given.authorityId,
          given.origin.trim(),
          given.since,
          given.currentYears,
          given.fee,
          given.currency,
          lineId,
          given.units.length,
        ],
      ),
    );
    await tx.query(
      `INSERT INTO recognition_units (id, standard_id, number, title, required)
       SELECT u.id, $1, u.number, u.title, u.required
         FROM unnest($2::uuid[], $3::text[], $4::boolean[]) WITH ORDINALITY u (id, title, required, number)`,
      [
        id,
        given.units.map(() => randomUUID()),
        given.units.map(({ title }) => title.trim()),
        given.units.map(({ required }) => required),
      ],
    );
    const what = { action: 'recognition.add_standard', kind: 'recognition_standard' };
    await record(tx, { ...what, ids: [id, rootId] });
    return { id };
  }
}

function refuseField(field: string): never {
  throw new DomainError('invalid', 'common.not_choice', {}, field);
}

async function mustBeLine(tx: Tx, lineId: string): Promise<void> {
  const [line] = await tx.query('SELECT 1 AS there FROM budget_lines WHERE id = $1', [lineId]);
  if (!line) throw new DomainError('invalid', 'recognition.which_line', {}, 'lineId');
}
