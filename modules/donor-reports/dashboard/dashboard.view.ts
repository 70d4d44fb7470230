/** The dashboard as a page: key figures, each picture with its table, and the way to the records behind it. */
import Handlebars from 'handlebars';
import { may, type Permission } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { NamedPeriod } from '../../platform/shared/periods.rules';
import { translate } from '../../platform/web/i18n';
import { isolate } from '../../platform/typeset/text';
import {
  chaptersOf,
  cleanDocument,
  type DisclosedDocument,
  periodWords,
  renderBlocks,
  type TableBlock,
  tablesWithPictures,
  writeCell,
} from '../../report-documents';
import { nameOfDeadline, stateMark } from '../calendar/report-calendar.view';
import { mayPrepare } from '../preparers.rules';
import type { Deadline } from '../calendar/report-calendar.service';
import type { Dashboard } from './programme-dashboard.service';
import type { DashboardSection } from './dashboard.definition';

/** The period that is shown; `to` is its last day, or today while it goes on. */
interface ShownDays {
  readonly code: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

interface SectionLink {
  readonly key: string;
  readonly path: string | ((days: ShownDays) => string);
  readonly permission: Permission;
}

/** Of the same days: a figure beside them would be of another period. */
const analysis = (measure: string, rows: string): SectionLink => ({
  key: 'analysis',
  path: ({ from, to }) =>
    `/analyses?measure=${measure}&rows=${rows}&span=dates&from=${from}&to=${to}`,
  permission: 'analyses:use',
});
const ofQuarter =
  (path: string) =>
  ({ code }: ShownDays): string =>
    code === 'grant' ? path : `${path}?quarter=${code}`;

/** Where the records, or finer figures, of a section are. */
const LINKS: Readonly<Record<DashboardSection, readonly SectionLink[]>> = {
  people: [analysis('people_served', 'age')],
  beds: [
    { key: 'houses', path: ofQuarter('/beds/figures'), permission: 'house-figures:read' },
    { key: 'nights', path: '/nights', permission: 'nights:read' },
  ],
  services: [analysis('services_given', 'service_type')],
  training: [analysis('enrolments', 'month')],
  returns: [{ key: 'cohorts', path: '/returns/figures', permission: 'returns:figures' }],
  money: [{ key: 'budget', path: '/budget', permission: 'budget:read' }],
  indicators: [
    { key: 'indicators', path: ofQuarter('/indicators'), permission: 'indicators:read' },
  ],
  regions: [analysis('calls', 'call_region')],
};

const DUE_SHOWN = 6;
const html = (text: string) => new Handlebars.SafeString(text);

export function dashboardModel(
  actor: Actor,
  { grants, grantId, periods, period, document, countedAt, isOld }: Dashboard,
  { asked, today, due }: ShownBeside,
  language: Language,
) {
  return {
    wide: true,
    title: translate(language, 'dashboard:title'),
    countedAt,
    isOld,
    shown: { grantId, period: period?.code },
    elsewhere:
      asked !== undefined && period && asked !== period.code
        ? translate(language, 'dashboard:elsewhere', { period: periodWords(period, language) })
        : null,
    mayCount: may(actor, 'reports:draft'),
    choices: {
      grants: grants.map(({ id, code }) => ({ value: id, label: code, chosen: id === grantId })),
      periods: periods.map((one) => ({
        value: one.code,
        label: periodWords(one, language),
        chosen: one.code === period?.code,
      })),
    },
    several: grants.length > 1,
    due: due
      .slice(0, DUE_SHOWN)
      .map((one) => ({
        ...stateMark(one.state, mayPrepare(actor, false), language),
        name: nameOfDeadline(one, language),
        period: periodWords(one.period, language),
        dueOn: one.dueOn,
      })),
    moreDue: Math.max(0, due.length - DUE_SHOWN),
    ...(document && period && figuresModel(actor, document, daysOf(period, today), language)),
  };
}

/** What stands around the figures. */
interface ShownBeside {
  /** Code of the period that was asked for. */
  readonly asked: string | undefined;
  readonly today: CivilDate;
  readonly due: readonly Deadline[];
}

function daysOf({ code, from, until }: NamedPeriod, today: CivilDate): ShownDays {
  const last = addDays(until, -1);
  return { code, from, to: last < today ? last : today };
}

function figuresModel(actor: Actor, raw: DisclosedDocument, days: ShownDays, language: Language) {
  const document = cleanDocument(raw);
  const chapters = chaptersOf(document);
  return {
    keyFigures: chapters
      .flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'kpis'))
      .flatMap(({ items }) => items)
      .map((one) => ({
        label: one.label,
        value: isolate(writeCell(one.value, one, language, document.labels), language),
      })),
    sections: chapters.map(({ key, title, blocks }) => {
      const section = key.replace(/^section-/, '') as DashboardSection;
      const all = tablesWithPictures(blocks);
      const table = (one: TableBlock) => ({
        title: one.title,
        table: html(renderBlocks([one], document)),
      });
      const figures = all
        .filter(({ table: of }) => !isOfZeros(of))
        .flatMap(({ table: of, pictures }) =>
          pictures.map((picture) => ({
            ...table(of),
            picture: html(renderBlocks([picture], document)),
          })),
        );
      const tables = all.filter(({ pictures }) => pictures.length === 0);
      return {
        key: section,
        title,
        figures,
        nothing: figures.length === 0,
        tables: tables.map(({ table: of }) => table(of)),
        links: LINKS[section]
          .filter(({ permission }) => may(actor, permission))
          .map((link) => ({
            path: typeof link.path === 'string' ? link.path : link.path(days),
            label: translate(language, `dashboard:link.${link.key}`),
          })),
      };
    }),
  };
}

/** Nothing of it was counted: a picture of zeros says less than a sentence. */
const isOfZeros = ({ rows, columns }: TableBlock): boolean => {
  const counted = columns.filter(({ type }) => type !== 'text' && type !== 'date');
  return rows.every(({ cells }) => counted.every(({ key }) => Number(cells[key] ?? 0) === 0));
};
