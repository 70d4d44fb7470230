import { type Offer, rankOffers, type Reason, reasonsFor, type Wishes } from './ranking.rules';

const wishes = (more: Partial<Wishes> = {}): Wishes => ({
  interests: ['10'],
  trades: [],
  schooling: '1',
  languages: ['ara'],
  experience: [],
  needs: [],
  avoids: [],
  ...more,
});
const offer = (more: Partial<Offer> = {}): Offer => ({
  id: 'cuisine',
  field: '10',
  trade: null,
  buildsOn: null,
  language: 'ara',
  access: [],
  childCare: 'none',
  strenuous: false,
  region: '06',
  startsOn: '2026-12-01',
  endsAt: '16:00',
  free: 4,
  waiting: 0,
  ...more,
});
const codes = (w: Partial<Wishes>, o: Partial<Offer>) =>
  reasonsFor(wishes(w), offer(o)).map(({ code, of }) =>
    of === undefined ? code : `${code} ${of}`,
  );

describe('what speaks for and against a session', () => {
  it('is the field, the language and a free place', () => {
    expect(codes({}, {})).toEqual(['interest', 'language', 'place 4']);
    expect(codes({}, { field: '06', language: 'fra' })).toEqual([
      'other_field',
      'no_language',
      'place 4',
    ]);
    // Who named no interest has none against her.
    expect(codes({ interests: [] }, {})).toEqual(['language', 'place 4']);
  });

  it('is the trade before the field, and the field of a wished trade before any other', () => {
    const trades = [
      { code: 'sewing', field: '07' },
      { code: 'pastry', field: '07' },
    ];
    const first = (w: Partial<Wishes>, o: Partial<Offer>) => {
      const [{ code, of, weight }] = reasonsFor(wishes(w), offer(o)) as [Reason];
      return [code, of, weight];
    };
    const wished = { interests: [], trades };
    expect(first(wished, { field: '07', trade: 'pastry' })).toEqual(['trade', 'pastry', 4]);
    expect(first(wished, { field: '07', trade: 'welding' })).toEqual(['near_trade', 'sewing', 2]);
    expect(first(wished, { field: '07' })).toEqual(['near_trade', 'sewing', 2]);
    expect(first(wished, { trade: 'cooking' })).toEqual(['other_field', undefined, -1]);
    expect(first(wished, {})).toEqual(['other_field', undefined, -1]);
    // One reason for the wish, the best: a field that was wished by its name counts more than a trade near by.
    const both = { interests: ['07', '10'], trades };
    expect(first(both, { field: '07', trade: 'sewing' })).toEqual(['trade', 'sewing', 4]);
    expect(first(both, { field: '07', trade: 'welding' })).toEqual(['interest', undefined, 3]);
    expect(first(both, { trade: 'cooking' })).toEqual(['interest', undefined, 3]);
    expect(codes(both, { field: '07', trade: 'sewing' })).toEqual([
      'trade sewing',
      'language',
      'place 4',
    ]);
    expect(codes({ interests: [], trades: [] }, { trade: 'cooking' })).toEqual([
      'language',
      'place 4',
    ]);
  });

  it('is schooling only where the course builds on some', () => {
    expect(codes({}, { buildsOn: '1' })).toContain('schooling');
    expect(codes({}, { buildsOn: '2' })).toContain('schooling_low');
    expect(codes({ schooling: null }, { buildsOn: '1' })).toContain('schooling_unknown');
    expect(codes({ schooling: null }, {})).toEqual(['interest', 'language', 'place 4']);
  });

  it('is what she worked in before', () => {
    expect(codes({ experience: ['5'] }, {})).toContain('experience');
    expect(codes({ experience: ['6'] }, {})).not.toContain('experience');
    // Crafts: made by hand, in either field.
    for (const field of ['07', '02']) {
      expect(codes({ experience: ['7'] }, { field })).toContain('experience');
    }
  });

  it('is each need, met or not', () => {
    const needs = ['child_care', 'no_evening', 'light_work', 'step_free'] as const;
    expect(codes({ needs }, { strenuous: true, endsAt: '18:30' })).toEqual([
      'interest',
      'language',
      'no_child_care',
      'no_access step_free',
      'evening',
      'heavy',
      'place 4',
    ]);
    const met = { childCare: 'on_site', access: ['step_free'] } as const;
    expect(codes({ needs }, met)).toEqual([
      'interest',
      'language',
      'child_care',
      'access step_free',
      'day_time',
      'place 4',
    ]);
    expect(codes({ needs: ['no_evening'] }, { endsAt: '18:00' })).toContain('day_time');
  });

  it('is the line where no place is free, or where somebody waits already', () => {
    expect(codes({}, { free: 0, waiting: 3 })).toContain('line 3');
    expect(codes({}, { free: 1, waiting: 1 })).toContain('line 1');
  });
});

describe('a proposal', () => {
  it('sums what speaks for and against, the best first', () => {
    const found = rankOffers(wishes({ needs: ['child_care'] }), [
      offer({ id: 'a', field: '06' }), // -1 +2 -4 +1 = -2
      offer({ id: 'b', childCare: 'on_site' }), // 3 +2 +2 +1 = 8
      offer({ id: 'c' }), // 3 +2 -4 +1 = 2
    ]);
    expect(found.map(({ offer: { id }, score }) => [id, score])).toEqual([
      ['b', 8],
      ['c', 2],
      ['a', -2],
    ]);
    expect(found[1]!.for.map(({ code }) => code)).toEqual(['interest', 'language', 'place']);
    expect(found[1]!.against.map(({ code }) => code)).toEqual(['no_child_care']);
  });

  it('has a wished trade first, then its field, then the rest', () => {
    const trades = [{ code: 'sewing', field: '07' }];
    const found = rankOffers(wishes({ interests: [], trades }), [
      offer({ id: 'kitchen', trade: 'cooking' }), // -1 +2 +1 = 2
      offer({ id: 'welding', field: '07', trade: 'welding' }), // 2 +2 +1 = 5
      offer({ id: 'sewing', field: '07', trade: 'sewing' }), // 4 +2 +1 = 7
    ]);
    expect(found.map(({ offer: { id }, score }) => [id, score])).toEqual([
      ['sewing', 7],
      ['welding', 5],
      ['kitchen', 2],
    ]);
  });

  it('of equals shows first what begins first', () => {
    const found = rankOffers(wishes(), [
      offer({ id: 'a', startsOn: '2027-01-04' }),
      offer({ id: 'c' }),
      offer({ id: 'b' }),
    ]);
    expect(found.map(({ offer: { id } }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('keeps apart, and last, what is where she does not go', () => {
    const found = rankOffers(wishes({ avoids: ['06'] }), [
      offer({ id: 'near' }),
      offer({ id: 'far', region: '04', field: '06', language: 'fra' }),
    ]);
    expect(found.map(({ offer: { id }, apart }) => [id, apart])).toEqual([
      ['far', false],
      ['near', true],
    ]);
  });
});
