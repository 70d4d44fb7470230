import { publicAddress } from './public-address';

describe('the address that a command prints', () => {
  const here = { HOST: '127.0.0.1', PORT: 3000, MAWA_TLS: false, MAWA_PUBLIC_URL: undefined };

  it('is the one that people know, and else where Mawa listens', () => {
    const known = { ...here, MAWA_PUBLIC_URL: 'https://mawa.example.org' };
    expect(publicAddress(known, '/password/x')).toBe('https://mawa.example.org/password/x');
    expect(publicAddress(here, '/password/x')).toBe('http://127.0.0.1:3000/password/x');
    const tls = { ...here, MAWA_TLS: true };
    expect(publicAddress(tls, '/password/x')).toBe('https://127.0.0.1:3000/password/x');
  });
});
