import { meanInterval, shareInterval } from './confidence.rules';

describe('how sure a figure is', () => {
  it('eight of ten: between 49 and 94 in a hundred', () => {
    // Wilson: centre (0.8 + 3.841459/20) / 1.3841459 = 0.716739; half 1.959964 × √(0.016 + 0.0096036) / 1.3841459 = 0.226573
    const { low, high } = shareInterval(8, 10)!;
    expect(low).toBeCloseTo(0.490166, 4);
    expect(high).toBeCloseTo(0.943312, 4);
  });

  it('none of five is not surely none, and all of five not surely all', () => {
    // upper bound of 0 of n: z² / (n + z²) = 3.841459 / 8.841459 = 0.434483
    expect(shareInterval(0, 5)).toMatchObject({ low: 0, high: expect.closeTo(0.434483, 4) });
    expect(shareInterval(5, 5)).toMatchObject({ low: expect.closeTo(0.565517, 4), high: 1 });
    expect(shareInterval(0, 0)).toBeNull();
  });

  it('a mean of nine scores: t of eight degrees times a third of the deviation', () => {
    // 2.306 × 0.15 / 3 = 0.1153
    expect(meanInterval(0.6, 0.15, 9)).toEqual({
      low: expect.closeTo(0.4847, 4),
      high: expect.closeTo(0.7153, 4),
    });
    expect(meanInterval(0.95, 0.3, 4)!.high).toBe(1);
    expect(meanInterval(0.6, 0, 1)).toBeNull();
  });

  it('of many, the normal value: 1.96 × 0.2 / 10', () => {
    expect(meanInterval(0.5, 0.2, 100)).toEqual({
      low: expect.closeTo(0.4608, 4),
      high: expect.closeTo(0.5392, 4),
    });
  });
});
