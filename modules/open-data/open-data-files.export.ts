/** The files of a set, made from one published document: CSV, HXL and dictionary. */
import { LANGUAGES } from '../platform/shared/actor';
import {
  type DisclosedDocument,
  type TableBlock,
  tablesOf,
  renderReport,
} from '../report-documents';
import type { PublishedDocuments } from './publication/publish-open-data.service';
import { withoutExactMoney } from './money/open-money.blocks';
import { renderHxl } from './hxl/hxl.export';
import type { OpenFile } from './open-data.queries';

const CSV = 'text/csv';

/** Each table with its hashtags, and all of them with their dictionary, in each language. */
export async function filesOfDocuments(
  documents: PublishedDocuments,
  stem: string,
): Promise<OpenFile[]> {
  const files: OpenFile[] = [];
  for (const language of LANGUAGES) {
    const document = withoutExactMoney(documents[language]);
    for (const table of tablesOf(document)) files.push(tableFile(document, table, stem));
    const { bytes } = await renderReport(document, 'json');
    files.push({
      kind: 'dictionary',
      name: `${stem}-${language}.json`,
      language,
      title: document.meta.title,
      mediaType: 'application/json',
      bytes,
    });
  }
  return files;
}

function tableFile(document: DisclosedDocument, table: TableBlock, stem: string): OpenFile {
  const { language, synthetic } = document.meta;
  const kind = table.key.startsWith('ctdc-')
    ? 'ctdc'
    : table.key.startsWith('sdg-')
      ? 'sdg'
      : 'figures';
  return {
    kind,
    language,
    title: table.title,
    mediaType: CSV,
    name: `${stem}-${table.key}-${language}.hxl.csv`,
    bytes: renderHxl(table, synthetic ? document.labels.synthetic_short : null),
  };
}
