import { isOpen, newReference } from './shares.rules';

describe('a share', () => {
  const now = new Date('2026-11-24T23:10:00Z');
  const later = new Date('2026-11-24T23:10:01Z');

  it.each([
    [true, later, null],
    [false, now, null],
    [false, later, now],
  ] as const)('open: %s', (open, untilAt, closedAt) =>
    expect(isOpen({ untilAt, closedAt }, now)).toBe(open),
  );

  it('has a reference that says nothing', () => {
    expect(newReference(() => new Uint8Array([0, 1, 2, 3, 31, 30, 63, 255]))).toBe('P-0123-ZYZZ');
    expect(newReference()).toMatch(/^P-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  });
});
