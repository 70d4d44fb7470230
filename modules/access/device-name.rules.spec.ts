import { deviceName } from './device-name.rules';

describe('the name of a device', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
      'Firefox, Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
      'Chrome, Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari, iOS',
    ],
    ['curl/8.5.0', null],
    ['', null],
    [undefined, null],
  ])('is browser and system: %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });

  it('is short and found at once, whatever a program calls itself', () => {
    const begun = performance.now();
    for (const hostile of [
      '('.repeat(100_000),
      'a/1 '.repeat(50_000),
      'Windows NT '.repeat(20_000),
    ])
      expect((deviceName(hostile) ?? '').length).toBeLessThanOrEqual(80);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
