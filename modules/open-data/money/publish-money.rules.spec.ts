import type { OpenFlow } from '../../grant-budgeting';
import { subtractPublished, type PublicationPlan, publishQuarters } from './publish-money.rules';

const BOUNDS = { least: 3, share: 0.85 };
const Q1 = '2026-01-01';
const Q2 = '2026-04-01';
const Q3 = '2026-07-01';

let documents = 0;
const paid = (
  voice: number,
  amount: string,
  { from = Q1, category = '4', ...more }: Partial<OpenFlow> = {},
): OpenFlow => {
  documents += 1;
  const document = `d${documents}`;
  return { type: '4', from, category, currency: 'USD', document, voice, amount, ...more };
};
const toPartner = (
  type: '2' | '3',
  voice: number,
  amount: string,
  more: Partial<OpenFlow> = {},
) => ({ ...paid(voice, amount, more), type, category: null });
const said = ({ published }: PublicationPlan) =>
  published.map(({ from, type, category, currency, amount }) =>
    [from, type, category, currency, amount].join(' '),
  );
const waiting = ({ waits }: PublicationPlan) => waits.map(({ amount }) => amount);

describe('money that is published', () => {
  it('is published by category where three stand behind it', () => {
    const flows = [paid(1, '100.00'), paid(2, '200.00'), paid(3, '50.01')];
    const plan = publishQuarters(flows, [Q1], BOUNDS);
    expect(said(plan)).toEqual(['2026-01-01 4 4 USD 350.01']);
    expect(waiting(plan)).toEqual([]);
  });

  it('never publishes a rent that stands alone in its category: with other small categories, else later', () => {
    const rent = paid(1, '9000.00', { category: '5' });
    const fare = paid(2, '4000.00', { category: '6' });
    const enough = [paid(3, '10.00'), paid(4, '10.00'), paid(5, '10.00')];
    expect(said(publishQuarters([rent, ...enough], [Q1], BOUNDS))).toEqual([
      '2026-01-01 4 4 USD 30.00',
    ]);
    expect(waiting(publishQuarters([rent, fare, ...enough], [Q1], BOUNDS))).toEqual([
      '9000.00',
      '4000.00',
    ]);
    const book = paid(6, '3000.00', { category: '7' });
    expect(said(publishQuarters([rent, fare, book, ...enough], [Q1], BOUNDS))).toEqual([
      '2026-01-01 4 4 USD 30.00',
      '2026-01-01 4  USD 16000.00',
    ]);
  });

  it('publishes in the first quarter in which enough are there, by its category where it can', () => {
    const rents = [
      paid(1, '9000.00', { category: '5' }),
      paid(1, '9000.00', { category: '5', from: Q2 }),
      paid(2, '5000.00', { category: '5', from: Q2 }),
      paid(3, '4000.00', { category: '5', from: Q3 }),
    ];
    const plan = publishQuarters(rents, [Q1, Q2, Q3], BOUNDS);
    expect(said(plan)).toEqual(['2026-07-01 4 5 USD 27000.00']);
  });

  it('counts landlords, not bills: three rents of one house are one', () => {
    const rents = [paid(1, '900.00'), paid(1, '900.00'), paid(1, '900.00'), paid(2, '900.00')];
    expect(waiting(publishQuarters(rents, [Q1], BOUNDS))).toHaveLength(4);
  });

  it('does not let cents stand behind a rent', () => {
    const flows = [paid(1, '9000.00'), paid(2, '0.01'), paid(3, '0.01')];
    expect(waiting(publishQuarters(flows, [Q1], BOUNDS))).toHaveLength(3);
    // 85 of 100 is the most.
    const more = [paid(1, '85.00'), paid(2, '10.00'), paid(3, '5.00')];
    expect(said(publishQuarters(more, [Q1], BOUNDS))).toEqual(['2026-01-01 4 4 USD 100.00']);
    const most = [paid(1, '85.01'), paid(2, '10.00'), paid(3, '4.99')];
    expect(said(publishQuarters(most, [Q1], BOUNDS))).toEqual([]);
  });

  it('counts nobody for what was taken back whole', () => {
    const flows = [paid(1, '50.00'), paid(2, '50.00'), paid(3, '50.00'), paid(3, '-50.00')];
    expect(said(publishQuarters(flows, [Q1], BOUNDS))).toEqual([]);
  });

  it('keeps currencies and partners apart, and types too', () => {
    const flows = [
      toPartner('2', 1, '100.00', { currency: 'MAD' }),
      toPartner('2', 2, '100.00', { currency: 'MAD' }),
      toPartner('2', 3, '100.00'),
      toPartner('3', 1, '60.00'),
      toPartner('3', 2, '70.00'),
      toPartner('3', 3, '80.00'),
    ];
    const plan = publishQuarters(flows, [Q1], BOUNDS);
    expect(said(plan)).toEqual(['2026-01-01 3  USD 210.00']);
    expect(waiting(plan)).toEqual(['100.00', '100.00', '100.00']);
  });

  it('publishes all that the donor gives, who is named', () => {
    const given: OpenFlow = { ...paid(1, '400000.00'), type: '1', category: null };
    expect(said(publishQuarters([given], [Q1], BOUNDS))).toEqual(['2026-01-01 1  USD 400000.00']);
  });

  it('asks for more where the setting does', () => {
    const flows = [1, 2, 3, 4].map((voice) => paid(voice, '10.00'));
    expect(said(publishQuarters(flows, [Q1], { least: 5, share: 0.85 }))).toEqual([]);
  });

  it('publishes what is found late in the quarter in which it is found, as a difference', () => {
    const first = [paid(1, '100.00'), paid(2, '100.00'), paid(3, '100.00')];
    const { published } = publishQuarters(first, [Q1], BOUNDS);
    const parts = published.flatMap((one) => one.parts);
    const late = [paid(4, '40.00'), paid(5, '-30.00'), paid(6, '20.00')];
    const left = subtractPublished([...first, ...late], parts);
    expect(left.map(({ amount }) => amount)).toEqual(['40.00', '-30.00', '20.00']);
    expect(said(publishQuarters(left, [Q2], BOUNDS))).toEqual(['2026-04-01 4 4 USD 30.00']);
  });

  it('publishes a changed award as a difference', () => {
    const award: OpenFlow = { ...paid(1, '1000.00'), type: '11', category: null };
    const { published } = publishQuarters([award], [Q1], BOUNDS);
    const left = subtractPublished(
      [{ ...award, amount: '1200.50' }],
      published.flatMap(({ parts }) => parts),
    );
    expect(said(publishQuarters(left, [Q2], BOUNDS))).toEqual(['2026-04-01 11  USD 200.50']);
  });

  it('takes back what is no longer there, and never as nobody’s own', () => {
    const first = [paid(1, '10.00'), paid(2, '10.00'), paid(3, '10.00')];
    const parts = publishQuarters(first, [Q1], BOUNDS).published.flatMap((one) => one.parts);
    const moved = first.map((one) => ({ ...one, category: '6' }));
    const left = subtractPublished(moved, parts);
    // Out of one category and into another, by the same three.
    expect(said(publishQuarters(left, [Q2], BOUNDS))).toEqual([
      '2026-04-01 4 6 USD 30.00',
      '2026-04-01 4 4 USD -30.00',
    ]);
  });
});
