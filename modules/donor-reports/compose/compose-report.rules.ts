import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { type NamedPeriod, periodOf } from '../../platform/shared/periods.rules';
import {
  periodWords,
  checkDocument,
  directionOf,
  standardLabels,
  type Block,
  type ReportDocument,
  type TableBlock,
} from '../../report-documents';
import {
  type DefinedBlock,
  type FigureBlock,
  isFigure,
  type ReportDefinition,
} from '../report-definition.types';
import { approvalChapter } from './approval.blocks';
import { pastChoiceNote, pastChoiceWords, titleWithPast } from '../../indicators';
import { CATALOGUE, pastOfBlock } from './block-catalogue.data';
import { Composer, type Composition } from './composer';
import { choice, narrative, note } from './narrative.blocks';

function built(to: Composer, block: DefinedBlock): Block[] {
  if (isFigure(block)) return withPastNotes(to, block.block, CATALOGUE[block.block].build(to));
  if (block.block === 'narrative') return narrative(to, block);
  return block.block === 'choice' ? choice(to, block) : note(to, block);
}

/** If a report counts past records, each table notes whether it includes them. */
function withPastNotes(to: Composer, block: FigureBlock, made: Block[]): Block[] {
  const past = pastOfBlock(block);
  if (to.past === 'without' || past === null) return made;
  const noteOf = ({ columns }: TableBlock): string => {
    // A block of figures of people may have a table of amounts beside them.
    if (columns.some(({ currency }) => currency !== undefined)) return to.say('past.money');
    return past === 'counted' ? pastChoiceNote(to.past, to.language) : to.say(`past.${past}`);
  };
  return made.map((one) =>
    one.kind === 'table' ? { ...one, notes: [noteOf(one), ...(one.notes ?? [])] } : one,
  );
}

/** Note before all figures on whether they include past records. */
const pastCallout = (to: Composer): Block[] =>
  to.past === 'without'
    ? []
    : [
        {
          kind: 'callout',
          key: 'past-choice',
          tone: 'info',
          title: pastChoiceWords(to.past, to.language),
          text: to.say(`past.report_${to.past}`),
        },
      ];

/** Figures and narrative become the whole report in one language; nothing is hidden yet. */
export function composeReport(composition: Composition): ReportDocument {
  const to = new Composer(composition);
  const blocks = composition.definition.sections.flatMap(({ key, title, blocks: own }): Block[] => {
    const body = own.flatMap((block) => built(to, block));
    if (body.length === 0) return [];
    return [{ kind: 'heading', key: `section-${key}`, level: 1, text: to.words(title) }, ...body];
  });
  const document: ReportDocument = {
    format: 'mawa-report/1',
    labels: standardLabels(composition.language),
    meta: metaOf(to),
    blocks: [
      ...pastCallout(to),
      ...blocks,
      ...approvalChapter(to, composition.approvalReason ?? null),
    ],
  };
  checkDocument(document);
  return document;
}

/**
 * Neutral, e.g. `mawa-iom-2026-q3`. That of a partner has a part of its id, so that the statements of two are not mistaken
 * for each other, and no name.
 */
export const fileStemOf = (
  stem: string,
  { code }: Pick<NamedPeriod, 'code'>,
  subjectId: string | null = null,
): string => [stem, code.toLowerCase(), ...(subjectId ? [subjectId.slice(0, 8)] : [])].join('-');

/** The period of a report by its name; of a whole grant it is the grant's own. */
export const namedPeriod = (
  { every }: Pick<ReportDefinition, 'every'>,
  { from, until }: { readonly from: CivilDate; readonly until: CivilDate },
): NamedPeriod => periodOf(every, from, { startsOn: from, endsOn: addDays(until, -1) });

function metaOf(to: Composer): ReportDocument['meta'] {
  const { from, until } = to.period;
  const { grant } = to.figures.budget;
  const period = namedPeriod(to.definition, to.period);
  const { audience } = to.definition;
  return {
    key: fileStemOf(to.definition.fileStem, period),
    kind: to.definition.kind,
    programme: to.head.programme,
    title: titleWithPast(to.words(to.definition.title), to.past, to.language),
    subtitle: to.words(to.definition.subtitle),
    period: { from, to: addDays(until, -1), label: periodWords(period, to.language) },
    language: to.language,
    direction: directionOf(to.language),
    audience: { key: audience, label: to.say(`audience.${audience}`) },
    version: to.head.version,
    preparedFor: to.head.audience ?? to.head.programme,
    preparedBy: to.words(to.definition.preparedBy),
    date: to.head.date,
    facts: [
      { label: to.say('fact.grant'), value: grant.code },
      { label: to.say('fact.grant_title'), value: to.words(grant.title) },
      { label: to.say('fact.budget'), value: to.money(grant.amount) },
      ...(to.head.subject === null
        ? []
        : [{ label: to.say('fact.subject'), value: to.head.subject }]),
      {
        label: to.say('fact.status'),
        value: to.say(to.head.approved ? 'fact.approved' : 'fact.draft'),
      },
    ],
    synthetic: to.head.synthetic,
  };
}
