import { ACTS_OF_FUNCTIONS } from '../../../modules/audit/chain/functions-without-mac.data';
import { PERMISSIONS } from '../../../modules/access/permissions.rules';
import { ACTS } from '../../../modules/oversight/audit-log/audit-acts.data';
import { actWords } from '../../../modules/oversight/audit-log/audit-acts.view';
import { LANGUAGES } from '../../../modules/platform/shared/actor';
import { REFERRAL_STATES } from '../../../modules/referrals/referral-states.rules';
import { auditActs } from '../../support/audit-acts';

/** Acts whose name is put together from what the compiler does not know. */
const PUT_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  '`${request.method} ${route}`': ['GET /people/:id', 'POST /people/:id/plan'],
  '`${request.method} ${request.routeOptions.url}`': ['GET /api/v1/people'],
  'REFUSED[purpose]': ['session.start', 'account.link_identity', 'account.prove_identity'],
  '`referrals.${step.to}_by_partner`': [
    'seen',
    'accepted',
    'in_progress',
    'declined',
    'closed',
    'question',
  ].map((state) => `referrals.${state}_by_partner`),
};

describe('the acts of the audit log', () => {
  const { acts, unknown } = auditActs();
  const ofFunctions = [...ACTS_OF_FUNCTIONS].map((act) => act.split(' ')[0]!);
  const ofCode = acts.filter((act) => !act.includes(':'));

  it('are all found in the code, or listed with what they are put together from', () => {
    expect(unknown.filter((text) => !PUT_TOGETHER[text])).toEqual([]);
    expect(acts.length).toBeGreaterThan(800);
  });

  it('each stand in the list to choose from, and none that no code writes', () => {
    const composed = Object.values(PUT_TOGETHER)
      .flat()
      .filter((act) => !act.includes(' '));
    const written = new Set([...ofCode, ...composed, ...ofFunctions]);
    expect([...written].filter((act) => !ACTS.includes(act)).sort()).toEqual([]);
    expect(ACTS.filter((act) => !written.has(act))).toEqual([]);
  });

  it('each have words in three languages, and so has each permission that is refused', () => {
    const named = [
      ...new Set([...acts, ...ACTS, ...PERMISSIONS, ...Object.values(PUT_TOGETHER).flat()]),
    ];
    const silent = LANGUAGES.flatMap((language) =>
      named.filter((act) => actWords(language, act) === act).map((act) => `${language} ${act}`),
    );
    expect(silent).toEqual([]);
    expect(actWords('en', 'nobody.knows')).toBe('nobody.knows');
  });

  it('are put together from states that a partner can give', () => {
    expect(REFERRAL_STATES).toEqual(
      expect.arrayContaining(['seen', 'accepted', 'in_progress', 'declined', 'closed']),
    );
  });
});
