import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { ROOT } from '../../modules/platform/config/root';
import { registerHelpers } from '../../modules/platform/web/template-helpers';
import { lintTemplate } from '../support/template-lint';

const FOLDER = join(ROOT, 'templates');
const TEMPLATES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.hbs'),
);

/** Addresses that the code makes, of its own paths and ids. */
const ADDRESSES = new Set(
  [
    'action address href ownPage template home mine opensAt keptAt',
    'earlier later before after next',
    // What is held for a bed request may become.
    'promise arrive renew release',
    // The operator sets these.
    'neutralAddress practiceUrl',
  ].flatMap((names) => names.split(' ')),
);

/** Where it is right all the same, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'beds/request-new.hbs line 3: {{this}} begins href': 'a path in a helper of its own block',
  'reports/file.hbs line 10: {{style}} in <style>':
    'the sheet of the project, in a file that is sent and holds its own style',
};

const lint = (source: string): string[] => lintTemplate(source, { addresses: ADDRESSES });

describe('the expressions of templates', () => {
  it('stand where escaping is enough, in every template', () => {
    const found = TEMPLATES.flatMap((name) =>
      lint(readFileSync(join(FOLDER, name), 'utf8')).map((what) => `${name} ${what}`),
    );
    expect(found.sort()).toEqual(Object.keys(ALLOWED).sort());
    expect(TEMPLATES.length).toBeGreaterThan(300);
  });

  it.each([
    ['three braces', '<p>{{{name}}}</p>', 'line 1: {{name}} is not escaped'],
    ['an ampersand', '<p>{{&name}}</p>', 'line 1: {{name}} is not escaped'],
    ['no quotes', '<p title={{name}}>x</p>', 'line 1: {{name}} in a value without quotes'],
    ['no quotes after', '<p title=a{{name}}>x</p>', 'line 1: {{name}} in a value without quotes'],
    ['an attribute', '<p {{name}}>x</p>', 'line 1: {{name}} as a part of a tag'],
    ['a tag', '<{{name}}>', 'line 1: {{name}} is the name of a tag'],
    ['a script', '<script>a = "{{name}}"</script>', 'line 1: {{name}} in <script>'],
    ['a style', '<style>p { width: {{name}} }</style>', 'line 1: {{name}} in <style>'],
    ['a comment', '<!-- {{name}} -->', 'line 1: {{name}} in a comment'],
    ['a handler', '<p onclick="go({{name}})">x</p>', 'line 1: {{name}} in onclick'],
    ['style', '<p style="width:{{name}}">x</p>', 'line 1: {{name}} in style'],
    ['srcdoc', '<iframe srcdoc="{{name}}"></iframe>', 'line 1: {{name}} in srcdoc'],
    ['hx-on', '<p hx-on:click="{{name}}">x</p>', 'line 1: {{name}} in hx-on:click'],
    ['hx-vals', `<p hx-vals='{"a":"{{name}}"}'>x</p>`, 'line 1: {{name}} in hx-vals'],
    ['an address', '<a href="{{website}}">x</a>', 'line 1: {{website}} begins href'],
    [
      'an address in a block',
      '<a href="{{#if a}}{{website}}{{/if}}">x</a>',
      'line 1: {{website}} begins href',
    ],
    [
      'an address after nothing',
      '<a href="{{#if a}}{{/if}}{{website}}">x</a>',
      'line 1: {{website}} begins href',
    ],
    ['an action', '<form action="{{website}}">', 'line 1: {{website}} begins action'],
    ['a helper', '<a href="{{concat website}}">', 'line 1: {{concat}} begins href'],
    ['markup', '<p title="{{icon website}}">x</p>', 'line 1: {{icon}} writes markup in a value'],
    ['a partial', '<p title="{{> name}}">x</p>', 'line 1: a partial that is not between elements'],
    [
      'the colon of one language',
      '<p>{{a}} : {{b}}</p>',
      'line 1: “:” of one language: {{colon}}, or a word of the locales',
    ],
    [
      'the colon of others',
      '<p>{{a}}: {{b}}</p>',
      'line 1: “:” of one language: {{colon}}, or a word of the locales',
    ],
    [
      'a sign of one language in a value',
      '<p title="{{a}} !">x</p>',
      'line 1: “!” of one language: {{colon}}, or a word of the locales',
    ],
    [
      'the comma of one language',
      '<p>{{a}}, {{b}}</p>',
      'line 1: “,” of one language: {{comma}}, or a word of the locales',
    ],
    [
      'the comma of one language after an element',
      '<p><b>{{a}}</b>, {{b}}</p>',
      'line 1: “,” of one language: {{comma}}, or a word of the locales',
    ],
    ['half a tag', '{{#if a}}<p {{/if}}>', 'line 1: ends in another place than it begins'],
  ])('would be found: %s', (_, source, what) => {
    expect(lint(source)).toContain(what);
  });

  it('may stand in text, in quotes, and after the beginning of an address', () => {
    const right = [
      `<p title="{{name}}" class='a{{#if b}} {{c}}{{/if}}'{{#if d}} hidden{{/if}}>{{name}}</p>`,
      `<a href="{{path}}/{{id}}">{{icon 'x'}}</a><a href="/people/{{id}}">x</a><a href="{{concat '/a/' id}}">x</a>`,
      `<a href="{{#if a}}{{paths.one}}{{else}}/two{{/if}}">a < b</a><img src="{{asset 'mark.svg'}}">`,
      `{{#each rows}}{{> row this}}{{/each}}{{!-- {{{not}}} --}}`,
      `<p title="{{a}}{{colon}}{{b}}">{{a}}{{colon}}<a href="?a={{b}}">{{c}}</a></p>`,
      `{{#each names}}{{#if @index}}{{comma}}{{/if}}{{this}}{{/each}}`,
    ];
    expect(right.flatMap(lint)).toEqual([]);
  });

  it('names no value as a helper is named: the helper would be asked in its place', () => {
    const handlebars = Handlebars.create();
    registerHelpers(handlebars);
    const wantsValue = new Set(Object.keys(handlebars.helpers));
    for (const alone of ['csrf', 'pageAddress', 'colon', 'comma']) wantsValue.delete(alone);
    const asked = TEMPLATES.flatMap((name) =>
      [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/\{\{(\w+)\}\}/g)]
        .filter(([, word]) => wantsValue.has(word!))
        .map(([word]) => `${name}: ${word}`),
    );
    expect(asked).toEqual([]);
  });
});
