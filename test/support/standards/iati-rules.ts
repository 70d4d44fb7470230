/**
 * The standard ruleset of IATI as it is published, read rule by rule: each case that an activity breaks is told by its
 * number. A rule of a kind that is not known here stops the check, so none is passed over in silence.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { Decimal } from 'decimal.js';
import { useNamespaces } from 'xpath';
import { ROOT } from '../../../modules/platform/config/root';

interface RuleInfo {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}
interface Case {
  readonly ruleInfo: RuleInfo;
  readonly paths?: readonly string[];
  readonly prefix?: readonly string[];
  readonly separator?: string;
  readonly condition?: string;
  readonly one?: string;
  readonly all?: string;
  readonly date?: string;
  readonly less?: string;
  readonly more?: string;
  readonly start?: string;
  readonly end?: string;
  readonly regex?: string;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly if?: string;
  readonly then?: string;
  readonly foreach?: string;
  readonly do?: Readonly<Record<string, { readonly cases: readonly Case[] }>>;
  readonly subs?: readonly (keyof Case)[];
}
type Ruleset = Readonly<
  Record<string, Readonly<Record<string, { readonly cases: readonly Case[] }>>>
>;

const RULESET = JSON.parse(
  readFileSync(join(ROOT, 'test/fixtures/standards/iati/standard-ruleset.json'), 'utf8'),
) as Ruleset;

export interface Broken extends RuleInfo {
  /** Where: the name of the element whose rule it is. */
  readonly at: string;
}

/** The lists of organisations that identifiers are drawn from, in place of the standard's own file of rules. */
const AGENCIES = readFileSync(
  join(ROOT, 'test/fixtures/standards/iati/codelists/OrganisationRegistrationAgency.csv'),
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1);
/** Rules of another kind of file. */
const isOfActivities = (context: string): boolean => !context.includes('iati-organisation');

const select = useNamespaces({ xml: 'http://www.w3.org/XML/1998/namespace' });

/** Every rule that was looked at, so that what is not broken was really held against. */
export function ruleNumbers(): string[] {
  const of = (cases: readonly Case[]): string[] =>
    cases.flatMap(({ ruleInfo, do: inner }) =>
      inner ? Object.values(inner).flatMap((one) => of(one.cases)) : [ruleInfo.id],
    );
  const all = Object.entries(RULESET)
    .filter(([context]) => isOfActivities(context))
    .flatMap(([, rules]) => Object.values(rules).flatMap(({ cases }) => of(cases)));
  return [...new Set(all)].sort();
}

export function brokenRules(xml: string, now: Date): Broken[] {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const broken: Broken[] = [];
  for (const [context, rules] of Object.entries(RULESET)) {
    if (!isOfActivities(context)) continue;
    for (const node of nodes(select(context, document as unknown as Node))) {
      const check = new Check(node, now);
      for (const [kind, { cases }] of Object.entries(rules))
        for (const one of cases)
          for (const { ruleInfo } of check.brokenIn(kind, one))
            broken.push({ ...ruleInfo, at: node.nodeName });
    }
  }
  return broken;
}

const nodes = (found: unknown): Node[] => (Array.isArray(found) ? (found as Node[]) : []);

class Check {
  constructor(
    private readonly node: Node,
    private readonly now: Date,
  ) {}

  brokenIn(kind: string, one: Case): Case[] {
    if (kind === 'loop') return this.loop(one);
    if (one.condition !== undefined && !this.is(one.condition)) return [];
    return this.holds(kind, one) ? [] : [one];
  }

  private holds(kind: string, one: Case): boolean {
    const values = () => (one.paths ?? []).flatMap((path) => this.texts(path));
    switch (kind) {
      case 'unique':
        return new Set(values()).size === values().length;
      case 'startswith': {
        const prefixes = one.prefix!.flatMap((path) =>
          path === 'ORG-ID-PREFIX' ? AGENCIES.map((code) => `${code}-`) : this.texts(path),
        );
        return values().every((value) =>
          prefixes.some((prefix) => value.startsWith(`${prefix}${one.separator ?? ''}`)),
        );
      }
      case 'atleast_one':
        return one.paths!.some((path) => this.all(path).length > 0);
      case 'no_more_than_one':
        return one.paths!.reduce((sum, path) => sum + this.all(path).length, 0) <= 1;
      case 'one_or_all':
        return this.oneOrAll(one);
      case 'date_now':
        return this.texts(one.date!).every((day) => new Date(day) <= this.now);
      case 'date_order':
        return this.inOrder(one);
      case 'time_limit':
        return this.withinAYear(one);
      case 'regex_matches':
        return values().every((value) => new RegExp(one.regex!).test(value));
      case 'no_spaces':
        return values().every((value) => value === value.trim());
      case 'strict_sum':
        return Decimal.sum(0, ...values()).equals(one.sum!);
      case 'range':
        return values().every((value) => Number(value) >= one.min! && Number(value) <= one.max!);
      case 'if_then':
        return !this.is(one.if!) || this.is(one.then!);
      default:
        throw new Error(`a rule of a kind that is not known: ${kind}`);
    }
  }

  private oneOrAll({ one, all }: Case): boolean {
    if (this.is(one!)) return true;
    const whole: Readonly<Record<string, readonly [every: string, having: string]>> = {
      lang: ['.//narrative', './/narrative[@xml:lang]'],
      currency: ['.//value', './/value[@currency]'],
      sector: ['transaction', 'transaction[sector]'],
    };
    const [every, having] = whole[all!]!;
    const count = this.all(every).length;
    // A sector is asked of every transaction only where one has it.
    if (all === 'sector' && this.all(having).length === 0) return true;
    return count === this.all(having).length;
  }

  private inOrder({ less, more }: Case): boolean {
    const day = (path: string) =>
      path === 'NOW' ? [this.now] : this.texts(path).map((text) => new Date(text));
    const [first, second] = [day(less!), day(more!)];
    return first.every((one) => second.every((other) => one <= other));
  }

  private withinAYear({ start, end }: Case): boolean {
    const [[from], [to]] = [this.texts(start!), this.texts(end!)];
    if (!from || !to) return true;
    const limit = new Date(from);
    limit.setUTCFullYear(limit.getUTCFullYear() + 1);
    return new Date(to) <= limit;
  }

  private loop({ foreach, do: inner, subs }: Case): Case[] {
    const values = [...new Set(this.texts(foreach!))];
    return values.flatMap((value) =>
      Object.entries(inner!).flatMap(([kind, { cases }]) =>
        cases.flatMap((one) => this.brokenIn(kind, substituted(one, subs!, value))),
      ),
    );
  }

  private all(path: string): Node[] {
    return nodes(select(path, this.node));
  }
  private texts(path: string): string[] {
    return this.all(path).map((one) => one.nodeValue ?? one.textContent ?? '');
  }
  private is(expression: string): boolean {
    return select(`boolean(${expression})`, this.node) === true;
  }
}

function substituted(one: Case, subs: readonly (keyof Case)[], value: string): Case {
  const changed = Object.fromEntries(
    subs.flatMap((key): [string, unknown][] => {
      const old = one[key];
      if (typeof old === 'string') return [[key, old.replaceAll('$1', value)]];
      if (Array.isArray(old))
        return [[key, (old as string[]).map((text) => text.replaceAll('$1', value))]];
      return [];
    }),
  );
  return { ...one, ...changed };
}
