/** What the pages of reports show; the templates only lay it out. */
import Handlebars from 'handlebars';
import { may } from '../access';
import { type Actor, LANGUAGES, type Language } from '../../src/shared/actor';
import type { FormState } from '../../src/web/forms';
import { translate } from '../../src/web/i18n';
import { page, type PageView } from '../../src/web/page';
import { NARRATIVE_LIMIT } from './narrative.rules';
import type { ReadReport, WholeReport } from './read-report.service';
import { NARRATIVE_SECTIONS } from './report-definition';
import { REPORT_FORMATS, renderFragment } from './render';

export const languageFrom = (asked: string | undefined, own: Language): Language =>
  LANGUAGES.find((language) => language === asked) ?? own;

const quarterWords = (code: string, language: Language): string =>
  translate(language, `reports:document.quarter.${code.slice(-1)}`, { year: code.slice(0, 4) });

export async function listPage(
  read: ReadReport,
  actor: Actor,
  form: FormState,
  language: Language,
): Promise<object> {
  const { reports, waiting } = await read.list(actor);
  return {
    title: translate(language, 'reports:title'),
    form,
    mayDraft: may(actor, 'reports:draft'),
    who: may(actor, 'reports:read') ? 'makers' : 'readers',
    mayCountComplaints: may(actor, 'complaints:figures'),
    mayCountHouses: may(actor, 'house-figures:read'),
    mayCountCalls: may(actor, 'hotline:figures'),
    reports: reports.map((report) => ({ ...report, name: quarterWords(report.quarter, language) })),
    waiting: waiting.map((one) => ({ ...one, name: quarterWords(one.quarter, language) })),
  };
}

interface Shell {
  readonly language: Language;
}

export async function reportPage(
  read: ReadReport,
  actor: Actor,
  id: string,
  language: Language,
  form: FormState,
  shell: Shell,
): Promise<PageView> {
  const report = await read.one(actor, id);
  const name = quarterWords(report.quarter, shell.language);
  const isWorking = report.job !== null && ['waiting', 'running'].includes(report.job.state);
  const isFrozen = report.state === 'frozen' || report.state === 'superseded';
  const hasFailed = !isFrozen && !isWorking && report.job !== null && report.job.state !== 'done';
  return page('report-pages/report', {
    title: `${translate(shell.language, 'reports:kind.iom-quarterly')} · ${name}`,
    ...{ report, id, form, language, isWorking, isFrozen },
    job: report.job,
    failure: hasFailed ? failureOf(report, shell.language) : null,
    makes: may(actor, 'reports:read'),
    mayWrite: may(actor, 'reports:write') && !isFrozen && !isWorking,
    mayDraft: may(actor, 'reports:draft') && !isFrozen && !isWorking,
    mayApprove: may(actor, 'reports:approve') && report.state === 'drafted' && !isWorking,
    hasFigures: report.version !== null,
    tabs: LANGUAGES.map((code) => ({ code, current: code === language })),
    sections: sectionsOf(report, language),
    basedOn: sectionsOf(report, language)
      .map(({ version }) => version)
      .join(','),
    readAgain: form.summary.length > 0,
    formats: REPORT_FORMATS.map((format) => ({
      format,
      files: LANGUAGES.map((code) => ({
        code,
        there: fileOf(report, format, code),
      })),
    })),
    languages: LANGUAGES,
  });
}

const fileOf = (report: WholeReport, format: string, language: Language) => {
  const file = report.files.find((one) => one.format === format && one.language === language);
  return file ? { ...file, short: file.sha256.slice(0, 12) } : null;
};

const sectionsOf = (report: WholeReport, language: Language) =>
  NARRATIVE_SECTIONS.map((section) => {
    const known = report.narratives.find(
      (one) => one.section === section && one.language === language,
    );
    return {
      section,
      label: `reports:section.${section}`,
      text: known?.text ?? '',
      version: known?.version ?? 0,
      writtenBy: known?.writtenBy ?? null,
      writtenAt: known?.writtenAt ?? null,
      limit: NARRATIVE_LIMIT,
    };
  });

function failureOf({ job }: WholeReport, language: Language): string {
  const state = translate(language, `jobs:state.${job!.state}`);
  if (!job!.errorCode) return state;
  const [domain, ...rest] = job!.errorCode.split('.');
  const sentence = translate(language, `${domain}:errors.${rest.join('.')}`);
  return `${state}. ${sentence}`;
}

export async function comparePage(
  read: ReadReport,
  actor: Actor,
  id: string,
  language: Language,
  own: Language,
): Promise<PageView> {
  const { report, version, insider, published } = await read.both(actor, id);
  const drawn = (document: (typeof insider)[Language]) =>
    new Handlebars.SafeString(renderFragment(document).replaceAll(/ id="report-[^"]*"/g, ''));
  return page('report-pages/compare', {
    wide: true,
    title: `${translate(own, 'reports:compare')} · ${quarterWords(report.quarter, own)}`,
    ...{ id, version, language },
    hidden: published[language].disclosure.hidden,
    threshold: published[language].disclosure.threshold,
    tabs: LANGUAGES.map((code) => ({ code, current: code === language })),
    insider: drawn(insider[language]),
    published: drawn(published[language]),
  });
}
