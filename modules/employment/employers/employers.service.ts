import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { isCode, Lists } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import {
  type VETTING_REFUSAL_REASONS,
  type EmployerRow,
  employersIn,
  type EmployerVersionRow,
  employerVersionsIn,
  type VETTING_CHECKS,
  type OfferRow,
  offersIn,
  type EmployerPlacement,
  employerPlacements,
  type VETTING_RESULTS,
  type VettingRow,
  vettingsOf,
} from './employers.queries';
import { contactAddress, EmployerSeals, vettingNoteAddress } from './employer-seals.service';
import { mustNotBeInFuture, translateWorkErrors } from '../work.errors';

export interface NewEmployer {
  readonly name: string;
  /** Code of the list labour_sectors. */
  readonly sector: string;
  readonly region: string;
  readonly contact?: string | null;
}
export interface ChangedEmployer extends NewEmployer {
  /** As it was read. */
  readonly revision: number;
}
export interface NewVetting {
  readonly on: CivilDate;
  readonly lookedAt?: readonly (typeof VETTING_CHECKS)[number][];
  readonly result: (typeof VETTING_RESULTS)[number];
  readonly expiresOn?: CivilDate | null;
  readonly reason?: (typeof VETTING_REFUSAL_REASONS)[number] | null;
  readonly note?: string | null;
}
export interface EmployerFile extends EmployerRow {
  readonly contact: string | null;
  readonly vettings: readonly (Omit<VettingRow, 'note'> & { readonly note: string | null })[];
  /** Earlier names, latest first. */
  readonly versions: readonly EmployerVersionRow[];
  readonly offers: readonly OfferRow[];
  /** Placements of people whom the actor accompanies; null without access to people. */
  readonly people: readonly EmployerPlacement[] | null;
}

