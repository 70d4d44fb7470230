import { randomUUID } from 'node:crypto';
import { record } from '../audit';
import { KnownPeople, parseCaseNumber } from '../beneficiaries';
import {
  CellReader,
  type Cells,
  Choices,
  type ImportList,
  type ImportOffers,
  type ImportOutcome,
  type ImportProgress,
  keptOfOthers,
  type KeptRecord,
  type ListField,
  type NumberedRow,
  OrganisationNames,
  type ReadRow,
  RejectedRows,
  type WrittenRecord,
} from '../imports';
import type { Tx } from '../platform/database/transactions';
import { shortenForMessage } from '../platform/shared/clean-text.rules';
import { DomainError } from '../platform/shared/domain.errors';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { impossibleDays, sameTwice } from '../platform/shared/past-days.rules';
import { inOrder, Lists } from '../reference-lists';
import { outcomesOf, type PastRecordKind } from './past-record-kinds.data';
import {
  insertPastRecords,
  type KnownOrganisation,
  knownOrganisations,
  type NewPastRecord,
  type PastConflict,
  pastRecordConflicts,
  removePastRecords,
  serviceTypeNames,
} from './past-records.queries';

interface PastRow {
  readonly person: string;
  readonly what: string;
  readonly from: CivilDate;
  readonly last: CivilDate;
  readonly organisation: string | null;
  readonly outcome: string | null;
  readonly quantity: number | null;
}

type NumberedRecord = NewPastRecord & { readonly row: number; readonly id: string };
type Refusal = { readonly row: number; readonly error: DomainError };

/** So many rows are written between two signs of progress. */
const ROWS_AT_A_TIME = 2_000;

const CONFLICTS: Readonly<Record<PastConflict, string>> = {
  brought_before: 'past.brought_before',
  in_mawa: 'past.in_mawa',
  closed: 'past.closed',
  before_birth: 'past.before_birth',
};

/** A file of one kind of record of before Mawa, a row a record: charged to nothing, in no figure of Mawa. */
export class PastRecordsImport implements ImportList<PastRow> {
  readonly name: string;
  readonly title: string;
  readonly permission = 'people:import';
  readonly ofPeople = true;
  readonly fields: readonly ListField[];
  readonly ignored = ['n°', 'no', '#', 'ligne'];
  readonly errorKinds = {
    'past.twice': 'past:kind.twice_file',
    'past.brought_before': 'past:kind.twice_before',
    'past.in_mawa': 'past:kind.in_mawa',
    'past.closed': 'past:kind.closed',
    'past.before_birth': 'past:kind.days',
    'past.in_future': 'past:kind.days',
    'past.too_early': 'past:kind.days',
    'past.ends_before': 'past:kind.days',
    'past.too_long': 'past:kind.days',
    'past.person': 'past:kind.unknown',
    'past.two_people': 'past:kind.unknown',
    'past.what': 'past:kind.unknown',
    'past.organisation': 'past:kind.unknown',
    'past.two_organisations': 'past:kind.unknown',
  };
  private readonly outcomes: Choices;

  constructor(
    private readonly of: PastRecordKind,
    private readonly lists: Lists,
  ) {
    this.name = of.list;
    this.title = `past:title.${of.kind}`;
    this.outcomes = outcomesOf(of);
    this.fields = fieldsOf(of, this.outcomes);
  }

  read(cells: Cells, { today }: { today: CivilDate }): ReadRow<PastRow> {
    const reader = new CellReader(cells);
    const person = reader.text('person', 60) ?? '';
    const from = reader.day('from');
    const until = this.of.lasts ? reader.day('until') : null;
    const last = until ?? from;
    const impossible = from && last ? impossibleDays({ from, last }, today) : null;
    if (impossible) reader.wrong(impossible.field, impossible.code);
    const { quantity } = this.of;
    return {
      row: {
        person: parseCaseNumber(person) ?? person,
        what: reader.text('what', 200) ?? '',
        from: from ?? '',
        last: last ?? '',
        organisation: reader.text('organisation', 200),
        outcome: reader.choice('outcome', this.outcomes),
        quantity: quantity
          ? (reader.whole('quantity', quantity.low, quantity.high) ?? quantity.usual)
          : null,
      },
      errors: reader.errors,
    };
  }

