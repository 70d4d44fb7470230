import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm } from '../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { redirectToCase, splitPosted } from '../beneficiaries';
import { EndIntake } from './end-intake.service';
import { BeginIntakeDto, CancelIntakeDto, HandOverDto } from './intake.dto';
import { postedStep } from './intake.form';
import { IntakePages } from './intake-pages.service';
import { answersOf, type IntakeStep } from './intake.rules';
import { intakePath } from './intake.view';
import { Intakes, type IntakeState } from './intakes.service';
import { StepPipe } from './step.pipe';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/intakes')
export class IntakesPagesController {
  constructor(
    private readonly intakes: Intakes,
    private readonly ending: EndIntake,
    private readonly pages: IntakePages,
  ) {}

  @Allow('people:register')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.pages.list(actor, mawa.language, newForm());
  }

  @Allow('people:register')
  @Post()
  begin(
    @CurrentActor() actor: Actor,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const { fields, requestId } = splitPosted(body);
    return submitForm(
      BeginIntakeDto,
      fields,
      mawa.language,
      async ({ others }) => {
        const { id } = await this.intakes.begin(actor, others, requestId);
        return redirect(intakePath(id, 'people'));
      },
      (form) => this.pages.list(actor, mawa.language, form),
    );
  }

  /** One that lies: go on, hand it to a colleague, or drop it. */
  @Allow('people:register')
  @Get(':id')
  lying(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.lying(actor, id, mawa.language, newForm());
  }

  @Allow('people:register')
  @Get(':id/steps/:step')
  async step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step', StepPipe) step: IntakeStep,
    @Query('check') check: string | undefined,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const state = await this.intakes.read(actor, id, step);
    return this.pages.step(mawa.language, step, state, check === 'yes');
  }

  @Allow('people:register')
  @Post(':id/steps/:step')
  @HttpCode(200)
  async save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step', StepPipe) step: IntakeStep,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ) {
    const { act, ...saved } = postedStep(body);
    const state = await this.intakes.save(actor, id, step, saved);
    const { revision, step: stands } = state.intake;
    if (act === 'keep') {
      const was = answersOf(state.draft, step);
      return { revision, was: JSON.stringify(was), changedElsewhere: isChangedElsewhere(state) };
    }
    if (act === 'pause') {
      return redirect(intakePath(id), { kind: 'success', key: 'intake:paused' });
    }
    if (saved.then === 'next' && stands === step) {
      // A change by another device is shown once, here; other problems are recomputed from the draft.
      return isChangedElsewhere(state)
        ? this.pages.step(mawa.language, step, state, true)
        : redirect(`${intakePath(id, step)}?check=yes`);
    }
    return redirect(intakePath(id, stands));
  }

  /** GET of the address of a refused registration (after a change of language): redirects to the review page. */
  @Allow('people:register')
  @Get(':id/registration')
  notYet(@Id() id: string): PageRedirect {
    return redirect(intakePath(id, 'review'));
  }

  @Allow('people:register')
  @Post(':id/registration')
  async register(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: { revision?: string },
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const revision = Number(body.revision);
    return this.pages.orReview(mawa.language, actor, id, async () =>
      redirectToCase(await this.ending.register(actor, id, revision)),
    );
  }

  @Allow('people:register')
  @Post(':id/hand-over')
  handOver(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      HandOverDto,
      body,
      mawa.language,
      async ({ userId }) => {
        await this.ending.handOver(actor, id, userId);
        return redirect('/people/intakes', { kind: 'success', key: 'intake:handed_over' });
      },
      (form) => this.pages.lying(actor, id, mawa.language, form),
    );
  }

  @Allow('people:register')
  @Post(':id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CancelIntakeDto,
      body,
      mawa.language,
      async ({ reason }) => {
        await this.ending.cancel(actor, id, reason);
        return redirect('/people/intakes', { kind: 'info', key: 'intake:cancelled' });
      },
      (form) => this.pages.lying(actor, id, mawa.language, form),
    );
  }
}

const isChangedElsewhere = ({ taken, draft }: IntakeState): boolean =>
  taken.length + Object.keys(draft.elsewhere).length > 0;