/** Who gives work, and each look at them: the last one decides whether somebody is placed there. */
@Injectable()
export class Employers {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly seals: EmployerSeals,
  ) {}

  all(actor: Actor): Promise<EmployerRow[]> {
    return this.transactions.run(actor, (tx) => employersIn(tx));
  }

  one(actor: Actor, id: string): Promise<EmployerFile> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, id));
  }

  /** With the decrypted contact; audited. */
  async withContactIn(tx: Tx, id: string): Promise<EmployerRow & { contact: string | null }> {
    const employer = await this.headIn(tx, id);
    const [contact] = await this.seals.open(tx, id, [
      { place: contactAddress(id), sealed: await sealedContactIn(tx, id) },
    ]);
    await record(tx, { action: 'work.read_employer', kind: 'work_employer', ids: [id] });
    return { ...employer, contact: contact ?? null };
  }

  /** With decrypted contact and findings; audited. */
  async oneIn(tx: Tx, id: string): Promise<EmployerFile> {
    const employer = await this.headIn(tx, id);
    const vettings = await vettingsOf(tx, id);
    const [contact, ...notes] = await this.seals.open(tx, id, [
      { place: contactAddress(id), sealed: await sealedContactIn(tx, id) },
      ...vettings.map((one) => ({ place: vettingNoteAddress(one.id), sealed: one.note })),
    ]);
    const people = may(tx.actor, 'work:read') ? await employerPlacements(tx, id) : null;
    const ids = [id, ...(people ?? []).map(({ caseId }) => caseId)];
    await record(tx, { action: 'work.read_employer', kind: 'work_employer', ids });
    return {
      ...employer,
      contact: contact ?? null,
      vettings: vettings.map((one, place) => ({ ...one, note: notes[place] ?? null })),
      versions: await employerVersionsIn(tx, id),
      offers: await offersIn(tx, { employerId: id }),
      people,
    };
  }

  async headIn(tx: Tx, id: string): Promise<EmployerRow> {
    const [employer] = await employersIn(tx, [id]);
    if (!employer) throw notFound();
    return employer;
  }

  add(actor: Actor, given: NewEmployer, requestId: string | null = null): Promise<{ id: string }> {
    return this.once(actor, 'work.add_employer', given, requestId, async (tx) => {
      const id = randomUUID();
      await translateWorkErrors(
        tx.query(
          `INSERT INTO work_employers (id, name, sector, sector_version, region, contact) VALUES ($1, $2, $3, $4, $5, $6)`,
          await this.columnsOf(tx, id, given, null),
        ),
      );
      await record(tx, { action: 'work.add_employer', kind: 'work_employer', ids: [id] });
      return { id };
    });
  }

  /**
   * Changes an employer. The earlier name is kept; vettings, offers and placements are not affected. Refused after a
   * concurrent change (`revision`), and for a new name while the latest vetting is a refusal.
   */
  change(actor: Actor, id: string, given: ChangedEmployer): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const before = await this.headIn(tx, id);
      const changed = await translateWorkErrors(
        tx.query(
          `UPDATE work_employers SET name = $2, sector = $3, sector_version = $4, region = $5, contact = $6, revision = revision + 1
            WHERE id = $1 AND revision = $7 RETURNING id`,
          [...(await this.columnsOf(tx, id, given, before)), given.revision],
        ),
      );
      if (changed.length === 0) throw new DomainError('conflict', 'work.saved_by_another');
      await record(tx, { action: 'work.change_employer', kind: 'work_employer', ids: [id] });
    });
  }

  /** Columns for INSERT and UPDATE; a sector that the employer already has may have left the list. */
  private async columnsOf(tx: Tx, id: string, given: NewEmployer, before: EmployerRow | null) {
    if (!isCode('regions', given.region)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'region');
    }
    const version =
      before?.sector === given.sector
        ? before.sectorVersion
        : await this.lists.chosenFrom(tx, 'labour_sectors', given.sector, 'sector');
    const contact = await this.seals.seal(tx, id, contactAddress(id), given.contact);
    return [id, given.name.trim(), given.sector, version, given.region, contact];
  }

  vet(
    actor: Actor,
    employerId: string,
    given: NewVetting,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.once(actor, 'work.vet', { employerId, ...given }, requestId, async (tx) => {
      await this.headIn(tx, employerId);
      mustNotBeInFuture(tx, given.on);
      mustBeComplete(given);
      const id = randomUUID();
      const good = isAcceptedVetting(given);
      const note = await this.seals.seal(tx, employerId, vettingNoteAddress(id), given.note);
      await translateWorkErrors(
        tx.query(
          `INSERT INTO work_vettings (id, employer_id, on_day, looked_at, result, expires_on, reason, note)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            id,
            employerId,
            given.on,
            [...new Set(given.lookedAt ?? [])],
            given.result,
            good ? given.expiresOn : null,
            good ? null : given.reason,
            note,
          ],
        ),
      );
      const fields = [given.result];
      await record(tx, {
        action: 'work.vet',
        kind: 'work_employer',
        ids: [employerId, id],
        fields,
      });
      return { id };
    });
  }

  private once<T extends object>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.transactions.once(actor, { useCase, body, requestId }, work);
  }
}

async function sealedContactIn(tx: Tx, id: string): Promise<Buffer | null> {
  const [row] = await tx.query<{ contact: Buffer | null }>(
    'SELECT contact FROM work_employers WHERE id = $1',
    [id],
  );
  return row!.contact;
}

const isAcceptedVetting = ({ result }: NewVetting): boolean =>
  result === 'accepted' || result === 'conditions';

function mustBeComplete(given: NewVetting): void {
  if (isAcceptedVetting(given) && !given.expiresOn) {
    throw new DomainError('invalid', 'work.expires_when', {}, 'expiresOn');
  }
  if (!isAcceptedVetting(given) && !given.reason) {
    throw new DomainError('invalid', 'work.why', {}, 'reason');
  }
  if (given.result === 'conditions' && !given.note?.trim()) {
    throw new DomainError('invalid', 'work.which_conditions', {}, 'note');
  }
}