  /** What and whom the cells may name today. */
  async offers(tx: Tx, language: Language): Promise<ImportOffers> {
    const { labels } = await codesOf(tx, this.lists, this.of);
    const names =
      this.of.organisation === 'none' ? [] : (await knownOrganisations(tx)).map(({ name }) => name);
    return { what: labels(language), ...(names.length > 0 ? { organisation: names.sort() } : {}) };
  }

  async write(
    tx: Tx,
    rows: readonly NumberedRow<PastRow>[],
    progress: ImportProgress,
  ): Promise<ImportOutcome> {
    const lookups = await PastRecordLookups.of(tx, this.lists, this.of, rows);
    const records: NumberedRecord[] = [];
    const refused: Refusal[] = [];
    for (const { row, value } of rows) {
      const found = lookups.record(value);
      if ('errors' in found) refused.push(...found.errors.map((error) => ({ row, error })));
      else records.push({ ...found.record, row, id: randomUUID() });
    }
    refused.push(...twiceInTheFile(records), ...(await this.conflicts(tx, records)));
    if (refused.length > 0) throw new RejectedRows(refused);
    for (let from = 0; from < records.length; from += ROWS_AT_A_TIME) {
      const some = records.slice(from, from + ROWS_AT_A_TIME);
      await insertPastRecords(tx, this.of.kind, some, lookups.listVersion);
      progress(from + some.length, records.length);
    }
    const ids = [...new Set(records.map(({ caseId }) => caseId))];
    await record(tx, { action: 'past.bring_in', kind: 'case', ids, fields: [this.of.kind] });
    return {
      written: records.map(({ row, id }) => ({ row, kind: 'past_record', id, print: '' })),
      notes: ['past:note'],
    };
  }

  /** Nothing else refers to them and nobody changes them: whoever writes the care of the people takes them back. */
  async undo(tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const removed = await removePastRecords(
      tx,
      written.map(({ id }) => id),
    );
    return keptOfOthers(written, removed);
  }

  private async conflicts(tx: Tx, records: readonly NumberedRecord[]): Promise<Refusal[]> {
    const found = await pastRecordConflicts(tx, this.of.kind, records);
    return found.map(({ place, conflict }) => ({
      row: records[place]!.row,
      error: refusal(CONFLICTS[conflict], 'from'),
    }));
  }
}

