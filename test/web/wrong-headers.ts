/** What the headers of any answer say to a browser, behind TLS. */
const YEAR = 31_536_000;
export type Headers = Record<string, string | undefined>;

export const directivesOf = (policy = ''): Map<string, string> =>
  new Map(
    policy.split(';').map((part) => {
      const [name, ...values] = part.trim().split(/\s+/);
      return [name!, values.join(' ')];
    }),
  );

/** Where scripts run at all, markup comes through one policy. */
const isTrusted = (policy: Map<string, string>): boolean =>
  !policy.has('script-src') ||
  (policy.get('require-trusted-types-for') === "'script'" &&
    policy.get('trusted-types') === 'mawa-answers');

/** What is wrong with the headers of an answer, in words; nothing where all is well. */
export function wrongHeaders(headers: Headers): string[] {
  const policy = directivesOf(headers['content-security-policy']);
  const scripts = `${policy.get('script-src') ?? policy.get('default-src')}`;
  const hsts = headers['strict-transport-security'] ?? '';
  const checks: [string, boolean][] = [
    ['default-src', policy.get('default-src') === "'none'"],
    ['object-src', policy.get('object-src') === "'none'"],
    ['base-uri', policy.get('base-uri') === "'none'"],
    ['frame-ancestors', policy.get('frame-ancestors') === "'none'"],
    ['trusted types', isTrusted(policy)],
    ['script-src', !/unsafe|\*|https?:|data:/.test(scripts)],
    ['nosniff', headers['x-content-type-options'] === 'nosniff'],
    ['referrer-policy', headers['referrer-policy'] === 'no-referrer'],
    ['hsts', Number(/max-age=(\d+)/.exec(hsts)?.[1]) >= YEAR && /includeSubDomains/.test(hsts)],
    ['coop', headers['cross-origin-opener-policy'] === 'same-origin'],
    ['corp', headers['cross-origin-resource-policy'] === 'same-origin'],
    ['no cors', headers['access-control-allow-origin'] === undefined],
    ['no server name', headers.server === undefined && headers['x-powered-by'] === undefined],
  ];
  return checks.filter(([, isRight]) => !isRight).map(([name]) => name);
}
