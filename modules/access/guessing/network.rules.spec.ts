import { networkOf, plainAddress } from './network.rules';

describe('the network of an address', () => {
  it.each([
    ['196.12.3.4', '196.12.3.4'],
    ['::ffff:196.12.3.4', '196.12.3.4'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8:1::5', '2001:db8:1:0::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
    ['not an address', 'not an address'],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['unknown', null],
  ['', null],
])('the plain address of %s is %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
});
