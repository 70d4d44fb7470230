import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record, Refusals } from '../audit';
import { allowedParts } from '../beneficiaries';
import { Shares, type ShareReason } from '../consents';
import { HiddenPlaces } from '../disclosure';
import { Organisations } from '../organisations';
import { settingOf } from '../plans';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate, isCivilDate } from '../platform/shared/nights.rules';
import { file, type FileDownload } from '../platform/web/page-response';
import { ComposeHtcdsFile, type FileClass, type Person } from './compose-file.service';
import {
  agreedPeople,
  type AgreedPerson,
  exportsOf,
  type ExportRow,
  peopleOf,
} from './exports.queries';
import { encryptedArchive } from '../platform/shared/encrypted-archive';
import { writeCsv } from './files/csv.export';
import { writeXlsx } from './files/xlsx.export';
import type { HtcdsFile } from './htcds-record.types';
import { type DisclosablePart, DISCLOSABLE_PARTS } from './rules/columns.rules';
import { textsOf } from './rules/free-texts.rules';
import { XLSX_TYPE } from '../platform/shared/media-types.data';

export const FORMATS = ['xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export interface NewExport {
  readonly class: FileClass;
  readonly recipientId: string;
  /** Always `sharing` for exports with identities. */
  readonly purpose: 'sharing' | 'statistics';
  readonly why: ShareReason;
  /** Parts disclosed beside the coded facts. */
  readonly parts: readonly DisclosablePart[];
  /** All who agreed, where left out. */
  readonly caseIds?: readonly string[] | null;
  /** Last day on which the recipient may keep it. */
  readonly until: string;
}

export interface MadeExport {
  readonly id: string;
  readonly people: number;
  /** Number of people without a valid consent or not completely visible to the actor; never who they are. */
  readonly leftOut: number;
}

const CODED: readonly DisclosablePart[] = ['facts', 'story', 'care'];
const MOST_PEOPLE = 200;
const MIME = { xlsx: XLSX_TYPE, csv: 'text/csv; charset=utf-8', zip: 'application/zip' } as const;

/** Exports of cases to other organisations: each person in them has consented and is in the register of shares. */
@Injectable()
export class HtcdsExports {
  constructor(
    private readonly transactions: Transactions,
    private readonly shares: Shares,
    private readonly organisations: Organisations,
    private readonly records: ComposeHtcdsFile,
    private readonly places: HiddenPlaces,
    private readonly refusals: Refusals,
  ) {}

