import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { formOf, orRefused, submitForm } from '../platform/web/forms';
import { formatTime } from '../platform/web/format';
import { type PageRedirect, type PageView, redirect } from '../platform/web/page-response';
import { validateDto } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import { callForm, changesOf, previousValues } from './call.form';
import { CallLinks } from './call-links.service';
import { CallPages, callPath } from './call-pages.view';
import { CallerBlocks } from './caller-blocks.service';
import { CallBlockDto, EndCallDto, CallLinkDto, SaveCallDto } from './dto/call.dto';
import { OpenFromCall } from './open-from-call.service';
import { ReadCalls } from './read-calls.service';
import { TakeCalls } from './take-calls.service';

type FormBody = Record<string, unknown>;
type PageResult = Promise<PageView | PageRedirect>;

/** Where a press of the bar at the bottom leads once everything is kept. */
const NEXT_PAGES: Readonly<Record<string, string>> = {
  bed: '/bed',
  'call-back': '/call-back',
  end: '/end',
};

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('hotline/calls/:id')
export class CallsPagesController {
  constructor(
    private readonly taking: TakeCalls,
    private readonly reading: ReadCalls,
    private readonly callers: CallerBlocks,
    private readonly links: CallLinks,
    private readonly opening: OpenFromCall,
    private readonly pages: CallPages,
  ) {}

  @Allow('hotline:read')
  @Get()
  show(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.call(actor, mawa.language, id);
  }

  /** Kept by itself while it is typed, and by each button. */
  @Allow('hotline:answer')
  @Post()
  @HttpCode(200)
  async save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @Req() { mawa }: FastifyRequest,
  ) {
    const form = callForm(posted);
    const patient = posted.act === 'keep';
    const was = previousValues(posted.was);
    const changes = changesOf(form, was, { patient });
    if (patient) {
      const dto = await validateDto(SaveCallDto, changes);
      const saved = await this.taking.saveFromPage(actor, id, dto, was);
      // An incomplete number is validated with the next keystroke.
      const number = 'number' in changes ? form.number : (was.number ?? '');
      const { note, savedElsewhereAt } = saved;
      return {
        revision: saved.revision,
        was: JSON.stringify({ ...form, number, note }),
        recorded: false,
        merged: savedElsewhereAt && {
          name: 'note',
          text: note,
          at: formatTime(savedElsewhereAt, mawa.programme.offsetMinutes),
        },
      };
    }
    if (posted.act === 'forget') {
      await this.taking.save(actor, id, { number: null });
      return redirect(callPath(id), { kind: 'success', key: 'hotline:done.forgotten' });
    }
    return submitForm(
      SaveCallDto,
      Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)),
      mawa.language,
      async (dto) => {
        const emptied = Object.fromEntries(Object.entries(changes).filter(([, v]) => v === null));
        await this.taking.saveFromPage(actor, id, { ...dto, ...emptied }, was);
        return redirect(callPath(id, NEXT_PAGES[String(posted.act)] ?? ''));
      },
      (state) => this.pages.call(actor, mawa.language, id, { form: state }),
    );
  }

  /** Advice from the answers so far and facts about the number, updated while the form is filled in. */
  @Allow('hotline:answer')
  @Post('aside')
  @HttpCode(200)
  async aside(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const form = callForm(posted);
    const was = previousValues(posted.was);
    const changes = changesOf(form, was, { patient: true });
    const dto = await validateDto(SaveCallDto, changes);
    const { revision } = await this.taking.saveFromPage(actor, id, dto, was);
    const number = 'number' in changes ? form.number : (was.number ?? '');
    return this.pages.aside(actor, mawa.language, id, {
      revision,
      was: JSON.stringify({ ...form, number }),
    });
  }

  @Allow('hotline:answer')
  @Get('end')
  ending(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    return this.pages.end(actor, mawa.language, id);
  }

  @Allow('hotline:answer')
  @Post('end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      EndCallDto,
      posted,
      mawa.language,
      async (dto) => {
        await this.taking.end(actor, id, dto);
        return redirect('/hotline', { kind: 'success', key: 'hotline:done.ended' });
      },
      (form) => this.pages.end(actor, mawa.language, id, form),
    );
  }

  @Allow('hotline:words')
  @Post('words')
  @HttpCode(200)
  async words(@CurrentActor() actor: Actor, @Id() id: string, @Req() { mawa }: FastifyRequest) {
    const shown = await this.reading.show(actor, id);
    return this.pages.call(actor, mawa.language, id, { shown });
  }

  @Allow('hotline:block')
  @Post('block')
  block(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      CallBlockDto,
      posted,
      mawa.language,
      async (dto) => {
        await this.callers.block(actor, id, dto);
        return redirect(callPath(id), { kind: 'success', key: 'hotline:done.blocked' });
      },
      (blockForm) => this.pages.call(actor, mawa.language, id, { blockForm }),
    );
  }

  @Allow('hotline:place')
  @Post('hold-renewal')
  renewHold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return orRefused(
      async () => {
        await this.opening.renewHold(actor, id);
        return redirect(callPath(id), { kind: 'success', key: 'hotline:done.hold_renewed' });
      },
      (error) =>
        this.pages.call(actor, mawa.language, id, { form: formOf(error, {}, mawa.language) }),
    );
  }

  @Allow('hotline:link')
  @Post('links')
  link(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() posted: FormBody,
    @Req() { mawa }: FastifyRequest,
  ): PageResult {
    return submitForm(
      CallLinkDto,
      posted,
      mawa.language,
      async ({ caseNumber }) => {
        await this.links.link(actor, id, caseNumber);
        return redirect(callPath(id), { kind: 'success', key: 'hotline:done.linked' });
      },
      (linkForm) => this.pages.call(actor, mawa.language, id, { linkForm }),
    );
  }
}
