import { refuseOpenHost } from './public-url';

describe('the address that Mawa listens at', () => {
  const start =
    (HOST: string, more: { MAWA_TLS?: boolean; TRUST_PROXY?: string } = {}) =>
    () =>
      refuseOpenHost({
        HOST,
        MAWA_ROLE: 'web',
        MAWA_TLS: more.MAWA_TLS ?? false,
        TRUST_PROXY: more.TRUST_PROXY,
      });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('may be %s', (host) => {
    expect(start(host)).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '192.168.1.4', 'mawa.example.org', '127.0.0.1.example.org'])(
    'may be %s only behind TLS or a proxy that is known',
    (host) => {
      expect(start(host)).toThrow(`HOST=${host} is reached from other machines`);
      expect(start(host, { MAWA_TLS: true })).not.toThrow();
      expect(start(host, { TRUST_PROXY: '10.0.0.2' })).not.toThrow();
    },
  );
});
