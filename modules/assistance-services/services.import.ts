import { Injectable } from '@nestjs/common';
import { parseCaseNumber } from '../beneficiaries';
import { CURRENCIES, typedNumber } from '../grant-budgeting';
import {
  CellReader,
  type Cells,
  Choices,
  eachRow,
  type ListField,
  type ImportList,
  type NamedOrganisation,
  type NumberedRow,
  OrganisationNames,
  type ImportOutcome,
  type ImportProgress,
  type ReadRow,
  RejectedRows,
  type KeptRecord,
  type WrittenRecord,
} from '../imports';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import { type DomainError, FieldErrors } from '../platform/shared/domain.errors';
import { serviceTypes } from './catalogue.queries';
import { SERVICE_TYPES } from './catalogue.data';
import { refuseUsedReceipt } from './receipts.rules';
import {
  badAmount,
  badQuantity,
  twoProviders,
  unknownCase,
  unknownProvider,
  unknownType,
} from './services.errors';
import { type NewService, Services, type WrittenService } from './services.service';

const CURRENCY_WORDS: Readonly<Record<string, readonly string[]>> = {
  MAD: ['dh', 'dhs', 'dirham', 'dirhams', 'درهم'],
  EUR: ['euro', 'euros', '€'],
  USD: ['dollar', 'dollars', '$'],
};
const MONEY = new Choices(
  CURRENCIES.map((code) => ({
    code,
    labels: { fr: code, ar: code, en: code },
    also: CURRENCY_WORDS[code] ?? [],
  })),
);

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `services:import.field.${key}`,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('caseNumber', 'text', {
    required: true,
    example: 'M-4K7Q-2XV-4',
    headings: ['dossier', 'n° dossier', 'numéro de dossier', 'case', 'رقم الملف'],
  }),
  field('typeCode', 'choice', {
    required: true,
    headings: ['service', 'prestation', 'type de service', 'الخدمة'],
    choices: (language) => SERVICE_TYPES.map(({ name }) => name[language]),
  }),
  field('givenOn', 'date', { required: true, headings: ['date', 'jour', 'التاريخ'] }),
  field('quantity', 'amount', { headings: ['nombre', 'qté', 'الكمية'] }),
  field('providerId', 'text', { headings: ['prestataire', 'partenaire', 'provider', 'الشريك'] }),
  field('cost', 'amount', {
    fills: 'cost.amount',
    headings: ['montant', 'prix', 'coût total', 'amount', 'المبلغ'],
  }),
  field('currency', 'choice', {
    fills: 'cost.currency',
    headings: ['monnaie', 'العملة'],
    choices: () => CURRENCIES,
  }),
  field('receipt', 'text', { headings: ['facture', 'n° facture', 'reçu', 'invoice', 'الفاتورة'] }),
  field('note', 'text', { headings: ['remarque', 'remarques', 'observations', 'ملاحظات'] }),
];

interface ImportedService extends Omit<NewService, 'caseId' | 'providerId'> {
  readonly caseNumber: string;
  readonly provider: string | null;
}

/** A file of services given: each row one, recorded and charged as by hand. */
@Injectable()
export class ServiceImport implements ImportList<ImportedService> {
  readonly name = 'services';
  readonly title = 'services:import.title';
  readonly permission = 'services:record';
  readonly ofPeople = true;
  readonly fields = FIELDS;
  readonly ignored = ['n°', 'no', '#', 'ligne'];
  /** Others who charge the same grant wait for the whole file. */
  readonly mostRows = 2_000;

  constructor(
    private readonly services: Services,
    private readonly transactions: Transactions,
  ) {}

  read(cells: Cells): ReadRow<ImportedService> {
    const reader = new CellReader(cells);
    const number = parseCaseNumber(reader.cell('caseNumber'));
    if (number === null && reader.cell('caseNumber') !== '') reader.errors.push(unknownCase());
    const amount = figure(reader, 'cost', /^\d{1,8}(\.\d{1,2})?$/, badAmount);
    const quantity = figure(reader, 'quantity', /^\d{1,5}(\.\d{1,2})?$/, badQuantity);
    const currency = reader.choice('currency', MONEY) ?? 'MAD';
    const receipt = reader.text('receipt', 60);
    const note = reader.cell('note');
    if (note.length > 2000) reader.wrong('note', 'text_too_long', { max: 2000 });
    return {
      row: {
        caseNumber: number ?? '',
        typeCode: reader.cell('typeCode'),
        givenOn: reader.day('givenOn') ?? '',
        provider: reader.text('providerId', 200),
        ...(quantity === null ? {} : { quantity }),
        ...(amount === null || Number(amount) === 0 ? {} : { cost: { amount, currency } }),
        ...(receipt === null ? {} : { receipt }),
        ...(note === '' ? {} : { note }),
      },
      errors: reader.errors,
    };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<ImportedService>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const known = await ServiceLookups.of(tx, rows);
    const made: { row: number; service: WrittenService }[] = [];
    try {
      await eachRow(tx, rows, progress, async (given, row) => {
        const service = known.service(given);
        await refuseUsedReceipt(tx, service);
        made.push({ row, service: await this.services.writeIn(tx, service) });
      });
    } catch (error) {
      await this.keepTheQuestions(tx, error);
      throw error;
    }
    // Charges last, so that the balance is locked for a short time.
    if (made.some(({ service }) => service.cost)) await this.services.lockLedger(tx);
    for (const { service } of made) await this.services.chargeIn(tx, service);
    const prints = await printsOf(
      tx,
      made.map(({ service }) => service.id),
    );
    return {
      written: made.map(({ row, service: { id } }) => ({
        row,
        kind: 'service',
        id,
        print: prints.get(id)!.print,
      })),
    };
  }

