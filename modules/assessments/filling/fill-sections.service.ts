import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../../platform/shared/actor';
import { type DomainError, notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { shownSections } from '../definition/conditions.rules';
import type { Question } from '../definition/definition-schema.rules';
import { AssessmentFilling } from './fill-in.service';
import { type UnsealedAssessment, ReadAssessments } from './read-assessments.service';
import { formWithErrors, givenIn, typedIn } from './section.form';
import { pathOf } from './section.view';
import { wholeNumber } from '../../platform/shared/digits.rules';

interface Ids {
  readonly id: string;
  readonly one: string;
  readonly name: string;
}
type PostedFields = Record<string, unknown>;

/** A posted page of a form: saved, and where it leads then. */
@Injectable()
export class FillSections {
  constructor(
    private readonly read: ReadAssessments,
    private readonly filling: AssessmentFilling,
  ) {}

  async save(
    actor: Actor,
    { id, one, name }: Ids,
    posted: PostedFields,
  ): Promise<{ path: string; opened: number }> {
    const before = await this.read.open(actor, id, one);
    const answers = givenIn(questionsIn(before, name), posted);
    const revision = revisionIn(posted);
    const saved = await this.filling.save(actor, id, one, { section: name, revision, answers });
    const here = `${pathOf(before)}/sections/${name}`;
    if (posted['act'] === 'pause') return { path: pathOf(before), opened: 0 };
    // Shows questions on the same page that these answers opened, before going on.
    if (saved.opened.length > 0) return { path: here, opened: saved.opened.length };
    const after = await this.read.open(actor, id, one);
    const names = shownSections(after.definition, after.audience, after.answers).map(
      (section) => section.id,
    );
    const at = names.indexOf(name) + (posted['act'] === 'back' ? -1 : 1);
    return {
      path: names[at] ? `${pathOf(before)}/sections/${names[at]}` : pathOf(before),
      opened: 0,
    };
  }

  /** Shows the typed answers with their errors. */
  async again(
    actor: Actor,
    { id, one, name }: Ids,
    posted: PostedFields,
    error: DomainError,
    language: Language,
  ): Promise<{ form: FormState; revision: number }> {
    const opened = await this.read.open(actor, id, one);
    const typed = typedIn(questionsIn(opened, name), posted);
    return { form: formWithErrors(error, typed, language), revision: revisionIn(posted) };
  }
}

function questionsIn({ definition }: UnsealedAssessment, name: string): readonly Question[] {
  const section = definition.sections.find(({ id }) => id === name);
  if (!section) throw notFound();
  return section.questions;
}

const revisionIn = ({ revision }: PostedFields): number =>
  typeof revision === 'string' ? (wholeNumber(revision) ?? -1) : -1;
