/** The page of the statistics, and what releasing one of its tables would show. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { formatDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import {
  type DisclosedDocument,
  isHidden,
  type TableBlock,
  writeCell,
} from '../../report-documents';
import type { ReleasePreview } from './release-statistics.service';
import type { StatisticsRelease } from './releases.queries';
import type { StatisticsOfYear } from './statistics.service';
import { spanLabel } from './year-spans.rules';

export function statisticsModel(found: StatisticsOfYear, actor: Actor, language: Language) {
  const { document, choices, year, insider, released } = found;
  return {
    title: translate(language, 'statistics:title'),
    years: choices.map(({ year: value, label }) => ({ value, label, chosen: value === year })),
    insider,
    threshold: document?.disclosure.threshold,
    period: insider ? null : document?.meta.period.label,
    released: released && releaseModel(released, language),
    releasePath: may(actor, 'statistics:release') ? releasePath(year) : null,
    sections: document ? sectionsOf(document) : null,
  };
}

export function previewModel(preview: ReleasePreview, year: number | null, language: Language) {
  const { years, document, released, reached, threshold, least } = preview;
  return {
    title: translate(language, 'statistics:release.title'),
    backPath: year === null ? '/statistics' : `/statistics?year=${year}`,
    year,
    reached,
    threshold,
    least,
    period: document?.meta.period.label,
    joined: years !== null && !years.allYears && years.first < years.last && spanLabel(years),
    released: released && releaseModel(released, language),
    thisQuarter: released?.inThisQuarter ?? false,
    sections: document ? sectionsOf(document) : null,
  };
}

const releasePath = (year: number | null): string =>
  year === null ? '/statistics/releases/new' : `/statistics/releases/new?year=${year}`;

const releaseModel = (release: StatisticsRelease, language: Language) => ({
  years: spanLabel(release),
  on: formatDate(release.at.toISOString().slice(0, 10), language),
  by: release.by,
});

function sectionsOf(document: DisclosedDocument) {
  const sections: { key: string; title: string; open: boolean; tables: object[] }[] = [];
  for (const block of document.blocks) {
    if (block.kind === 'heading') {
      sections.push({ key: block.key, title: block.text, open: sections.length === 0, tables: [] });
    } else if (block.kind === 'table') sections.at(-1)?.tables.push(tableModel(block, document));
  }
  return sections;
}

function tableModel(table: TableBlock, { labels, meta }: DisclosedDocument) {
  const line = (row: TableBlock['rows'][number]) => ({
    strong: row.emphasis === 'strong',
    unknown: row.unknown ?? false,
    cells: table.columns.map((column) => ({
      head: column.type === 'text',
      hidden: isHidden(row.cells[column.key]),
      text:
        row.cells[column.key] === null
          ? ''
          : writeCell(row.cells[column.key], column, meta.language, labels),
    })),
  });
  return {
    title: table.title,
    heads: table.columns.map(({ header, type }) => ({ header, figure: type !== 'text' })),
    rows: table.rows.map(line),
    total: table.total ? line(table.total) : null,
    notes: (table.notes ?? []).filter((note) => note !== table.denominator),
  };
}
