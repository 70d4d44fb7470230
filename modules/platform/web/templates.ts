/** The pages' Handlebars: strict, cached, with the helpers that write words, dates and money. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { ROOT } from '../config/root';
import { nameFields } from './error-summary';
import { newForm } from './forms';
import { directionOf } from './i18n';
import { navigationFor } from './navigation';
import type { PageModel } from './page-response';
import { Pieces } from './pieces';
import { NEUTRAL_ADDRESS, type ShellFacts } from './request';
import { registerHelpers } from './template-helpers';
import { LANGUAGES, lacksSecondFactor, nameOfActor, secondsLeft } from '../shared/actor';

const FOLDER = join(ROOT, 'templates');
/** Folders of templates/ that hold something other than pages. */
const NOT_PAGES = new Set(['locales', 'reports', 'mail']);

/** Default, so that a page shown for the first time needs no form state. */
const EMPTY_FORM = newForm();

function hbsFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      const isPages = folder !== FOLDER || !NOT_PAGES.has(entry.name);
      return isPages ? hbsFiles(join(folder, entry.name)) : [];
    }
    return entry.name.endsWith('.hbs') ? [join(folder, entry.name)] : [];
  });
}

const nameOf = (path: string): string =>
  relative(FOLDER, path).slice(0, -'.hbs'.length).split(sep).join('/');

export class Templates {
  private readonly handlebars = Handlebars.create();
  private readonly compiled = new Map<string, Handlebars.TemplateDelegate>();

  constructor() {
    registerHelpers(this.handlebars);
    for (const path of hbsFiles(FOLDER)) {
      const name = nameOf(path);
      const template = this.compile(readFileSync(path, 'utf8'));
      this.compiled.set(name, template);
      // `partials/alert` is included as {{> alert}}, `beds/_row` as {{> beds/_row}}.
      this.handlebars.registerPartial(name.replace(/^partials\//, ''), template);
    }
  }

  names(): string[] {
    return [...this.compiled.keys()];
  }

  /** A whole page, in its frame, in UTF-8. */
  page(template: string, model: object, shell: ShellFacts): Buffer {
    const pieces = new Pieces();
    const { title, wide, skips, caseHeader, plain, bare, forEverybody } = model as PageModel;
    const body = new Handlebars.SafeString(this.run(template, model, { shell, pieces }));
    const layout = `layouts/${bare ? 'bare' : plain ? 'plain' : forEverybody ? 'open' : 'main'}`;
    const framed = { ...frame(shell), title, wide: wide === true, skips, caseHeader, body };
    return pieces.bytesOf(this.run(layout, framed, { shell, pieces }));
  }

  /** The template alone; it becomes part of another page, whose stamp its forms take (public/mawa.js). */
  fragment(template: string, model: object, facts: ShellFacts): Buffer {
    const pieces = new Pieces();
    const shell = { ...facts, pageStamp: undefined };
    return pieces.bytesOf(this.run(template, model, { shell, pieces }));
  }

  private run(name: string, model: object, data: { shell: ShellFacts; pieces: Pieces }): string {
    const template = this.compiled.get(name);
    if (!template) throw new Error(`no template named ${name}`);
    return nameFields(template({ form: EMPTY_FORM, ...model }, { data }), data.shell.language);
  }

  private compile(source: string): Handlebars.TemplateDelegate {
    const knownHelpers = Object.fromEntries(
      Object.keys(this.handlebars.helpers).map((name) => [name, true]),
    );
    return this.handlebars.compile(source, {
      strict: true,
      preventIndent: true,
      knownHelpers,
      knownHelpersOnly: true,
    });
  }
}

/** Data of the layout. */
function frame(shell: ShellFacts): object {
  // Whose role opens nothing yet is shown no way to what is closed.
  const isClosed = shell.actor !== null && lacksSecondFactor(shell.actor);
  const navigation = isClosed ? [] : navigationFor(shell.actor, shell.path);
  return {
    language: shell.language,
    direction: directionOf(shell.language),
    languages: LANGUAGES.map((code) => ({ code, current: code === shell.language })),
    navigation,
    within: navigation.find(({ current }) => current)?.entries ?? [],
    search: !isClosed && shell.actor !== null,
    actor: shell.actor && { ...shell.actor, name: nameOfActor(shell.actor, shell.language) },
    csrfToken: shell.csrfToken,
    pageStamp: shell.pageStamp?.() ?? null,
    draft: shell.draft ?? null,
    path: shell.path,
    programme: shell.programme,
    bell: shell.arrivals === undefined ? null : bellOf(shell.arrivals),
    flash: shell.flash ?? null,
    now: shell.now ?? null,
    sessionSeconds: secondsOfSession(shell),
    neutralAddress: shell.neutralAddress ?? NEUTRAL_ADDRESS,
  };
}

const secondsOfSession = ({ actor, now }: ShellFacts): number | null =>
  actor?.session && now ? secondsLeft(actor.session, now) : null;

/** Count at the bell icon; "99+" above 99. */
const bellOf = (count: number) => ({ count, shown: count > 99 ? '99+' : String(count) });

let mark: string | undefined;

/** Another one for every change of a page's template or of a word: what was kept of a page before is old. */
export function templatesMark(): string {
  if (mark) return mark;
  const hash = createHash('sha256');
  const words = LANGUAGES.flatMap((language) =>
    readdirSync(join(FOLDER, 'locales', language)).map((name) =>
      join(FOLDER, 'locales', language, name),
    ),
  );
  for (const path of [...hbsFiles(FOLDER), ...words].sort())
    hash.update(relative(FOLDER, path)).update(readFileSync(path));
  return (mark = hash.digest('hex').slice(0, 12));
}
