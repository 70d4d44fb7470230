import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import { record } from '../audit';
import { ageInClear, allowedParts, CaseSeals, People } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { ageBand, type Sheet, identifyingContent } from './sheet.rules';

const sheetAddress = (id: string) => ({ table: 'referrals', column: 'sheet', row: id });
const partnerCopyAddress = (id: string) => ({
  table: 'referral_sheets',
  column: 'sealed',
  row: id,
});
const noteAddress = (id: string) => ({ table: 'referral_steps', column: 'note', row: id });

/**
 * Disclosed data of a referral, sealed twice: under the person's key for case workers, and under the referral's key for
 * the partner. The second copy is destroyed when the referral ends.
 */
@Injectable()
export class ReferralSheets {
  constructor(
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
  ) {}

  /** Everything that could be disclosed, for the sender to choose from; opens the rules of safe contact. */
  async possible(tx: Tx, caseId: string): Promise<Required<Sheet>> {
    const person = await this.people.find(tx, caseId);
    const { sex, languages, nationality, accessNeed } = person;
    const age = ageBand(ageInClear(person, tx.today));
    return {
      facts: { sex, age, languages, nationality, accessNeed },
      needs: '',
      contact: await this.contact(tx, caseId),
    };
  }

  private async contact(tx: Tx, caseId: string): Promise<Required<Sheet>['contact']> {
    const unknown = { mayCall: null, channel: null, safeTimes: null };
    if ((await allowedParts(tx, caseId, ['safe_contact'])).length === 0) return unknown;
    const opened = (await this.seals.open(tx, [caseId], ['safe_contact'])).get(caseId);
    await record(tx, {
      action: 'people.show_identity',
      kind: 'case',
      ids: [caseId],
      fields: ['safe_contact'],
    });
    const { mayCall = null, channel = null, safeTimes = null } = opened?.safe_contact ?? {};
    return { mayCall, channel, safeTimes };
  }

  /** Refuses an outgoing text that contains a number or a name of the person: of any joined file, working names included. */
  async refuseIdentifyingText(tx: Tx, caseId: string, text: string, field: string): Promise<void> {
    const files = await tx.query<{ id: string }>('SELECT f AS id FROM mawa_files($1) f', [caseId]);
    const ids = files.map(({ id }) => id);
    const opened = await this.seals.open(tx, ids, ['names']);
    await record(tx, { action: 'referrals.look_for_names', kind: 'case', ids, fields: ['names'] });
    const names = [...opened.values()].flatMap(({ names: known }) =>
      known ? [known.given, known.family, known.working, ...known.aliases] : [],
    );
    const found = identifyingContent(
      text,
      names.filter((name): name is string => Boolean(name)),
    );
    if (found === 'name') throw new DomainError('invalid', 'referrals.tells_name', {}, field);
    if (found === 'number') throw new DomainError('invalid', 'referrals.tells_number', {}, field);
  }

  sealSheet(tx: Tx, caseId: string, id: string, sheet: Sheet): Promise<Buffer> {
    return this.seals.sealText(tx, caseId, sheetAddress(id), JSON.stringify(sheet));
  }

  async openSheet(tx: Tx, caseId: string, id: string): Promise<Sheet | null> {
    const [row] = await tx.query<{ sheet: Buffer | null }>(
      'SELECT sheet FROM referrals WHERE id = $1',
      [id],
    );
    if (!row?.sheet) return null;
    const [text] = await this.seals.openTexts(tx, [
      { caseId, place: sheetAddress(id), sealed: row.sheet },
    ]);
    return text ? (JSON.parse(text) as Sheet) : null;
  }

  /** The partner's copy, once the referral is there. */
  async sealPartnerCopy(tx: Tx, id: string, organisationId: string, sheet: Sheet): Promise<void> {
    const key = await this.keys.recordKey(tx, 'referral', id);
    await tx.query(
      'INSERT INTO referral_sheets (referral_id, organisation_id, sealed) VALUES ($1, $2, $3)',
      [id, organisationId, seal(key, partnerCopyAddress(id), JSON.stringify(sheet))],
    );
  }

  /** As the partner reads it; null once it was destroyed. */
  async copy(tx: Tx, id: string): Promise<Sheet | null> {
    const [row] = await tx.query<{ sealed: Buffer }>(
      'SELECT sealed FROM referral_sheets WHERE referral_id = $1',
      [id],
    );
    if (!row) return null;
    const key = await this.keys.recordKey(tx, 'referral', id);
    return JSON.parse(open(key, partnerCopyAddress(id), row.sealed).toString()) as Sheet;
  }

  async sealNote(
    tx: Tx,
    referralId: string,
    stepId: string,
    note: string | null | undefined,
  ): Promise<Buffer | null> {
    const text = note?.trim();
    if (!text) return null;
    return seal(await this.keys.recordKey(tx, 'referral', referralId), noteAddress(stepId), text);
  }

  /** In the order given. */
  async openNotes(
    tx: Tx,
    referralId: string,
    steps: readonly { readonly id: string; readonly note: Buffer | null }[],
  ): Promise<(string | null)[]> {
    if (steps.every(({ note }) => note === null)) return steps.map(() => null);
    const key = await this.keys.recordKey(tx, 'referral', referralId);
    return steps.map(({ id, note }) => note && open(key, noteAddress(id), note).toString());
  }
}
