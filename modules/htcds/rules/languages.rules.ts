/** Languages of the programme (ISO 639-3) as HTCDS asks for them (ISO 639-2), and back. */
import { isCode } from '../../reference-lists';

/** Where 639-2 has no code of its own it has one for the group. */
const GROUP: Readonly<Record<string, string>> = {
  ary: 'ara',
  shi: 'ber',
  tzm: 'ber',
  rif: 'ber',
  bci: 'nic',
  pcm: 'cpe',
};
/** The bibliographic codes that some programs write. */
const BIBLIOGRAPHIC: Readonly<Record<string, string>> = { fre: 'fra' };

export const iso2Of = (code: string): string => GROUP[code] ?? code;

/** Null where the programme's list does not have it. */
export function languageOf(iso: string): string | null {
  const code = BIBLIOGRAPHIC[iso] ?? iso;
  return isCode('languages', code) ? code : null;
}
