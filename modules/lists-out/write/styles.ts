/** How the cells of a workbook look: each look under a name, and where it stands in `xl/styles.xml`. */
import { TOKENS } from '../../../src/typeset/tokens';

const FACE = 'Calibri';
const argb = (hex: string): string => `FF${hex.slice(1).toUpperCase()}`;
const font = (size: number, colour: string, bold = false): string =>
  `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><color rgb="${argb(colour)}"/><name val="${FACE}"/><family val="2"/></font>`;

const FONTS = [
  font(11, TOKENS.ink),
  font(11, TOKENS.accentDeep, true),
  font(9, TOKENS.muted),
  font(11, TOKENS.muted),
];
const FILLS = [
  '<fill><patternFill patternType="none"/></fill>',
  '<fill><patternFill patternType="gray125"/></fill>',
  `<fill><patternFill patternType="solid"><fgColor rgb="${argb(TOKENS.accentSoft)}"/></patternFill></fill>`,
];
const BORDERS = [
  '<border><left/><right/><top/><bottom/><diagonal/></border>',
  `<border><left/><right/><top/><bottom style="medium"><color rgb="${argb(TOKENS.accent)}"/></bottom><diagonal/></border>`,
];
const [DAY, MONTH] = [164, 165];
const FORMATS = `<numFmts count="2"><numFmt numFmtId="${DAY}" formatCode="dd/mm/yyyy"/><numFmt numFmtId="${MONTH}" formatCode="mm/yyyy"/></numFmts>`;

interface Look {
  readonly font?: number;
  readonly fill?: number;
  readonly border?: number;
  readonly format?: number;
  readonly alignment?: string;
}

const left = 'horizontal="left"';
/** Said outright: a text that begins with a number would be laid out the other way. */
const right = 'horizontal="right" readingOrder="2"';

const LOOKS = {
  plain: {},
  day: { format: DAY, alignment: left },
  month: { format: MONTH, alignment: left },
  textLeft: { alignment: `${left} vertical="top"` },
  textRight: { alignment: `${right} vertical="top"` },
  headLeft: { font: 1, fill: 2, alignment: `${left} vertical="center" wrapText="1"` },
  headRight: { font: 1, fill: 2, alignment: `${right} vertical="center" wrapText="1"` },
  tagLeft: { font: 2, border: 1, alignment: `${left} readingOrder="1"` },
  tagRight: { font: 2, border: 1, alignment: 'horizontal="right" readingOrder="1"' },
  labelLeft: { font: 3, alignment: `${left} vertical="top" wrapText="1"` },
  labelRight: { font: 3, alignment: `${right} vertical="top" wrapText="1"` },
} as const satisfies Record<string, Look>;

export type Style = keyof typeof LOOKS;
const NAMES = Object.keys(LOOKS) as Style[];
export const styleNumber = (style: Style): number => NAMES.indexOf(style);

const xf = ({ font: face = 0, fill = 0, border = 0, format = 0, alignment }: Look): string =>
  `<xf numFmtId="${format}" fontId="${face}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment ? `<alignment ${alignment}/>` : ''}</xf>`;

const all = (name: string, parts: readonly string[]): string =>
  `<${name} count="${parts.length}">${parts.join('')}</${name}>`;

export const stylesXml = (): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    FORMATS,
    all('fonts', FONTS),
    all('fills', FILLS),
    all('borders', BORDERS),
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    all(
      'cellXfs',
      NAMES.map((name) => xf(LOOKS[name])),
    ),
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('');