const refusal = (code: string, name: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', code, params, name);

const unknown = (code: string, name: string, value: string): DomainError =>
  refusal(code, name, { value: shortenForMessage(value) });

function fieldsOf(of: PastRecordKind, outcomes: Choices): ListField[] {
  const field = (
    key: string,
    kind: ListField['kind'],
    more: Partial<ListField> = {},
  ): ListField => ({ key, kind, label: `past:field.${of.kind}.${key}`, ...more });
  const { organisation, lasts, quantity } = of;
  return [
    field('person', 'text', {
      label: 'past:field.person',
      required: true,
      help: 'past:help.person',
      example: 'DT 2024/017',
      headings: [
        'dossier',
        'n° dossier',
        'numéro de dossier',
        'ancien numéro',
        'case',
        'case number',
        'file number',
        'رقم الملف',
        'الرقم القديم',
      ],
    }),
    field('what', 'text', { required: true, help: 'past:help.what', headings: of.whatHeadings }),
    field('from', 'date', {
      required: true,
      headings: ['date', 'jour', 'le', 'du', 'début', 'from', 'التاريخ', 'من'],
    }),
    ...(lasts
      ? [
          field('until', 'date', {
            example: '05/02/2026',
            help: 'past:help.until',
            headings: ['au', 'fin', 'until', 'إلى'],
          }),
        ]
      : []),
    ...(organisation === 'none'
      ? []
      : [
          field('organisation', 'text', {
            required: organisation === 'required',
            help: 'past:help.organisation',
            headings: ['partenaire', 'prestataire', 'partner', 'provider', 'الشريك'],
          }),
        ]),
    ...(of.outcomes.length > 0
      ? [
          field('outcome', 'choice', {
            ...outcomes.asField(),
            required: of.outcomeRequired,
            headings: ['résultat', 'issue', 'result', 'النتيجة'],
          }),
        ]
      : []),
    ...(quantity
      ? [
          field('quantity', 'number', {
            example: '1',
            headings: ['nombre', 'qté', 'number', 'العدد'],
          }),
        ]
      : []),
  ];
}

/** The codes of today for what a kind is about, in every language. */
async function codesOf(
  tx: Tx,
  lists: Lists,
  { kind, what }: PastRecordKind,
): Promise<{
  choices: Choices;
  labels: (language: Language) => string[];
  listVersion: number | null;
}> {
  if (what.from === 'fixed') {
    const choices = Choices.named(what.codes, `past:what.${kind}.`);
    return { choices, labels: labelsOf(choices), listVersion: null };
  }
  if (what.from === 'service_types') {
    const choices = new Choices(await serviceTypeNames(tx));
    return { choices, labels: labelsOf(choices), listVersion: null };
  }
  const edition = (await lists.inForce(tx, [what.list]))[what.list];
  const items = inOrder(edition.items.filter(({ retired }) => !retired));
  const choices = new Choices(items);
  return { choices, labels: labelsOf(choices), listVersion: edition.version };
}

const labelsOf =
  ({ all }: Choices) =>
  (language: Language): string[] =>
    all.map(({ labels }) => labels[language]);

/** The same for a person, of one kind, with one partner, on days that meet. */
function twiceInTheFile(records: readonly NumberedRecord[]): Refusal[] {
  const found = sameTwice(
    records.map((one) => ({
      ...one,
      key: `${one.caseId}/${one.what}/${one.organisationId ?? ''}`,
    })),
  );
  return found.map(({ row, first }) => ({ row, error: refusal('past.twice', 'from', { first }) }));
}

/** What the rows name, looked up at once: people whom the actor sees, codes of today, organisations. */
class PastRecordLookups {
  private constructor(
    private readonly people: KnownPeople,
    private readonly codes: Choices,
    private readonly organisations: OrganisationNames<KnownOrganisation>,
    readonly listVersion: number | null,
  ) {}

  static async of(
    tx: Tx,
    lists: Lists,
    kind: PastRecordKind,
    rows: readonly NumberedRow<PastRow>[],
  ): Promise<PastRecordLookups> {
    const people = await KnownPeople.of(
      tx,
      rows.map(({ value }) => value.person),
    );
    const organisations = new OrganisationNames(await knownOrganisations(tx));
    const { choices, listVersion } = await codesOf(tx, lists, kind);
    return new PastRecordLookups(people, choices, organisations, listVersion);
  }

  record(row: PastRow): { record: NewPastRecord } | { errors: readonly DomainError[] } {
    const person = this.people.find(row.person);
    const what = this.codes.codeFor(row.what);
    const organisationId = this.organisation(row.organisation);
    const errors = [
      ...(typeof person === 'string' ? [aboutPerson(person, row.person)] : []),
      ...(what === undefined ? [unknown('past.what', 'what', row.what)] : []),
      ...(organisationId instanceof DomainError ? [organisationId] : []),
    ];
    if (typeof person === 'string' || what === undefined || organisationId instanceof DomainError)
      return { errors };
    const { from, last, outcome, quantity } = row;
    return {
      record: { caseId: person.caseId, what, from, last, organisationId, outcome, quantity },
    };
  }

  private organisation(name: string | null): string | null | DomainError {
    if (name === null) return null;
    const [found, another] = this.organisations.find(name);
    if (another) return unknown('past.two_organisations', 'organisation', name);
    return found?.id ?? unknown('past.organisation', 'organisation', name);
  }
}

function aboutPerson(
  why: Extract<ReturnType<KnownPeople['find']>, string>,
  number: string,
): DomainError {
  if (why === 'not_yours') return refusal('past.not_yours', 'person');
  return unknown(why === 'several' ? 'past.two_people' : 'past.person', 'person', number);
}
