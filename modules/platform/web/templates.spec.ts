import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config/root';
import { LANGUAGES, type Actor, type Language, ROLES } from '../shared/actor';
import { hasSentence, translate } from './i18n';
import { iconSvg } from './icons';
import { navigationFor } from './navigation';
import type { ShellFacts } from './request';
import { Templates } from './templates';

const folder = join(ROOT, 'templates');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  // reports/ holds files that are sent, each complete in itself.
  .filter((name) => name.endsWith('.hbs') && !name.startsWith('reports/'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

const actor: Actor = {
  userId: 'u',
  name: 'Nadia <b>',
  roles: ['shelter_manager'],
  organisationId: null,
  organisationKind: null,
  shelterIds: [],
  language: 'fr',
  system: false,
};
const shell = (language: Language, who: Actor | null = actor): ShellFacts => ({
  actor: who,
  language,
  csrfToken: 'token-1',
  traceId: 'trace-1',
  path: '/beds',
  programme: { name: 'Mawa', synthetic: true },
  flashCookie: { name: 'mawa_flash', secure: false, seal: (text: string) => text },
  now: new Date('2026-11-24T23:10:00Z'),
});

describe('the templates', () => {
  it.each(sources)('%s carries no script, style or unescaped value', (_name, source) => {
    expect(source).not.toMatch(/\{\{\{|<style|\sstyle=|\son[a-z]+="|javascript:/i);
    for (const [script] of source.matchAll(/<script\b[^>]*>[^<]*/g)) {
      expect(script).toMatch(/^<script src="[^"]+" defer>$/);
    }
  });

  it('hide what is typed as a password, and leave password managers and pasting alone', () => {
    const fields = sources.flatMap(([, source]) =>
      [...source.matchAll(/\{\{> field [^}]*name='[^']*[Pp]assword'[^}]*\}\}/g)].map(
        ([field]) => field,
      ),
    );
    expect(fields.length).toBeGreaterThan(5);
    // That of a file, which opens no account.
    const ofAnAccount = (field: string) => !field.includes("'htcds:import.password'");
    const open = (field: string) =>
      !/ type='password'/.test(field) ||
      (ofAnAccount(field) && !/ autocomplete='(current|new)-password'/.test(field));
    expect(fields.filter(open)).toEqual([]);
    expect(open(fields[0]!.replace(" type='password'", ''))).toBe(true);
    const scripts = readdirSync(join(ROOT, 'public')).filter((name) => name.endsWith('.js'));
    const stops = (script: string) => /['"]paste['"]|onpaste/.test(script);
    expect(
      scripts.filter((name) => stops(readFileSync(join(ROOT, 'public', name), 'utf8'))),
    ).toEqual([]);
    expect(stops("field.addEventListener('paste', stop)")).toBe(true);
  });

  it.each(sources)('%s says only sentences that exist', (_name, source) => {
    const keys = [...source.matchAll(/\bt '([a-z-]+:[\w.-]+)'/g)].map((match) => match[1]!);
    const missing = keys.filter((key) => !hasSentence(key) && !hasSentence(`${key}_other`));
    expect(missing).toEqual([]);
  });

  it.each(sources)('%s draws only icons that exist', (_name, source) => {
    for (const match of source.matchAll(/\bicon '([a-z0-9-]+)'/g)) {
      expect(iconSvg(match[1]!)).toContain('aria-hidden="true"');
    }
  });

  it.each(sources)('%s protects each form that changes something', (name, source) => {
    const forms = [...source.matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/gi)];
    for (const [form] of forms)
      expect({ name, form }).toEqual({ name, form: expect.stringContaining('{{csrf}}') });
  });
});

describe('the frame of a page', () => {
  const templates = new Templates();
  const html = (language: Language, who: Actor | null = actor) =>
    templates
      .page('home/index', { title: 'Accueil', name: 'Nadia', entries: [] }, shell(language, who))
      .toString();

  it('turns to the right for Arabic and names its language', () => {
    expect(html('ar')).toContain('<html lang="ar" dir="rtl">');
    expect(html('ar')).toContain('pages.rtl.css');
    expect(html('fr')).toContain('<html lang="fr" dir="ltr">');
  });

  it('marks where the reader is and shows the doors of the role alone', () => {
    expect(html('fr')).toMatch(/href="\/beds" aria-current="page"/);
    expect(html('fr')).not.toContain('href="/budget"');
    expect(navigationFor(null, '/')).toEqual([]);
  });

  it.each(ROLES)('gives %s seven entries at most, rare ones being under one', (role) => {
    const entries = navigationFor({ ...actor, roles: [role] }, '/');
    expect(entries.length).toBeLessThanOrEqual(7);
  });

  it.each(LANGUAGES)('says of each page where it is and what is there, in %s', (language) => {
    for (const { key } of navigationFor({ ...actor, roles: [...ROLES] }, '/').flatMap((entry) =>
      entry.entries.length > 0 ? entry.entries : [entry],
    )) {
      const of = key === 'home' ? ['nav'] : ['nav', 'home'];
      for (const where of of) {
        expect(translate(language, `common:${where}.${key}`)).not.toContain(`${where}.${key}`);
      }
    }
  });

  it.each(LANGUAGES)(
    'calls no page as the group is called in which it stands, in %s',
    (language) => {
      const named = (key: string) => translate(language, `common:nav.${key}`);
      const alike = [...ROLES.map((role) => [role]), [...ROLES]].flatMap((roles) =>
        navigationFor({ ...actor, roles }, '/').flatMap(({ key: group, entries }) =>
          entries
            .filter(({ key }) => named(key) === named(group))
            .map(({ key }) => `${group}: ${key}`),
        ),
      );
      expect(alike).toEqual([]);
    },
  );

  it('keeps pages that belong together under one entry, and says on each where one is', () => {
    const supervisor = { ...actor, roles: ['case_supervisor' as const] };
    const entry = navigationFor(supervisor, '/erasures').find(({ current }) => current)!;
    expect([entry.key, entry.path]).toEqual(['supervision', '/caseload']);
    expect(entry.entries.map(({ key, current }) => [key, current])).toEqual([
      ['caseload', false],
      ['absences', false],
      ['reviews', false],
      ['hotline', false],
      ['erasures', true],
      ['settings', false],
      ['breaches', false],
      ['alarms', false],
    ]);
    const administrator = { ...actor, roles: ['administrator' as const] };
    expect(navigationFor(administrator, '/lists').map(({ key }) => key)).toContain('lists');
  });

  it('escapes whatever a person is called', () => {
    expect(html('fr')).toContain('Nadia &lt;b&gt;');
    expect(html('fr')).not.toContain('Nadia <b>');
  });

  it('offers the quick exit to everybody, signed in or not', () => {
    expect(html('fr', null)).toContain('action="/quick-exit"');
    expect(html('fr', null)).not.toContain('action="/sign-out"');
  });

  it('says that the data are invented, who prints and when', () => {
    expect(html('fr')).toContain(translate('fr', 'common:synthetic'));
    expect(html('fr')).toContain(
      'Imprimé par Nadia &lt;b&gt; le mar.\u00a024\u00a0nov.\u00a02026, 23:10',
    );
  });

  it('fails loudly where a template asks for a fact that the page did not give', () => {
    expect(() => templates.fragment('errors/error', { title: 'x' }, shell('fr'))).toThrow();
  });
});
