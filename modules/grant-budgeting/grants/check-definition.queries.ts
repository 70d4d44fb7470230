/** What stands against a definition: its sums and codes, and the organisations and reports that it names. */
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays } from '../../platform/shared/nights.rules';
import { type PeriodLength, periodsOver } from '../../platform/shared/periods.rules';
import { definitionErrors } from './grant-definition.rules';
import type { GrantDefinition, LocalisedName } from './grant-definition.types';
import { joinWords } from '../../platform/shared/punctuation.words';

interface NamedOrganisation {
  readonly code: string;
  readonly field: string;
  /** Null where any kind will do. */
  readonly kind: 'donor' | 'agency' | null;
}

const namedIn = ({ donorCode, shares }: GrantDefinition): NamedOrganisation[] => [
  { code: donorCode, field: 'donorCode', kind: 'donor' },
  ...shares.flatMap((share, at): NamedOrganisation[] => [
    { code: share.organisationCode, field: `shares.${at}.organisationCode`, kind: 'agency' },
    ...share.lines.flatMap(({ partnerCode }, place): NamedOrganisation[] =>
      partnerCode
        ? [{ code: partnerCode, field: `shares.${at}.lines.${place}.partnerCode`, kind: null }]
        : [],
    ),
  ]),
];

export interface CheckedDefinition {
  /** Ids of the organisations by their codes. */
  readonly organisations: ReadonlyMap<string, string>;
  readonly errors: readonly DomainError[];
  /** Of them, what names an organisation or a report that is not there. */
  readonly unknown: readonly DomainError[];
}

export async function checkDefinition(tx: Tx, grant: GrantDefinition): Promise<CheckedDefinition> {
  const named = namedIn(grant);
  const rows = await tx.query<{ id: string; code: string; kind: string }>(
    'SELECT id, code, kind FROM organisations WHERE code = ANY ($1) AND active',
    [named.map(({ code }) => code)],
  );
  const known = new Map(rows.map((row) => [row.code, row]));
  const unknownOrganisations = named.flatMap(({ code, field, kind }) => {
    const found = known.get(code);
    if (found && (kind === null || found.kind === kind)) return [];
    const error = found ? `grants.not_${kind}` : 'grants.unknown_organisation';
    return [new DomainError('invalid', error, { code }, field)];
  });
  const unknown = [...unknownOrganisations, ...(await reportErrors(tx, grant))];
  return {
    organisations: new Map(rows.map(({ code, id }) => [code, id])),
    errors: [...definitionErrors(grant), ...unknown],
    unknown,
  };
}

export interface NamedReport {
  readonly kind: string;
  readonly title: LocalisedName;
  readonly every: PeriodLength;
  readonly languages: readonly Language[];
}

/** The last edition of each kind of report. */
export const namedReports = (tx: Tx): Promise<NamedReport[]> =>
  tx.query<NamedReport>(
    `SELECT DISTINCT ON (kind) kind, title, every, body -> 'languages' AS languages FROM report_definitions
      ORDER BY kind, edition DESC`,
  );

/** Each report is a known one, begins with a period of its own length, and is written in languages that it has. */
async function reportErrors(tx: Tx, grant: GrantDefinition): Promise<DomainError[]> {
  const { reports = [], startsOn, endsOn } = grant;
  if (reports.length === 0) return [];
  const known = new Map((await namedReports(tx)).map((one) => [one.kind, one]));
  return reports.flatMap(({ kind, firstFrom, languages }, at) => {
    const field = (name: string) => `reports.${at}.${name}`;
    const report = known.get(kind);
    if (!report) {
      return [new DomainError('invalid', 'grants.unknown_report', { kind }, field('kind'))];
    }
    const periods = periodsOver(report.every, { startsOn, endsOn }, addDays(endsOn, 366));
    const first = periods[0]?.from ?? startsOn;
    const isKept = languages.every((language) => report.languages.includes(language));
    const all = joinWords(report.languages, tx.actor.language);
    return [
      ...(periods.some(({ from }) => from === firstFrom)
        ? []
        : [new DomainError('invalid', 'grants.no_first_period', { first }, field('firstFrom'))]),
      ...(isKept
        ? []
        : [
            new DomainError(
              'invalid',
              'grants.no_report_language',
              { languages: all },
              field('languages'),
            ),
          ]),
    ];
  });
}
