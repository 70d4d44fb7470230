import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import {
  CellReader,
  type Cells,
  Choices,
  type ImportList,
  type ImportOffers,
  type ImportOutcome,
  keptOfOthers,
  type KeptRecord,
  type ListField,
  type NamedOrganisation,
  type NumberedRow,
  OrganisationNames,
  type ReadRow,
  RejectedRows,
  type WrittenRecord,
} from '../../imports';
import type { Tx } from '../../platform/database/transactions';
import { shortenForMessage } from '../../platform/shared/clean-text.rules';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { impossibleDays, sameTwice } from '../../platform/shared/past-days.rules';
import { inOrder, Lists } from '../../reference-lists';
import {
  insertPastPlaces,
  type NewPastPlaces,
  placesBroughtBefore,
  removePastPlaces,
} from './past-places.queries';

const field = (key: string, kind: ListField['kind'], more: Partial<ListField> = {}): ListField => ({
  key,
  kind,
  label: `referrals:past_places.field.${key}`,
  required: true,
  ...more,
});

const FIELDS: readonly ListField[] = [
  field('organisation', 'text', {
    help: 'referrals:past_places.help.organisation',
    headings: ['partenaire', 'association', 'partner', 'الشريك', 'الجمعية'],
  }),
  field('what', 'text', {
    help: 'past:help.what',
    headings: ['aide', 'service', 'type d’aide', 'نوع المساعدة'],
  }),
  field('from', 'date', { headings: ['du', 'début', 'from', 'من'] }),
  field('until', 'date', { example: '05/02/2026', headings: ['au', 'fin', 'until', 'إلى'] }),
  field('places', 'number', {
    example: '12',
    headings: ['lits', 'capacité', 'beds', 'capacity', 'الأسرّة', 'الأماكن'],
  }),
];

interface PastPlacesRow {
  readonly organisation: string;
  readonly what: string;
  readonly from: CivilDate;
  readonly last: CivilDate;
  readonly places: number;
}

type Refusal = { readonly row: number; readonly error: DomainError };

/** A file of how many places partners had before Mawa: no referral takes one of them. */
@Injectable()
export class PastPlacesImport implements ImportList<PastPlacesRow> {
  readonly name = 'past-partner-places';
  readonly title = 'referrals:past_places.title';
  readonly permission = 'partners:note';
  readonly ofPeople = false;
  readonly fields = FIELDS;
  readonly home = '/partners';
  readonly ignored = ['n°', 'no', '#', 'ligne'];
  readonly mostRows = 5_000;
  readonly errorKinds = {
    'past.twice': 'past:kind.twice_file',
    'past.brought_before': 'past:kind.twice_before',
    'past.in_future': 'past:kind.days',
    'past.too_early': 'past:kind.days',
    'past.ends_before': 'past:kind.days',
    'past.too_long': 'past:kind.days',
    'past.what': 'past:kind.unknown',
    'past.organisation': 'past:kind.unknown',
    'past.two_organisations': 'past:kind.unknown',
  };

  constructor(private readonly lists: Lists) {}

  read(cells: Cells, { today }: { today: CivilDate }): ReadRow<PastPlacesRow> {
    const reader = new CellReader(cells);
    const from = reader.day('from');
    const last = reader.day('until');
    const impossible = from && last ? impossibleDays({ from, last }, today) : null;
    if (impossible) reader.wrong(impossible.field, impossible.code);
    return {
      row: {
        organisation: reader.text('organisation', 200) ?? '',
        what: reader.text('what', 200) ?? '',
        from: from ?? '',
        last: last ?? '',
        places: reader.whole('places', 0, 1_000) ?? 0,
      },
      errors: reader.errors,
    };
  }

  async offers(tx: Tx, language: Language): Promise<ImportOffers> {
    const { services } = await this.services(tx);
    const organisations = (await knownOrganisations(tx)).map(({ name }) => name).sort();
    return {
      what: services.all.map(({ labels }) => labels[language]),
      ...(organisations.length > 0 ? { organisation: organisations } : {}),
    };
  }

  async write(tx: Tx, rows: readonly NumberedRow<PastPlacesRow>[]): Promise<ImportOutcome> {
    const { services, version } = await this.services(tx);
    const organisations = new OrganisationNames(await knownOrganisations(tx));
    const refused: Refusal[] = [];
    const all: (NewPastPlaces & { row: number; id: string })[] = [];
    for (const { row, value } of rows) {
      const service = services.codeFor(value.what);
      const organisationId = oneNamed(organisations, value.organisation);
      if (service === undefined)
        refused.push({ row, error: refusal('past.what', 'what', { value: shown(value.what) }) });
      if (organisationId instanceof DomainError) refused.push({ row, error: organisationId });
      if (service === undefined || organisationId instanceof DomainError) continue;
      const { from, last, places } = value;
      all.push({ row, id: randomUUID(), organisationId, service, from, last, places });
    }
    const keyed = all.map((one) => ({ ...one, key: `${one.organisationId}/${one.service}` }));
    refused.push(
      ...sameTwice(keyed).map(({ row, first }) => ({
        row,
        error: refusal('past.twice', 'from', { first }),
      })),
      ...(await placesBroughtBefore(tx, all)).map((place) => ({
        row: all[place]!.row,
        error: refusal('past.brought_before', 'from'),
      })),
    );
    if (refused.length > 0) throw new RejectedRows(refused);
    await insertPastPlaces(tx, all, version);
    await record(tx, {
      action: 'partners.bring_in_places',
      kind: 'organisation',
      ids: [...new Set(all.map(({ organisationId }) => organisationId))],
    });
    return {
      written: all.map(({ row, id }) => ({ row, kind: 'past_places', id, print: '' })),
      notes: ['referrals:past_places.note'],
    };
  }

  async undo(tx: Tx, written: readonly WrittenRecord[]): Promise<readonly KeptRecord[]> {
    const removed = await removePastPlaces(
      tx,
      written.map(({ id }) => id),
    );
    return keptOfOthers(written, removed);
  }

  private async services(tx: Tx): Promise<{ services: Choices; version: number }> {
    const { referral_services: edition } = await this.lists.inForce(tx, ['referral_services']);
    const items = inOrder(edition.items.filter(({ retired }) => !retired));
    return { services: new Choices(items), version: edition.version };
  }
}

interface KnownOrganisation extends NamedOrganisation {
  readonly id: string;
}

const knownOrganisations = (tx: Tx): Promise<KnownOrganisation[]> =>
  tx.query<KnownOrganisation>(
    `SELECT id, code, name, names FROM organisations WHERE kind <> 'donor'`,
  );

function oneNamed(known: OrganisationNames<KnownOrganisation>, name: string): string | DomainError {
  const [found, another] = known.find(name);
  if (found && !another) return found.id;
  const code = another ? 'past.two_organisations' : 'past.organisation';
  return refusal(code, 'organisation', { value: shown(name) });
}

const shown = shortenForMessage;

const refusal = (code: string, name: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', code, params, name);