  /** Visible people who consent today; one audit row lists them. */
  agreed(
    actor: Actor,
    recipientId: string,
    purpose: NewExport['purpose'],
  ): Promise<readonly AgreedPerson[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.organisations.oneIn(tx, recipientId);
      const people = await agreedPeople(tx, recipientId, purpose);
      const ids = people.map(({ caseId }) => caseId);
      await record(tx, { action: 'htcds.choose', kind: 'case', ids });
      return people;
    });
  }

  /** How long a file may be kept, and the day that is proposed. */
  terms(actor: Actor): Promise<{ readonly days: number; readonly until: CivilDate }> {
    return this.transactions.run(actor, async (tx) => {
      const days = await longestDays(tx);
      return { days, until: addDays(tx.today, Math.min(days, 30)) };
    });
  }

  list(actor: Actor): Promise<ExportRow[]> {
    return this.transactions.run(actor, (tx) => exportsOf(tx, null));
  }

  find(actor: Actor, id: string): Promise<ExportRow> {
    return this.transactions.run(actor, (tx) => this.findIn(tx, id));
  }

  make(actor: Actor, asked: NewExport, requestId: string | null = null): Promise<MadeExport> {
    mustBeAllowed(actor, asked.class);
    return this.transactions.once(
      actor,
      { useCase: 'htcds.export', body: asked, requestId },
      (tx) => this.makeIn(tx, asked),
    );
  }

  /**
   * Composes the file anew each time for people who still consent; the file is not stored. Identities are exported only
   * with a password.
   */
  async file(
    actor: Actor,
    id: string,
    { format, password }: { readonly format: Format; readonly password: string | null },
  ): Promise<FileDownload> {
    const { made, records } = await this.compose(actor, id, password);
    if (made.class === 'identity') await this.refuseHiddenPlace(actor, id, textsOf(records));
    const bytes = format === 'xlsx' ? await writeXlsx(records) : writeCsv(records);
    if (made.class === 'case_list') return file(bytes, `tables.${format}`, MIME[format]);
    return file(
      await encryptedArchive([{ name: `tables.${format}`, bytes }], password!),
      'tables.zip',
      MIME.zip,
    );
  }

  private compose(
    actor: Actor,
    id: string,
    password: string | null,
  ): Promise<{ made: ExportRow; records: HtcdsFile }> {
    return this.transactions.run(actor, async (tx) => {
      const made = await this.findIn(tx, id);
      mustBeAllowed(actor, made.class);
      if (made.untilAt <= tx.now) throw new DomainError('conflict', 'htcds.over');
      if (made.class === 'identity') checkPassword(password);
      const people = await this.stillAgreed(tx, made);
      const records = await this.records.file(tx, people, { class: made.class, parts: made.parts });
      for (const { caseId } of people) {
        await record(tx, {
          action: `htcds.export_${made.class}`,
          kind: 'case',
          ids: [caseId, id],
          fields: made.parts,
        });
      }
      return { made, records };
    });
  }

  /** Accounts and addresses are words that anybody wrote: none of them leads to a house. */
  private async refuseHiddenPlace(
    actor: Actor,
    id: string,
    texts: readonly string[],
  ): Promise<void> {
    if ((await this.places.findDisclosure(actor, { kind: 'htcds_export', id }, texts)) !== 'place')
      return;
    const refused = { action: 'htcds.export_refused', kind: 'htcds_export', ids: [id] };
    await this.refusals.write(actor, actor.userId, { ...refused, outcome: 'refused' });
    throw new DomainError('conflict', 'htcds.tells_place');
  }

  private async makeIn(tx: Tx, asked: NewExport): Promise<MadeExport> {
    const { class: kind, recipientId, why, until } = asked;
    const purpose = kind === 'identity' ? 'sharing' : asked.purpose;
    const parts = kind === 'identity' ? wholeOf(asked.parts) : CODED;
    await this.organisations.oneIn(tx, recipientId);
    await checkUntil(tx, until);
    const agreed = await agreedPeople(tx, recipientId, purpose);
    const wanted = asked.caseIds ? [...new Set(asked.caseIds)] : agreed.map((one) => one.caseId);
    const chosen = wanted.filter((id) => agreed.some(({ caseId }) => caseId === id));
    const people: string[] = [];
    for (const caseId of chosen) {
      // Reading the classification takes the account, though only its codes may go out.
      const needed = [...new Set<DisclosablePart>([...parts, 'story', 'care'])];
      const open = await allowedParts(tx, caseId, needed);
      if (open.length === needed.length) people.push(caseId);
    }
    await checkHowMany(tx, kind, people.length);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO htcds_exports (id, class, recipient_id, purpose, why, parts, people, left_out, until_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        kind,
        recipientId,
        purpose,
        why,
        parts,
        people.length,
        wanted.length - people.length,
        `${until}T23:59:59Z`,
      ],
    );
    for (const caseId of people) {
      await this.shares.openIn(tx, caseId, {
        purpose,
        recipientId,
        what: parts,
        why,
        until,
        how: 'file',
        source: { kind: 'htcds_export', id },
      });
    }
    await record(tx, {
      action: 'htcds.make_export',
      kind: 'htcds_export',
      ids: [id, recipientId],
      fields: [kind, purpose, ...parts],
    });
    return { id, people: people.length, leftOut: wanted.length - people.length };
  }

  private async findIn(tx: Tx, id: string): Promise<ExportRow> {
    const [row] = await exportsOf(tx, id);
    if (!row) throw notFound();
    return row;
  }

  /** In an order that does not reveal when they were registered. */
  private async stillAgreed(tx: Tx, { id, class: kind }: ExportRow): Promise<Person[]> {
    const people = shuffled(await peopleOf(tx, id));
    await checkHowMany(tx, kind, people.length);
    return people;
  }
}

/** In the order of the columns. */
const wholeOf = (parts: readonly DisclosablePart[]): DisclosablePart[] =>
  DISCLOSABLE_PARTS.filter(
    (part) => part === 'facts' || part === 'identity' || parts.includes(part),
  );

function shuffled<T>(all: readonly T[]): T[] {
  const left = [...all];
  return all.map(() => left.splice(randomInt(left.length), 1)[0]!);
}

function mustBeAllowed(actor: Actor, kind: FileClass): void {
  if (!may(actor, kind === 'identity' ? 'htcds:identity' : 'htcds:case-list')) {
    throw new DomainError('forbidden', 'access.not_yours');
  }
}

async function checkHowMany(tx: Tx, kind: FileClass, people: number): Promise<void> {
  const least = kind === 'case_list' ? await settingOf(tx, 'htcds_least_people', 5) : 1;
  if (people === 0) throw new DomainError('conflict', 'htcds.nobody', {}, 'caseIds');
  if (people < least) throw new DomainError('conflict', 'htcds.too_few', { least }, 'caseIds');
  if (people > MOST_PEOPLE) {
    throw new DomainError('invalid', 'htcds.too_many', { max: MOST_PEOPLE }, 'caseIds');
  }
}

const longestDays = (tx: Tx): Promise<number> => settingOf(tx, 'htcds_longest_days', 90);

async function checkUntil(tx: Tx, until: string): Promise<void> {
  const days = await longestDays(tx);
  if (!isCivilDate(until)) throw new DomainError('invalid', 'common.not_date', {}, 'until');
  if (until < tx.today) throw new DomainError('invalid', 'htcds.until_past', {}, 'until');
  if (until > addDays(tx.today, days)) {
    throw new DomainError('invalid', 'htcds.until_far', { days }, 'until');
  }
}

const LEAST_PASSWORD = 16;
function checkPassword(password: string | null): void {
  if (!password) throw new DomainError('invalid', 'htcds.password_missing', {}, 'password');
  if (password.length < LEAST_PASSWORD || new Set(password).size < 8) {
    throw new DomainError('invalid', 'htcds.password_weak', { min: LEAST_PASSWORD }, 'password');
  }
}
