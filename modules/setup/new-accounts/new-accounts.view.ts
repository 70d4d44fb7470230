import type { Language } from '../../platform/shared/actor';
import { csvFile } from '../../platform/shared/csv';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import { keyOfCode, translate } from '../../platform/web/i18n';
import type { NewAccountsResult } from './new-accounts.service';

/** Row by row what happened; the refused ones as a list that can be put right and sent again. */
export function resultModel({ headings, outcomes }: NewAccountsResult, language: Language) {
  const refused = outcomes.filter(({ errors }) => errors.length > 0);
  return {
    made: outcomes.length - refused.length,
    refused: refused.length,
    outcomes: outcomes.map(({ errors, ...outcome }) => ({
      ...outcome,
      reasons: errors.map(({ code, params }) => translate(language, keyOfCode(code), params)),
    })),
    again:
      refused.length === 0
        ? ''
        : csvFile(
            [headings, ...refused.map(({ cells }) => cells.map((cell) => escapeFormula(cell)))],
            { delimiter: ';', mark: false },
          ).toString('utf8'),
  };
}
