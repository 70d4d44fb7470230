import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import Handlebars from 'handlebars';
import { DeclaredRoutes, routeAccess } from '../../modules/access';
import { type ApiDocument, ApiDocuments, type Operation } from '../../modules/api-docs';
import { ROOT } from '../../modules/platform/config/root';
import { hasSentence, keyOfCode } from '../../modules/platform/web/i18n';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { apiDocument } from '../support/api-document';
import { breaksBetween } from '../support/api-breaks';
import { DocumentCheck } from '../support/document-check';

const RELEASES = join(ROOT, 'test/fixtures/releases');

/** A document that a test changes. */
interface Mutable {
  readonly paths: Record<string, object>;
  readonly components: {
    readonly schemas: Record<
      string,
      {
        properties: Record<string, { type?: unknown; enum: unknown[]; maxLength?: number }>;
        required: string[];
      }
    >;
  };
}

interface IntendedBreak {
  readonly break: string;
  readonly reason: string;
}
type IntendedBreaks = Record<string, IntendedBreak[]>;

describe('the document of the API', () => {
  let document: ApiDocument;
  let mawa: TestApp;
  let staff: SignedIn;
  let operations: [string, Operation][];

  beforeAll(async () => {
    document = await apiDocument();
    mawa = await startApp();
    staff = await mawa.signIn('shelter_staff');
    operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]): [string, Operation] => [
        `${verb.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  }, 300_000);
  afterAll(() => mawa.stop());

  it('has the routes of the running application, each with what its guard asks for', () => {
    const declared = mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ path }) => path.startsWith('/api/v1/'))
      .map((route) => {
        const { permission, needsProof, needsSecondFactor, byToken } = routeAccess(route);
        const name = `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
        return [name, permission, needsProof, needsSecondFactor, byToken];
      });
    const described = operations.map(([name, one]) => [
      name,
      one['x-permission'],
      one['x-proof'],
      one['x-second-factor'],
      one['x-token'],
    ]);
    expect(described.sort()).toEqual(declared.sort());
    expect(described.length).toBeGreaterThan(750);
  });

  /** A sentence: a capital, several words, a full stop, and no more than a line. */
  const isSummary = (text: string) =>
    /^[A-Z][^.]*( [^. ]+){1,24}\.$/.test(text) && text.length <= 100;

  it('says of every operation what it does, who may, what it answers and how it refuses', () => {
    const incomplete = operations.flatMap(([name, operation]) => {
      const { summary, tags, responses, requestBody } = operation;
      const statuses = Object.keys(responses);
      const success = statuses.filter((status) => Number(status) < 300);
      const lacks = [
        !isSummary(summary) && 'summary',
        tags.length !== 1 && 'area',
        operation['x-permission'] === undefined && 'permission',
        success.length !== 1 && 'answer',
        success.some((status) => isUnknown(responses[status]!)) && 'schema of the answer',
        requestBody && isUnknown(requestBody) && 'schema of the body',
        !statuses.includes('503') && 'error 503',
        operation['x-permission'] !== null && !statuses.includes('401') && 'error 401',
        operation['x-permission'] !== null && !statuses.includes('403') && 'error 403',
        /\{/.test(name) && !statuses.includes('404') && 'error 404',
        requestBody && !statuses.includes('422') && 'error 422',
        statuses.some((one) => Number(one) >= 400 && !responses[one]!['x-codes']?.length) &&
          'codes',
      ].filter(Boolean);
      return lacks.length > 0 ? [`${name} lacks ${lacks.join(', ')}`] : [];
    });
    expect(incomplete).toEqual([]);
  });

  it('summarises no two operations of an area alike', () => {
    const names = operations.map(([, { tags, summary }]) => `${tags[0]}: ${summary}`);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it('names no code that has no sentence', () => {
    const codes = operations.flatMap(([, { responses }]) =>
      Object.values(responses).flatMap((answer) => answer['x-codes'] ?? []),
    );
    expect([...new Set(codes)].filter((code) => !hasSentence(keyOfCode(code)))).toEqual([]);
    expect(new Set(codes).size).toBeGreaterThan(500);
  });

  it('refers to no schema that it does not hold', () => {
    const refs = [
      ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g),
    ];
    const missing = refs.filter(([, name]) => !document.components.schemas[name!]);
    expect(missing.map(([, name]) => name)).toEqual([]);
  });

  it('is read and parsed once, however often it is asked for', async () => {
    const documents = mawa.app.get(ApiDocuments);
    const parse = jest.spyOn(JSON, 'parse');
    const [first, second] = [await documents.read(), await documents.read()];
    const times = parse.mock.calls.length;
    parse.mockRestore();
    expect(first).toEqual(document);
    expect(second).toBe(first);
    expect(times).toBeLessThanOrEqual(1);
  });

  it('is fetched without an account, and names routes alone', async () => {
    const { body, headers } = await mawa.http().get('/api/openapi.json').expect(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(body).toEqual(document);
  });

  describe('compared with answers', () => {
    const call = (more: object) => ({
      method: 'GET',
      path: '/api/v1/session',
      status: 200,
      type: 'application/json; charset=utf-8',
      text: JSON.stringify({ actor: null, csrfToken: 'x' }),
      ...more,
    });
    const deviationOf = (more: object) => {
      const check = new DocumentCheck(document);
      check.check(call(more));
      return [...check.deviations.keys()];
    };

    it('finds what is missing, what is too much, another type, another code and another route', () => {
      expect(deviationOf({})).toEqual([]);
      expect(deviationOf({ text: '{"actor":null}' })).toHaveLength(1);
      expect(deviationOf({ text: '{"actor":null,"csrfToken":"x","more":1}' })).toHaveLength(1);
      expect(deviationOf({ text: '{"actor":null,"csrfToken":1}' })).toHaveLength(1);
      expect(deviationOf({ status: 418 })).toHaveLength(1);
      expect(deviationOf({ path: '/api/v1/nowhere' })).toHaveLength(1);
      const problem = { title: '', status: 503, detail: '', instance: '', type: 'urn:x' };
      const refusal = { status: 503, type: 'application/problem+json' };
      const coded = (code: string) => ({ ...refusal, text: JSON.stringify({ ...problem, code }) });
      expect(deviationOf(coded('common.unavailable'))).toEqual([]);
      expect(deviationOf(coded('beds.taken'))).toHaveLength(1);
    });
  });

  describe('compared with the document of a release', () => {
    const released = readdirSync(RELEASES).filter((name) => name.endsWith('.openapi.json.br'));
    const read = (name: string) =>
      JSON.parse(
        brotliDecompressSync(readFileSync(join(RELEASES, name))).toString(),
      ) as ApiDocument;
    const intended = JSON.parse(
      readFileSync(join(RELEASES, 'intended-breaks.json'), 'utf8'),
    ) as IntendedBreaks;

    it.each(released)('%s: breaks nothing but what is listed with its reason', (name) => {
      const listed = intended[name.replace('.openapi.json.br', '')] ?? [];
      expect(breaksBetween(read(name), document)).toEqual(listed.map((one) => one.break));
      for (const { reason } of listed) expect(reason.length).toBeGreaterThan(20);
    });

    it('has one for each release', () => {
      const commits = Object.keys(
        JSON.parse(readFileSync(join(RELEASES, 'commits.json'), 'utf8')) as object,
      );
      expect(released).toEqual(commits.map((version) => `${version}.openapi.json.br`));
    });

    it('finds each kind of break, and takes none for what is only added', () => {
      const changed = (change: (copy: Mutable) => void) => {
        const copy = structuredClone(document) as unknown as Mutable;
        change(copy);
        return breaksBetween(document, copy as unknown as ApiDocument);
      };
      const holds = '/api/v1/bed-requests/{id}/holds';
      expect(changed((copy) => delete copy.paths[holds])).toEqual([`POST ${holds} is gone`]);
      const { HoldDto, HoldResult } = document.components.schemas;
      expect(Object.keys(HoldDto!.properties!)).toEqual(['placements', 'reason']);
      const [answered] = Object.keys(HoldResult!.properties!);
      expect(
        changed(({ components }) => delete components.schemas.HoldResult!.properties[answered!]),
      ).toContain(`POST ${holds} no longer answers answer.${answered}`);
      expect(
        changed(({ components }) => components.schemas.HoldDto!.required.push('reason')),
      ).toEqual([`POST ${holds} needs body application/json.reason`]);
      expect(
        changed(
          ({ components }) => (components.schemas.HoldDto!.properties.reason!.maxLength = 20),
        ),
      ).toEqual([`POST ${holds} takes less as body application/json.reason`]);
      expect(
        changed(({ components }) =>
          components.schemas.NewRequestDto!.properties.urgency!.enum.pop(),
        ),
      ).toEqual(['POST /api/v1/bed-requests takes less as body application/json.urgency']);
      expect(
        changed(({ components }) => delete components.schemas.HoldDto!.properties.reason),
      ).toEqual([`POST ${holds} takes no body application/json.reason`]);
      expect(
        changed(({ components, paths }) => {
          components.schemas.HoldResult!.properties.another = { type: 'string', enum: ['a'] };
          components.schemas.HoldDto!.properties.another = { type: 'string', enum: ['a'] };
          components.schemas.NewRequestDto!.properties.urgency!.enum.push('another');
          paths['/api/v1/another'] = paths[holds]!;
        }),
      ).toEqual([]);
    });
  });

  describe('on its page', () => {
    const page = async (query = '') => (await staff.get(`/api/docs${query}`).expect(200)).text;

    it('is for whoever is signed in', async () => {
      await page();
      const stranger = await mawa.http().get('/api/docs');
      expect([stranger.status, stranger.headers.location]).toEqual([
        303,
        '/sign-in?next=%2Fapi%2Fdocs',
      ]);
    });

    it('lists the areas, the operations of one and those that have all words', async () => {
      expect(await page()).toContain('/api/docs?area&#x3D;voluntary%20return');
      const beds = await page('?area=beds');
      expect(beds).toContain('Hold beds for a request.');
      expect(beds).not.toContain('List your own tokens.');
      const found = await page('?q=hold%20request');
      expect(found).toContain('Hold beds for a request.');
      expect(found).not.toContain('List the courts');
      expect(await page('?q=nothing-has-this')).not.toContain('api-docs__summary');
    });

    it('shows an operation with its permission, fields, errors in the language of the reader, and a call', async () => {
      const text = await page('?operation=bedRequests.hold');
      expect(text).toContain('<code dir="ltr">beds:hold</code>');
      expect(text).toContain('placements[].caseId');
      expect(text).toContain('beds.taken');
      expect(text).toContain('Authorization: Bearer $MAWA_TOKEN');
      expect(text).not.toMatch(/\{\{|undefined|\[object/);
      const { headers } = await staff.get('/api/docs?operation=bedRequests.hold');
      expect(headers['content-security-policy']).toContain("script-src 'self'");
    });

    it('shows operations of every area', async () => {
      // One in twenty: all of them take a minute.
      const some = operations.filter((_, place) => place % 20 === 0);
      for (const [, { operationId, summary }] of some) {
        const text = await page(`?operation=${encodeURIComponent(operationId)}`);
        expect(text).toContain(Handlebars.escapeExpression(summary.slice(0, -1)));
        expect(text).not.toMatch(/undefined|\[object/);
      }
    });
  });
});

const isUnknown = ({ content = {} }: { content?: object }): boolean =>
  Object.values(content as Record<string, { schema: object }>).some(
    ({ schema }) => Object.keys(schema).length === 0,
  );
