import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../platform/shared/actor';
import { newForm, type FormState, orRefused } from '../platform/web/forms';
import { keyOfCode, translate } from '../platform/web/i18n';
import { page, type PageRedirect, type PageView } from '../platform/web/page-response';
import { CANCEL_REASONS } from './end-intake.service';
import type { IntakeRow } from './intake.queries';
import { type IntakeStep, STEPS } from './intake.rules';
import { intakePath, reviewModel, stepModel } from './intake.view';
import { Intakes, type IntakeState } from './intakes.service';

const listed = (intake: IntakeRow) => ({
  ...intake,
  path: intakePath(intake.id),
  stepTitle: `intake:step.${intake.step}.title`,
  number: STEPS.indexOf(intake.step) + 1,
  of: STEPS.length,
});

/** The pages of intakes, for the controller. */
@Injectable()
export class IntakePages {
  constructor(private readonly intakes: Intakes) {}

  async list(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const intakes = await this.intakes.mine(actor);
    return page('intake/list', {
      title: translate(language, 'intake:list.title'),
      requestId: randomUUID(),
      intakes: intakes.map(listed),
      form,
    });
  }

  /** `refused`: the page answers with an error status, because the user wanted to continue. */
  step(language: Language, step: IntakeStep, state: IntakeState, refused = false): PageView {
    if (step === 'review') return page('intake/review', reviewModel(language, state));
    const model = stepModel(language, step, state);
    const stays = state.taken.length > 0 ? 409 : model.form.status;
    return page('intake/step', model, refused ? stays : 200);
  }

  async lying(actor: Actor, id: string, language: Language, form: FormState): Promise<PageView> {
    const { intake, handOvers, colleagues } = await this.intakes.lying(actor, id);
    return page('intake/lying', {
      title: translate(language, 'intake:lying.title'),
      intake: listed(intake),
      path: intakePath(id),
      resumePath: intakePath(id, intake.step),
      handOvers,
      colleagues: colleagues.map(({ id: value, name: label }) => ({ value, label })),
      reasons: CANCEL_REASONS.map((value) => ({
        value,
        label: translate(language, `intake:cancel.reason.${value}`),
      })),
      form,
    });
  }

  /** Shows errors of the registration on the review page. */
  orReview(
    language: Language,
    actor: Actor,
    id: string,
    act: () => Promise<PageRedirect>,
  ): Promise<PageView | PageRedirect> {
    return orRefused(act, async (error) => {
      if (!['common.fields', 'intake.changed_meanwhile'].includes(error.code)) throw error;
      const model = reviewModel(language, await this.intakes.read(actor, id, 'review'));
      const sentence =
        error.code === 'common.fields'
          ? translate(language, 'intake:review.not_right')
          : translate(language, keyOfCode(error.code));
      const form = { ...newForm(), summary: [{ field: null, sentence }] };
      return page('intake/review', { ...model, form });
    });
  }
}
