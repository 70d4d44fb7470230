/** Which consent covers a list that leaves the office: sharing with exactly that organisation, or statistics. */
import type { ExportAgreements } from '../lists-out';
import type { Organisations } from '../organisations';
import type { Purpose } from './consents.rules';

export const exportAgreements = (organisations: Organisations): ExportAgreements => ({
  organisations: async (tx) =>
    (await organisations.listIn(tx))
      .filter(({ active, id }) => active && id !== tx.actor.organisationId)
      .map(({ id, name, kind }) => ({ id, name, kind })),
  agreed: (to, bind) => {
    const purpose: Purpose = to.kind === 'research' ? 'statistics' : 'sharing';
    const recipient = to.kind === 'organisation' ? to.id : null;
    return `SELECT who_agreed_to(${bind(purpose)}, ${bind(recipient)})`;
  },
});
