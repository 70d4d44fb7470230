/** The faces, colours and runs of a word processor. */
import { TextRun, type IRunOptions } from 'docx';
import type { Language } from '../../document';
import { marked } from '../../../platform/typeset/text';

export const hex = (colour: string): string => colour.slice(1);
export const FACE = { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Arial', eastAsia: 'Calibri' };
export const TAG: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB', ar: 'ar-MA' };

export type RunStyle = Pick<IRunOptions, 'bold' | 'color' | 'size'>;

/** Runs of one script each: word processors pick font and order by run. */
export function runsOf(text: string, style: RunStyle, language: Language): TextRun[] {
  const pieces =
    marked(text, language).match(
      /[\p{Script=Arabic}\p{M}،؛؟][^\p{Script=Latin}\d\u200e]*|[^\p{Script=Arabic}،؛؟]+/gu,
    ) ?? [];
  return pieces.map((piece) => {
    const rightToLeft =
      /[\p{Script=Arabic}،؛؟]/u.test(piece) || (language === 'ar' && !/[\p{L}\d]/u.test(piece));
    return new TextRun({
      text: piece,
      ...style,
      font: FACE,
      rightToLeft,
      boldComplexScript: style.bold,
      sizeComplexScript: style.size,
      language: { value: TAG[language === 'ar' ? 'fr' : language], bidirectional: TAG.ar },
    });
  });
}
