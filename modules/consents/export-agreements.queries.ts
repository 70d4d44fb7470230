/** Which consent covers a list that leaves the office: sharing with exactly that organisation, or statistics. */
import type { ExportConsentRule } from '../exports';
import type { Organisations } from '../organisations';
import type { Purpose } from './consents.rules';
import { recordExportShares } from './export-shares.queries';

export const exportAgreements = (organisations: Organisations): ExportConsentRule => ({
  organisations: async (tx) =>
    (await organisations.listIn(tx))
      .filter(({ active, id }) => active && id !== tx.actor.organisationId)
      .map(({ id, name, kind }) => ({ id, name, kind })),
  agreed: (to, bind) => {
    const purpose: Purpose = to.kind === 'research' ? 'statistics' : 'sharing';
    const recipient = to.kind === 'organisation' ? to.id : null;
    const agreed = `SELECT a FROM consenting_cases(${bind(purpose)}, ${bind(recipient)}) a`;
    // Actors who may not record a share of a person may not export her row to an organisation either.
    return recipient === null ? agreed : `${agreed} WHERE a IN (SELECT cases_in_actors_care())`;
  },
  recordDisclosure: recordExportShares,
});