  /** Each is cancelled as by hand, and with it its charge is reversed: the ledger keeps both. */
  async undo(tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const now = await printsOf(
      tx,
      written.map(({ id }) => id),
    );
    const staying = written.flatMap(({ row, id, print }): KeptRecord[] => {
      const service = now.get(id);
      if (!service) return [{ row, why: 'not_yours' }];
      if (service.print !== print) return [{ row, why: 'changed' }];
      return service.used ? [{ row, why: 'used' }] : [];
    });
    if (staying.length > 0) return staying;
    for (const { id } of written) await this.services.cancelIn(tx, id, 'wrong_details');
    return [];
  }

  /** Whether a receipt was used before was asked, and answered: that stays written also where all else is taken back. */
  private async keepTheQuestions(tx: Tx, error: unknown): Promise<void> {
    const asked =
      error instanceof RejectedRows &&
      error.refused.some((one) => one.error.code === 'services.receipt_used');
    if (!asked) return;
    await this.transactions.run(tx.actor, (apart) =>
      record(apart, { action: 'services.receipt_known', kind: 'service' }),
    );
  }
}

function figure(
  reader: CellReader,
  key: string,
  shape: RegExp,
  wrong: () => DomainError,
): string | null {
  const text = reader.cell(key);
  if (text === '') return null;
  const plain = typedNumber(text);
  if (typeof plain === 'string' && shape.test(plain)) return plain;
  reader.errors.push(wrong());
  return null;
}

/** Lookups for the rows of a file, loaded at once: visible cases, types in use, partners. */
class ServiceLookups {
  private constructor(
    private readonly cases: ReadonlyMap<string, string>,
    private readonly types: Choices,
    private readonly providers: OrganisationNames<NamedOrganisation & { readonly id: string }>,
  ) {}

  static async of(tx: Tx, rows: readonly NumberedRow<ImportedService>[]): Promise<ServiceLookups> {
    const cases = await tx.query<{ number: string; id: string }>(
      'SELECT case_number AS number, id FROM cases WHERE case_number = ANY ($1)',
      [[...new Set(rows.map(({ value }) => value.caseNumber))]],
    );
    const types = (await serviceTypes(tx)).filter(({ active }) => active);
    const providers = await tx.query<NamedOrganisation & { readonly id: string }>(
      `SELECT id, code, name, names FROM organisations WHERE active AND kind IN ('partner', 'agency')`,
    );
    return new ServiceLookups(
      new Map(cases.map(({ number, id }) => [number, id])),
      new Choices(types.map(({ code, name }) => ({ code, labels: name }))),
      new OrganisationNames(providers),
    );
  }

  /** People whom the actor does not see are reported as "not found". */
  service({ caseNumber, provider, ...given }: ImportedService): NewService {
    const caseId = this.cases.get(caseNumber);
    const typeCode = this.types.codeFor(given.typeCode);
    const [providing, another] = provider === null ? [] : this.providers.find(provider);
    const providerId = providing?.id;
    const unknown = [
      ...(caseId ? [] : [unknownCase()]),
      ...(typeCode ? [] : [unknownType()]),
      ...(provider === null || providerId ? [] : [unknownProvider()]),
      ...(another ? [twoProviders()] : []),
    ];
    if (unknown.length > 0 || !caseId || !typeCode) throw new FieldErrors(unknown);
    return { ...given, caseId, typeCode, ...(providerId ? { providerId } : {}) };
  }
}

async function printsOf(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { print: string; used: boolean }>> {
  const rows = await tx.query<{ id: string; print: string; used: boolean }>(
    `SELECT s.id, md5(s::text) AS print,
            EXISTS (SELECT 1 FROM service_ratings r WHERE r.service_id = s.id)
              OR EXISTS (SELECT 1 FROM service_attendance a WHERE a.service_id = s.id)
              OR EXISTS (SELECT 1 FROM service_appointments p WHERE p.service_id = s.id) AS used
       FROM services s WHERE s.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
