import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AllowQuietly, CurrentActor } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm } from '../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ComplaintPages } from './complaint-pages.view';
import { listModel } from './complaint.view';
import {
  AddAccusedDto,
  ComplaintAnswerDto,
  CheckDto,
  ComplaintLinkDto,
  MeasureDto,
  ComplaintNoteDto,
  ClassifyComplaintDto,
  ComplaintStepDto,
} from './dto/complaint.dto';
import { ComplaintTriage } from './complaint-triage.service';
import { classificationFrom, accusedFrom } from './dto/complaint-input.dto';
import { ComplaintHandling } from './complaint-handling.service';
import { ComplaintAssignments } from './complaint-assignments.service';
import { ComplaintRetention } from './complaint-retention.service';
import { ComplaintCaseLinks } from './complaint-case-links.service';
import { complaintListQuery, ReadComplaints } from './read-complaints.service';

const HANDLE = 'complaints:handle';

/** Pages of focal points. Each action redirects to the complaint, or to the list if it is no longer visible. */
@ApiExcludeController()
@Controller('complaints')
export class ComplaintsPagesController {
  constructor(
    private readonly reading: ReadComplaints,
    private readonly following: ComplaintHandling,
    private readonly directing: ComplaintTriage,
    private readonly handing: ComplaintAssignments,
    private readonly linking: ComplaintCaseLinks,
    private readonly keeping: ComplaintRetention,
    private readonly pages: ComplaintPages,
  ) {}

  @AllowQuietly(HANDLE)
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const asked = complaintListQuery(query);
    const found = await this.reading.list(actor, asked);
    return page('complaints/list', listModel(found, asked, mawa.language));
  }

  @AllowQuietly(HANDLE)
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() { words }: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.pages.show(actor, id, request, newForm(), words === '1');
  }

  @AllowQuietly(HANDLE)
  @Post(':id/steps')
  step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(ComplaintStepDto, actor, id, body, request, ({ to, reason }) =>
      this.following.step(actor, id, to, reason ?? null),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/answers')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(
      ComplaintAnswerDto,
      actor,
      id,
      body,
      request,
      ({ text, final }, requestId) =>
        this.following.answer(actor, id, { text, final: final === 'yes' }, requestId),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/notes')
  note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(ComplaintNoteDto, actor, id, body, request, ({ note }, requestId) =>
      this.following.addNote(actor, id, note, requestId),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/measures')
  measure(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(MeasureDto, actor, id, body, request, (dto, requestId) =>
      this.following.measure(
        actor,
        id,
        { kind: dto.measure, text: dto.measureNote ?? null },
        requestId,
      ),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/check')
  check(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(CheckDto, actor, id, body, request, ({ finding, checkNote }) =>
      this.following.check(actor, id, { finding, text: checkNote ?? null }),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/sorting')
  sort(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(ClassifyComplaintDto, actor, id, body, request, (dto) =>
      this.directing.sort(actor, id, classificationFrom(dto)),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/accused')
  accuse(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(AddAccusedDto, actor, id, body, request, (dto) =>
      this.directing.accuse(actor, id, accusedFrom(dto)),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/link')
  link(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.pages.act(ComplaintLinkDto, actor, id, body, request, ({ caseNumber }) =>
      this.linking.link(actor, id, caseNumber),
    );
  }

  @AllowQuietly(HANDLE)
  @Post(':id/link/undo')
  unlink(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return this.pages.plain(actor, id, this.linking.unlink(actor, id));
  }

  @AllowQuietly(HANDLE)
  @Post(':id/taking')
  takeOver(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return this.pages.plain(actor, id, this.handing.takeOver(actor, id));
  }

  @AllowQuietly(HANDLE)
  @Post(':id/second')
  beSecond(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return this.pages.plain(actor, id, this.handing.beSecond(actor, id));
  }

  @AllowQuietly(HANDLE)
  @Post(':id/hand-up')
  handUp(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return this.pages.plain(actor, id, this.handing.handUp(actor, id));
  }

  @AllowQuietly(HANDLE)
  @Post(':id/stepping-aside')
  stepAside(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return this.pages.plain(actor, id, this.handing.stepAside(actor, id));
  }

  @AllowQuietly(HANDLE)
  @Post(':id/destruction')
  askToDestroy(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return this.pages.plain(actor, id, this.keeping.askToDestroy(actor, id));
  }

  @AllowQuietly(HANDLE)
  @Post(':id/destruction/approval')
  async destroy(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.keeping.destroy(actor, id);
    return redirect('/complaints?closed=1', { kind: 'success', key: 'complaints:done.destroyed' });
  }
}
