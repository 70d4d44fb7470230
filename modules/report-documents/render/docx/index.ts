/** An editable report for word processors, right to left where Arabic is written. */
import { Document, Footer, Header, Packer } from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import { type DisclosedDocument, eachBlock } from '../../document';
import { settleOfficeFile } from '../office-zip';
import { readableBlocks } from '../readable';
import { writeBlocks } from './blocks';
import { cover } from './cover';
import { DocxBuilder } from './docx-builder';
import { FACE, hex, TAG } from './runs';
import { footer, header } from './running';

export async function renderDocx(document: DisclosedDocument): Promise<Buffer> {
  const { title, language, date } = document.meta;
  const bytes = await Packer.toBuffer(layOut(document));
  return settleOfficeFile(new Uint8Array(bytes), { title, language, date });
}

function layOut(document: DisclosedDocument): Document {
  const { meta } = document;
  const hand = new DocxBuilder(document, meta.language);
  const blocks = readableBlocks(document.blocks, document);
  const opening = [...eachBlock(blocks)].find(({ kind }) => kind === 'heading');
  return new Document({
    title: meta.title,
    creator: 'Mawa',
    lastModifiedBy: 'Mawa',
    styles: {
      default: {
        document: {
          run: {
            font: FACE,
            size: 21,
            sizeComplexScript: 21,
            color: hex(TOKENS.ink),
            language: { value: TAG[meta.language], bidirectional: TAG.ar },
          },
          paragraph: { spacing: { after: 140, line: 276 } },
        },
      },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1360, bottom: 1250, left: 1134, right: 1134, header: 600, footer: 560 },
          },
        },
        headers: {
          default: new Header({ children: [header(document)] }),
          first: new Header({ children: [] }),
        },
        footers: {
          default: new Footer({ children: [footer(document)] }),
          first: new Footer({ children: [] }),
        },
        children: [...cover(hand), ...writeBlocks(hand, blocks, opening)],
      },
    ],
  });
}
