import type { Language } from './actor';

/** Between a label and what it names: French writes a no-break space before it. */
export const colonOf = (language: Language): string => (language === 'fr' ? '\u00a0: ' : ': ');
