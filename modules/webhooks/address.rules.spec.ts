import { addressFault, isPublicAddress } from './address.rules';

const OWN = ['https://hooks.lan:8443', 'http://127.0.0.1:9000'];

describe('the address of a webhook', () => {
  it('is https, port 443, and of the public internet', () => {
    for (const address of [
      'https://hooks.example.org/mawa?team=2',
      'https://hooks.example.org:443',
      'https://93.184.216.34/mawa',
      'https://[2606:4700::1111]/mawa',
    ])
      expect([address, addressFault(address, OWN)]).toEqual([address, null]);
  });

  it.each([
    ['hooks.example.org', 'not_address'],
    ['', 'not_address'],
    ['https://hooks.example.org/a b', 'not_address'],
    ['https://hooks.example.org/#part', 'not_address'],
    ['http://hooks.example.org', 'not_https'],
    ['https://hooks.example.org:8443', 'not_443'],
    ['https://93.184.216.34:22', 'not_443'],
    ['ftp://hooks.example.org', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['https://user:secret@hooks.example.org', 'credentials'],
    ['https://user@hooks.lan:8443', 'credentials'],
    ['https://localhost/mawa', 'not_public'],
    ['https://LOCALHOST./mawa', 'not_public'],
    ['https://database/mawa', 'not_public'],
    ['https://printer.local', 'not_public'],
    ['https://metadata.google.internal', 'not_public'],
    ['https://127.0.0.1', 'not_public'],
    ['https://2130706433', 'not_public'],
    ['https://0x7f.1', 'not_public'],
    ['https://127.1', 'not_public'],
    ['https://10.0.0.8', 'not_public'],
    ['https://169.254.169.254/latest', 'not_public'],
    ['https://[::1]', 'not_public'],
    ['https://[::ffff:127.0.0.1]', 'not_public'],
    ['https://[fe80::1]', 'not_public'],
  ])('%s is refused: %s', (address, code) => {
    expect(addressFault(address, OWN)).toBe(`webhooks.address_${code}`);
  });

  it('may be of an origin that the operator allows, to the letter', () => {
    expect(addressFault('https://hooks.lan:8443/mawa', OWN)).toBeNull();
    expect(addressFault('http://127.0.0.1:9000/mawa', OWN)).toBeNull();
    expect(addressFault('http://127.0.0.1:9001/mawa', OWN)).toBe('webhooks.address_not_https');
    expect(addressFault('https://hooks.lan/mawa', OWN)).toBeNull();
    expect(addressFault('http://hooks.lan:8443/mawa', OWN)).toBe('webhooks.address_not_https');
  });
});

describe('an IP address', () => {
  it('is of the public internet or of a network for a special purpose', () => {
    for (const ip of ['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2a00:1450::1'])
      expect([ip, isPublicAddress(ip)]).toEqual([ip, true]);
    for (const ip of [
      '0.0.0.0',
      '10.255.255.255',
      '100.64.0.1',
      '127.8.8.8',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.2.1',
      '192.168.0.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      'fc00::1',
      'fe80::1',
      'ff02::1',
      '2001:db8::1',
      '2002:7f00:1::',
      'not an address',
    ])
      expect([ip, isPublicAddress(ip)]).toEqual([ip, false]);
  });
});
