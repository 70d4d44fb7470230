/** The dashboard as a page: key figures, each picture with its table, and the way to the records behind it. */
import Handlebars from 'handlebars';
import { may, type Permission } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
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
import type { Deadline } from '../calendar/report-calendar.service';
import type { Dashboard } from './programme-dashboard.service';
import type { DashboardSection } from './dashboard.definition';

interface SectionLink {
  readonly key: string;
  readonly path: string;
  readonly permission: Permission;
}

const analysis = (measure: string, rows: string): string =>
  `/analyses?measure=${measure}&rows=${rows}&span=last_quarter`;

/** Where the records, or finer figures, of a section are. */
const LINKS: Readonly<Record<DashboardSection, readonly SectionLink[]>> = {
  people: [{ key: 'analysis', path: analysis('people_served', 'age'), permission: 'analyses:use' }],
  beds: [
    { key: 'houses', path: '/beds/figures', permission: 'house-figures:read' },
    { key: 'nights', path: '/nights', permission: 'nights:read' },
  ],
  services: [
    { key: 'analysis', path: analysis('services_given', 'service'), permission: 'analyses:use' },
  ],
  training: [
    { key: 'analysis', path: analysis('people_enrolled', 'month'), permission: 'analyses:use' },
  ],
  returns: [{ key: 'cohorts', path: '/returns/figures', permission: 'returns:figures' }],
  money: [{ key: 'budget', path: '/budget', permission: 'budget:read' }],
  indicators: [{ key: 'indicators', path: '/indicators', permission: 'indicators:read' }],
  regions: [{ key: 'analysis', path: analysis('calls', 'region'), permission: 'analyses:use' }],
};

const DUE_SHOWN = 6;
const html = (text: string) => new Handlebars.SafeString(text);

export function dashboardModel(
  actor: Actor,
  { grants, grantId, periods, period, document, countedAt, isOld }: Dashboard,
  due: readonly Deadline[],
  language: Language,
) {
  return {
    wide: true,
    title: translate(language, 'dashboard:title'),
    countedAt,
    isOld,
    shown: { grantId, period: period?.code },
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
        ...stateMark(one.state, may(actor, 'reports:draft'), language),
        name: nameOfDeadline(one, language),
        period: periodWords(one.period, language),
        dueOn: one.dueOn,
      })),
    moreDue: Math.max(0, due.length - DUE_SHOWN),
    ...(document && figuresModel(actor, document, language)),
  };
}

function figuresModel(actor: Actor, raw: DisclosedDocument, language: Language) {
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
            path: link.path,
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
