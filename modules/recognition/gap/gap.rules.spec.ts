import { proposalsForGap } from './gap.rules';
import type { Offer, Wishes } from '../../vocational-training';

const wishes: Wishes = {
  interests: ['04'],
  trades: [{ code: 'sewing', field: '07' }],
  schooling: null,
  languages: ['ara'],
  experience: [],
  needs: ['child_care'],
  avoids: ['04'],
};
const offer = (id: string, more: Partial<Offer> = {}): Offer => ({
  id,
  field: '10',
  trade: null,
  buildsOn: null,
  language: 'ara',
  access: [],
  childCare: 'none',
  strenuous: false,
  region: '06',
  startsOn: '2026-12-01',
  endsAt: '13:00',
  free: 3,
  waiting: 0,
  ...more,
});

describe('the sessions that fill a gap', () => {
  const found = proposalsForGap(wishes, '10', [
    offer('far', { region: '04', childCare: 'on_site' }),
    offer('plain'),
    offer('office', { field: '04' }),
    offer('cared', { childCare: 'on_site' }),
  ]);

  it('are in the field of the standard, whatever the person wished before', () => {
    expect(found.map(({ offer: { id } }) => id)).toEqual(['cared', 'plain', 'far']);
  });

  it('stand by what the person needs, and apart where she does not go', () => {
    // Child care there: 2; child care needed and not there: −4.
    const [cared, plain, far] = found;
    expect(cared!.score - plain!.score).toBe(6);
    expect(cared!.for.map(({ code }) => code)).toContain('interest');
    expect([cared!.apart, plain!.apart, far!.apart]).toEqual([false, false, true]);
  });
});
