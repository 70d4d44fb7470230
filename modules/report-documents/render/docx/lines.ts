/** The measures of a page and the lines of its grids. */
import { BorderStyle } from 'docx';
import type { Column } from '../../document';

/** Twentieths of a point between the margins of A4. */
export const WIDTH = 9638;
export const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
export const INNER = { bottom: NO_LINE };

export const isText = ({ type }: Column): boolean => type === 'text' || type === 'date';
