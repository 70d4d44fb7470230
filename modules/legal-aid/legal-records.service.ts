import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SealedFieldAddress } from '../access';
import { allowedParts, CaseSeals, partsWrittenBy, People, type PersonRow } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { translateLegalErrors } from './legal.errors';
import { sealedAddressOf } from './sealed-fields.data';

export type LegalSubject = 'proceeding' | 'hearing' | 'measure' | 'order';

export interface NewLegalStep {
  readonly from: string;
  readonly to: string;
  readonly on: CivilDate;
  readonly detail?: string | null;
  readonly note?: string | null;
}

/** Who may read and write the legal part of a file, and the one way in which a state changes. */
@Injectable()
export class LegalRecords {
  constructor(
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  /** "Not found" for an actor who does not see the person; refused for one who does not see the part `legal`. */
  async mustRead(tx: Tx, caseId: string): Promise<PersonRow> {
    const person = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, ['legal'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  async mustWrite(tx: Tx, caseId: string): Promise<void> {
    await this.mustRead(tx, caseId);
    if (!(await this.writes(tx, caseId))) {
      throw new DomainError('forbidden', 'people.not_yours_to_change');
    }
  }

  async writes(tx: Tx, caseId: string): Promise<boolean> {
    return (await partsWrittenBy(tx, caseId)).includes('legal');
  }

  /** Null where nothing was written. */
  async sealed(
    tx: Tx,
    caseId: string,
    place: SealedFieldAddress,
    text?: string | null,
  ): Promise<Buffer | null> {
    const written = text?.trim();
    return written ? this.seals.sealText(tx, caseId, place, written) : null;
  }

  /** In the order asked for; what was not written or is not for the actor is null. */
  async opened(
    tx: Tx,
    texts: readonly { caseId: string; place: SealedFieldAddress; sealed: Buffer | null }[],
  ): Promise<(string | null)[]> {
    const there = texts.flatMap(({ sealed, ...one }) => (sealed ? [{ ...one, sealed }] : []));
    const opened = await this.seals.openTexts(tx, there);
    let at = 0;
    return texts.map(({ sealed }) => (sealed ? (opened[at++] ?? null) : null));
  }

  async step(
    tx: Tx,
    of: LegalSubject,
    recordId: string,
    caseId: string,
    step: NewLegalStep,
  ): Promise<string> {
    mustNotBeInFuture(tx, step.on);
    const id = randomUUID();
    const note = await this.sealed(tx, caseId, sealedAddressOf.stepNote(id), step.note);
    await translateLegalErrors(
      tx.query(
        `INSERT INTO legal_steps (id, case_id, ${of}_id, from_state, to_state, on_day, detail, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, caseId, recordId, step.from, step.to, step.on, step.detail ?? null, note],
      ),
    );
    return id;
  }
}

function mustNotBeInFuture(tx: Tx, on: CivilDate): void {
  if (!isCivilDate(on)) throw new DomainError('invalid', 'common.not_date', {}, 'on');
  if (on > tx.today) throw new DomainError('invalid', 'legal.in_future', {}, 'on');
}

/** A proceeding of this very file or of one joined to it; with the file under whose key it stands. */
export async function loadProceeding(
  tx: Tx,
  caseId: string,
  id: string,
): Promise<{ id: string; caseId: string; state: string; track: string; officerId: string }> {
  const [row] = await tx.query<{
    id: string;
    caseId: string;
    state: string;
    track: string;
    officerId: string;
  }>(
    `SELECT id, case_id AS "caseId", state, track, officer_id AS "officerId" FROM proceedings
      WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
    [caseId, id],
  );
  if (!row) throw notFound();
  return row;
}

/** The next legal steps of everything that moves, from the table that the trigger holds to. */
export async function loadTransitions(
  tx: Tx,
): Promise<(of: LegalSubject, track: string, from: string) => string[]> {
  const rows = await tx.query<{ of: LegalSubject; track: string; from: string; to: string }>(
    'SELECT of, track, from_state AS "from", to_state AS "to" FROM legal_transitions ORDER BY place',
  );
  return (of, track, from) =>
    rows
      .filter((row) => row.of === of && row.track === track && row.from === from)
      .map(({ to }) => to);
}
