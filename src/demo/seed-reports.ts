import type { INestApplicationContext } from '@nestjs/common';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Services } from '../../modules/assistance-services';
import {
  ApproveReport,
  DraftReport,
  valuesDiffer,
  isSame,
  Publications,
  PublicReleases,
  ReportLinks,
  ReproduceReport,
  WriteNarrative,
} from '../../modules/donor-reports';
import { Transactions } from '../../modules/platform/database/transactions';
import { JobRunner } from '../../modules/platform/queue';
import { type Actor, LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

type Section = 'summary' | 'progress' | 'challenges' | 'next';

/** What the programme officer writes: no name, no place, no number that a table does not show. */
const NARRATIVE: Readonly<Record<Section, Readonly<Record<Language, string>>>> = {
  summary: {
    fr: 'Les trois hébergements ont fonctionné sans interruption pendant le trimestre. Les familles ont été placées ensemble, les mineurs jamais avec des adultes sans lien.\n\nLes dépenses suivent le plan pour l’hébergement ; le soutien psychologique avance plus vite que prévu.',
    ar: 'اشتغلت مراكز الإيواء الثلاثة دون انقطاع طوال الفصل. وُضعت الأسر معا، ولم يُوضع أي قاصر مع بالغين لا صلة له بهم.\n\nتسير نفقات الإيواء وفق الخطة، ويتقدم الدعم النفسي أسرع مما كان متوقعا.',
    en: 'The three shelters worked without a break during the quarter. Families were placed together, and no minor with unrelated adults.\n\nSpending on shelter follows the plan; psychological support moves faster than planned.',
  },
  progress: {
    fr: 'Chaque personne arrivée la nuit a reçu un lit dans l’heure. Les consultations médicales ont eu lieu dans les trois jours. Les partenaires ont saisi les aides le jour même, ce qui permet de lire les dépenses au jour le jour.',
    ar: 'كل شخص وصل ليلا حصل على سرير خلال ساعة. وأُجريت الفحوص الطبية في غضون ثلاثة أيام. وسجّل الشركاء المساعدات في يومها، مما يتيح متابعة النفقات يوما بيوم.',
    en: 'Everyone who arrived at night had a bed within the hour. Medical consultations took place within three days. Partners recorded help on the day itself, so that spending can be read day by day.',
  },
  challenges: {
    fr: 'Les places pour hommes restent rares dans le nord. L’interprétation vers certaines langues dépend encore de quelques bénévoles.',
    ar: 'تظل أماكن الرجال نادرة في الشمال. ولا تزال الترجمة إلى بعض اللغات رهينة ببضعة متطوعين.',
    en: 'Places for men remain scarce in the north. Interpreting into some languages still depends on a few volunteers.',
  },
  next: {
    fr: 'Ouvrir une chambre familiale de plus, former les équipes de nuit à l’accueil des enfants, et signer deux conventions de formation.',
    ar: 'فتح غرفة عائلية إضافية، وتكوين فرق الليل على استقبال الأطفال، وتوقيع اتفاقيتين للتكوين.',
    en: 'Open one more family room, train the night teams in receiving children, and sign two training agreements.',
  },
};

/** Finance closes the books of the demonstration last: its reports say that their ledger was open. */
const LEDGER_OPEN = { reason: 'ledger_open' } as const;

/** Drafts, writes, approves, freezes and publishes the quarter's report by the use cases and their jobs. */
export async function seedReport(
  app: INestApplicationContext,
  programme: SeededProgramme,
  quarter: string,
): Promise<string> {
  const nadia = await programme.actor('nadia');
  const runner = app.get(JobRunner);
  const asked = { kind: 'iom-quarterly', grantId: programme.grant.grantId, period: quarter };
  const { id, jobId } = await app.get(DraftReport).begin(nadia, asked, null);
  await runner.handle('draft-report', jobId);
  for (const section of Object.keys(NARRATIVE) as Section[]) {
    for (const language of LANGUAGES) {
      const text = NARRATIVE[section][language];
      await app.get(WriteNarrative).write(nadia, id, { section, language, text }, null);
    }
  }
  const sight = { readAgain: true, seen: true, reason: LEDGER_OPEN };
  const approved = await app
    .get(ApproveReport)
    .approve(await programme.actor('anas'), id, sight, null);
  await runner.handle('render-report', approved.jobId);
  await distributeReport(app, nadia, id);
  return id;
}

/** Published to its donor, and handed to a reader of theirs who has no account: their link was opened once. */
async function distributeReport(
  app: INestApplicationContext,
  nadia: Actor,
  id: string,
): Promise<void> {
  const publications = app.get(Publications);
  const { readersLeft } = await publications.handOut(nadia, id);
  const readers = readersLeft.filter(({ isAudience }) => isAudience);
  const { ids } = await publications.publish(nadia, id, {
    organisationIds: readers.map((reader) => reader.id),
    note: 'envoi du trimestre',
  });
  const links = app.get(ReportLinks);
  const { path } = await links.make(nadia, id, {
    publicationId: ids[0]!,
    recipient: 'Alex Rivera, bureau du bailleur',
    formats: ['pdf', 'xlsx'],
    languages: ['en'],
  });
  const number = path.slice('/d/'.length);
  const { opening } = await links.open(number, '203.0.113.7');
  await links.file(number, '203.0.113.7', { opening, format: 'pdf', language: 'en' });
}

/** In words for who does not know the programme. */
const FOR_EVERYBODY: Readonly<Record<Language, string>> = {
  fr: 'Le programme héberge, soigne, défend et aide à reprendre une vie choisie. Chaque chiffre est vérifié par une seconde personne avant d’être publié.',
  ar: 'يوفر البرنامج الإيواء والرعاية والدفاع ويساعد على استعادة حياة يختارها الشخص بنفسه. ويتحقق شخص ثان من كل رقم قبل نشره.',
  en: 'The programme shelters, heals, defends and helps people back to a life of their own choosing. A second person checks each figure before it is published.',
};

/** The half-year that is over, published: drafted, approved by a second person, frozen, released. */
export async function seedPublicReport(
  app: INestApplicationContext,
  programme: SeededProgramme,
  period: string,
): Promise<string> {
  const nadia = await programme.actor('nadia');
  const runner = app.get(JobRunner);
  const asked = { kind: 'public-figures', grantId: programme.grant.grantId, period };
  const { id, jobId } = await app.get(DraftReport).begin(nadia, asked, null);
  await runner.handle('draft-report', jobId);
  for (const language of LANGUAGES) {
    const text = { section: 'summary', language, text: FOR_EVERYBODY[language] };
    await app.get(WriteNarrative).write(nadia, id, text, null);
  }
  const anas = await programme.actor('anas');
  const approved = await app
    .get(ApproveReport)
    .approve(anas, id, { readAgain: true, seen: true, reason: LEDGER_OPEN }, null);
  await runner.handle('render-report', approved.jobId);
  await app.get(PublicReleases).release(nadia, id, { note: 'première page publique' });
  return `the figures of ${period} on the public page, /public`;
}

/** Weeks later a colleague records help given in that quarter, and the frozen report is made again. */
export async function seedReportReproduction(
  app: INestApplicationContext,
  programme: SeededProgramme,
  reportId: string,
  late: { readonly caseId: string; readonly givenOn: CivilDate },
): Promise<string> {
  const service = { typeCode: 'legal_consultation', ...late };
  await app.get(Services).record(await programme.actor('leila'), service);
  const { files, moved } = await app
    .get(ReproduceReport)
    .of(await programme.actor('nadia'), reportId, { progress: () => Promise.resolve() });
  return `the report made again: ${files.filter(isSame).length} of ${files.length} files identical, ${moved.filter(valuesDiffer).length} figures moved since`;
}

/** The frozen files under `out/`, named without anything about a person or a place. */
export async function writeFiles(
  app: INestApplicationContext,
  programme: SeededProgramme,
  reportId: string,
  quarter: string,
  folder: string,
): Promise<string[]> {
  const files = await app.get(Transactions).run(await programme.actor('nadia'), (tx) =>
    tx.query<{ format: string; language: string; bytes: Buffer }>(
      `SELECT f.format, f.language, f.bytes FROM report_files f
        WHERE f.report_id = $1 AND f.version = (SELECT max(version) FROM report_files WHERE report_id = $1)
        ORDER BY f.language, f.format`,
      [reportId],
    ),
  );
  if (files.length === 0) throw new Error('the report of the quarter was not frozen');
  mkdirSync(folder, { recursive: true });
  return files.map(({ format, language, bytes }) => {
    const path = join(folder, `mawa-iom-${quarter.toLowerCase()}-${language}.${format}`);
    writeFileSync(path, bytes);
    return path;
  });
}
