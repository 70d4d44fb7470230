/** Views of the pages of reports. */
import { APPROVAL_REASONS } from './approval-reasons/approval-reason.types';
import Handlebars from 'handlebars';
import { may } from '../access';
import { type Actor, LANGUAGES, type Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { errorSentence } from '../platform/web/job-error.words';
import { translate } from '../platform/web/i18n';
import { page, type PageView } from '../platform/web/page-response';
import { isFinancial } from './compose/block-catalogue.data';
import { NARRATIVE_LIMIT } from './narrative.rules';
import { mayPrepare } from './preparers.rules';
import {
  type DisclosedDocument,
  periodWords,
  REPORT_FORMATS,
  renderFragment,
} from '../report-documents';
import type { ReadReport, ReportInList, ReportWaiting, WholeReport } from './read-report.service';
import { writtenIn } from './report-definition.types';

/** "IOM quarterly report · third quarter 2026", and the partner that it is about. */
export const nameOf = (
  { title, period, subject }: Pick<ReportInList, 'title' | 'period' | 'subject'>,
  language: Language,
): string => [title[language], periodWords(period, language), subject].filter(Boolean).join(' · ');

export async function listPage(
  read: ReadReport,
  actor: Actor,
  form: FormState,
  language: Language,
  after: string | null = null,
): Promise<object> {
  const { reports, next, waiting } = await read.list(actor, after);
  return {
    firstPath: after === null ? null : '/reports',
    nextPath: next && `/reports?after=${next}#all`,
    title: translate(language, 'reports:title'),
    form,
    // Link shown with the refusal.
    nightsOpen: waiting.some((one) => one.openNights > 0 && isAskedFor(one, form)),
    maySchedule: may(actor, 'reports:schedule'),
    lead: translate(
      language,
      `reports:lead_${may(actor, 'reports:draft') ? 'makers' : 'auditors'}`,
    ),
    mayPlan: may(actor, 'reports:read'),
    mayCountComplaints: may(actor, 'complaints:figures'),
    mayCountHouses: may(actor, 'house-figures:read'),
    mayTellOpenly: may(actor, 'open-data:read'),
    mayCountCalls: may(actor, 'hotline:figures'),
    mayAnalyse: may(actor, 'analyses:use'),
    reports: reports.map((report) => ({ ...report, name: nameOf(report, language) })),
    waiting: [true, false].flatMap((prepares) => {
      const some = waiting.filter((one) => mayPrepare(actor, one.isFinancial) === prepares);
      const rows = some.map((one) => ({
        ...one,
        name: nameOf({ ...one, subject: one.partner }, language),
        languages: languageChoices(one, form),
      }));
      return some.length === 0 ? [] : [{ prepares, ...folded(rows) }];
    }),
  };
}

const isAskedFor = (
  { kind, grantId, period, partnerId }: ReportWaiting,
  { values, summary }: FormState,
): boolean =>
  summary.length > 0 &&
  values.kind === kind &&
  values.grantId === grantId &&
  values.period === period.code &&
  (values.partnerId ?? null) === partnerId;

/** The languages of a report still to be prepared: those typed before, else those that its readers use. */
function languageChoices(one: ReportWaiting, form: FormState) {
  const chosen = isAskedFor(one, form) ? (form.values.languages ?? []) : one.usualLanguages;
  return one.languages.length < 2
    ? null
    : one.languages.map((code) => ({ code, chosen: chosen.includes(code) }));
}

/** The last one of each kind, and what is older. */
function folded<T extends Pick<ReportWaiting, 'kind' | 'grantId' | 'partnerId'>>(
  all: readonly T[],
) {
  const seen = new Set<string>();
  const [rows, earlier]: [T[], T[]] = [[], []];
  for (const one of all) {
    const of = `${one.kind} ${one.grantId} ${one.partnerId}`;
    (seen.has(of) ? earlier : rows).push(one);
    seen.add(of);
  }
  return { rows, earlier };
}

interface Shell {
  readonly language: Language;
}

export async function reportPage(
  read: ReadReport,
  actor: Actor,
  id: string,
  asked: Language,
  form: FormState,
  shell: Shell,
): Promise<PageView> {
  const report = await read.one(actor, id);
  const { languages } = report.definition;
  const language = languages.includes(asked) ? asked : languages[0]!;
  const isWorking = report.job !== null && ['waiting', 'running'].includes(report.job.state);
  const isFrozen = report.state === 'frozen' || report.state === 'superseded';
  const financial = isFinancial(report.definition);
  const hasFailed = !isFrozen && !isWorking && report.job !== null && report.job.state !== 'done';
  return page('report-pages/report', {
    title: nameOf(report, shell.language),
    report,
    id,
    form,
    language,
    isWorking,
    isFrozen,
    job: report.job,
    failure: hasFailed ? failureOf(report, shell.language) : null,
    makes: may(actor, 'reports:read'),
    mayWrite: mayPrepare(actor, financial, 'reports:write') && !isFrozen && !isWorking,
    mayDraft: mayPrepare(actor, financial) && !isFrozen && !isWorking,
    remarks: remarksOf(actor, report, language, shell.language),
    approval:
      report.state === 'drafted' && !isWorking ? approvalOf(actor, report, shell.language) : null,
    hasFigures: report.version !== null,
    tabs: report.definition.languages.map((code) => ({ code, current: code === language })),
    sections: sectionsOf(report, language, shell.language),
    readAgain: form.summary.length > 0,
    formats: REPORT_FORMATS.map((format) => ({
      format,
      files: languages.map((code) => ({ code, there: fileOf(report, format, code) })),
    })),
    languages,
  });
}

const fileOf = (report: WholeReport, format: string, language: Language) => {
  const file = report.files.find((one) => one.format === format && one.language === language);
  return file ? { ...file, short: file.sha256.slice(0, 12) } : null;
};

const sectionsOf = (report: WholeReport, language: Language, own: Language) =>
  writtenIn(report.definition).map((part) => {
    const known = report.narratives.find(
      (one) => one.section === part.key && one.language === language,
    );
    return {
      section: part.key,
      label: part.title[own],
      hint: part.block === 'narrative' ? (part.hint?.[own] ?? null) : null,
      required: part.required,
      options:
        part.block === 'choice'
          ? part.options.map(({ code, label }) => ({
              value: code,
              label: label[own],
              chosen: code === known?.text,
            }))
          : null,
      text: known?.text ?? '',
      version: known?.version ?? 0,
      writtenBy: known?.writtenBy ?? null,
      writtenAt: known?.writtenAt ?? null,
      limit: NARRATIVE_LIMIT,
    };
  });

/** Comments of the authors on the texts of one language. */
function remarksOf(actor: Actor, report: WholeReport, language: Language, own: Language) {
  const parts = writtenIn(report.definition);
  const isOpen = report.state === 'drafting' || report.state === 'drafted';
  return {
    mayComment: may(actor, 'reports:comment') && isOpen,
    rows: report.comments
      .filter((one) => one.language === language)
      .map(({ id, section, text, by, at, settledBy }) => ({
        id,
        text,
        by,
        at,
        settledBy,
        about: parts.find(({ key }) => key === section)?.title[own] ?? section,
      })),
    choices: parts.map(({ key, title }) => ({ value: key, label: title[own] })),
  };
}

/** State before an approval: obstacles, warnings, and whether this reader may approve. */
function approvalOf(
  actor: Actor,
  { checks, mine, audience, readers }: WholeReport,
  language: Language,
) {
  const sentences = checks.map(({ code, stops, params, text }) => ({
    stops,
    sentence: translate(language, `reports:errors.check.${code}`, {
      ...params,
      ...(text && { title: text.title[language], language: text.language }),
    }),
  }));
  const isAllowed = may(actor, 'reports:approve');
  return {
    audience,
    readers,
    checks: sentences,
    stopped: checks.some(({ stops }) => stops),
    toBeSeen: checks.some(({ stops }) => !stops),
    reasons: checks.some(({ needsReason }) => needsReason)
      ? APPROVAL_REASONS.map((value) => ({
          value,
          label: translate(language, `reports:document.approval.reason.${value}`),
        }))
      : null,
    mine,
    open: isAllowed && !mine,
    none: checks.length === 0,
  };
}

function failureOf({ job }: WholeReport, language: Language): string {
  const state = translate(language, `jobs:state.${job!.state}`);
  if (!job!.errorCode) return state;
  return `${state}. ${errorSentence(job!, language)}`;
}

export async function comparePage(
  read: ReadReport,
  actor: Actor,
  id: string,
  asked: Language,
  own: Language,
): Promise<PageView> {
  const { report, version, insider, published } = await read.both(actor, id);
  const languages = LANGUAGES.filter((code) => published[code]);
  const language = languages.includes(asked) ? asked : languages[0]!;
  const [whole, shown] = [insider[language]!, published[language]!];
  const drawn = (document: DisclosedDocument) =>
    new Handlebars.SafeString(renderFragment(document).replaceAll(/ id="report-[^"]*"/g, ''));
  return page('report-pages/compare', {
    wide: true,
    title: `${translate(own, 'reports:compare')} · ${nameOf(report, own)}`,
    id,
    version,
    language,
    readers: report.readers,
    hidden: shown.disclosure.hidden,
    threshold: shown.disclosure.threshold,
    tabs: languages.map((code) => ({ code, current: code === language })),
    insider: drawn(whole),
    published: drawn(shown),
  });
}
