/** A grant in a file: JSON as the command prints it, or the workbook that the page offers. */
import { fold, readTables } from '../../imports';
import { DomainError } from '../../platform/shared/domain.errors';
import { draftOf, type GrantDraft } from './grant-draft.rules';
import { draftOfSheets, GRANT_SHEETS, SHEET_NAMES } from './grant-workbook.rules';

const isWorkbook = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK';
const KNOWN = [...new Set(SHEET_NAMES.flatMap((name) => GRANT_SHEETS[name]))].map(fold);

/** As it was written, not checked: what is missing or wrong is said when it is proposed. */
export async function readGrantFile(bytes: Buffer): Promise<GrantDraft> {
  if (isWorkbook(bytes)) return draftOfSheets(await readTables(bytes, KNOWN, SHEET_NAMES.length));
  const notGrant = new DomainError('invalid', 'grants.bad_file', {}, 'file');
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (read === null || typeof read !== 'object' || Array.isArray(read)) throw notGrant;
    return 'definition' in read ? amendmentDraftOf(read) : draftOf(read);
  } catch {
    throw notGrant;
  }
}

/** Of an amendment: the day and the agreement beside the whole grant. */
function amendmentDraftOf(read: object): GrantDraft {
  const { definition, ...amendment } = read as { readonly definition: unknown };
  const isObject = definition !== null && typeof definition === 'object';
  return draftOf({ ...(isObject && definition), amendment });
}
