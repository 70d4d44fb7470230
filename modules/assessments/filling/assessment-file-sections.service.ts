import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type FileSection, FileSections } from '../../rights';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { localisedText } from '../assessment.words';
import { answersModel } from './answers.view';
import { assessmentsOf } from './assessment.queries';
import { outcomeModel } from './outcome.view';
import { type UnsealedAssessment, ReadAssessments } from './read-assessments.service';

/** Section of the whole file: all assessments with questions and answers, in the person's language. */
@Injectable()
export class AssessmentFileSections implements OnModuleInit {
  constructor(
    private readonly sections: FileSections,
    private readonly read: ReadAssessments,
  ) {}

  onModuleInit(): void {
    this.sections.add(async (tx, caseId, language) => this.of(tx, caseId, language));
  }

  private async of(tx: Tx, caseId: string, language: Language): Promise<FileSection[]> {
    const rows = await assessmentsOf(tx, caseId, await this.read.partsOf(tx, caseId));
    const opened = await this.read.openAll(tx, rows);
    return opened.reverse().map((one) => sectionOf(one, language));
  }
}

function sectionOf(one: UnsealedAssessment, language: Language): FileSection {
  const words = (key: string) => translate(language, `assessments:${key}`);
  const { points, signs } = outcomeModel(one, language);
  const finding = points?.finding ?? signs?.finding;
  const state = one.state === 'draft' ? ` (${words('file.draft')})` : '';
  return {
    title: `${joinWords(
      [
        localisedText(one.definition.title, language),
        formatLongDate(one.aboutAt ?? one.startedAt, language),
      ],
      language,
    )}${state}`,
    facts: [
      ...(finding ? [{ label: words('file.result'), value: finding }] : []),
      ...answersModel(one, language).flatMap(({ lines }) =>
        lines.map(({ label, text }) => ({ label, value: text })),
      ),
    ],
  };
}
