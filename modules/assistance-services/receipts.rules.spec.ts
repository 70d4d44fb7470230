import { looksLikeCaseNumber, receiptOf } from './receipts.rules';

const cost = { amount: '10.00', currency: 'MAD' };

describe('the number of a receipt', () => {
  it.each([
    ['M-4K7Q-2XV-9', true], // whatever its check character
    ['m 4k7q 2xv 9', true],
    ['reçu M-0000-000-1', true],
    ['F-2026/0117', false],
    ['M2026-0117', false],
    ['٢٠٢٦/١٧', false],
  ])('%s', (text, isCase) => expect(looksLikeCaseNumber(text)).toBe(isCase));

  it('is kept as written, without the spaces around it', () =>
    expect(receiptOf({ cost, receipt: '  F  117 ' })).toBe('F 117'));
  it('left empty is none', () => expect(receiptOf({ cost, receipt: '  ' })).toBeNull());
  it('belongs to a cost', () =>
    expect(() => receiptOf({ receipt: 'F 117' })).toThrow('services.receipt_without_cost'));
});
