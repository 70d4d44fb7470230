import { registry } from '../../../modules/platform/metrics';
import '../../../modules/bed-board/live/watchers.metrics';
import { deployFile, documentsOf, objectsWith } from './deploy-files';

const expressionsOf = (tree: unknown): string[] =>
  objectsWith('expr', tree).map(({ expr }) => String(expr));
/** Of Prometheus itself. */
const OWN = ['up'];

const exported = new Set([
  ...OWN,
  ...registry
    .getMetricsAsArray()
    .flatMap(({ name, type }) =>
      String(type) === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
]);

/** Names of metrics in an expression: words before a label, a range or an operator that are no function and no keyword. */
const metricsIn = (expression: string): string[] =>
  [
    ...expression
      .replaceAll(/"[^"]*"/g, '')
      .replaceAll(/\b(by|without|on|ignoring) \([^)]*\)/g, '')
      .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
      .matchAll(/[a-z_]\w*(?!\w|\s*\()/g),
  ].map(([name]) => name);

describe('what Prometheus and Grafana ask for', () => {
  const rules = documentsOf(deployFile('prometheus/mawa.rules.yaml'));
  const dashboard: unknown = JSON.parse(deployFile('grafana/mawa.json'));

  it.each([
    ['rules', rules, 12],
    ['dashboard', dashboard, 18],
  ])('is exported: %s', (_, tree, atLeast) => {
    const expressions = expressionsOf(tree);
    expect(expressions.length).toBeGreaterThanOrEqual(atLeast);
    const asked = expressions.flatMap(metricsIn).filter((name) => !/^(and|or|unless)$/.test(name));
    expect(asked.length).toBeGreaterThanOrEqual(expressions.length);
    expect(asked.filter((name) => !exported.has(name))).toEqual([]);
  });

  it('is missed where nothing exports it', () => {
    expect(
      metricsIn('sum by (le) (rate(mawa_nothing_seconds_bucket{kind="x"}[5m])) > 0.5'),
    ).toEqual(['mawa_nothing_seconds_bucket']);
    expect(exported.has('mawa_nothing_seconds_bucket')).toBe(false);
  });

  it('tells what is wrong and what to do, for each alert', () => {
    for (const rule of objectsWith('alert', rules)) {
      const { summary, description } = rule.annotations as Record<string, string>;
      expect([rule.alert, summary, description].every((text) => String(text).length > 8)).toBe(
        true,
      );
      expect(rule.labels).toMatchObject({ severity: expect.stringMatching(/^(page|ticket)$/) });
    }
  });

  it('shows all that Mawa exports of its own', () => {
    const shown = new Set(
      [...expressionsOf(dashboard), ...expressionsOf(rules)].flatMap(metricsIn),
    );
    const own = [...exported].filter((name) => name.startsWith('mawa_') && !name.endsWith('_sum'));
    expect(own.filter((name) => !shown.has(name))).toEqual([]);
  });
});
