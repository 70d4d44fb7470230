import type { IncomingMessage } from 'node:http';
import { readTraceId, traceIds } from './trace-requests';

const GIVEN = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('a trace id from outside', () => {
  it.each([
    ['32 hexadecimal digits', GIVEN],
    ['the same in capital letters', GIVEN.toUpperCase()],
    ['a UUID', '4bf92f35-77b3-4da6-a3ce-929d0e0e4736'],
  ])('is read: %s', (_, given) => expect(readTraceId(given)).toBe(GIVEN));

  it.each([
    ['words', 'amina.benali@example.org-aaaaaaaa'],
    ['digits alone, which could be the numbers of a person', '06123456780612345678061234567890'],
    ['one that is too short', GIVEN.slice(1)],
    ['one that is too long', `${GIVEN}a`],
    ['one with a line break', `${GIVEN}\n`],
    ['a UUID with its dashes elsewhere', '4bf92f3577-b3-4da6-a3ce-929d0e0e4736'],
    ['two of them', [GIVEN, GIVEN]],
  ])('is replaced where it is %s', (_, given) => expect(readTraceId(given)).toBeNull());

  const requestFrom = (remoteAddress: string, given?: string) =>
    ({
      headers: { 'x-request-id': given },
      socket: { remoteAddress },
    }) as unknown as IncomingMessage;

  it('is taken from a proxy that is trusted, and from nobody else', () => {
    const traceId = traceIds(['10.0.0.1', 'loopback']);
    expect(traceId(requestFrom('10.0.0.1', GIVEN))).toBe(GIVEN);
    expect(traceId(requestFrom('::1', GIVEN))).toBe(GIVEN);
    const made = [requestFrom('10.0.0.2', GIVEN), requestFrom('10.0.0.1', 'amina')]
      .concat(requestFrom('10.0.0.1'))
      .map(traceId);
    for (const one of made) expect(one).toMatch(/^[\da-f]{32}$/);
    expect(new Set([...made, GIVEN]).size).toBe(4);
    expect(traceIds([])(requestFrom('127.0.0.1', GIVEN))).not.toBe(GIVEN);
  });
});
